"""Whose a figure is: "The WUN has 16 members" tells nothing of the members of another network."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.analysis import words
from ingest.countries import currencies
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
