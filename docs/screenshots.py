"""Takes the pictures of README and docs: starts the chat on what is indexed (or visits --url) and asks it.

    python docs/screenshots.py                 # `tongwen serve` on a free port, with the settings of the environment
    python docs/screenshots.py --url http://127.0.0.1:7860 --out docs/images

Needs Debian's chromium and playwright (the `dev` extra). The sample corpus should be indexed: `tongwen ingest corpus`.
"""

from __future__ import annotations

import argparse
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
LONGEST_START_SECONDS = 300
LONGEST_ANSWER_SECONDS = 180
SCHOLARSHIP = "What does the Linlan Harbour Scholarship pay?"
SUMMER_ZH = "临澜大学2027年国际夏季学校的报名截止日期是哪天？"
ABSENT = "How much does a parking permit cost at Linlan University?"


@dataclass(frozen=True)
class Picture:
    """One picture: what is asked, and before which browser. Nothing asked: the empty page."""

    name: str
    question: str = ""
    locale: str = "en-GB"
    width: int = 1440
    height: int = 900
    scheme: str = "light"
    is_whole_page: bool = False


PICTURES = [
    Picture("welcome"),
    Picture("answer", SCHOLARSHIP),
    Picture("answer-dark", SCHOLARSHIP, scheme="dark"),
    Picture("answer-tablet", SCHOLARSHIP, width=1024, height=768),
    Picture("answer-zh", SUMMER_ZH, "zh-CN"),
    Picture("phone", SCHOLARSHIP, width=390, height=844),
    Picture("phone-zh-dark", SUMMER_ZH, "zh-CN", width=390, height=844, scheme="dark"),
    Picture("not-in-the-documents", ABSENT),
]


def main() -> None:
    """Takes all pictures, or those named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", help="pictures to take (default: all)")
    parser.add_argument("--url", default="", help="a chat that runs already")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "images", help="folder for the pictures")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "/usr/bin/chromium")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    wanted = [one for one in PICTURES if not arguments.names or one.name in arguments.names]
    with address(arguments.url) as at, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=arguments.chromium, args=FLAGS)
        for picture in wanted:
            path = arguments.out / f"{picture.name}.png"
            take(browser, at, picture, path)
            print(path)  # noqa: T201 the result of a script
        browser.close()


@contextmanager
def address(url: str) -> Iterator[str]:
    """The address of a chat: the one given, or one that is served until the block ends."""
    if url:
        yield url.rstrip("/")
        return
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "assistant.cli", "serve", "--host", "127.0.0.1", "--port", str(port)]
    served = subprocess.Popen(command, cwd=ROOT)  # noqa: S603 our own command
    try:
        at = f"http://127.0.0.1:{port}"
        wait_for(at, served)
        yield at
    finally:
        served.terminate()
        served.wait(timeout=30)


def wait_for(at: str, served: subprocess.Popen[bytes]) -> None:
    """Returns once the chat can answer. Raises: SystemExit when it ended or takes too long."""
    limit = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < limit and served.poll() is None:
        try:
            with urllib.request.urlopen(f"{at}/ready", timeout=5):  # noqa: S310 our own loopback address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    message = "tongwen serve did not become ready; its own words are above."
    raise SystemExit(message)


def take(browser: Browser, at: str, picture: Picture, path: Path) -> None:
    """Asks the question as a new visitor, marks the first quote, and keeps what is on the screen."""
    context = browser.new_context(
        locale=picture.locale,
        viewport={"width": picture.width, "height": picture.height},
        color_scheme="dark" if picture.scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    page.set_default_timeout(LONGEST_ANSWER_SECONDS * 1000)
    page.goto(at)
    page.locator("#note p").wait_for()  # comes with the language and the examples
    if picture.question:
        page.locator("#question textarea").fill(picture.question)
        page.locator("#question textarea").press("Enter")
        page.locator("#latest .turn[aria-busy=false]").wait_for()
        page.locator("#ask").wait_for()
        page.locator("#question textarea").blur()
        markers = page.locator("#latest a.marker")
        if markers.count() and not page.locator("#evidence mark.is-lit").count():
            markers.first.click()
        page.evaluate("window.scrollTo(0, 0)")
    page.wait_for_function("document.fonts.ready.then(() => true)")
    page.screenshot(path=path, full_page=picture.is_whole_page)
    context.close()


if __name__ == "__main__":
    main()
