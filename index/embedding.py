"""Texts → unit vectors. sentence-transformers is the door to every model; OpenVINO runs the usual kind faster to start.

A model is an ordinary sentence-transformers folder or a name on the model hub. Folders made of a transformer, mean
pooling and normalisation are exported once and then run by OpenVINO: ready in 1.5 s instead of 7.4 s, at the speed
and with the top-10 of torch (docs/decisions/003). Any other model, and any export that fails, runs in torch.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np

from index.e5 import write_sentence_transformers_folder
from index.errors import WeightsError
from index.weights import E5_SMALL, find_weights, sha256_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

log = logging.getLogger(__name__)

DEFAULT_MODEL = "multilingual-e5-small"
_BATCH = 16
_EXPORT = "openvino_encoder.xml"
_EXPORT_VERSION = "1"
_IDENTITY_FILES = ("model.safetensors", "modules.json", "config_sentence_transformers.json", "tokenizer.json")


class Embedder(Protocol):
    """What the index needs of an embedding model."""

    name: str

    @property
    def dimension(self) -> int:
        """The length of the vectors."""

    @property
    def fingerprint(self) -> str:
        """A hash of everything that decides the vectors: weights, pooling, prefixes, tokenizer."""

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
        """Shape `(len(texts), dimension)` float32, unit rows; `progress` is called with the count done so far."""

    def embed_query(self, text: str) -> np.ndarray:
        """Shape `(dimension,)` float32, unit length."""


def open_embedder(
    model: str,
    cache: Path,
    *,
    backend: str = "auto",
    offline: bool = False,
    progress: Callable[[str, int, int], None] | None = None,
) -> FolderEmbedder:
    """The embedder for `model`: the default's name, a folder, or a name on the model hub.

    `backend` is "auto", "openvino" or "torch". Weights are found now; the model is loaded at first use.
    Raises: WeightsError when the model can be had from nowhere.
    """
    if model == DEFAULT_MODEL:
        folder = _default_folder(cache, offline=offline, progress=progress)
    elif Path(model).is_dir():
        folder = Path(model)
    else:
        folder = _hub_folder(model, cache, offline=offline)
    return FolderEmbedder(folder, name=model, backend=backend)


class FolderEmbedder:
    """An embedder over one sentence-transformers folder; loads on first use, safe to share between threads."""

    def __init__(self, folder: Path, *, name: str, backend: str = "auto") -> None:
        self.name = name
        self._folder = folder
        self._backend = backend
        self._lock = threading.Lock()

    @cached_property
    def fingerprint(self) -> str:
        """See Embedder. Hashes are kept beside the model and taken again when a file's size or time changes."""
        return _fingerprint(self._folder)

    @cached_property
    def dimension(self) -> int:
        """The length of the vectors."""
        config = json.loads((self._folder / "config.json").read_text("utf-8"))
        return int(config.get("hidden_size") or len(self.embed_query("dimension")))

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
        """See Embedder. Texts are embedded from short to long, so that a batch pads little."""
        order = sorted(range(len(texts)), key=lambda number: len(texts[number]))
        vectors = np.empty((len(texts), self.dimension), np.float32)
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            vectors[rows] = self._encode([texts[row] for row in rows], "document")
            if progress:
                progress(min(start + _BATCH, len(order)))
        return vectors

    def embed_query(self, text: str) -> np.ndarray:
        """See Embedder."""
        vector: np.ndarray = self._encode([text], "query")[0]
        return vector

    def load(self) -> None:
        """Loads the model now, for whoever would rather wait at the start."""
        _ = self._run

    def _encode(self, texts: list[str], kind: str) -> np.ndarray:
        with self._lock:
            return self._run(texts, kind)

    @cached_property
    def _run(self) -> Callable[[list[str], str], np.ndarray]:
        if self._backend in {"auto", "openvino"}:
            try:
                return _openvino_runner(self._folder)
            except Exception as error:  # whatever export or compilation raises, torch still works
                if self._backend == "openvino":
                    message = f"OpenVINO cannot run {self.name} ({error}); set TONGWEN_EMBEDDING_BACKEND=torch."
                    raise WeightsError(message) from error
                log.warning("OpenVINO cannot run %s (%s); torch runs it, slower to start.", self.name, error)
        return _torch_runner(self._folder)


def _default_folder(cache: Path, *, offline: bool, progress: Callable[[str, int, int], None] | None) -> Path:
    folder = cache / "multilingual-e5-small"
    if not (folder / "modules.json").is_file():
        packed = find_weights(E5_SMALL, cache, offline=offline, progress=progress)
        partial = cache / f"multilingual-e5-small.{os.getpid()}.part"
        write_sentence_transformers_folder(packed, partial)
        partial.rename(folder)
    return folder


def _hub_folder(model: str, cache: Path, *, offline: bool) -> Path:
    from huggingface_hub import snapshot_download

    patterns = ["*.json", "*.safetensors", "*.txt", "*.model", "1_Pooling/*", "2_*/*", "3_*/*"]
    try:
        return Path(snapshot_download(model, cache_dir=cache / "hub", allow_patterns=patterns, local_files_only=offline))
    except Exception as error:  # the hub's client raises its own, httpx's and OS errors
        message = (
            f"The embedding model {model!r} is neither a folder nor in the cache, and could not be fetched from the "
            f"model hub; correct TONGWEN_EMBEDDING_MODEL or leave it out for {DEFAULT_MODEL}."
        )
        raise WeightsError(message) from error


def _fingerprint(folder: Path) -> str:
    files = [folder / name for name in _IDENTITY_FILES if (folder / name).is_file()]
    files += sorted(folder.glob("model-*.safetensors"))
    stamp = [[file.name, file.stat().st_size, file.stat().st_mtime_ns] for file in files]
    kept = folder / "tongwen-fingerprint.json"
    try:
        known = json.loads(kept.read_text("utf-8"))
        if known["stamp"] == stamp:
            return str(known["fingerprint"])
    except (OSError, ValueError, KeyError):
        pass
    digest = hashlib.sha256("".join(f"{file.name}:{sha256_of(file)}\n" for file in files).encode()).hexdigest()
    try:
        kept.write_text(json.dumps({"stamp": stamp, "fingerprint": digest}), "utf-8")
    except OSError:
        log.debug("%s is read-only; the model is hashed again next time.", folder)
    return digest


def _prompts(folder: Path) -> dict[str, str]:
    path = folder / "config_sentence_transformers.json"
    prompts = json.loads(path.read_text("utf-8")).get("prompts", {}) if path.is_file() else {}
    document = prompts.get("document") or prompts.get("passage") or ""
    return {"query": prompts.get("query") or "", "document": document}


def _openvino_runner(folder: Path) -> Callable[[list[str], str], np.ndarray]:
    import openvino
    from tokenizers import Tokenizer

    _check_modules(folder)
    export = folder / _EXPORT
    if not export.is_file() or export.stat().st_mtime < (folder / "model.safetensors").stat().st_mtime:
        _export(folder, export)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    config = json.loads((folder / "config.json").read_text("utf-8"))
    longest = json.loads((folder / "sentence_bert_config.json").read_text("utf-8"))["max_seq_length"]
    tokenizer.enable_truncation(longest)
    pad = config.get("pad_token_id") or 0
    tokenizer.enable_padding(pad_id=pad, pad_token=tokenizer.id_to_token(pad))
    hint = "bf16" if _has_amx() else "f32"
    model = openvino.Core().compile_model(str(export), "CPU", {"INFERENCE_PRECISION_HINT": hint})
    request = model.create_infer_request()
    prompts = _prompts(folder)

    def run(texts: list[str], kind: str) -> np.ndarray:
        encodings = tokenizer.encode_batch([prompts[kind] + text for text in texts])
        inputs = {
            "input_ids": np.array([encoding.ids for encoding in encodings], np.int64),
            "attention_mask": np.array([encoding.attention_mask for encoding in encodings], np.int64),
        }
        vectors = request.infer(inputs)[0].astype(np.float32)
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))

    return run


def _has_amx() -> bool:
    """Whether the processor has matrix units for bf16: three times as fast there, slower than f32 elsewhere."""
    try:
        return "amx_bf16" in Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return False


def _check_modules(folder: Path) -> None:
    kinds = [module["type"].rsplit(".", 1)[-1] for module in json.loads((folder / "modules.json").read_text("utf-8"))]
    pooling = json.loads((folder / "1_Pooling" / "config.json").read_text("utf-8"))
    if kinds != ["Transformer", "Pooling", "Normalize"] or not pooling.get("pooling_mode_mean_tokens"):
        message = f"its modules are {', '.join(kinds)}, not a mean-pooled transformer with unit length"
        raise ValueError(message)


def _export(folder: Path, target: Path) -> None:
    """Turns the transformer with its pooling into one OpenVINO graph, fp32, any batch and length."""
    import openvino
    import torch
    from transformers import AutoModel

    class Encoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(folder, local_files_only=True).eval()

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
            states = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
            mask = attention_mask.unsqueeze(-1).to(states.dtype)
            pooled: torch.Tensor = (states * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return pooled

    example = {name: torch.ones(2, 7, dtype=torch.long) for name in ("input_ids", "attention_mask")}
    graph = openvino.convert_model(Encoder(), example_input=example)
    partial = target.with_name(f"{os.getpid()}-{target.name}")
    openvino.save_model(graph, partial, compress_to_fp16=False)
    partial.with_suffix(".bin").replace(target.with_suffix(".bin"))
    partial.replace(target)


def _torch_runner(folder: Path) -> Callable[[list[str], str], np.ndarray]:
    from sentence_transformers import SentenceTransformer

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True, trust_remote_code=False)
    prompts = _prompts(folder)

    def run(texts: list[str], kind: str) -> np.ndarray:
        vectors = model.encode(
            [prompts[kind] + text for text in texts],
            prompt="",
            batch_size=_BATCH,
            show_progress_bar=False,
            normalize_embeddings=True,
        )
        return np.asarray(vectors, np.float32)

    return run
