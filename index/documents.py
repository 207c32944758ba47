"""Documents and their chunks in one SQLite file a generation: the texts that citations are cut from.

Written once, by a DocumentWriter, into a new file or a copy of the one before; then read only. `row` of a chunk is its
row in the vectors; rows of chunks that are gone stay empty.
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
from ingest.facts.fact import Fact, fact_from

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_SCHEMA = """
CREATE TABLE document (id TEXT PRIMARY KEY, file TEXT NOT NULL, language TEXT NOT NULL, subject TEXT NOT NULL, tells_subject INTEGER NOT NULL, body TEXT NOT NULL);
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
            message = f"The documents in {path} cannot be read ({error}); run `tongwen repair`."
            raise DamagedIndexError(message) from error
        self._document = lru_cache(maxsize=512)(self._read_document)

    def document(self, document_id: str) -> Document:
        """The document with this id.

        Raises: KeyError when there is none.
        """
        return self._document(document_id)

    def documents(self) -> list[Document]:
        """All documents, in the order of their ids."""
        return [self.document(document_id) for document_id in self.ids()]

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
        rows = self._connection.execute(f"SELECT {_COLUMNS} FROM chunk WHERE document_id = ? ORDER BY start", (document_id,))  # noqa: S608
        return [self._chunk(values) for values in rows]

    def subjects(self) -> dict[str, tuple[str, ...]]:
        """The names of the institution each document is about, by document id; documents without one are left out."""
        rows = self._connection.execute("SELECT id, subject FROM document WHERE subject != '[]' ORDER BY id")
        return {document_id: tuple(json.loads(names)) for document_id, names in rows}

    def facts(self) -> list[tuple[str, str, str, tuple[str, ...], tuple[Fact, ...]]]:
        """The (id, file, date, names of its institution, facts) of each document, in the order of their ids; no texts are read."""
        query = (
            "SELECT id, file, json_extract(body, '$.date'), subject, json_extract(body, '$.facts') FROM document ORDER BY id"
        )
        return [
            (document_id, file, day or "", tuple(json.loads(names)), tuple(map(fact_from, json.loads(facts or "[]"))))
            for document_id, file, day, names, facts in self._connection.execute(query)
        ]

    def row_of(self, digest: str) -> int | None:
        """The row of the vectors for the digest of an embedded text, which a later generation need not embed again."""
        found = self._connection.execute("SELECT row FROM chunk WHERE digest = ? LIMIT 1", (digest,)).fetchone()
        return None if found is None else int(found[0])

    def ids(self) -> list[str]:
        """The ids of all documents, in order."""
        return [str(row[0]) for row in self._connection.execute("SELECT id FROM document ORDER BY id")]

    def rows(self) -> list[tuple[int, str, str, str]]:
        """The (row, chunk id, document id, digest) of every chunk, by row."""
        return list(self._connection.execute("SELECT row, id, document_id, digest FROM chunk ORDER BY row"))

    def rows_of_document(self, document_id: str) -> list[tuple[int, str, str, str]]:
        """As `rows`, of one document."""
        query = "SELECT row, id, document_id, digest FROM chunk WHERE document_id = ? ORDER BY row"
        return list(self._connection.execute(query, (document_id,)))

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


class DocumentWriter:
    """Writes the documents of a generation in the making, one by one; `close` makes them durable."""

    def __init__(self, path: Path) -> None:
        is_new = not path.exists()
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA synchronous = OFF")  # a file that is not whole is never published
        if is_new:
            self._connection.executescript(_SCHEMA)
        self._subjects_before = self._told_subjects()

    def put(self, document: Document, chunks: Sequence[Chunk], digests: Sequence[str], first_row: int) -> None:
        """Adds a document that is not there, its chunks in rows from `first_row` on."""
        subject = json.dumps(document.subject.names if document.subject else [], ensure_ascii=False)
        body = json.dumps(asdict(document), ensure_ascii=True)
        values = (document.id, _clean(document.file), document.language, subject, bool(document.subject), body)
        self._connection.execute("INSERT INTO document VALUES (?, ?, ?, ?, ?, ?)", values)
        rows = (
            (
                first_row + number,
                part.id,
                document.id,
                part.start,
                part.end,
                json.dumps(part.headings),
                json.dumps(part.table_header),
                json.dumps(context(document, part)),
                digest,
            )
            for number, (part, digest) in enumerate(zip(chunks, digests, strict=True))
        )
        self._connection.executemany("INSERT INTO chunk VALUES (?,?,?,?,?,?,?,?,?)", rows)

    def remove(self, document_id: str) -> None:
        """Takes a document and its chunks out."""
        self._connection.execute("DELETE FROM chunk WHERE document_id = ?", (document_id,))
        self._connection.execute("DELETE FROM document WHERE id = ?", (document_id,))

    def close(self) -> None:
        """Gives pages that do not tell whose they are an institution, and closes the file."""
        subjects = self._told_subjects()
        if subjects != self._subjects_before:
            self._connection.execute("UPDATE document SET subject = '[]' WHERE NOT tells_subject")
        if subjects:
            self._give_subjects(Subjects(subjects))
        self._connection.commit()
        self._connection.close()

    def _told_subjects(self) -> dict[str, tuple[str, ...]]:
        rows = self._connection.execute("SELECT id, subject FROM document WHERE tells_subject ORDER BY id")
        return {document_id: tuple(json.loads(names)) for document_id, names in rows}

    def _give_subjects(self, subjects: Subjects) -> None:
        """Counts pages that do not tell whose they are to the one institution of other pages that they name."""
        silent = self._connection.execute("SELECT id FROM document WHERE subject = '[]' AND NOT tells_subject").fetchall()
        for (document_id,) in silent:
            [body] = self._connection.execute("SELECT body FROM document WHERE id = ?", (document_id,)).fetchone()
            document = document_from(json.loads(body))
            lead = f"{document.title}\n{document.text[:_LEAD]}"
            if key := subjects.told_by(lead, document.text[:_LOOKED_THROUGH]):
                names = json.dumps([key], ensure_ascii=False)
                self._connection.execute("UPDATE document SET subject = ? WHERE id = ?", (names, document_id))


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
