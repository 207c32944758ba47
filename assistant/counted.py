"""Counts by code: how many items a document's own list names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.enumerations import Enumeration, are_of_kind, enumeration_of, speaks_of_countries
from assistant.evidence import coverage, items_of, leans_back
from assistant.phrases import enumerate_items, phrase
from assistant.quotes import quoted
from assistant.turn import Wrote
from index.analysis import STOP_WORDS, words
from ingest.countries import countries_in
from ingest.numbers import is_year, numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.drafting import Drafting
    from assistant.evidence import Unit
    from assistant.question import Question

_LEAST_NEAR = 0.4  # share of the question that a list must hold to be the one that is meant
_LEAST_OF_LIST = 0.8  # a sentence that holds less of the question than this share of the list is of something else
_KIND_BONUS = 0.4  # a list of countries is nearer to a question for countries, any other further
_ADDS_UP = re.compile(
    r"\badd(?:ed|ing|s)?\b(?: \w+){0,3} (?:up|together)\b|\bsum\b|\baltogether\b|\bin total\b|\bcombined\b|合计|总共|一共|加起来|总计",
    re.IGNORECASE,
)
_ADDING = re.compile(r"\badd(?:ed|ing|s)?\b|\bsum\b|加起来|相加", re.IGNORECASE)
_PARTS = re.compile(r"[,;，；]\s*(?:and\s+)?|\s+and\s+(?=\d|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)")
_LEAST_PARTS = 3
_LONGEST_COUNTED = 80  # letters of an item: longer ones are statements, not things to count


def best_list(drafting: Drafting) -> Enumeration | None:
    """The list closest to the question, when it or the sentence it leans on holds enough of it."""
    best: tuple[float, int, Enumeration | None] = (0.0, 0, None)
    units = [part for unit in drafting.own_units for part in (unit, *items_of(unit))]
    for number, unit in enumerate(units):
        found = enumeration_of(unit)
        if found is None:
            continue
        near = _near(drafting, unit)
        if leans_back(units, number):
            near = max(near, _near(drafting, units[number - 1]))
        if speaks_of_countries(drafting.question.text):
            near += _KIND_BONUS * (1 if are_of_kind(found, drafting.question.text) else -1)
        if (near, len(found.items)) > best[:2]:
            best = (near, len(found.items), found)
    return best[2] if best[0] >= _LEAST_NEAR else None


def counted(drafting: Drafting) -> Iterator[Wrote]:
    """How many items the closest list names, where a list is asked about or nothing else tells the number."""
    if not drafting.question.wants_count:
        return
    named = countries_in(drafting.cited.told)
    if asks_for_countries(drafting.question) and len(named) > 1 and not _is_told(drafting):
        line = phrase("countries", drafting.question.language, count=str(len(named)))
        yield Wrote(drafting.cited.add(line, drafting.cited.units))
        return
    found = best_list(drafting)
    is_long = found is not None and any(len(item) > _LONGEST_COUNTED for item in found.items)
    if found is None or (is_long and not _is_called_so(drafting, found)):
        return
    is_told = _is_told(drafting) or _is_stated(drafting, found)
    if drafting.question.is_about_listing or (not is_told and _are_what_is_counted(drafting, found)):
        items = quoted(found.unit) if is_long else enumerate_items(list(found.items), drafting.question.language)
        line = phrase("counted", drafting.question.language, count=str(len(found.items)), items=items)
        yield Wrote(drafting.cited.add(line, [found.unit], new_line=True))


def summed(drafting: Drafting) -> Iterator[Wrote]:
    """The sum of the figures that one sentence gives part by part, when they are to be added up."""
    question = drafting.question
    if not _ADDS_UP.search(question.text):
        return
    told = question.text if _ADDING.search(question.text) and not question.counted else " ".join(question.counted)
    thing = set(words(told)) - STOP_WORDS
    parted = [(unit, figures) for unit in drafting.own_units if len(figures := _figures(unit.text, thing)) >= _LEAST_PARTS]
    unit, figures = max(parted, key=lambda each: coverage(each[0], drafting.weights), default=(None, []))
    if unit is None:
        return
    yield Wrote(drafting.cited.add(phrase("words", question.language, quote=quoted(unit)), [unit]))
    sums = {"parts": " + ".join(f"{figure:g}" for figure in figures), "sum": f"{sum(figures):g}"}
    yield Wrote(drafting.cited.add(phrase("summed", question.language, **sums), [unit], new_line=True))


def _figures(text: str, thing: set[str]) -> list[float]:
    """The figures of the parts of a sentence that name the thing: "seven expert projects, six other projects"; none when one lacks it."""
    parts = [part for part in _PARTS.split(text) if thing & set(words(part))]
    figures = [{number for number in numbers_in(part) if not is_year(number)} for part in parts]
    return [min(numbers) for numbers in figures] if all(len(numbers) == 1 for numbers in figures) else []


def asks_for_countries(question: Question) -> bool:
    """Whether countries are to be counted."""
    return question.wants_count and speaks_of_countries(question.counted_phrase)


def _is_told(drafting: Drafting) -> bool:
    """Whether the answer has a figure that the question has not."""
    return bool(numbers_in(drafting.cited.told) - numbers_in(drafting.question.text))


def _is_called_so(drafting: Drafting, found: Enumeration) -> bool:
    """Whether the words before a list call its items all that is to be counted: "The main priorities are:"."""
    thing = set(words(drafting.question.counted_phrase)) - STOP_WORDS
    return bool(thing) and thing <= set(words(found.unit.text.partition(found.items[0])[0]))


def _is_stated(drafting: Drafting, found: Enumeration) -> bool:
    """Whether words as near to the question as the list state a figure of what is to be counted."""
    thing = set(words(" ".join(drafting.question.counted))) - STOP_WORDS
    near = _LEAST_OF_LIST * coverage(found.unit, drafting.weights)
    return any(
        thing <= unit.words and bool(numbers_in(unit.text) - numbers_in(drafting.question.text))
        for unit in drafting.own_units
        if unit != found.unit and coverage(unit, drafting.weights) >= near
    )


def _near(drafting: Drafting, unit: Unit) -> float:
    """How much of the question a unit holds, 0 to 1: all of it when it has the words of what is to be counted."""
    if drafting.is_foreign(unit):
        return float(unit == drafting.closest)
    thing = set(words(drafting.question.counted_phrase)) - STOP_WORDS
    if len(thing) > 1 and thing <= unit.words:
        return 1.0
    own = {word: weight for word, weight in drafting.weights.items() if word not in set(words(unit.about))}
    return coverage(unit, drafting.weights) if any(word in unit.words for word in own) else 0.0


def _are_what_is_counted(drafting: Drafting, found: Enumeration) -> bool:
    """Whether the items are of the kind that is to be counted: countries, or what the words before the list call them."""
    question = drafting.question
    if speaks_of_countries(question.counted_phrase or question.text):
        return are_of_kind(found, question.text)
    thing = set(words(" ".join(question.counted))) - STOP_WORDS
    before = found.unit.text.partition(found.items[0])[0]
    return bool(thing) and thing <= set(words(before)) and not numbers_in(before)
