"""Words that exclude each other."""

from __future__ import annotations

import pytest

from assistant.exclusive import excluded


@pytest.mark.parametrize(
    ("sentence", "told", "words"),
    [
        ("It is a long-term program.", "It has become a brand short-term program.", ["long-term"]),
        ("It is a long-term program.", "It offers long-term and short-term programs.", []),
        ("It is a long-term program.", "It is a program.", []),
        ("The school runs in winter.", "The summer school has 40 places.", ["winter"]),
        ("这是本科项目。", "面向硕士研究生。", ["本科"]),
        ("It meets on Monday.", "It meets on Tuesdays.", ["Monday"]),
    ],
)
def test_what_is_said_and_another_is_told(sentence: str, told: str, words: list[str]) -> None:
    assert excluded(sentence, told) == words
