"""Events of a time are listed by code, with the day of today (5 January 2027 in these tests) parting past and future."""

from __future__ import annotations

import pytest
from pages import document, drafting

from assistant.draft import answer_events
from assistant.turn import Answer
from ingest.document import Document

CALENDAR = document(
    "# Events of the International Office\n\n| Date | Event | Place |\n|---|---|---|\n"
    "| 3 December 2026 | Winter reception | Old Hall |\n| 12 January 2027 | Welcome day | Main Hall |\n"
    "| 8–12 March 2027 | Partner week | Harbour |\n| 1 February 2027 | Deadline for exchange applications | online |\n",
    "calendar.md",
    subject="Tarnholm University",
)
OTHER = document(
    "# 活动\n\n| 日期 | 活动 | 地点 |\n|---|---|---|\n| 2027年1月9日 | 国际文化节 | 大礼堂 |\n| 2025年5月1日 | 春季讲座 | 图书馆 |\n",
    "other.md",
    language="zh",
    subject="墨湾大学",
)


def told(question: str, *documents: Document) -> Answer:
    events = answer_events(drafting(question, *documents, replies=("no",)))
    return [event for event in events if isinstance(event, Answer)][-1]


@pytest.mark.parametrize(
    ("question", "named", "not_named"),
    [
        ("What is the next event?", ["2027-01-09 国际文化节"], ["Welcome day", "Winter reception"]),
        ("What is the next event at Tarnholm University?", ["2027-01-12 Welcome day"], ["国际文化节", "Partner week"]),
        (
            "Which events are coming up?",
            ["Welcome day", "国际文化节", "2027-03-08 – 2027-03-12 Partner week"],
            ["Winter reception", "Deadline"],
        ),
        ("Which events are there in March 2027?", ["Partner week"], ["Welcome day"]),
        ("List all events in 2026.", ["Winter reception"], ["Welcome day", "春季讲座"]),
        ("墨湾大学接下来有什么活动？", ["国际文化节"], ["春季讲座", "Welcome day"]),
    ],
)
def test_events_of_the_time_asked_for(question: str, named: list[str], not_named: list[str]) -> None:
    answer = told(question, CALENDAR, OTHER)
    assert [name for name in named if name not in answer.text] == []
    assert [name for name in not_named if name in answer.text] == []
    assert answer.citations
    assert all(c.passage.document.text[c.start : c.end] == c.quote for c in answer.citations)


def test_when_all_is_over_the_last_one_is_told_with_its_date() -> None:
    past = document(
        "# Events\n\n| Date | Event |\n|---|---|\n| 2 May 2024 | Spring fair |\n| 3 June 2025 | Summer fair |\n", "past.md"
    )
    text = told("What events are coming up?", past).text
    assert "no event after 2027-01-05" in text
    assert "2025-06-03 Summer fair" in text
    assert "Spring fair" not in text


def test_a_time_without_events_is_left_to_the_model() -> None:
    assert "as far as the documents tell" not in told("Which events are there in August 2029?", CALENDAR).text
