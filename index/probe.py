"""Checks one generation from outside: files are as they were written, counts agree, chunks have their own vectors, and most are found by them.

The graph that the store searches is approximate: among many equal texts a chunk may not be found, and is no damage.

Run as `python -m index.probe DIRECTORY`; exit code 0 when it is sound, else 1 and the reason on the last line.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import numpy as np

from index.documents import DocumentStore
from index.errors import IndexingError
from index.files import sha256_of
from index.keyword import KeywordSearch
from index.manifest import CHROMA_FOLDER, DOCUMENTS_FILE, KEYWORD_FILE, VECTORS_FILE, Manifest, read_manifest
from index.store import ChromaStore
from ingest.child import child_command, child_environment

_SELF_QUERIES = 8
_NEAREST = 10
_SAME = 0.999  # cosine of a vector and itself
_MOST_LOST = 0.5
_MOST_SECONDS = 300


def probe(directory: Path) -> str:
    """What is wrong with the generation in `directory`, or "" when it is sound."""
    try:
        return _fault(directory)
    except (IndexingError, OSError, ValueError, EOFError, sqlite3.Error) as error:
        return str(error) or type(error).__name__


def _fault(directory: Path) -> str:
    manifest = read_manifest(directory)
    for name in (DOCUMENTS_FILE, KEYWORD_FILE, VECTORS_FILE):  # without earlier texts it could still answer
        if manifest.hashes.get(name) not in {None, sha256_of(directory / name)}:
            return f"{name} is not as it was written"
    with (
        closing(DocumentStore(directory / DOCUMENTS_FILE)) as documents,
        closing(ChromaStore.open(directory / CHROMA_FOLDER)) as store,
    ):
        return _disagreement(directory, manifest, documents, store)


def _disagreement(directory: Path, manifest: Manifest, documents: DocumentStore, store: ChromaStore) -> str:
    vectors = np.load(directory / VECTORS_FILE, mmap_mode="r", allow_pickle=False)
    KeywordSearch(directory / KEYWORD_FILE).close()
    rows = documents.rows()
    if not len(rows) == store.count() == manifest.chunks:
        return f"{manifest.chunks} chunks expected, {store.count()} in the store, {len(rows)} with text"
    if len(vectors) != manifest.rows or (rows and rows[-1][0] >= manifest.rows):
        return f"{manifest.rows} vectors expected, {len(vectors)} there"
    if documents.ids() != sorted(entry.id for entry in manifest.indexed):
        return "the documents are not those of the manifest"
    asked = [rows[number] for number in np.linspace(0, len(rows) - 1, min(_SELF_QUERIES, len(rows)), dtype=int)]
    stored = store.vectors_of([chunk_id for _, chunk_id, _, _ in asked])
    lost = []
    for row, chunk_id, _, _ in asked:
        own = np.asarray(vectors[row])
        if chunk_id not in stored or float(stored[chunk_id] @ own) < _SAME:
            return f"chunk {chunk_id} has not its own vector in the store"
        nearest = store.nearest(own, _NEAREST)
        if chunk_id not in dict(nearest) and max((similarity for _, similarity in nearest), default=0.0) < _SAME:
            lost.append(chunk_id)
    if len(lost) > _MOST_LOST * len(asked):
        return f"chunk {lost[0]} is not found by its own vector, and {len(lost) - 1} more of {len(asked)} are not"
    return ""


def probe_in_child(directory: Path) -> str:
    """As `probe`, from a child process: damage to a generation can kill the process that opens it, not this one."""
    command = child_command("index.probe", str(directory))
    try:
        result = subprocess.run(  # noqa: S603 - fixed arguments
            command, env=child_environment(), capture_output=True, text=True, check=False, timeout=_MOST_SECONDS
        )
    except subprocess.TimeoutExpired:
        return f"its check took more than {_MOST_SECONDS} seconds"
    return (result.stdout.strip().splitlines() or [f"exit code {result.returncode}"])[-1] if result.returncode else ""


if __name__ == "__main__":
    verdict = probe(Path(sys.argv[1]))
    if verdict:
        sys.stdout.write(verdict + "\n")
        sys.exit(1)
