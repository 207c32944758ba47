"""Stand-ins without weights or network: a chat model with a queue of replies, and a ten-line embedder."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, Field

from index.analysis import words


class FakeChat(BaseChatModel):
    """Gives its replies one after another, word by word; keeps the messages it was given in `history`.

    A reply that is an exception is raised, one that is a number is a "no" with that likelihood of "yes". When the queue is
    empty the last reply is given again.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    replies: list[Any] = Field(default_factory=lambda: ["I do not know."])
    history: list[list[BaseMessage]] = Field(default_factory=list)
    finish: str = "stop"

    @property
    def _llm_type(self) -> str:
        return "fake"

    def _next(self) -> str:
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, Exception):
            raise reply
        return str(reply)

    def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any) -> ChatResult:
        self.history.append(messages)
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self._next()))])

    def _stream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any
    ) -> Iterator[ChatGenerationChunk]:
        self.history.append(messages)
        if isinstance(self.replies[0], float):
            told = {"logprobs": {"content": [{"token": "no", "logprob": math.log(1 - float(self._next()))}]}}
            yield ChatGenerationChunk(message=AIMessageChunk(content="no", response_metadata=told))
            return
        for word in self._next().split(" "):
            yield ChatGenerationChunk(message=AIMessageChunk(content=word + " "))
        yield ChatGenerationChunk(message=AIMessageChunk(content="", response_metadata={"finish_reason": self.finish}))


class HashEmbedder:
    """Texts that share words get close vectors: each word adds a direction drawn from its hash."""

    name = "hash"
    dimension = 64

    def __init__(self, seed: str = "a") -> None:
        self._seed = seed
        self.embedded = 0

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(f"hash-{self._seed}".encode()).hexdigest()

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
        self.embedded += len(texts)
        if progress:
            progress(len(texts))
        return np.array([self.embed_query(text) for text in texts], np.float32).reshape(len(texts), self.dimension)

    def embed_query(self, text: str) -> np.ndarray:
        total = np.full(self.dimension, 1e-3)
        for word in words(text):
            seed = int.from_bytes(hashlib.sha256((self._seed + word).encode()).digest()[:8], "little")
            total += np.random.default_rng(seed).standard_normal(self.dimension)
        return (total / np.linalg.norm(total)).astype(np.float32)
