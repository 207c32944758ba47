"""Evidence → answer: the model drafts, each sentence is checked before it is shown, and code completes what it can.

The order of the decisions is the order of this file: nothing known of the institution asked for; institutions side by
side; whether the evidence answers at all; the draft, sentence by sentence; what the draft left out; else the words of
the documents themselves, or that they do not tell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.cite import CitedText, without_markers
from assistant.compose import Material, compose, compose_check, material
from assistant.enumerations import Enumeration, enumeration_of
from assistant.errors import ModelError
from assistant.evidence import Unit, choose, coverage, is_foreign
from assistant.phrases import enumerate_items, phrase
from assistant.sides import Side, sides_of
from assistant.support import Support, support
from assistant.turn import Answer, Exchange, Wrote
from assistant.unknown import unknown_institution
from index.analysis import STOP_WORDS, words
from ingest.numbers import numbers_in
from ingest.sentences import sentence_spans

if TYPE_CHECKING:
    from assistant.model import Model
    from assistant.question import Question
    from index.passage import Passage
    from index.search import Index

_LEAST_LIKELY = 0.70  # the model's own "yes" below which evidence counts as no answer (docs/decisions/011)
_LEAST_COVERED = 0.5  # share of the question that a quote must hold to stand in for an answer
_LONGEST_QUOTE = 700


@dataclass(frozen=True)
class Drafting:
    """What one answer is made of."""

    index: Index
    model: Model
    question: Question
    passages: tuple[Passage, ...]
    earlier: tuple[Exchange, ...]
    about: str
    budget: float
    today: date
    cited: CitedText = field(default_factory=CitedText)

    @cached_property
    def search_text(self) -> str:
        """The words by which evidence is chosen: those of the question and what it leans on."""
        return " ".join([*(each.question for each in self.earlier), self.question.text])

    @cached_property
    def sides(self) -> list[Side]:
        """The institutions set side by side."""
        return sides_of(self.index, self.question, self.passages) if not self.earlier else []

    @cached_property
    def units(self) -> list[Unit]:
        """The evidence."""
        if self.sides:
            return [unit for side in self.sides for unit in side.units]
        return choose(self.index, self.search_text, self.passages, self.budget)

    @cached_property
    def material(self) -> Material:
        """What the model reads."""
        return material(self.units, self.today, self.earlier, self.about)

    @cached_property
    def weights(self) -> dict[str, float]:
        """The question's telling words."""
        return dict(self.index.word_weights(self.question.text))


def answer_events(drafting: Drafting) -> Iterator[Wrote | Answer]:
    """The checked sentences as they come, then the Answer."""
    language = drafting.question.language
    unknown = unknown_institution(drafting.index, drafting.question.text)
    if unknown or not drafting.units:
        name = "unknown_institution" if unknown else "no_evidence"
        yield Answer(phrase(name, language, **({"name": unknown} if unknown else {})), (), "no_evidence")
        return
    try:
        likely = 1.0 if drafting.sides else drafting.model.likely(compose_check(drafting.material, drafting.question))
        if likely >= _LEAST_LIKELY:
            yield from _drafted(drafting)
    except ModelError as error:
        yield drafting.cited.answer("partial", str(error))
        return
    if likely >= _LEAST_LIKELY:
        yield from _completed(drafting)
    if not drafting.cited.parts:
        yield from _in_their_words(drafting, likely)
    if drafting.cited.parts:
        yield drafting.cited.answer()
    else:
        yield Answer(phrase("no_evidence", language), (), "no_evidence")


def _drafted(drafting: Drafting) -> Iterator[Wrote]:
    """The sentences of the draft that stand; a draft that adds nothing to the question is none."""
    question = drafting.question
    for sentence in _sentences(drafting.model.stream(compose(drafting.material, question)), question.language):
        found = support(sentence, drafting.units, drafting.index.word_weights, drafting.index.closeness)
        if found.stands and _adds(sentence, drafting):
            yield Wrote(drafting.cited.add(sentence, found.units))
            if is_foreign(sentence, found.units[0].text):
                quote = _quote(found.units[0])
                yield Wrote(drafting.cited.add(phrase("original", question.language, quote=quote), found.units[:1], new_line=True))


def _adds(sentence: str, drafting: Drafting) -> bool:
    """Whether the sentence tells more than the question already said; a yes or no tells enough."""
    if drafting.question.is_yes_no or drafting.sides:
        return True
    known = set(words(drafting.search_text)) | STOP_WORDS
    new = [word for word in drafting.index.word_weights(sentence) if word not in known]
    return bool(new) or bool(numbers_in(sentence) - numbers_in(drafting.question.text))


def _completed(drafting: Drafting) -> Iterator[Wrote]:
    """What the draft left out and code can tell: sides without a word, a count, the rest of a list."""
    cited, question = drafting.cited, drafting.question
    if drafting.sides:
        told = {citation.passage.document.id for citation in cited.citations}
        for side in drafting.sides:
            if side.units and not told & {unit.passage.document.id for unit in side.units}:
                line = phrase("about_one", question.language, name=side.name, quote=_quote(side.units[0]))
                yield Wrote(cited.add(line, side.units[:1], new_line=True))
        return
    lists = [found for unit in drafting.units if (found := enumeration_of(unit))]
    best = max(lists, key=lambda each: coverage(each.unit, drafting.weights), default=None)
    if best is None:
        return
    if question.wants_count and (question.is_about_listing or not cited.parts):
        yield from _counted(drafting, best)
    elif question.wants_list and cited.parts and best.named_in("".join(cited.parts)) < len(best.items):
        if coverage(best.unit, drafting.weights) >= _LEAST_COVERED:
            yield Wrote(cited.add(phrase("in_full", question.language, quote=_quote(best.unit)), [best.unit], new_line=True))


def _counted(drafting: Drafting, found: Enumeration) -> Iterator[Wrote]:
    if coverage(found.unit, drafting.weights) < _LEAST_COVERED:
        return
    language = drafting.question.language
    items = enumerate_items(list(found.items), language)
    line = phrase("counted", language, count=str(len(found.items)), items=items)
    yield Wrote(drafting.cited.add(line, [found.unit], new_line=True))


def _in_their_words(drafting: Drafting, likely: float) -> Iterator[Wrote]:
    """The documents' own words when nothing of the draft stood but they hold what the question is about."""
    best = max(drafting.units, key=lambda unit: coverage(unit, drafting.weights))
    contradicted = _unconfirmed(drafting, best)
    if coverage(best, drafting.weights) < _LEAST_COVERED or (likely < _LEAST_LIKELY and not contradicted):
        return
    name = "otherwise" if contradicted else "words"
    yield Wrote(drafting.cited.add(phrase(name, drafting.question.language, quote=_quote(best)), [best]))


def _unconfirmed(drafting: Drafting, unit: Unit) -> bool:
    """Whether the question claims a number that the words closest to it do not have."""
    claimed = numbers_in(drafting.question.text)
    return bool(claimed - numbers_in(unit.text)) and bool(numbers_in(unit.text) - claimed)


def _quote(unit: Unit) -> str:
    line = " ".join(unit.text.split())
    return line if len(line) <= _LONGEST_QUOTE else line[:_LONGEST_QUOTE].rsplit(" ", 1)[0] + " …"


def _sentences(pieces: Iterator[str], language: str) -> Iterator[str]:
    """The sentences of a stream as soon as each is complete, without markers."""
    buffer = ""
    for piece in pieces:
        buffer += piece
        spans = sentence_spans(buffer, language)
        for start, end in spans[:-1]:
            if sentence := without_markers(buffer[start:end]):
                yield sentence
        if len(spans) > 1:
            buffer = buffer[spans[-1][0] :]
    if sentence := without_markers(buffer):
        yield sentence
