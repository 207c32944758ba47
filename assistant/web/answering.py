"""What the chat needs of an assistant: a Protocol, so that pages can be tried and tested without models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.turn import Conversation, Event


class Answering(Protocol):
    """Answers questions; shared by all visitors and holds nothing about any of them."""

    def respond(self, question: str, conversation: Conversation = ...) -> Iterator[Event]:
        """The events of one answer: Searching, Found, any number of Wrote, Finished.

        Raises: AssistantError or IndexingError with a sentence for the visitor.
        """

    def examples(self, language: str) -> list[str]:
        """Up to four questions that the documents can answer, in `language` ("en" or "zh")."""

    def ready(self) -> str:
        """Why no question can be answered yet, in one sentence; "" when all is ready."""
