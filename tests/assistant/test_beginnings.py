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
