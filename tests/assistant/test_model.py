"""The door to a chat model: how likely a yes is, with providers of every kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fakes import FakeChat
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from assistant.errors import ModelError
from assistant.model import Limits, Model

ASKED = [HumanMessage("Is it so? Reply yes or no.")]


class Probable(BaseChatModel):
    """Tells log probabilities as OpenAI's models do."""

    max_tokens: int = 9
    logprobs: bool = False
    word: str = "Yes"
    logprob: float = -0.5

    @property
    def _llm_type(self) -> str:
        return "probable"

    def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any) -> ChatResult:
        assert kwargs == {"max_tokens": 1, "logprobs": True}
        told = {"logprobs": {"content": [{"token": self.word, "logprob": self.logprob}]}}
        return ChatResult(generations=[ChatGeneration(message=AIMessage(self.word, response_metadata=told))])


class Strict(BaseChatModel):
    """Takes no options at all, as Ollama's client; begins with a piece without words, as models that think do."""

    @property
    def _llm_type(self) -> str:
        return "strict"

    def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None) -> ChatResult:
        raise NotImplementedError

    def _stream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None
    ) -> Iterator[ChatGenerationChunk]:
        for word in ("", "No", ", it is not."):
            yield ChatGenerationChunk(message=AIMessageChunk(content=word))


def model(chat: BaseChatModel) -> Model:
    return Model(chat, "fake", Limits(5, 5, 10))


@pytest.mark.parametrize(("word", "logprob", "likely"), [("Yes", -0.5, 0.607), ("No", -0.5, 1 - 0.607), ("是", 0.0, 1.0)])
def test_probabilities_are_read(word: str, logprob: float, likely: float) -> None:
    assert model(Probable(word=word, logprob=logprob)).likely(ASKED) == pytest.approx(likely, abs=1e-3)  # e^-0.5 = 0.607


def test_a_provider_without_options_is_read_from_its_first_word() -> None:
    assert model(Strict()).likely(ASKED) == 0.0


def test_neither_yes_nor_no_stands_in_nobodys_way() -> None:
    assert model(FakeChat(replies=["Maybe."])).likely(ASKED) == 1.0
    assert model(FakeChat(replies=[ValueError("logprobs are not supported")])).likely(ASKED) == 1.0


def test_a_model_out_of_reach_is_told() -> None:
    with pytest.raises(ModelError) as error:
        model(FakeChat(replies=[ConnectionError("connection refused")])).likely(ASKED)
    assert error.value.kind == "unreachable"


class Local(FakeChat):
    """Runs in this process; notes that it was loaded."""

    loaded: bool = False

    def load(self) -> None:
        self.loaded = True


def test_a_model_of_this_process_reads_the_first_words_when_it_is_loaded() -> None:
    local = Local()
    model(local).load(ASKED)
    assert local.loaded
    assert local.history == [ASKED]


def test_a_hosted_model_is_asked_nothing_before_a_visitor_asks() -> None:
    hosted = FakeChat()
    model(hosted).load(ASKED)
    assert hosted.history == []


def test_a_model_that_stumbles_while_it_is_loaded_still_starts() -> None:
    model(Local(replies=[ConnectionError("connection refused")])).load(ASKED)
