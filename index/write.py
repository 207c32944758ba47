"""Writes the files of one generation into a directory of its own, the manifest last.

Knows nothing of what is published: `generation.py` says where to write and which texts are embedded already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np

from index.documents import DocumentStore
from index.errors import DamagedIndexError
from index.keyword import KeywordSearch
from index.manifest import CHROMA_FOLDER, DOCUMENTS_FILE, KEYWORD_FILE, VECTORS_FILE, DocumentEntry, Manifest, write_manifest
from index.store import ChromaStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from index.embedding import Embedder
    from ingest.document import Chunk, Document


@dataclass(frozen=True)
class Content:
    """One document of a generation to be built; `digests` name the embedded text of each chunk."""

    document: Document
    chunks: Sequence[Chunk]
    texts: Sequence[str]
    digests: Sequence[str]
    entry: DocumentEntry


@dataclass(frozen=True)
class Recipe:
    """What a generation is made of: its documents, the sources they came from, what embeds and what cut them."""

    contents: Sequence[Content]
    sources: Sequence[str]
    embedder: Embedder
    chunker: str


@dataclass(frozen=True)
class Known:
    """What the recipe's model has embedded already: `rows` gives the row of `vectors` for the digest of a text."""

    rows: Mapping[str, int]
    vectors: np.ndarray


def write_generation(directory: Path, recipe: Recipe, known: Known, progress: Callable[[str, int, int], None]) -> Manifest:
    """The manifest of the generation written into `directory`, which is empty and named by the new id.

    Raises: DiskError, DamagedIndexError, OSError, sqlite3.Error; what is there then is no generation.
    """
    texts = [text for content in recipe.contents for text in content.texts]
    vectors = _embedded(texts, recipe, known, progress)
    np.save(directory / VECTORS_FILE, vectors)
    progress("indexing", 0, len(texts))
    _write_stores(directory, recipe.contents, texts, vectors)
    progress("indexing", len(texts), len(texts))
    manifest = Manifest(
        id=directory.name,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        embedding_name=recipe.embedder.name,
        embedding_fingerprint=recipe.embedder.fingerprint,
        dimension=vectors.shape[1],
        chunker=recipe.chunker,
        documents=tuple(content.entry for content in recipe.contents),
        sources=tuple(recipe.sources),
        chunks=len(texts),
        files={name: (directory / name).stat().st_size for name in (DOCUMENTS_FILE, KEYWORD_FILE, VECTORS_FILE)},
    )
    write_manifest(manifest, directory)
    return manifest


def _embedded(texts: Sequence[str], recipe: Recipe, known: Known, progress: Callable[[str, int, int], None]) -> np.ndarray:
    """The vectors of `texts`, in their order: copied where known, else computed."""
    digests = [digest for content in recipe.contents for digest in content.digests]
    missing = [number for number, digest in enumerate(digests) if digest not in known.rows]
    vectors = np.empty((len(texts), recipe.embedder.dimension), np.float32)
    for number, digest in enumerate(digests):
        if digest in known.rows:
            vectors[number] = known.vectors[known.rows[digest]]
    if missing:
        progress("embedding", 0, len(missing))
        new = recipe.embedder.embed_documents(
            [texts[number] for number in missing], lambda done: progress("embedding", done, len(missing))
        )
        _check_vectors(new, len(missing))
        vectors[missing] = new
    return vectors


def _check_vectors(vectors: np.ndarray, expected: int) -> None:
    if len(vectors) != expected or not np.isfinite(vectors).all() or (np.linalg.norm(vectors, axis=1) < 1e-6).any():  # noqa: PLR2004
        message = "The embedding model gave no usable vectors; check TONGWEN_EMBEDDING_MODEL and try again."
        raise DamagedIndexError(message)


def _write_stores(directory: Path, contents: Sequence[Content], texts: Sequence[str], vectors: np.ndarray) -> None:
    DocumentStore.build(directory / DOCUMENTS_FILE, ((each.document, each.chunks, each.digests) for each in contents))
    chunks = [chunk for content in contents for chunk in content.chunks]
    KeywordSearch.build(directory / KEYWORD_FILE, zip((chunk.id for chunk in chunks), texts, strict=True))
    store = ChromaStore.create(directory / CHROMA_FOLDER)
    files = [content.document.file for content in contents for _ in content.chunks]
    store.add([chunk.id for chunk in chunks], vectors, [chunk.text for chunk in chunks], files)
    store.close()
