"""A real Chromium before a served page with a scripted assistant; every test has a visitor (a fresh context) of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError as Late
from playwright.sync_api import sync_playwright

from tests.web.served import site_in

_MOST_ENTERS = 5
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser():
    """Debian's Chromium. Skipped with the reason where there is none, but never in CI."""
    chromium = shutil.which("chromium") or "/usr/bin/chromium"
    if not Path(chromium).exists():
        message = f"{chromium} is not there; install it with: apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    with site_in(tmp_path_factory.mktemp("site")) as served:
        yield served


@pytest.fixture
def visit(browser, site):
    """Opens the page as a new visitor: `visit(locale=…, width=…, scheme=…, path=…)`; checks at the end that all went to us."""
    contexts, foreign, faults = [], [], []

    def opened(locale="en-GB", width=1280, height=860, scheme="light", path="/", **options):
        context = browser.new_context(
            locale=locale,
            viewport={"width": width, "height": height},
            color_scheme=scheme,
            reduced_motion="reduce",
            **options,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("request", lambda request: _is_ours(request.url, site.address) or foreign.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.goto(site.address + path)
        page.locator("html[lang]").wait_for()
        page.locator("#offer-title p").wait_for()
        return page

    site.let_go()
    yield opened
    site.let_go()
    for context in contexts:
        context.close()
    assert foreign == []
    assert faults == []


def _is_ours(url, address):
    return url.startswith((f"{address}/", "data:", "blob:"))


@pytest.fixture
def ask():
    """Types a question and sends it with Enter; waits for the end of the answer unless told otherwise.

    Gradio lets an Enter pass that comes in the very moment in which the answer before ends, and keeps the words: a person
    presses it again, and so does this.
    """

    def typed(page, question, *, to_end=True):
        box, shown = page.locator("#question textarea"), page.locator("#latest .question", has_text=question)
        box.fill(question)
        for _ in range(_MOST_ENTERS):
            if shown.count() == 0 and box.input_value() == question:
                box.press("Enter")
            with contextlib.suppress(Late):
                shown.wait_for(timeout=3_000)
                break
        shown.wait_for()
        if to_end:
            page.locator("#latest .turn[aria-busy=false]").wait_for()
            page.locator("#ask").wait_for()
        return page

    return typed
