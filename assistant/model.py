"""The only door to a chat model: streams words under four time limits, and turns every failure into one sentence."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from assistant.errors import ModelError

log = logging.getLogger(__name__)

_TRIES = 2
_RETRY_SECONDS = 1.0
_MOST_CHARACTERS = 20_000
_GOOD_ENDS = {"stop", "end_turn", "eos", "STOP", "stop_sequence", "completed"}
_END_KEYS = ("finish_reason", "stop_reason", "done_reason")
MESSAGES = {
    "unreachable": "The answering service is not reachable. The passages found are shown below; please try again later.",
    "refused": "The answering service refused the request. The office has been told in its log; the passages found are below.",
    "busy": "The answering service is busy. Please ask again in a moment; the passages found are below.",
    "slow": "The answering service took too long. The passages found are below; please ask again.",
    "cut": "The answer broke off. Please ask again.",
    "garbage": "The answering service gave no usable answer. The passages found are below; please ask again.",
    "too_long": "The question with its passages is too long for the answering service. Please ask a shorter one.",
}


@dataclass(frozen=True)
class Limits:
    """Longest waits, in seconds: for the first words, between words, and for the whole answer."""

    first_token: float = 60.0
    between_tokens: float = 20.0
    total: float = 180.0


class Model:
    """A chat model with limits; shared by all visitors, keeps nothing of them."""

    def __init__(self, chat: BaseChatModel, name: str, limits: Limits | None = None) -> None:
        self.chat = chat
        self.name = name
        self._limits = limits or Limits()

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[str]:
        """The words of the answer as they come.

        A failure before the first word is tried once more when it may pass.
        Raises: ModelError, whose `kind` is a key of MESSAGES; after words have come, only "cut" and "slow".
        """
        begun = time.monotonic()
        for attempt in range(1, _TRIES + 1):
            wrote = False
            try:
                for word in self._once(messages, begun):
                    wrote = True
                    yield word
            except ModelError as error:
                may_pass = error.kind in {"unreachable", "busy", "garbage"} and not wrote and attempt < _TRIES
                if not may_pass:
                    raise
                time.sleep(_RETRY_SECONDS)
            else:
                return

    def _once(self, messages: Sequence[BaseMessage], begun: float) -> Iterator[str]:
        words: queue.Queue[Any] = queue.Queue()
        stopped = threading.Event()
        reader = threading.Thread(target=_read, args=(self.chat, list(messages), words, stopped), daemon=True)
        reader.start()
        ended, count = "", 0
        try:
            while (piece := self._next(words, begun, is_first=count == 0)) is not None:
                if isinstance(piece, Exception):
                    raise _translated(piece, wrote=count > 0) from piece
                text = _text(piece)
                ended = _end(piece) or ended
                count += len(text)
                if count > _MOST_CHARACTERS:
                    raise _error("cut")
                if text:
                    yield text
        finally:
            stopped.set()
        if not count:
            raise _error("garbage")
        if ended not in _GOOD_ENDS:
            log.warning("The model ended with %r.", ended or "no finish reason")
            raise _error("cut")

    def _next(self, words: queue.Queue[Any], begun: float, *, is_first: bool) -> Any:  # noqa: ANN401 - message, error or None
        left = self._limits.total - (time.monotonic() - begun)
        pause = self._limits.first_token if is_first else self._limits.between_tokens
        try:
            return words.get(timeout=max(0.01, min(left, pause)))
        except queue.Empty:
            raise _error("slow") from None


def _read(chat: BaseChatModel, messages: list[BaseMessage], words: queue.Queue[Any], stopped: threading.Event) -> None:
    """Reads the model in a thread of its own, so that a stalled connection cannot hold a visitor."""
    try:
        stream = chat.stream(messages)
        for piece in stream:
            words.put(piece)
            if stopped.is_set():
                close = getattr(stream, "close", None)
                if close:
                    close()
                return
        words.put(None)
    except Exception as error:  # noqa: BLE001 - every provider has its own; translated by the thread that waits
        words.put(error)


def _text(piece: Any) -> str:  # noqa: ANN401 - a LangChain message chunk
    content = getattr(piece, "content", "")
    if isinstance(content, str):
        return content
    return "".join(part.get("text", "") if isinstance(part, dict) else str(part) for part in content or [])


def _end(piece: Any) -> str:  # noqa: ANN401 - a LangChain message chunk
    metadata = getattr(piece, "response_metadata", None) or {}
    return next((str(metadata[key]) for key in _END_KEYS if metadata.get(key)), "")


def _error(kind: str) -> ModelError:
    return ModelError(kind, MESSAGES[kind])


def _translated(error: Exception, *, wrote: bool) -> ModelError:
    """The sentence for whatever a provider raised; the log gets its type and status, never its text or keys."""
    status = getattr(error, "status_code", None) or getattr(getattr(error, "response", None), "status_code", None)
    name = type(error).__name__
    log.warning("The model failed with %s%s.", name, f" ({status})" if status else "")
    told = f"{name} {error}".lower()
    if wrote:
        return _error("cut")
    if "context" in told and ("exceed" in told or "length" in told or "size" in told):
        return _error("too_long")
    if "timeout" in told or "timed out" in told:
        return _error("slow")
    if status in {401, 402, 403}:
        return _error("refused")
    if status == 429 or (isinstance(status, int) and status >= 500):  # noqa: PLR2004
        return _error("busy")
    if "connect" in told or "resolve" in told or "name or service" in told:
        return _error("unreachable")
    return _error("garbage")
