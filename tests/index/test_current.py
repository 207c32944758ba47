"""What the chat reads from: it follows the pointer, and stays with the last good index when the new one is damaged."""

from __future__ import annotations

import pytest
from library import Library

from index.current import CurrentIndex
from index.errors import DamagedIndexError
from index.passage import Query


def test_it_follows_the_pointer(filled: Library) -> None:
    current = CurrentIndex(filled.generations, filled.embedder)
    first = current.get()
    assert current.get() is first
    filled.write("c.txt", "New words about the harbour.")
    filled.ingest()
    assert current.get() is not first
    assert current.get().search(Query("harbour"), 1)[0].document.file == "c.txt"


@pytest.mark.parametrize("name", ["CURRENT", "manifest.json", "vectors.npy"])
def test_it_keeps_the_last_good_index_when_the_new_one_is_damaged(filled: Library, name: str) -> None:
    current = CurrentIndex(filled.generations, filled.embedder)
    first = current.get()
    filled.write("c.txt", "New words about the harbour.")
    filled.ingest()
    path = filled.data / name if name == "CURRENT" else filled.published / name
    path.write_bytes(b"?")
    assert current.get() is first
    assert first.search(Query("tuition"), 1)[0].document.file == "a.txt"
    filled.ingest(rebuild=True)
    assert current.get() is not first


def test_it_has_nothing_to_fall_back_on_at_its_start(filled: Library) -> None:
    (filled.published / "vectors.npy").write_bytes(b"?")
    with pytest.raises(DamagedIndexError):
        CurrentIndex(filled.generations, filled.embedder).get()
