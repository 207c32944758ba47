"""A disk that ends, at whichever write: the old generation answers on, nothing half-built is left, and the next ingest works."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from forked import Server, answer, order
from library import Library, counts

from ingest.sandbox import Sandbox

pytestmark = pytest.mark.faults

# No file may grow beyond so many bytes: SQLite, numpy, Chroma and our own writes fail one after another as it grows.
LARGEST = [0, 1, 64, 300, 600, 1_000, 2_000, 4_000, 8_000, 16_000, 24_000, 33_000, 50_000, 70_000, 100_000, 150_000, 200_000]


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if path.is_file() and path.name not in {"ingest.lock", "ingest.holder.json"}}


@pytest.mark.parametrize("largest", LARGEST)
def test_every_write_may_fail(server: Server, filled: Library, largest: int) -> None:
    before, others = filled.generations.current_id(), files(filled.data)
    for number in range(8):
        filled.write(f"new-{number}.txt", f"New words number {number} about the harbour.\n" * 20)
    order(server, folder=str(filled.data.parent), largest=largest)
    told = answer(server)
    if isinstance(told, dict):
        assert answer(server) == 2
        assert "free space or check permissions" in told["error"]
        assert "\n" not in told["error"]
        assert filled.generations.current_id() == before
        assert files(filled.data) == others
        assert filled.found("tuition")[0] == "a.txt"
        assert counts(filled.ingest()) == {"added": 8, "unchanged": 2}
    assert filled.found("harbour")[0].startswith("new-")


def test_some_of_these_limits_bite_and_the_last_does_not(server: Server, filled: Library) -> None:
    filled.write("new.txt", "New words about the harbour.\n")
    order(server, folder=str(filled.data.parent), largest=LARGEST[-1] * 10)
    assert answer(server) == 0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 6 MB, where this machine lets us mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = shutil.which("mount")
    is_mounted = (
        mount
        and not subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], check=False, capture_output=True
        ).returncode
    )
    if not is_mounted:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_before_and_answers_go_on(
    small_disk: Path, sandbox: Sandbox, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.draft._SPARE_BYTES", 0)
    on_disk = Library(small_disk, sandbox)
    on_disk.write("a.txt", "The tuition is 3,000 yuan.\n")
    on_disk.ingest()
    filler = small_disk / "filler"
    with filler.open("wb") as file:
        free = os.statvfs(small_disk)
        file.write(b"x" * (free.f_bavail * free.f_frsize - 200_000))
    on_disk.write("b.txt", "The harbour is open.\n")
    with pytest.raises(Exception, match="free") as caught:
        on_disk.ingest()
    assert type(caught.value).__name__ == "DiskError"
    filler.unlink()
    assert on_disk.found("tuition")[0] == "a.txt"
    assert counts(on_disk.ingest()) == {"added": 1, "unchanged": 1}
