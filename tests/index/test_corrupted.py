"""Each file of a generation deleted, emptied, cut, zeroed, flipped or swapped: the damage is told or does no harm, and an
earlier generation answers. Everything is opened in a child, for damage can kill the process that opens it."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from forked import ROOT, SOAK
from library import Library

from index.verify import verify

pytestmark = pytest.mark.faults

FILES = (
    "manifest.json",
    "documents.sqlite",
    "keyword.sqlite",
    "vectors.npy",
    "history.sqlite",
    "chroma/chroma.sqlite3",
    "CURRENT",
)
DAMAGES = (
    "delete",
    "empty",
    "cut 10",
    "cut 50",
    "cut 90",
    "zero",
    "swap",
    *(f"flip {number}" for number in range(3 * SOAK)),
)
# Forks a child for each folder it is given, which answers a question from it and says from which generation, or what is wrong.
SERVER = """
import json, os, sys
from pathlib import Path
import chromadb, numpy
from fakes import HashEmbedder
from index import probe
from index.current import CurrentIndex
from index.errors import IndexingError
from index.generation import Generations
from index.passage import Query

probe.probe_in_child = probe.probe
for line in sys.stdin:
    child = os.fork()
    if child:
        print(json.dumps(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])), flush=True)
        continue
    try:
        index = CurrentIndex(Generations(Path(line.rstrip())), HashEmbedder()).get()
        found = [passage.document.text for passage in index.search(Query("tuition"), 9)]
        print(json.dumps({"generation": index.manifest.id, "texts": found}), flush=True)
    except IndexingError as error:
        print(json.dumps({"error": str(error)}), flush=True)
    os._exit(0)
"""


@pytest.fixture(scope="module")
def asked() -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
    ) as server:
        yield server
        server.communicate()


def answer_of(server: subprocess.Popen[str], data: Path) -> dict[str, object]:
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{data}\n")
    server.stdin.flush()
    told = json.loads(server.stdout.readline())
    if isinstance(told, int):
        return {"killed": told}
    assert json.loads(server.stdout.readline()) == 0
    return dict(told)


def damaged(path: Path, other: Path, damage: str) -> None:
    how, _, number = damage.partition(" ")
    data = path.read_bytes()
    if how == "delete":
        path.unlink()
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "cut":
        path.write_bytes(data[: len(data) * int(number) // 100])
    elif how == "zero":
        path.write_bytes(bytes(len(data)))
    elif how == "swap":
        shutil.copyfile(other, path)
    else:
        place = random.Random(f"{path.name}{number}").randrange(8 * len(data))
        flipped = bytearray(data)
        flipped[place // 8] ^= 1 << place % 8
        path.write_bytes(flipped)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, sandbox) -> Library:
    """Two generations, to be copied and damaged."""
    library = Library(tmp_path_factory.mktemp("sound"), sandbox)
    for number in range(4):
        library.write(f"{number}.txt", f"The old tuition number {number} is 3,000 yuan.\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("index.probe.probe_in_child", lambda _: "")
        library.ingest()
        for number in range(4):
            library.write(f"{number}.txt", f"The new tuition number {number} is 4,000 yuan.\n")
        library.ingest()
    return library


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", FILES)
def test_damage_is_told_or_does_no_harm(
    sound: Library, sandbox, tmp_path: Path, asked: subprocess.Popen[str], name: str, damage: str
) -> None:
    shutil.copytree(sound.data, tmp_path / "data")
    library = Library(tmp_path, sandbox)
    new = library.generations.current_id()
    [old] = [each for each in library.generations.kept_ids() if each != new]
    folder = library.data if name == "CURRENT" else library.published
    other = library.published / "manifest.json" if name == "CURRENT" else library.generations.directory(old) / name
    damaged(folder / name, other, damage)
    told = answer_of(asked, library.data)
    assert "killed" not in told or name.startswith("chroma")  # a child of ours opens it first, and sees it die
    if "texts" in told:
        versions = {text.split()[1] for text in told["texts"]}  # type: ignore[attr-defined]
        assert len(told["texts"]) == 4  # type: ignore[arg-type]
        assert versions == {"new" if told["generation"] == new else "old"}
        assert told["generation"] in {new, old}
    else:
        assert "tongwen" in str(told.get("error", "tongwen"))
    if name != "CURRENT" and damage != "swap" and name != "chroma/chroma.sqlite3" and "killed" not in told:
        assert verify(library.published) != []
