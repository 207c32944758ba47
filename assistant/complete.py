"""What code can tell beside the draft: institutions side by side, counts, rows of a table, the rest of a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.counted import best_list, counted
from assistant.entries import LABEL, cells, named, picked_entries
from assistant.enumerations import enumeration_of, shared_items, speaks_of_countries
from assistant.evidence import items_of
from assistant.phrases import enumerate_items, phrase
from assistant.quotes import MOST_QUOTES, closest_quotes, in_words_of, of_each_name, quoted
from assistant.turn import Wrote
from index.analysis import words
from ingest.numbers import numbers_in
from ingest.regions import territories_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.drafting import Drafting


_LEAST_LISTED = 2
_WHO = re.compile(r"\bwho(?:m|se)?\b|谁|哪位", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*[,，、;；]\s*|\s+and\s+")
_A_NAME = re.compile(r"[A-Z][\w'’.\-]*(?:\s+[A-Z][\w'’.\-]*){0,3}|[\u4e00-\u9fff]{2,4}")


def side_by_side(drafting: Drafting) -> Iterator[Wrote]:
    """For each institution that is compared, its closest words: a small model mixes up whose figure is whose."""
    if not drafting.sides:
        return
    lists = [found for side in drafting.sides for unit in side.units[:1] if (found := enumeration_of(unit))]
    if drafting.question.wants_shared and len(lists) == len(drafting.sides):
        items = shared_items(lists)
        names = enumerate_items(items, drafting.question.language)
        line = phrase("on_all" if items else "on_none", drafting.question.language, count=str(len(items)), items=names)
        yield Wrote(drafting.cited.add(line, [found.unit for found in lists], new_line=True))
        return
    for side in drafting.sides:
        if side.units:
            line = phrase("about_one", drafting.question.language, name=side.name, quote=quoted(side.units[0]))
            yield Wrote(drafting.cited.add(line, side.units[:1], new_line=True))


def listed(drafting: Drafting) -> Iterator[Wrote]:
    """The entries of the closest list that the question picks, told and counted by code: a small model leaves some out."""
    question = drafting.question
    entries = picked_entries(drafting) if question.wants_list or question.wants_count else []
    if len(entries) < _LEAST_LISTED:
        return
    told = [cells(entry) for entry in entries]
    if question.wants_count:
        told = [name for entry in entries for name in named(entry, question.counted)]
    line = phrase("entries", question.language, count=str(len(told)), entries="; ".join(told))
    if speaks_of_countries(question.text) and question.wants_count:
        countries = {code for each in told for code in territories_in(each)}
        line += " " + phrase("countries", question.language, count=str(len(countries)))
    yield Wrote(drafting.cited.add(line, entries, new_line=True))


def completed(drafting: Drafting) -> Iterator[Wrote]:
    """What the draft left out and code can tell: a count, the rest of a list, names without a word."""
    cited, question = drafting.cited, drafting.question
    yield from counted(drafting)
    found = best_list(drafting) if question.wants_list and not question.wants_count and cited.parts else None
    if found is not None and found.named_in("".join(cited.parts)) < len(found.items):
        line = phrase("in_full", question.language, quote=quoted(found.unit))
        yield Wrote(cited.add(line, [found.unit], new_line=True))
    yield from _other_names(drafting)
    if question.wants_comparison and cited.parts:
        yield from _figures(drafting)
    if question.needs_much and cited.parts:
        yield from _rest(drafting)


def _other_names(drafting: Drafting) -> Iterator[Wrote]:
    """The words behind an answer to "who" that leaves some of the names out: "Translation: A, B" answered with A."""
    if not _WHO.search(drafting.question.text) or not drafting.cited.parts:
        return
    told = set(words("".join(drafting.cited.parts)))
    for unit in [each for whole in drafting.cited.units for each in (items_of(whole) or [whole])]:
        parts = _BETWEEN_NAMES.split(LABEL.sub("", unit.text.strip(), count=1))
        is_list = len(parts) > 1 and all(_A_NAME.fullmatch(part.strip()) for part in parts)
        if (
            is_list
            and any(set(words(part)) <= told for part in parts)
            and not all(set(words(part)) <= told for part in parts)
        ):
            line = phrase("in_full", drafting.question.language, quote=quoted(unit))
            yield Wrote(drafting.cited.add(line, [unit], new_line=True))


def _figures(drafting: Drafting) -> Iterator[Wrote]:
    """The words behind a comparison that tells no figure of theirs: "it is older" wants both years."""
    told = numbers_in(drafting.cited.told) | numbers_in(drafting.question.text)
    for unit in drafting.cited.units:
        if numbers_in(unit.text) and not numbers_in(unit.text) & told:
            line = phrase("words", drafting.question.language, quote=quoted(unit))
            yield Wrote(drafting.cited.add(line, [unit], new_line=True))


def _rest(drafting: Drafting) -> Iterator[Wrote]:
    """Quotes for what the question asks besides: words that the cited ones do not hold and other evidence does."""
    covered = {word for citation in drafting.cited.citations for word in words(citation.quote)}
    cited_of = {citation.passage.document.id for citation in drafting.cited.citations}
    for unit in (of_each_name(drafting) or closest_quotes(drafting, covered))[: MOST_QUOTES - 1]:
        line = in_words_of(unit, drafting.question.language, is_mixed=unit.passage.document.id not in cited_of)
        yield Wrote(drafting.cited.add(line, [unit], new_line=True))
