"""Spans of time are reckoned by code: years since, until and between years, days of a period."""

from __future__ import annotations

import pytest
from pages import answer, document

from assistant.question import read_question

PAGE = document(
    """# Harbour campus

The swimming hall of the harbour was opened in 1987 by the fishers.

The harbour festival ran from 30 May to 2 June with forty boats.

The new harbour library shall be ready in 2031 for all readers.

Three boats sail to the winter island.
""",
    subject="Tarnholm University",
    day="2026-03-07",
)


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("How old is the swimming hall?", "since"),
        ("When was it opened, and how many years ago is that?", "since"),
        ("How many years are left until the library opens?", "until"),
        ("How many days did the festival last?", "days"),
        ("Which is older, and by how many years?", "between"),
        ("How many years later did the second one open?", "between"),
        ("游泳馆有多少年历史？", "since"),
        ("音乐节一共几天？", "days"),
        ("两所大学相差多少年？", "between"),
        ("How many years does the master take?", ""),
        ("How long is the summer school?", ""),
    ],
)
def test_what_is_asked_for(question: str, kind: str) -> None:
    assert read_question(question).asked_span == kind


def test_a_number_that_follows_may_be_told() -> None:
    draft = "The swimming hall was opened in 1987, which is 40 years ago."
    found = answer("When was the swimming hall opened and how many years ago was that?", PAGE, draft=draft)
    assert found.text.startswith(f"{draft} [1]")


@pytest.mark.parametrize(
    ("question", "draft", "line"),
    [
        (
            "How many years ago was the swimming hall of the harbour opened?",
            "The swimming hall of the harbour was opened 44 years ago.",
            "From 1987 to 2027 it is 40 years.",
        ),
        (
            "How many days did the harbour festival last?",
            "The harbour festival lasted 2 days, from 30 May to 2 June.",
            "From 30 May to 2 June it is 4 days, both counted.",
        ),
        (
            "How many years are left until the new harbour library is ready?",
            "The new harbour library shall be ready in 2031.",
            "From 2027 to 2031 it is 4 years.",
        ),
        (
            "How many years after the swimming hall of the harbour was opened shall the new harbour library be ready?",
            "The new harbour library shall be ready 12 years later.",
            "From 1987 to 2031 it is 44 years.",
        ),
    ],
)
def test_a_span_is_reckoned(question: str, draft: str, line: str) -> None:
    found = answer(question, PAGE, draft=draft)
    assert line in found.text
    assert not any(wrong in found.text for wrong in ("44 years ago", "2 days", "12 years"))
    assert found.citations


def test_days_in_chinese() -> None:
    page = document("# 音乐节\n\n音乐节于2024年2月27日至3月2日举行，有四十条船参加。\n", language="zh", subject="塔恩大学")
    found = answer("音乐节一共几天？", page, draft="音乐节举行了2天。")
    assert "从2月27日到3月2日共5天" in found.text


def test_no_span_where_the_words_tell_no_end_of_one() -> None:
    found = answer(
        "How many years ago did the boats sail to the winter island?", PAGE, draft="Three boats sail to the winter island."
    )
    assert "From" not in found.text
