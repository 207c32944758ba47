"""Whether evidence supports a sentence: the measured check behind every citation. Pure functions, no model.

A sentence stands when units of one document hold enough of its telling words, and all of its numbers, names and
limiting words ("only", "not"). It names what is missing, so that a refusal can be explained.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.analysis import STOP_WORDS, words
from ingest.numbers import months_in, numbers_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from assistant.evidence import Unit

_LEAST_SHARE = 0.55
_MOST_UNITS = 4
_LEAST_GAIN = 0.08
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
_NAME = re.compile(r"(?<![.!?。：:]\s)(?<!^)\b[A-Z][\w'’\-]+")
_FIRST_WORD = re.compile(r"^\W*\w+")


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


def support(sentence: str, units: Sequence[Unit], weigh: Callable[[str], Mapping[str, float]]) -> Support:
    """The best support for `sentence` by units of one document.

    `weigh` gives a text's telling words with their rarity.
    """
    weights = {word: weight for word, weight in weigh(sentence).items() if word not in _FRAME and word not in STOP_WORDS}
    best = Support((), 0.0, ("evidence",))
    for document_id in dict.fromkeys(unit.passage.document.id for unit in units):
        own = [unit for unit in units if unit.passage.document.id == document_id]
        found = _within_one_document(sentence, own, weights)
        if (found.stands, -len(found.missing), found.share) > (best.stands, -len(best.missing), best.share):
            best = found
    return best


def _within_one_document(sentence: str, units: Sequence[Unit], weights: Mapping[str, float]) -> Support:
    total = sum(weights.values()) or 1.0
    about = set(words(" ".join(_about(unit) for unit in units[:1])))
    held: set[str] = set()
    chosen: list[Unit] = []
    numbers = numbers_in(sentence)
    while len(chosen) < _MOST_UNITS:
        gains = [(_gain(unit, held, weights, total, numbers, chosen), -n) for n, unit in enumerate(units) if unit not in chosen]
        if not gains:
            break
        gain, number = max(gains)
        if gain < (_LEAST_GAIN if chosen else 1e-9):
            break
        chosen.append(units[-number])
        held |= _words_of(units[-number])
    share = sum(weight for word, weight in weights.items() if word in held or word in about) / total
    return Support(tuple(chosen), share, _missing(sentence, chosen, held | about)) if chosen else Support((), 0.0, ("evidence",))


def _gain(
    unit: Unit, held: set[str], weights: Mapping[str, float], total: float, numbers: set[float], chosen: Sequence[Unit]
) -> float:
    new = _words_of(unit) - held
    gain = sum(weight for word, weight in weights.items() if word in new) / total
    told = {n for each in chosen for n in numbers_in(each.text)}
    return gain + 0.2 * len((numbers & numbers_in(unit.text)) - told)


def _missing(sentence: str, units: Sequence[Unit], held: set[str]) -> tuple[str, ...]:
    """The numbers, names and limiting words of the sentence that the units do not have."""
    told = " ".join(f"{unit.text} {unit.header} {_about(unit)} {unit.passage.document.date}" for unit in units)
    numbers = numbers_in(told) | {float(month) for month in months_in(told)}
    absent = [_figure(number) for number in sorted(numbers_in(sentence)) if number not in numbers and not _is_word_like(number, sentence)]
    body = _FIRST_WORD.sub("", sentence.strip(), count=1)
    names = [name for name in _NAME.findall(body) if not set(words(name)) <= held and not set(words(name)) <= _FRAME]
    limits = [match.group() for limit in _LIMITS if (match := limit.search(sentence)) and not limit.search(told)]
    return tuple(dict.fromkeys([*absent, *names, *limits]))


def _is_word_like(number: float, sentence: str) -> bool:
    """Whether a small number only comes from a word like "one" or "first", which often counts nothing."""
    return number in {1.0} and not re.search(r"(?<!\d)1(?!\d)", sentence)


def _figure(number: float) -> str:
    return f"{number:g}"


def _words_of(unit: Unit) -> set[str]:
    return set(words(f"{unit.text} {unit.header}"))


def _about(unit: Unit) -> str:
    document = unit.passage.document
    subject = " ".join(document.subject.names) if document.subject else ""
    return f"{subject} {unit.passage.context} {document.title}"
