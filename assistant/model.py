"""The only door to a chat model: streams words under four time limits, and turns every failure into one sentence."""

from __future__ import annotations

import contextlib
import logging
import math
import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import BaseMessage

from assistant.errors import ModelError

log = logging.getLogger(__name__)

_TRIES = 2
_RETRY_SECONDS = 1.0
_MOST_CHARACTERS = 20_000
_GOOD_ENDS = {"stop", "end_turn", "eos", "STOP", "stop_sequence", "completed"}
_ONLY_OF_THIS_CALL = {"garbage", "cut", "too_long"}  # failures that need not meet the answer itself
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

    def load(self, first: Sequence[BaseMessage] = ()) -> None:
        """Loads a model that runs in this process and has it read `first`, whose beginning it keeps; others need none.

        Raises: WeightsError when the file cannot be run.
        """
        load = getattr(self.chat, "load", None)
        if callable(load):
            load()
            if first:
                with contextlib.suppress(ModelError):  # a first question would be told of it
                    self.likely(first)

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

    def likely(self, messages: Sequence[BaseMessage]) -> float:
        """How likely the model says "yes" to a question for yes or no, 0 to 1.

        Models that tell no probabilities give 0.0 or 1.0; 1.0 too when they say neither or cannot be asked so briefly,
        for what is drafted then is checked all the same.
        Raises: ModelError when the model cannot be reached or is too slow, as `stream` does.
        """
        fields = type(self.chat).model_fields
        options: dict[str, Any] = {"max_tokens": 1} if "max_tokens" in fields else {}
        options |= {"logprobs": True} if "logprobs" in fields else {}
        begun = time.monotonic()
        words: queue.Queue[Any] = queue.Queue()
        stopped = threading.Event()
        start = partial(self._answered_or_streamed, list(messages), options)
        threading.Thread(target=_read, args=(start, words, stopped), daemon=True).start()
        try:
            while (piece := self._next(words, begun, is_first=True)) is not None:
                if isinstance(piece, Exception):
                    error = _translated(piece, wrote=False)
                    if error.kind in _ONLY_OF_THIS_CALL:
                        return 1.0
                    raise error from piece
                if said := _text(piece).strip().casefold():
                    return _likelihood(said, piece)
        finally:
            stopped.set()
        return 1.0

    def _answered_or_streamed(self, messages: list[BaseMessage], options: dict[str, Any]) -> Iterator[Any]:
        """One short answer from models that can be held to it; from others a stream that is left after its first word."""
        return iter([self.chat.invoke(messages, **options)]) if options else self.chat.stream(messages)

    def _once(self, messages: Sequence[BaseMessage], begun: float) -> Iterator[str]:
        words: queue.Queue[Any] = queue.Queue()
        stopped = threading.Event()
        reader = threading.Thread(target=_read, args=(lambda: self.chat.stream(list(messages)), words, stopped), daemon=True)
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


def _likelihood(said: str, piece: Any) -> float:  # noqa: ANN401 - a LangChain message
    told = ((getattr(piece, "response_metadata", None) or {}).get("logprobs") or {}).get("content") or [{}]
    certain = math.exp(min(0.0, told[0]["logprob"])) if "logprob" in told[0] else 1.0
    return 1.0 - certain if said.startswith(("no", "否", "不")) else certain if said.startswith(("yes", "是")) else 1.0


def _read(start: Callable[[], Iterator[Any]], words: queue.Queue[Any], stopped: threading.Event) -> None:
    """Reads the model in a thread of its own, so that a stalled connection cannot hold a visitor."""
    try:
        stream = start()
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
