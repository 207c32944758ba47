"""Document → the places that can tell a fact: sentences, list items, table rows, each with what stands above it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ingest.cells import cells_of
from ingest.countries import country_spans
from ingest.dates import days_dated
from ingest.document import BlockKind, Document
from ingest.facts.when import When, times_in
from ingest.orders import is_order
from ingest.readers.markdown import heading_text
from ingest.sentences import sentence_spans

_BULLET = re.compile(r"^\s*(?:[-*•·●○▪◦‣+–—]\s*|\(?\d{1,3}[.)、．]\s*|[（(]\d{1,2}[）)]\s*|[①-⑳]\s*|[a-z]\)\s+)+")
_MARK = re.compile(r"\s*(?:[-*•·●○▪◦‣+–—]\s*)*")
_LONGEST_DATE = 40
_OPENS = re.compile(r"[:：]\s*$")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BEGINNING = 300  # characters of a page that may name its year
_LONGEST_SEASON = 40
_LONGEST_LEAD = 220
_LONGEST_ITEM = 260  # letters; longer items are read sentence by sentence


@dataclass(frozen=True)
class Cell:
    """A cell of a row: what it says, where, and what its column is called."""

    text: str
    start: int
    end: int
    column: str = ""


@dataclass(frozen=True)
class Place:
    """A sentence, an item or a row.

    `lead` is the line that opens the list it stands in; `headings` are outermost first; `before` is the place before it under the same heading, `season` the last short line there that names a year: "Spring 2025".
    """

    document: Document
    start: int
    end: int
    kind: BlockKind
    headings: tuple[tuple[int, int], ...] = ()
    lead: tuple[int, int] | None = None
    header: str = ""
    before: tuple[int, int] | None = None
    season: tuple[int, int] | None = None

    @property
    def starts_line(self) -> bool:
        """Whether it begins a line of its own."""
        return not self.document.text[: self.start].rpartition("\n")[2].strip(" \t-*•·")

    @cached_property
    def text(self) -> str:
        """Its own words."""
        return self.document.text[self.start : self.end]

    @cached_property
    def above(self) -> str:
        """What stands above it: title, headings, the line that opens its list, the header of its table."""
        text = self.document.text
        parts = [self.document.title, *(heading_text(text[start:end]) for start, end in self.headings)]
        parts += [text[slice(*self.lead)]] if self.lead else []
        return "\n".join([*parts, self.header])

    @cached_property
    def near_above(self) -> str:
        """Of what stands above it the nearest: the line that opens its list, its last two headings, the header of its table."""
        text = self.document.text
        parts = [heading_text(text[start:end]) for start, end in self.headings[-2:]]
        parts += [text[slice(*self.lead)]] if self.lead else []
        return "\n".join([*parts, self.header])

    @cached_property
    def folded(self) -> str:
        """Its own words without capitals, to look for stems of words in."""
        return self.text.casefold()

    @cached_property
    def times(self) -> list[When]:
        """The times that its words give."""
        return times_in(self.text, self.year if _DIGIT.search(self.text) else None)

    @cached_property
    def countries(self) -> list[tuple[int, int]]:
        """Where in the document its words name countries: (start, end) of each, in order."""
        return [(self.start + start, self.start + end) for start, end in country_spans(self.text)]

    @cached_property
    def year(self) -> int | None:
        """The year that its days are of: the one the lines above it name, the nearest first, else that of the document."""
        text = self.document.text
        above = [text[start:end] for start, end in reversed(self.headings)]
        near = [text[slice(*each)] for each in (self.season, self.lead) if each]
        above = [*near, *above, self.document.title, text[:_BEGINNING]]
        for line in [*above, self.document.date]:
            if found := _YEAR.search(line):
                return int(found.group())
        return None

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of a row that hold something; none of anything else."""
        if self.kind != "row":
            return ()
        columns = [" ".join(cell.split()) for cell in cells_of(self.header)] if self.header else []
        told, found, at = cells_of(self.text), [], 0
        is_aligned = len(columns) == len(told)
        for number, cell in enumerate(told):
            start = self.text.find(cell, at) if cell else -1
            if start < 0:
                continue
            at = start + len(cell)
            column = columns[number] if is_aligned or (number < len(columns) and len(told) < len(columns)) else ""
            found.append(Cell(cell, self.start + start, self.start + at, column))
        return tuple(found)


def places_of(document: Document) -> Iterator[Place]:
    """The places of a document in order; orders to whoever reads it are none."""
    before: tuple[int, int] | None = None
    season: tuple[int, int] | None = None
    headings: list[tuple[int, int, int]] = []
    lead: tuple[int, int] | None = None
    headers = {block.header for block in document.blocks if block.header}
    for block in document.blocks:
        words = document.text[block.start : block.end]
        if not words.strip():
            continue
        if block.kind == "heading":
            headings = [each for each in headings if each[2] < block.level]
            headings.append((block.start, block.end, block.level))
            lead = before = season = None
            continue
        if len(words.strip()) <= _LONGEST_SEASON and _YEAR.search(words) and not days_dated(words) and block.kind != "row":
            season = (block.start, block.end)
        above = tuple((start, end) for start, end, _ in headings)
        if block.kind == "row":
            if words not in headers and not is_order(words):
                yield Place(document, block.start, block.end, "row", above, lead, block.header, season=season)
            before = None
            continue
        if block.kind == "item" and len(words) <= _LONGEST_ITEM:
            start = block.start + _behind_bullet(words)
            if start < block.end and not is_order(words):
                yield Place(document, start, block.end, "item", above, lead, before=before, season=season)
            before = (start, block.end)
            continue
        spans = sentence_spans(words, document.language, block.start)
        kind: BlockKind = block.kind
        for start, end in spans:
            if not is_order(document.text[start:end]):
                yield Place(
                    document, start, end, kind, above, lead if kind == "item" else None, before=before, season=season
                )
            before = (start, end)
        if block.kind == "paragraph" and spans:
            last = spans[-1]
            is_short = last[1] - last[0] <= _LONGEST_LEAD
            lead = last if is_short and (_OPENS.search(document.text[slice(*last)]) or len(spans) == 1) else None


def _behind_bullet(words: str) -> int:
    """Where an item's own words begin: behind its mark or number, and the day of "12. Mai" is no number."""
    bullet = _BULLET.match(words)
    if not bullet or not _DIGIT.search(bullet.group()):
        return bullet.end() if bullet else 0
    mark = _MARK.match(words).end()  # type: ignore[union-attr]
    return mark if any(each.start == mark for each in times_in(words[:_LONGEST_DATE], 2000)) else bullet.end()
