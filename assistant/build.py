"""Settings → the parts of an assistant, wired: the only place that knows which part goes where.

What answers questions is imported where it is built: a re-ingest that finds nothing new is over before LangChain is there.
"""

from __future__ import annotations

import hashlib
import logging
import os
from typing import TYPE_CHECKING, Any

from assistant.errors import SettingsError
from index.current import CurrentIndex
from index.embedding import open_embedder
from index.errors import DiskError, NoIndexError
from index.generation import Generations
from index.shelf import GenerationShelf, Retention
from index.weights import QWEN, find_weights

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from langchain_core.language_models import BaseChatModel

    from assistant.model import Model
    from assistant.respond import Assistant
    from assistant.settings import Settings
    from index.embedding import Embedder

log = logging.getLogger(__name__)

EMBEDDED = "embedded"
_GGUF = "model.gguf"
_NO_KEY = "none"  # what OpenAI-compatible servers without keys are given


def build_embedder(settings: Settings, progress: Callable[[str, int, int], None] | None = None) -> Embedder:
    """The embedding model; its weights are found now, it is loaded at first use.

    Raises: WeightsError.
    """
    return open_embedder(
        settings.embedding_model,
        settings.cache,
        backend=settings.embedding_backend,
        offline=settings.offline,
        progress=progress,
    )


def build_index(settings: Settings, progress: Callable[[str, int, int], None] | None = None) -> CurrentIndex:
    """The published generation of the data directory, opened and followed.

    Raises: NoIndexError, DamagedIndexError, MismatchError, WeightsError.
    """
    generations = build_generations(settings)
    if not generations.kept_ids():
        generations.manifest()  # says what is wrong with the data directory, if anything is
        message = f"There is no index in {settings.data} yet; run `tongwen ingest PATH` with a folder of documents."
        raise NoIndexError(message)
    index = CurrentIndex(generations, build_embedder(settings, progress))
    index.get()
    return index


def build_shelf(
    settings: Settings,
    *,
    progress: Callable[[str, int, int], None] | None = None,
    **options: Any,  # noqa: ANN401 - those of index.shelf.GenerationShelf
) -> GenerationShelf:
    """What a re-ingest writes to; the embedding model is opened only when something is published."""
    generations = options.pop("generations", None) or build_generations(settings)
    retention = Retention(settings.versions_kept, settings.versions_days)
    return GenerationShelf(generations, lambda: build_embedder(settings, progress), retention=retention, **options)


def build_generations(settings: Settings) -> Generations:
    """The generations of the data directory."""
    return Generations(settings.data, settings.generations_kept)


def build_model(settings: Settings, progress: Callable[[str, int, int], None] | None = None) -> Model:
    """The language model behind its door; the embedded one is loaded at first use.

    Raises: WeightsError when the embedded model can be had from nowhere; SettingsError when the setting names no model.
    """
    from assistant.embedded import EmbeddedChat
    from assistant.model import Limits, Model

    limits = Limits(settings.first_token_seconds, settings.between_tokens_seconds, settings.total_seconds)
    if settings.model == EMBEDDED:
        chat: BaseChatModel = EmbeddedChat(
            folder=embedded_folder(settings, progress), max_tokens=settings.answer_tokens, threads=settings.model_threads
        )
        return Model(chat, settings.model_path.name if settings.model_path else QWEN.name, limits)
    return Model(_provider_chat(settings), settings.model, limits)


def build_assistant(
    settings: Settings, progress: Callable[[str, int, int], None] | None = None, *, model: Model | None = None
) -> Assistant:
    """An assistant over the published generation, with `model` or, when none is given, the one that the settings name.

    Raises: whatever `build_index` and `build_model` raise.
    """
    from assistant.respond import AnswerLimits, Assistant

    index = build_index(settings, progress)
    model = model or build_model(settings, progress)
    names = AnswerLimits.__dataclass_fields__
    limits = AnswerLimits(**{name: getattr(settings, name) for name in names if hasattr(settings, name)})
    return Assistant(index, model, limits)


def embedded_folder(settings: Settings, progress: Callable[[str, int, int], None] | None = None) -> Path:
    """The folder that holds `model.gguf`; what OpenVINO makes of it is kept beside.

    Raises: WeightsError, DiskError.
    """
    file = find_weights(QWEN, settings.cache, path=settings.model_path, offline=settings.offline, progress=progress)
    name = file.stem
    if settings.model_path:
        stamp = f"{file.resolve()}:{file.stat().st_size}:{file.stat().st_mtime_ns}"
        name = f"{file.stem}-{hashlib.sha256(stamp.encode('utf-8', 'surrogateescape')).hexdigest()[:12]}"
    folder = settings.cache / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / _GGUF).exists():
            _link(file.resolve(), folder / _GGUF)
    except OSError as error:
        message = (
            f"The cache {settings.cache} cannot be written ({error.strerror or error}); set TONGWEN_CACHE to another folder."
        )
        raise DiskError(message) from error
    return folder


def _link(file: Path, link: Path) -> None:
    """Makes `link` the same file: by a hard link where the file system allows, else by a symbolic one."""
    link.unlink(missing_ok=True)
    try:
        os.link(file, link)
    except OSError:
        link.symlink_to(file)


def _provider_chat(settings: Settings) -> BaseChatModel:
    """A chat model of a provider, by LangChain's own initialiser; Tongwen's own limits and retries stand above it."""
    from langchain.chat_models import init_chat_model

    provider = settings.model.partition(":")[0]
    options: dict[str, Any] = {"temperature": 0, **_waits(provider, settings)}
    if settings.model_base_url:
        options["base_url"] = settings.model_base_url
    if provider == "openai" and settings.model_base_url and not os.environ.get("OPENAI_API_KEY"):
        options["api_key"] = _NO_KEY
    try:
        if not provider or ":" not in settings.model:
            message = "it names no provider"
            raise ValueError(message)
        chat: BaseChatModel = init_chat_model(settings.model, **options)
    except ImportError as error:
        package = (error.name or f"langchain-{provider}").split(".")[0].replace("_", "-")
        message = f"TONGWEN_MODEL={settings.model} needs the package {package}; run `pip install {package}`."
        raise SettingsError(message) from error
    except Exception as error:  # each provider's package raises its own: no such provider, no key, a bad address
        reason = str(error).strip().split("\n")[0][:200] or type(error).__name__
        message = (
            f"TONGWEN_MODEL={settings.model} cannot be used ({reason}); "
            f'set it to "{EMBEDDED}" or to "provider:name", for example "ollama:qwen2.5".'
        )
        raise SettingsError(message) from error
    return chat


def _waits(provider: str, settings: Settings) -> dict[str, Any]:
    """Time limits in the words of each provider's package; a limit it does not know is kept by assistant.model."""
    import httpx

    longest = max(settings.first_token_seconds, settings.between_tokens_seconds)
    timeout = httpx.Timeout(longest, connect=settings.connect_seconds)
    if provider in {"openai", "azure_openai"}:
        return {"timeout": timeout, "max_retries": 0, "max_tokens": settings.answer_tokens}
    if provider == "ollama":
        return {"client_kwargs": {"timeout": timeout}, "num_predict": settings.answer_tokens}
    return {"timeout": longest, "max_retries": 0, "max_tokens": settings.answer_tokens}
