"""kill -9 in the middle of a re-ingest, at every named point of the sources and at random times: all old or all new."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from pathlib import Path

import pytest
from forked import AFTER, POINTS, SOAK, Server, answer, killed_at, order
from library import Library

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.faults

SEED = random.SystemRandom().randrange(10**6)
OLD, NEW = "The old tuition is 3,000 yuan.\n", "The new tuition is 4,000 yuan.\n"
FILES = {"a.txt": "tuition", "b.txt": "fee", "c.txt": "price"}


def killed_after(server: Server, library: Library, seconds: float) -> None:
    order(server, folder=str(library.data.parent))
    started = answer(server)
    assert isinstance(started, dict)
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):
        os.kill(started["pid"], signal.SIGKILL)
    assert answer(server) in {0, -signal.SIGKILL}


def write(library: Library, text: str) -> None:
    for file, word in FILES.items():
        library.write(file, text.replace("tuition", word))


def prepare(library: Library) -> None:
    """Two generations, so that publishing a third has one to clean away, and changes of every kind to come."""
    library.write("gone.txt", "This one goes.\n")
    write(library, "Something older about the tuition.\n")
    library.ingest()
    write(library, OLD)
    library.ingest()
    write(library, NEW)
    (library.sources / "gone.txt").unlink()
    library.write("new.txt", "This one is new.\n")


def check(library: Library, *, whole: set[str]) -> None:
    """The index is all old or all new, and the next ingest brings the new and leaves nothing behind."""
    texts = library.texts()
    version = texts["a.txt"].split()[1]
    assert version in whole
    assert {text.split()[1] for file, text in texts.items() if file in FILES} == {version}
    assert set(texts) == {*FILES, "gone.txt" if version == "old" else "new.txt"}
    assert library.found("tuition")[0] in FILES
    library.ingest()
    assert {file: text for file, text in library.texts().items() if file in FILES} == {
        file: NEW.replace("tuition", word) for file, word in FILES.items()
    }
    assert set(library.texts()) == {*FILES, "new.txt"}
    assert len(list((library.data / "generations").iterdir())) <= 2
    assert sorted(path.name for path in library.data.glob("CURRENT*")) == ["CURRENT"]
    assert not (library.data / "fetched").exists()


def test_there_are_points_in_every_step() -> None:
    assert len(POINTS) >= 15
    assert {"listed", "read", "embed", "store", "keyword", "manifest", "probed", "synced", "pointer", "published"} <= set(
        POINTS
    )


@pytest.mark.parametrize("point", POINTS)
def test_killed_at_every_point(server: Server, library: Library, point: str) -> None:
    prepare(library)
    assert killed_at(server, library, point), f"{point} was never passed"
    check(library, whole={"new"} if point in AFTER else {"old"})


@pytest.mark.parametrize("point", ["read:2", "put:2", "read:4", "put:4"])
def test_killed_at_a_later_passing(server: Server, library: Library, point: str) -> None:
    prepare(library)
    assert killed_at(server, library, point)
    check(library, whole={"old"})


def test_killed_again_while_mending(server: Server, library: Library) -> None:
    prepare(library)
    for point in ("store", "manifest", "pointer", "copied", "clean"):
        assert killed_at(server, library, point)
    check(library, whole={"old"})


def test_what_was_never_published_is_not_gone_back_to(server: Server, library: Library) -> None:
    prepare(library)
    before = library.generations.current_id()
    assert killed_at(server, library, "pointer")  # complete, but for the pointer
    library.ingest()
    assert library.generations.roll_back().id == before
    check(library, whole={"old"})


@pytest.mark.parametrize("seed", range(SEED, SEED + 8 * SOAK))
def test_killed_at_any_time(server: Server, library: Library, seed: int) -> None:
    prepare(library)
    killed_after(server, library, random.Random(seed).uniform(0.02, 1.2))
    check(library, whole={"old", "new"})


def test_the_childs_reader_ends_with_it(server: Server, library: Library) -> None:
    prepare(library)
    assert killed_at(server, library, "embed")
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline and _readers_of(library):
        time.sleep(0.1)
    assert _readers_of(library) == []


def _readers_of(library: Library) -> list[str]:
    """Processes without a living parent that run the sandbox: orphans of the killed ingest."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = path.read_text().rpartition(")")[2].split()[1]
            command = (path.parent / "cmdline").read_bytes()
            state = path.read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        if b"ingest.sandbox" in command and parent == "1" and state != "Z":
            found.append(path.parent.name)
    return found
