"""kill -9 in the middle of a build, at every step: the old generation is served and the next ingest works."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from library import Library

ROOT = Path(__file__).parents[2]
# A server that forks a child for each line "folder step" it is given; the child ingests, says "here PID" before that
# step, and waits there to be killed. Forking spares each child two seconds of imports.
SERVER = """
import os, sys, time
from pathlib import Path
import chromadb, lxml.html, numpy
from fakes import HashEmbedder
from index import generation, write
from index.lock import writing
from index.probe import probe
from ingest.sandbox import Sandbox
from library import Library

def stop(name):
    if name == wanted:
        print("here", os.getpid(), flush=True)
        time.sleep(60)

class Stopping(HashEmbedder):
    def embed_documents(self, texts, progress=None):
        vectors = super().embed_documents(texts, progress)
        stop("embedding")
        return vectors

def before(owner, name, step):
    real = getattr(owner, name)
    def wrapped(*args, **kwargs):
        stop(step)
        return real(*args, **kwargs)
    setattr(owner, name, wrapped)

generation.probe_in_child = probe
before(write.KeywordSearch, "build", "keyword")
before(write.ChromaStore, "add", "chroma")
before(write, "write_manifest", "manifest")
before(generation, "_probe", "probe")
before(generation, "_sync", "sync")
before(generation.Generations, "_publish", "publish")
before(Path, "replace", "pointer")
before(generation.Generations, "clean", "clean")
for line in sys.stdin:
    folder, wanted = line.rstrip().rsplit(" ", 1)
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        print("gone", flush=True)
        continue
    if wanted.isdigit():
        print("here", os.getpid(), flush=True)
    with Sandbox() as sandbox:
        library = Library(Path(folder), sandbox, Stopping())
        with writing(library.data):
            stop("start")
            library.ingest()
    os._exit(0)
"""
OLD, NEW = "The old tuition is 3,000 yuan.\n", "The new tuition is 4,000 yuan.\n"


Server = subprocess.Popen[str]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as server:
        yield server
        server.communicate()


def killed_at(server: Server, library: Library, step: str, seconds: float = 0.0) -> None:
    """Kills an ingest just before `step`, or some seconds after its start when the step is a number."""
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{library.data.parent} {step}\n")
    server.stdin.flush()
    word, pid = server.stdout.readline().split()
    assert word == "here", step
    time.sleep(seconds)
    with contextlib.suppress(ProcessLookupError):
        os.kill(int(pid), signal.SIGKILL)
    assert server.stdout.readline() == "gone\n"


def check(library: Library, *, whole: set[str]) -> None:
    """The index is all old or all new, and the next ingest brings the new."""
    texts = library.texts()
    assert set(texts) == {"a.txt", "b.txt"}
    versions = {text.split()[1] for text in texts.values()}
    assert len(versions) == 1
    assert versions <= whole
    library.ingest()
    assert set(library.texts().values()) == {NEW, NEW.replace("tuition", "fee")}
    assert len(list((library.data / "generations").iterdir())) <= 2
    assert sorted(path.name for path in library.data.glob("CURRENT*")) == ["CURRENT"]


def prepare(library: Library) -> None:
    library.write("a.txt", OLD)
    library.write("b.txt", OLD.replace("tuition", "fee"))
    library.ingest()
    library.write("a.txt", NEW)
    library.write("b.txt", NEW.replace("tuition", "fee"))


@pytest.mark.parametrize(
    "step", ["start", "embedding", "keyword", "chroma", "manifest", "probe", "sync", "publish", "pointer"]
)
def test_killed_before_the_pointer_moves(server: Server, library: Library, step: str) -> None:
    prepare(library)
    killed_at(server, library, step)
    check(library, whole={"old"})


def test_killed_after_the_pointer_moved(server: Server, library: Library) -> None:
    prepare(library)
    killed_at(server, library, "clean")
    check(library, whole={"new"})


def test_killed_again_while_mending(server: Server, library: Library) -> None:
    prepare(library)
    killed_at(server, library, "chroma")
    killed_at(server, library, "manifest")
    killed_at(server, library, "publish")
    check(library, whole={"old"})


@pytest.mark.parametrize("seconds", [0.05, 0.35, 0.5])
def test_killed_at_any_time(server: Server, library: Library, seconds: float) -> None:
    prepare(library)
    killed_at(server, library, "0", seconds)
    check(library, whole={"old", "new"})


def test_the_childs_reader_ends_with_it(server: Server, library: Library) -> None:
    prepare(library)
    killed_at(server, library, "embedding")
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
