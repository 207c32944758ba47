"""Spans of time: years since, until or between years that documents tell, days of a period. Reckoned by code: small models cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.phrases import phrase
from assistant.quotes import closest_quotes, quoted
from assistant.turn import Wrote
from ingest.dates import day_ranges
from ingest.numbers import is_year, numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.drafting import Drafting
    from assistant.evidence import Unit
    from assistant.support import Support

_TELLS = re.compile(r"(\d+|[A-Za-z\-]+|[一二三四五六七八九十百]+)\s*(?:years?|days?|年(?![代级份])|天)", re.IGNORECASE)
_TWO = 2
_NO_LEAP_YEAR = 2025


@dataclass(frozen=True)
class Span:
    """A span of time, between two years or between two days, with the units that tell its ends."""

    first: int | date
    last: int | date
    count: int
    units: tuple[Unit, ...]

    @property
    def of(self) -> str:
        """What is counted."""
        return "years" if isinstance(self.first, int) else "days"


def reckoned(sentence: str, found: Support, drafting: Drafting) -> Support:
    """The support of a sentence whose numbers may also follow from its units and the day, and that may tell no other span."""
    kind = drafting.question.asked_span
    spans = _spans(kind, found.units, drafting.today) if kind else []
    if not spans:
        return found
    follow = {f"{span.count:g}" for span in spans}
    stated = {number for unit in found.units for number in _told_spans(unit.text)}
    wrong = {f"{number:g}" for number in _told_spans(sentence) - stated} - follow
    return replace(found, missing=tuple({*found.missing, *wrong} - follow))


def _told_spans(text: str) -> set[float]:
    """The figures that a text tells of years or days."""
    return {number for match in _TELLS.finditer(text) for number in numbers_in(match.group(1)) if not is_year(number)}


def elapsed(drafting: Drafting) -> Iterator[Wrote]:
    """The span asked for, when the answer does not tell it; with the words that tell its ends when nothing is cited yet."""
    question, cited = drafting.question, drafting.cited
    kind = question.asked_span
    span = _meant(kind, drafting) if kind else None
    if span is None or span.count in numbers_in(cited.told):
        return
    if not cited.parts:
        for unit in span.units:
            yield Wrote(cited.add(phrase("words", question.language, quote=quoted(unit)), [unit]))
    first, last = (_in_words(end, question.language) for end in (span.first, span.last))
    line = phrase(f"{span.of}_between", question.language, first=first, last=last, count=str(span.count))
    yield Wrote(cited.add(line, span.units))


def _meant(kind: str, drafting: Drafting) -> Span | None:
    """The one span that the words cited tell, or else those of a draft that fell, or those closest to the question."""
    told = numbers_in(drafting.cited.told)
    if drafting.cited.citations:
        spans = _spans(kind, drafting.cited.units, drafting.today)
        return _only([span for span in spans if {span.first, span.last} & told] or spans)
    fallen = [unit for found in drafting.fallen for unit in found.units if unit in drafting.own_units]
    return _only(_spans(kind, fallen, drafting.today)) or _only(_spans(kind, _closest(kind, drafting), drafting.today))


def _only(spans: Sequence[Span]) -> Span | None:
    """The span that all of these are; None when they are several or none."""
    return spans[0] if len({(span.first, span.last) for span in spans}) == 1 else None


def _closest(kind: str, drafting: Drafting) -> list[Unit]:
    """The words closest to the question that tell an end of such a span."""
    tells = [unit for unit in closest_quotes(drafting, set()) if _years(kind, unit, drafting.today) or _periods(kind, unit)]
    return tells[: _TWO if kind == "between" else 1]


def _spans(kind: str, units: Sequence[Unit], today: date) -> list[Span]:
    """Each span of this kind that the units tell."""
    if kind == "days":
        periods = [(first, last, unit) for unit in units for first, last in _periods(kind, unit)]
        return [Span(first, last, (last - first).days + 1, (unit,)) for first, last, unit in periods]
    ends = [(year, unit) for unit in dict.fromkeys(units) for year in _years(kind, unit, today)]
    if kind == "between":
        every = sorted(dict(ends).items(), key=lambda end: end[0])
        if len(every) != _TWO:
            return []
        (first, one), (last, other) = every
        return [Span(first, last, last - first, tuple(dict.fromkeys((one, other))))]
    return [Span(min(year, today.year), max(year, today.year), abs(today.year - year), (unit,)) for year, unit in ends]


def _periods(kind: str, unit: Unit) -> list[tuple[date, date]]:
    """The periods of days that a unit tells, in the year that it or its document gives; none for spans of years."""
    if kind != "days":
        return []
    told = [int(number) for number in numbers_in(unit.text) if is_year(number)]
    year = told[0] if len(told) == 1 else int(unit.passage.document.date[:4] or _NO_LEAP_YEAR)
    return day_ranges(unit.text, year)


def _years(kind: str, unit: Unit, today: date) -> list[int]:
    """The years in a unit that may end a span of this kind."""
    years = sorted(int(number) for number in numbers_in(unit.text) if is_year(number))
    if kind == "since":
        return [year for year in years if year <= today.year]
    if kind == "until":
        return [year for year in years if year > today.year]
    return years if kind == "between" else []


def _in_words(end: int | date, language: str) -> str:
    if isinstance(end, int):
        return str(end)
    return f"{end.month}月{end.day}日" if language == "zh" else f"{end.day} {end:%B}"
