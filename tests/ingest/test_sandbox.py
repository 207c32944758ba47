"""The sandbox: a reader may hang, crash, print or fill the memory; the next file is read all the same."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bad_files_faults import FaultySandbox
from library import Library, counts
from samples import docx, replaced_member

from ingest import sandbox as sandbox_module
from ingest.errors import NothingToReadError, UnreadableError
from ingest.sandbox import ReadFile, Sandbox


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
        ("eat", "needs more than 512 MB of memory to read; split it."),
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


@pytest.mark.parametrize(
    ("order", "told"),
    [("much", r"more text than can be indexed \(8.4 MB; the most is 8 MB\)"), ("lines", r"\(110,000 paragraphs or rows; ")],
)
def test_too_much_text_is_refused(faulty: FaultySandbox, tmp_path: Path, order: str, told: str) -> None:
    with pytest.raises(UnreadableError, match=told):
        read(faulty, tmp_path / "a.txt", f"{order} of it")
    assert read(faulty, tmp_path / "b.txt", "good words").document.text == "good words"


def test_a_reply_over_the_limit_is_not_even_received(
    faulty: FaultySandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox_module, "MOST_REPLY_BYTES", 100)
    with pytest.raises(UnreadableError, match="cannot be understood"):
        read(faulty, tmp_path / "a.txt", "good words")


class TestMemory:
    def test_what_is_filled_bit_by_bit_never_passes_the_limit(self, faulty: FaultySandbox, tmp_path: Path) -> None:
        with pytest.raises(UnreadableError, match="needs more than 512 MB of memory to read; split it."):
            read(faulty, tmp_path / "a.txt", "fill it")
        assert 300_000_000 < faulty.peak_bytes <= 512_000_000
        assert read(faulty, tmp_path / "b.txt", "good words").document.text == "good words"

    def test_what_a_started_program_holds_counts_and_it_is_ended_too(self, tmp_path: Path) -> None:
        with FaultySandbox(most_memory_bytes=200_000_000) as own:
            with pytest.raises(UnreadableError, match="needs more than 200 MB of memory"):
                read(own, tmp_path / "a.txt", "breed them")
            assert own.peak_bytes > 200_000_000
        waited(lambda: not processes("\0import time; held"))

    def test_a_large_file_of_good_text_costs_the_parent_little(self, sandbox: Sandbox, tmp_path: Path) -> None:
        path = tmp_path / "a.txt"
        with path.open("w") as file:
            for number in range(100_000):
                file.write(f"第{number}条：每学年的学费为三千元人民币。\n\n")
        read(sandbox, tmp_path / "b.txt", "good words")
        before = resident_of(os.getpid())
        found = sandbox.read(path, document_id="1", source="/s", file="a.txt")
        assert len(found.document.blocks) == 100_000
        assert resident_of(os.getpid()) - before < 50_000_000


def resident_of(number: int) -> int:
    """The resident memory of a process without those it started, in bytes."""
    return int(Path(f"/proc/{number}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def processes(words: str) -> list[str]:
    """The processes whose command holds `words`, but for this one."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            if words.encode() in path.read_bytes() and path.parent.name != str(os.getpid()):
                found.append(path.parent.name)
    return found


def test_a_hang_ends_what_it_started(tmp_path: Path) -> None:
    with FaultySandbox(most_seconds=2) as faulty, pytest.raises(UnreadableError, match="within 2 seconds"):
        read(faulty, tmp_path / "a.txt", "sleep now")
    waited(lambda: not processes("sleep\x0061"))


def test_a_killed_parent_leaves_no_reader_behind(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("hang now")
    code = (
        "import sys; sys.path[:0] = ['.', 'tests']; import bad_files_faults as t; from pathlib import Path\n"
        f"t.FAULTY_CHILD += '# {tmp_path}'\n"
        f"t.FaultySandbox().read(Path({str(tmp_path / 'a.txt')!r}), document_id='1', source='/s', file='a.txt')"
    )
    parent = subprocess.Popen([sys.executable, "-c", code])
    mark = f"# {tmp_path}"

    def children() -> list[str]:
        return [each for each in processes(mark) if each != str(parent.pid)]

    waited(lambda: bool(children()))
    time.sleep(0.5)
    parent.kill()
    parent.wait()
    waited(lambda: not children())


def waited(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not is_so():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_reader_cannot_fill_the_disk(faulty: FaultySandbox, tmp_path: Path) -> None:
    try:
        with pytest.raises(UnreadableError, match="cannot be opened"):
            read(faulty, tmp_path / "a.txt", "big one")
    finally:
        Path("big.tmp").unlink(missing_ok=True)


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
        with pytest.raises(UnreadableError, match="is not there any more; run the ingest again."):
            sandbox.read(tmp_path / "absent.txt", document_id="1", source="/s", file="absent.txt")

    def test_no_key_or_password_comes_to_the_child(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, faulty: FaultySandbox
    ) -> None:
        monkeypatch.setenv("TONGWEN_API_KEY", "sk-secret")
        with Sandbox() as own:
            read(own, tmp_path / "a.txt", "Some words.\n")
            assert own._child is not None
            told = Path(f"/proc/{own._child.pid}/environ").read_bytes()
        assert b"sk-secret" not in told

    def test_a_larger_file_than_allowed_is_not_read(self, tmp_path: Path) -> None:
        with Sandbox(most_file_bytes=1_000_000) as own, pytest.raises(UnreadableError, match="has 2 MB, more than 1 MB"):
            read(own, tmp_path / "a.txt", b"x" * 2_000_000)

    def test_a_page_is_read_by_the_suffix_given_and_has_the_link_given(self, sandbox: Sandbox, tmp_path: Path) -> None:
        path = tmp_path / "page"
        path.write_text("<h1>Fees</h1><p>Tuition is free.</p><link rel=canonical href=https://elsewhere.example>")
        address = "https://linlan.example/fees?id=2"
        found = sandbox.read(path, document_id="1", source="web", file=address, link=address, suffix=".html")
        assert (found.document.link, found.document.file, found.document.title) == (address, address, "Fees")

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
