"""The documents' own words as an answer: when a draft does not stand, and when a question takes for true what is not told."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.evidence import Unit, coverage, units_of
from assistant.expected import holds_what_is_asked
from assistant.names import NAME, holds_name
from assistant.owned import figures_of_others
from assistant.phrases import phrase
from assistant.turn import Wrote
from index.analysis import STOP_WORDS, words
from ingest.chunking import width
from ingest.numbers import is_year, numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.drafting import Drafting

LEAST_COVERED = 0.4  # share of the question that quotes must hold to stand in for an answer
_SURELY = 0.75  # the answerability of a claim whose words are told in other words
_LEAST_GAIN = 0.2  # share of the question that one more quote must add
LEAST_AGAINST = 0.5  # share of a claim that words must hold to speak of the same thing
_LEAST_POINTED = 0.4  # share of a sentence that words must hold to be what it was made of
_LEAST_NEW = 0.05  # share of the question that a quote must hold and those before it do not
_WHOLE_GAIN = 0.2  # times what the quote holds of the question, though other quotes hold it too
_FIGURE_GAIN = 0.1  # of a quote with a figure, when a figure is asked for
_NAMED_FIGURE_GAIN = 0.3
MOST_QUOTES = 3
_LONGEST_QUOTE = 700
_FOREIGN_NEAR = 0.86  # cosine under which words of another language are not of the question
_FOREIGN_NEAR_CLAIM = 0.80  # the same for a claim, which is told about in much the same words
_REACH = 5  # words from a figure to what it counts
_LEAST_STATEMENT = 15  # letters besides figures and addresses, in the width of Latin ones
_PLACED = re.compile(
    r"\b(?:held|hold|host\w*|choos\w+|chose|chosen|take place|took place|located|move\w*|venue|in)\b", re.IGNORECASE
)
_HELD_IN = re.compile(
    r"\b(?:held|hosted|took place|takes place|organi[sz]ed|located|based|opened)\b[^.;]{0,30}\b(?:in|at)\s+(?:the\s+)?[A-Z]|在[\u4e00-\u9fff]{2,6}(?:举行|举办|召开)"
)
_BOTH = re.compile(r"\bboth\b|\btwo\b|都|两", re.IGNORECASE)
_ADDRESS_OR_FIGURE = re.compile(r"\S+@\S+|https?://\S+|[\d\W_]+")
_ANY_NAME = re.compile(r"\b[A-Z]{2,}[\w\-]*\b|(?<=\s)[A-Z][\w'’\-]+(?:\s+[A-Z][\w'’\-]+)*")
_FIGURE = re.compile(
    r"^\W*\d[\d,.]*\W*$|^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?)\b",
    re.IGNORECASE,
)
_ASKED_FOR = re.compile(r"^\W*(?:[Ww]hich|[Ww]hat)\s+(?:[\w\-]+\s+){0,2}?[A-Z]{2,}[\w\-]*\b")
_OF_SOMETHING = re.compile(
    r"^\W*(?:(?:some|many|most|all|both|each|one) of (?:them|these|those)|(?:since|from|in|during|with|at) (?:its|their|his|her|this|these)"
    r"|it|its|they|their|he|she|his|her|this|these|those)\b|^\W*(?:它们?|他们|她们|其中|这些|该)",
    re.IGNORECASE,
)
_FIRST_NAME = re.compile(r"^[A-Z][\w'’\-]+")
_ASKING = frozenset(
    "a an the is are was were do does did has have had can could will would should may am so and but then also i we".split()
)


def of_each_name(drafting: Drafting) -> list[Unit]:
    """For each name in the question of which nothing is cited yet, the unit that has it and most of the question."""
    told = " ".join(f"{citation.quote} {citation.passage.context}" for citation in drafting.cited.citations)
    found: list[Unit] = []
    names = list(dict.fromkeys(_ANY_NAME.findall(drafting.question.text)))
    for name in names:
        others = {word for each in names if each != name for word in words(each)}
        weights = {word: weight for word, weight in drafting.weights.items() if word not in others}
        having = [unit for unit in drafting.own_units if name in unit.text]
        if having and name not in told and not any(name in unit.text for unit in found):
            wants_figure = drafting.question.wants_count or drafting.question.wants_comparison
            found.append(
                max(
                    having,
                    key=lambda unit: (
                        coverage(unit, weights) + _NAMED_FIGURE_GAIN * (wants_figure and bool(numbers_in(unit.text)))
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
        if (
            unit in drafting.own_units
            and not drafting.is_foreign(unit)
            and holds_what_is_asked(question, unit.text, unit.about)
            and _counts(drafting, unit)
        ):
            line = phrase("words", question.language, quote=quoted(unit))
            yield Wrote(drafting.cited.add(line, [unit]))


def _of_the_question(drafting: Drafting, likely: float) -> Iterator[Wrote]:
    """The words that hold the most of the question."""
    question = drafting.question
    compared = (of_each_name(drafting) or _with_its_figure(drafting)) if question.wants_comparison else []
    if len(compared) > 1:
        for number, unit in enumerate(with_lead(unit) for unit in compared[:MOST_QUOTES]):
            line = in_words_of(unit, question.language, is_mixed=True)
            yield Wrote(drafting.cited.add(line, [unit], new_line=bool(number)))
        return
    units = closest_quotes(drafting, set())[: MOST_QUOTES if question.is_broad else 1]
    if not units:
        return
    units = that_tells_the_place(drafting, units[0]) or units
    is_foreign_to_it = drafting.is_foreign(units[0])
    contradicted = (
        not is_foreign_to_it
        and not question.asks_institutions
        and not question.wants_comparison
        and _unconfirmed(drafting, units[0])
        and (question.is_yes_no or _own_share(drafting, units[0]) >= LEAST_AGAINST)
    )
    covered = sum(weight for word, weight in drafting.weights.items() if any(word in _held(unit) for unit in units))
    enough = covered / (sum(drafting.weights.values()) or 1.0) >= LEAST_COVERED or _speaks_of_claim(
        drafting, units[0], likely
    )
    if not enough and not is_foreign_to_it:
        return
    if not any(_counts(drafting, unit) for unit in units):
        return
    least_near = _FOREIGN_NEAR_CLAIM if question.is_yes_no else _FOREIGN_NEAR
    if is_foreign_to_it and drafting.index.closeness(question.text, [units[0].text])[0] < least_near:
        return
    if not question.is_yes_no and any(is_year(number) for number in numbers_in(question.text) - _numbers_of(units)):
        return
    if likely < drafting.least_likely and not contradicted:
        return
    if not any(holds_what_is_asked(question, unit.text, unit.about) for unit in units):
        return
    is_mixed = question.asks_institutions or len({unit.passage.document.id for unit in units}) > 1
    for number, unit in enumerate(with_lead(unit) for unit in units):
        if contradicted and not number:
            line = phrase("otherwise", question.language, quote=quoted(unit))
        else:
            line = in_words_of(unit, question.language, is_mixed=is_mixed)
        yield Wrote(drafting.cited.add(line, [unit], new_line=bool(number)))


def that_tells_the_place(drafting: Drafting, closest: Unit) -> list[Unit]:
    """For "Why was it held in Shanghai?" where no words have that name: those that tell where it was held."""
    question = drafting.question
    names = [name for name in NAME.findall(question.text) if not set(words(name)) <= _held(closest)]
    unknown = [name for name in names if not any(name in unit.passage.document.text for unit in drafting.own_units)]
    if not (question.presumes and unknown and _PLACED.search(question.text)) or drafting.is_foreign(closest):
        return []
    telling = [unit for unit in drafting.own_units if _HELD_IN.search(unit.text)]
    best = max(telling, key=lambda unit: coverage(unit, drafting.weights), default=None)
    return [best] if best and coverage(best, drafting.weights) > 0 else []


def _with_its_figure(drafting: Drafting) -> list[Unit]:
    """For "which two … both began in 2000": the units that have the figure."""
    asked = numbers_in(drafting.question.text)
    if len(asked) != 1 or not _BOTH.search(drafting.question.text):
        return []
    return [unit for unit in drafting.own_candidates if asked <= numbers_in(unit.text)]


def _speaks_of_claim(drafting: Drafting, unit: Unit, likely: float) -> bool:
    """Whether a unit holds all the names of a claim that the model is sure to find spoken of, in whatever other words."""
    names = drafting.question.names
    is_sure = drafting.question.is_yes_no and likely >= _SURELY
    return is_sure and len(names) > 1 and all(holds_name(name, f"{unit.text} {unit.context}", _held(unit)) for name in names)


def in_words_of(unit: Unit, language: str, *, is_mixed: bool) -> str:
    """The line that quotes a unit: with the name of whom it is about when quotes of several documents stand together."""
    subject = unit.passage.document.subject
    if is_mixed and subject:
        return phrase("about_one", language, name=subject.name, quote=quoted(unit))
    return phrase("words", language, quote=quoted(unit))


def _counts(drafting: Drafting, unit: Unit) -> bool:
    """Whether a unit gives a figure of what is to be counted; True when nothing is."""
    question = drafting.question
    if not question.wants_count:
        return True
    if not numbers_in(unit.text) - numbers_in(question.text) - figures_of_others(question.text, unit):
        return False
    thing = {word for each in question.counted for word in words(each)} - STOP_WORDS
    if not thing or drafting.is_foreign(unit):
        return True
    return any(thing & after for after in after_figures(unit.text))


def after_figures(text: str, reach: int = _REACH) -> list[set[str]]:
    """For each figure of a text its words and those up to `reach` tokens after it, which say what it counts."""
    tokens = text.split()
    return [set(words(" ".join(tokens[n : n + 1 + reach]))) for n, token in enumerate(tokens) if _FIGURE.search(token)]


def closest_quotes(drafting: Drafting, covered: set[str]) -> list[Unit]:
    """Units that hold the words of the question, each adding to those before it."""
    units, chosen = [unit for unit in drafting.own_units if _is_statement(unit)], []
    total = sum(drafting.weights.values()) or 1.0
    asked = numbers_in(drafting.question.text)
    if units and drafting.is_foreign(units[0]):
        return [] if covered else [drafting.closest]
    units = [unit for unit in units if _tells_of_it(drafting, unit)]
    while units:
        new = [sum(v for w, v in drafting.weights.items() if w in _held(unit) - covered) / total for unit in units]
        gains = [
            share
            + _FIGURE_GAIN * (drafting.question.wants_count and bool(numbers_in(unit.text) - asked))
            + _WHOLE_GAIN * coverage(unit, drafting.weights)
            if share >= _LEAST_NEW
            else 0.0
            for share, unit in zip(new, units, strict=True)
        ]
        number = max(range(len(units)), key=lambda each: gains[each])
        if gains[number] < _LEAST_GAIN:
            break
        covered = covered | _held(units[number])
        chosen.append(units.pop(number))
    return chosen


def _is_statement(unit: Unit) -> bool:
    """Whether a unit says something by itself: a question, a date line or a mail address does not."""
    text = unit.text.strip()
    return not text.endswith(("?", "？")) and width(_ADDRESS_OR_FIGURE.sub("", text)) >= _LEAST_STATEMENT


def _tells_of_it(drafting: Drafting, unit: Unit) -> bool:
    """Whether a unit's own words have to do with the question, not only what it is about: a page is full of side lines."""
    asked = drafting.weights.keys() - set(words(unit.about))
    return not asked or bool(asked & unit.words)


def _held(unit: Unit) -> set[str]:
    return unit.words | set(words(unit.about))


def _unconfirmed(drafting: Drafting, unit: Unit) -> bool:
    """Whether the question claims a number or a name that the words closest to it do not have.

    A year that only says which event is meant is no claim, unless the question asks for a yes or no.
    """
    text = drafting.question.text
    claimed = numbers_in(text) - numbers_in(unit.text)
    if not drafting.question.is_yes_no:
        claimed = {number for number in claimed if not is_year(number)}
    held = _held(unit)
    first = _FIRST_NAME.findall(text) if drafting.question.is_yes_no else []
    every = [*NAME.findall(_ASKED_FOR.sub("", text)), *(name for name in first if name.casefold() not in _ASKING)]
    names = [name for name in every if not holds_name(name, f"{unit.text} {unit.context}", held)]
    return bool(names) or (bool(claimed) and bool(numbers_in(unit.text)))


def _own_share(drafting: Drafting, unit: Unit) -> float:
    """The share of what is asked, besides the names of what the unit is about, that its own words hold."""
    about = set(words(unit.about))
    asked = {word: weight for word, weight in drafting.weights.items() if word not in about}
    return sum(weight for word, weight in asked.items() if word in unit.words) / (sum(asked.values()) or 1.0)


def _numbers_of(units: Sequence[Unit]) -> set[float]:
    return {number for unit in units for number in numbers_in(f"{unit.text} {unit.context} {unit.passage.document.date}")}


def with_lead(unit: Unit) -> Unit:
    """The unit with the sentence before it when it does not tell by itself of what it speaks: "Since its inception in 2000"."""
    if unit.header or not _OF_SOMETHING.match(unit.text):
        return unit
    before = [each for each in units_of(unit.passage) if each.end <= unit.start][-1:]
    between = unit.passage.document.text[before[0].end : unit.start] if before else "-"
    return unit if between.strip() else Unit(unit.passage, before[0].start, unit.end)


def quoted(unit: Unit) -> str:
    """The words of a unit on one line, cut when they are long."""
    line = " ".join(unit.text.split())
    return line if len(line) <= _LONGEST_QUOTE else line[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"
