"""The people whom the last lines of a page credit are counted and named, offices left out."""

from __future__ import annotations

import pytest
from pages import document, drafting

from assistant.draft import answer_events
from assistant.turn import Answer

PAGE = document(
    "# A day at sea\n\nThe ship of Tarnholm University sailed to Norway.\n\nText: Office of Communication\nEditing: LI Wen, Ana Duarte\nTranslation: Marek Sosna\n审核：王小明\n",
    subject="Tarnholm University",
)
NOTHING = document("# A day at sea\n\nThe ship sailed: it was windy.\n", "b.md", subject="Tarnholm University")


def told(question: str, page: object) -> Answer:
    events = answer_events(drafting(question, page, replies=("no",)))  # type: ignore[arg-type]
    return [event for event in events if isinstance(event, Answer)][-1]


@pytest.mark.parametrize(
    ("question", "line"),
    [
        (
            "How many people are credited at the end of the article about the ship?",
            "name 4: LI Wen, Ana Duarte, Marek Sosna, 王小明",
        ),
        ("How many individuals are named in the credits at the bottom of the ship article?", "name 4:"),
        ("How many people are credited with translating the article on the ship?", "name 1: Marek Sosna."),
        ("船的文章末尾署名的有几个人？", "列出了4个"),
    ],
)
def test_people_are_counted(question: str, line: str) -> None:
    answer = told(question, PAGE)
    assert line in answer.text
    assert "Office of Communication" not in answer.text
    assert "Marek Sosna" in answer.citations[0].quote


@pytest.mark.parametrize("question", ["How many people are credited at the end of the ship article?"])
def test_a_page_that_credits_nobody_tells_none(question: str) -> None:
    assert told(question, NOTHING).abstained


def test_other_counts_are_left_alone() -> None:
    assert "LI Wen" not in told("How many people went to Norway?", PAGE).text
