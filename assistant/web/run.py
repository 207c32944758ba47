"""One answer under way: a thread draws events from the assistant, the visitor's page awaits them.

The page never waits inside the assistant: a stop takes effect at once, and the thread closes the iterator, which ends
the generation, as soon as the step it is in returns. Held in the visitor's own state only.
"""

from __future__ import annotations

import asyncio
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.errors import QuestionError
from assistant.web.chat import Shown, advanced, failed, refused, stopped
from assistant.web.problems import problem_of
from assistant.web.texts import text

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Iterator

    from assistant.turn import Conversation, Event
    from assistant.web.answering import Answering
    from assistant.web.texts import Language

_PAUSE_SECONDS = 0.04  # 25 pictures a second; what arrives in between is shown together


@dataclass(frozen=True)
class _Stop:
    """The visitor pressed stop."""


@dataclass(frozen=True)
class _Failure:
    """The assistant raised."""

    error: Exception


@dataclass(frozen=True)
class _End:
    """The assistant has nothing more to tell."""


class Run:
    """Draws the events of one answer in a thread of its own."""

    def __init__(self, language: Language) -> None:
        self.language: Language = language
        self.is_dropped = False
        self.is_over = False
        self.given_up = asyncio.Event()
        self._arrivals: asyncio.Queue[Event | _Stop | _Failure | _End] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._left = threading.Event()

    def __deepcopy__(self, memo: dict[int, Any]) -> Run:
        """Itself: an answer under way cannot be copied."""
        return self

    def stop(self) -> None:
        """End the answer; the words so far stay on the page. Call from the event loop."""
        self._left.set()
        self.given_up.set()
        self._arrivals.put_nowait(_Stop())

    def drop(self) -> None:
        """End the answer and show nothing more of it. Call from the event loop."""
        self.is_dropped = True
        self.stop()

    async def follow(self, assistant: Answering, shown: Shown, conversation: Conversation) -> AsyncGenerator[Shown]:
        """What is shown after each arrival, up to and with the last; leaving early ends the generation."""
        self._loop = asyncio.get_running_loop()
        if not self._left.is_set():
            threading.Thread(target=self._draw, args=(assistant, shown.question, conversation), daemon=True).start()
        try:
            while not shown.is_over:
                shown = self._after(shown, await self._arrivals.get())
                while not self._arrivals.empty() and not shown.is_over:
                    shown = self._after(shown, self._arrivals.get_nowait())
                if self.is_dropped:
                    return
                yield shown
                await asyncio.sleep(_PAUSE_SECONDS)
        finally:
            self.is_over = True
            self._left.set()

    def _after(self, shown: Shown, arrival: Event | _Stop | _Failure | _End) -> Shown:
        match arrival:
            case _Stop():
                return stopped(shown)
            case _Failure(error):
                problem = problem_of(error, self.language, shown.question)
                return refused(shown, problem) if isinstance(error, QuestionError) else failed(shown, problem)
            case _End():
                return failed(shown, text(self.language, "failed_other"))
            case _:
                return advanced(shown, arrival)

    def _draw(self, assistant: Answering, question: str, conversation: Conversation) -> None:
        """Runs in the thread: passes each event on until the visitor has left."""
        events: Iterator[Event] | None = None
        try:
            events = iter(assistant.respond(question, conversation))
            for event in events:
                if self._left.is_set():
                    return
                self._pass_on(event)
            self._pass_on(_End())
        except Exception as error:  # noqa: BLE001 the edge: whatever fails becomes a sentence on the page
            self._pass_on(_Failure(error))
        finally:
            close = getattr(events, "close", None)
            if close:
                close()

    def _pass_on(self, arrival: Event | _Failure | _End) -> None:
        loop = self._loop
        if loop is None or loop.is_closed():
            return
        try:
            loop.call_soon_threadsafe(self._arrivals.put_nowait, arrival)
        except RuntimeError:  # the server went down between the two lines
            self._left.set()
