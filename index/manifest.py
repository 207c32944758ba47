"""What built a generation and what is in it, as one JSON file written last; refuses what does not fit.

Invariant: a directory with a manifest is a complete generation; without one it is rubbish of a killed build.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from index.errors import DamagedIndexError, MismatchError
from ingest.sources import FileState, Source

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedding import Embedder

FORMAT_VERSION = 2
MANIFEST_FILE = "manifest.json"
DOCUMENTS_FILE = "documents.sqlite"
KEYWORD_FILE = "keyword.sqlite"
VECTORS_FILE = "vectors.npy"
HISTORY_FILE = "history.sqlite"
CHROMA_FOLDER = "chroma"


@dataclass(frozen=True)
class DocumentEntry:
    """One document of a generation: where it came from and how to tell that it has not changed.

    The first eight fields are those of ingest.sources.FileState, in its order. A duplicate has no chunks of its own.
    """

    id: str
    source: str
    file: str
    stamp: str
    sha256: str
    words_sha256: str = ""
    duplicate_of: str = ""
    misses: int = 0
    chunks: int = 0
    title: str = ""
    language: str = ""
    date: str = ""
    subject: str = ""

    @property
    def state(self) -> FileState:
        """What is known of its file."""
        return FileState(
            self.id, self.source, self.file, self.stamp, self.sha256, self.words_sha256, self.duplicate_of, self.misses
        )


@dataclass(frozen=True)
class Manifest:
    """What built a generation (models, chunker), what is in it (documents, sources) and how its files must look.

    `rows` is how many rows the vectors have, those of chunks that are gone included. `created` is ISO 8601 in UTC.
    `files` gives sizes in bytes, `hashes` SHA-256.
    """

    id: str
    created: str
    embedding_name: str
    embedding_fingerprint: str
    dimension: int
    chunker: str
    documents: tuple[DocumentEntry, ...]
    sources: tuple[Source, ...]
    chunks: int
    rows: int = 0
    files: dict[str, int] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT_VERSION

    @property
    def indexed(self) -> tuple[DocumentEntry, ...]:
        """The documents that have a text of their own: all but duplicates."""
        return tuple(entry for entry in self.documents if not entry.duplicate_of)

    def check_embedder(self, embedder: Embedder) -> None:
        """Refuses another embedding model than the one whose vectors are in this generation.

        Raises: MismatchError.
        """
        if embedder.fingerprint != self.embedding_fingerprint:
            message = (
                f"The index was built with the embedding model {self.embedding_name} ({self.embedding_fingerprint[:8]}), "
                f"but the settings name {embedder.name} ({embedder.fingerprint[:8]}); set TONGWEN_EMBEDDING_MODEL back "
                "or run `tongwen ingest --rebuild`."
            )
            raise MismatchError(message)


def write_manifest(manifest: Manifest, directory: Path) -> None:
    """Writes the manifest into a generation's directory; the last file of a build."""
    fields = asdict(manifest)
    text = json.dumps(fields | {"checksum": _checksum(fields)}, ensure_ascii=True, indent=1)
    (directory / MANIFEST_FILE).write_text(text, "utf-8")


def read_manifest(directory: Path) -> Manifest:
    """The manifest of a generation's directory.

    Raises: DamagedIndexError when it is missing, cut, altered or not understood; MismatchError when a newer Tongwen wrote it.
    """
    path = directory / MANIFEST_FILE
    try:
        fields = json.loads(path.read_text("utf-8"))
        if fields["format"] > FORMAT_VERSION:
            message = f"The index in {directory} was made by a newer Tongwen (format {fields['format']}); update Tongwen."
            raise MismatchError(message)
        if fields["format"] == 1:
            fields = _of_format_1(fields)
        elif fields.pop("checksum") != _checksum(fields):
            message = "its checksum is wrong"
            raise ValueError(message)
        documents = tuple(DocumentEntry(**entry) for entry in fields.pop("documents"))
        sources = tuple(Source(**source) for source in fields.pop("sources"))
        return Manifest(documents=documents, sources=sources, **fields)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"The index in {directory} has no readable manifest ({error}); run `tongwen repair`."
        raise DamagedIndexError(message) from error


def _checksum(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _of_format_1(fields: dict[str, Any]) -> dict[str, Any]:
    """Sources were names of folders and files, and every row was of a chunk."""
    sources = [{"name": name} for name in fields["sources"]]
    return {**fields, "sources": sources, "rows": fields["chunks"]}
