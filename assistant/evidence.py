"""Passages → evidence: the few sentences, items and rows that a short prompt can hold, each with its exact place.

A small model reads 150 tokens a second on two cores, so what it need not read it does not get. Units are scored by the
share of the question's rare words they hold and by their passage's similarity; a unit in another language than the
question by its embedding, for it shares no words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.analysis import words
from ingest.chunking import width
from ingest.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.passage import Passage
    from index.search import Index
    from ingest.document import Block, Document

_LETTERS_PER_TOKEN = 4.2
_TOKENS_PER_UNIT = 4  # marker and line end
_LONGEST_LIST = 900  # letters: a list up to this long is one unit, for an item alone tells little
_LEAST_OF_BEST = 0.35  # a unit that scores less than this share of the best one only distracts
_MOST_FOREIGN = 24  # units embedded for one answer: 0.4 s
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_INTRO = re.compile(r"[:：]\s*$")


@dataclass(frozen=True)
class Unit:
    """A sentence, a list with its introduction, or a table row of a passage: the smallest thing that is cited."""

    passage: Passage
    start: int
    end: int
    header: str = ""

    @property
    def text(self) -> str:
        """The exact words of the document."""
        return self.passage.document.text[self.start : self.end]

    @property
    def about(self) -> str:
        """What its document and headings say it is about: every name of the institution, title, headings."""
        document = self.passage.document
        names = " ".join(document.subject.names) if document.subject else ""
        return f"{names} {self.passage.context} {document.title}"

    @property
    def words(self) -> set[str]:
        """The analysed words of its text and table header."""
        return set(words(f"{self.text} {self.header}"))

    @property
    def tokens(self) -> float:
        """About how many tokens a model reads for it."""
        return width(self.text) / _LETTERS_PER_TOKEN + _TOKENS_PER_UNIT


def units_of(passage: Passage) -> list[Unit]:
    """The units of a passage, in order; headings are not units, for they are its context."""
    document, chunk = passage.document, passage.chunk
    units: list[Unit] = []
    blocks = [b for b in document.blocks if b.start < chunk.end and b.end > chunk.start and b.kind != "heading"]
    number = 0
    while number < len(blocks):
        size = _list_length(blocks[number:], document)
        if size > 1:
            units.append(Unit(passage, blocks[number].start, blocks[number + size - 1].end))
            number += size
            continue
        units.extend(_split(passage, blocks[number]))
        number += 1
    return [unit for unit in units if unit.start >= chunk.start and unit.end <= chunk.end] or [
        Unit(passage, chunk.start, chunk.end)
    ]


def choose(index: Index, text: str, passages: Sequence[Passage], budget: float) -> list[Unit]:
    """The best units of the passages for the question `text`, within `budget` tokens."""
    units = list(dict.fromkeys(unit for passage in passages for unit in units_of(passage)))
    return select(units, index.word_weights(text), budget, _foreign_closeness(index, text, units))


def closest(index: Index, text: str, units: Sequence[Unit]) -> Unit:
    """Of one or more units the best for the question `text`."""
    return select(units, index.word_weights(text), 0.0, _foreign_closeness(index, text, units))[0]


def coverage(unit: Unit, weights: Mapping[str, float]) -> float:
    """The share of the question's weighted words that a unit and what it is about hold, 0 to 1."""
    held = unit.words | set(words(unit.about))
    return sum(weight for word, weight in weights.items() if word in held) / (sum(weights.values()) or 1.0)


def is_foreign(text: str, other: str) -> bool:
    """Whether two texts share no words because one is written in ideographs and the other is not."""
    return bool(_IDEOGRAPH.search(text)) != bool(_IDEOGRAPH.search(other))


def _foreign_closeness(index: Index, text: str, units: Sequence[Unit]) -> dict[int, float]:
    """The scaled closeness, by number, of the first units that are in another script than the question."""
    foreign = [number for number, unit in enumerate(units) if is_foreign(text, unit.text)][:_MOST_FOREIGN]
    values = index.closeness(text, [units[number].text for number in foreign])
    low, high = min(values, default=0.0), max(values, default=0.0)
    return {n: (value - low) / ((high - low) or 1.0) for n, value in zip(foreign, values, strict=True)}


def select(
    units: Sequence[Unit], weights: Mapping[str, float], budget: float, dense: Mapping[int, float] | None = None
) -> list[Unit]:
    """The best units within `budget` tokens, in the order of their passages and places.

    `weights` are the question's words with their rarity; `dense` the scaled similarity (0 to 1) of units, by number,
    that share no words with the question because they are in another language.
    """
    scores = _scores(units, weights, dense or {})
    chosen: list[int] = []
    used = 0.0
    floor = _LEAST_OF_BEST * max(scores, default=0.0)
    for number in sorted(range(len(units)), key=lambda n: (-scores[n], n)):
        unit = units[number]
        if scores[number] < floor:
            break
        if any(_overlaps(unit, units[other]) for other in chosen):
            continue
        if chosen and used + unit.tokens > budget:
            continue
        used += unit.tokens
        chosen.append(number)
    best = sorted(chosen, key=lambda n: (-scores[n], n))
    ranks: dict[str, int] = {}
    for number in best:
        ranks.setdefault(units[number].passage.document.id, len(ranks))
    return [units[n] for n in sorted(chosen, key=lambda n: (ranks[units[n].passage.document.id], units[n].start))]


def _list_length(blocks: Sequence[Block], document: Document) -> int:
    """How many blocks from the first form one short list with its introduction; 1 when it is none."""
    first = document.text[blocks[0].start : blocks[0].end]
    if blocks[0].kind == "paragraph" and not _INTRO.search(first):
        return 1
    if blocks[0].kind not in {"paragraph", "item"}:
        return 1
    end = 1
    while end < len(blocks) and blocks[end].kind == "item":
        end += 1
    if blocks[0].kind == "paragraph" and end == 1:
        return 1
    is_short = width(document.text[blocks[0].start : blocks[end - 1].end]) <= _LONGEST_LIST
    return end if is_short and end > 1 else 1


def _split(passage: Passage, block: Block) -> list[Unit]:
    if block.kind == "row":
        return [Unit(passage, block.start, block.end, block.header)]
    document = passage.document
    spans = sentence_spans(document.text[block.start : block.end], document.language, block.start)
    return [Unit(passage, start, end) for start, end in spans]


def _scores(units: Sequence[Unit], weights: Mapping[str, float], dense: Mapping[int, float]) -> list[float]:
    total = sum(weights.values()) or 1.0
    similarities = [unit.passage.similarity for unit in units]
    low, high = min(similarities, default=0.0), max(similarities, default=1.0)
    spread = (high - low) or 1.0
    scores = []
    for number, unit in enumerate(units):
        held = unit.words
        share = sum(weight for word, weight in weights.items() if word in held) / total
        scores.append(max(share, dense.get(number, 0.0)) + (unit.passage.similarity - low) / spread)
    return scores


def _overlaps(unit: Unit, other: Unit) -> bool:
    same = unit.passage.document.id == other.passage.document.id
    return (same and unit.start < other.end and other.start < unit.end) or unit.text == other.text
