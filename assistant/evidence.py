"""Passages → evidence: the few sentences, items and rows that a short prompt can hold, each with its exact place.

A small model reads 150 tokens a second on two cores, so what it need not read it does not get. Units are scored by the
share of the question's rare words they hold and by their passage's similarity; a unit in another language than the
question by its embedding, for it shares no words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.expected import asks_how_to_reach
from index.analysis import words
from ingest.chunking import heading_words, width
from ingest.orders import is_order, without_orders
from ingest.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from index.passage import Passage
    from index.search import Index
    from ingest.document import Block, Document

_LETTERS_PER_TOKEN = 4.2
_TOKENS_PER_UNIT = 4  # marker and line end
_LONGEST_LIST = 900  # letters: a list up to this long is one unit, for an item alone tells little
_LEAST_OF_BEST = 0.45  # a unit that scores less than this share of the best one only distracts
_LEAST_OF_BEST_BROAD = 0.25  # the same for a question that asks for several things
_MOST_FOREIGN = 48  # units embedded for one answer: under 0.8 s
_FAR, _NEAR = 0.76, 0.90  # cosines of e5 for a sentence that has nothing, and one that has all to do with a question
_SHORT_LOSES = 0.3
_FEW_LETTERS = 40  # in the width of Latin letters
_SHARED_BONUS = 0.25  # for a unit of another script that holds all figures and Latin names of the question
_KNOWN_WORDS_LOSE = 0.5  # of their share, once a chosen unit holds them, for a question that asks for several things
_OF_WHAT_IT_LEANS_ON = 0.9  # the score of "This includes …" is that of the sentence before it, times this
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")
_IDEOGRAPHIC = frozenset({"zh", "ja"})
_WORDS = re.compile(r"[^\W\d_]{2}|[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
_STEP = re.compile(r"\s*(?:[|>»›＞｜]|>>)\s*")
_LEAST_STEPS, _STEP_WORDS = 2, 4  # of a line that is the way through a site
_INTRO = re.compile(r"[:：]\s*$")
_LEANING = re.compile(r"^\s*(?:this|these|it|they|those|among (?:them|these))\b|^\s*(?:其中|包括|这些|它们)", re.IGNORECASE)


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
    def context(self) -> str:
        """What it is about in one line: the context of its passage, and the headings of the passage that it stands under."""
        return " › ".join(part for part in (self.passage.context, *self._headings) if part)

    @property
    def about(self) -> str:
        """What its document and headings say it is about: every name of the institution, title, headings."""
        document = self.passage.document
        names = " ".join(document.subject.names) if document.subject else ""
        return f"{names} {self.context} {document.title}"

    @cached_property
    def _headings(self) -> tuple[str, ...]:
        """The headings inside its passage that it stands under, outermost first."""
        document, chunk = self.passage.document, self.passage.chunk
        path: list[Block] = []
        for block in document.blocks:
            if block.kind == "heading" and chunk.start <= block.start < self.start:
                path = [*(above for above in path if above.level < block.level), block]
        return tuple(heading_words(document, block) for block in path)

    @property
    def language(self) -> str:
        """The language of its words, ISO 639-1: that of the document, but for passages in another script."""
        language = self.passage.document.language
        if bool(_IDEOGRAPH.search(self.text)) == (language in _IDEOGRAPHIC):
            return language
        return "zh" if language not in _IDEOGRAPHIC else "en"

    @property
    def words(self) -> set[str]:
        """The analysed words of its text and table header."""
        return set(words(f"{self.text} {self.header}"))

    @property
    def leans(self) -> bool:
        """Whether it tells of what the sentence before it names."""
        return bool(_LEANING.match(self.text))

    @property
    def tokens(self) -> float:
        """About how many tokens a model reads for it."""
        return width(self.text) / _LETTERS_PER_TOKEN + _TOKENS_PER_UNIT


def units_of(passage: Passage) -> list[Unit]:
    """The units of a passage, in order; headings are units only with the list under them, for they are its context.

    What gives orders instead of telling something is none.
    """
    document, chunk = passage.document, passage.chunk
    units: list[Unit] = []
    blocks = [b for b in document.blocks if b.start < chunk.end and b.end > chunk.start]
    number = 0
    while number < len(blocks):
        size = _list_length(blocks[number:], document)
        together = blocks[number : number + size]
        is_ordered = any(each.kind != "paragraph" and is_order(document.text[each.start : each.end]) for each in together)
        if size > 1 and not is_ordered:
            units.append(Unit(passage, together[0].start, together[-1].end))
        else:
            units.extend(unit for each in together if each.kind != "heading" for unit in _split(passage, each))
        number += size
    inside = [unit for unit in units if unit.start >= chunk.start and unit.end <= chunk.end and _WORDS.search(unit.text)]
    whole = Unit(passage, chunk.start, chunk.end)
    is_evidence = _WORDS.search(whole.text) and not _is_way_through_site(whole.text) and not is_order(whole.text)
    return inside or ([whole] if is_evidence else [])


def _is_way_through_site(text: str) -> bool:
    """Whether a line only leads through a site: "Home > Global", "Contact | Privacy"."""
    parts = _STEP.split(text.strip().strip("|"))
    is_short = len(parts) > _LEAST_STEPS and all(len(part.split()) <= _STEP_WORDS for part in parts)
    return is_short and not any(character.isdigit() for character in text)


def items_of(unit: Unit) -> list[Unit]:
    """The items of a unit that is a list, each as a unit."""
    document = unit.passage.document
    blocks = [b for b in document.blocks if b.kind == "item" and b.start >= unit.start and b.end <= unit.end]
    return [
        Unit(unit.passage, block.start, block.end) for block in blocks if (block.start, block.end) != (unit.start, unit.end)
    ]


def choose(  # noqa: PLR0913
    index: Index, text: str, language: str, units: Sequence[Unit], budget: float, *, is_broad: bool = False
) -> list[Unit]:
    """The best of the units for the question `text` in `language`, within `budget` tokens; see `select`."""
    dense = _foreign_closeness(index, text, language, units)
    return select(units, index.word_weights(text), budget, dense, is_broad=is_broad)


def closest(index: Index, text: str, language: str, units: Sequence[Unit]) -> Unit:
    """Of one or more units the best for the question `text` in `language`."""
    return select(units, index.word_weights(text), 0.0, _foreign_closeness(index, text, language, units))[0]


def coverage(unit: Unit, weights: Mapping[str, float]) -> float:
    """The share of the question's weighted words that a unit and what it is about hold, 0 to 1."""
    return _share(unit.words | set(words(unit.about)), weights)


def _foreign_closeness(index: Index, text: str, language: str, units: Sequence[Unit]) -> dict[int, float]:
    """The closeness, 0 to about 1, by number, of the first units that are in another language than the question.

    Each is read under what its passage is about, as the index has it. Figures and Latin names are the same in all
    languages: units that hold those of the question are closer.
    """
    foreign = [number for number, unit in enumerate(units) if unit.language != language][:_MOST_FOREIGN]
    values = index.closeness(text, [f"[{units[number].context}] {units[number].text}" for number in foreign])
    shared = {word: weight for word, weight in index.word_weights(text).items() if word.isascii()}
    return {
        number: scaled(value) + _SHARED_BONUS * _share(units[number].words, shared)
        for number, value in zip(foreign, values, strict=True)
    }


def closeness_of(index: Index, text: str, units: Sequence[Unit]) -> list[float]:
    """How close each unit is in meaning to the question `text`, from 0 to about 1, whatever their languages.

    Those with some words to them are closer: an encoder finds two or three words close to anything.
    """
    values = index.closeness(text, [unit.text for unit in units])
    asks_address = asks_how_to_reach(text)
    return [
        scaled(value) - _SHORT_LOSES * (width(unit.text) < _FEW_LETTERS or ("@" in unit.text and not asks_address))
        for value, unit in zip(values, units, strict=True)
    ]


def scaled(cosine: float) -> float:
    """A cosine of e5 from 0, for words that have nothing to do with each other, to about 1."""
    return max(0.0, cosine - _FAR) / (_NEAR - _FAR)


def select(
    units: Sequence[Unit],
    weights: Mapping[str, float],
    budget: float,
    dense: Mapping[int, float] | None = None,
    *,
    is_broad: bool = False,
) -> list[Unit]:
    """The best units within `budget` tokens, in the order of their passages and places.

    `weights` are the question's words with their rarity, of which those that no unit holds tell nothing; `dense` the scaled similarity (0 to 1) of units, by number,
    that share no words with the question because they are in another language. For a broad question a unit counts for
    more when it holds words that no chosen one does, and a sentence that leans on another counts as that one.
    """
    held = [unit.words | set(words(unit.context)) for unit in units]
    weights = {word: weight for word, weight in weights.items() if any(word in each for each in held)}
    scores = _scores(units, held, weights, dense or {})
    if is_broad:
        _lean(units, scores)
    covered: set[str] = set()
    chosen: list[int] = []
    used = 0.0
    floor = (_LEAST_OF_BEST_BROAD if is_broad else _LEAST_OF_BEST) * max(scores, default=0.0)
    left = [n for n, score in enumerate(scores) if score >= floor]
    while left:
        known = {word: weight for word, weight in weights.items() if word in covered} if is_broad else {}
        total = sum(weights.values()) or 1.0
        worth = {n: scores[n] - _KNOWN_WORDS_LOSE * _share(held[n], known) * sum(known.values()) / total for n in left}
        number = min(left, key=lambda n: (-worth[n], n))
        left.remove(number)
        unit = units[number]
        if any(_overlaps(unit, units[other]) for other in chosen) or (chosen and used + unit.tokens > budget):
            continue
        used += unit.tokens
        covered |= held[number]
        chosen.append(number)
    ranks: dict[str, int] = {}
    for number in sorted(chosen, key=lambda n: (-scores[n], n)):
        ranks.setdefault(units[number].passage.document.id, len(ranks))
    return [units[n] for n in sorted(chosen, key=lambda n: (ranks[units[n].passage.document.id], units[n].start))]


def leans_back(units: Sequence[Unit], number: int) -> bool:
    """Whether the unit of that number leans on the one before it, which is of the same document."""
    unit, before = units[number], units[number - 1]
    return number > 0 and unit.leans and before.passage.document.id == unit.passage.document.id


def _lean(units: Sequence[Unit], scores: list[float]) -> None:
    """Gives sentences that lean on the one before them nearly its score."""
    for number in range(len(units)):
        if leans_back(units, number):
            scores[number] = max(scores[number], _OF_WHAT_IT_LEANS_ON * scores[number - 1])


def _share(held: set[str], weights: Mapping[str, float]) -> float:
    return sum(weight for word, weight in weights.items() if word in held) / (sum(weights.values()) or 1.0)


def _list_length(blocks: Sequence[Block], document: Document) -> int:
    """How many blocks from the first form one short list with its introduction; 1 when it is none."""
    first = document.text[blocks[0].start : blocks[0].end]
    if blocks[0].kind == "row" or (blocks[0].kind == "paragraph" and not _INTRO.search(first)):
        return 1
    end = 1
    while end < len(blocks) and blocks[end].kind == "item":
        end += 1
    is_short = width(document.text[blocks[0].start : blocks[end - 1].end]) <= _LONGEST_LIST
    return end if is_short and end > 1 else 1


def _split(passage: Passage, block: Block) -> list[Unit]:
    document = passage.document
    if block.kind == "row" and block.header:
        return [Unit(passage, block.start, block.end, block.header)]
    if _is_way_through_site(document.text[block.start : block.end]):
        return []
    if block.kind == "row":
        return [Unit(passage, block.start, block.end)]
    spans = sentence_spans(document.text[block.start : block.end], document.language, block.start)
    return [Unit(passage, start, end) for start, end in without_orders(document.text, spans)]


def _scores(
    units: Sequence[Unit], held: Sequence[set[str]], weights: Mapping[str, float], dense: Mapping[int, float]
) -> list[float]:
    similarities = [unit.passage.similarity for unit in units]
    low, high = min(similarities, default=0.0), max(similarities, default=1.0)
    spread = (high - low) or 1.0
    scores = []
    for number, unit in enumerate(units):
        share = max(_share(held[number], weights), dense.get(number, 0.0))
        scores.append(share + (unit.passage.similarity - low) / spread)
    return scores


def _overlaps(unit: Unit, other: Unit) -> bool:
    same = unit.passage.document.id == other.passage.document.id
    return (same and unit.start < other.end and other.start < unit.end) or unit.text == other.text
