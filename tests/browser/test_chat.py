"""The public chat in a real browser, before a scripted assistant."""

from __future__ import annotations

import json
import re
import socket

import pytest
from playwright.sync_api import expect

from tests.web.payloads import PAYLOADS
from tests.web.scripted import EXAMPLES

pytestmark = pytest.mark.browser

PARTNERS = "How many partner universities are there?"
DRAFT = "Linlan University has 47 partner universities in 21 countries,"


def test_steps_and_evidence_come_before_the_words_and_the_answer_replaces_the_draft(visit, ask, site):
    site.hold()
    page = ask(visit(), PARTNERS, to_end=False)
    expect(page.locator("#latest .steps")).to_contain_text("Found 4 passages in 3 documents")
    expect(page.locator("#latest .steps")).to_contain_text("Writing…")
    expect(page.locator("#evidence")).to_contain_text("Passages found")
    expect(page.locator("#latest .answer")).to_have_text(DRAFT)
    expect(page.locator("#stop")).to_be_visible()
    expect(page.locator("#question textarea")).to_have_value("")
    site.let_go()
    expect(page.locator("#latest .answer li")).to_have_count(2)
    expect(page.locator("#latest .steps")).to_contain_text("4 places cited, from 4 passages in 3 documents")
    expect(page.locator("#evidence .card")).to_have_count(2)
    expect(page.locator("#ask")).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()


def test_a_marker_leads_to_its_quote_and_back(visit, ask):
    page = ask(visit(), PARTNERS)
    page.locator("#latest a.marker", has_text="[3]").click()
    lit = page.locator("#evidence mark.is-lit")
    expect(lit).to_have_count(1)
    expect(lit).to_contain_text("Elmsand University of Applied Sciences | Germany")
    expect(page.locator("#evidence .card").nth(1)).to_be_focused()
    page.locator("#evidence .card").nth(1).locator(".back").click()
    expect(page.locator("#latest a.marker", has_text="[3]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#evidence .card").nth(1)).to_be_focused()
    assert page.url.endswith("/")


def test_a_marker_of_an_earlier_answer_unfolds_its_evidence(visit, ask):
    page = ask(ask(visit(), PARTNERS), "When is the summer school?")
    folded = page.locator("#earlier details.folded")
    expect(folded).not_to_have_attribute("open", "")
    page.locator("#earlier a.marker", has_text="[1]").click()
    expect(folded).to_have_attribute("open", "")
    expect(folded.locator("mark.is-lit")).to_have_text("47 partner universities in 21 countries")


def test_the_source_is_a_link_of_its_document_only(visit, ask):
    page = ask(visit(), PARTNERS)
    links = page.locator("#evidence a.source")
    assert {link.get_attribute("href") for link in links.all()} == {"https://international.linlan.example/partners"}
    assert {link.get_attribute("rel") for link in links.all()} == {"noopener noreferrer nofollow"}


@pytest.mark.parametrize("way", ["button", "escape"])
def test_stop_is_at_once_and_ends_the_generation(visit, ask, site, way):
    site.hold()
    page = ask(visit(), f"{PARTNERS} {way}", to_end=False)
    expect(page.locator("#latest .answer")).to_have_text(DRAFT)
    if way == "button":
        page.locator("#stop").click()
    else:
        page.keyboard.press("Escape")
    expect(page.locator("#latest .label")).to_have_text("Stopped.")
    expect(page.locator("#latest .answer")).to_have_text(DRAFT)
    site.let_go()
    site.wait_for(f"closed {PARTNERS} {way}")
    ask(page, "When is the summer school?")
    expect(page.locator("#latest .answer")).to_contain_text("夏季学校")


def test_leaving_the_page_ends_the_generation(visit, ask, site):
    page = ask(visit(), "An endless story", to_end=False)
    expect(page.locator("#latest .answer")).to_contain_text("word word")
    page.close()
    site.wait_for("closed An endless story")


def test_asked_again_it_is_answered_in_the_same_place(visit, ask, site):
    question = "How many partner universities, again?"
    page = ask(visit(), question)
    page.locator("#latest [data-act=again]").click()
    site.wait_for(f"asked {question}", 2)
    expect(page.locator("#latest .turn[aria-busy=false] .answer li")).to_have_count(2)
    expect(page.locator(".question")).to_have_count(1)


def test_a_new_conversation_is_empty_again(visit, ask):
    page = ask(visit(), PARTNERS)
    expect(page.locator("#offer")).to_be_hidden()
    page.locator("#fresh").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)
    expect(page.locator("#evidence")).to_be_empty()
    expect(page.locator(".example:visible")).to_have_count(3)


def test_a_new_conversation_during_an_answer(visit, ask, site):
    site.hold()
    page = ask(visit(), PARTNERS, to_end=False)
    expect(page.locator("#latest .answer")).to_have_text(DRAFT)
    page.locator("#fresh").click()
    expect(page.locator(".welcome")).to_be_visible()
    expect(page.locator("#ask")).to_be_visible()
    site.let_go()
    ask(page, "When is the summer school?")
    expect(page.locator(".question")).to_have_count(1)


def test_an_example_is_asked_with_a_click(visit):
    page = visit()
    page.locator(".example", has_text=EXAMPLES["en"][0]).click()
    expect(page.locator("#latest .question")).to_contain_text(EXAMPLES["en"][0])
    expect(page.locator("#evidence .card")).to_have_count(2)


def test_a_chinese_browser_gets_a_chinese_page(visit, ask):
    page = visit(locale="zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page.locator("#ask")).to_have_text("提问")
    expect(page.locator(".example:visible")).to_have_text(EXAMPLES["zh"])
    ask(page, EXAMPLES["zh"][0])
    page.locator("#latest a.marker", has_text="[1]").click()
    expect(page.locator("#evidence mark.is-lit")).to_contain_text("夏季学校于2027年7月5日至7月30日")
    expect(page.locator("#evidence h3")).to_have_text("依据")


def test_the_language_can_be_switched_and_is_remembered(visit, ask):
    page = ask(visit(), "Is there parking?")
    expect(page.locator("#latest .label")).to_contain_text("Not in the documents")
    page.locator("#switch").click()
    expect(page.locator("#latest .label")).to_contain_text("文件中没有")
    expect(page.locator("#question textarea")).to_have_attribute("aria-label", "您的问题")
    page.reload()
    expect(page.locator("#ask")).to_have_text("提问")


def test_what_is_not_in_the_documents_looks_otherwise(visit, ask):
    page = ask(visit(), "Is there parking?")
    expect(page.locator("#latest .absent")).to_contain_text("Not in the documents")
    expect(page.locator("#evidence h3")).to_have_text("Closest in the documents")
    expect(page.locator("#evidence mark")).to_have_count(0)
    expect(page.locator("#evidence .card")).to_have_count(0)


def test_a_phone_shows_the_evidence_below_and_nothing_sideways(visit, ask):
    page = ask(visit(width=390, height=844, has_touch=True, is_mobile=True), PARTNERS)
    answer, evidence = page.locator("#latest .answer").bounding_box(), page.locator("#evidence").bounding_box()
    assert evidence["y"] > answer["y"] + answer["height"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#latest a.marker", has_text="[4]").tap()
    expect(page.locator("#evidence mark.is-lit")).to_be_in_viewport()
    desk, screen = page.locator("#desk").bounding_box(), page.viewport_size["height"]
    assert abs(desk["y"] + desk["height"] - screen) < 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(visit, ask, scheme):
    page = ask(visit(scheme=scheme), PARTNERS)
    for selector in (
        "#latest .answer p",
        "#latest .question",
        "#evidence blockquote",
        "#evidence .about",
        "#evidence mark",
        "#ask",
    ):
        assert contrast(page, selector) >= 4.5, selector


def contrast(page, selector):
    """The WCAG contrast of an element's words to the nearest ground that is painted."""
    colours = page.locator(selector).first.evaluate(
        """(element) => {
          const word = getComputedStyle(element).color;
          let at = element, ground = 'rgba(0, 0, 0, 0)';
          while (at && /, 0\\)$|transparent/.test(ground)) { ground = getComputedStyle(at).backgroundColor; at = at.parentElement; }
          return [word, ground];
        }"""
    )
    light, dark = sorted((luminance(colour) for colour in colours), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour):
    shares = [int(value) / 255 for value in re.findall(r"\d+", colour)[:3]]
    linear = [share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_keyboard_is_enough(visit, site):
    page = visit()
    field = page.locator("#question textarea")
    expect(field).to_be_focused()
    page.keyboard.type("How many partner")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("universities, by keys?")
    expect(field).to_have_value("How many partner\nuniversities, by keys?")
    page.keyboard.press("Enter")
    expect(page.locator("#evidence .card")).to_have_count(2)
    page.keyboard.press("Tab")
    expect(page.locator("#ask")).to_be_focused()
    assert page.locator("#ask").evaluate("(element) => getComputedStyle(element).outlineStyle") == "solid"


def test_enter_of_an_input_method_sends_nothing(visit, site):
    page = visit()
    field = page.locator("#question textarea")
    field.fill("夏季学校，输入中")
    field.evaluate(
        """(element) => ['keydown', 'keypress'].forEach((kind) => element.dispatchEvent(
          new KeyboardEvent(kind, {key: 'Enter', keyCode: 229, isComposing: true, bubbles: true, cancelable: true})))"""
    )
    page.locator("#switch").click()
    expect(page.locator("#ask")).to_have_text("提问")
    expect(field).to_have_value("夏季学校，输入中")
    assert "asked 夏季学校，输入中" not in site.journal()


def test_questions_that_cannot_be_taken_get_one_sentence_and_are_not_lost(visit):
    page = visit()
    field = page.locator("#question textarea")
    field.press("Enter")
    expect(page.locator("#notice")).to_have_text("Please type a question first.")
    field.fill("a" * 8_001)
    field.press("Enter")
    expect(page.locator("#notice")).to_contain_text("The question has 8,001 characters")
    expect(field).to_have_value("a" * 8_001)
    field.fill("a" * 3_000_000)
    field.press("Enter")
    expect(page.locator("#notice")).to_have_text("The question is far too long. Please ask a shorter one.")
    expect(page.locator(".welcome")).to_be_visible()


def test_thumbs_and_their_reason_are_kept(visit, ask, site):
    page = ask(visit(), "How many partner universities, to be rated?")
    page.locator("#latest [data-act=down]").click()
    page.locator("#latest .reason input").fill("Older than the list.")
    page.locator("#latest .reason input").press("Enter")
    expect(page.locator("#latest .thanks")).to_have_text("Thank you.")
    lines = (site.folder / "feedback.jsonl").read_text(encoding="utf-8").splitlines()
    records = [json.loads(line) for line in lines if "to be rated" in line]
    assert [(one["helpful"], one["reason"]) for one in records] == [(False, ""), (False, "Older than the list.")]


def test_copied_words_bring_their_sources(visit, ask):
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    ask(page, PARTNERS).locator("#latest [data-act=copy]").click()
    expect(page.locator("#latest [data-act=copy]")).to_have_text("Copied")
    assert "[1] “47 partner universities in 21 countries” (Partner" in page.evaluate("navigator.clipboard.readText()")


def test_two_visitors_side_by_side_do_not_mix(visit, ask, site):
    anna, boris = visit(), visit(locale="zh-CN")
    site.hold()
    ask(anna, "partner ANNA", to_end=False)
    ask(boris, "partner BORIS", to_end=False)
    site.let_go()
    for page, own, other in ((anna, "ANNA", "BORIS"), (boris, "BORIS", "ANNA")):
        expect(page.locator("#evidence .card")).to_have_count(2)
        expect(page.locator(".question")).to_have_count(1)
        expect(page.locator("#latest .question")).to_contain_text(own)
        expect(page.locator("body")).not_to_contain_text(other)


def test_an_obstacle_is_told_and_goes_by_itself(visit, site):
    (site.folder / "obstacle").write_text("There is no index yet.", encoding="utf-8")
    try:
        page = visit()
        expect(page.locator("#notice")).to_have_text("There is no index yet.")
    finally:
        (site.folder / "obstacle").unlink()
    expect(page.locator("#notice")).to_be_hidden()


def test_what_is_injected_is_shown_as_text(visit, ask):
    """The scripted assistant answers "inject n" with payload n in answer, draft, title, file and quote."""
    page = visit()
    for number, payload in enumerate(PAYLOADS):
        ask(page, f"inject {number};")
        inside = page.locator("#reading")
        assert inside.locator("script, img, iframe, video, form, style, base, meta, object, embed, image").count() == 0, (
            payload
        )
        links = page.locator("#reading a").evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
        assert all(link.startswith("#t") for link in links), payload
    expect(page.locator("#earlier .card h4").first).to_have_text("<script>alert(1)</script>")


def test_the_policy_alone_keeps_the_page_from_running_or_loading_what_is_not_ours(browser, site):
    """As if the filter let everything through: markup put into the page by hand reaches nobody and runs nothing.

    (Frames are blocked too, but Chromium opens an empty connection to their host before it asks the policy.)
    """
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.3)
        other = f"http://127.0.0.1:{listener.getsockname()[1]}"
        context = browser.new_context()
        page = context.new_page()
        page.goto(site.address)
        page.locator("#note p").wait_for()
        blocked = page.evaluate(
            """async (other) => {
              const blocked = [];
              document.addEventListener('securitypolicyviolation', (event) => blocked.push(event.effectiveDirective));
              const box = document.createElement('div');
              box.innerHTML = `<img src="${other}/i"><img src=x onerror="window.ran = 1"><video poster="${other}/p"></video>
                <svg><image href="${other}/s"></image></svg>
                <link rel="stylesheet" href="${other}/c"><div style="background: url(${other}/b)">x</div>`;
              document.body.append(box);
              const inline = Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'});
              document.body.append(inline, Object.assign(document.createElement('script'), {src: `${other}/j`}));
              await fetch(`${other}/fetch`).catch(() => null);
              for (let wait = 0; wait < 100 && new Set(blocked).size < 5; wait++) await new Promise((go) => setTimeout(go, 20));
              return [...new Set(blocked)];
            }""",
            other,
        )
        with pytest.raises(TimeoutError):
            listener.accept()
        assert page.evaluate("window.ran") is None
        context.close()
    assert {"img-src", "connect-src", "script-src-elem", "script-src-attr", "style-src-elem"} <= set(blocked)
