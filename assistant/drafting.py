"""Drafting: what one answer is made of, each part worked out once and only when it is needed."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING

from assistant.cite import CitedText
from assistant.compose import Material, material
from assistant.evidence import Unit, choose, closest, units_of
from assistant.sides import Side, sides_of
from index.analysis import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from assistant.model import Model
    from assistant.question import Question
    from assistant.support import Support
    from assistant.turn import Exchange
    from index.catalogue import Mention
    from index.passage import Passage
    from index.search import Index
    from ingest.document import Document

# The model's own "yes" below which evidence counts as no answer; questions that draw on many places, claim something or
# meet another language get less of it though they can be answered (docs/decisions/011).
LEAST_LIKELY = 0.55
LEAST_LIKELY_BROAD = 0.50
LEAST_LIKELY_CHECKED = 0.25  # comparisons and claims: their drafts are checked the harder
_EARLIER_WEIGHS = 0.3  # times as much, for the words of the question that a follow-up leans on
_BEGINNING = 300  # characters of a page in which its own institution may be named
_NAMES_WEIGH = 2.0  # times as much as other words of the question: what it is about must be there
_FILLER = frozenset(
    word
    for each in "many name named names list listed mention mentioned give given state number numbers each count exactly please "
    "according also one two know say said says find show tell much kind sort there documents document page pages "
    "多少 哪些 哪个 什么 请问 列出 分别 名字".split()
    for word in words(each)
)


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
    broad_budget: float
    today: date
    cited: CitedText = field(default_factory=CitedText)
    fallen: list[Support] = field(default_factory=list)  # of the sentences of the draft that do not stand

    @cached_property
    def search_text(self) -> str:
        """The words by which evidence is chosen: those of the question and what it leans on."""
        return " ".join([*(each.question for each in self.earlier), self.question.text])

    @cached_property
    def named(self) -> dict[str, list[str]]:
        """The institutions that the question names, each with the ids of the documents about it."""
        return self.index.subjects.named_in(self.question.text)

    @cached_property
    def asked_about(self) -> dict[str, list[str]]:
        """The institutions that the question, or else the talk before it, names."""
        is_carried = bool(self.about) and not self.question.names
        return self.named or (self.index.subjects.named_in(self.about) if is_carried else {})

    @cached_property
    def sides(self) -> list[Side]:
        """The institutions set side by side."""
        return sides_of(self.index, self.question, self.passages) if not self.earlier else []

    @cached_property
    def units(self) -> list[Unit]:
        """The evidence."""
        if self.sides:
            return [unit for side in self.sides for unit in side.units]
        units = self._chosen(self.broad_budget if self.question.needs_much else self.budget)
        if units and self.is_foreign(units[0]) and not self.question.needs_much:
            return self._chosen(self.broad_budget)  # across languages the order of the units says less
        return units

    def _chosen(self, budget: float) -> list[Unit]:
        text, language = self.search_text, self.question.language
        return choose(self.index, text, language, self._candidates, budget, is_broad=self.question.is_broad)

    @cached_property
    def _candidates(self) -> list[Unit]:
        """The units of the passages, less those of other institutions than the one asked about that do not name it."""
        units = list(dict.fromkeys(unit for passage in self.passages for unit in units_of(passage)))
        asked_about = self.asked_about
        if len(asked_about) != 1 or (self.named and self.question.wants_comparison):
            return units
        ((key, own),) = asked_about.items()

        @cache
        def begins_with_it(document: Document) -> bool:
            return self.index.subjects.is_named(key, f"{document.title} {document.text[:_BEGINNING]}")

        return [
            unit
            for unit in units
            if unit.passage.document.subject is None
            or unit.passage.document.id in own
            or self.index.subjects.is_named(key, unit.text)
            or begins_with_it(unit.passage.document)
        ] or units

    @cached_property
    def material(self) -> Material:
        """What the model reads."""
        return material(self.units, self.today, self.earlier, self.about)

    @cached_property
    def weights(self) -> dict[str, float]:
        """The question's telling words."""
        weights = self.index.word_weights(self.question.text)
        weights = {word: weight for word, weight in weights.items() if word not in _FILLER} or dict(weights)
        names = set(words(" ".join(self.question.names)))
        weights = {word: weight * (_NAMES_WEIGH if word in names else 1.0) for word, weight in weights.items()}
        earlier = self.index.word_weights(" ".join(each.question for each in self.earlier))
        return {word: weight * _EARLIER_WEIGHS for word, weight in earlier.items() if word not in _FILLER} | weights

    def unit_of(self, mention: Mention) -> Unit | None:
        """The words of a document that tell a fact of the catalogue, as evidence."""
        passage = self.index.passage_at(mention.document_id, mention.fact.start)
        return Unit(passage, mention.fact.start, mention.fact.end) if passage else None

    @property
    def own_units(self) -> list[Unit]:
        """The evidence about the institutions that the question, or the talk before it, names; all of it when it names none."""
        return self._own(self.units)

    @property
    def own_candidates(self) -> list[Unit]:
        """The evidence, and then what else the passages hold, about these institutions."""
        return self._own(list(dict.fromkeys([*self.units, *self._candidates])))

    def _own(self, units: Sequence[Unit]) -> list[Unit]:
        ids = {each for ids in self.asked_about.values() for each in ids}
        return [unit for unit in units if not ids or unit.passage.document.id in ids]

    @cached_property
    def closest(self) -> Unit:
        """Of `own_units`, of which there must be one, that closest to the question."""
        return closest(self.index, self.search_text, self.question.language, self.own_units)

    def is_foreign(self, unit: Unit) -> bool:
        """Whether the unit is in another language than the question, so that they share few words."""
        return unit.language != self.question.language

    @property
    def least_likely(self) -> float:
        """The answerability asked for, 0 to 1."""
        if self.question.wants_comparison or self.question.is_yes_no or self.question.presumes:
            return LEAST_LIKELY_CHECKED
        is_foreign = bool(self.units) and self.is_foreign(self.units[0])
        is_hard = self.question.is_broad or bool(self.earlier) or is_foreign or bool(self.question.asked_span)
        return LEAST_LIKELY_BROAD if is_hard else LEAST_LIKELY
