"""What a question asks for, told from its words."""

from __future__ import annotations

import pytest

from assistant.question import read_question


@pytest.mark.parametrize(
    ("text", "language", "count", "listing", "yes_no"),
    [
        ("How many partners are there?", "en", True, False, False),
        ("Which universities cooperate with Korea?", "en", False, True, False),
        ("What is the tuition fee?", "en", False, False, False),
        ("Is the deadline in May?", "en", False, False, True),
        ("有多少所合作院校？", "zh", True, False, False),
        ("列出所有合作国家", "zh", False, True, False),
        ("年会的主宾国是意大利吧？", "zh", False, False, True),
    ],
)
def test_kind(text: str, language: str, *, count: bool, listing: bool, yes_no: bool) -> None:
    read = read_question(text)
    assert (read.language, read.wants_count, read.wants_list, read.is_yes_no) == (language, count, listing, yes_no)


def test_what_is_counted() -> None:
    assert read_question("How many leading universities took part?").counted == ("universities",)
    assert read_question("When does it open?").counted == ()
