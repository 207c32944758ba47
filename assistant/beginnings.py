"""Which of two is older: the years in which both began, by the documents' own words, and the difference, by code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.evidence import coverage, units_of
from assistant.names import holds_name
from assistant.phrases import phrase
from assistant.quotes import in_words_of, with_lead
from assistant.turn import Wrote
from index.analysis import words
from index.passage import Query
from ingest.numbers import is_year, numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.drafting import Drafting
    from assistant.evidence import Unit

_TWO = 2
_PASSAGES = 10
_PASSAGES_OF_YEAR, _MOST_OF_YEAR = 24, 4
_MEANING_WEIGHS = 4.0  # cosines of e5 differ by hundredths
_BEGINS = 0.3  # of a sentence that begins with a year: "Since 1977, …"
_BEGINS_WITH_YEAR = re.compile(r"\W*(?:since|in|from|as early as|自|从)?\s*(?:1[5-9]|20)\d\d", re.IGNORECASE)
_REACH = 60  # characters from the name to the year, in a unit that tells of several
_OLDER = re.compile(
    r"\b(?:older|younger|newer)\b|\bwhich (?:\w+ )?(?:came|was (?:founded|established|set up|created)|started|began) (?:first|earlier|later|before)\b"
    r"|\b(?:founded|established|formed|created|set up|started) (?:first|earlier|later)\b|哪(?:个|所|一个|一所).{0,12}(?:更早|更老|较早|历史更(?:长|久)|成立得?早|更晚)|谁.{0,8}(?:更早|成立早)",
    re.IGNORECASE,
)
_BEGAN = re.compile(
    r"\b(?:founded|found|formed|established|set up|created|launched|started|began|begun|opened|inception|origins?|dates? (?:back )?(?:to|from))\b[^.;。]{0,40}?\b((?:1[5-9]|20)\d\d)\b"
    r"|\b(?:in|since)\s+((?:1[5-9]|20)\d\d)\b[^.;。]{0,30}?\b(?:founded|formed|established|set up|created|launched|opened)\b"
    r"|((?:1[5-9]|20)\d\d)\s*年[^，。；]{0,8}(?:成立|创立|创建|创办|始建|建校|设立|诞生)|(?:成立|创立|创建|创办|始建|建校|设立|诞生)于\s*((?:1[5-9]|20)\d\d)\s*年",
    re.IGNORECASE,
)


_ITSELF = re.compile(r"\b(?:our|the|this) (?:university|college|institution|school)\b|学校|我校|本校|大学", re.IGNORECASE)
_GO_BACK = re.compile(
    r"\b(?:which|what|two|both|name)\b.*\b(?:go(?:es)? back|date(?:s)? (?:back|from)|(?:started|began|begun|founded|established|formed|launched|created|set up)\b.{0,12}\bin)\b.*\b(?:19|20)\d\d\b"
    r"|\b(?:two|both)\b.*\b(?:go(?:es)? back|date)\b.*\b(?:19|20)\d\d\b|(?:哪些|哪两|两个|两项).{0,20}(?:19|20)\d\d\s*年|(?:19|20)\d\d\s*年.{0,12}(?:成立|创办|开始|起步).{0,12}(?:哪些|哪两|两)",
    re.IGNORECASE,
)
_ONE_OR_OTHER = re.compile(
    r"\b(?:what|which)\b[^:,?]*\b(?:started|began|came|happened|begun)\b[^:,?]*\b(?:earlier|first|before|later|sooner)\b[^:,?]*[:,]\s*([^?]{6,90}?),?\s+or\s+([^?]{6,90})\?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Beginning:
    name: str
    year: int
    unit: Unit


def beginnings(drafting: Drafting) -> Iterator[Wrote]:
    """The words that tell when each of two things began, and which is the older; nothing unless both years are told."""
    question = drafting.question
    if _GO_BACK.search(question.text) and not drafting.named:
        yield from _of_the_year(drafting)
        return
    if match := _ONE_OR_OTHER.search(question.text):
        yield from _alternatives(drafting, match.group(1), match.group(2))
        return
    if not _OLDER.search(question.text):
        return
    hosts = list(drafting.named)
    names = hosts if len(hosts) == _TWO else question.full_names
    found = (
        [each for name in names if (each := _beginning(drafting, name, is_host=name in hosts))] if len(names) == _TWO else []
    )
    if len(found) < _TWO:
        return
    for each in found:
        yield Wrote(
            drafting.cited.add(in_words_of(each.unit, question.language, is_mixed=bool(hosts)), [each.unit], new_line=True)
        )
    first, last = sorted(found, key=lambda each: each.year)
    years = {"first": str(first.year), "last": str(last.year), "years": str(last.year - first.year)}
    line = phrase("older" if first.year < last.year else "as_old", question.language, name=first.name, **years)
    yield Wrote(drafting.cited.add(line, [first.unit, last.unit], new_line=True))


def _of_the_year(drafting: Drafting) -> Iterator[Wrote]:
    """Whatever began in the one year that is asked about, one quote each; nothing when it is a single thing."""
    question = drafting.question
    years = [int(number) for number in numbers_in(question.said) if is_year(number)]
    if len(years) != 1:
        return
    queries = [Query(f"{years[0]} founded established since inception began"), Query(question.text)]
    units = dict.fromkeys(
        unit for passage in drafting.index.search(queries, _PASSAGES_OF_YEAR) for unit in units_of(passage)
    )
    told = [unit for unit in units if any(years[0] in _years(match) for match in _BEGAN.finditer(unit.text))]
    found = list({unit.text: unit for unit in map(with_lead, told)}.values())
    for unit in found[:_MOST_OF_YEAR] if len(found) > 1 else ():
        yield Wrote(drafting.cited.add(in_words_of(unit, question.language, is_mixed=True), [unit], new_line=True))


def _alternatives(drafting: Drafting, one: str, other: str) -> Iterator[Wrote]:
    """The words that tell the years of two things that "or" sets against each other, and how far they lie apart."""
    question = drafting.question
    ids = [each for ids in drafting.named.values() for each in ids]
    query = Query(f"{one} {other} since")
    passages = drafting.index.search_about(query, ids, _PASSAGES) if ids else drafting.index.search([query], _PASSAGES)
    units = list(dict.fromkeys(unit for passage in passages for unit in units_of(passage)))
    units = [unit for unit in units if any(map(is_year, numbers_in(unit.text)))]
    first, second = (_worth(drafting, part, units) for part in (one, other))
    pairs = [(first[n] + second[m], n, m) for n in range(len(units)) for m in range(len(units)) if n != m]
    if not pairs:
        return
    _, n, m = max(pairs)
    chosen = [units[n], units[m]]
    years = [min((int(n) for n in numbers_in(unit.text) if is_year(n)), default=0) for unit in chosen]
    if years[0] == years[1]:
        return
    for unit in chosen:
        yield Wrote(drafting.cited.add(in_words_of(unit, question.language, is_mixed=False), [unit], new_line=True))
    told = {"first": str(min(years)), "last": str(max(years)), "years": str(abs(years[0] - years[1]))}
    yield Wrote(drafting.cited.add(phrase("apart", question.language, **told), chosen, new_line=True))


def _worth(drafting: Drafting, part: str, units: Sequence[Unit]) -> list[float]:
    """How close each unit is to a part of the question, in meaning and in words."""
    near, weights = drafting.index.closeness(part, [unit.text for unit in units]), drafting.index.word_weights(part)
    return [
        _MEANING_WEIGHS * value + coverage(unit, weights) + _BEGINS * bool(_BEGINS_WITH_YEAR.match(unit.text))
        for value, unit in zip(near, units, strict=True)
    ]


def _years(match: re.Match[str]) -> set[int]:
    return {int(each) for each in match.groups() if each}


def _beginning(drafting: Drafting, name: str, *, is_host: bool) -> _Beginning | None:
    """When what bears a name began: in words near the name, or of an institution itself in its own documents."""
    index = drafting.index
    query = Query(f"{name} founded established year 成立")
    passages = index.search_about(query, drafting.named[name], _PASSAGES) if is_host else index.search([query], _PASSAGES)
    for passage in passages:
        for unit in units_of(passage):
            for match in _BEGAN.finditer(unit.text):
                year = int(next(each for each in match.groups() if each))
                around = unit.text[max(0, match.start() - _REACH) : match.end() + _REACH // 3]
                is_of_it = (
                    index.subjects.is_named(name, around) or _ITSELF.search(around) if is_host else _is_near(name, around)
                )
                if is_of_it:
                    return _Beginning(name, year, unit)
    return None


def _is_near(name: str, around: str) -> bool:
    return holds_name(name, around, set(words(around)))
