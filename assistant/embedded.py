"""The embedded language model as a LangChain chat model: a GGUF file run in this process by OpenVINO GenAI.

Chosen over llama.cpp by measurement (docs/decisions/002): first words after 2.1 s instead of 4.8 s for 340 prompt
tokens on 2 cores. The fixed beginning of prompts is cached, words copied from the evidence are guessed ahead
(prompt lookup), and the same prompt gives the same answer. One answer at a time: two cores serve no second one.
"""

from __future__ import annotations

import os
import queue
import shutil
import threading
from typing import TYPE_CHECKING, Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import ConfigDict, PrivateAttr

from assistant.quantise import quantise_rows
from index.errors import WeightsError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from langchain_core.callbacks import CallbackManagerForLLMRun

_ROLES = {"human": "user", "ai": "assistant", "system": "system"}
_CACHE_GIGABYTES = 1
_GUESSED_TOKENS = 10
_GUESS_NGRAM = 2
_INPUTS_A_SCALE = 128  # how many inputs of a row share a scale when they are made bytes
_CONVERTED = "converted-8bit"
_ROOM = 2.8  # times the size of a GGUF file: 1.2 for what OpenVINO writes, 1.5 for its bytes, both there for a moment
_END = None


class EmbeddedChat(BaseChatModel):
    """A chat model over one folder that holds `model.gguf`, or what OpenVINO made of it."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    folder: Any
    max_tokens: int = 256
    threads: int = 0
    logprobs: bool = False
    _pipeline: Any = PrivateAttr(default=None)
    _lock: Any = PrivateAttr(default_factory=threading.Lock)
    _loading: Any = PrivateAttr(default_factory=threading.Lock)

    @property
    def _llm_type(self) -> str:
        return "tongwen-embedded"

    def load(self) -> None:
        """Loads the model if it is not loaded yet.

        Raises: WeightsError when the file is not a model that OpenVINO GenAI can run.
        """
        with self._loading:
            if self._pipeline is None:
                self._pipeline = _pipeline(self.folder, self.threads)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> ChatResult:
        chunks = list(self._stream(messages, stop, run_manager, **kwargs))
        text = "".join(str(chunk.message.content) for chunk in chunks)
        metadata = chunks[-1].message.response_metadata if chunks else {}
        return ChatResult(generations=[ChatGeneration(message=AIMessage(text, response_metadata=metadata))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,  # noqa: ANN401 - LangChain's signature
    ) -> Iterator[ChatGenerationChunk]:
        self.load()
        words: queue.Queue[str | Exception | None] = queue.Queue()
        cancelled = threading.Event()
        limit = int(kwargs.get("max_tokens") or self.max_tokens)
        finish: dict[str, Any] = {}
        wants_logprobs = bool(kwargs.get("logprobs", self.logprobs))
        arguments = (messages, stop or [], limit, words, cancelled, finish, wants_logprobs)
        threading.Thread(target=self._write, args=arguments, daemon=True).start()
        try:
            while (word := words.get()) is not _END:
                if isinstance(word, Exception):
                    raise word
                chunk = ChatGenerationChunk(message=AIMessageChunk(content=word))
                if run_manager:
                    run_manager.on_llm_new_token(word, chunk=chunk)
                yield chunk
            yield ChatGenerationChunk(message=AIMessageChunk(content="", response_metadata=finish))
        finally:
            cancelled.set()

    def _write(  # noqa: PLR0913 - runs in a thread of its own
        self,
        messages: list[BaseMessage],
        stop: list[str],
        limit: int,
        words: queue.Queue[str | Exception | None],
        cancelled: threading.Event,
        finish: dict[str, Any],
        wants_logprobs: bool,  # noqa: FBT001
    ) -> None:
        import openvino_genai as genai

        def take(word: str) -> genai.StreamingStatus:
            words.put(word)
            return genai.StreamingStatus.CANCEL if cancelled.is_set() else genai.StreamingStatus.RUNNING

        config = genai.GenerationConfig()
        config.max_new_tokens = limit
        config.do_sample = False
        config.num_assistant_tokens = _GUESSED_TOKENS
        config.max_ngram_size = _GUESS_NGRAM
        if stop:
            config.stop_strings = set(stop)
        if wants_logprobs:
            config.logprobs = 1
        history = genai.ChatHistory([{"role": _ROLES[m.type], "content": str(m.content)} for m in messages])
        try:
            with self._lock:
                if not cancelled.is_set():
                    result = self._pipeline.generate(history, config, take)
                    written = result.perf_metrics.get_num_generated_tokens()
                    finish["finish_reason"] = "length" if written >= limit else "stop"
                    if wants_logprobs:  # as OpenAI gives it; the runtime tells the sum over the words written
                        finish["logprobs"] = {"content": [{"token": result.texts[0], "logprob": float(result.scores[0])}]}
        except Exception as error:  # noqa: BLE001 - handed over to the thread that reads
            words.put(error)
        finally:
            words.put(_END)


def is_converted(folder: Path) -> bool:
    """Whether `folder` holds the model in the form it runs in, so that loading it takes seconds."""
    return (folder / _CONVERTED).is_file() and (folder / "openvino_model.xml").is_file()


def _pipeline(folder: Path, threads: int) -> Any:  # noqa: ANN401 - openvino_genai has no type stubs
    import openvino_genai as genai

    gguf = folder / "model.gguf"
    try:
        if not is_converted(folder):
            _check_room(gguf)
            genai.LLMPipeline(str(gguf), "CPU", enable_save_ov_model=True, **_properties(threads))
            quantise_rows(folder)
            (folder / _CONVERTED).touch()  # written last: a conversion that was killed is made again
        return genai.LLMPipeline(str(folder), "CPU", **_properties(threads))
    except RuntimeError as error:
        reason = str(error).strip().splitlines()[-1][:200] if str(error).strip() else "unknown"
        message = f"The language model {gguf} cannot be run ({reason}); set TONGWEN_MODEL_PATH to another GGUF file."
        raise WeightsError(message) from error


def _check_room(gguf: Path) -> None:
    """Raises: WeightsError when the disk has no room for the form that the model runs in."""
    needed, free = _ROOM * gguf.stat().st_size, shutil.disk_usage(gguf.parent).free
    if free < needed:
        message = (
            f"Preparing the language model needs {needed / 1e9:.1f} GB of free space in {gguf.parent.parent}, which has "
            f"{free / 1e9:.1f} GB; make room, or set TONGWEN_CACHE to a folder on another disk."
        )
        raise WeightsError(message)


def _properties(threads: int) -> dict[str, Any]:
    import openvino_genai as genai

    scheduler = genai.SchedulerConfig()
    scheduler.cache_size = _CACHE_GIGABYTES
    scheduler.enable_prefix_caching = True
    return {
        "INFERENCE_PRECISION_HINT": "f32",
        "DYNAMIC_QUANTIZATION_GROUP_SIZE": _INPUTS_A_SCALE,
        "INFERENCE_NUM_THREADS": threads or os.cpu_count() or 1,
        "prompt_lookup": True,
        "scheduler_config": scheduler,
    }
