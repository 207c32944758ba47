"""Times as exact as the words are, periods with their last day, and days that no year is known of left out."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts.when import times_in


def times(text: str, year: int | None = None) -> list[tuple[str, str, str]]:
    return [(each.first, each.last, text[each.start : each.end]) for each in times_in(text, year)]


@pytest.mark.parametrize(
    ("text", "first", "words"),
    [
        ("on 12 May 2026 at nine", "2026-05-12", "12 May 2026"),
        ("am 12. Mai 2026", "2026-05-12", "12. Mai 2026"),
        ("14 May 2026, 16:00", "2026-05-14", "14 May 2026"),
        ("于2026年5月14日举行", "2026-05-14", "2026年5月14日"),
        ("2026년 5월 14일", "2026-05-14", "2026년 5월 14일"),
        ("in May 2026", "2026-05", "May 2026"),
        ("2026年5月，", "2026-05", "2026年5月"),
        ("founded in 1987", "1987", "1987"),
        ("2019年", "2019", "2019年"),
    ],
)
def test_one_time(text: str, first: str, words: str) -> None:
    assert times(text) == [(first, "", words)]


@pytest.mark.parametrize(
    ("text", "first", "last", "words"),
    [
        ("12–15 May 2026", "2026-05-12", "2026-05-15", "12–15 May 2026"),
        ("May 12–14, 2026", "2026-05-12", "2026-05-14", "May 12–14, 2026"),
        ("12.–15.05.2026", "2026-05-12", "2026-05-15", "12.–15.05.2026"),
        ("12. bis 15.05.2026", "2026-05-12", "2026-05-15", "12. bis 15.05.2026"),
        ("1 May 2026 – 3 June 2026", "2026-05-01", "2026-06-03", "1 May 2026 – 3 June 2026"),
        ("2026.03.01-2026.03.05", "2026-03-01", "2026-03-05", "2026.03.01-2026.03.05"),
        ("2026年5月14日至20日", "2026-05-14", "2026-05-20", "2026年5月14日至20日"),
        ("2026年3月1日—4月5日", "2026-03-01", "2026-04-05", "2026年3月1日—4月5日"),
        ("del 8 al 19 de julio de 2026", "2026-07-08", "2026-07-19", "8 al 19 de julio de 2026"),
        ("du 8 au 19 juillet 2026", "2026-07-08", "2026-07-19", "8 au 19 juillet 2026"),
        ("28 December to 3 January 2027", "2026-12-28", "2027-01-03", "28 December to 3 January 2027"),
        ("Dec 28 – Jan 3, 2027", "2026-12-28", "2027-01-03", "Dec 28 – Jan 3, 2027"),
        ("27 to 29 February 2028", "2028-02-27", "2028-02-29", "27 to 29 February 2028"),
    ],
)
def test_a_period(text: str, first: str, last: str, words: str) -> None:
    assert times(text) == [(first, last, words)]


@pytest.mark.parametrize(
    ("text", "year", "found"),
    [
        ("12 May", None, []),
        ("12 May", 2026, [("2026-05-12", "", "12 May")]),
        ("5月14日至20日", 2026, [("2026-05-14", "2026-05-20", "5月14日至20日")]),
        ("December 28 to January 3", 2026, [("2026-12-28", "2027-01-03", "December 28 to January 3")]),
        ("12 May and 3 June 2025", None, [("2025-05-12", "", "12 May"), ("2025-06-03", "", "3 June 2025")]),
        ("12 May and 3 June 2025", 2026, [("2025-05-12", "", "12 May"), ("2025-06-03", "", "3 June 2025")]),
        ("29 February", 2028, [("2028-02-29", "", "29 February")]),
        ("29 February", 2027, []),
        ("31 June", 2026, []),
        ("nothing at 9", 2026, []),
    ],
)
def test_days_without_a_year_are_of_the_one_that_is_known(
    text: str, year: int | None, found: list[tuple[str, str, str]]
) -> None:
    assert times(text, year) == found


def test_each_period_has_its_own_year() -> None:
    assert times("8–19 July 2025, 7–18 July 2026") == [
        ("2025-07-08", "2025-07-19", "8–19 July 2025"),
        ("2026-07-07", "2026-07-18", "7–18 July 2026"),
    ]


def test_a_period_that_ends_before_it_begins_is_two_days() -> None:
    assert times("1 May 2026 to 30 April 2026") == [("2026-05-01", "", "1 May 2026"), ("2026-04-30", "", "30 April 2026")]


@pytest.mark.parametrize("text", ["30.–31.02.2026", "29 to 30 February 2026", "28 to 29 February 2027"])
def test_no_day_that_the_calendar_lacks(text: str) -> None:
    for each in times_in(text):
        assert len(each.first) < 10 or date.fromisoformat(each.first)
        assert each.last == ""


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            "1 9 12 28 29 30 31 . – - to bis 至 , May Feb February Dec January 2月 5月 日 年 2026 2027 1999 / de ( ".split(
                " "
            )
        ),
        max_size=14,
    ).map(" ".join),
    st.sampled_from([None, 2026, 2027]),
    st.booleans(),
)
def test_every_full_day_is_one_and_stands_in_the_text(text: str, year: int | None, tight: bool) -> None:
    text = text.replace(" ", "") if tight else text
    found = times_in(text, year)
    assert all(text[each.start : each.end].strip() for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    days = [day for each in found for day in (each.first, each.last) if len(day) == len("2026-05-12")]
    assert [date.fromisoformat(day).isoformat() for day in days] == days
