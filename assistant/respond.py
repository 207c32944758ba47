"""Assistant.respond(): one question from click to citation, its steps in order. Holds nothing about a visitor."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from assistant.compose import compose_check, material, prompt_versions
from assistant.draft import answer_events
from assistant.drafting import Drafting
from assistant.errors import ModelError, QuestionError
from assistant.examples import examples
from assistant.model import Model
from assistant.question import read_question, with_years, without_orders
from assistant.rewrite import recent, rewrite
from assistant.turn import Answer, Conversation, Event, Finished, Found, Searching, Seconds, Turn
from index.current import CurrentIndex
from index.errors import IndexingError


@dataclass(frozen=True)
class AnswerLimits:
    """How much is looked at for one answer; see Settings for the units."""

    passages: int = 12
    evidence_tokens: int = 300
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
        language = read_question(text).language
        today = _today()
        spelled = with_years(index.corrected(text) if language == "en" else text, today)
        standalone = rewrite(without_orders(spelled) or spelled, earlier, index.subjects)
        asked = replace(read_question(standalone.text), language=language)
        rewritten = time.monotonic()
        yield Searching(standalone.queries)
        passages = tuple(index.search(standalone.queries, self._limits.passages))
        searched = time.monotonic()
        yield Found(passages)
        answer, first = Answer(""), 0.0
        budgets = (self._limits.evidence_tokens, self._limits.broad_evidence_tokens)
        drafting = Drafting(index, self._model, asked, passages, standalone.earlier, standalone.about, *budgets, today)
        for event in answer_events(drafting):
            if isinstance(event, Answer):
                answer = event
            else:
                first = first or time.monotonic() - begun
                yield event
        total = time.monotonic() - begun
        seconds = Seconds(rewritten - begun, searched - rewritten, first or total, total)
        turn = Turn(
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
        yield Finished(turn)

    def examples(self, language: str) -> list[str]:
        """Up to four questions that the documents can answer, in the language of the page."""
        try:
            return examples(self._index.get(), language)
        except IndexingError:
            return []

    def ready(self) -> str:
        """Empty when questions can be answered; else one sentence saying why not."""
        try:
            self._index.get()
        except IndexingError as error:
            return str(error)
        return ""

    def load(self) -> None:
        """Loads the index and the models now, with what every prompt begins with, for whoever would rather wait at the start."""
        self._index.get().load()
        self._model.load(compose_check(material((), _today()), read_question("")))

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


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the visitor's day, not UTC
