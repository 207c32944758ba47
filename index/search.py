"""Index.search: the steps from queries to ranked passages, over one generation. Holds nothing of a user."""

from __future__ import annotations

import logging
import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from index.analysis import words
from index.catalogue import Catalogue
from index.errors import DamagedIndexError
from index.fusion import KEYWORD_WEIGHT, add_weighted, fuse
from index.passage import Passage, Query
from index.spelling import corrected, load_dictionary
from index.subjects import Subjects
from ingest.language import language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from index.documents import DocumentStore
    from index.embedding import Embedder
    from index.keyword import KeywordSearch
    from index.manifest import Manifest
    from index.store import VectorStore

log = logging.getLogger(__name__)

_CANDIDATES = 50
_CANDIDATES_PER_LANGUAGE = 20
_SUBJECT_CANDIDATES = 12
_MOST_TEXTS = 4_000  # vectors of single sentences kept: 6 MB of 384 numbers each
_CHUNKS_OF_DOUBT = 1  # a language's mean counts the mean of all as so many chunks of its own
_SUBJECT_BONUS = 0.2  # for a passage about an institution that the query names (docs/decisions/008)


@dataclass(frozen=True)
class SearchSettings:
    """The tunables of retrieval; defaults measured in docs/decisions/008."""

    keyword_weight: float = KEYWORD_WEIGHT
    subject_bonus: float = _SUBJECT_BONUS
    centre_languages: bool = True


@dataclass(frozen=True)
class _Found:
    """What the legs found for one query: cosines of all candidates, keyword shares, fused similarities."""

    cosines: dict[str, float]
    shares: dict[str, float]
    fused: dict[str, float]


class Index:
    """One open generation: search it, read its documents. Safe to share between threads."""

    def __init__(  # noqa: PLR0913 - the parts of a generation
        self,
        manifest: Manifest,
        documents: DocumentStore,
        vectors: np.ndarray,
        store: VectorStore,
        keyword: KeywordSearch,
        embedder: Embedder,
    ) -> None:
        self.manifest = manifest
        self.documents = documents
        self._vectors = vectors
        self._store = store
        self._keyword = keyword
        self._embedder = embedder
        self._lock = threading.Lock()
        self._texts: dict[str, np.ndarray] = {}  # of documents only: nothing of a user

    @cached_property
    def subjects(self) -> Subjects:
        """The institutions that documents of this generation are about."""
        with self._readable():
            return Subjects(self.documents.subjects())

    @cached_property
    def catalogue(self) -> Catalogue:
        """What the documents of this generation tell of partners, programs, events and figures."""
        with self._readable():
            return Catalogue(self.documents)

    def passage_at(self, document_id: str, start: int) -> Passage | None:
        """The passage of a document that holds the character at `start`; None when no chunk does."""
        with self._lock, self._readable():
            for chunk, about, _ in self.documents.chunks_of(document_id):
                if chunk.start <= start < chunk.end:
                    return Passage(chunk, self.documents.document(document_id), about, rank=1, similarity=0.0)
        return None

    def search(self, queries: Query | Sequence[Query], k: int = 8, settings: SearchSettings | None = None) -> list[Passage]:
        """The `k` passages closest to the queries, best first; several queries are fused by their weights."""
        settings = settings or SearchSettings()
        every = [queries] if isinstance(queries, Query) else list(queries)
        with self._lock, self._readable():
            found = [self._find(query.text, settings) for query in every]
            total = add_weighted([(query.weight, each.fused) for query, each in zip(every, found, strict=True)])
            return self._best(total, found, k)

    def search_about(self, query: Query, document_ids: Sequence[str], k: int) -> list[Passage]:
        """The `k` passages of these documents closest to the query: for setting institutions side by side."""
        with self._lock, self._readable():
            rows = self.documents.rows_of(list(document_ids))
            cosines = self._cosines(self._embedder.embed_query(query.text), rows)
            shares = {c: s for c, s in self._keyword.search(query.text, _CANDIDATES) if c in cosines}
            fused = fuse(self._centred(query.text, cosines), shares, self._foreign(query.text, cosines))
            return self._best(fused, [_Found(cosines, shares, fused)], k)

    def load(self) -> None:
        """Loads the encoder and the dictionary now, so that the first question need not wait for them."""
        self._embedder.embed_query("")
        load_dictionary()

    def corrected(self, text: str) -> str:
        """An English question with its slips of the keyboard mended."""
        with self._lock, self._readable():
            return corrected(text, self._keyword.nearest)

    def holds_word(self, word: str) -> bool:
        """Whether any chunk has `word`, by its stem; for telling what the documents never mention."""
        with self._readable():
            return any(self._keyword.holds(each) for each in words(word))

    def word_weights(self, text: str) -> dict[str, float]:
        """The telling words of `text`, analysed, each with its inverse document frequency; typos stand corrected."""
        with self._lock, self._readable():
            return {word: weight * self._keyword.rarity(word) for word, weight in self._keyword.weighted_words(text).items()}

    def closeness(self, question: str, texts: Sequence[str]) -> list[float]:
        """The cosine of each text to the question, -1 to 1: for words of another language, where no word is shared."""
        if not texts:
            return []
        vector = self._embedder.embed_query(question)
        return [float(value @ vector) for value in self._embedded(texts)]

    def _embedded(self, texts: Sequence[str]) -> list[np.ndarray]:
        """The vectors of words of documents, kept: one answer compares the same words with several sentences."""
        known = {text: found for text in texts if (found := self._texts.get(text)) is not None}
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            known.update(zip(missing, self._embedder.embed_documents(missing), strict=True))
            self._texts = {**(self._texts if len(self._texts) < _MOST_TEXTS else {}), **known}
        return [known[text] for text in texts]

    def close(self) -> None:
        """Lets go of the generation's files."""
        self._store.close()
        self._keyword.close()
        self.documents.close()

    @contextmanager
    def _readable(self) -> Iterator[None]:
        """Says in one sentence that a file of the generation was damaged after it had been checked.

        Raises: DamagedIndexError.
        """
        try:
            yield
        except (sqlite3.Error, KeyError, ValueError, TypeError) as error:
            message = f"The index (generation {self.manifest.id}) cannot be read any more ({error}); run `tongwen repair`."
            raise DamagedIndexError(message) from error

    def _find(self, text: str, settings: SearchSettings) -> _Found:
        vector = self._embedder.embed_query(text)
        shares = dict(self._keyword.search(text, _CANDIDATES))
        cosines = self._candidates(vector, text, shares)
        similarities = self._centred(text, cosines, vector) if settings.centre_languages else cosines
        fused = fuse(similarities, shares, self._foreign(text, cosines), settings.keyword_weight)
        named = {each for document_ids in self.subjects.named_in(text).values() for each in document_ids}
        if named:
            about = {chunk_id for _, chunk_id in self.documents.rows_of(sorted(named))}
            fused = {c: value + settings.subject_bonus * (c in about) for c, value in fused.items()}
        return _Found(cosines, shares, fused)

    def _candidates(self, vector: np.ndarray, text: str, shares: dict[str, float]) -> dict[str, float]:
        """The cosine of each candidate: the nearest of all, of each language, of the institutions named, and keyword hits."""
        cosines = self._nearest(vector)
        missing = [chunk_id for chunk_id in shares if chunk_id not in cosines]
        cosines.update(self._cosines(vector, [(row, c) for c, (_, _, row) in self.documents.chunks(missing).items()]))
        if len(self._languages.rows) > 1:
            for rows in self._languages.rows.values():
                cosines.update(_largest(self._cosines(vector, rows), _CANDIDATES_PER_LANGUAGE))
        for document_ids in self.subjects.named_in(text).values():
            near = self._cosines(vector, self.documents.rows_of(document_ids))
            cosines.update(_largest(near, _SUBJECT_CANDIDATES))
        return cosines

    def _nearest(self, vector: np.ndarray) -> dict[str, float]:
        """The nearest chunks by Chroma; by the vectors in memory when its files were taken away under this reader."""
        try:
            return dict(self._store.nearest(vector, _CANDIDATES))
        except DamagedIndexError as error:
            log.warning("%s All vectors are compared instead.", error)
            every = [row for rows in self._languages.rows.values() for row in rows]
            return _largest(self._cosines(vector, every), _CANDIDATES)

    @cached_property
    def _languages(self) -> _Languages:
        rows = self.documents.rows_by_language()
        live = [row for each in rows.values() for row, _ in each]
        every = np.mean(self._vectors[live], axis=0) if live else np.zeros(self._vectors.shape[1])
        means = {language: self._mean([row for row, _ in each], every) for language, each in rows.items()}
        return _Languages(rows, means, {chunk_id: language for language, each in rows.items() for _, chunk_id in each})

    def _mean(self, rows: Sequence[int], every: np.ndarray) -> np.ndarray:
        """The mean of these rows, drawn towards that of all where there are few: one chunk alone is no language's mean."""
        total: np.ndarray = np.sum(self._vectors[rows], axis=0) + _CHUNKS_OF_DOUBT * every
        return total / (len(rows) + _CHUNKS_OF_DOUBT)

    def _centred(self, text: str, cosines: dict[str, float], vector: np.ndarray | None = None) -> dict[str, float]:
        """Cosines less those of the mean of each chunk's language: an encoder puts texts of one language together.

        Source: Z. Yang, Y. Yang, D. Cer, E. Darve, "A Simple and Effective Method To Eliminate the Self Language Bias
        in Multilingual Representations", EMNLP 2021; here with the mean for the only direction removed.
        """
        vector = self._embedder.embed_query(text) if vector is None else vector
        offsets = {language: float(mean @ vector) for language, mean in self._languages.means.items()}
        return {chunk_id: cosine - offsets[self._languages.of[chunk_id]] for chunk_id, cosine in cosines.items()}

    def _foreign(self, text: str, chunk_ids: Iterable[str]) -> set[str]:
        language = language_of(text)
        return {chunk_id for chunk_id in chunk_ids if self._languages.of[chunk_id] != language}

    def _cosines(self, vector: np.ndarray, rows: Sequence[tuple[int, str]]) -> dict[str, float]:
        if not rows:
            return {}
        values = self._vectors[[row for row, _ in rows]] @ vector
        return {chunk_id: float(value) for (_, chunk_id), value in zip(rows, values, strict=True)}

    def _best(self, fused: dict[str, float], found: Sequence[_Found], k: int) -> list[Passage]:
        best = _largest(fused, k)
        chunks = self.documents.chunks(list(best))
        passages = []
        for rank, chunk_id in enumerate(best, start=1):
            chunk, about, _ = chunks[chunk_id]
            dense = max((each.cosines[chunk_id] for each in found if chunk_id in each.cosines), default=0.0)
            keyword = max((each.shares[chunk_id] for each in found if chunk_id in each.shares), default=0.0)
            by = ("dense",) * any(chunk_id in _largest(each.cosines, _CANDIDATES) for each in found)
            passages.append(
                Passage(
                    chunk=chunk,
                    document=self.documents.document(chunk.document_id),
                    context=about,
                    rank=rank,
                    similarity=fused[chunk_id],
                    dense=dense,
                    keyword=keyword,
                    found_by=(*by, *(("keyword",) * (keyword > 0))),
                )
            )
        return passages


@dataclass(frozen=True)
class _Languages:
    """Rows of the vectors by language, the mean vector of each, and the language of each chunk."""

    rows: dict[str, list[tuple[int, str]]]
    means: dict[str, np.ndarray]
    of: dict[str, str]


def _largest(values: dict[str, float], count: int) -> dict[str, float]:
    return {c: values[c] for c in sorted(values, key=lambda c: (-values[c], c))[:count]}
