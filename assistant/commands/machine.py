"""`tongwen status`, `tongwen weights` and `tongwen serve`: the installation itself."""

from __future__ import annotations

import socket
from collections import Counter
from typing import TYPE_CHECKING, Any

from assistant.errors import SettingsError
from index.embedding import DEFAULT_MODEL
from index.errors import IndexingError
from index.generation import Generations
from index.weights import E5_SMALL, QWEN, Weights

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from assistant.console import Console
    from assistant.settings import Settings

_EXPORTED = "openvino_encoder.xml"  # what index.embedding keeps beside a model once it is made ready


def status(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Shows what is there, importing and loading nothing heavy; 1 when the index is damaged."""
    del arguments
    found: dict[str, Any] = {"data": str(settings.data), "generation": "", "documents": 0, "chunks": 0, "languages": {}}
    found |= {"sources": [], "created": "", "embedding_model": settings.embedding_model, "model": settings.model}
    problem = ""
    generations = Generations(settings.data)
    manifest = None
    try:
        manifest = generations.manifest()
        generations.checked_manifest()
    except IndexingError as error:
        problem = str(error)
    if manifest:
        found |= {
            "generation": manifest.id,
            "created": manifest.created,
            "documents": len(manifest.indexed),
            "chunks": manifest.chunks,
            "languages": dict(Counter(entry.language for entry in manifest.indexed).most_common()),
            "sources": [source.name for source in manifest.sources],
            "index_embedding_model": manifest.embedding_name,
        }
    found |= {"index_bytes": _size(settings.data), "cache": str(settings.cache), "weights": weights_there(settings)}
    found["problem"] = problem
    console.result(found, _status_text(found))
    if problem:
        console.say(f"tongwen: {problem}")
    return 1 if problem else 0


def weights(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Fetches the weights of both models and makes them ready, so that nothing waits later."""
    del arguments
    from assistant.build import EMBEDDED, build_embedder, build_model, embedded_folder
    from assistant.embedded import is_converted

    embedder = build_embedder(settings, console.progress)
    if not (settings.cache / settings.embedding_model / _EXPORTED).is_file():
        console.progress("preparing the embedding model", 0, 1)
        embedder.embed_query("ready")
    model = build_model(settings, console.progress)
    if settings.model == EMBEDDED and not is_converted(embedded_folder(settings)):
        console.progress("preparing the language model, once (about a minute)", 0, 1)
        model.load()
    found = {"cache": str(settings.cache), "embedding_model": settings.embedding_model, "model": model.name}
    console.result(found, f"Both models are ready in {settings.cache}.\n")
    return 0


def serve(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Serves the chat until it is interrupted."""
    del arguments
    _check_port(settings.host, settings.port)
    from assistant.build import build_assistant

    assistant = build_assistant(settings, console.progress)
    console.progress("loading the models", 0, 1)
    assistant.load()
    from assistant.web.serve import serve as serve_web

    serve_web(
        assistant,
        host=settings.host,
        port=settings.port,
        data=settings.data,
        queue=settings.queue,
        feedback=settings.feedback,
    )
    return 0


def _check_port(host: str, port: int) -> None:
    """Refuses an address that cannot be listened at, before anything is loaded.

    Raises: SettingsError.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{host}:{port} cannot be listened at ({reason}); choose another with --host and --port."
        raise SettingsError(message) from error


def weights_there(settings: Settings) -> list[dict[str, Any]]:
    """The weights that the settings want, each with its name, path, size, licence and whether it is there."""
    found = []
    if settings.embedding_model == DEFAULT_MODEL:
        folder = settings.cache / DEFAULT_MODEL
        is_present = (folder / "modules.json").is_file() or _is_there(settings.cache / E5_SMALL.file, E5_SMALL)
        found.append(_weights_fields(E5_SMALL, settings.cache / E5_SMALL.file, is_present=is_present))
    if settings.model == "embedded":
        path = settings.model_path or settings.cache / QWEN.file
        is_present = path.is_file() if settings.model_path else _is_there(path, QWEN)
        found.append(_weights_fields(QWEN, path, is_present=is_present))
    return found


def _weights_fields(weights: Weights, path: Path, *, is_present: bool) -> dict[str, Any]:
    return {
        "name": weights.name,
        "path": str(path),
        "present": is_present,
        "bytes": weights.size_bytes,
        "sha256": weights.sha256,
        "licence": weights.licence,
    }


def _is_there(path: Path, weights: Weights) -> bool:
    return path.is_file() and path.stat().st_size == weights.size_bytes


def _size(folder: Path) -> int:
    try:
        return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    except OSError:  # a generation may go while it is counted
        return 0


def _status_text(found: dict[str, Any]) -> str:
    languages = ", ".join(f"{name} {count}" for name, count in found["languages"].items())
    lines = [
        ("data directory", found["data"]),
        ("generation", found["generation"] or "none: run `tongwen ingest PATH`"),
        ("built", found["created"]),
        ("documents", f"{found['documents']:,} ({languages})" if languages else "0"),
        ("chunks", f"{found['chunks']:,}"),
        ("size", f"{found['index_bytes'] / 1e6:,.1f} MB"),
        *(("source", source) for source in found["sources"]),
        ("embedding model", found["embedding_model"]),
        ("language model", found["model"]),
        ("cache", found["cache"]),
    ]
    for each in found["weights"]:
        where = "present" if each["present"] else "missing: run `tongwen weights`"
        lines.append(("weights", f"{each['name']}, {each['bytes'] / 1e6:,.0f} MB, {each['licence']}: {where}"))
    return "".join(f"{name:16} {value}\n" for name, value in lines if value)
