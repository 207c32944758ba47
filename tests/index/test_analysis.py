"""The words keyword search compares."""

from __future__ import annotations

import pytest

from index.analysis import query_words, surface_words, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Students studying", ["student", "studi"]),
        ("universities University", ["universiti", "universiti"]),
        ("国际交流", ["国际", "际交", "交流"]),
        ("我", ["我"]),
        ("3,000 students", ["3000", "student"]),
        ("２＋２项目", ["2p2", "项目"]),
        ("2+2 program", ["2p2", "program"]),
        ("2 + 2", ["2p2"]),
        ("Café CAFÉ cafe", ["cafe"] * 3),
        ("Xi'an Xi’an", ["xian", "xian"]),
        ("GÖTTINGEN straße", ["gottingen", "strass"]),
        ("HSK四级", ["hsk", "四级"]),
        ("在2013年", ["在", "2013", "年"]),
        ("センター", ["セン", "ンタ", "ター"]),
        ("국제", ["국제"]),
        ("snake_case e-mail", ["snake", "case", "e", "mail"]),
        ("", []),
        ("!?。", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_a_query_is_its_telling_words_each_once() -> None:
    assert query_words("How many students are there, which students?") == ["mani", "student"]
    assert query_words("有哪些项目") == ["有哪", "哪些", "些项", "项目"]


def test_a_query_of_stop_words_only_keeps_them() -> None:
    assert query_words("what is it") == ["what", "is", "it"]


def test_surface_words_are_not_stemmed_and_only_of_spaced_scripts() -> None:
    assert surface_words("Studying at 临澜大学 in Göttingen") == ["studying", "at", "in", "gottingen"]
