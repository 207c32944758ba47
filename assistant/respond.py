"""Assistant.respond(): one question from click to citation, its steps in order. Holds nothing about a visitor."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.cite import CitedText, without_markers
from assistant.compose import compose, notes_of, prompt_versions
from assistant.errors import ModelError, QuestionError
from assistant.evidence import Unit, select, units_of
from assistant.model import Model
from assistant.phrases import phrase
from assistant.question import Question, read_question
from assistant.rewrite import Standalone, recent, rewrite
from assistant.support import support
from assistant.turn import Answer, Conversation, Event, Finished, Found, Searching, Seconds, Turn, Wrote
from index.errors import IndexingError
from index.generation import CurrentIndex
from index.passage import Passage
from index.search import Index
from ingest.sentences import sentence_spans

_NEAREST = 3


@dataclass(frozen=True)
class AnswerLimits:
    """How much is looked at for one answer; see Settings for the units."""

    passages: int = 12
    evidence_tokens: int = 320
    broad_evidence_tokens: int = 480
    question_characters: int = 8_000
    history_turns: int = 3


class Assistant:
    """Answers questions about the documents of the published index. Shared by all visitors, thread-safe."""

    def __init__(self, index: CurrentIndex, model: Model, limits: AnswerLimits | None = None) -> None:
        self._index = index
        self._model = model
        self._limits = limits or AnswerLimits()

    def ask(self, question: str, conversation: Conversation | None = None) -> Turn:
        """The finished turn; see `respond`."""
        for event in self.respond(question, conversation):
            if isinstance(event, Finished):
                return event.turn
        message = "The answer did not finish."
        raise ModelError("cut", message)

    def respond(self, question: str, conversation: Conversation | None = None) -> Iterator[Event]:
        """The events of one answer, the last of which is Finished.

        Raises: QuestionError when there is no question to answer; IndexingError when there is no usable index.
        """
        begun = time.monotonic()
        text = self._checked(question)
        index = self._index.get()
        earlier = recent(conversation or Conversation(), self._limits.history_turns)
        standalone = rewrite(text, earlier, self._model.stream)
        rewritten = time.monotonic()
        yield Searching(standalone.queries)
        passages = tuple(index.search(standalone.queries, self._limits.passages))
        searched = time.monotonic()
        yield Found(passages)
        seconds = Seconds(rewrite=rewritten - begun, search=searched - rewritten)
        asked = replace(read_question(standalone.text), language=read_question(text).language)
        answer, first = Answer(""), 0.0
        for event in self._answer(index, asked, passages):
            if isinstance(event, Answer):
                answer = event
            else:
                first = first or time.monotonic() - begun
                yield event
        total = time.monotonic() - begun
        seconds = replace(seconds, first_token=first or total, total=total)
        yield Finished(self._turn(text, asked, standalone, passages, answer, index, seconds))

    def _checked(self, question: str) -> str:
        text = question.replace("\0", "").strip()
        if not text:
            message = "The question is empty; type what you would like to know."
            raise QuestionError(message)
        if len(text) > self._limits.question_characters:
            message = (
                f"The question has {len(text):,} characters; the longest that can be answered has "
                f"{self._limits.question_characters:,}. Please ask a shorter one."
            )
            raise QuestionError(message)
        return text

    def _answer(self, index: Index, question: Question, passages: tuple[Passage, ...]) -> Iterator[Wrote | Answer]:
        units = self._evidence(index, question, passages)
        cited = CitedText()
        try:
            for sentence in _sentences(self._model.stream(compose(question, notes_of(units), (), _today())), question.language):
                found = support(sentence, units, index.word_weights)
                if found.stands:
                    yield Wrote(cited.add(sentence, found.units))
        except ModelError as error:
            yield cited.answer("partial", str(error))
            return
        if cited.parts:
            yield cited.answer()
        else:
            yield Answer(phrase("no_evidence", question.language), (), "no_evidence")

    def _evidence(self, index: Index, question: Question, passages: tuple[Passage, ...]) -> list[Unit]:
        units = [unit for passage in passages for unit in units_of(passage)]
        budget = self._limits.broad_evidence_tokens if question.is_broad else self._limits.evidence_tokens
        return select(units, index.word_weights(question.text), budget)

    def _turn(
        self,
        text: str,
        asked: Question,
        standalone: Standalone,
        passages: tuple[Passage, ...],
        answer: Answer,
        index: Index,
        seconds: Seconds,
    ) -> Turn:
        return Turn(
            question=text,
            answer=answer,
            queries=standalone.queries,
            passages=passages,
            language=asked.language,
            prompts=prompt_versions(),
            model=self._model.name,
            generation=index.manifest.id,
            seconds=seconds,
        )

    def examples(self, language: str) -> list[str]:
        """Up to four questions that the documents can answer, in the language of the page."""
        return []

    def ready(self) -> str:
        """Empty when questions can be answered; else one sentence saying why not."""
        try:
            self._index.get()
        except IndexingError as error:
            return str(error)
        return ""

    def load(self) -> None:
        """Loads the models now, for whoever would rather wait at the start."""
        self._index.get().search([], 1)


def _sentences(words: Iterator[str], language: str) -> Iterator[str]:
    """The sentences of a stream as soon as each is complete."""
    buffer = ""
    for word in words:
        buffer += word
        spans = sentence_spans(buffer, language)
        for start, end in spans[:-1]:
            if sentence := without_markers(buffer[start:end]):
                yield sentence
        if len(spans) > 1:
            buffer = buffer[spans[-1][0] :]
    if sentence := without_markers(buffer):
        yield sentence


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the visitor's day, not UTC
