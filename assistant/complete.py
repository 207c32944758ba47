"""What code can tell beside the draft: institutions side by side, counts, the rest of a list, the documents' own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.enumerations import Enumeration, enumeration_of
from assistant.evidence import coverage, is_foreign
from assistant.names import holds_name
from assistant.phrases import enumerate_items, phrase
from assistant.support import NAME
from assistant.turn import Wrote
from index.analysis import words
from ingest.numbers import numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.drafting import Drafting
    from assistant.evidence import Unit

_LEAST_COVERED = 0.4  # share of the question that quotes must hold to stand in for an answer
_LEAST_GAIN = 0.2  # share of the question that one more quote must add
_MOST_QUOTES = 3
_LONGEST_QUOTE = 700
_LONGEST_COUNTED = 80  # letters of an item: longer ones are statements, not things to count
_ANY_NAME = re.compile(r"\b[A-Z]{2,}[\w\-]*\b|(?<=\s)[A-Z][\w'’\-]+(?:\s+[A-Z][\w'’\-]+)*")


def side_by_side(drafting: Drafting) -> Iterator[Wrote]:
    """For each institution that is compared, its closest words: a small model mixes up whose figure is whose."""
    for side in drafting.sides:
        if side.units:
            line = phrase("about_one", drafting.question.language, name=side.name, quote=quoted(side.units[0]))
            yield Wrote(drafting.cited.add(line, side.units[:1], new_line=True))


def completed(drafting: Drafting) -> Iterator[Wrote]:
    """What the draft left out and code can tell: a count, the rest of a list, names without a word."""
    cited, question = drafting.cited, drafting.question
    best, near = _best_list(drafting)
    if best is not None and near >= _LEAST_COVERED:
        if question.wants_count and question.is_about_listing and _is_countable(best):
            yield Wrote(_count_line(drafting, best))
        elif (
            question.wants_list
            and not question.wants_count
            and cited.parts
            and best.named_in("".join(cited.parts)) < len(best.items)
        ):
            line = phrase("in_full", question.language, quote=quoted(best.unit))
            yield Wrote(cited.add(line, [best.unit], new_line=True))
    if question.is_broad and cited.parts:
        yield from _rest(drafting)


def _best_list(drafting: Drafting) -> tuple[Enumeration | None, float]:
    """The list closest to the question, and how much of the question it or the sentence it leans on holds."""
    best: tuple[float, int, Enumeration | None] = (0.0, 0, None)
    units = drafting.own_units
    for number, unit in enumerate(units):
        found = enumeration_of(unit)
        if found is None:
            continue
        near = coverage(unit, drafting.weights)
        if found.leans and number and units[number - 1].passage.document.id == unit.passage.document.id:
            near = max(near, coverage(units[number - 1], drafting.weights))
        if (near, len(found.items)) > best[:2]:
            best = (near, len(found.items), found)
    return best[2], best[0]


def _is_countable(found: Enumeration) -> bool:
    """Whether the items are short names: longer ones are statements, not things to count."""
    return all(len(item) <= _LONGEST_COUNTED for item in found.items)


def _count_line(drafting: Drafting, found: Enumeration) -> str:
    language = drafting.question.language
    items = enumerate_items(list(found.items), language)
    line = phrase("counted", language, count=str(len(found.items)), items=items)
    return drafting.cited.add(line, [found.unit], new_line=True)


def _rest(drafting: Drafting) -> Iterator[Wrote]:
    """Quotes for what the question asks besides: words that the cited ones do not hold and other evidence does."""
    covered = {word for citation in drafting.cited.citations for word in words(citation.quote)}
    for unit in (_of_each_name(drafting) or _quotes(drafting, covered))[: _MOST_QUOTES - 1]:
        line = phrase("words", drafting.question.language, quote=quoted(unit))
        yield Wrote(drafting.cited.add(line, [unit], new_line=True))


def _of_each_name(drafting: Drafting) -> list[Unit]:
    """For each name in the question of which nothing is cited yet, the unit that has it and most of the question."""
    told = " ".join(f"{citation.quote} {citation.passage.context}" for citation in drafting.cited.citations)
    found: list[Unit] = []
    for name in dict.fromkeys(_ANY_NAME.findall(drafting.question.text)):
        having = [unit for unit in drafting.own_units if name in unit.text]
        if having and name not in told and not any(name in unit.text for unit in found):
            found.append(max(having, key=lambda unit: coverage(unit, drafting.weights)))
    return found


def in_their_words(drafting: Drafting, likely: float) -> Iterator[Wrote]:
    """The documents' own words when nothing of the draft stood but they hold what the question is about."""
    question = drafting.question
    compared = _of_each_name(drafting) if question.wants_comparison else []
    if len(compared) > 1:
        for number, unit in enumerate(compared[:_MOST_QUOTES]):
            line = phrase("words", question.language, quote=quoted(unit))
            yield Wrote(drafting.cited.add(line, [unit], new_line=bool(number)))
        return
    units = _quotes(drafting, set())[: _MOST_QUOTES if question.is_broad else 1]
    if not units:
        return
    is_foreign_to_it = is_foreign(question.text, units[0].text)
    contradicted = not is_foreign_to_it and _unconfirmed(drafting, units[0])
    covered = sum(weight for word, weight in drafting.weights.items() if any(word in _held(unit) for unit in units))
    enough = covered / (sum(drafting.weights.values()) or 1.0) >= _LEAST_COVERED
    if not enough and not is_foreign_to_it:
        return
    if question.wants_count and not any(numbers_in(unit.text) - numbers_in(question.text) for unit in units):
        return
    if not question.is_yes_no and any(_is_year(number) for number in numbers_in(question.text) - _numbers_of(units)):
        return
    if likely < drafting.least_likely and not contradicted:
        return
    for number, unit in enumerate(units):
        name = "otherwise" if contradicted and not number else "words"
        yield Wrote(drafting.cited.add(phrase(name, question.language, quote=quoted(unit)), [unit], new_line=bool(number)))


def _quotes(drafting: Drafting, covered: set[str]) -> list[Unit]:
    """Units that hold the words of the question, each adding to those before it."""
    units, chosen = list(drafting.own_units), []
    total = sum(drafting.weights.values()) or 1.0
    if units and is_foreign(drafting.question.text, units[0].text):
        return [] if covered else [drafting.closest]
    while units:
        gains = [sum(v for w, v in drafting.weights.items() if w in _held(unit) - covered) / total for unit in units]
        number = max(range(len(units)), key=lambda each: gains[each])
        if gains[number] < _LEAST_GAIN:
            break
        covered = covered | _held(units[number])
        chosen.append(units.pop(number))
    return chosen


def _held(unit: Unit) -> set[str]:
    return unit.words | set(words(unit.about))


def _unconfirmed(drafting: Drafting, unit: Unit) -> bool:
    """Whether the question claims a number or a name that the words closest to it do not have.

    A year that only says which event is meant is no claim, unless the question asks for a yes or no.
    """
    text = drafting.question.text
    claimed = numbers_in(text) - numbers_in(unit.text)
    if not drafting.question.is_yes_no:
        claimed = {number for number in claimed if not _is_year(number)}
    held = _held(unit)
    names = [name for name in NAME.findall(text) if not holds_name(name, f"{unit.text} {unit.passage.context}", held)]
    return bool(names) or (bool(claimed) and bool(numbers_in(unit.text)))


def _numbers_of(units: Sequence[Unit]) -> set[float]:
    return {
        number for unit in units for number in numbers_in(f"{unit.text} {unit.passage.context} {unit.passage.document.date}")
    }


def _is_year(number: float) -> bool:
    return 1900 <= number <= 2100  # noqa: PLR2004


def quoted(unit: Unit) -> str:
    """The words of a unit on one line, cut when they are long."""
    line = " ".join(unit.text.split())
    return line if len(line) <= _LONGEST_QUOTE else line[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
