"""Files that change while they are ingested, and one faulty file among a hundred."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bad_files_faults import FaultySandbox
from library import HOUSING, TUITION, Library, counts

from ingest.errors import UnreadableError
from ingest.sandbox import ReadFile, Sandbox

OTHER = "Courses in winter begin in October and end in January.\n"


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("raise", "made its reader fail"),
        ("crash", "made its reader crash"),
        ("hang", "within 2 seconds"),
        ("fill", "needs more than"),
    ],
)
def test_ninety_nine_good_files_are_indexed_whatever_the_hundredth_does(library: Library, order: str, told: str) -> None:
    for number in range(99):
        library.write(f"good{number:02}.txt", f"Good words of file number {number}, none of them faulty.\n")
    library.write("good50a.txt", f"{order} now")
    begun = time.monotonic()
    with FaultySandbox(most_seconds=2) as library.sandbox:
        report = library.ingest()
    assert counts(report) == {"added": 99, "failed": 1}
    assert report.exit_code == 1
    ((file, reason),) = report.failed
    assert file == "good50a.txt"
    assert told in reason
    assert time.monotonic() - begun < 20


class MeddledSandbox(Sandbox):
    """A sandbox in whose folder something happens right before a file is read."""

    def __init__(self, file: str, happens: Callable[[Path], object]) -> None:
        super().__init__()
        self._file, self._happens = file, happens

    def read(self, path: Path, **named: str) -> ReadFile:
        if named["file"] == self._file:
            self._happens(path)
        return super().read(path, **named)


@pytest.fixture
def two(library: Library) -> Library:
    library.write("a.txt", TUITION)
    library.write("b.txt", HOUSING)
    return library


def meddled(library: Library, happens: Callable[[Path], object], file: str = "b.txt") -> dict[str, int]:
    own = library.sandbox
    with MeddledSandbox(file, happens) as library.sandbox:
        found = counts(library.ingest())
    library.sandbox = own
    return found


class TestBetweenListingAndReading:
    def test_a_file_that_goes_fails_and_is_tried_again(self, two: Library) -> None:
        assert meddled(two, Path.unlink) == {"added": 1, "failed": 1}
        two.write("b.txt", HOUSING)
        assert counts(two.ingest()) == {"added": 1, "unchanged": 1}

    def test_a_known_file_that_goes_keeps_its_last_version(self, two: Library) -> None:
        two.ingest()
        two.write("b.txt", OTHER)
        assert meddled(two, Path.unlink) == {"unchanged": 1, "failed": 1}
        assert two.texts() == {"a.txt": TUITION, "b.txt": HOUSING}

    def test_a_file_that_is_replaced_is_read_whole(self, two: Library) -> None:
        def replaced(path: Path) -> None:
            path.with_name("new").write_text(OTHER)
            path.with_name("new").replace(path)

        assert meddled(two, replaced) == {"added": 2}
        assert two.texts()["b.txt"] == OTHER
        two.write("b.txt", HOUSING)
        assert counts(two.ingest()) == {"updated": 1, "unchanged": 1}

    def test_a_file_that_is_emptied_is_not_indexed(self, two: Library) -> None:
        assert meddled(two, lambda path: path.write_text("")) == {"added": 1, "skipped": 1}

    def test_a_file_that_is_renamed_fails_and_is_found_the_next_time(self, two: Library) -> None:
        assert meddled(two, lambda path: path.rename(path.with_name("c.txt"))) == {"added": 1, "failed": 1}
        assert counts(two.ingest()) == {"added": 1, "unchanged": 1}
        assert set(two.texts()) == {"a.txt", "c.txt"}

    def test_a_link_to_outside_put_in_its_place_is_not_followed(self, two: Library, tmp_path: Path) -> None:
        (tmp_path / "secret.txt").write_text("a secret outside")

        def linked(path: Path) -> None:
            path.unlink()
            path.symlink_to(tmp_path / "secret.txt")

        assert meddled(two, linked) == {"added": 1, "failed": 1}
        assert not any("secret" in text for text in two.texts().values())

    def test_a_pipe_put_in_its_place_blocks_nothing(self, two: Library) -> None:
        def piped(path: Path) -> None:
            path.unlink()
            os.mkfifo(path)

        begun = time.monotonic()
        assert meddled(two, piped) == {"added": 1, "failed": 1}
        assert time.monotonic() - begun < 10


class TestContentDecides:
    def test_other_words_with_the_same_size_and_time_are_seen(self, two: Library) -> None:
        two.ingest()
        path, other = two.sources / "b.txt", HOUSING.replace("free", "dear")
        before = path.stat()
        path.write_text(other)
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        assert counts(two.ingest()) == {"updated": 1, "unchanged": 1}
        assert two.texts()["b.txt"] == other

    def test_a_clock_that_was_set_back_is_no_matter(self, two: Library) -> None:
        two.ingest()
        path = two.write("b.txt", OTHER)
        os.utime(path, (0, 0))
        assert counts(two.ingest()) == {"updated": 1, "unchanged": 1}
        os.utime(path, (2_000_000_000, 2_000_000_000))
        assert counts(two.ingest()) == {"unchanged": 2}


@pytest.fixture
def growing(tmp_path: Path) -> Iterator[Path]:
    """A file to which a line is added again and again."""
    path = tmp_path / "log.txt"
    path.write_bytes(b"Words of a line that stays as it is.\n" * 600_000)
    stop = threading.Event()

    def grow() -> None:
        with path.open("ab", buffering=0) as file:
            while not stop.is_set():
                file.write(b"one more line\n")

    thread = threading.Thread(target=grow)
    thread.start()
    yield path
    stop.set()
    thread.join()


def test_a_file_that_grows_while_it_is_read_fails(sandbox: Sandbox, growing: Path) -> None:
    told = set()
    for _ in range(5):  # a busy machine may stop the writer just while the reader reads
        with pytest.raises(UnreadableError) as caught:
            sandbox.read(growing, document_id="1", source=str(growing.parent), file="log.txt")
        told.add(str(caught.value))
        if "changed while it was read; run the ingest again." in told:
            return
    pytest.fail(str(told))


def test_a_file_that_nobody_may_read_is_told(tmp_path: Path) -> None:
    program = shutil.which("setpriv")
    if os.geteuid() or program is None:
        pytest.skip("needs root and setpriv, to become another user")
    folder = tmp_path / "sources"
    folder.mkdir()
    (folder / "closed.txt").write_text("Closed words.")
    (folder / "closed.txt").chmod(0)
    for each in (folder, *list(folder.parents)[:-2]):
        each.chmod(each.stat().st_mode | 0o555)
    request = {
        "task": "read", "path": os.fsencode(folder / "closed.txt").hex(), "id": "1", "source": "/s", "file": "closed.txt",
        "member": "", "link": "", "suffix": "", "sizes": {}, "most_bytes": 1000,
    }  # fmt: skip
    # What the child does, in this process: another user may not be able to start one where Python lies in root's home.
    code = f"from ingest.inside import _reply; print(_reply({request!r}, {{}}).decode('utf-8', 'replace'))"
    who = ["--reuid=65534", "--regid=65534", "--clear-groups"]
    command = [program, *who, sys.executable, "-c", code]
    if subprocess.run([*command[:-1], "import ingest.inside"], capture_output=True, check=False).returncode:
        pytest.skip("another user cannot run this Python")
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert '"unreadable":"cannot be opened (Permission denied); check its permissions."' in done.stdout
