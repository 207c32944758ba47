"""Figures that institutions state of the same thing, side by side, with the larger one named: from the catalogue, by code.

"Which has more partner universities, A or B?", "Who has the most?": each institution tells its own figure in words of its own,
and a small model mixes up whose is whose.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.evidence import Unit, coverage
from assistant.names import holds_name
from assistant.phrases import phrase
from assistant.question import read_question
from assistant.quotes import quoted
from assistant.turn import Wrote
from index.analysis import STOP_WORDS, words
from index.catalogue import Wanted
from index.passage import Query
from ingest.numbers import is_year, numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.drafting import Drafting
    from index.catalogue import Mention
    from index.passage import Passage
    from ingest.document import Document
    from ingest.facts.fact import Fact

_LEAST_SIDES = 2
_MOST_SIDES = 6
_LEAST_OF_MOST = 0.1  # a smaller figure counts something else
_PASSAGES = 10
_SEVERAL = 3  # figures of one sentence
_LEAST_WORDS = 2
_LEAST_OF_FIGURE = 0.6  # share of the question's words that what a figure counts must have
_CLEARLY = 0.2  # more of it than any other figure
_OF_MEMBERS = re.compile(r"network|alliance|association|consorti|league|member|universit|联盟|网络|成员", re.IGNORECASE)
_MEMBERS = re.compile(r"universit|member|institution|school|college|成员|高校|大学", re.IGNORECASE)
_ADDS = re.compile(r"\b(?:add|sum|total|altogether|combined)\b|合计|总共|一共|加起来", re.IGNORECASE)
_COMPARES = re.compile(
    r"\b(?:more|most|fewer|fewest|less|bigger|biggest|larger|largest|greater|greatest|wider|widest|smaller|smallest|higher|highest|compare\w*|respectively|each|both|how many|next to|side by side|alongside|against)\b"
    r"|更多|更大|更广|更少|最多|最大|最广|最少|比较|相比|多少|几个|几所|分别|各",
    re.IGNORECASE,
)
_MOST = re.compile(r"\b(?:most|biggest|largest|greatest|widest|highest)\b|最多|最大|最广", re.IGNORECASE)
_SIZE = re.compile(
    r"\b(?:more|most|fewer|fewest|bigger|biggest|larger|largest|greater|greatest|wider|widest|smaller|smallest|higher|highest)\b|更多|更大|更广|更少|最多|最大|最广|最少",
    re.IGNORECASE,
)
_AIMS = re.compile(
    r"\b(?:aims?|goals?|targets?|plans?|planned|hopes?|will|would)\b|目标|计划|力争|预计|ziel|objecti[fv]", re.IGNORECASE
)
_COOPERATES = re.compile(
    r"partner|co-?operat|collaborat|agreement|exchange|relations|合作|友好|协议|交流|协定|kooper|conven|accord|cooper",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Thing:
    """Something that institutions count: how a question asks for it, how a document names it, and what else its words must speak of."""

    asked: re.Pattern[str]
    told: re.Pattern[str]
    beside: re.Pattern[str] | None = None


def _thing(asked: str, told: str, beside: re.Pattern[str] | None = None) -> _Thing:
    return _Thing(re.compile(asked, re.IGNORECASE), re.compile(told, re.IGNORECASE), beside)


# In this order: "in how many countries do they have partners" asks for countries.
_THINGS = (
    _thing(
        r"how many (?:different )?(?:countr|region)|geograph\w* (?:reach|spread|range|scope)|(?:most|more|fewer) (?:different )?countr|几个国家|多少(?:个)?国家|哪.{0,12}国家(?:更|最)多",
        r"countr|region|国家|地区|か国|개국|pa[ií]s|länder",
        _COOPERATES,
    ),
    _thing(
        r"(?:international|foreign|overseas) students|留学生|国际学生|外国学生",
        r"(?:international|foreign|overseas) students|留学生|国际学生|外国学生|étudiants|estudiantes",
    ),
    _thing(
        r"partner|co-?operat|collaborat|合作",
        r"^(?!.*(?:student|学生|places|名额)).*(?:universit|institution|partner|college|organi[sz]ation|高校|院校|大学|学校|机构|hochschul|協定校)",
        _COOPERATES,
    ),
    _thing(
        r"agreement|memorand|\bMoUs?\b|协议|备忘录", r"agreement|memorand|\bMoUs?\b|协议|备忘录|accord|convenio|vereinbarung"
    ),
)


@dataclass(frozen=True)
class _Stated:
    """One institution's figure with the words that tell it."""

    name: str
    number: float
    unit: Unit


def stated(drafting: Drafting) -> Iterator[Wrote]:
    """The figures, one line each institution, and which is the largest; nothing when fewer than two tell one."""
    question = drafting.question
    thing = next((each for each in _THINGS if each.asked.search(question.text)), None)
    hosts = _hosts(drafting)
    if not hosts and _SIZE.search(question.text) and not question.wants_shared:
        yield from _of_names(drafting)
        return
    if thing is None or len(hosts) < _LEAST_SIDES or question.wants_shared:
        return
    told = _figures(drafting, thing, hosts)
    found = [_best(drafting, host, told[host], thing) for host in hosts if told[host]]
    if len(found) < _LEAST_SIDES or (drafting.named and len(found) < len(hosts)):
        return
    if not drafting.named:
        found = sorted(found, key=lambda each: -each.number)[:_MOST_SIDES]
        found = [each for each in found if each.number >= _LEAST_OF_MOST * found[0].number]
    yield from _lines(drafting, found)


def one_of_several(drafting: Drafting) -> Iterator[Wrote]:
    """The figure asked for in a sentence that counts several things: a small model takes that of a neighbour."""
    question = drafting.question
    is_count = question.wants_count or any(
        each.question and read_question(each.question).wants_count for each in drafting.earlier[-1:]
    )
    if (
        not is_count
        or len(question.parts) > 1
        or question.wants_comparison
        or question.wants_list
        or _ADDS.search(question.text)
    ):
        return
    text = drafting.index.subjects.left_out_of(question.text, list(drafting.named))
    asked = drafting.index.word_weights(text)
    weights = {word: weight for word, weight in asked.items() if word in drafting.weights and word not in STOP_WORDS}
    found: list[tuple[float, Fact, Unit]] = []
    for document in dict.fromkeys(unit.passage.document for unit in drafting.own_candidates):
        counts = Counter((fact.start, fact.end) for fact in document.facts if fact.kind == "figure")
        for fact in document.facts:
            if fact.kind != "figure" or counts[fact.start, fact.end] < _SEVERAL:
                continue
            what = set(words(_what(fact)))
            own = set(words(fact.get("number")))
            share = sum(v for w, v in weights.items() if w in what) / (sum(weights.values()) or 1.0)
            told = len(what & weights.keys()) / (len(what - own) or 1)
            is_it = share >= _LEAST_OF_FIGURE and len(what & weights.keys()) >= _LEAST_WORDS
            passage = drafting.index.passage_at(document.id, fact.start) if is_it else None
            if passage:
                found.append((share + told / 2, fact, Unit(passage, fact.start, fact.end)))
    found.sort(key=lambda each: -each[0])
    if not found or (len(found) > 1 and found[0][0] - found[1][0] < _CLEARLY):
        return
    _, fact, unit = found[0]
    line = phrase("figure", question.language, figure=fact.name, quote=quoted(unit))
    yield Wrote(drafting.cited.add(line, [unit]))


def _hosts(drafting: Drafting) -> list[str]:
    """The institutions that are compared: those the question names, else all when it asks which has the most."""
    question = drafting.question
    if len(drafting.named) >= _LEAST_SIDES:
        return list(drafting.named) if _COMPARES.search(question.text) else []
    asks_for_most = (_MOST.search(question.text) and question.asks_institutions) or re.match(
        r"\W*(?:who|谁)", question.text, re.IGNORECASE
    )
    return drafting.index.catalogue.hosts() if not drafting.named and asks_for_most and _MOST.search(question.text) else []


def _of_names(drafting: Drafting) -> Iterator[Wrote]:
    """The members of two networks, or of whatever bears two names that are no institutions of the documents."""
    names = drafting.question.full_names
    if len(names) != _LEAST_SIDES or not _OF_MEMBERS.search(drafting.question.text):
        return
    found: list[_Stated] = []
    for name in names:
        (other,) = (each for each in names if each != name)
        passages = [*drafting.passages, *drafting.index.search(Query(name), _PASSAGES)]
        told = [
            _Stated(name, float(fact.get("number")), unit)
            for document in dict.fromkeys(passage.document for passage in passages)
            for fact in document.facts
            if fact.kind == "figure" and _MEMBERS.search(_what(fact))
            if (unit := _unit(passages, document, fact)) and _is_named(name, unit) and not _is_named(other, unit)
        ]
        found += [max(told, key=lambda each: each.number)] if told else []
    if len(found) == len(names):
        yield from _lines(drafting, found)


def _unit(passages: Sequence[Passage], document: Document, fact: Fact) -> Unit | None:
    """The words of a fact as evidence, when one of the passages holds them."""
    holding = (p for p in passages if p.document is document and p.chunk.start <= fact.start < p.chunk.end)
    return next((Unit(passage, fact.start, fact.end) for passage in holding), None)


def _is_named(name: str, unit: Unit) -> bool:
    return holds_name(name, unit.text, unit.words)


def _lines(drafting: Drafting, found: Sequence[_Stated]) -> Iterator[Wrote]:
    """One line for each figure, and which is the largest when that is asked."""
    language = drafting.question.language
    for each in found:
        line = phrase("about_one", language, name=each.name, quote=quoted(each.unit))
        yield Wrote(drafting.cited.add(line, [each.unit], new_line=True))
    if _SIZE.search(drafting.question.text):
        yield Wrote(drafting.cited.add(_verdict(found, language), [each.unit for each in found], new_line=True))


def _figures(drafting: Drafting, thing: _Thing, hosts: Sequence[str]) -> dict[str, list[tuple[Mention, Unit]]]:
    """What each institution states of a thing, aims left out, with its words."""
    told: dict[str, list[tuple[Mention, Unit]]] = {host: [] for host in hosts}
    for entry in drafting.index.catalogue.entries(Wanted("figure")):
        for mention in entry.mentions if entry.host in told else ():
            unit = drafting.unit_of(mention) if thing.told.search(_what(mention.fact)) else None
            if unit and (thing.beside is None or thing.beside.search(unit.text)) and not _AIMS.search(unit.text):
                told[entry.host].append((mention, unit))
    return told


def _best(drafting: Drafting, host: str, told: Sequence[tuple[Mention, Unit]], thing: _Thing) -> _Stated:
    """The figure of the year that is asked for; the largest of its partners, for others are of parts of them; else that in the closest words."""
    years = {f"{number:g}" for number in numbers_in(drafting.question.said) if is_year(number)}

    def worth(each: tuple[Mention, Unit]) -> tuple[bool, float, float, str]:
        mention, unit = each
        day, number = mention.fact.get("as_of") or mention.date, float(mention.fact.get("number"))
        of_year, near = bool(years) and day[:4] in years, round(coverage(unit, drafting.weights), 2)
        return (of_year, number, near, day) if thing.beside else (of_year, near, number, day)

    mention, unit = max(told, key=worth)
    return _Stated(host, float(mention.fact.get("number")), unit)


def _what(fact: Fact) -> str:
    """What a figure counts: its name without the number."""
    return fact.name.partition(" ")[2]


def _verdict(found: Sequence[_Stated], language: str) -> str:
    most, least = max(found, key=lambda each: each.number), min(found, key=lambda each: each.number)
    if most.number == least.number:
        return phrase("equal", language, most=f"{most.number:,g}")
    if len(found) > _LEAST_SIDES:
        return phrase("largest", language, name=most.name, most=f"{most.number:,g}")
    more = f"{most.number - least.number:,g}"
    return phrase("larger", language, name=most.name, most=f"{most.number:,g}", least=f"{least.number:,g}", more=more)
