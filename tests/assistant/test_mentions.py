"""Every document that speaks of a country or a name is quoted, one line each."""

from __future__ import annotations

import pytest
from pages import document, drafting

from assistant.draft import answer_events
from assistant.turn import Answer, Exchange

ONE = document(
    "# Partners\n\nOur partners are in Norway, Chile and Japan.\n\nThe harbour is old.\n",
    "one.md",
    subject="Tarnholm University",
)
TWO = document("# 新闻\n\n智利大使访问我校。图书馆开放。\n", "two.md", language="zh", subject="墨湾大学")
THREE = document(
    "# News\n\nThe Northern Lights Fund pays for ten students. The ship sailed to Asia.\n",
    "three.md",
    subject="Lakeside College",
)


def told(question: str) -> Answer:
    events = answer_events(drafting(question, ONE, TWO, THREE, replies=("no",)))
    return [event for event in events if isinstance(event, Answer)][-1]


@pytest.mark.parametrize(
    ("question", "files"),
    [
        ("Where does Chile turn up in these documents?", {"one.md", "two.md"}),
        ("In what connections does Norway come up?", {"one.md"}),
        ("智利在哪些地方被提到？", {"one.md", "two.md"}),
        ("In which context is the Northern Lights Fund mentioned?", {"three.md"}),
        ("In what connection does Chile come up at Tarnholm University?", {"one.md"}),
    ],
)
def test_each_document_that_names_it_is_quoted_once(question: str, files: set[str]) -> None:
    answer = told(question)
    assert {c.passage.document.file for c in answer.citations} == files
    assert len(answer.citations) == len(files)
    assert "harbour" not in answer.text


@pytest.mark.parametrize("question", ["Where does Peru turn up?", "When do new courses come up?", "What is coming up next?"])
def test_what_no_document_names_is_left_to_the_model(question: str) -> None:
    assert told(question).abstained


def test_institutions_with_ties_to_each_country_asked_about() -> None:
    answer = told("Which university has ties with Norway, and who cooperates with Chile?")
    assert answer.text.index("Tarnholm University") < answer.text.index("墨湾大学")
    assert {c.passage.document.file for c in answer.citations} == {"one.md", "two.md"}


def test_it_is_told_in_the_middle_of_a_talk_too() -> None:
    made = drafting(
        "Where does Chile come up in these?", ONE, TWO, THREE, replies=("no",), earlier=(Exchange("Hello?", "Hello."),)
    )
    found = [event for event in answer_events(made) if isinstance(event, Answer)][-1]
    assert {c.passage.document.file for c in found.citations} == {"one.md", "two.md"}
