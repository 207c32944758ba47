"""Figures that institutions state of the same thing stand side by side, and the larger one is named by code."""

from __future__ import annotations

import pytest
from pages import document, drafting

from assistant.draft import answer_events
from assistant.turn import Answer
from ingest.document import Document

NORTH = document(
    "# Cooperation\n\nThe university has cooperative relations with 61 universities in 20 countries. It plans to have 90 partner universities by 2030.\n\n"
    "In 2026 there were 812 international students on campus. Exchange with 7 universities in Asia is funded.\n",
    "north.md",
    subject="Tarnholm University/塔恩大学",
)
SOUTH = document(
    "# 国际合作\n\n我校与15个国家的48所大学建立了合作关系。2026年，我校在校国际学生905人。\n",
    "south.md",
    language="zh",
    subject="墨湾大学/Mowan University",
)
LAKE = document("# Us\n\nWe cooperate with 3 universities.\n", "lake.md", subject="Lakeside College")


def told(question: str, *documents: Document) -> Answer:
    events = answer_events(drafting(question, *documents, replies=("no",)))
    return [event for event in events if isinstance(event, Answer)][-1]


@pytest.mark.parametrize(
    ("question", "figures", "verdict"),
    [
        (
            "Who has more partner universities, Tarnholm University or Mowan University?",
            ("61", "48"),
            "61 against 48, 13 more",
        ),
        ("塔恩大学和墨湾大学哪个合作院校更多？", ("61", "48"), "61对48，相差13"),
        ("Which has the wider network of partners, Tarnholm University or Mowan University?", ("61", "48"), "13 more"),
        (
            "Which has more international students, Tarnholm University or Mowan University?",
            ("812", "905"),
            "905 against 812, 93 more",
        ),
        (
            "In how many countries do Tarnholm University and Mowan University have partners, and which has more?",
            ("20 countries", "15个国家"),
            "20 against 15, 5 more",
        ),
    ],
)
def test_the_larger_figure_is_named(question: str, figures: tuple[str, ...], verdict: str) -> None:
    answer = told(question, NORTH, SOUTH)
    assert not answer.abstained
    assert all(figure in answer.text for figure in figures)
    assert verdict in answer.text
    assert {c.passage.document.file for c in answer.citations} == {"north.md", "south.md"}


def test_of_all_institutions_the_one_with_the_most() -> None:
    answer = told("Which university has the most partner universities?", NORTH, SOUTH, LAKE)
    assert answer.text.index("61") < answer.text.index("48")
    assert "Tarnholm University tells the larger figure" in answer.text
    assert "3 universities" not in answer.text  # a figure that small counts something else


def test_what_is_planned_is_no_figure() -> None:
    assert (
        "90 partner"
        not in told("Who has more partner universities, Tarnholm University or Mowan University?", NORTH, SOUTH).text
    )


def test_a_figure_of_one_alone_is_no_comparison() -> None:
    answer = told("Who has more agreements, Tarnholm University or Mowan University?", NORTH, SOUTH)
    assert "larger figure" not in answer.text


def test_what_two_lists_share_is_no_comparison_of_figures() -> None:
    answer = told("Which partner countries do both Tarnholm University and Mowan University name?", NORTH, SOUTH)
    assert "larger figure" not in answer.text


NETWORKS = document(
    "# Networks\n\nThe Coastal Research Alliance (CRA) unites 30 leading universities.\n\nThe Inland Water Group (IWG) has 12 universities as members.\n",
    "networks.md",
    subject="Tarnholm University",
)


def test_the_members_of_two_networks_are_compared() -> None:
    assert (
        "CRA tells the larger figure: 30 against 12, 18 more."
        in told("Which is the bigger network, CRA or IWG?", NETWORKS).text
    )


SEVERAL = document(
    "# Projects\n\nIn five years it had nine coastal expert projects, four harbour research projects, and six Northern Water Fund exchange projects.\n",
    "several.md",
    subject="Tarnholm University",
)


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("How many harbour research projects did Tarnholm University have?", "4 harbour research projects"),
        ("How many projects of the Northern Water Fund did it have?", "6 Northern Water Fund exchange projects"),
    ],
)
def test_one_figure_of_several_is_the_one_asked_for(question: str, figure: str) -> None:
    assert told(question, SEVERAL).text.startswith(f"{figure}: “In five years")


def test_a_figure_that_two_fit_is_left_to_the_model() -> None:
    assert told("How many projects did Tarnholm University have?", SEVERAL).abstained
