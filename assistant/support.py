"""Whether evidence supports a sentence: the measured check behind every citation. Pure functions, no model.

A sentence stands when units of one document hold enough of its telling words, and all of its numbers, names and
limiting words ("only", "not"). It names what is missing, so that a refusal can be explained.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from assistant.missing import FRAME, KINDS, missing_across, missing_near
from index.analysis import STOP_WORDS, words
from ingest.chunking import width
from ingest.numbers import are_alike, is_year, months_in, numbers_in

if TYPE_CHECKING:
    from assistant.evidence import Unit
    from assistant.question import Question

Closeness = Callable[[str, Sequence[str]], Sequence[float]]


class Words(Protocol):
    """What an index knows of words; `Index` is one."""

    def word_weights(self, text: str) -> dict[str, float]:
        """A text's telling words with their rarity."""

    def closeness(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """The cosine of each text to the question, for texts of different languages."""


_LEAST_SHARE = 0.52
_LEAST_CLOSENESS = 0.81  # cosine of e5 for a sentence and its source in the other language (docs/decisions/011)
_FIGURE_BONUS = 0.05  # of closeness, for each number of the sentence that a unit has
_SAME_FIGURE = 0.01  # of closeness, for a sentence whose new figures the unit has: less is left to be misread
_MISSING_LOSES = 0.08  # closeness, for each number or new name that a unit does not tell
_LEAST_WIDTH = 25  # in the width of Latin letters: an encoder finds a date line close to anything
_MOST_UNITS = 4
_ASKED_COUNTS = 0.5  # of a word of the question in a sentence that leans on the one before
_LEAST_GAIN = 0.08
_LIST_COMMAS = 2
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z'’\-]+")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_FIGURES = re.compile(r"\d[\d,.]*")
_OF_IT = re.compile(
    r"^\s*(?:since|from|in|during|with|at|by|after|before) (?:its|their|this|these|that)\b|^\s*(?:自|从)?其", re.IGNORECASE
)
_CONTRAST = re.compile(r"\s*[;；]\s*|,?\s+(?:while|whereas|but|compared (?:to|with))\s+|，(?:而|但)(?=.{4})", re.IGNORECASE)


@dataclass(frozen=True)
class Support:
    """How well units support a sentence.

    `share` is the weighted share of its telling words that the units hold, 0 to 1; `missing` what must be there and
    is not: numbers, names, limiting words.
    """

    units: tuple[Unit, ...]
    share: float
    missing: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether the sentence may be shown as fact."""
        return bool(self.units) and not self.missing and self.share >= _LEAST_SHARE


def support(sentence: str, question: Question, units: Sequence[Unit], words_of: Words) -> Support:
    """The best support for a sentence that answers `question`, in its language, by units of one document.

    A sentence that sets one thing against another ("…, while …") also stands when each half with a name or a figure of its
    own does; the figures of its halves may not be swapped.
    """
    whole = _of_one_document(sentence, question, units, words_of)
    halves = [half for half in _CONTRAST.split(sentence, maxsplit=1) if half.strip()]
    if len(halves) < 2 or not all(map(_is_of_its_own, halves)):  # noqa: PLR2004
        return whole
    if whole.stands:
        lent = [figure for half, other in _pairs(halves) for figure in _lent(half, other, whole, question, words_of)]
        return replace(whole, missing=tuple(lent))
    found = [_of_one_document(half, question, units, words_of) for half in halves]
    found = [
        each
        if each.stands and not _lent(half, other, each, question, words_of)
        else _by_closest(half, question, units, words_of)
        for (half, other), each in zip(_pairs(halves), found, strict=True)
    ]
    if not all(each.stands for each in found):
        return whole
    joined = dict.fromkeys(unit for each in found for unit in each.units)
    return Support(tuple(joined), min(each.share for each in found), ())


def _pairs(halves: Sequence[str]) -> list[tuple[str, str]]:
    return [(halves[0], halves[1]), (halves[1], halves[0])]


def _lent(half: str, other: str, found: Support, question: Question, words_of: Words) -> list[str]:
    """The figures of half a sentence that the unit closest to it does not tell, while it tells one of the other half."""
    if len(found.units) < 2:  # noqa: PLR2004
        return []
    near = _by_closest(half, question, found.units, words_of)
    is_of_other = any(numbers_in(unit.text) & numbers_in(other) - numbers_in(half) for unit in near.units)
    return [each for each in near.missing if is_of_other and _FIGURES.fullmatch(each)]


def _is_of_its_own(half: str) -> bool:
    """Whether half a sentence has a name or a figure, so that something can support it alone."""
    return bool(_LATIN_NAME.search(half) or _CJK.search(half) or numbers_in(half))


def _by_closest(sentence: str, question: Question, units: Sequence[Unit], words_of: Words) -> Support:
    """Support of a sentence that has only a figure to tell: by the unit closest in meaning to the rest, if that has the figure."""
    numbers = numbers_in(sentence) - numbers_in(question.text)
    near = [unit for unit in units if unit.language == question.language and are_alike(numbers_in(unit.text), numbers)]
    if not numbers or not near:
        return Support((), 0.0, ("evidence",))
    values = words_of.closeness(_FIGURES.sub(" ", sentence), [_FIGURES.sub(" ", unit.text) for unit in near])
    unit = near[max(range(len(near)), key=lambda n: values[n])]
    missing = missing_near(sentence, question, [unit], unit.words | set(words(unit.about)))
    return Support((unit,), _LEAST_SHARE, missing)


def _of_one_document(sentence: str, question: Question, units: Sequence[Unit], words_of: Words) -> Support:
    every = words_of.word_weights(sentence)
    frame = FRAME - set(words(question.text))
    weights = {word: weight for word, weight in every.items() if word not in frame and word not in STOP_WORDS}
    best: Support | None = None
    for document_id in dict.fromkeys(unit.passage.document.id for unit in units):
        own = [unit for unit in units if unit.passage.document.id == document_id]
        foreign = [unit for unit in own if unit.language != question.language]
        near = [unit for unit in own if unit.language == question.language]
        found = [_within(sentence, question, near, weights)] if near else []
        if found and not found[0].stands:
            found += [each for each in _leaning(sentence, question, near, weights) if each.stands]
        found += [_across(sentence, question, foreign, words_of.closeness)] if foreign else []
        top = max(found, key=_standing)
        if best is None or _standing(top) > _standing(best):
            best = top
    return best if best and best.units else Support((), 0.0, ("evidence",))


def _standing(found: Support) -> tuple[bool, bool, int, float]:
    return found.stands, bool(found.units), -len(found.missing), found.share


def _within(sentence: str, question: Question, units: Sequence[Unit], weights: Mapping[str, float]) -> Support:
    """Support by units in the language of the sentence: words, numbers, names."""
    total = sum(weights.values()) or 1.0
    about = set(words(units[0].about))
    is_list = len(re.findall(r"[,，、;；]", sentence)) >= _LIST_COMMAS
    numbers = numbers_in(sentence)
    held: set[str] = set()
    chosen: list[Unit] = []
    while len(chosen) < _MOST_UNITS:
        gains = [
            (_gain(unit, chosen, weights, numbers, is_list=is_list) / total, -n)
            for n, unit in enumerate(units)
            if unit not in chosen
        ]
        gain, number = max(gains, default=(0.0, 0))
        if gain < (_LEAST_GAIN if chosen else 1e-9):
            break
        chosen.append(units[-number])
        held |= units[-number].words
    if not chosen:
        return Support((), 0.0, ("evidence",))
    share = sum(weight for word, weight in weights.items() if word in held or word in about) / total
    return Support(tuple(chosen), share, missing_near(sentence, question, chosen, held | about))


def _leaning(sentence: str, question: Question, units: Sequence[Unit], weights: Mapping[str, float]) -> list[Support]:
    """Support by a sentence that tells of what the one before it names, with that one: "Since its inception in 2000".

    Words that the sentence takes from the question and neither of the two has count half.
    """
    about, asked = set(words(units[0].about)), set(words(question.text))
    found = []
    for before, unit in pairwise(units):
        is_next = before.end <= unit.start and not unit.passage.document.text[before.end : unit.start].strip()
        is_of_one = before.passage.chunk.id == unit.passage.chunk.id
        if is_next and is_of_one and (unit.leans or _OF_IT.match(unit.text)):
            both = replace(unit, start=before.start)
            held = both.words | about
            worth = {w: v * (_ASKED_COUNTS if w in asked - held else 1.0) for w, v in weights.items()}
            share = sum(value for word, value in worth.items() if word in held) / (sum(worth.values()) or 1.0)
            found.append(Support((both,), share, missing_near(sentence, question, [both], held)))
    return found


def _across(sentence: str, question: Question, units: Sequence[Unit], closeness: Closeness) -> Support:
    """Support by units in another language: closeness of meaning, numbers, and names that are new in the answer.

    Names that the question has are asked about, and the documents may write them in their own letters.
    """
    units = [unit for unit in units if width(unit.text) >= _LEAST_WIDTH] or units
    values = closeness(sentence, [unit.text for unit in units])
    asked = "" if question.is_yes_no else question.text  # what a claim says must be told as well
    numbers = numbers_in(sentence) - numbers_in(asked)
    latin = [
        name
        for name in _LATIN_NAME.findall(sentence)
        if not months_in(name)
        and name.casefold() not in asked.casefold()
        and not set(words(name)) <= FRAME | STOP_WORDS | KINDS
    ]
    missing = [missing_across(sentence, question, latin, [unit]) for unit in units]
    fit = [
        value + _FIGURE_BONUS * len(numbers & numbers_in(unit.text)) - _MISSING_LOSES * len(each)
        for value, unit, each in zip(values, units, missing, strict=True)
    ]
    number = max(range(len(units)), key=lambda each: fit[each])
    chosen = [units[number]]
    for near in (units[each] for each in (number - 1, number + 1) if 0 <= each < len(units)):
        is_beside = near.passage.chunk.id == units[number].passage.chunk.id
        if is_beside and len(missing_across(sentence, question, latin, [*chosen, near])) < len(
            missing_across(sentence, question, latin, chosen)
        ):
            chosen.append(near)
    shared = {n for n in numbers & numbers_in(units[number].text) if not is_year(n)}
    share = min(1.0, (values[number] + _SAME_FIGURE * bool(shared)) / _LEAST_CLOSENESS * _LEAST_SHARE)
    return Support(tuple(chosen), share, tuple(missing_across(sentence, question, latin, chosen)))


def _gain(unit: Unit, chosen: Sequence[Unit], weights: Mapping[str, float], numbers: set[float], *, is_list: bool) -> float:
    """What the unit adds. One stray word of another place is no support, except in a list."""
    held = {word for each in chosen for word in each.words}
    new = [weight for word, weight in weights.items() if word in unit.words - held]
    told = {n for each in chosen for n in numbers_in(each.text)}
    figures = len((numbers & numbers_in(unit.text)) - told)
    is_elsewhere = bool(chosen) and unit.passage.chunk.id != chosen[0].passage.chunk.id
    if is_elsewhere and len(new) < 2 and not is_list:  # noqa: PLR2004
        return 0.0
    return sum(new) + 0.2 * figures * (sum(weights.values()) or 1.0)
