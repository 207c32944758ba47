"""What is shown → HTML: steps, answers, evidence, and what documents must not be able to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.model import MESSAGES
from assistant.turn import Answer, Finished, Found, Searching, Seconds, Turn, Wrote
from assistant.web.chat import Shown, advanced, failed, stopped
from assistant.web.evidence_html import evidence_html
from assistant.web.texts import text
from assistant.web.turn_html import earlier_html, plain_text, turn_html
from tests.web.payloads import PAYLOADS
from tests.web.scripted import (
    ABSENT_REPLY,
    ALL,
    PARTNERS_REPLY,
    ROOMS,
    SUMMER_REPLY,
    citation,
    document,
    passage,
)
from tests.web.test_filter import TAGS, Seen

OURS = TAGS | {
    "article",
    "section",
    "div",
    "header",
    "h2",
    "h3",
    "h4",
    "span",
    "i",
    "blockquote",
    "mark",
    "details",
    "summary",
}
OURS |= {"button", "svg", "path", "rect", "circle"}
ASKED = Shown(3, "How many <b>partners</b>?")


def finished(reply, question="How many partners?", **fields):
    turn = Turn(question, reply.answer, passages=ALL, language=reply.language, seconds=Seconds(total=2.14))
    return advanced(replace(ASKED, question=question), Finished(replace(turn, **fields)))


def page(shown, language="en", *, is_latest=True, feedback=True):
    return turn_html(shown, language, is_latest=is_latest, feedback=feedback)


def test_the_question_is_text():
    assert "How many &lt;b&gt;partners&lt;/b&gt;?" in page(ASKED)


def test_steps_follow_the_events():
    searching = advanced(ASKED, Searching(()))
    found = advanced(searching, Found(ALL))
    writing = advanced(found, Wrote("There are 47"))
    assert "Searching…" in page(searching)
    assert "Found 4 passages in 3 documents" in page(found)
    assert "Writing…" in page(found)
    assert "There are 47" in page(writing)
    assert 'aria-busy="true"' in page(writing)
    assert "在3份文件中找到4个段落" in page(found, "zh")


def test_evidence_comes_before_the_first_word():
    found = advanced(ASKED, Found(ALL))
    assert "Passages found" in evidence_html(found, "en")
    assert "linlan-partners-2025.md" in evidence_html(found, "en")
    assert evidence_html(advanced(ASKED, Found(())), "en") == ""
    assert "Found no passages" in page(advanced(ASKED, Found(())))


def test_an_answer_has_markers_that_lead_to_marked_words():
    shown = finished(PARTNERS_REPLY)
    evidence = evidence_html(shown, "en")
    for marker in (1, 2, 3, 4):
        assert f'href="#t3-e{marker}">[{marker}]</a>' in page(shown)
        assert f'id="t3-e{marker}"' in evidence
    assert '<mark data-markers="1">47 partner universities in 21 countries</mark>' in evidence
    assert "4 places cited, from 4 passages in 3 documents · 2.1 s" in page(shown)


def test_a_card_tells_file_date_language_and_source():
    evidence = evidence_html(finished(PARTNERS_REPLY), "en")
    for words in ("linlan-partners-2025.md", "2025-09-12", "English", "Partner universities of Linlan University", "Europe"):
        assert words in evidence
    assert 'href="https://international.linlan.example/partners" target="_blank" rel="noopener' in evidence
    assert "Open the source (international.linlan.example)" in evidence
    assert evidence.count('class="card"') == 2
    assert "Other passages found (2)" in evidence


def test_signs_of_markdown_step_back_and_no_word_is_lost():
    marked = passage(document("a.md", "## Fees\n\n| **900** yuan | a & b |"))
    reply = replace(PARTNERS_REPLY, answer=Answer("900 [1].", (citation(1, marked, "**900** yuan"),)))
    evidence = evidence_html(finished(reply), "en")
    assert '<span class="sign">##</span> Fees<br>' in evidence
    assert "## Fees| **900** yuan | a & b |" in Seen(evidence).text


def test_a_page_number_is_told_and_a_script_is_no_link():
    reply = replace(PARTNERS_REPLY, answer=Answer("900 yuan [1].", (citation(1, ROOMS, "900 yuan a month"),)))
    evidence = evidence_html(finished(reply), "en")
    assert "page 2" in evidence
    assert "undated" in evidence
    assert "javascript" not in evidence


def test_not_in_the_documents_looks_unlike_an_answer():
    shown = finished(ABSENT_REPLY)
    assert 'class="absent"' in page(shown)
    assert "Not in the documents" in page(shown)
    evidence = evidence_html(shown, "en")
    assert "Closest in the documents" in evidence
    assert "<mark" not in evidence
    assert 'class="number"' not in evidence
    assert "Not in the documents" not in page(finished(PARTNERS_REPLY))


def test_nothing_close_is_said():
    shown = replace(finished(ABSENT_REPLY, passages=()), passages=())
    assert "No passage of the documents comes close." in evidence_html(shown, "en")


def test_a_problem_is_told_and_the_passages_stay():
    shown = finished(replace(PARTNERS_REPLY, answer=Answer("", (), "partial", MESSAGES["unreachable"])))
    assert "No answer" in page(shown)
    assert "not reachable" in page(shown)
    assert "linlan-partners-2025.md" in evidence_html(shown, "en")
    assert text("zh", "model_unreachable") in page(shown, "zh")
    assert 'data-act="up"' not in page(shown)


def test_a_partial_answer_is_marked():
    shown = finished(
        replace(PARTNERS_REPLY, answer=replace(PARTNERS_REPLY.answer, outcome="partial", problem="It broke off."))
    )
    assert "Partial answer" in page(shown)
    assert "It broke off." in page(shown)


def test_stopped_and_failed_can_be_asked_again():
    for shown in (stopped(ASKED), failed(ASKED, "Something <i>went</i> wrong.")):
        assert 'data-act="again"' in page(shown)
        assert 'data-act="copy"' not in page(shown)
    assert "Something &lt;i&gt;went&lt;/i&gt; wrong." in page(failed(ASKED, "Something <i>went</i> wrong."))


def test_thumbs_can_be_off_and_only_the_latest_is_asked_again():
    shown = finished(PARTNERS_REPLY)
    assert 'data-act="up"' in page(shown)
    assert 'data-act="up"' not in page(shown, feedback=False)
    assert 'data-act="again"' not in page(shown, is_latest=False)
    assert 'aria-pressed="true"' in page(replace(shown, helpful=True))
    assert 'data-reason="3"' in page(replace(shown, helpful=False))
    assert "Thank you." in page(replace(shown, helpful=False, reason_given=True))


def test_earlier_questions_keep_their_evidence_folded():
    html = earlier_html([finished(PARTNERS_REPLY), finished(SUMMER_REPLY)], "en", feedback=True)
    assert html.count('<details class="folded">') == 2
    assert html.count('class="pair"') == 2


def test_copied_words_name_their_sources():
    plain = plain_text(PARTNERS_REPLY.answer)
    assert plain.startswith("Linlan University has **47 partner")
    assert "[1] “47 partner universities in 21 countries” (Partner universities of Linlan University, linlan-part" in plain


@pytest.mark.parametrize("payload", PAYLOADS)
def test_no_word_of_a_document_or_a_model_becomes_a_tag(payload):
    poisoned = document(payload, f"{payload} 47 {payload}", title=payload, date=payload, language=payload, link=payload)
    one = passage(poisoned)
    one = replace(one, chunk=replace(one.chunk, headings=(payload, "x")))
    reply = replace(
        PARTNERS_REPLY, language=payload, answer=Answer(f"{payload} [1]", (citation(1, one, "47"),), "partial", payload)
    )
    for shown in (
        finished(reply, question=payload, passages=(one, ROOMS)),
        finished(replace(reply, answer=Answer(payload, (), "no_evidence", payload)), passages=(one,)),
        advanced(advanced(ASKED, Found((one,))), Wrote(payload)),
        failed(advanced(ASKED, Found((one,))), payload),
    ):
        html = page(shown) + evidence_html(shown, "en") + earlier_html([shown], "en", feedback=True)
        seen = Seen(html)
        assert seen.tags <= OURS
        assert not {name for _, name in seen.attributes if name.startswith("on")}
        assert not {(tag, name) for tag, name in seen.attributes if name in {"src", "srcset", "style", "action", "poster"}}
        assert all(link.startswith("#t3") for link in seen.links), seen.links


def test_the_same_in_chinese():
    shown = finished(SUMMER_REPLY)
    assert "引用2处，出自3份文件的4个段落 · 2.1秒" in page(shown, "zh")
    assert "依据" in evidence_html(shown, "zh")
    assert 'lang="zh"' in page(shown, "zh")
