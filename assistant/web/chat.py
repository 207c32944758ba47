"""The nouns of one visitor's page: Shown (a question as far as it is answered) and Chat. Pure; kept in `gr.State` only.

Invariant: events only ever add to a Shown; what `Finished` brings replaces the draft.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from secrets import token_hex
from typing import TYPE_CHECKING, Literal

from assistant.turn import Conversation, Event, Exchange, Finished, Found, Searching, Turn, Wrote

if TYPE_CHECKING:
    from assistant.web.run import Run
    from index.passage import Passage

Stage = Literal["waiting", "searching", "found", "writing", "finished", "stopped", "failed", "refused"]
MOST_SHOWN = 50


@dataclass(frozen=True)
class Shown:
    """One question with what is known of its answer so far.

    `number` counts from 1 within a chat and makes the anchors of the page; `token` is random and ties the thumbs of
    one answer together. `problem` is the sentence to show when there is no answer.
    """

    number: int
    question: str
    token: str = ""
    stage: Stage = "waiting"
    passages: tuple[Passage, ...] = ()
    draft: str = ""
    turn: Turn | None = None
    problem: str = ""
    helpful: bool | None = None
    reason_given: bool = False

    @property
    def is_over(self) -> bool:
        """Whether nothing more will come."""
        return self.stage in {"finished", "stopped", "failed", "refused"}


def advanced(shown: Shown, event: Event) -> Shown:
    """What is shown once `event` has arrived."""
    match event:
        case Searching():
            return replace(shown, stage="searching")
        case Found(passages):
            return replace(shown, stage="found", passages=passages)
        case Wrote(words):
            return replace(shown, stage="writing", draft=shown.draft + words)
        case Finished(turn):
            return replace(shown, stage="finished", turn=turn, passages=turn.passages or shown.passages, draft="")


def stopped(shown: Shown) -> Shown:
    """The same after the visitor pressed stop: the words written so far stay."""
    return shown if shown.is_over else replace(shown, stage="stopped")


def failed(shown: Shown, problem: str) -> Shown:
    """The same after the answer could not be given: the passages found stay, the draft does not."""
    return replace(shown, stage="failed", problem=problem, draft="")


def refused(shown: Shown, problem: str) -> Shown:
    """The same after the question itself could not be taken: it goes back to where it was typed."""
    return replace(shown, stage="refused", problem=problem)


@dataclass(frozen=True)
class Chat:
    """A visitor's questions, oldest first, and the answer under way, if any."""

    shown: tuple[Shown, ...] = ()
    run: Run | None = None

    @property
    def latest(self) -> Shown | None:
        """The newest question."""
        return self.shown[-1] if self.shown else None

    @property
    def earlier(self) -> tuple[Shown, ...]:
        """All questions but the newest."""
        return self.shown[:-1]

    @property
    def is_busy(self) -> bool:
        """Whether an answer is under way."""
        return self.run is not None and not self.run.is_over

    def conversation(self) -> Conversation:
        """The finished exchanges, as a follow-up needs them."""
        turns = (one.turn for one in self.shown if one.turn is not None)
        return Conversation(tuple(Exchange(turn.question, turn.answer.text) for turn in turns))

    def asking(self, question: str, run: Run, stage: Stage = "searching") -> Chat:
        """The chat with a new question at its end; only the newest `MOST_SHOWN` stay on the page."""
        number = self.shown[-1].number + 1 if self.shown else 1
        return Chat((*self.shown, Shown(number, question, token_hex(8), stage))[-MOST_SHOWN:], run)

    def without_latest(self) -> Chat:
        """The chat before its newest question."""
        return Chat(self.shown[:-1])

    def with_shown(self, shown: Shown) -> Chat:
        """The chat with the question of the same number replaced; unchanged when it is gone."""
        return replace(self, shown=tuple(shown if one.number == shown.number else one for one in self.shown))

    def numbered(self, number: int) -> Shown | None:
        """The question with that number; None when there is none."""
        return next((one for one in self.shown if one.number == number), None)
