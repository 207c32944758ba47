"""What built a generation and what is in it, as one JSON file written last; refuses what does not fit.

Invariant: a directory with a manifest is a complete generation; without one it is rubbish of a killed build.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from index.errors import DamagedIndexError, MismatchError

if TYPE_CHECKING:
    from pathlib import Path

    from index.embedding import Embedder

FORMAT_VERSION = 1
MANIFEST_FILE = "manifest.json"
DOCUMENTS_FILE = "documents.sqlite"
KEYWORD_FILE = "keyword.sqlite"
VECTORS_FILE = "vectors.npy"
CHROMA_FOLDER = "chroma"


@dataclass(frozen=True)
class DocumentEntry:
    """One document of a generation: where it came from and how to tell that it has not changed.

    `stamp` and `sha256` are the file's when it was read: see ingest.sources.FileState.
    """

    id: str
    source: str
    file: str
    stamp: str
    sha256: str
    chunks: int
    title: str = ""
    language: str = ""
    date: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Manifest:
    """A generation's own account of itself; `created` is ISO 8601 in UTC."""

    id: str
    created: str
    embedding_name: str
    embedding_fingerprint: str
    dimension: int
    chunker: str
    documents: tuple[DocumentEntry, ...]
    sources: tuple[str, ...]
    chunks: int
    files: dict[str, int] = field(default_factory=dict)
    format: int = FORMAT_VERSION

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
    (directory / MANIFEST_FILE).write_text(json.dumps(asdict(manifest), ensure_ascii=True, indent=1), "utf-8")


def read_manifest(directory: Path) -> Manifest:
    """The manifest of a generation's directory.

    Raises: DamagedIndexError when it is missing, cut or not understood; MismatchError when a newer Tongwen wrote it.
    """
    path = directory / MANIFEST_FILE
    try:
        fields = json.loads(path.read_text("utf-8"))
        if fields["format"] > FORMAT_VERSION:
            message = f"The index in {directory} was made by a newer Tongwen (format {fields['format']}); update Tongwen."
            raise MismatchError(message)
        documents = tuple(DocumentEntry(**entry) for entry in fields.pop("documents"))
        return Manifest(documents=documents, sources=tuple(fields.pop("sources")), **fields)
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"The index in {directory} has no readable manifest ({error}); run `tongwen ingest --rebuild`."
        raise DamagedIndexError(message) from error
