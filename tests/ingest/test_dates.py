"""Dates in the forms offices write, and which of them is the document's own."""

from __future__ import annotations

import pytest

from ingest.dates import date_in, dates_in, day_ranges, days_dated, months_dated, own_date, ranges_in
from ingest.readers.structure import blocks_of


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-15", "2024-03-15"),
        ("2024/3/5", "2024-03-05"),
        ("2024.3.5", "2024-03-05"),
        ("15 March 2024", "2024-03-15"),
        ("15th of March, 2024", "2024-03-15"),
        ("March 15, 2024", "2024-03-15"),
        ("Sept. 3rd, 2024", "2024-09-03"),
        ("15. März 2024", "2024-03-15"),
        ("1er mars 2024", "2024-03-01"),
        ("15 de marzo de 2024", "2024-03-15"),
        ("15 марта 2024", "2024-03-15"),
        ("2024年3月15日", "2024-03-15"),
        ("2024 年 3 月 15 号", "2024-03-15"),
        ("2024년 3월 15일", "2024-03-15"),
        ("3/4/2024", "2024-04-03"),
        ("12/31/2024", "2024-12-31"),
        ("29 February 2024", "2024-02-29"),
    ],
)
def test_forms(text: str, day: str) -> None:
    assert date_in(f"on {text} ") == day


@pytest.mark.parametrize(
    "text", ["2024", "2020-2024", "30 February 2024", "31.31.2024", "March 2024", "tel. 0571-2024-31", "15 Smarch 2024"]
)
def test_what_is_no_date(text: str) -> None:
    assert date_in(text) == ""


def test_all_dates_in_order_with_their_places() -> None:
    text = "From 2024-03-15 to 20 March 2024."
    assert dates_in(text) == [(5, 15, "2024-03-15"), (19, 32, "2024-03-20")]
    assert [text[start:end] for start, end, _ in dates_in(text)] == ["2024-03-15", "20 March 2024"]


def own(text: str) -> str:
    return own_date(text, blocks_of(text))


FILLER = "The office helps students with every question about their stay and their studies here.\n\n"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("News\n\n2026-11-10\n\n" + FILLER, "2026-11-10"),
        ("News\n\nLast updated: 4 May 2026\n\n" + FILLER, "2026-05-04"),
        (FILLER * 12 + "Published on 3 June 2026 by the office of international affairs of the university.", "2026-06-03"),
        ("通知\n\n发布日期：2026年9月1日\n\n" + "内容在此处，请各位同学仔细阅读并遵守。\n", "2026-09-01"),
        ("通知\n\n" + "请各位同学仔细阅读并遵守，如有问题请与我处联系。\n\n国际交流处\n\n2026年9月1日", "2026-09-01"),
        ("Newsletter\n\nMarch 2026\n\n" + FILLER, "2026-03"),
        ("简报\n\n2026年3月\n\n内容在此处，请各位同学仔细阅读并遵守。\n", "2026-03"),
    ],
)
def test_the_documents_own_date(text: str, day: str) -> None:
    assert own(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "Summer school\n\nThe school runs from 1 July 2026 to 14 July 2026 on the campus by the sea.\n",
        "Dates\n\n1 July 2026 – 14 July 2026\n\n" + FILLER,
        "History\n\nThe agreement with Elmsand College was signed on 3 May 2013 in the old library building.\n",
        "Founded in 1999\n\n" + FILLER,
        "Apply\n\nuntil 30 April 2026\n\n" + FILLER,
    ],
)
def test_dates_of_events_are_not_the_documents(text: str) -> None:
    assert own(text) == ""


def test_a_date_line_at_the_top_wins_over_one_at_the_end() -> None:
    assert own("News\n\n2026-11-10\n\n" + FILLER * 12 + "2025-01-01") == "2026-11-10"


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("from October 31 to November 2", "2026-10-31", "2026-11-02"),
        ("8–19 July", "2026-07-08", "2026-07-19"),
        ("July 8-19, 2025", "2026-07-08", "2026-07-19"),
        ("8 July to 2 August", "2026-07-08", "2026-08-02"),
        ("vom 3. bis 28. August", "2026-08-03", "2026-08-28"),
        ("7月8日至19日", "2026-07-08", "2026-07-19"),
        ("2026年7月6日至8月2日", "2026-07-06", "2026-08-02"),
        ("December 28 to January 3", "2026-12-28", "2027-01-03"),
    ],
)
def test_first_and_last_days(text: str, first: str, last: str) -> None:
    assert [(a.isoformat(), b.isoformat()) for a, b in day_ranges(text, 2026)] == [(first, last)]


@pytest.mark.parametrize("text", ["rooms 5 to 7", "5–7 students", "31 February to 2 March", "from 9 to 12 noon"])
def test_no_days(text: str) -> None:
    assert day_ranges(text, 2026) == []


@pytest.mark.parametrize(
    ("text", "words", "month", "day"),
    [
        ("on 12 May at nine", "12 May", 5, 12),
        ("am 12. Mai um neun", "12. Mai", 5, 12),
        ("el 3 de julio", "3 de julio", 7, 3),
        ("Sept 3", "Sept 3", 9, 3),
        ("May 12, 2026", "May 12", 5, 12),
        ("12 мая", "12 мая", 5, 12),
        ("于5月14日举行", "5月14日", 5, 14),
        ("5 月 14 号", "5 月 14 号", 5, 14),
        ("5월 14일", "5월 14일", 5, 14),
        ("bis 08.04. offen", "08.04.", 4, 8),
        ("29 February", "29 February", 2, 29),
    ],
)
def test_days_without_a_year(text: str, words: str, month: int, day: int) -> None:
    assert [(text[a:b], m, d) for a, b, m, d in days_dated(text)] == [(words, month, day)]


@pytest.mark.parametrize(
    "text", ["May", "40 May", "08.14.", "5/12", "12 Maybe", "May 12:30", "1.2.3", "14月3日", "12 Smarch"]
)
def test_what_is_no_day(text: str) -> None:
    assert days_dated(text) == []


def test_days_in_order_with_their_places() -> None:
    text = "5月14日, then 3 June and July 4"
    assert [(text[a:b], m, d) for a, b, m, d in days_dated(text)] == [("5月14日", 5, 14), ("3 June", 6, 3), ("July 4", 7, 4)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("from May 2026 to June 2027", [("May 2026", "2026-05"), ("June 2027", "2027-06")]),
        ("Sept. 2026", [("Sept. 2026", "2026-09")]),
        ("mayo de 2026", [("mayo de 2026", "2026-05")]),
        ("im März 2026", [("März 2026", "2026-03")]),
        ("2026年5月，", [("2026年5月", "2026-05")]),
        ("2026년 12월", [("2026년 12월", "2026-12")]),
        ("2026年5月14日", []),
        ("12 May 2026", []),
        ("3. März 2026", []),
        ("2026年13月", []),
        ("Smarch 2026 and 2027", []),
    ],
)
def test_months_with_their_year(text: str, found: list[tuple[str, str]]) -> None:
    assert [(text[start:end], month) for start, end, month in months_dated(text)] == found


def test_ranges_with_the_places_of_their_words() -> None:
    text = "from 8–19 July 2026, 7月8日至8月2日, December 28 to January 3"
    assert sorted((text[a:b], first.isoformat(), last.isoformat()) for first, last, a, b in ranges_in(text, 2026)) == [
        ("7月8日至8月2日", "2026-07-08", "2026-08-02"),
        ("8–19 July", "2026-07-08", "2026-07-19"),
        ("December 28 to January 3", "2026-12-28", "2027-01-03"),
    ]


def test_ranges_are_in_the_year_that_is_asked_for() -> None:
    assert [first.isoformat() for first, *_ in ranges_in("27 to 29 February", 2028)] == ["2028-02-27"]
    assert ranges_in("27 to 29 February", 2027) == []
