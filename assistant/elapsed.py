"""Spans of time: years since, until or between years that documents tell, days of a period. Reckoned by code: small models cannot."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.evidence import Unit
from assistant.phrases import phrase
from assistant.quotes import closest_quotes, quoted
from assistant.turn import Wrote
from ingest.dates import day_ranges
from ingest.numbers import is_year, numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from assistant.drafting import Drafting
    from assistant.support import Support

_TELLS = re.compile(
    r"(\d+|[A-Za-z\-]+|[一二三四五六七八九十百]+)\s*(?:years?|days?|年(?![代级份])|天)(?![\w-]*\s*(?:programme|program|old school))",
    re.IGNORECASE,
)
_TWO = 2


@dataclass(frozen=True)
class Span:
    """A span of time with the units that tell its ends."""

    first: str
    last: str
    count: int
    units: tuple[Unit, ...]
    of: str  # "years" or "days"


def reckoned(found: Support, drafting: Drafting) -> Support:
    """The support of a sentence, whose numbers may also be those that follow from its units and the day."""
    kind = drafting.question.asked_span
    if not kind or not found.missing or not found.units:
        return found
    follow = {f"{span.count:g}" for span in _spans(kind, found.units, drafting.today)}
    return replace(found, missing=tuple(each for each in found.missing if each not in follow))


def misreckons(sentence: str, found: Support, drafting: Drafting) -> bool:
    """Whether a sentence tells another span than the one that follows from its units."""
    kind = drafting.question.asked_span
    spans = _spans(kind, found.units, drafting.today) if kind else []
    told = {number for match in _TELLS.finditer(sentence) for number in numbers_in(match.group(1)) if not is_year(number)}
    stated = {
        number for unit in found.units for match in _TELLS.finditer(unit.text) for number in numbers_in(match.group(1))
    }
    return bool(spans) and bool(told - {float(span.count) for span in spans} - stated)


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
    line = phrase(f"{span.of}_between", question.language, first=span.first, last=span.last, count=str(span.count))
    yield Wrote(cited.add(line, span.units))


def _meant(kind: str, drafting: Drafting) -> Span | None:
    """The one span that the words cited tell, or else those of a draft that fell, or those closest to the question."""
    told = numbers_in(drafting.cited.told)
    cited = [Unit(citation.passage, citation.start, citation.end) for citation in drafting.cited.citations]
    fallen = [unit for found in drafting.fallen for unit in found.units if unit in drafting.own_units]
    for units in (cited, fallen, _closest(kind, drafting)):
        spans = _spans(kind, units, drafting.today)
        named = [span for span in spans if {float(end) for end in (span.first, span.last) if end.isdigit()} & told]
        best = named or spans
        if len({(span.first, span.last) for span in best}) == 1:
            return best[0]
        if cited:
            return None
    return None


def _closest(kind: str, drafting: Drafting) -> list[Unit]:
    """The words closest to the question that tell an end of such a span."""
    near = [unit for unit in closest_quotes(drafting, set()) if _ends(kind, unit, drafting.today)]
    return near[: _TWO if kind == "between" else 1]


def _spans(kind: str, units: Sequence[Unit], today: date) -> list[Span]:
    """Each span of this kind that the units tell."""
    if kind == "days":
        return [
            Span(_day(first), _day(last), (last - first).days + 1, (unit,), "days")
            for unit in units
            for first, last in day_ranges(unit.text, today.year)
        ]
    ends = [(year, unit) for unit in dict.fromkeys(units) for year in _ends(kind, unit, today)]
    if kind == "between":
        every = sorted(dict(ends).items(), key=lambda end: end[0])
        if len(every) != _TWO:
            return []
        (first, one), (last, other) = every
        return [Span(str(first), str(last), last - first, tuple(dict.fromkeys((one, other))), "years")]
    return [
        Span(str(min(year, today.year)), str(max(year, today.year)), abs(today.year - year), (unit,), "years")
        for year, unit in ends
    ]


def _ends(kind: str, unit: Unit, today: date) -> list[int]:
    """The years in a unit that may end a span of this kind; [0] for a period of days."""
    if kind == "days":
        return [0] if day_ranges(unit.text, today.year) else []
    years = sorted(int(number) for number in numbers_in(unit.text) if is_year(number))
    return [
        year
        for year in years
        if kind == "between" or (kind == "since" and year <= today.year) or (kind == "until" and year > today.year)
    ]


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"
