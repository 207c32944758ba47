"""What a re-ingest needs of the index: the files it has, their documents again, and publishing a new set of them."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from index.errors import DamagedIndexError
from index.manifest import DocumentEntry, Manifest
from index.write import Content, Recipe
from ingest.chunking import CHUNKER_VERSION, Sizes, chunk, embedded_text
from ingest.refresh import Prepared
from ingest.sources import FileState

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from index.embedding import Embedder
    from index.generation import Generations


class GenerationShelf:
    """The Shelf of `ingest.refresh` over a data directory; the embedder is opened only when something is published."""

    def __init__(
        self,
        generations: Generations,
        embedder: Callable[[], Embedder],
        sizes: Sizes | None = None,
        *,
        rebuild: bool = False,
    ) -> None:
        self._generations = generations
        self._embedder = embedder
        self._sizes = sizes or Sizes()
        self._rebuild = rebuild
        self._damaged_sources: tuple[str, ...] = ()
        self._manifest = self._readable_manifest()

    @property
    def chunker(self) -> str:
        """What cuts documents into chunks: a change of it cuts them anew."""
        return f"{CHUNKER_VERSION}:{self._sizes.target}:{self._sizes.most}"

    def generation(self) -> str:
        """See ingest.refresh.Shelf."""
        return self._manifest.id if self._manifest else ""

    def sources(self) -> tuple[str, ...]:
        """See ingest.refresh.Shelf."""
        return self._manifest.sources if self._manifest else self._damaged_sources

    def damaged_sources(self) -> tuple[str, ...]:
        """The sources that must be read again because the published generation is damaged; () when it is sound."""
        return self._damaged_sources

    def states(self) -> list[FileState]:
        """See ingest.refresh.Shelf; what an earlier version has read comes without stamp and hash, to be read again."""
        if self._manifest is None:
            return []
        is_read_alike = self._manifest.chunker.partition(":")[0] == str(CHUNKER_VERSION)
        return [
            FileState(entry.id, entry.source, entry.file, *((entry.stamp, entry.sha256) if is_read_alike else ("", "")))
            for entry in self._manifest.documents
        ]

    def kept(self, states: Sequence[FileState]) -> list[Prepared]:
        """See ingest.refresh.Shelf."""
        if not states:
            return []
        contents = self._generations.contents()
        is_cut_alike = self._manifest is not None and self._manifest.chunker == self.chunker
        prepared = []
        for state in states:
            document, chunks = contents[state.id]
            document = replace(document, source=state.source, file=state.file)
            prepared.append(Prepared(state, document, tuple(chunks if is_cut_alike else chunk(document, self._sizes))))
        return prepared

    def publish(
        self, prepared: Sequence[Prepared], sources: Sequence[str], progress: Callable[[str, int, int], None]
    ) -> str:
        """See ingest.refresh.Shelf.

        Raises: MismatchError when the settings name another model than the index was built with and this is no rebuild.
        """
        embedder = self._embedder()
        if self._manifest and self._manifest.documents and not self._rebuild:
            self._manifest.check_embedder(embedder)
        recipe = Recipe([_content(each) for each in prepared], sources, embedder, self.chunker)
        return self._generations.build(recipe, progress).id

    def _readable_manifest(self) -> Manifest | None:
        """The manifest of the published generation; a rebuild does without when that is damaged, and starts anew.

        Raises: DamagedIndexError when this is no rebuild.
        """
        try:
            return self._generations.checked_manifest(deeply=self._rebuild)
        except DamagedIndexError:
            if not self._rebuild:
                raise
            self._damaged_sources = self._generations.known_sources()
            self._generations.distrust_published()
            return None


def _content(prepared: Prepared) -> Content:
    document, chunks, state = prepared.document, prepared.chunks, prepared.state
    texts = [embedded_text(document, part) for part in chunks]
    entry = DocumentEntry(
        id=state.id,
        source=state.source,
        file=state.file,
        stamp=state.stamp,
        sha256=state.sha256,
        chunks=len(chunks),
        title=document.title,
        language=document.language,
        date=document.date,
        subject=document.subject.name if document.subject else "",
    )
    digests = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in texts]
    return Content(document, chunks, texts, digests, entry)
