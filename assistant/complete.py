"""What code can tell beside the draft: institutions side by side, counts, the rest of a list, the documents' own words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.counted import best_list, counted
from assistant.enumerations import enumeration_of, shared_items
from assistant.evidence import coverage
from assistant.expected import holds_what_is_asked
from assistant.names import holds_name
from assistant.phrases import enumerate_items, phrase
from assistant.support import NAME, figures_of_others
from assistant.tables import cells, picked_rows
from assistant.turn import Wrote
from index.analysis import words
from ingest.numbers import numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.drafting import Drafting
    from assistant.evidence import Unit

_LEAST_COVERED = 0.4  # share of the question that quotes must hold to stand in for an answer
_LEAST_GAIN = 0.2  # share of the question that one more quote must add
_WHOLE_GAIN = 0.2  # times what the quote holds of the question, though other quotes hold it too
_FIGURE_GAIN = 0.1  # of a quote with a figure, when a figure is asked for
_NAMED_FIGURE_GAIN = 0.3
_LEAST_POINTED = 0.4  # share of a sentence that words must hold to be what it was made of
_MOST_QUOTES = 3
_LONGEST_QUOTE = 700
_ANY_NAME = re.compile(r"\b[A-Z]{2,}[\w\-]*\b|(?<=\s)[A-Z][\w'’\-]+(?:\s+[A-Z][\w'’\-]+)*")


def side_by_side(drafting: Drafting) -> Iterator[Wrote]:
    """For each institution that is compared, its closest words: a small model mixes up whose figure is whose."""
    for side in drafting.sides:
        if side.units:
            line = phrase("about_one", drafting.question.language, name=side.name, quote=quoted(side.units[0]))
            yield Wrote(drafting.cited.add(line, side.units[:1], new_line=True))
    lists = [found for side in drafting.sides for unit in side.units[:1] if (found := enumeration_of(unit))]
    if drafting.question.wants_shared and len(lists) == len(drafting.sides):
        items = shared_items(lists)
        named = enumerate_items(items, drafting.question.language)
        line = phrase("on_all" if items else "on_none", drafting.question.language, count=str(len(items)), items=named)
        yield Wrote(drafting.cited.add(line, [found.unit for found in lists], new_line=True))


def completed(drafting: Drafting) -> Iterator[Wrote]:
    """What the draft left out and code can tell: a count, the rest of a list, names without a word."""
    cited, question = drafting.cited, drafting.question
    rows = picked_rows(drafting) if question.wants_list or question.wants_count else []
    if len(rows) > 1:
        line = phrase("rows", question.language, count=str(len(rows)), rows="; ".join(cells(row) for row in rows))
        yield Wrote(cited.add(line, rows, new_line=True))
        return
    yield from counted(drafting)
    found = best_list(drafting) if question.wants_list and not question.wants_count and cited.parts else None
    if found is not None and found.named_in("".join(cited.parts)) < len(found.items):
        line = phrase("in_full", question.language, quote=quoted(found.unit))
        yield Wrote(cited.add(line, [found.unit], new_line=True))
    if question.is_broad and cited.parts:
        yield from _rest(drafting)


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
            wants_figure = drafting.question.wants_count
            found.append(
                max(
                    having,
                    key=lambda unit: (
                        coverage(unit, drafting.weights)
                        + _NAMED_FIGURE_GAIN * (wants_figure and bool(numbers_in(unit.text)))
                    ),
                )
            )
    return found


def in_their_words(drafting: Drafting, likely: float) -> Iterator[Wrote]:
    """The documents' own words when nothing of the draft stood but they hold what the question is about."""
    yield from _of_the_question(drafting, likely)
    if not drafting.cited.parts and likely >= drafting.least_likely:
        yield from _of_the_draft(drafting)


def _of_the_draft(drafting: Drafting) -> Iterator[Wrote]:
    """The words nearest to a draft in which nothing is wrong but that says it in words too much its own."""
    question = drafting.question
    told = [found for found in drafting.fallen if found.share >= _LEAST_POINTED and found.units and not found.missing]
    units = max(told, key=lambda found: found.share).units[:1] if told else ()
    for unit in units:
        has_figure = bool(numbers_in(unit.text) - numbers_in(question.text) - figures_of_others(question.text, unit))
        if holds_what_is_asked(question, unit.text, unit.about) and (has_figure or not question.wants_count):
            line = phrase("words", question.language, quote=quoted(unit))
            yield Wrote(drafting.cited.add(line, [unit]))


def _of_the_question(drafting: Drafting, likely: float) -> Iterator[Wrote]:
    """The words that hold the most of the question."""
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
    is_foreign_to_it = drafting.is_foreign(units[0])
    contradicted = not is_foreign_to_it and _unconfirmed(drafting, units[0])
    covered = sum(weight for word, weight in drafting.weights.items() if any(word in _held(unit) for unit in units))
    enough = covered / (sum(drafting.weights.values()) or 1.0) >= _LEAST_COVERED
    if not enough and not is_foreign_to_it:
        return
    if question.wants_count and not any(
        numbers_in(unit.text) - numbers_in(question.text) - figures_of_others(question.text, unit) for unit in units
    ):
        return
    if not question.is_yes_no and any(_is_year(number) for number in numbers_in(question.text) - _numbers_of(units)):
        return
    if likely < drafting.least_likely and not contradicted:
        return
    if not any(holds_what_is_asked(question, unit.text, unit.about) for unit in units):
        return
    for number, unit in enumerate(units):
        name = "otherwise" if contradicted and not number else "words"
        yield Wrote(drafting.cited.add(phrase(name, question.language, quote=quoted(unit)), [unit], new_line=bool(number)))


def _quotes(drafting: Drafting, covered: set[str]) -> list[Unit]:
    """Units that hold the words of the question, each adding to those before it."""
    units, chosen = list(drafting.own_units), []
    total = sum(drafting.weights.values()) or 1.0
    asked = numbers_in(drafting.question.text)
    if units and drafting.is_foreign(units[0]):
        return [] if covered else [drafting.closest]
    while units:
        gains = [
            sum(v for w, v in drafting.weights.items() if w in _held(unit) - covered) / total
            + _FIGURE_GAIN * (drafting.question.wants_count and bool(numbers_in(unit.text) - asked))
            + _WHOLE_GAIN * coverage(unit, drafting.weights)
            for unit in units
        ]
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
