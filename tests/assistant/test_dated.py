"""The date a document gives itself, told when it is asked for and with the words in which it stands."""

from __future__ import annotations

import pytest
from pages import answer, document, drafting

from assistant.dated import publication

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
