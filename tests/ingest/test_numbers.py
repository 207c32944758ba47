"""Numbers as values: figures and words of both languages mean the same."""

from __future__ import annotations

import pytest

from ingest.numbers import are_alike, months_in, numbers_in


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("3,000 students", {3000}),
        ("3 000 students", {3000}),
        ("3，000名学生", {3000}),
        ("３０００人", {3000}),
        ("three thousand students", {3000}),
        ("Three Thousand", {3000}),
        ("三千名学生", {3 * 1000}),
        ("三千二百", {3 * 1000 + 2 * 100}),
        ("两千零五", {2 * 1000 + 5}),
        ("1.2万人", {12000}),
        ("3千人", {3 * 1000}),
        ("十二万", {12 * 10_000}),
        ("一亿二千万", {1 * 100_000_000 + 2000 * 10_000}),
        ("一万亿", {10_000 * 100_000_000}),
        ("二〇一三", {2013}),
        ("十八", {18}),
        ("百分之七十", {70}),
        ("70%", {70}),
        ("Duración: cuatro años", {4}),
        ("douze places et vierzig Tage", {12, 40}),
        ("1,234,567.5", {1234567.5}),
        ("3.5", {3.5}),
        ("3 million euros", {3_000_000}),
        ("two hundred and fifty", {2 * 100 + 50}),
        ("one million two hundred thousand", {1_200_000}),
        ("twenty-one", {21}),
        ("forty two", {42}),
        ("the first and the 21st", {1, 21}),
        ("twice a year", {2}),
        ("in 2013, 500 students", {2013, 500}),
        ("between two and three years", {2, 3}),
        ("ten or twenty", {10, 20}),
        ("the twelfth and the twenty-first meeting", {12, 21}),
        ("1,2345", {1, 2345}),
        ("5百万", {5 * 100 * 10_000}),
        ("1.2 million", {1_200_000}),
        ("two hundred thousand", {200_000}),
        ("one hundred one thousand and five", {101_005}),
        ("five six seven", {5, 6, 7}),
        ("no figure here", set()),
    ],
)
def test_values(text: str, values: set[float]) -> None:
    assert numbers_in(text) == values


def test_words_that_hold_a_number_word_are_none() -> None:
    assert numbers_in("often a tenant weighs freight") == set()


def test_months_in_both_languages() -> None:
    assert months_in("from September to Dec. and 3月") == {9, 12, 3}
    assert months_in("students may apply in May") == {5}
    assert months_in("13月 and 2013") == set()


@pytest.mark.parametrize(
    ("some", "others", "alike"),
    [({1997.0}, {2026.0}, True), ({37.0}, {40.0, 2026.0}, True), ({37.0}, {2026.0}, False), (set(), {2026.0}, False)],
)
def test_years_stand_for_years(some: set[float], others: set[float], *, alike: bool) -> None:
    assert are_alike(some, others) == alike
