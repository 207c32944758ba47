"""A generation in the making: built aside, checked in a child process, published, or thrown away as if it had never been."""

from __future__ import annotations

import os
import shutil
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from ulid import ULID

from index import probe
from index.build import Base, Builder
from index.documents import DocumentStore
from index.errors import DamagedIndexError, DiskError
from index.files import disk_errors, read_vectors, sha256_of, sync_directory
from index.generation import Generations
from index.manifest import (
    DOCUMENTS_FILE,
    FORMAT_VERSION,
    HISTORY_FILE,
    KEYWORD_FILE,
    VECTORS_FILE,
    DocumentEntry,
    Manifest,
    write_manifest,
)
from ingest.crash import crash_point

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.embedding import Embedder
    from index.history import Version
    from ingest.document import Chunk, Document
    from ingest.sources import Source

_BYTES_PER_CHUNK = 12_000  # on disk, all files of a generation together: measured 9,400 on the corpus
_SPARE_BYTES = 50_000_000
_MOST_HOLES = 0.25  # of the rows of a generation: with more it is not copied but made anew


def begin_draft(generations: Generations, embedder: Embedder, chunker: str, *, is_anew: bool = False) -> Draft:
    """The next generation, to put documents into: a copy of the published one where that can be used, else empty.

    Vectors of chunks that the published generation has, by digest and the same model, are copied, not computed.
    Raises: DiskError when there is no room for it.
    """
    with disk_errors(generations.data):
        base = _base(generations, embedder, chunker, is_anew=is_anew)
        generations.data.mkdir(parents=True, exist_ok=True)
        _check_space(generations.data, _size(base.directory) if base and base.is_copied else 0)
        return Draft(generations, embedder, base)


class Draft:
    """A generation in the making: a Builder whose files are checked and published, or thrown away."""

    def __init__(self, generations: Generations, embedder: Embedder, base: Base | None) -> None:
        self.id = str(ULID())
        self._generations = generations
        self._embedder = embedder
        self._base = base
        self.is_copy = bool(base and base.is_copied)
        try:
            self._builder = Builder(generations.directory(self.id), embedder, base)
        except BaseException:
            generations.discard(self.id)
            raise
        self.has_history = self._builder.has_history

    def put(self, document: Document, chunks: Sequence[Chunk]) -> None:
        """Adds a document, or puts it in the place of its earlier version."""
        with disk_errors(self._generations.data):
            self._builder.put(document, chunks)

    def remove(self, document_id: str) -> None:
        """Takes a document out."""
        with disk_errors(self._generations.data):
            self._builder.remove(document_id)

    def record(self, version: Version, text: str) -> None:
        """Adds to the history of a document."""
        with disk_errors(self._generations.data):
            self._builder.history.record(version, text)

    def forget(self, document_id: str) -> set[str]:
        """Takes a document out of the history for good; the names it had."""
        with disk_errors(self._generations.data):
            return self._builder.history.forget(document_id)

    def prune(self, *, most: int, oldest: str) -> None:
        """Drops old versions: see index.history.History.prune."""
        with disk_errors(self._generations.data):
            self._builder.history.prune(most=most, oldest=oldest)

    def kept(self, document_id: str) -> tuple[Document, list[Chunk]]:
        """A document of the generation that this one grows from, with its chunks.

        Raises: DamagedIndexError when it has none.
        """
        try:
            if self._base is None:
                raise KeyError(document_id)
            return self._base.documents.document(document_id), [c for c, _, _ in self._base.documents.chunks_of(document_id)]
        except (KeyError, ValueError, sqlite3.Error) as error:
            message = f"The index has lost the document {document_id}; run `tongwen repair`."
            raise DamagedIndexError(message) from error

    def publish(
        self,
        entries: Sequence[DocumentEntry],
        sources: Sequence[Source],
        chunker: str,
        progress: Callable[[str, int, int], None],
    ) -> Manifest:
        """The manifest of this generation, checked in a child process and published.

        Raises: DiskError, DamagedIndexError; then nothing is published.
        """
        generations, directory = self._generations, self._builder.directory
        with disk_errors(generations.data):
            _check_space(generations.data, self._builder.chunks() * _BYTES_PER_CHUNK)
            chunks, rows = self._builder.finish(progress)
            names = (DOCUMENTS_FILE, KEYWORD_FILE, VECTORS_FILE, HISTORY_FILE)
            manifest = Manifest(
                id=self.id,
                created=datetime.now(UTC).isoformat(timespec="seconds"),
                embedding_name=self._embedder.name,
                embedding_fingerprint=self._embedder.fingerprint,
                dimension=self._embedder.dimension,
                chunker=chunker,
                documents=tuple(sorted(entries, key=lambda entry: (entry.source, entry.file))),
                sources=tuple(sources),
                chunks=chunks,
                rows=rows,
                files={name: (directory / name).stat().st_size for name in names},
                hashes={name: sha256_of(directory / name) for name in names},
            )
            crash_point("hashed")
            write_manifest(manifest, directory)
            crash_point("manifest")
            progress("checking", 0, 1)
            _probe(directory)
            crash_point("probed")
            _sync(directory)
            crash_point("synced")
            generations.point_to(self.id)
            progress("checking", 1, 1)
        self._close()
        generations.clean()
        return manifest

    def discard(self) -> None:
        """Removes what was built."""
        self._close()
        self._generations.discard(self.id)

    def _close(self) -> None:
        self._builder.close()
        if self._base:
            self._base.documents.close()


def _base(generations: Generations, embedder: Embedder, chunker: str, *, is_anew: bool) -> Base | None:
    """The published generation to grow from, if it can be read; a copy only of what is alike and not full of holes."""
    trusted = generations.trusted
    if trusted == "nothing":
        return None
    try:
        manifest = generations.checked_manifest() if trusted == "all" else generations.manifest()
        if manifest is None:
            return None
        directory = generations.directory(manifest.id)
        is_same_model = manifest.embedding_fingerprint == embedder.fingerprint and trusted != "documents"
        vectors = read_vectors(directory) if is_same_model else np.empty((0, embedder.dimension), np.float32)
        is_alike = is_same_model and manifest.chunker == chunker and manifest.format == FORMAT_VERSION
        is_full = manifest.rows - manifest.chunks <= _MOST_HOLES * manifest.rows
        is_copied = is_alike and is_full and not is_anew and trusted == "all"
        return Base(directory, DocumentStore(directory / DOCUMENTS_FILE), vectors, is_copied)
    except DamagedIndexError:
        return None


def _check_space(data: Path, wanted: int) -> None:
    needed, free = _SPARE_BYTES + wanted, shutil.disk_usage(data).free
    if free < needed:
        message = f"The disk of {data} has {free / 1e6:.0f} MB free; this index needs about {needed / 1e6:.0f} MB."
        raise DiskError(message)


def _size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


def _probe(directory: Path) -> None:
    reason = probe.probe_in_child(directory)
    if reason:
        message = f"The new index did not pass its check ({reason}); the old one stays in use. Run the ingest again."
        raise DamagedIndexError(message)


def _sync(directory: Path) -> None:
    for path in directory.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_directory(directory)
    sync_directory(directory.parent)
