"""The earlier texts of each document, in one SQLite file a generation: copied forward, added to, cut to what is kept.

A version is what a document said from one generation on. The text of a document that is gone stays among its versions
until it is too old, or purged.
"""

from __future__ import annotations

import sqlite3
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import DamagedIndexError

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.refresh import Change

_SCHEMA = """
CREATE TABLE version (
    document_id TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL, generation TEXT NOT NULL, change TEXT NOT NULL,
    source TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, characters INTEGER NOT NULL, text BLOB NOT NULL,
    PRIMARY KEY (document_id, number)
);
"""
_COLUMNS = "document_id, number, at, generation, change, source, file, sha256, characters"


@dataclass(frozen=True)
class Version:
    """One version of a document: `number` counts from 1, `at` is ISO 8601 in UTC; a removal has no characters."""

    document_id: str
    number: int
    at: str
    generation: str
    change: Change
    source: str
    file: str
    sha256: str
    characters: int


class History:
    """The versions in one generation; `is_written` opens the file of a generation in the making."""

    def __init__(self, path: Path, *, is_written: bool = False) -> None:
        is_new = not path.exists()
        try:
            if is_written:
                self._connection = sqlite3.connect(path)
                self._connection.execute("PRAGMA synchronous = OFF")  # a file that is not whole is never published
                self._connection.execute("PRAGMA secure_delete = ON")
                if is_new:
                    self._connection.executescript(_SCHEMA)
            else:
                self._connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            [state] = self._connection.execute("PRAGMA quick_check(1)").fetchone() if is_written else ["ok"]
            if state != "ok":
                raise sqlite3.DatabaseError(state)
            self._connection.execute("SELECT 1 FROM version LIMIT 1")
        except sqlite3.Error as error:
            message = f"The history in {path} cannot be read ({error}); run `tongwen repair`."
            raise DamagedIndexError(message) from error

    def record(self, version: Version, text: str) -> None:
        """Adds a version after the last of its document, whatever its `number` says; one that says nothing new is left out."""
        last = self._connection.execute(
            "SELECT number, sha256, file, change FROM version WHERE document_id = ? ORDER BY number DESC LIMIT 1",
            (version.document_id,),
        ).fetchone()
        if last and last[1:3] == (version.sha256, version.file) and (last[3] == "removed") == (version.change == "removed"):
            return
        packed = zlib.compress(text.encode("utf-8", "surrogatepass"), 6)
        values = (
            version.document_id,
            (last[0] if last else 0) + 1,
            version.at,
            version.generation,
            version.change,
            version.source.encode("utf-8", "replace").decode(),
            version.file.encode("utf-8", "replace").decode(),
            version.sha256,
            version.characters,
            packed,
        )
        self._connection.execute("INSERT INTO version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def versions(self, document_id: str = "") -> list[Version]:
        """The versions of one document, or of all, oldest first."""
        where = "WHERE document_id = ?" if document_id else ""
        query = f"SELECT {_COLUMNS} FROM version {where} ORDER BY document_id, number"  # noqa: S608 - fixed names
        return [Version(*row) for row in self._connection.execute(query, (document_id,) if document_id else ())]

    def text(self, document_id: str, number: int) -> str:
        """The text of one version.

        Raises: KeyError when it is not kept; DamagedIndexError when it cannot be unpacked.
        """
        found = self._connection.execute(
            "SELECT text FROM version WHERE document_id = ? AND number = ?", (document_id, number)
        ).fetchone()
        if found is None:
            raise KeyError((document_id, number))
        try:
            return zlib.decompress(found[0]).decode("utf-8", "surrogatepass")
        except (zlib.error, UnicodeDecodeError) as error:
            message = f"Version {number} of the document {document_id} is damaged ({error}); later ones may not be."
            raise DamagedIndexError(message) from error

    def forget(self, document_id: str) -> set[str]:
        """Takes all versions of a document out, so that nothing of them is left in the file; the names it had."""
        names = {version.file for version in self.versions(document_id)}
        self._connection.execute("DELETE FROM version WHERE document_id = ?", (document_id,))
        self._connection.commit()
        self._connection.execute("VACUUM")
        return names

    def prune(self, *, most: int, oldest: str) -> None:
        """Drops what came before `oldest` (ISO 8601) or is not among the `most` newest of its document; the newest stays."""
        self._connection.execute(
            "DELETE FROM version WHERE (document_id, number) NOT IN "
            "(SELECT document_id, max(number) FROM version GROUP BY document_id) AND "
            "(at < ? OR number <= (SELECT max(number) FROM version AS other WHERE other.document_id = version.document_id) - ?)",
            (oldest, most),
        )
        self._connection.execute("DELETE FROM version WHERE at < ? AND change = 'removed'", (oldest,))

    def close(self) -> None:
        """Makes what was written durable, and closes the file."""
        self._connection.commit()
        self._connection.close()
