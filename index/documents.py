"""Documents and their chunks in one SQLite file a generation: the texts that citations are cut from.

Written once, then read only. Rows of `chunk` stand in the order of the rows of the vectors.
"""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from functools import lru_cache
from typing import TYPE_CHECKING

from index.errors import DamagedIndexError
from index.subjects import Subjects
from ingest.chunking import context
from ingest.document import Chunk, Document, document_from

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

_SCHEMA = """
CREATE TABLE document (id TEXT PRIMARY KEY, file TEXT NOT NULL, language TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL);
CREATE TABLE chunk (
    row INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, document_id TEXT NOT NULL REFERENCES document,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, headings TEXT NOT NULL, table_header TEXT NOT NULL,
    context TEXT NOT NULL, digest TEXT NOT NULL
);
CREATE INDEX chunk_of_document ON chunk (document_id);
CREATE INDEX chunk_digest ON chunk (digest);
"""
_LEAD = 200  # characters in which a page that does not say whose it is may name one institution of other pages
_LOOKED_THROUGH = 4_000
_COLUMNS = 'id, document_id, start, "end", headings, table_header, context, row'


class DocumentStore:
    """The documents of one generation, for reading; safe to share between threads."""

    def __init__(self, path: Path) -> None:
        try:
            self._connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            self._connection.execute("SELECT 1 FROM chunk LIMIT 1")
        except sqlite3.Error as error:
            message = f"The documents in {path} cannot be read ({error}); run `tongwen ingest --rebuild`."
            raise DamagedIndexError(message) from error
        self._document = lru_cache(maxsize=512)(self._read_document)

    @staticmethod
    def build(path: Path, contents: Iterable[tuple[Document, Sequence[Chunk], Sequence[str]]]) -> None:
        """Writes a new file from (document, its chunks, the digest of each chunk's embedded text)."""
        connection = sqlite3.connect(path)
        with connection:
            connection.executescript(_SCHEMA)
            row = 0
            for document, chunks, digests in contents:
                subject = json.dumps(document.subject.names if document.subject else [], ensure_ascii=False)
                body = json.dumps(asdict(document), ensure_ascii=True)
                values = (document.id, _clean(document.file), document.language, subject, body)
                connection.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?)", values)
                for chunk, digest in zip(chunks, digests, strict=True):
                    row_of_chunk = (
                        row,
                        chunk.id,
                        document.id,
                        chunk.start,
                        chunk.end,
                        json.dumps(chunk.headings),
                        json.dumps(chunk.table_header),
                        json.dumps(context(document, chunk)),
                        digest,
                    )
                    connection.execute("INSERT INTO chunk VALUES (?,?,?,?,?,?,?,?,?)", row_of_chunk)
                    row += 1
            _give_subjects(connection)
        connection.close()

    def document(self, document_id: str) -> Document:
        """The document with this id.

        Raises: KeyError when there is none.
        """
        return self._document(document_id)

    def documents(self) -> list[Document]:
        """All documents, in the order of their ids."""
        return [self.document(row[0]) for row in self._connection.execute("SELECT id FROM document ORDER BY id")]

    def chunks(self, chunk_ids: Sequence[str]) -> dict[str, tuple[Chunk, str, int]]:
        """Each chunk asked for, with its context line and its row in the vectors."""
        found = {}
        for start in range(0, len(chunk_ids), 500):
            part = list(chunk_ids[start : start + 500])
            marks = ",".join("?" * len(part))
            for values in self._connection.execute(f"SELECT {_COLUMNS} FROM chunk WHERE id IN ({marks})", part):  # noqa: S608
                found[values[0]] = self._chunk(values)
        return found

    def chunks_of(self, document_id: str) -> list[tuple[Chunk, str, int]]:
        """The chunks of a document in order, each with its context line and its row in the vectors."""
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM chunk WHERE document_id = ? ORDER BY row", (document_id,))  # noqa: S608
        return [self._chunk(values) for values in rows]

    def subjects(self) -> dict[str, tuple[str, ...]]:
        """The names of the institution each document is about, by document id; documents without one are left out."""
        rows = self._connection.execute("SELECT id, subject FROM document WHERE subject != '[]' ORDER BY id")
        return {document_id: tuple(json.loads(names)) for document_id, names in rows}

    def digest_rows(self) -> dict[str, int]:
        """The row of the vectors for each digest of an embedded text: what a later generation need not embed again."""
        return dict(self._connection.execute("SELECT digest, row FROM chunk"))

    def rows_of(self, document_ids: Sequence[str]) -> list[tuple[int, str]]:
        """The (row, chunk id) of all chunks of these documents."""
        marks = ",".join("?" * len(document_ids))
        query = f"SELECT row, id FROM chunk WHERE document_id IN ({marks})"  # noqa: S608
        return [(int(row), str(chunk_id)) for row, chunk_id in self._connection.execute(query, list(document_ids))]

    def rows_by_language(self) -> dict[str, list[tuple[int, str]]]:
        """The (row, chunk id) of all chunks of each language, in order."""
        query = "SELECT language, row, chunk.id FROM chunk JOIN document ON document.id = document_id ORDER BY row"
        found: dict[str, list[tuple[int, str]]] = {}
        for language, row, chunk_id in self._connection.execute(query):
            found.setdefault(language, []).append((int(row), str(chunk_id)))
        return found

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def _chunk(self, values: tuple[str, ...]) -> tuple[Chunk, str, int]:
        chunk_id, document_id, start, end, headings, header, about, row = values
        text = self.document(document_id).text[int(start) : int(end)]
        chunk = Chunk(chunk_id, document_id, text, int(start), int(end), tuple(json.loads(headings)), json.loads(header))
        return chunk, json.loads(about), int(row)

    def _read_document(self, document_id: str) -> Document:
        found = self._connection.execute("SELECT body FROM document WHERE id = ?", (document_id,)).fetchone()
        if found is None:
            raise KeyError(document_id)
        return document_from(json.loads(found[0]))


def _give_subjects(connection: sqlite3.Connection) -> None:
    """Counts pages that do not tell whose they are to the one institution of other pages that they name."""
    rows = connection.execute("SELECT id, subject FROM document WHERE subject != '[]' ORDER BY id")
    subjects = Subjects({document_id: tuple(json.loads(names)) for document_id, names in rows})
    for document_id, body in connection.execute("SELECT id, body FROM document WHERE subject = '[]'").fetchall():
        document = document_from(json.loads(body))
        lead = f"{document.title}\n{document.text[:_LEAD]}"
        if key := subjects.told_by(lead, document.text[:_LOOKED_THROUGH]):
            connection.execute(
                "UPDATE document SET subject = ? WHERE id = ?", (json.dumps([key], ensure_ascii=False), document_id)
            )


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
