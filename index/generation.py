"""Generations: an index is built aside, probed in a child process, and published by one atomic pointer.

    data/CURRENT                      the id of the published generation, one line
    data/generations/<id>/            immutable once published
        manifest.json                 written last: a directory without it is rubbish
        documents.sqlite              texts, chunks with offsets
        keyword.sqlite                BM25
        vectors.npy                   (chunks, dimension) float32, in the order of the chunks
        chroma/                       the vector store
    data/ingest.lock                  held by the one writer

Readers take no lock: they follow the pointer (`current.py`). What is published is never changed, so an answer is wholly of one
generation, whatever is killed and whenever.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from ulid import ULID

from index.documents import DocumentStore
from index.errors import DamagedIndexError, DiskError, IndexingError, NoIndexError
from index.keyword import KeywordSearch
from index.manifest import CHROMA_FOLDER, DOCUMENTS_FILE, KEYWORD_FILE, VECTORS_FILE, Manifest, read_manifest
from index.probe import probe_in_child
from index.search import Index
from index.store import ChromaStore
from index.write import Known, Recipe, write_generation

if TYPE_CHECKING:
    from collections.abc import Callable

    from index.embedding import Embedder
    from ingest.document import Chunk, Document

_POINTER = "CURRENT"
_KEPT = 2
_BYTES_PER_CHUNK = 12_000  # on disk, all files of a generation together: measured 9,400 on the corpus
_SPARE_BYTES = 50_000_000


class Generations:
    """The generations in a data directory: what is current, building the next, publishing it."""

    def __init__(self, data: Path, kept: int = _KEPT) -> None:
        self.data = data
        self._kept = kept
        self._trusts_published = True

    def current_id(self) -> str:
        """The id of the published generation, or "" when there is none.

        Raises: DamagedIndexError when the pointer holds no id; DiskError when the data directory cannot be read.
        """
        try:
            found = (self.data / _POINTER).read_bytes()
        except FileNotFoundError:
            return ""
        except OSError as error:
            message = f"The data directory {self.data} cannot be read ({error.strerror or error}); check the path and its permissions."
            raise DiskError(message) from error
        current = found.decode("ascii", "replace").strip()
        if not current.isalnum():
            message = f"The pointer {self.data / _POINTER} is damaged; run `tongwen ingest --rebuild`."
            raise DamagedIndexError(message)
        return current

    def manifest(self) -> Manifest | None:
        """The manifest of the published generation; None when nothing is published.

        Raises: DamagedIndexError when the pointer leads nowhere.
        """
        current = self.current_id()
        return read_manifest(self._directory(current)) if current else None

    def checked_manifest(self, *, deeply: bool = False) -> Manifest | None:
        """As `manifest`, with a look at the files that it names; `deeply` opens and searches them in a child process.

        Raises: DamagedIndexError when one is missing, cut or cannot be read.
        """
        manifest = self.manifest()
        if manifest:
            _check_files(manifest, self._directory(manifest.id))
            reason = probe_in_child(self._directory(manifest.id)) if deeply else ""
            if reason:
                message = (
                    f"The index in {self._directory(manifest.id)} is damaged ({reason}); run `tongwen ingest --rebuild`."
                )
                raise DamagedIndexError(message)
        return manifest

    def distrust_published(self) -> None:
        """From now on nothing of the published generation, which is damaged, goes into the next one."""
        self._trusts_published = False

    def known_sources(self) -> tuple[str, ...]:
        """The sources of the newest generation whose manifest can still be read: what a damaged index is rebuilt from."""
        for path in sorted((self.data / "generations").glob("*/manifest.json"), reverse=True):
            try:
                return read_manifest(path.parent).sources
            except DamagedIndexError:
                continue
        return ()

    def open(self, embedder: Embedder) -> Index:
        """The published generation, ready for search.

        Raises: NoIndexError, DamagedIndexError, MismatchError.
        """
        current = self.current_id()
        if not current:
            message = f"There is no index in {self.data} yet; run `tongwen ingest PATH` with a folder of documents."
            raise NoIndexError(message)
        directory = self._directory(current)
        manifest = read_manifest(directory)
        manifest.check_embedder(embedder)
        _check_files(manifest, directory)
        vectors = _vectors(directory)
        documents = DocumentStore(directory / DOCUMENTS_FILE)
        keyword = KeywordSearch(directory / KEYWORD_FILE)
        store = ChromaStore.open(directory / CHROMA_FOLDER)
        if not len(vectors) == store.count() == manifest.chunks:
            message = f"The index in {directory} holds {store.count()} of {manifest.chunks} chunks; run `tongwen ingest --rebuild`."
            raise DamagedIndexError(message)
        return Index(manifest, documents, vectors, store, keyword, embedder)

    def contents(self) -> dict[str, tuple[Document, list[Chunk]]]:
        """Each document of the published generation, by id, with its chunks."""
        current = self.current_id()
        if not current:
            return {}
        store = DocumentStore(self._directory(current) / DOCUMENTS_FILE)
        found = {each.id: (each, [chunk for chunk, _, _ in store.chunks_of(each.id)]) for each in store.documents()}
        store.close()
        return found

    def build(self, recipe: Recipe, progress: Callable[[str, int, int], None]) -> Manifest:
        """The manifest of a generation built by `recipe`, probed and published.

        Vectors of chunks that the published generation has, by digest and the same model, are copied, not computed.
        Raises: DiskError, DamagedIndexError; then nothing is published and what was built is removed.
        """
        new_id = str(ULID())
        directory = self._directory(new_id)
        try:
            self._check_space(sum(len(content.chunks) for content in recipe.contents))
            directory.mkdir(parents=True)
            manifest = write_generation(directory, recipe, self._known(recipe.embedder), progress)
            progress("checking", 0, 1)
            _probe(directory)
            _sync(directory)
            self._publish(new_id)
            progress("checking", 1, 1)
        except (OSError, sqlite3.Error) as error:
            self._discard(new_id)
            reason = getattr(error, "strerror", None) or error
            message = f"The index could not be written to {self.data} ({reason}); free space or check permissions."
            raise DiskError(message) from error
        except BaseException:
            self._discard(new_id)
            raise
        self.clean()
        return manifest

    def clean(self) -> None:
        """Removes what killed builds left and all but the newest generations."""
        root = self.data / "generations"
        if not root.is_dir():
            return
        current = self.current_id()
        complete = sorted(path.name for path in root.iterdir() if (path / "manifest.json").is_file())
        older = [name for name in complete if name < current]
        kept = {current, *older[len(older) - (self._kept - 1) :]}
        for path in root.iterdir():
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)
        for partial in self.data.glob(f"{_POINTER}.*"):
            partial.unlink(missing_ok=True)

    def _discard(self, generation_id: str) -> None:
        """Removes what a failed build left; but once the pointer names it, it is the index."""
        with contextlib.suppress(IndexingError):
            if self.current_id() == generation_id:
                return
        shutil.rmtree(self._directory(generation_id), ignore_errors=True)
        self._partial_pointer().unlink(missing_ok=True)

    def _partial_pointer(self) -> Path:
        return self.data / f"{_POINTER}.{os.getpid()}"

    def _directory(self, generation_id: str) -> Path:
        return self.data / "generations" / generation_id

    def _check_space(self, chunks: int) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        needed = _SPARE_BYTES + chunks * _BYTES_PER_CHUNK
        free = shutil.disk_usage(self.data).free
        if free < needed:
            message = f"The disk of {self.data} has {free / 1e6:.0f} MB free; this index needs about {needed / 1e6:.0f} MB."
            raise DiskError(message)

    def _known(self, embedder: Embedder) -> Known:
        """What the published generation has embedded already, if the same model did it and it can be read."""
        nothing = Known({}, np.empty((0, embedder.dimension), np.float32))
        if not self._trusts_published:
            return nothing
        try:
            manifest = self.checked_manifest()
            if manifest is None or manifest.embedding_fingerprint != embedder.fingerprint:
                return nothing
            directory = self._directory(manifest.id)
            store = DocumentStore(directory / DOCUMENTS_FILE)
            rows = store.digest_rows()
            store.close()
            return Known(rows, _vectors(directory))
        except DamagedIndexError:
            return nothing

    def _publish(self, generation_id: str) -> None:
        partial = self._partial_pointer()
        with partial.open("w", encoding="ascii") as file:
            file.write(generation_id + "\n")
            file.flush()
            os.fsync(file.fileno())
        partial.replace(self.data / _POINTER)
        with contextlib.suppress(OSError):  # it is published; after a power cut the old pointer may come back, whole too
            _sync_directory(self.data)


def _vectors(directory: Path) -> np.ndarray:
    try:
        vectors: np.ndarray = np.load(directory / VECTORS_FILE, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError) as error:
        message = f"The vectors in {directory} cannot be read ({error}); run `tongwen ingest --rebuild`."
        raise DamagedIndexError(message) from error
    return vectors


def _check_files(manifest: Manifest, directory: Path) -> None:
    for name, size in manifest.files.items():
        path = directory / name
        if not path.is_file() or path.stat().st_size != size:
            message = f"The file {path} of the index is missing or cut; run `tongwen ingest --rebuild`."
            raise DamagedIndexError(message)


def _probe(directory: Path) -> None:
    reason = probe_in_child(directory)
    if reason:
        message = f"The new index did not pass its check ({reason}); the old one stays in use. Run the ingest again."
        raise DamagedIndexError(message)


def _sync(directory: Path) -> None:
    for path in directory.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
    _sync_directory(directory)
    _sync_directory(directory.parent)


def _sync_directory(directory: Path) -> None:
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
