"""Generations: an index is built aside, probed in a child process, and published by one atomic pointer.

    data/CURRENT                      the id of the published generation, one line
    data/generations/<id>/            immutable once published
        manifest.json                 written last: a directory without it is rubbish
        documents.sqlite              texts, chunks with offsets
        keyword.sqlite                BM25
        vectors.npy                   (rows, dimension) float32: a chunk names its row, other rows are empty
        history.sqlite                earlier texts of the documents
        chroma/                       the vector store
        published                     empty; a complete generation without it was killed before the pointer moved
    data/ingest.lock                  held by the one writer

Readers take no lock: they follow the pointer (`current.py`). What is published is never changed, so an answer is wholly of one
generation, whatever is killed and whenever.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from index import probe
from index.documents import DocumentStore
from index.errors import DamagedIndexError, DiskError, IndexingError, NoIndexError
from index.files import check_files, disk_errors, read_vectors, sync_directory
from index.history import History
from index.keyword import KeywordSearch
from index.manifest import CHROMA_FOLDER, DOCUMENTS_FILE, HISTORY_FILE, KEYWORD_FILE, Manifest, read_manifest
from index.search import Index
from index.store import ChromaStore
from ingest.crash import crash_point

if TYPE_CHECKING:
    from index.embedding import Embedder
    from ingest.sources import Source

log = logging.getLogger(__name__)

Trust = Literal["all", "vectors", "documents", "nothing"]

_POINTER = "CURRENT"
_PROBED = "probed.json"
_PUBLISHED = "published"
_KEPT = 2


class Generations:
    """The generations in a data directory: which there are, which is published, opening it and going back.

    `trusted` says what of the published one, when it is damaged, goes into the next: its documents, its vectors too, or nothing.
    """

    def __init__(self, data: Path, kept: int = _KEPT) -> None:
        self.data = data
        self._kept = kept
        self.trusted: Trust = "all"

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
            message = f"The pointer {self.data / _POINTER} is damaged; run `tongwen repair`."
            raise DamagedIndexError(message)
        return current

    def manifest(self) -> Manifest | None:
        """The manifest of the published generation; None when nothing is published.

        Raises: DamagedIndexError when the pointer leads nowhere.
        """
        current = self.current_id()
        return read_manifest(self.directory(current)) if current else None

    def checked_manifest(self, *, deeply: bool = False) -> Manifest | None:
        """As `manifest`, with a look at the files that it names; `deeply` opens and searches them in a child process.

        Raises: DamagedIndexError when one is missing, cut or cannot be read.
        """
        manifest = self.manifest()
        if manifest:
            check_files(manifest, self.directory(manifest.id))
            reason = probe.probe_in_child(self.directory(manifest.id)) if deeply else ""
            if reason:
                message = f"The index in {self.directory(manifest.id)} is damaged ({reason}); run `tongwen repair`."
                raise DamagedIndexError(message)
        return manifest

    def known_sources(self) -> tuple[Source, ...]:
        """The sources of the newest generation whose manifest can still be read: what a damaged index is rebuilt from."""
        for path in sorted((self.data / "generations").glob("*/manifest.json"), reverse=True):
            try:
                return read_manifest(path.parent).sources
            except DamagedIndexError:
                continue
        return ()

    def open(self, embedder: Embedder, *, is_probed: bool = False) -> Index:
        """The published generation, ready for search; `is_probed` opens it in a child process first.

        Raises: NoIndexError, DamagedIndexError, MismatchError.
        """
        return self._opened(self._published(), embedder, is_probed=is_probed)

    def open_sound(self, embedder: Embedder) -> Index:
        """The published generation, or when that is damaged the newest that is not, which is told in the log.

        Each is opened in a child process first, once: damage can kill the process that opens it.
        Raises: NoIndexError, DamagedIndexError, MismatchError; of the published one when there is no other.
        """
        try:
            return self.open(embedder, is_probed=True)
        except DamagedIndexError as error:
            published = self._pointed()
            for name in reversed(self.kept_ids()):
                with contextlib.suppress(IndexingError):
                    if name != published:
                        index = self._opened(self.directory(name), embedder, is_probed=True)
                        log.warning("%s Until then generation %s answers.", error, name)
                        return index
            raise

    def _opened(self, directory: Path, embedder: Embedder, *, is_probed: bool = False) -> Index:
        manifest = read_manifest(directory)
        manifest.check_embedder(embedder)
        check_files(manifest, directory)
        if is_probed and (reason := self._probed(directory)):
            message = f"The index in {directory} is damaged ({reason}); run `tongwen repair`."
            raise DamagedIndexError(message)
        vectors = read_vectors(directory)
        documents = DocumentStore(directory / DOCUMENTS_FILE)
        keyword = KeywordSearch(directory / KEYWORD_FILE)
        store = ChromaStore.open(directory / CHROMA_FOLDER)
        if store.count() != manifest.chunks or len(vectors) != manifest.rows:
            message = f"The index in {directory} holds {store.count()} of {manifest.chunks} chunks; run `tongwen repair`."
            raise DamagedIndexError(message)
        return Index(manifest, documents, vectors, store, keyword, embedder)

    def _probed(self, directory: Path) -> str:
        """What the probe says of a generation; that it was sound is remembered until one of its files changes."""
        stamp = _stamp(directory)
        path = self.data / _PROBED
        try:
            known = json.loads(path.read_text("utf-8"))
            if known.get(directory.name) == stamp:
                return ""
        except (OSError, ValueError, AttributeError):
            known = {}
        reason = probe.probe_in_child(directory)
        if not reason:
            kept = {name: value for name, value in known.items() if name in self.kept_ids()}
            with contextlib.suppress(OSError):
                path.write_text(json.dumps({**kept, directory.name: stamp}), "utf-8")
        return reason

    def open_documents(self) -> DocumentStore:
        """The documents of the published generation, for reading without a model; to be closed by the caller.

        Raises: NoIndexError, DamagedIndexError.
        """
        return DocumentStore(self._published() / DOCUMENTS_FILE)

    def open_history(self) -> History:
        """The earlier texts of its documents; to be closed by the caller.

        Raises: NoIndexError, DamagedIndexError.
        """
        return History(self._published() / HISTORY_FILE)

    def roll_back(self, to: str = "") -> Manifest:
        """Makes the generation before the published one, or the one named, the published one; its manifest.

        Raises: NoIndexError when it is not there; DamagedIndexError when it does not pass its check.
        """
        current = self._pointed()
        kept = [name for name in self.kept_ids() if name == to or (not to and name < current)]
        if not kept:
            wanted = f"generation {to}" if to else "generation before the current one"
            message = f"There is no {wanted} in {self.data}; kept are {', '.join(self.kept_ids()) or 'none'}."
            raise NoIndexError(message)
        manifest = read_manifest(self.directory(kept[-1]))
        check_files(manifest, self.directory(kept[-1]))
        reason = probe.probe_in_child(self.directory(kept[-1]))
        if reason:
            message = f"Generation {kept[-1]} is damaged ({reason}); the current one stays in use."
            raise DamagedIndexError(message)
        with disk_errors(self.data):
            self.point_to(kept[-1])
        return manifest

    def kept_ids(self) -> list[str]:
        """The ids of all generations that are or were the published one, oldest first."""
        complete = {path.parent.name for path in (self.data / "generations").glob("*/manifest.json")}
        current = self._pointed()
        return sorted(name for name in complete if name == current or (self.directory(name) / _PUBLISHED).exists())

    def clean(self, *, kept: int = 0) -> None:
        """Removes what killed builds left and all but the published and the newest generations, `kept` in all."""
        root = self.data / "generations"
        if not root.is_dir():
            return
        current = self.current_id()
        self._mark(current)
        others = [name for name in self.kept_ids() if name != current]
        staying = {current, *others[len(others) - ((kept or self._kept) - 1) :]}
        for path in root.iterdir():
            if path.name not in staying:
                crash_point("clean")
                shutil.rmtree(path, ignore_errors=True)
        for partial in self.data.glob(f"{_POINTER}.*"):
            partial.unlink(missing_ok=True)

    def discard(self, generation_id: str) -> None:
        """Removes what a failed build left; but once the pointer names it, it is the index."""
        with contextlib.suppress(IndexingError):
            if self.current_id() == generation_id:
                return
        shutil.rmtree(self.directory(generation_id), ignore_errors=True)
        self._partial_pointer().unlink(missing_ok=True)

    def directory(self, generation_id: str) -> Path:
        """Where the files of a generation are."""
        return self.data / "generations" / generation_id

    def point_to(self, generation_id: str) -> None:
        """Makes a complete generation the published one, by one rename.

        Raises: OSError; then the old one is published still.
        """
        partial = self._partial_pointer()
        with partial.open("w", encoding="ascii") as file:
            file.write(generation_id + "\n")
            file.flush()
            os.fsync(file.fileno())
        crash_point("pointer")
        partial.replace(self.data / _POINTER)
        crash_point("published")
        self._mark(generation_id)
        with contextlib.suppress(OSError):  # it is published; after a power cut the old pointer may come back, whole too
            sync_directory(self.data)

    def _published(self) -> Path:
        current = self.current_id()
        if not current:
            message = f"There is no index in {self.data} yet; run `tongwen ingest PATH` with a folder of documents."
            raise NoIndexError(message)
        return self.directory(current)

    def _mark(self, generation_id: str) -> None:
        """Notes that a generation was published; where the disk does not let it, the next clean-up does."""
        with contextlib.suppress(OSError):
            (self.directory(generation_id) / _PUBLISHED).touch()

    def _pointed(self) -> str:
        """The published id, or "" when the pointer itself is damaged."""
        try:
            return self.current_id()
        except DamagedIndexError:
            return "~"  # after every id: the newest that is kept comes before it

    def _partial_pointer(self) -> Path:
        return self.data / f"{_POINTER}.{os.getpid()}"


def _stamp(directory: Path) -> str:
    """Sizes and times of all files of a generation; but for those that Chroma touches when they are opened.

    Those are its database and, below a thousand chunks, the files of its graph, which hold nothing yet.
    """
    stamps = []
    for path in sorted(directory.rglob("*")):
        if path.is_file() and path.name != _PUBLISHED:
            status = path.stat()
            is_empty_graph = path.suffix == ".bin" and not (path.parent / "index_metadata.pickle").is_file()
            time = 0 if path.name == "chroma.sqlite3" or is_empty_graph else status.st_mtime_ns
            stamps.append(f"{path.relative_to(directory)}:{status.st_size}:{time}")
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()
