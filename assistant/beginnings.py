"""Which of two is older: the years in which both began, by the documents' own words, and the difference, by code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.evidence import units_of
from assistant.names import holds_name
from assistant.phrases import phrase
from assistant.quotes import in_words_of
from assistant.turn import Wrote
from index.analysis import words
from index.passage import Query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.drafting import Drafting
    from assistant.evidence import Unit

_TWO = 2
_PASSAGES = 10
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


@dataclass(frozen=True)
class _Beginning:
    name: str
    year: int
    unit: Unit


def beginnings(drafting: Drafting) -> Iterator[Wrote]:
    """The words that tell when each of two things began, and which is the older; nothing unless both years are told."""
    question = drafting.question
    if drafting.earlier or not _OLDER.search(question.text):
        return
    hosts = list(drafting.named)
    names = (
        hosts
        if len(hosts) == _TWO
        else [name for name in dict.fromkeys(question.names) if len(words(name)) > 1 or name.isupper()]
    )
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


_ITSELF = re.compile(r"\b(?:our|the|this) (?:university|college|institution|school)\b|学校|我校|本校|大学", re.IGNORECASE)
