"""When something is, by the times that a text gives: as exact as the words are, with the last day of a period."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from ingest.dates import dates_in, days_dated, months_dated, ranges_in

_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<![\d.,/-])((?:19|20)\d\d)(?:\s*年)?(?![\d-])")
_YEAR_BEHIND = re.compile(r"[,.\s]{1,3}(?:de\s+)?((?:19|20)\d\d)(?!\d)")
_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d)\s*(?:[年년]|,)?\s*$")
_NUMBERED = re.compile(r"(?<!\d)(\d{1,2})\.?\s*(?:[-–—]|bis)\s*(\d{1,2})[./](\d{1,2})[./]((?:19|20)\d\d)")
_MOST_YEARS_AWAY = 12  # from the year of the lines above: "Room 2040" is none
_TO = re.compile(r"\s*(?:[-–—~～至到]|to|until|bis|au|al|до)\s*")


@dataclass(frozen=True)
class When:
    """A time with its place in the text: `first` and `last` are ISO 8601 (2026, 2026-05, 2026-05-12), `last` may be ""."""

    first: str
    last: str
    start: int
    end: int


def times_in(text: str, year: int | None = None) -> list[When]:
    """The times that `text` gives, in order. Days without a year are of the only year in the text, else of `year`, else left out."""
    if not _DIGIT.search(text):
        return []
    found = [each for match in _NUMBERED.finditer(text) if (each := _numbered(match))]
    own = {int(each) for each in _YEAR.findall(text)}
    own = {each for each in own if year is None or abs(each - year) <= _MOST_YEARS_AWAY}
    known = own.pop() if len(own) == 1 else year
    for first, last, start, end in ranges_in(text, 2000):  # a leap year: 29 February is a day
        behind = _YEAR_BEHIND.match(text, end)
        before = None if behind else _YEAR_BEFORE.search(text[:start])
        told = int(behind.group(1)) - (last.year - first.year) if behind else int(before.group(1)) if before else known
        span = (before.start() if before else start, behind.end() if behind else end)
        begins, ends = (_day(told + day.year - 2000, day.month, day.day) if told else "" for day in (first, last))
        if begins and ends and _is_free(span, found):
            found.append(When(begins, ends, *span))
    days = [When(day, "", start, end) for start, end, day in dates_in(text)]
    for each in _joined(days, text):
        found += [each] if _is_free((each.start, each.end), found) else []
    for start, end, month_number, day in days_dated(text) if known else ():
        if (told_day := _day(known or 0, month_number, day)) and _is_free((start, end), found):
            found.append(When(told_day, "", start, end))
    for start, end, month in months_dated(text):
        found += [When(month, "", start, end)] if _is_free((start, end), found) else []
    for match in _YEAR.finditer(text):
        found += [When(match.group(1), "", *match.span())] if _is_free(match.span(), found) else []
    return sorted(found, key=lambda each: each.start)


def _day(year: int, month: int, day: int) -> str:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _is_free(span: tuple[int, int], found: list[When]) -> bool:
    return not any(each.start < span[1] and span[0] < each.end for each in found)


def _numbered(match: re.Match[str]) -> When | None:
    """A period as in "12.–15.05.2026"; None when it is none."""
    first, last, month, year = (int(each) for each in match.groups())
    begins, ends = _day(year, month, first), _day(year, month, last)
    return When(begins, ends, *match.span()) if begins and ends and first < last else None


def _joined(days: list[When], text: str) -> list[When]:
    """The days, two with a dash or "to" between them as one period."""
    found: list[When] = []
    for day in days:
        if found and not found[-1].last and _TO.fullmatch(text, found[-1].end, day.start) and day.first > found[-1].first:
            found[-1] = When(found[-1].first, day.first, found[-1].start, day.end)
        else:
            found.append(day)
    return found
