"""One suite for every VectorStore: the fake in memory and Chroma on disk keep the same promises."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import store
from index.errors import DamagedIndexError
from index.store import ChromaStore, VectorStore


class MemoryStore:
    """A VectorStore as plainly as it can be written."""

    def __init__(self) -> None:
        self._ids: list[str] = []
        self._vectors: list[np.ndarray] = []

    def add(self, ids: Sequence[str], vectors: np.ndarray, texts: Sequence[str], files: Sequence[str]) -> None:
        assert len(ids) == len(vectors) == len(texts) == len(files)
        self._ids += ids
        self._vectors += list(vectors)

    def nearest(self, vector: np.ndarray, k: int) -> list[tuple[str, float]]:
        found = [(each, float(row @ vector)) for each, row in zip(self._ids, self._vectors, strict=True)]
        return sorted(found, key=lambda pair: -pair[1])[:k]

    def count(self) -> int:
        return len(self._ids)

    def close(self) -> None:
        self._ids, self._vectors = [], []


Make = Callable[[], VectorStore]


@pytest.fixture(params=["memory", "chroma"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Make]:
    """Makes new, empty stores."""
    made: list[VectorStore] = []

    def build() -> VectorStore:
        made.append(MemoryStore() if request.param == "memory" else ChromaStore.create(tmp_path / str(len(made))))
        return made[-1]

    yield build
    for each in made:
        each.close()


def units(count: int, dimension: int = 8, seed: int = 0) -> np.ndarray:
    rows = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def fill(into: VectorStore, vectors: np.ndarray) -> list[str]:
    ids = [f"c{number}" for number in range(len(vectors))]
    into.add(ids, vectors, [f"text {each}" for each in ids], ["a.txt"] * len(ids))
    return ids


def test_an_empty_store_finds_nothing(make: Make) -> None:
    empty = make()
    assert empty.count() == 0
    assert empty.nearest(units(1)[0], 5) == []


def test_the_similarity_is_the_cosine(make: Make) -> None:
    three = make()
    fill(three, np.array([[1, 0], [0.6, 0.8], [-1, 0]], np.float32))
    found = three.nearest(np.array([1, 0], np.float32), 3)
    assert [each for each, _ in found] == ["c0", "c1", "c2"]
    assert [similarity for _, similarity in found] == pytest.approx([1, 0.6 * 1 + 0.8 * 0, -1], abs=1e-5)


def test_each_chunk_is_nearest_to_its_own_vector(make: Make) -> None:
    filled, vectors = make(), units(60)
    ids = fill(filled, vectors)
    assert filled.count() == 60
    for each, vector in zip(ids, vectors, strict=True):
        [(best, similarity)] = filled.nearest(vector, 1)
        assert (best, similarity) == (each, pytest.approx(1, abs=1e-5))


def test_best_first_and_no_more_than_there_are(make: Make) -> None:
    filled = make()
    fill(filled, units(5))
    found = filled.nearest(units(1, seed=7)[0], 50)
    assert len(found) == 5
    assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)


def test_adding_in_two_calls_is_adding_in_one(make: Make) -> None:
    once, twice, vectors = make(), make(), units(10)
    fill(once, vectors)
    twice.add([f"c{n}" for n in range(4)], vectors[:4], ["t"] * 4, ["f"] * 4)
    twice.add([f"c{n}" for n in range(4, 10)], vectors[4:], ["t"] * 6, ["f"] * 6)
    vector = units(1, seed=3)[0]
    assert [each for each, _ in once.nearest(vector, 10)] == [each for each, _ in twice.nearest(vector, 10)]


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec=None), min_size=1, max_size=40))  # lone surrogates, NUL, anything
def test_any_text_can_be_stored(make: Make, text: str) -> None:
    filled = make()
    filled.add(["c"], units(1), [text], [text])
    assert filled.count() == 1


def test_chroma_finds_what_plain_arithmetic_finds(tmp_path: Path) -> None:
    vectors, queries = units(400, 16), units(10, 16, seed=5)
    plain, chroma = MemoryStore(), ChromaStore.create(tmp_path)
    fill(plain, vectors)
    fill(chroma, vectors)
    for query in queries:
        expected, found = dict(plain.nearest(query, 10)), dict(chroma.nearest(query, 10))
        assert found.keys() == expected.keys()
        assert [found[each] for each in expected] == pytest.approx(list(expected.values()), abs=1e-5)
    chroma.close()


def test_chroma_takes_more_than_it_allows_a_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_BATCH", 7)
    chroma = ChromaStore.create(tmp_path)
    ids = fill(chroma, units(20))
    assert chroma.count() == 20
    assert {each for each, _ in chroma.nearest(units(1)[0], 20)} == set(ids)
    chroma.close()


def test_chroma_is_there_after_closing(tmp_path: Path) -> None:
    chroma = ChromaStore.create(tmp_path)
    fill(chroma, units(3))
    chroma.close()
    again = ChromaStore.open(tmp_path)
    assert again.count() == 3
    again.close()


def test_opening_nothing_makes_nothing(tmp_path: Path) -> None:
    with pytest.raises(DamagedIndexError, match="tongwen repair"):
        ChromaStore.open(tmp_path / "absent")
    assert not (tmp_path / "absent").exists()
