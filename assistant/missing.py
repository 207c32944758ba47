"""What a sentence tells that evidence does not: numbers, names, countries, months, limiting words. Pure functions, no model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.exclusive import excluded
from assistant.names import NAME, holds_in_ideographs, holds_name, is_told_by_sound
from assistant.owned import borrowed_numbers, countries_of_others, figures_of_others, miscounted
from index.analysis import STOP_WORDS, words
from ingest.countries import countries_in, country_of
from ingest.dates import dates_in, months_named
from ingest.institutions import is_abbreviation_of
from ingest.numbers import is_year, months_in, numbers_in
from ingest.regions import adjectives_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.evidence import Unit
    from assistant.question import Question

# What models say about the passages instead of about the world: no evidence holds these words, none need.
FRAME = frozenset(
    word
    for each in "according passage passages document documents provided given mentioned stated information following include "
    "includes including based following yes no specifically also however therefore there here total respectively".split()
    for word in words(each)
)
KINDS = frozenset(
    word for each in "university college institute school office department uni".split() for word in words(each)
)
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
_ABBREVIATION = re.compile(r"\b[A-Z]{3,8}\b")
_CAPITAL_WORDS = re.compile(r"[A-Z][\w'’\-]+(?:\s+(?:of\s+)?[A-Z][\w'’\-]+)+")
_OPENING_NAME = re.compile(r"^\W*([A-Z][\w'’\-]+)(?=\s+(?:[A-Z]|(?:of|and)\s+[A-Z]))")
_FIRST_WORD = re.compile(r"^\W*\w+")
_PLACE = re.compile(r"([\u4e00-\u9fff]{2})(?=[省市县州区](?!大学|分校))")
_THE_ONLY = re.compile(r"\b(?:the|its|their) (?:only|sole)\b(?!\s+(?:two|three|four|five|six|\d))|唯一", re.IGNORECASE)
_ONE_OF_SOME = re.compile(
    r"\bone of (?:the |only |just )*(?:two|three|four|five|six|\d+)\b|\bonly (?:two|three|four|five|six)\b|之一"
)


def missing_across(sentence: str, question: Question, names: Sequence[str], units: Sequence[Unit]) -> list[str]:
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


def missing_near(sentence: str, question: Question, units: Sequence[Unit], held: set[str]) -> tuple[str, ...]:
    """The numbers, names and limiting words of the sentence that the units do not have."""
    told = _told(units)
    body = _FIRST_WORD.sub("", sentence.strip(), count=1)
    body = _without_spelled_out(body, told)
    names = [
        n
        for n in [*_OPENING_NAME.findall(sentence), *NAME.findall(body)]
        if not holds_name(n, told, held) and not set(words(n)) <= FRAME | STOP_WORDS | KINDS
    ]
    elsewhere = "" if question.is_yes_no else units[0].passage.document.text
    names = [n for n in names if not (n in question.text and n in elsewhere)]  # asked about, and of the same document
    names = [n for n in names if not _is_subject(n, units[0])]
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


def _is_subject(name: str, unit: Unit) -> bool:
    """Whether a name is short for what the document is about: ZJU for Zhejiang University."""
    subject, short = unit.passage.document.subject, re.sub(r"['’]s?$", "", name)
    return subject is not None and short.isupper() and any(is_abbreviation_of(short, each) for each in subject.names)


def _months_told(told: str) -> set[int]:
    return months_in(told) | months_named(told) | {int(day[5:7]) for _, _, day in dates_in(told)}


def _is_word_like(number: float, sentence: str) -> bool:
    """Whether a small number only comes from a word like "one" or "first", which often counts nothing."""
    return number == 1.0 and not re.search(r"(?<!\d)1(?!\d)", sentence)


def _told(units: Sequence[Unit]) -> str:
    return " ".join(f"{unit.text} {unit.header} {unit.about} {unit.passage.document.date}" for unit in units)
