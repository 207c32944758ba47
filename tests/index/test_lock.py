"""One writer at a time: the second is told who the first is; a dead one leaves nothing behind."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.errors import DiskError, LockedError
from index.lock import writing

HOLDER = """
import sys, time
from pathlib import Path
from index.lock import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def holder(data: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen([sys.executable, "-c", HOLDER, str(data)], stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    return child


def test_a_second_writer_is_told_who_the_first_is_at_once(tmp_path: Path) -> None:
    child = holder(tmp_path)
    try:
        begun = time.monotonic()
        with (
            pytest.raises(LockedError, match=rf"written by process {child.pid} on .* since 20.*\(-c ") as caught,
            writing(tmp_path),
        ):
            pass
        assert time.monotonic() - begun < 2
        assert str(tmp_path) in str(caught.value)
    finally:
        child.kill()
        child.communicate()
    with writing(tmp_path):  # the system freed it
        pass


def test_the_lock_is_free_afterwards_and_after_an_error(tmp_path: Path) -> None:
    with writing(tmp_path):
        assert str(os.getpid()) in (tmp_path / "ingest.holder.json").read_text()
    with pytest.raises(ZeroDivisionError), writing(tmp_path):
        _ = 1 / 0
    with writing(tmp_path):
        pass
    assert not (tmp_path / "ingest.holder.json").exists()


def test_a_holder_that_cannot_be_read_is_another_process(tmp_path: Path) -> None:
    child = holder(tmp_path)
    try:
        (tmp_path / "ingest.holder.json").write_text("{")
        with pytest.raises(LockedError, match="another process"), writing(tmp_path):
            pass
    finally:
        child.kill()
        child.communicate()


def test_a_directory_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DiskError, match="cannot be written"), writing(tmp_path / "file" / "data"):
        pass


def test_a_full_disk_hides_the_holder_but_not_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_text", full)
    with writing(tmp_path):
        pass
    with writing(tmp_path):
        pass
