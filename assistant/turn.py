"""The nouns of a conversation: Citation, Answer, Turn, Conversation, and the events of one answer. Frozen, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from index.passage import Passage, Query

Outcome = Literal["answered", "partial", "no_evidence"]


@dataclass(frozen=True)
class Citation:
    """A marker in an answer and the exact words it stands for.

    Invariant: `passage.document.text[start:end] == quote`.
    """

    marker: int
    passage: Passage
    quote: str
    start: int
    end: int


@dataclass(frozen=True)
class Answer:
    """What the visitor reads: text with markers like [1], and the citations they lead to.

    `partial` means that the answer broke off or only part of it is supported; `problem` then says why.
    """

    text: str
    citations: tuple[Citation, ...] = ()
    outcome: Outcome = "answered"
    problem: str = ""

    @property
    def abstained(self) -> bool:
        """Whether the answer is that the documents do not tell."""
        return self.outcome == "no_evidence"


@dataclass(frozen=True)
class Seconds:
    """How long each step of an answer took; `first_token` counts from the question."""

    rewrite: float = 0.0
    search: float = 0.0
    first_token: float = 0.0
    total: float = 0.0


@dataclass(frozen=True)
class Turn:
    """One question and all that led to its answer."""

    question: str
    answer: Answer
    queries: tuple[Query, ...] = ()
    passages: tuple[Passage, ...] = ()
    language: str = "en"
    prompts: dict[str, str] = field(default_factory=dict)
    model: str = ""
    generation: str = ""
    seconds: Seconds = field(default_factory=Seconds)


@dataclass(frozen=True)
class Exchange:
    """An earlier question with its answer, as a conversation needs it again: text only."""

    question: str
    answer: str


@dataclass(frozen=True)
class Conversation:
    """Exchanges in order, oldest first. Passed in and given back, never kept on a shared object."""

    exchanges: tuple[Exchange, ...] = ()

    def recent(self, count: int) -> tuple[Exchange, ...]:
        """The last `count` exchanges, oldest first."""
        return self.exchanges[-count:] if count > 0 else ()


@dataclass(frozen=True)
class Searching:
    """The search for these queries has begun."""

    queries: tuple[Query, ...]


@dataclass(frozen=True)
class Found:
    """The search is over; these passages were found, best first."""

    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class Wrote:
    """The model wrote these words of its draft, markers already taken out."""

    text: str


@dataclass(frozen=True)
class Finished:
    """The answer is checked and final; it replaces whatever was written before."""

    turn: Turn


Event = Searching | Found | Wrote | Finished
