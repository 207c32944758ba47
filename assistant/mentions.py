"""Questions for every place that speaks of something: "In what connections does France come up?" – one quote a document, by code."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.evidence import coverage, units_of
from assistant.names import holds_name
from assistant.quotes import in_words_of
from assistant.turn import Wrote
from index.analysis import words
from index.passage import Query
from ingest.countries import countries_in, country_of, country_spans, names_of
from ingest.regions import territories_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.drafting import Drafting
    from assistant.evidence import Unit

_PASSAGES = 24
_MOST_DOCUMENTS = 6
_COMES_UP = re.compile(
    r"\b(?:turn|come|crop|show|pop)(?:s|ing)?\s+up\b|\bin (?:what|which) (?:connections?|contexts?)\b"
    r"|\bwhere (?:is|are|do|does)\b.{3,60}\b(?:mentioned|appear|named|referred to|occur)\b"
    r"|在哪(?:里|些地方|几处).{0,20}(?:提到|出现|提及)|(?:哪些|什么)(?:场合|方面|地方).{0,12}(?:提到|出现|提及)|(?:提到|出现|提及)(?:在|于)哪",
    re.IGNORECASE,
)
_HAS_TIES = re.compile(
    r"\b(?:who|which|what|any|another|one|a partner)\b.{0,60}\b(?:ties|links|connections|relations|cooperates?|cooperation|partners(?:hips?)?|works|collaborates?|agreements|exchanges?)\b.{0,12}\b(?:with|to|in)\b.*\?"
    r"|(?:哪(?:些|几|所)|谁).{0,12}(?:与|和|跟|同).{1,10}(?:有合作|合作|有联系|有交流)",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"^\w+['’]s\s+")
_COMING = re.compile(r"\b(?:next|coming up (?:next|soon)|upcoming|events?)\b|即将|接下来", re.IGNORECASE)


def every_mention(drafting: Drafting) -> Iterator[Wrote]:
    """For each document that speaks of what is asked about, the words closest to the question; nothing when none does."""
    question = drafting.question
    if _HAS_TIES.search(question.text) and not drafting.named:
        yield from _with_ties(drafting)
        return
    if not _COMES_UP.search(question.text) or _COMING.search(question.text):
        return
    found = _found(drafting)
    own = {each for ids in drafting.named.values() for each in ids}
    chosen: dict[str, Unit] = {}
    for unit in found:
        document_id = unit.passage.document.id
        if (not own or document_id in own) and len(chosen) < _MOST_DOCUMENTS:
            chosen.setdefault(document_id, unit)
    for unit in chosen.values():
        line = in_words_of(unit, question.language, is_mixed=True)
        yield Wrote(drafting.cited.add(line, [unit], new_line=True))


def _with_ties(drafting: Drafting) -> Iterator[Wrote]:
    """For each country that is asked about, the institutions whose words name it, one quote each."""
    question = drafting.question
    for code in sorted(countries_in(question.text), key=lambda code: _place(code, question.text)):
        wanted = " ".join(names_of(code)[:1]) or code
        passages = [
            *drafting.passages,
            *drafting.index.search([Query(f"{wanted} partner cooperation"), Query(question.text)], _PASSAGES),
        ]
        units = dict.fromkeys(unit for passage in passages for unit in units_of(passage))
        naming = [unit for unit in units if code in countries_in(unit.text) and unit.passage.document.subject]
        by_document = {
            unit.passage.document.id: unit for unit in sorted(naming, key=lambda u: coverage(u, drafting.weights))
        }
        for unit in list(by_document.values())[:_MOST_DOCUMENTS]:
            line = in_words_of(unit, question.language, is_mixed=True)
            yield Wrote(drafting.cited.add(line, [unit], new_line=True))


def _place(code: str, text: str) -> int:
    """Where a text names a country."""
    return next((start for start, end in country_spans(text) if country_of(text[start:end]) == code), len(text))


def _found(drafting: Drafting) -> Sequence[Unit]:
    """The units that name the country or the name that is asked about, those closest to the question first."""
    text = drafting.index.subjects.left_out_of(drafting.question.text, list(drafting.named))
    countries = countries_in(text) or territories_in(text)
    every = [_POSSESSIVE.sub("", name) for name in replace(drafting.question, text=text).names]
    names = [name for name in every if not territories_in(name) and len(words(name)) > 1]
    if not countries and not names:
        return []
    wanted = names or [each for code in sorted(countries) for each in names_of(code)]
    passages = [*drafting.passages, *drafting.index.search([Query(" ".join(wanted)), Query(text)], _PASSAGES)]
    units = dict.fromkeys(unit for passage in passages for unit in units_of(passage))
    naming = [unit for unit in units if _names(unit, names, countries)]
    return sorted(naming, key=lambda unit: -coverage(unit, drafting.weights))


def _names(unit: Unit, names: Sequence[str], countries: set[str]) -> bool:
    if not names:
        return bool(countries & countries_in(unit.text))
    held = set(words(unit.text))
    return any(holds_name(name, unit.text, held) for name in names)
