"""Which of two is older is told with both years, from the documents' own words."""

from __future__ import annotations

import pytest
from pages import document, drafting

from assistant.draft import answer_events
from assistant.turn import Answer
from ingest.document import Document

NETWORKS = document(
    "# Networks\n\nThe Coastal Research Alliance (CRA) was formed in 1994 and has 30 members.\n\n"
    "Founded in 2003, the Inland Water Group (IWG) brings together 12 universities.\n",
    "networks.md",
    subject="Tarnholm University",
)
NORTH = document(
    "# About\n\nTarnholm University was founded in 1921. The library was opened in 1890.\n",
    "north.md",
    subject="Tarnholm University",
)
SOUTH = document(
    "# 概况\n\n墨湾大学始建于1958年，现有学生一万人。\n", "south.md", language="zh", subject="墨湾大学/Mowan University"
)


def told(question: str, *documents: Document) -> Answer:
    events = answer_events(drafting(question, *documents, replies=("no",)))
    return [event for event in events if isinstance(event, Answer)][-1]


@pytest.mark.parametrize(
    ("question", "documents", "verdict"),
    [
        ("Which network is older, CRA or IWG?", [NETWORKS], "CRA is the older: 1994 against 2003, 9 years."),
        ("Is IWG the older network or CRA?", [NETWORKS], "CRA is the older: 1994 against 2003, 9 years."),
        (
            "Which is older, Tarnholm University or Mowan University?",
            [NORTH, SOUTH],
            "Tarnholm University is the older: 1921 against 1958, 37 years.",
        ),
        (
            "塔恩 Tarnholm University和墨湾大学哪所成立更早？",
            [NORTH, SOUTH],
            "Tarnholm University更早：1921年对1958年，相差37年。",
        ),
    ],
)
def test_the_older_is_told_with_both_years(question: str, documents: list[Document], verdict: str) -> None:
    answer = told(question, *documents)
    assert verdict in answer.text
    assert all(c.passage.document.text[c.start : c.end] == c.quote for c in answer.citations)


def test_one_year_alone_decides_nothing() -> None:
    page = document(
        "# Networks\n\nThe Coastal Research Alliance (CRA) was formed in 1994. The IWG has 12 members.\n",
        subject="Tarnholm University",
    )
    assert "older" not in told("Which network is older, CRA or IWG?", page).text


SINCE = document(
    "# International work\n\nSince 1971, students from abroad have studied at the university.\n\nSince 1975, its teachers have gone abroad.\n\n"
    "The river path was paved in 2003.\n",
    "since.md",
    subject="Tarnholm University",
)
FAIR = document(
    "# News\n\nThe Coastal Fair (COFA) is a meeting of schools. Since its inception in 2003, it has grown.\n",
    "fair.md",
    subject="Mowan University",
)


def test_what_goes_back_to_one_year_is_quoted_from_each_page() -> None:
    answer = told(
        "A network and a fair in these pages both go back to the year 2003. Which are they?", NETWORKS, FAIR, SINCE
    )
    assert {c.passage.document.file for c in answer.citations} == {"networks.md", "fair.md"}
    assert "COFA" in answer.text  # the sentence that "its" leans on comes with it
    assert "IWG" in answer.text
    assert "paved" not in answer.text


def test_two_things_that_or_sets_against_each_other_are_told_with_their_years() -> None:
    question = "What started earlier at Tarnholm University: teaching students from abroad or its teachers going abroad?"
    answer = told(question, SINCE)
    assert "1971" in answer.text
    assert "1975" in answer.text
    assert "4 years apart" in answer.text
