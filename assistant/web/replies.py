"""What the page answers to each thing a visitor does.

Shared by all visitors, so it holds nothing about any of them: the Chat comes in and goes out with every call.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.web.answering import Answering
from assistant.web.chat import Chat, Shown
from assistant.web.evidence_html import evidence_html
from assistant.web.feedback import FILE, feedback_record, keep
from assistant.web.filter import escape
from assistant.web.places import Places
from assistant.web.run import Run
from assistant.web.texts import Language, preferred_language, text
from assistant.web.turn_html import earlier_html, turn_html, welcome_html

log = logging.getLogger(__name__)

MOST_EXAMPLES = 4


@dataclass(frozen=True)
class Screen:
    """What changes on the page; None leaves a part as it is."""

    chat: Chat | None = None
    question: str | None = None
    earlier: str | None = None
    latest: str | None = None
    evidence: str | None = None
    notice: str | None = None
    is_busy: bool | None = None
    is_empty: bool | None = None


@dataclass(frozen=True)
class Replies:
    """The replies of one served assistant; `feedback` is the folder thumbs are kept in, None for no thumbs."""

    assistant: Answering
    feedback: Path | None = None
    places: Places = field(default_factory=Places)

    async def ask(self, question: str, chat: Chat, language: Language) -> AsyncGenerator[Screen]:
        """The page from the question to its answer."""
        question = question.strip()
        if not question:
            yield Screen(notice=_notice(text(language, "question_empty")))
            return
        if chat.is_busy:
            yield Screen()
            return
        if self.places.are_full:
            yield Screen(notice=_notice(text(language, "too_many_waiting")), question=question)
            return
        run = Run(language)
        try:
            async with aclosing(self._answered(question, chat, run)) as screens:
                async for screen in screens:
                    yield screen
        finally:
            run.is_over = True

    async def _answered(self, question: str, before: Chat, run: Run) -> AsyncGenerator[Screen]:
        chat = before.asking(question, run, stage="waiting" if self.places.are_taken else "searching")
        yield replace(self.whole(chat, run.language), chat=chat, question="", notice="", is_busy=True)
        async with self.places.one(run.given_up):
            if run.is_dropped:
                return
            chat = chat.with_shown(replace(chat.shown[-1], stage="searching"))
            yield replace(self._newest(chat, run.language), chat=chat)
            async with aclosing(run.follow(self.assistant, chat.shown[-1], before.conversation())) as progress:
                async for shown in progress:
                    if shown.stage == "refused":
                        screen = replace(self.whole(before, run.language), chat=before, is_busy=False)
                        yield replace(screen, question=question, notice=_notice(shown.problem))
                        return
                    chat = chat.with_shown(shown)
                    yield replace(self._newest(chat, run.language), chat=chat, is_busy=not shown.is_over)

    async def ask_again(self, chat: Chat, language: Language) -> AsyncGenerator[Screen]:
        """The newest question asked once more, as if it had not been answered."""
        latest = chat.latest
        if latest is None or chat.is_busy:
            yield Screen()
            return
        async with aclosing(self.ask(latest.question, chat.without_latest(), language)) as screens:
            async for screen in screens:
                yield replace(screen, question=screen.question or None)

    async def stop(self, chat: Chat) -> None:
        """Ends the answer under way."""
        if chat.run and chat.is_busy:
            chat.run.stop()

    async def start_over(self, chat: Chat, language: Language) -> Screen:
        """The empty page; an answer under way is given up."""
        if chat.run:
            chat.run.drop()
        empty = Chat()
        return replace(self.whole(empty, language), chat=empty, question="", notice="", is_busy=False)

    def whole(self, chat: Chat, language: Language) -> Screen:
        """All of the conversation in the language of the page; the Chat itself is not touched, an answer may be under way."""
        if chat.run:
            chat.run.language = language
        screen = self._newest(chat, language) if chat.shown else Screen(latest=welcome_html(language), evidence="")
        earlier = earlier_html(chat.earlier, language, feedback=self.feedback is not None)
        return replace(screen, earlier=earlier, is_empty=not chat.shown)

    def rate(self, rating: Mapping[str, Any], chat: Chat, language: Language) -> Screen:
        """The page after a thumb or its reason; kept in the feedback file, and never in the way of the chat."""
        number, act, reason = rating.get("number"), rating.get("act"), str(rating.get("reason") or "").strip()
        shown = chat.numbered(number) if isinstance(number, int) and act in {"up", "down", "reason"} else None
        if self.feedback is None or chat.is_busy or shown is None or shown.turn is None:
            return Screen()
        rated = replace(shown, helpful=act == "up", reason_given=act == "reason")
        if rated != shown and not shown.reason_given:
            keep(feedback_record(shown.turn, token=shown.token, helpful=act == "up", reason=reason), self.feedback / FILE)
            chat = chat.with_shown(rated)
        return replace(self.whole(chat, language), chat=chat)

    def examples(self, language: Language) -> list[str]:
        """The example questions; none when the assistant cannot tell any."""
        try:
            return [one for one in self.assistant.examples(language) if one.strip()][:MOST_EXAMPLES]
        except Exception:  # the edge: a page without examples is better than no page
            log.exception("No example questions")
            return []

    def obstacle(self, language: Language) -> str:
        """Why no question can be answered yet, as a notice; "" when all is ready."""
        try:
            reason = self.assistant.ready()
        except Exception:  # the edge: see above
            log.exception("The assistant could not tell whether it is ready")
            reason = text(language, "failed_other")
        return _notice(text(language, "not_ready", reason=reason)) if reason else ""

    def _newest(self, chat: Chat, language: str) -> Screen:
        shown: Shown = chat.shown[-1]
        latest = turn_html(shown, language, is_latest=True, feedback=self.feedback is not None)
        return Screen(latest=latest, evidence=evidence_html(shown, language))


def language_for(wanted: str, accept_language: str) -> Language:
    """The language of the page: the one chosen before, else what the browser likes better."""
    if wanted in {"en", "zh"}:
        return "zh" if wanted == "zh" else "en"
    return preferred_language(accept_language)


def _notice(words: str) -> str:
    return f'<p class="notice" role="alert">{escape(words)}</p>'
