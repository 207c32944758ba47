"""Compares every part of a generation with every other: what is told of it is what is there, to the last vector.

Run as `python -m index.verify DIRECTORY`: writes the faults as JSON. A damaged file can kill the process that opens it, so
others call `verify_in_child`.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.analysis import words
from index.documents import DocumentStore
from index.errors import IndexingError
from index.files import sha256_of
from index.manifest import CHROMA_FOLDER, DOCUMENTS_FILE, HISTORY_FILE, KEYWORD_FILE, VECTORS_FILE, Manifest, read_manifest
from index.store import ChromaStore
from ingest.child import child_command, child_environment
from ingest.chunking import embedded_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_SECONDS = 3_600
_MOST_FAULTS = 1_000
_LEAST_NORM, _MOST_NORM = 0.99, 1.01
_MOST_DIFFERENCE = 1e-5  # between a vector in Chroma and the one it was made from


@dataclass(frozen=True)
class Fault:
    """Something that is not as it should be: in which `part`, of which document (its file, or ""), and what."""

    part: str
    document: str
    what: str


def verify(directory: Path) -> list[Fault]:
    """What is wrong with the generation in `directory`, in the order it was found; [] when all is well."""
    try:
        manifest = read_manifest(directory)
    except IndexingError as error:
        return [Fault("manifest", "", str(error))]
    names = {entry.id: entry.file for entry in manifest.documents}
    faults = list(_files(manifest, directory))
    for check in (_documents, _vectors, _keyword, _store):
        try:
            faults.extend(fault for _, fault in zip(range(_MOST_FAULTS), check(manifest, directory, names), strict=False))
        except (IndexingError, sqlite3.Error, OSError, ValueError, KeyError, EOFError) as error:
            faults.append(Fault(check.__name__.strip("_"), "", " ".join(str(error).split())))
    return faults


def verify_in_child(directory: Path) -> list[Fault]:
    """As `verify`, from a child process, which damage may kill."""
    command = child_command("index.verify", str(directory))
    try:
        result = subprocess.run(  # noqa: S603 - fixed arguments
            command, env=child_environment(), capture_output=True, text=True, check=False, timeout=_MOST_SECONDS
        )
        return [Fault(**fields) for fields in json.loads(result.stdout.splitlines()[-1])]
    except subprocess.TimeoutExpired:
        return [Fault("store", "", f"its check took more than {_MOST_SECONDS} seconds")]
    except (IndexError, ValueError, TypeError):
        return [Fault("store", "", f"opening it ends the process (exit code {result.returncode})")]


def _files(manifest: Manifest, directory: Path) -> Iterator[Fault]:
    for name, size in manifest.files.items():
        path, part = directory / name, _PARTS.get(name, name)
        if not path.is_file():
            yield Fault(part, "", f"{name} is missing")
        elif path.stat().st_size != size:
            yield Fault(part, "", f"{name} has {path.stat().st_size} bytes, not {size}")
        elif manifest.hashes.get(name) not in {None, sha256_of(path)}:
            yield Fault(part, "", f"{name} was altered")


def _documents(manifest: Manifest, directory: Path, names: dict[str, str]) -> Iterator[Fault]:
    store = DocumentStore(directory / DOCUMENTS_FILE)
    told = {entry.id: entry for entry in manifest.indexed}
    for document_id in sorted(set(store.ids()) - set(told)):
        yield Fault("documents", names.get(document_id, document_id), "is not in the manifest")
    for document_id, entry in told.items():
        try:
            document = store.document(document_id)
            chunks = store.chunks_of(document_id)
        except (KeyError, ValueError, TypeError, sqlite3.Error):
            yield Fault("documents", entry.file, "is missing or cannot be read")
            continue
        text = document.text.rstrip().encode("utf-8", "surrogatepass")
        if entry.words_sha256 and hashlib.sha256(text).hexdigest() != entry.words_sha256:
            yield Fault("documents", entry.file, "has another text than was read")
        if len(chunks) != entry.chunks:
            yield Fault("documents", entry.file, f"has {len(chunks)} of {entry.chunks} chunks")
        digests = {row: digest for row, _, _, digest in store.rows_of_document(document_id)}
        for part, _, row in chunks:
            digest = hashlib.sha256(embedded_text(document, part).encode("utf-8", "surrogatepass")).hexdigest()
            if digests.get(row) != digest:
                yield Fault("documents", entry.file, f"has a chunk at {part.start} that was altered")
                break
    store.close()


def _vectors(manifest: Manifest, directory: Path, names: dict[str, str]) -> Iterator[Fault]:
    vectors = np.load(directory / VECTORS_FILE, mmap_mode="r", allow_pickle=False)
    if len(vectors) != manifest.rows:
        yield Fault("vectors", "", f"there are {len(vectors)} rows, not {manifest.rows}")
    store = DocumentStore(directory / DOCUMENTS_FILE)
    for row, _, document_id, _ in store.rows():
        norm = float(np.linalg.norm(vectors[row])) if row < len(vectors) else 0.0
        if not _LEAST_NORM < norm < _MOST_NORM:
            yield Fault("vectors", names.get(document_id, document_id), f"has a vector of length {norm:.2f} in row {row}")
    store.close()


def _keyword(manifest: Manifest, directory: Path, names: dict[str, str]) -> Iterator[Fault]:
    connection = sqlite3.connect(f"file:{directory / KEYWORD_FILE}?mode=ro&immutable=1", uri=True)
    found = {
        int(row): (str(chunk_id), str(text))
        for row, chunk_id, text in connection.execute("SELECT rowid, id, words FROM chunk")
    }
    connection.close()
    store = DocumentStore(directory / DOCUMENTS_FILE)
    is_whole = manifest.hashes.get(KEYWORD_FILE) == sha256_of(directory / KEYWORD_FILE)
    for row, chunk_id, document_id, _ in store.rows():
        name = names.get(document_id, document_id)
        held, text = found.pop(row, ("", ""))
        if held != chunk_id:
            yield Fault("keyword", name, f"has no keywords in row {row}")
        elif not is_whole:
            part = store.chunks([chunk_id])[chunk_id][0]
            whole = embedded_text(store.document(document_id), part).encode("utf-8", "replace").decode()
            if " ".join(words(whole)) != text:
                yield Fault("keyword", name, f"has other keywords than its text in row {row}")
    for row in found:
        yield Fault("keyword", "", f"holds row {row}, which is of no document")
    store.close()


def _store(manifest: Manifest, directory: Path, names: dict[str, str]) -> Iterator[Fault]:
    documents = DocumentStore(directory / DOCUMENTS_FILE)
    vectors = np.load(directory / VECTORS_FILE, mmap_mode="r", allow_pickle=False)
    expected = {chunk_id: (row, document_id) for row, chunk_id, document_id, _ in documents.rows()}
    store = ChromaStore.open(directory / CHROMA_FOLDER)
    for ids, held, texts in store.vectors():
        chunks = documents.chunks(ids)
        for chunk_id, vector, text in zip(ids, held, texts, strict=True):
            row, document_id = expected.pop(chunk_id, (-1, ""))
            name = names.get(document_id, document_id)
            if row < 0:
                yield Fault("store", "", f"holds the chunk {chunk_id}, which is of no document")
            elif row >= len(vectors) or float(np.abs(vector - vectors[row]).max()) > _MOST_DIFFERENCE:
                yield Fault("store", name, f"has another vector for the chunk {chunk_id}")
            elif text != chunks[chunk_id][0].text.encode("utf-8", "replace").decode():
                yield Fault("store", name, f"has another text for the chunk {chunk_id}")
    for chunk_id, (_, document_id) in expected.items():
        yield Fault("store", names.get(document_id, document_id), f"lacks the chunk {chunk_id}")
    if store.count() != manifest.chunks:
        yield Fault("store", "", f"holds {store.count()} of {manifest.chunks} chunks")
    store.close()
    documents.close()


_PARTS = {DOCUMENTS_FILE: "documents", KEYWORD_FILE: "keyword", VECTORS_FILE: "vectors", HISTORY_FILE: "history"}


if __name__ == "__main__":
    sys.stdout.write("\n" + json.dumps([asdict(fault) for fault in verify(Path(sys.argv[1]))]) + "\n")
