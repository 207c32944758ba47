"""Vectors and their chunks in Chroma: the only file that knows Chroma.

A collection is written once, by one process, and then only read (docs/reliability: readers never share a
directory with a writer). Distances are cosine; telemetry is off; no embedding function is ever given to Chroma.
"""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Protocol, Self, cast

import numpy as np

from index.errors import DamagedIndexError, DiskError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection

_COLLECTION = "chunks"
_BATCH = 2000  # Chroma refuses more than 5,461 a call
# Chroma's defaults lost a fifth of the true neighbours at 100,000 vectors; these found 1.000 and 0.997 of them.
_HNSW = {"space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 200}


class VectorStore(Protocol):
    """What search needs of a store of vectors."""

    def add(self, ids: Sequence[str], vectors: np.ndarray, texts: Sequence[str], files: Sequence[str]) -> None:
        """Adds chunks; `vectors` is `(len(ids), dimension)` float32 unit rows."""

    def nearest(self, vector: np.ndarray, k: int) -> list[tuple[str, float]]:
        """The ids of the `k` nearest chunks with their cosine similarity (-1 to 1), nearest first."""

    def count(self) -> int:
        """How many chunks there are."""

    def close(self) -> None:
        """Lets go of files and memory."""


class ChromaStore:
    """A VectorStore in one directory of embedded Chroma; let go of when it is closed or has no user any more.

    Chroma keeps every client that was not closed in a table of the process, with its files and its graph.
    """

    def __init__(self, client: ClientAPI, collection: Collection) -> None:
        self._collection = collection
        self._release = weakref.finalize(self, client.close)  # type: ignore[attr-defined]  # a method of Client

    @classmethod
    def create(cls, directory: Path) -> Self:
        """A new, empty store in `directory`.

        Raises: DiskError when it cannot be written.
        """
        try:
            directory.mkdir(parents=True, exist_ok=True)
            client = _client(directory)
            configuration = cast("CreateCollectionConfiguration", {"hnsw": _HNSW})
            collection = client.create_collection(_COLLECTION, configuration=configuration, embedding_function=None)
        except Exception as error:  # Chroma raises its own and the Rust core's errors alike
            message = f"No vector store could be made in {directory} ({error}); free space or check permissions."
            raise DiskError(message) from error
        return cls(client, collection)

    @classmethod
    def open(cls, directory: Path) -> Self:
        """The store in `directory`, for reading.

        Raises: DamagedIndexError when there is none: an empty index must never pass for a healthy one.
        """
        if not (directory / "chroma.sqlite3").is_file():
            message = f"The index in {directory} has lost its vectors; run `tongwen repair`."
            raise DamagedIndexError(message)
        try:
            client = _client(directory)
            return cls(client, client.get_collection(_COLLECTION, embedding_function=None))
        except Exception as error:  # Chroma raises its own and the Rust core's errors alike
            message = f"The index in {directory} cannot be opened ({error}); run `tongwen repair`."
            raise DamagedIndexError(message) from error

    def add(self, ids: Sequence[str], vectors: np.ndarray, texts: Sequence[str], files: Sequence[str]) -> None:
        """Adds chunks in batches; see VectorStore.

        Raises: DiskError when Chroma cannot write them; then nothing is known of what it holds.
        """
        for start in range(0, len(ids), _BATCH):
            part = slice(start, start + _BATCH)
            try:
                self._collection.add(
                    ids=list(ids[part]),
                    embeddings=np.ascontiguousarray(vectors[part], dtype=np.float32),
                    documents=[_storable(text) for text in texts[part]],
                    metadatas=[{"file": _storable(file)} for file in files[part]],
                )
            except Exception as error:  # Chroma raises its own and the Rust core's errors alike
                message = f"The vectors could not be stored ({error}); free space or check permissions."
                raise DiskError(message) from error

    def remove(self, ids: Sequence[str]) -> None:
        """Takes chunks out.

        Raises: DiskError when Chroma cannot write.
        """
        for start in range(0, len(ids), _BATCH):
            try:
                self._collection.delete(ids=list(ids[start : start + _BATCH]))
            except Exception as error:  # Chroma raises its own and the Rust core's errors alike
                message = f"The vectors could not be stored ({error}); free space or check permissions."
                raise DiskError(message) from error

    def vectors(self) -> Iterator[tuple[list[str], np.ndarray, list[str]]]:
        """All chunks in pages of (ids, vectors, texts), to compare them with what they should be.

        Raises: DamagedIndexError when Chroma cannot read its files.
        """
        for start in range(0, self.count(), _BATCH):
            try:
                found = self._collection.get(limit=_BATCH, offset=start, include=["embeddings", "documents"])
            except Exception as error:  # Chroma raises its own and the Rust core's errors alike
                message = f"The vectors of the index cannot be read ({error}); run `tongwen repair`."
                raise DamagedIndexError(message) from error
            yield list(found["ids"]), np.asarray(found["embeddings"], np.float32), list(found["documents"] or [])

    def vectors_of(self, ids: Sequence[str]) -> dict[str, np.ndarray]:
        """The vectors of those of these chunks that are there.

        Raises: DamagedIndexError when Chroma cannot read its files.
        """
        if not ids:
            return {}
        try:
            found = self._collection.get(ids=list(ids), include=["embeddings"])
        except Exception as error:  # Chroma raises its own and the Rust core's errors alike
            message = f"The vectors of the index cannot be read ({error}); run `tongwen repair`."
            raise DamagedIndexError(message) from error
        return dict(zip(found["ids"], np.asarray(found["embeddings"], np.float32), strict=True))

    def nearest(self, vector: np.ndarray, k: int) -> list[tuple[str, float]]:
        """See VectorStore.

        Raises: DamagedIndexError when Chroma cannot read its files: damaged, or removed under an open generation.
        """
        try:
            count = min(k, self._collection.count())
            if not count:
                return []
            found = self._collection.query(query_embeddings=[vector], n_results=count, include=["distances"])
        except Exception as error:  # Chroma raises its own and the Rust core's errors alike
            message = f"The vectors of the index cannot be searched ({error}); run `tongwen repair`."
            raise DamagedIndexError(message) from error
        distances = (found["distances"] or [[]])[0]
        return [(chunk_id, 1.0 - distance) for chunk_id, distance in zip(found["ids"][0], distances, strict=True)]

    def count(self) -> int:
        """See VectorStore."""
        return int(self._collection.count())

    def close(self) -> None:
        """See VectorStore."""
        self._release()


def _client(directory: Path) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings

    return chromadb.PersistentClient(str(directory), Settings(anonymized_telemetry=False, allow_reset=False))


def _storable(text: str) -> str:
    """Lone surrogates, as undecodable file names hold them, make Chroma refuse the whole batch."""
    return text.encode("utf-8", "replace").decode("utf-8")
