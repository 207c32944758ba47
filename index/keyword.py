"""Keyword search: BM25 over SQLite's FTS5, one file a generation, in any script.

Similarity is the chunk's BM25 over the best that any chunk could reach for the query, so it says how much of
the query was met: a Chinese question over English pages gets near 0 and so no say in the fusion.
"""

from __future__ import annotations

import math
import sqlite3
from collections import Counter, defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from index.analysis import query_words, surface_words, words
from index.errors import DamagedIndexError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

_K1 = 1.2  # FTS5's own constants: https://www.sqlite.org/fts5.html#the_bm25_function
_SCHEMA = """
CREATE VIRTUAL TABLE chunk USING fts5(id UNINDEXED, words, tokenize = "unicode61 remove_diacritics 0 tokenchars ''");
CREATE TABLE word (surface TEXT PRIMARY KEY, stem TEXT NOT NULL, chunks INTEGER NOT NULL) WITHOUT ROWID;
"""
_LEAST_TYPO_LETTERS = 5
_TYPO_WEIGHT = 0.7  # a corrected word counts less than one found as written
_MOST_WORDS = 64


class KeywordSearch:
    """The keyword leg over one file. Thread-safe for reading: each call opens its own cursor."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            self._count = int(self._connection.execute("SELECT count(*) FROM chunk").fetchone()[0])
        except sqlite3.Error as error:
            message = f"The keyword index {path} cannot be read ({error}); run `tongwen repair`."
            raise DamagedIndexError(message) from error

    def search(self, text: str, k: int) -> list[tuple[str, float]]:
        """The ids of the `k` best chunks with the share of the query they meet (0 to 1), best first."""
        weights = self.weighted_words(text)
        if not weights or not self._count:
            return []
        possible = sum(weight * self._rarity(word) * (_K1 + 1) for word, weight in weights.items())
        # FTS5 sums BM25 over the words of one MATCH, all alike; corrected words are asked apart and weighed.
        totals: defaultdict[str, float] = defaultdict(float)
        for weight in sorted(set(weights.values()), reverse=True):
            group = [word for word, each in weights.items() if each == weight]
            for chunk_id, score in self._matches(group, max(4 * k, 100)):
                totals[chunk_id] += weight * score
        best = sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:k]
        return [(chunk_id, min(1.0, score / possible)) for chunk_id, score in best]

    def weighted_words(self, text: str) -> dict[str, float]:
        """The words of a query with their weight: 1 as written, less for the nearest known word of a typo."""
        weights: dict[str, float] = {}
        for word in query_words(text)[:_MOST_WORDS]:
            weights[word] = 1.0
        for surface in surface_words(text)[:_MOST_WORDS]:
            meant = self.nearest(surface)
            if meant and meant != surface:
                weights.pop((words(surface) or [surface])[0], None)
                weights.setdefault(self._vocabulary[meant], _TYPO_WEIGHT)
        return weights

    def holds(self, word: str) -> bool:
        """Whether any chunk has the analysed `word`."""
        return self._chunks_with(word) > 0

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def _matches(self, group: list[str], limit: int) -> list[tuple[str, float]]:
        match = " OR ".join('"' + word.replace('"', '""') + '"' for word in group)
        rows = self._connection.execute(
            "SELECT id, -bm25(chunk) FROM chunk WHERE chunk MATCH ? ORDER BY bm25(chunk) LIMIT ?", (match, limit)
        )
        return [(str(chunk_id), float(score)) for chunk_id, score in rows]

    def _chunks_with(self, word: str) -> int:
        match = '"' + word.replace('"', '""') + '"'
        return int(self._connection.execute("SELECT count(*) FROM chunk WHERE chunk MATCH ?", (match,)).fetchone()[0])

    def rarity(self, word: str) -> float:
        """The word's inverse document frequency, never below 0.

        Source: S. Robertson, H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, with the 1
        added inside the logarithm as Lucene does.
        """
        found = self._chunks_with(word)
        return math.log(1 + (self._count - found + 0.5) / (found + 0.5))

    def _rarity(self, word: str) -> float:
        """The word's inverse document frequency, as FTS5 computes it."""
        found = self._chunks_with(word)
        return max(1e-6, math.log((self._count - found + 0.5) / (found + 0.5)))

    @cached_property
    def _vocabulary(self) -> dict[str, str]:
        return dict(self._connection.execute("SELECT surface, stem FROM word ORDER BY chunks DESC"))

    def nearest(self, surface: str) -> str:
        """The known word that a folded word is, or that it is a slip of: one slip, or two in eight letters and more; else ""."""
        if surface in self._vocabulary or self.holds((words(surface) or [surface])[0]):
            return surface
        if len(surface) < _LEAST_TYPO_LETTERS or not surface.isalpha():
            return ""
        slips = 2 if len(surface) >= 8 else 1  # noqa: PLR2004
        alike = [word for word in self._vocabulary if word[0] == surface[0] and abs(len(word) - len(surface)) <= slips]
        best = process.extractOne(surface, alike, scorer=OSA.distance, score_cutoff=slips)
        return str(best[0]) if best else ""


class KeywordWriter:
    """Writes the keyword leg of a generation in the making, into a new file or a copy; `close` makes it durable."""

    def __init__(self, path: Path) -> None:
        self._is_new = not path.exists()
        self._connection = sqlite3.connect(path)
        self._connection.execute("PRAGMA synchronous = OFF")  # a file that is not whole is never published
        if self._is_new:
            self._connection.executescript(_SCHEMA)

    def add(self, chunks: Iterable[tuple[int, str, str]]) -> None:
        """Adds chunks by (row, chunk id, text)."""
        surfaces: Counter[str] = Counter()
        for row, chunk_id, text in chunks:
            self._connection.execute(
                "INSERT INTO chunk (rowid, id, words) VALUES (?, ?, ?)", (row, chunk_id, " ".join(words(text)))
            )
            surfaces.update(set(surface_words(text)))
        rows = [(surface, (words(surface) or [surface])[0], count) for surface, count in surfaces.items()]
        self._connection.executemany(
            "INSERT INTO word VALUES (?, ?, ?) ON CONFLICT (surface) DO UPDATE SET chunks = chunks + excluded.chunks", rows
        )

    def remove(self, chunks: Iterable[tuple[int, str]]) -> None:
        """Takes chunks out by (row, text), the text as it was added."""
        surfaces: Counter[str] = Counter()
        for row, text in chunks:
            self._connection.execute("DELETE FROM chunk WHERE rowid = ?", (row,))
            surfaces.update(set(surface_words(text)))
        self._connection.executemany(
            "UPDATE word SET chunks = chunks - ? WHERE surface = ?",
            [(count, surface) for surface, count in surfaces.items()],
        )
        self._connection.execute("DELETE FROM word WHERE chunks <= 0")

    def close(self) -> None:
        """Puts the file in order and closes it."""
        self._connection.commit()
        if self._is_new:
            self._connection.execute("INSERT INTO chunk(chunk) VALUES ('optimize')")
            self._connection.commit()
        self._connection.close()
