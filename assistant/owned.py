"""Whose a figure or a country is: "The WUN has 16 members" tells nothing of the members of another network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.names import NAME, holds_name
from index.analysis import words
from ingest.countries import countries_in, country_of, country_spans, currencies
from ingest.institutions import NOT_INSTITUTIONS
from ingest.numbers import is_year, numbers_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.evidence import Unit

_ABBREVIATION = re.compile(r"\b[A-Z]{3,8}\b")
_HAS = re.compile(
    r"\b([A-Z]{3,8})\b\)?,?\s+(?:which\s+)?(?:\w+\s+)?(?:has|have|had|includes?|comprises?|counts|consists of|is a \w+ of)\s+((?:\w+\s+){0,2}?\d[\d,]*)"
)
_IT_HAS = re.compile(
    r"\bIt\s+(?:\w+\s+)?(?:has|have|had|includes?|comprises?|counts|consists of)\s+((?:\w+\s+){0,2}?\d[\d,]*)"
)
_COUNTED = re.compile(
    r"(?<![\d.,:/-])(\d{1,3}(?:,\d{3})+|\d{2,})\s+((?:(?!(?:of|in|at|from|with|and|for|to|on|by)\b)[A-Za-z\-]+\s*){1,4})"
)
_MEASURES = frozenset(
    "years months weeks days hours minutes euros dollars pounds francs cents kilometres metres places credits".split()
)


def borrowed_numbers(sentence: str, units: Sequence[Unit]) -> list[str]:
    """Numbers that stand only beside none of the abbreviations the sentence speaks of: 16 members of another network."""
    short = set(_ABBREVIATION.findall(sentence)) - NOT_INSTITUTIONS - currencies()
    if len(short) != 1 or len(units) == 1:
        return []
    (name,) = short
    beside = [unit for unit in units if name in f"{unit.text} {unit.about}"]
    told = {number for unit in beside for number in numbers_in(f"{unit.text} {unit.header}")}
    return [f"{n:g}" for n in numbers_in(sentence) if beside and n not in told and n > 12]  # noqa: PLR2004 - months and small words


def miscounted(sentence: str, units: Sequence[Unit]) -> list[str]:
    """Figures that the units give for something else: "131 agreements" is not told by "131 students"."""
    found = []
    for match in _COUNTED.finditer(sentence):
        number, things = next(iter(numbers_in(match.group(1))), None), set(words(match.group(2)))
        plural = [word for word in match.group(2).split() if re.search(r"[^s]s$", word) and word.casefold() not in _MEASURES]
        telling = [unit for unit in units if number in numbers_in(unit.text)]
        if number is None or is_year(number) or not plural:
            continue
        if telling and not any(things & (unit.words | set(words(unit.about))) for unit in telling):
            found.append(match.group(1))
    return found


def figures_of_others(text: str, unit: Unit) -> set[float]:
    """The figures of a unit that it gives as those of something of which `text` and the unit's document are not."""
    subject = unit.passage.document.subject
    own = f"{text} {' '.join(subject.names) if subject else ''}"
    owned = [(owner, figure) for owner, figure in _HAS.findall(unit.text) if owner not in own]
    for match in _IT_HAS.finditer(unit.text):
        before = _ABBREVIATION.findall(unit.text[: match.start()])
        owned += [(owner, match.group(1)) for owner in before[-1:] if owner not in own]
    return {number for _, figure in owned for number in numbers_in(figure)}


def countries_of_others(sentence: str, units: Sequence[Unit]) -> list[str]:
    """The one country of a claim when the unit that has its names does not have it: another unit speaks of that country."""
    spans = country_spans(sentence)
    names = [
        name for name in NAME.findall(_without_spans(sentence, spans)) if not set(words(name)) <= set(words(units[0].about))
    ]
    if len(units) == 1 or len(spans) != 1 or not names:
        return []
    country = sentence[spans[0][0] : spans[0][1]]
    held = [[name for name in names if holds_name(name, unit.text, unit.words)] for unit in units]
    closest = units[max(range(len(units)), key=lambda n: len(held[n]))]
    told = countries_in(f"{closest.text} {closest.header} {closest.about}")
    return [] if not any(held) or not told or country_of(country) in told else [country]


def _without_spans(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    return text


def countries_told(text: str) -> set[str]:
    """The countries that a text speaks of, but for those in longer names: the "China Annual Conference" tells none."""
    alone = [text[start:end] for start, end in country_spans(text) if not re.match(r" [A-Z]", text[end:])]
    return {country_of(name) for name in alone}
