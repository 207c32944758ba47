"""Questions while re-ingests and rollbacks run in another process: every answer is wholly of one generation, and soon of the new."""

from __future__ import annotations

import threading
import time
from typing import Self

import pytest
from forked import SOAK, Server, answer, order
from library import Library

from index.current import CurrentIndex
from index.passage import Query

pytestmark = pytest.mark.faults

DOCUMENTS = 6
ROUNDS = 4 * SOAK
ASKERS = 4


def write(library: Library, version: int) -> None:
    for number in range(DOCUMENTS):
        library.write(f"{number}.txt", f"Version {version} of page {number} tells the tuition.\n")


class Askers:
    """Threads that ask the same index over and over; each answer is the set of versions its passages are of."""

    def __init__(self, index: CurrentIndex) -> None:
        self._index = index
        self._stopped = threading.Event()
        self.answers: list[tuple[float, set[int], int]] = []
        self.errors: list[BaseException] = []
        self._threads = [threading.Thread(target=self._ask) for _ in range(ASKERS)]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for thread in self._threads:
            thread.join()

    def _ask(self) -> None:
        try:
            while not self._stopped.is_set():
                found = self._index.get().search(Query("tuition of the page"), 20)
                versions = {int(passage.document.text.split()[1]) for passage in found}
                self.answers.append((time.monotonic(), versions, len(found)))
                time.sleep(0.02)
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            self.errors.append(error)


def test_no_answer_is_mixed_and_the_new_one_is_seen_soon(server: Server, library: Library) -> None:
    write(library, 0)
    library.ingest()
    seen_after = []
    with Askers(CurrentIndex(library.generations, library.embedder)) as askers:
        for version in range(1, ROUNDS + 1):
            write(library, version)
            order(server, folder=str(library.data.parent), at="nowhere")
            assert answer(server) == 0
            published = time.monotonic()
            while time.monotonic() - published < 5 and not any({version} == told for _, told, _ in list(askers.answers)):
                time.sleep(0.01)
            seen_after.append(time.monotonic() - published)
        before = len(askers.answers)
        library.generations.roll_back()
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline and {ROUNDS - 1} not in [told for _, told, _ in askers.answers[before:]]:
            time.sleep(0.01)
    assert askers.errors == []
    assert len(askers.answers) > 100
    assert all(count == DOCUMENTS and len(versions) == 1 for _, versions, count in askers.answers)
    assert max(seen_after) < 5
    assert {ROUNDS - 1} in [told for _, told, _ in askers.answers[before:]]
