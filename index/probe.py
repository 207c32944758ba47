"""Checks one generation from outside: counts agree, and chunks are found by their own vectors.

Run as `python -m index.probe DIRECTORY`; exit code 0 when it is sound, else 1 and the reason on the last line.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np

from index.documents import DocumentStore
from index.errors import IndexingError
from index.keyword import KeywordSearch
from index.manifest import CHROMA_FOLDER, DOCUMENTS_FILE, KEYWORD_FILE, VECTORS_FILE, read_manifest
from index.store import ChromaStore
from ingest.child import child_command, child_environment

_SELF_QUERIES = 8
_NEAREST = 10
_MOST_SECONDS = 300


def probe(directory: Path) -> str:
    """What is wrong with the generation in `directory`, or "" when it is sound."""
    manifest = read_manifest(directory)
    documents = DocumentStore(directory / DOCUMENTS_FILE)
    store = ChromaStore.open(directory / CHROMA_FOLDER)
    vectors = np.load(directory / VECTORS_FILE, mmap_mode="r", allow_pickle=False)
    KeywordSearch(directory / KEYWORD_FILE).close()
    rows = {row: chunk_id for chunk_id, row in _rows(documents, manifest.documents)}
    if not len(rows) == len(vectors) == store.count() == manifest.chunks:
        return f"{manifest.chunks} chunks expected, {store.count()} in the store, {len(rows)} with text"
    for row in np.linspace(0, len(vectors) - 1, min(_SELF_QUERIES, len(vectors)), dtype=int):
        nearest = store.nearest(np.asarray(vectors[row]), _NEAREST)
        best = max((similarity for _, similarity in nearest), default=0.0)
        if rows[int(row)] not in dict(nearest) and best < 0.999:  # noqa: PLR2004 - copies of one text tie
            return f"chunk {rows[int(row)]} is not found by its own vector"
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


def _rows(documents: DocumentStore, entries: tuple) -> list[tuple[str, int]]:  # type: ignore[type-arg]
    return [(chunk.id, row) for entry in entries for chunk, _, row in documents.chunks_of(entry.id)]


if __name__ == "__main__":
    try:
        verdict = probe(Path(sys.argv[1]))
    except IndexingError as error:
        verdict = str(error)
    if verdict:
        sys.stdout.write(verdict + "\n")
        sys.exit(1)
