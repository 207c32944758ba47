"""Whether evidence supports a sentence: the measured check behind every citation. Pure functions, no model.

A sentence stands when units of one document hold enough of its telling words, and all of its numbers, names and
limiting words ("only", "not"). It names what is missing, so that a refusal can be explained.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.names import holds_name
from index.analysis import STOP_WORDS, words
from ingest.numbers import months_in, numbers_in
from ingest.subject import is_abbreviation_of

if TYPE_CHECKING:
    from assistant.evidence import Unit

Weigh = Callable[[str], Mapping[str, float]]
Closeness = Callable[[str, Sequence[str]], Sequence[float]]

_LEAST_SHARE = 0.55
_LEAST_CLOSENESS = 0.80  # cosine of e5 for a sentence and its source in the other language (docs/decisions/011)
_FIGURE_BONUS = 0.05  # of closeness, for each number of the sentence that a unit has
_MOST_UNITS = 4
_LEAST_GAIN = 0.08
_LIST_COMMAS = 2
# What models say about the passages instead of about the world: no evidence holds these words, none need.
_FRAME = frozenset(
    word
    for each in "according passage passages document documents provided given mentioned stated information following include "
    "includes including based following yes no specifically also however therefore there here total respectively".split()
    for word in words(each)
)
_LIMITS = (
    re.compile(r"\b(?:only|sole|solely|exclusively)\b|唯一|只有|仅", re.IGNORECASE),
    re.compile(r"\b(?:never|no longer|without|cannot)\b|\bnot\b|n't\b|不|没有|未|无", re.IGNORECASE),
    re.compile(r"\b(?:first|earliest)\b|首|第一|最早", re.IGNORECASE),
)
NAME = re.compile(r"(?<![.!?。：:]\s)(?<!^)(?:\b(?:[A-Z]\.){2,}|\b[A-Z][\w'’\-]+)")
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z'’\-]+")
_ABBREVIATION = re.compile(r"\b[A-Z]{3,8}\b")
_CAPITAL_WORDS = re.compile(r"[A-Z][\w'’\-]+(?:\s+(?:of\s+)?[A-Z][\w'’\-]+)+")
_FIRST_WORD = re.compile(r"^\W*\w+")
_CJK = re.compile(r"[\u4e00-\u9fff]")


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


def support(sentence: str, units: Sequence[Unit], weigh: Weigh, closeness: Closeness | None = None) -> Support:
    """The best support for `sentence` by units of one document.

    `weigh` gives a text's telling words with their rarity; `closeness` compares texts of different languages.
    """
    weights = {word: weight for word, weight in weigh(sentence).items() if word not in _FRAME and word not in STOP_WORDS}
    best = Support((), 0.0, ("evidence",))
    for document_id in dict.fromkeys(unit.passage.document.id for unit in units):
        own = [unit for unit in units if unit.passage.document.id == document_id]
        is_foreign = bool(_CJK.search(sentence)) != bool(_CJK.search(own[0].text))
        found = _across(sentence, own, closeness) if is_foreign and closeness else _within(sentence, own, weights)
        if (found.stands, -len(found.missing), found.share) > (best.stands, -len(best.missing), best.share):
            best = found
    return best


def _within(sentence: str, units: Sequence[Unit], weights: Mapping[str, float]) -> Support:
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
    return Support(tuple(chosen), share, _missing(sentence, chosen, held | about))


def _across(sentence: str, units: Sequence[Unit], closeness: Closeness) -> Support:
    """Support by units in another language: closeness of meaning, numbers, and names written in Latin letters."""
    numbers = numbers_in(sentence)
    values = closeness(sentence, [unit.text for unit in units])
    fit = [value + _FIGURE_BONUS * len(numbers & numbers_in(unit.text)) for value, unit in zip(values, units, strict=True)]
    number = max(range(len(units)), key=lambda each: fit[each])
    unit = units[number]
    near = [each for each in units if each.passage.chunk.id == unit.passage.chunk.id and each != unit]
    more = [each for each in near if (numbers - numbers_in(unit.text)) & numbers_in(each.text)][:1]
    told = _told([unit, *more])
    held = set(words(told))
    names = [name for name in _LATIN_NAME.findall(sentence) if not holds_name(name, told, held)]
    missing = (*_absent_numbers(sentence, told), *names)
    return Support((unit, *more), min(1.0, values[number] / _LEAST_CLOSENESS * _LEAST_SHARE), tuple(dict.fromkeys(missing)))


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


def _missing(sentence: str, units: Sequence[Unit], held: set[str]) -> tuple[str, ...]:
    """The numbers, names and limiting words of the sentence that the units do not have."""
    told = _told(units)
    body = _FIRST_WORD.sub("", sentence.strip(), count=1)
    body = _without_spelled_out(body, told)
    names = [n for n in NAME.findall(body) if not holds_name(n, told, held) and not set(words(n)) <= _FRAME | STOP_WORDS]
    limits = [match.group() for limit in _LIMITS if (match := limit.search(sentence)) and not limit.search(told)]
    return tuple(dict.fromkeys([*_absent_numbers(sentence, told), *_borrowed_numbers(sentence, units), *names, *limits]))


def _borrowed_numbers(sentence: str, units: Sequence[Unit]) -> list[str]:
    """Numbers that stand only beside none of the abbreviations the sentence speaks of: 16 members of another network."""
    short = set(_ABBREVIATION.findall(sentence))
    if len(short) != 1 or len(units) == 1:
        return []
    (name,) = short
    beside = [unit for unit in units if name in f"{unit.text} {unit.passage.context}" or name in unit.about]
    told = {number for unit in beside for number in numbers_in(f"{unit.text} {unit.header}")}
    return [f"{n:g}" for n in numbers_in(sentence) if beside and n not in told and n > 12]  # noqa: PLR2004 - months and small words


def _without_spelled_out(sentence: str, told: str) -> str:
    """The sentence less the names for which the evidence has the abbreviation: "Zhejiang Shuren University" for ZJSRU."""
    short = set(_ABBREVIATION.findall(told))
    spelled = [run for run in _CAPITAL_WORDS.findall(sentence) if any(is_abbreviation_of(each, run) for each in short)]
    for run in spelled:
        sentence = sentence.replace(run, " ")
    return sentence


def _absent_numbers(sentence: str, told: str) -> list[str]:
    numbers = numbers_in(told) | {float(month) for month in months_in(told)}
    return [f"{n:g}" for n in sorted(numbers_in(sentence)) if n not in numbers and not _is_word_like(n, sentence)]


def _is_word_like(number: float, sentence: str) -> bool:
    """Whether a small number only comes from a word like "one" or "first", which often counts nothing."""
    return number == 1.0 and not re.search(r"(?<!\d)1(?!\d)", sentence)


def _told(units: Sequence[Unit]) -> str:
    return " ".join(f"{unit.text} {unit.header} {unit.about} {unit.passage.document.date}" for unit in units)
