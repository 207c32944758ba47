"""Whether evidence supports a sentence: the measured check behind every citation. Pure functions, no model.

A sentence stands when units of one document hold enough of its telling words, and all of its numbers, names and
limiting words ("only", "not"). It names what is missing, so that a refusal can be explained.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant.exclusive import excluded
from assistant.names import NAME, holds_in_ideographs, holds_name, is_told_by_sound
from assistant.owned import borrowed_numbers, countries_of_others, figures_of_others, miscounted
from index.analysis import STOP_WORDS, words
from ingest.chunking import width
from ingest.countries import countries_in, country_of
from ingest.dates import dates_in, months_named
from ingest.institutions import is_abbreviation_of
from ingest.numbers import is_year, months_in, numbers_in
from ingest.regions import adjectives_in

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
_LEAST_GAIN = 0.08
_LIST_COMMAS = 2
# What models say about the passages instead of about the world: no evidence holds these words, none need.
_FRAME = frozenset(
    word
    for each in "according passage passages document documents provided given mentioned stated information following include "
    "includes including based following yes no specifically also however therefore there here total respectively".split()
    for word in words(each)
)
_KINDS = frozenset(word for each in "university college institute school office department".split() for word in words(each))
_LIMITS = (
    re.compile(r"\b(?:only|sole|solely|exclusively)\b|唯一|只有|仅", re.IGNORECASE),
    re.compile(r"\b(?:never|no longer|without|cannot)\b|\bnot\b|n't\b|不|没有|未|无", re.IGNORECASE),
    re.compile(r"\b(?:first|earliest)\b|首|第一|最早", re.IGNORECASE),
)
_NO = re.compile(r"\b(?:no|not|never|none|neither|cannot)\b|n't\b|没有|不是|并非|未(?![知来])|无", re.IGNORECASE)
_NO_ANYWHERE = re.compile(  # in the languages that documents come in
    r"\b(?:no|not|never|none|neither|cannot|without|only|kein\w*|nicht|nie|ohne|ne|pas|aucune?|sans|sin|ning[uú]n\w*|nunca|solo|não|nenhum\w*|sem|"
    r"non|nessun\w*|senza|не|нет|без)\b|n['’]t\b|\bn['’]|不|没|沒|无|無|未|非|ない|なし|ません|없|않|아니",
    re.IGNORECASE,
)
_LATIN_NAME = re.compile(r"[A-Z][A-Za-z'’\-]+")
_ABBREVIATION = re.compile(r"\b[A-Z]{3,8}\b")
_CAPITAL_WORDS = re.compile(r"[A-Z][\w'’\-]+(?:\s+(?:of\s+)?[A-Z][\w'’\-]+)+")
_OPENING_NAME = re.compile(r"^\W*([A-Z][\w'’\-]+)(?=\s+(?:[A-Z]|(?:of|and)\s+[A-Z]))")
_FIRST_WORD = re.compile(r"^\W*\w+")
_PLACE = re.compile(r"([\u4e00-\u9fff]{2})(?=[省市县州区](?!大学|分校))")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_CONTRAST = re.compile(r"\s*[;；]\s*|,?\s+(?:while|whereas|but|compared (?:to|with))\s+|，(?:而|但)(?=.{4})", re.IGNORECASE)
_THE_ONLY = re.compile(r"\b(?:the|its|their) (?:only|sole)\b(?!\s+(?:two|three|four|five|six|\d))|唯一", re.IGNORECASE)
_ONE_OF_SOME = re.compile(
    r"\bone of (?:the |only |just )*(?:two|three|four|five|six|\d+)\b|\bonly (?:two|three|four|five|six)\b|之一"
)


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

    A sentence that sets one thing against another ("…, while …") also stands when each half with a name of its own does.
    """
    whole = _of_one_document(sentence, question, units, words_of)
    halves = [half for half in _CONTRAST.split(sentence, maxsplit=1) if half.strip()]
    if whole.stands or len(halves) < 2 or not all(_LATIN_NAME.search(half) or _CJK.search(half) for half in halves):  # noqa: PLR2004
        return whole
    found = [_of_one_document(half, question, units, words_of) for half in halves]
    if not all(each.stands for each in found):
        return whole
    joined = dict.fromkeys(unit for each in found for unit in each.units)
    return Support(tuple(joined), min(each.share for each in found), ())


def _of_one_document(sentence: str, question: Question, units: Sequence[Unit], words_of: Words) -> Support:
    every = words_of.word_weights(sentence)
    weights = {word: weight for word, weight in every.items() if word not in _FRAME and word not in STOP_WORDS}
    best: Support | None = None
    for document_id in dict.fromkeys(unit.passage.document.id for unit in units):
        own = [unit for unit in units if unit.passage.document.id == document_id]
        foreign = [unit for unit in own if unit.language != question.language]
        near = [unit for unit in own if unit.language == question.language]
        found = [_within(sentence, question, near, weights)] if near else []
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
    return Support(tuple(chosen), share, _missing(sentence, question, chosen, held | about))


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
        and not set(words(name)) <= _FRAME | STOP_WORDS | _KINDS
    ]
    missing = [_not_told(sentence, question, latin, [unit]) for unit in units]
    fit = [
        value + _FIGURE_BONUS * len(numbers & numbers_in(unit.text)) - _MISSING_LOSES * len(each)
        for value, unit, each in zip(values, units, missing, strict=True)
    ]
    number = max(range(len(units)), key=lambda each: fit[each])
    chosen = [units[number]]
    for near in (units[each] for each in (number - 1, number + 1) if 0 <= each < len(units)):
        is_beside = near.passage.chunk.id == units[number].passage.chunk.id
        if is_beside and len(_not_told(sentence, question, latin, [*chosen, near])) < len(
            _not_told(sentence, question, latin, chosen)
        ):
            chosen.append(near)
    shared = {n for n in numbers & numbers_in(units[number].text) if not is_year(n)}
    share = min(1.0, (values[number] + _SAME_FIGURE * bool(shared)) / _LEAST_CLOSENESS * _LEAST_SHARE)
    return Support(tuple(chosen), share, tuple(_not_told(sentence, question, latin, chosen)))


def _not_told(sentence: str, question: Question, names: Sequence[str], units: Sequence[Unit]) -> list[str]:
    """The numbers and new names of a sentence that units in another language do not tell."""
    told = _told(units)
    held = set(words(told))
    absent = [name for name in names if not holds_name(name, told, held) and not holds_in_ideographs(name, told)]
    asked = "" if question.is_yes_no else question.text
    known = countries_in(asked) | countries_in(told) | adjectives_in(told) | {country_of(name) for name in absent}
    absent += sorted(countries_in(sentence) - known)
    negated = _NO.search(sentence)
    if negated and not _NO.search(question.text) and not _NO_ANYWHERE.search(told):
        absent.append(negated.group())
    if months_in(sentence) - months_in(asked) - _months_told(told) - {int(n) for n in numbers_in(told) if n in range(1, 13)}:
        absent.append("month")
    places = [place for place in _PLACE.findall(sentence) if place not in question.text and place not in told]
    absent += [place for place in places if not is_told_by_sound(place, told)]
    return list(dict.fromkeys([*_absent_numbers(sentence, question, units), *absent]))


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


def _missing(sentence: str, question: Question, units: Sequence[Unit], held: set[str]) -> tuple[str, ...]:
    """The numbers, names and limiting words of the sentence that the units do not have."""
    told = _told(units)
    body = _FIRST_WORD.sub("", sentence.strip(), count=1)
    body = _without_spelled_out(body, told)
    names = [
        n
        for n in [*_OPENING_NAME.findall(sentence), *NAME.findall(body)]
        if not holds_name(n, told, held) and not set(words(n)) <= _FRAME | STOP_WORDS | _KINDS
    ]
    elsewhere = "" if question.is_yes_no else units[0].passage.document.text
    names = [n for n in names if not (n in question.text and n in elsewhere)]  # asked about, and of the same document
    names = [n for n in names if not months_in(n) or not months_in(n) <= _months_told(told)]
    asked = told if question.is_yes_no else f"{told} {question.text}"
    limits = [match.group() for limit in _LIMITS if (match := limit.search(sentence)) and not limit.search(asked)]
    limits += _THE_ONLY.findall(sentence) if _ONE_OF_SOME.search(told) else []
    limits += excluded(sentence, units[0].text if question.is_yes_no else asked)
    limits += countries_of_others(sentence, units) if question.is_yes_no else []
    foreign = [*borrowed_numbers(sentence, units), *_figures_of_others(sentence, units)]
    foreign += miscounted(sentence, units) if question.is_yes_no else []
    return tuple(dict.fromkeys([*_absent_numbers(sentence, question, units), *foreign, *names, *limits]))


def _figures_of_others(sentence: str, units: Sequence[Unit]) -> list[str]:
    """Figures that the evidence gives as what something else has: "The WUN has 16 universities" is not of Zhejiang."""
    return [f"{n:g}" for unit in units for n in figures_of_others(sentence, unit) & numbers_in(sentence)]


def _without_spelled_out(sentence: str, told: str) -> str:
    """The sentence less the names for which the evidence has the abbreviation: "Zhejiang Shuren University" for ZJSRU."""
    short = set(_ABBREVIATION.findall(told))
    spelled = [run for run in _CAPITAL_WORDS.findall(sentence) if any(is_abbreviation_of(each, run) for each in short)]
    for run in spelled:
        sentence = sentence.replace(run, " ")
    return sentence


def _absent_numbers(sentence: str, question: Question, units: Sequence[Unit]) -> list[str]:
    """The numbers that units do not tell; a year that the question has may stand elsewhere in the document."""
    told = _told(units)
    numbers = numbers_in(told) | {float(month) for month in months_in(told)}
    if not question.is_yes_no:
        text = units[0].passage.document.text
        numbers |= {n for n in numbers_in(question.text) if is_year(n) and f"{n:g}" in text}
    return [f"{n:g}" for n in sorted(numbers_in(sentence)) if n not in numbers and not _is_word_like(n, sentence)]


def _months_told(told: str) -> set[int]:
    return months_in(told) | months_named(told) | {int(day[5:7]) for _, _, day in dates_in(told)}


def _is_word_like(number: float, sentence: str) -> bool:
    """Whether a small number only comes from a word like "one" or "first", which often counts nothing."""
    return number == 1.0 and not re.search(r"(?<!\d)1(?!\d)", sentence)


def _told(units: Sequence[Unit]) -> str:
    return " ".join(f"{unit.text} {unit.header} {unit.about} {unit.passage.document.date}" for unit in units)
