"""One generation in the making: documents go in one by one, the rest is made of them, the manifest is written last.

Starts empty, or as a copy of the published generation, of which only what changed is then replaced: at 100,000 chunks
and one in a hundred changed that is 40 times quicker (docs/decisions/020). Holds no more than one page of texts in memory.
"""

from __future__ import annotations

import hashlib
import logging
import shutil
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from index.documents import DocumentStore, DocumentWriter
from index.errors import DamagedIndexError
from index.history import History
from index.keyword import KeywordWriter
from index.manifest import CHROMA_FOLDER, DOCUMENTS_FILE, HISTORY_FILE, KEYWORD_FILE, VECTORS_FILE
from index.store import ChromaStore
from ingest.chunking import embedded_text
from ingest.crash import crash_point

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from index.embedding import Embedder
    from ingest.document import Chunk, Document

log = logging.getLogger(__name__)

_STAGING = "staging.sqlite"
_PAGE = 2_000  # chunks embedded, indexed and stored at a time
_ROWS_COPIED = 50_000
_STAGED = """
CREATE TABLE staged (row INTEGER PRIMARY KEY, id TEXT NOT NULL, digest TEXT NOT NULL, text TEXT NOT NULL, words TEXT NOT NULL,
file TEXT NOT NULL);
CREATE TABLE removed (row INTEGER PRIMARY KEY, id TEXT NOT NULL, text TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Base:
    """The generation that the next one grows from: its documents, and its vectors if the same model made them.

    `rows` is how many rows the vectors have, those of chunks that are gone included; `is_copied` says that all its files are
    taken over; else only its vectors are, chunk by chunk.
    """

    directory: Path
    documents: DocumentStore
    vectors: np.ndarray
    is_copied: bool = False

    @property
    def rows(self) -> int:
        """How many rows a copy begins with."""
        return len(self.vectors) if self.is_copied else 0


class Builder:
    """Writes the files of one generation into `directory`, which it makes."""

    def __init__(self, directory: Path, embedder: Embedder, base: Base | None) -> None:
        directory.mkdir(parents=True)
        self.directory = directory
        self._embedder = embedder
        self._base = base
        self._next_row = base.rows if base else 0
        if base and base.is_copied:
            for name in (DOCUMENTS_FILE, KEYWORD_FILE):
                shutil.copyfile(base.directory / name, directory / name)
            shutil.copytree(base.directory / CHROMA_FOLDER, directory / CHROMA_FOLDER, copy_function=shutil.copyfile)
        crash_point("copied")
        self._documents = DocumentWriter(directory / DOCUMENTS_FILE)
        self.has_history, self.history = _history(base, directory / HISTORY_FILE)
        self._staging = sqlite3.connect(directory / _STAGING)
        self._staging.execute("PRAGMA synchronous = OFF")
        self._staging.executescript(_STAGED)

    def put(self, document: Document, chunks: Sequence[Chunk]) -> None:
        """Adds a document, or puts it in the place of its earlier version."""
        self.remove(document.id)
        texts = [embedded_text(document, part) for part in chunks]
        digests = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts]
        self._documents.put(document, chunks, digests, self._next_row)
        rows = (
            (self._next_row + number, part.id, digest, _storable(part.text), _storable(text), _storable(document.file))
            for number, (part, digest, text) in enumerate(zip(chunks, digests, texts, strict=True))
        )
        self._staging.executemany("INSERT INTO staged VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._next_row += len(chunks)
        crash_point("put")

    def remove(self, document_id: str) -> None:
        """Takes a document out, if the copy that this generation began as has it."""
        base = self._base
        if not base or not base.is_copied:
            return
        found = base.documents.chunks_of(document_id)
        if found:
            document = base.documents.document(document_id)
            rows = ((row, part.id, _storable(embedded_text(document, part))) for part, _, row in found)
            self._staging.executemany("INSERT OR IGNORE INTO removed VALUES (?, ?, ?)", rows)
            self._documents.remove(document_id)

    def chunks(self) -> int:
        """How many chunks were put in so far, to be embedded or copied."""
        return int(self._staging.execute("SELECT count(*) FROM staged").fetchone()[0])

    def finish(self, progress: Callable[[str, int, int], None]) -> tuple[int, int]:
        """Makes the rest of the documents: vectors, keyword leg, vector store. The counts of (chunks, rows).

        Raises: DiskError, DamagedIndexError, OSError, sqlite3.Error; what is there then is no generation.
        """
        self._documents.close()
        self.history.close()
        self._staging.commit()
        crash_point("documents")
        vectors = self._write_vectors(progress)
        crash_point("vectors")
        total, removed = self.chunks(), int(self._staging.execute("SELECT count(*) FROM removed").fetchone()[0])
        progress("indexing", 0, total)
        self._write_keyword()
        crash_point("keyword")
        self._write_store(vectors, total, progress)
        live = (self._live_before() - removed) + total
        del vectors
        self._close_staging()
        progress("indexing", total, total)
        return live, self._next_row

    def close(self) -> None:
        """Lets go of the files, finished or not."""
        self._close_staging()

    def _close_staging(self) -> None:
        self._staging.close()
        (self.directory / _STAGING).unlink(missing_ok=True)

    def _live_before(self) -> int:
        return len(self._base.documents.rows()) if self._base and self._base.is_copied else 0

    def _write_vectors(self, progress: Callable[[str, int, int], None]) -> np.ndarray:
        """The vectors of all rows, on disk: copied where known by their digest, else computed; empty rows are zero."""
        shape = (self._next_row, self._embedder.dimension)
        path = self.directory / VECTORS_FILE
        if not shape[0]:
            np.save(path, np.empty(shape, np.float32))
            return np.empty(shape, np.float32)
        vectors = np.lib.format.open_memmap(path, mode="w+", dtype=np.float32, shape=shape)
        copied = self._base.rows if self._base else 0
        for start in range(0, copied, _ROWS_COPIED):
            part = slice(start, min(start + _ROWS_COPIED, copied))
            vectors[part] = self._base.vectors[part]  # type: ignore[union-attr]
        vectors[[row for (row,) in self._staging.execute("SELECT row FROM removed")]] = 0.0
        missing = self._take_known(vectors)
        done = 0
        for start in range(0, len(missing), _PAGE):
            rows = missing[start : start + _PAGE]
            texts = [self._words(row) for row in rows]
            vectors[rows] = _checked(
                self._embedder.embed_documents(texts, lambda n, done=done: progress("embedding", done + n, len(missing))),  # type: ignore[misc]
                len(rows),
            )
            done += len(rows)
            crash_point("embed")
        vectors.flush()
        return vectors

    def _take_known(self, vectors: np.ndarray) -> list[int]:
        """Copies the vectors of staged chunks that the base has by their digest; gives the rows of the others."""
        missing = []
        for row, digest in self._staging.execute("SELECT row, digest FROM staged ORDER BY row").fetchall():
            known = self._base.documents.row_of(digest) if self._base and len(self._base.vectors) else None
            if known is not None and known < len(self._base.vectors) and self._base.vectors[known].any():  # type: ignore[union-attr]
                vectors[row] = self._base.vectors[known]  # type: ignore[union-attr]
            else:
                missing.append(row)
        return missing

    def _words(self, row: int) -> str:
        return str(self._staging.execute("SELECT words FROM staged WHERE row = ?", (row,)).fetchone()[0])

    def _write_keyword(self) -> None:
        writer = KeywordWriter(self.directory / KEYWORD_FILE)
        writer.remove(self._staging.execute("SELECT row, text FROM removed").fetchall())
        for page in self._pages():
            writer.add((row, chunk_id, words) for row, chunk_id, _, words, _ in page)
        writer.close()

    def _write_store(self, vectors: np.ndarray, total: int, progress: Callable[[str, int, int], None]) -> None:
        is_copy = bool(self._base and self._base.is_copied)
        folder = self.directory / CHROMA_FOLDER
        store = ChromaStore.open(folder) if is_copy else ChromaStore.create(folder)
        try:
            store.remove([chunk_id for (chunk_id,) in self._staging.execute("SELECT id FROM removed")])
            crash_point("store-removed")
            done = 0
            for page in self._pages():
                rows, ids, texts, _, files = zip(*page, strict=True)
                store.add(ids, vectors[list(rows)], texts, files)
                done += len(page)
                progress("indexing", done, total)
                crash_point("store")
        finally:
            store.close()

    def _pages(self) -> Iterator[list[tuple[int, str, str, str, str]]]:
        """The staged chunks as (row, id, text, embedded text, file), a page at a time."""
        last = -1
        query = "SELECT row, id, text, words, file FROM staged WHERE row > ? ORDER BY row LIMIT ?"
        while page := self._staging.execute(query, (last, _PAGE)).fetchall():
            yield page
            last = page[-1][0]


def _history(base: Base | None, path: Path) -> tuple[bool, History]:
    """Whether the history of the base could be taken over, and the history to write into: begun anew when it is damaged."""
    if base and (base.directory / HISTORY_FILE).is_file():
        shutil.copyfile(base.directory / HISTORY_FILE, path)
        try:
            return True, History(path, is_written=True)
        except DamagedIndexError as error:
            log.warning("The earlier texts of the documents are lost: %s", error)
            path.unlink()
    return False, History(path, is_written=True)


def _checked(vectors: np.ndarray, expected: int) -> np.ndarray:
    if len(vectors) != expected or not np.isfinite(vectors).all() or (np.linalg.norm(vectors, axis=1) < 1e-6).any():  # noqa: PLR2004
        message = "The embedding model gave no usable vectors; check TONGWEN_EMBEDDING_MODEL and try again."
        raise DamagedIndexError(message)
    return vectors


def _storable(text: str) -> str:
    """Lone surrogates, as JSON and undecodable names can hold them, are refused by SQLite and Chroma."""
    return text.encode("utf-8", "replace").decode("utf-8")
