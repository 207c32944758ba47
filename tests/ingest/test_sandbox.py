"""The sandbox: a reader may hang, crash, print or fill the memory; the next file is read all the same."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from library import Library, counts
from samples import docx, replaced_member

from ingest import sandbox as sandbox_module
from ingest.errors import NothingToReadError, UnreadableError
from ingest.sandbox import ReadFile, Sandbox

# The child with a reader that does what the file says.
FAULTY_CHILD = """
import ctypes, sys, time
from ingest import readers, sandbox
from ingest.readers.plain import read_plain

def read(data):
    order = data.decode().split()[0]
    if order == "hang":
        time.sleep(60)
    if order == "crash":
        ctypes.string_at(0)
    if order == "exit":
        sys.exit(3)
    if order == "eat":
        [bytearray(1_000_000_000) for _ in range(9)]
    if order == "raise":
        raise RuntimeError("details of no use")
    if order == "recurse":
        read(data)
    if order == "print":
        print("noise on standard output", flush=True)
    if order == "much":
        return read_plain(b"many words. " * 30_000)
    return read_plain(data)

readers.READERS[".txt"] = read
sandbox._MOST_MEMORY_BYTES = 1_500_000_000
sandbox.main()
"""


class FaultySandbox(Sandbox):
    """A sandbox whose child's reader follows orders."""

    started = 0

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self.started += 1
            command = [sys.executable, "-c", FAULTY_CHILD]
            self._child = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
            )
        return self._child


@pytest.fixture(scope="module")
def faulty() -> Iterator[FaultySandbox]:
    with FaultySandbox(most_seconds=20) as sandbox:
        yield sandbox


def read(sandbox: Sandbox, path: Path, content: str | bytes) -> ReadFile:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return sandbox.read(path, document_id="1", source=str(path.parent), file=path.name)


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("crash", r"made its reader crash \(exit code -11\)"),
        ("exit", r"made its reader crash \(exit code 3\)"),
        ("eat", "needs more memory"),
        ("raise", r"made its reader fail \(RuntimeError\)"),
        ("recurse", r"made its reader fail \(RecursionError\)"),
    ],
)
def test_a_fault_is_one_sentence_and_the_next_file_is_read(
    faulty: FaultySandbox, tmp_path: Path, order: str, told: str
) -> None:
    with pytest.raises(UnreadableError, match=told) as caught:
        read(faulty, tmp_path / "a.txt", f"{order} now")
    assert "\n" not in str(caught.value)
    assert "of no use" not in str(caught.value)
    assert read(faulty, tmp_path / "b.txt", "good words").document.text == "good words"


def test_a_hang_ends_in_time(tmp_path: Path) -> None:
    with FaultySandbox(most_seconds=3) as faulty:
        read(faulty, tmp_path / "a.txt", "good words")
        begun = time.monotonic()
        with pytest.raises(UnreadableError, match="within 3 seconds"):
            read(faulty, tmp_path / "a.txt", "hang now")
        assert time.monotonic() - begun < 6
        assert faulty.started == 1


def test_what_a_reader_prints_does_not_disturb(faulty: FaultySandbox, tmp_path: Path) -> None:
    assert read(faulty, tmp_path / "a.txt", "print it").document.text == "print it"
    assert read(faulty, tmp_path / "b.txt", "good words").document.text == "good words"


def test_too_much_text_is_refused(faulty: FaultySandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox_module, "_MOST_OUTPUT_BYTES", 100_000)
    with pytest.raises(UnreadableError, match="more text than can be indexed"):
        read(faulty, tmp_path / "a.txt", "much of it")
    assert read(faulty, tmp_path / "b.txt", "good words").document.text == "good words"


def test_one_bad_among_good_ones(library: Library, faulty: FaultySandbox) -> None:
    for number in range(5):
        library.write(f"{number}.txt", f"Good words number {number}.")
    library.write("2b.txt", "crash now")
    library.write("3b.txt", "raise now")
    library.sandbox = faulty
    report = library.ingest()
    assert counts(report) == {"added": 5, "failed": 2}
    assert [file for file, _ in report.failed] == ["2b.txt", "3b.txt"]
    assert report.exit_code == 1


class TestRealChild:
    def test_a_document_comes_back_with_its_chunks_and_hash(self, sandbox: Sandbox, tmp_path: Path) -> None:
        import hashlib

        found = read(sandbox, tmp_path / "a.md", "# 标题\n\n一段文字。\n")
        assert found.document.title == "标题"
        assert [each.text for each in found.chunks] == ["# 标题\n\n一段文字。"]
        assert found.sha256 == hashlib.sha256((tmp_path / "a.md").read_bytes()).hexdigest() == found.document.content_hash

    def test_a_file_that_vanished(self, sandbox: Sandbox, tmp_path: Path) -> None:
        with pytest.raises(UnreadableError, match="cannot be opened"):
            sandbox.read(tmp_path / "absent.txt", document_id="1", source="/s", file="absent.txt")

    @pytest.mark.usefixtures("among_strays")
    def test_it_is_ours_whatever_lies_in_the_working_directory(self, tmp_path: Path) -> None:
        with Sandbox() as own:
            assert read(own, tmp_path / "a.txt", "Some words.\n").document.text == "Some words.\n"

    def test_nothing_to_read_is_told_apart(self, sandbox: Sandbox, tmp_path: Path) -> None:
        with pytest.raises(NothingToReadError):
            read(sandbox, tmp_path / "a.txt", "")

    def test_lone_surrogates_and_control_characters_come_through(self, sandbox: Sandbox, tmp_path: Path) -> None:
        found = read(sandbox, tmp_path / "a.html", "<p>one &#xD800; two &#0; three</p>" + "<p>words</p>" * 20)
        assert "three" in found.document.text

    @pytest.mark.parametrize("content", [b" " * 101_000_000, b"<a>" * 33_000_000])
    def test_a_zip_bomb_is_refused_at_once(self, sandbox: Sandbox, tmp_path: Path, content: bytes) -> None:
        bomb = replaced_member(docx([("Normal", "x")]), "word/document.xml", content[:101_000_000])
        begun = time.monotonic()
        with pytest.raises(UnreadableError):
            read(sandbox, tmp_path / "a.docx", bomb)
        assert time.monotonic() - begun < 10

    def test_garbage_after_a_pdf_mark(self, sandbox: Sandbox, tmp_path: Path) -> None:
        with pytest.raises((UnreadableError, NothingToReadError)):
            read(sandbox, tmp_path / "a.pdf", b"%PDF-1.7\n" + bytes(range(256)) * 40)

    @pytest.mark.parametrize("line", ["x" * 1_000_000, "中文" * 300_000])
    def test_one_huge_line_is_read_in_time(self, sandbox: Sandbox, tmp_path: Path, line: str) -> None:
        begun = time.monotonic()
        found = read(sandbox, tmp_path / "a.txt", line)
        assert time.monotonic() - begun < 20
        assert "".join(chunk.text for chunk in found.chunks) == line
