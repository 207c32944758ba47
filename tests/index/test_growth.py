"""Re-ingest after re-ingest in one process: neither disk nor memory nor open files grow with their number."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from forked import SOAK
from library import Library

from index.current import CurrentIndex
from index.passage import Query
from index.search import Index

pytestmark = pytest.mark.faults

ROUNDS = 20 * SOAK
DOCUMENTS = 20
KEPT = 2
WARM = 7
_MOST_GROWTH = 1_000_000  # bytes of resident memory a round


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def opened_anew(library: Library) -> Callable[[], Index]:
    """The index opened and closed for each question, as the command line does."""

    def get() -> Index:
        index = library.open()
        index.search(Query("the fee of another round"), 3)
        index.close()
        return library.open()

    return get


@pytest.mark.parametrize("how", ["opened anew", "followed"])
def test_nothing_grows(library: Library, how: str) -> None:
    for number in range(DOCUMENTS):
        library.write(f"{number}.txt", f"Page {number} tells the tuition.\n" * 8)
    library.ingest()
    one = size(library.published)
    get = opened_anew(library) if how == "opened anew" else CurrentIndex(library.generations, library.embedder).get
    memory, files = 0, 0
    for round_number in range(ROUNDS):
        library.write(f"{round_number % DOCUMENTS}.txt", f"Page {round_number} of another round tells the fee.\n" * 8)
        assert library.ingest().updated == 1
        assert get().search(Query("the fee of another round"), 3)
        if round_number in {WARM, ROUNDS - 1}:
            gc.collect()
        if round_number == WARM:
            memory, files = resident(), open_files()
    assert resident() - memory < _MOST_GROWTH * (ROUNDS - WARM)
    assert open_files() <= files + 4
    history = size(library.published) - one
    assert size(library.data) < (KEPT + 1) * (one + history)
    assert len(library.generations.kept_ids()) <= KEPT
