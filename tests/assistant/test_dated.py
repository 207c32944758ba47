"""The date a document gives itself, told when it is asked for and with the words in which it stands."""

from __future__ import annotations

import pytest
from pages import answer, document, drafting

from assistant.dated import publication
from assistant.draft import answer_events
from assistant.turn import Answer
from ingest.document import Document

NEWS = document("# Harbour festival opens\n\nPublished: 7 March 2026\n\nThe harbour festival opened with forty boats.\n")
CHINESE = document("# 海港音乐节开幕\n\n发布日期：2026年3月7日\n\n海港音乐节有四十条船参加。\n", language="zh")
UNDATED = document("# Harbour festival opens\n\nThe harbour festival opened with forty boats.\n")


def told(question: str, *pages: object) -> list[str]:
    made = drafting(question, *pages)
    return [wrote.text for wrote in publication(made)]


@pytest.mark.parametrize(
    "question",
    ["When was the article about the harbour festival published?", "What is the date of the news on the harbour festival?"],
)
def test_the_date_with_its_words(question: str) -> None:
    assert told(question, NEWS) == ["“Harbour festival opens” is dated 7 March 2026; the document has “7 March 2026”. [1]"]


def test_in_chinese() -> None:
    assert told("海港音乐节开幕的新闻何时发布？", CHINESE) == [
        "《海港音乐节开幕》的日期是2026年3月7日，文件中写作“2026年3月7日”。[1]"
    ]


@pytest.mark.parametrize("question", ["When did the harbour festival open?", "How many boats came to the harbour festival?"])
def test_other_questions_are_left_to_the_model(question: str) -> None:
    assert told(question, NEWS) == []


def test_nothing_when_the_document_has_no_date_or_is_another_one() -> None:
    assert told("When was the article about the harbour festival published?", UNDATED) == []
    assert told("When was the article about glacier tourism in Lapland published?", NEWS) == []
    assert told("When was the article about the harbour festival published?") == []


def test_a_question_for_more_gets_the_date_after_the_rest() -> None:
    question = "How many boats came to the harbour festival, and what date does the article on it carry?"
    assert told(question, NEWS) == []
    found = answer(question, NEWS, draft="The harbour festival opened with forty boats.")
    assert found.text.startswith("The harbour festival opened with forty boats. [1]")
    assert "is dated 7 March 2026" in found.text


REPORT = document(
    "# Coastal days\n\n2027-03-20\n\nThe Coastal Days were held in Tarnholm from March 14 to March 17.\n",
    "report.md",
    subject="Tarnholm University",
    day="2027-03-20",
)
EARLY = document(
    "# Coastal days\n\n2027-03-15\n\nThe Coastal Days were held in Tarnholm from March 14 to March 17.\n",
    "early.md",
    subject="Tarnholm University",
    day="2027-03-15",
)


@pytest.mark.parametrize(
    ("question", "page", "verdict"),
    [
        (
            "How many days after the Coastal Days closed is the report on them dated?",
            REPORT,
            "20 March 2027 is 3 days later",
        ),
        (
            "Was the article put online while the Coastal Days were still going on, or after?",
            EARLY,
            "15 March 2027 lies within",
        ),
        ("海岸日活动结束多久后这篇报道发布？ Coastal Days", REPORT, "在其后3天"),
    ],
)
def test_a_report_is_set_against_the_days_it_reports_on(question: str, page: Document, verdict: str) -> None:
    events = answer_events(drafting(question, page, replies=("no",)))
    answer = [event for event in events if isinstance(event, Answer)][-1]
    assert verdict in answer.text
    assert all(c.passage.document.text[c.start : c.end] == c.quote for c in answer.citations)


def test_the_year_that_a_page_means_by_this_year_is_its_own() -> None:
    events = answer_events(
        drafting('The page on the Coastal Days says "this year"; which year is that?', REPORT, replies=("no",))
    )
    assert "20 March 2027" in [event for event in events if isinstance(event, Answer)][-1].text
