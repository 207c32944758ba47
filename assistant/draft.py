"""Evidence → answer: the model drafts, each sentence is checked before it is shown, and code completes what it can.

The order of the decisions is the order of this file: nothing known of the institution asked for; institutions side by
side; whether the evidence answers at all; the draft, sentence by sentence; what the draft left out; else the words of
the documents themselves, or that they do not tell.
"""

from __future__ import annotations

import re
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
from assistant.names import holds_name
from assistant.phrases import enumerate_items, phrase
from assistant.sides import Side, sides_of
from assistant.support import NAME, Support, support
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

# The model's own "yes" below which evidence counts as no answer; questions that draw on many places, claim something or
# meet another language get less of it though they can be answered (docs/decisions/011).
_LEAST_LIKELY = 0.60
_LEAST_LIKELY_BROAD = 0.50
_LEAST_COVERED = 0.4  # share of the question that quotes must hold to stand in for an answer
_LEAST_GAIN = 0.2  # share of the question that one more quote must add
_MOST_QUOTES = 3
_LEAST_OF_CLOSEST = 0.7  # of the question's words that the closest evidence holds
_LONGEST_QUOTE = 700
_LONGEST_COUNTED = 80  # letters of an item: longer ones are statements, not things to count
_ANY_NAME = re.compile(r"\b[A-Z]{2,}[\w\-]*\b|(?<=\s)[A-Z][\w'’\-]+(?:\s+[A-Z][\w'’\-]+)*")
_FILLER = frozenset(
    word
    for each in "many name named names list listed mention mentioned give given state number numbers each count exactly please "
    "according also one two know say said says find show tell much kind sort there documents document page pages "
    "多少 哪些 哪个 什么 请问 列出 分别 名字".split()
    for word in words(each)
)
_SAME_THING = frozenset(word for each in "university institution college school partner".split() for word in words(each))


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
        weights = self.index.word_weights(self.question.text)
        return {word: weight for word, weight in weights.items() if word not in _FILLER} or dict(weights)

    @cached_property
    def own_units(self) -> list[Unit]:
        """The evidence about the institutions that the question names; all of it when it names none."""
        named = {each for ids in self.index.subjects.named_in(self.question.text).values() for each in ids}
        return [unit for unit in self.units if not named or unit.passage.document.id in named]

    @cached_property
    def closest_first(self) -> list[Unit]:
        """The one unit closest to the question."""
        ids = {unit.passage.document.id for unit in self.own_units}
        return choose(self.index, self.search_text, [p for p in self.passages if p.document.id in ids], 1.0)

    @property
    def least_likely(self) -> float:
        """The answerability asked for, 0 to 1."""
        is_foreign_to_it = bool(self.units) and is_foreign(self.question.text, self.units[0].text)
        is_hard = self.question.is_broad or self.question.is_yes_no or bool(self.earlier) or is_foreign_to_it
        return _LEAST_LIKELY_BROAD if is_hard else _LEAST_LIKELY


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
        if likely >= drafting.least_likely:
            yield from _drafted(drafting)
            yield from _completed(drafting)
    except ModelError as error:
        yield drafting.cited.answer("partial", str(error))
        return
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
        if found.stands and _fits(sentence, found, drafting):
            yield Wrote(drafting.cited.add(sentence, found.units))
            if is_foreign(sentence, found.units[0].text):
                quote = _quote(found.units[0])
                yield Wrote(
                    drafting.cited.add(phrase("original", question.language, quote=quote), found.units[:1], new_line=True)
                )


def _fits(sentence: str, found: Support, drafting: Drafting) -> bool:
    """Whether a sentence that stands also answers: new to the question, of the right institution, from the right place."""
    return (
        _adds(sentence, drafting)
        and _counts_it(sentence, found, drafting)
        and _is_of_its_subject(sentence, found, drafting)
        and _is_from_the_closest(sentence, found, drafting)
    )


def _is_of_its_subject(sentence: str, found: Support, drafting: Drafting) -> bool:
    """Whether the units are about, or name, each institution that the sentence names."""
    subjects = drafting.index.subjects
    told = " ".join(unit.text for unit in found.units)
    ids = {unit.passage.document.id for unit in found.units}
    named = subjects.named_in(told)
    return all(key in named or ids & set(document_ids) for key, document_ids in subjects.named_in(sentence).items())


def _is_from_the_closest(sentence: str, found: Support, drafting: Drafting) -> bool:
    """Whether what is new in the sentence comes from words that are close to the question: a model mixes neighbours."""
    if drafting.question.is_broad or drafting.earlier or is_foreign(drafting.question.text, found.units[0].text):
        return True
    known = set(words(drafting.search_text))
    new = {word for word in drafting.index.word_weights(sentence) if word not in known}
    closest = max(coverage(unit, drafting.weights) for unit in drafting.units)
    giving = [unit for unit in found.units if new & set(words(unit.text))]
    return not giving or max(coverage(unit, drafting.weights) for unit in giving) >= _LEAST_OF_CLOSEST * closest


def _adds(sentence: str, drafting: Drafting) -> bool:
    """Whether the sentence tells more than the question already said; a yes or no tells enough."""
    if drafting.question.is_yes_no or drafting.sides:
        return True
    known = set(words(drafting.search_text)) | STOP_WORDS
    new = [word for word in drafting.index.word_weights(sentence) if word not in known]
    return bool(new) or bool(numbers_in(sentence) - numbers_in(drafting.question.text))


def _counts_it(sentence: str, found: Support, drafting: Drafting) -> bool:
    """Whether a number given for "how many students" stands where students are spoken of."""
    counted = set(words(" ".join(drafting.question.counted))) - STOP_WORDS
    if not counted or drafting.sides:
        return True
    held = {word for unit in found.units for word in words(unit.text)} | set(words(sentence))
    return bool(counted & held) or bool(counted & _SAME_THING and _SAME_THING & held)


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
    best, near = _best_list(drafting)
    if best is not None and near >= _LEAST_COVERED:
        has_count = bool(numbers_in("".join(cited.parts)) - numbers_in(question.text))
        if question.wants_count and _is_countable(best) and (question.is_about_listing or not has_count):
            yield Wrote(_count_line(drafting, best))
        elif question.wants_list and cited.parts and best.named_in("".join(cited.parts)) < len(best.items):
            line = phrase("in_full", question.language, quote=_quote(best.unit))
            yield Wrote(cited.add(line, [best.unit], new_line=True))
    if question.is_broad and cited.parts:
        yield from _rest(drafting)


def _best_list(drafting: Drafting) -> tuple[Enumeration | None, float]:
    """The list closest to the question, and how much of the question it or the sentence it leans on holds."""
    best: tuple[float, int, Enumeration | None] = (0.0, 0, None)
    units = drafting.own_units
    for number, unit in enumerate(units):
        found = enumeration_of(unit)
        if found is None:
            continue
        near = coverage(unit, drafting.weights)
        if found.leans and number and units[number - 1].passage.document.id == unit.passage.document.id:
            near = max(near, coverage(units[number - 1], drafting.weights))
        if (near, len(found.items)) > best[:2]:
            best = (near, len(found.items), found)
    return best[2], best[0]


def _is_countable(found: Enumeration) -> bool:
    return all(len(item) <= _LONGEST_COUNTED for item in found.items)


def _count_line(drafting: Drafting, found: Enumeration) -> str:
    language = drafting.question.language
    items = enumerate_items(list(found.items), language)
    line = phrase("counted", language, count=str(len(found.items)), items=items)
    return drafting.cited.add(line, [found.unit], new_line=True)


def _rest(drafting: Drafting) -> Iterator[Wrote]:
    """Quotes for what the question asks besides: words that the cited ones do not hold and other evidence does."""
    covered = {word for citation in drafting.cited.citations for word in words(citation.quote)}
    for unit in (_of_each_name(drafting) or _quotes(drafting, covered))[: _MOST_QUOTES - 1]:
        line = phrase("words", drafting.question.language, quote=_quote(unit))
        yield Wrote(drafting.cited.add(line, [unit], new_line=True))


def _of_each_name(drafting: Drafting) -> list[Unit]:
    """For each name in the question of which nothing is cited yet, the unit that has it and most of the question."""
    told = " ".join(f"{citation.quote} {citation.passage.context}" for citation in drafting.cited.citations)
    found: list[Unit] = []
    for name in dict.fromkeys(_ANY_NAME.findall(drafting.question.text)):
        having = [unit for unit in drafting.own_units if name in unit.text]
        if having and name not in told and not any(name in unit.text for unit in found):
            found.append(max(having, key=lambda unit: coverage(unit, drafting.weights)))
    return found


def _in_their_words(drafting: Drafting, likely: float) -> Iterator[Wrote]:
    """The documents' own words when nothing of the draft stood but they hold what the question is about."""
    question = drafting.question
    units = _quotes(drafting, set())[: _MOST_QUOTES if question.is_broad else 1]
    if not units:
        return
    is_foreign_to_it = is_foreign(question.text, units[0].text)
    contradicted = not is_foreign_to_it and _unconfirmed(drafting, units[0])
    covered = sum(weight for word, weight in drafting.weights.items() if any(word in _held(unit) for unit in units))
    enough = covered / (sum(drafting.weights.values()) or 1.0) >= _LEAST_COVERED
    if not enough and not is_foreign_to_it:
        return
    if question.wants_count and not any(numbers_in(unit.text) - numbers_in(question.text) for unit in units):
        return
    if not question.is_yes_no and any(_is_year(number) for number in numbers_in(question.text) - _numbers_of(units)):
        return
    if likely < drafting.least_likely and not contradicted:
        return
    for number, unit in enumerate(units):
        name = "otherwise" if contradicted and not number else "words"
        yield Wrote(drafting.cited.add(phrase(name, question.language, quote=_quote(unit)), [unit], new_line=bool(number)))


def _quotes(drafting: Drafting, covered: set[str]) -> list[Unit]:
    """Units that hold the words of the question, each adding to those before it."""
    units, chosen = list(drafting.own_units), []
    total = sum(drafting.weights.values()) or 1.0
    if units and is_foreign(drafting.question.text, units[0].text):
        return [] if covered else [unit for unit in drafting.closest_first if unit in units][:1]
    while units:
        gains = [sum(v for w, v in drafting.weights.items() if w in _held(unit) - covered) / total for unit in units]
        number = max(range(len(units)), key=lambda each: gains[each])
        if gains[number] < _LEAST_GAIN:
            break
        covered = covered | _held(units[number])
        chosen.append(units.pop(number))
    return chosen


def _held(unit: Unit) -> set[str]:
    subject = unit.passage.document.subject
    return set(words(f"{unit.text} {unit.header} {unit.passage.context} {' '.join(subject.names) if subject else ''}"))


def _unconfirmed(drafting: Drafting, unit: Unit) -> bool:
    """Whether the question claims a number or a name that the words closest to it do not have.

    A year that only says which event is meant is no claim, unless the question asks for a yes or no.
    """
    text = drafting.question.text
    claimed = numbers_in(text) - numbers_in(unit.text)
    if not drafting.question.is_yes_no:
        claimed = {number for number in claimed if not _is_year(number)}
    held = _held(unit)
    names = [name for name in NAME.findall(text) if not holds_name(name, f"{unit.text} {unit.passage.context}", held)]
    return bool(names) or (bool(claimed) and bool(numbers_in(unit.text)))


def _numbers_of(units: Sequence[Unit]) -> set[float]:
    return {
        number for unit in units for number in numbers_in(f"{unit.text} {unit.passage.context} {unit.passage.document.date}")
    }


def _is_year(number: float) -> bool:
    return 1900 <= number <= 2100  # noqa: PLR2004


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
