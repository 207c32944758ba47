"""What a re-ingest needs of the index: the files it has, and the next generation to put documents into."""

from __future__ import annotations

import shutil
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from index.draft import Draft, begin_draft
from index.errors import DamagedIndexError
from index.history import Version
from index.manifest import DocumentEntry, Manifest
from ingest.chunking import CHUNKER_VERSION, Sizes, chunk

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from index.embedding import Embedder
    from index.generation import Generations
    from ingest.document import Chunk, Document
    from ingest.refresh import Change, Edition
    from ingest.sources import FileState, Source

_FETCHED = "fetched"


@dataclass(frozen=True)
class Retention:
    """How many earlier versions of a document are kept, and for how many days."""

    versions: int = 10
    days: int = 730


class GenerationShelf:
    """The Shelf of `ingest.refresh` over a data directory; the embedder is opened only when something is published."""

    def __init__(  # noqa: PLR0913 - what differs between the commands
        self,
        generations: Generations,
        embedder: Callable[[], Embedder],
        sizes: Sizes | None = None,
        retention: Retention | None = None,
        *,
        manifest: Manifest | None = None,
        rebuild: bool = False,
        is_anew: bool = False,
    ) -> None:
        """`rebuild` does without a damaged index and takes another model; `is_anew` copies no file of the last generation.

        `manifest`, when given, is taken for that of the published generation without a look at its files.
        """
        self.generations = generations
        self.embedder = embedder
        self.sizes = sizes or Sizes()
        self.retention = retention or Retention()
        self.rebuild = rebuild
        self.is_anew = is_anew or rebuild
        self._damaged_sources: tuple[Source, ...] = ()
        self.manifest = manifest or self._readable_manifest()

    @property
    def chunker(self) -> str:
        """What cuts documents into chunks: a change of it cuts them anew."""
        return f"{CHUNKER_VERSION}:{self.sizes.target}:{self.sizes.most}"

    def generation(self) -> str:
        """See ingest.refresh.Shelf."""
        return self.manifest.id if self.manifest else ""

    def sources(self) -> tuple[Source, ...]:
        """See ingest.refresh.Shelf."""
        return self.manifest.sources if self.manifest else self._damaged_sources

    def damaged_sources(self) -> tuple[Source, ...]:
        """The sources that must be read again because the published generation is damaged; () when it is sound."""
        return self._damaged_sources

    def states(self) -> list[FileState]:
        """See ingest.refresh.Shelf; what an earlier version has read comes without stamp and hash, to be read again."""
        if self.manifest is None:
            return []
        is_read_alike = self.manifest.chunker.partition(":")[0] == str(CHUNKER_VERSION)
        states = [entry.state for entry in self.manifest.documents]
        return states if is_read_alike else [replace(state, stamp="", sha256="") for state in states]

    def folder(self) -> Path:
        """See ingest.refresh.Shelf."""
        return self.generations.data / _FETCHED

    def rehearsal(self) -> Edition:
        """See ingest.refresh.Shelf."""
        return _NoEdition(self.folder())

    def edition(self) -> GenerationEdition:
        """See ingest.refresh.Shelf; what a killed run left is removed first."""
        if self.manifest:
            self.generations.clean()
        return GenerationEdition(self)

    def _readable_manifest(self) -> Manifest | None:
        """The manifest of the published generation; a rebuild does without when that is damaged, and starts anew.

        Raises: DamagedIndexError when this is no rebuild.
        """
        try:
            return self.generations.checked_manifest(deeply=self.rebuild)
        except DamagedIndexError:
            if not self.rebuild:
                raise
            self._damaged_sources = self.generations.known_sources()
            self.generations.trusted = "nothing"
            return None


class GenerationEdition:
    """The Edition of `ingest.refresh`: begins a generation when the first document comes, or when it is published."""

    def __init__(self, shelf: GenerationShelf) -> None:
        self._shelf = shelf
        self._begun: Draft | None = None
        self._entries: dict[str, DocumentEntry] = {}
        self._removed: list[FileState] = []
        self._is_published = False

    def put(self, state: FileState, document: Document, chunks: Sequence[Chunk], change: Change) -> None:
        """See ingest.refresh.Edition."""
        draft = self._draft()
        draft.put(document, chunks)
        self._entries[state.id] = _entry(state, document, len(chunks))
        draft.record(self._version(state, change, len(document.text)), document.text)

    def adopt(self, state: FileState, of: FileState, change: Change) -> None:
        """See ingest.refresh.Edition."""
        document, chunks = self._kept(of)
        document = replace(document, id=state.id, source=state.source, file=state.file)
        chunks = chunks if state.id == of.id and chunks else chunk(document, self._shelf.sizes)
        self.put(state, document, chunks, change)

    def remove(self, state: FileState) -> None:
        """See ingest.refresh.Edition."""
        if not state.duplicate_of:
            self._draft().remove(state.id)
            self._removed.append(state)

    def forget(self, document_id: str) -> set[str]:
        """Takes all versions of a document out of the history; the names it had."""
        return self._draft().forget(document_id)

    def publish(
        self, states: Sequence[FileState], sources: Sequence[Source], progress: Callable[[str, int, int], None]
    ) -> str:
        """See ingest.refresh.Edition.

        Raises: MismatchError when the settings name another model than the index was built with and this is no rebuild.
        """
        draft = self._draft()
        before = {entry.id: entry for entry in (self._shelf.manifest.documents if self._shelf.manifest else ())}
        entries = [self._settled(state, before.get(state.id), draft) for state in states]
        for state in self._removed:
            if state.id not in {each.id for each in states if not each.duplicate_of}:
                draft.record(self._version(replace(state, sha256=""), "removed", 0), "")
        oldest = datetime.now(UTC) - timedelta(days=self._shelf.retention.days)
        draft.prune(most=self._shelf.retention.versions, oldest=oldest.isoformat(timespec="seconds"))
        manifest = draft.publish(entries, sources, self._shelf.chunker, progress)
        self._is_published = True
        return manifest.id

    def discard(self) -> None:
        """See ingest.refresh.Edition."""
        if self._begun and not self._is_published:
            self._begun.discard()
        self._begun = None
        shutil.rmtree(self._shelf.folder(), ignore_errors=True)

    def _draft(self) -> Draft:
        if self._begun is None:
            shelf = self._shelf
            embedder = shelf.embedder()
            if shelf.manifest and shelf.manifest.documents and not shelf.rebuild:
                shelf.manifest.check_embedder(embedder)
            self._begun = begin_draft(shelf.generations, embedder, shelf.chunker, is_anew=shelf.is_anew)
        return self._begun

    def _settled(self, state: FileState, before: DocumentEntry | None, draft: Draft) -> DocumentEntry:
        """The entry of a document of the next generation; what is kept is put in, unless the copy has it."""
        if state.duplicate_of:
            return DocumentEntry(**asdict(state))
        if state.id in self._entries:
            return replace(self._entries[state.id], **asdict(state))
        if not draft.is_copy or before is None or before.duplicate_of:
            document, chunks = self._kept(state)
            draft.put(document, chunks)
            entry = _entry(state, document, len(chunks))
        else:
            entry = replace(before, **asdict(state))
        if not draft.has_history:
            text = self._kept(state)[0].text
            draft.record(self._version(state, "added", len(text)), text)
        return entry

    def _kept(self, state: FileState) -> tuple[Document, Sequence[Chunk]]:
        """A document as the published generation has it, cut into chunks as is done today."""
        document, chunks = self._draft().kept(state.duplicate_of or state.id)
        document = replace(document, id=state.id, source=state.source, file=state.file)
        is_cut_alike = self._shelf.manifest is not None and self._shelf.manifest.chunker == self._shelf.chunker
        return document, chunks if is_cut_alike and not state.duplicate_of else chunk(document, self._shelf.sizes)

    def _version(self, state: FileState, change: Change, characters: int) -> Version:
        at = datetime.now(UTC).isoformat(timespec="seconds")
        return Version(state.id, 0, at, self._draft().id, change, state.source, state.file, state.sha256, characters)


class _NoEdition:
    """The edition of a dry run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, state: FileState, document: Document, chunks: Sequence[Chunk], change: Change) -> None:
        """Does nothing."""

    def adopt(self, state: FileState, of: FileState, change: Change) -> None:
        """Does nothing."""

    def remove(self, state: FileState) -> None:
        """Does nothing."""

    def publish(self, states: Sequence[FileState], sources: Sequence[Source], progress: object) -> str:
        """Never called: a dry run publishes nothing."""
        raise NotImplementedError

    def discard(self) -> None:
        """Removes what was fetched."""
        shutil.rmtree(self._folder, ignore_errors=True)


def _entry(state: FileState, document: Document, chunks: int) -> DocumentEntry:
    return DocumentEntry(
        **asdict(state),
        chunks=chunks,
        title=document.title,
        language=document.language,
        date=document.date,
        subject=document.subject.name if document.subject else "",
    )
