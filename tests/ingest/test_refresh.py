"""Re-ingest: what is counted, what is kept, and that nothing is lost by a failure."""

from __future__ import annotations

import os
import shutil
import zipfile
from pathlib import Path

import pytest
from library import Library, counts

from index.shelf import GenerationShelf
from ingest.chunking import Sizes
from ingest.errors import SourceError
from ingest.sources import Source, source_of

TUITION = "Linlan University asks a tuition of 3,000 yuan for each year of study.\n"
HOUSING = "Housing on the campus of Linlan University is free for exchange students.\n"


def test_a_first_ingest_adds(library: Library) -> None:
    library.write("a.txt", TUITION)
    library.write("deep/b.md", "# Housing\n\n" + HOUSING)
    report = library.ingest()
    assert counts(report) == {"added": 2}
    assert report.exit_code == 0
    assert report.generation == library.generations.current_id()
    assert library.found("free housing on campus")[0] == "deep/b.md"
    assert library.stages[0] == "reading"
    assert {"embedding", "indexing", "checking"} <= set(library.stages)


def test_a_second_ingest_changes_nothing_and_embeds_nothing(library: Library) -> None:
    library.write("a.txt", TUITION)
    first, before = library.ingest(), library.embedder.embedded
    report = library.ingest()
    assert counts(report) == {"unchanged": 1}
    assert report.generation == first.generation
    assert library.embedder.embedded == before > 0
    assert library.stages == []


def test_a_touched_file_is_unchanged(library: Library) -> None:
    path = library.write("a.txt", TUITION)
    library.ingest()
    os.utime(path, (1, 1))
    assert counts(library.ingest()) == {"unchanged": 1}


def test_an_edit_under_the_same_size_and_time_is_seen(library: Library) -> None:
    path = library.write("a.txt", TUITION)
    library.ingest()
    status = path.stat()
    path.write_text(TUITION.replace("3,000", "4,000"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert counts(library.ingest()) == {"updated": 1}  # the change time cannot be set back
    assert "4,000" in library.texts()["a.txt"]


def test_only_new_chunks_of_an_edited_document_are_embedded(library: Library) -> None:
    sections = [f"# Section {n}\n\nThis section number {n} tells about the office.\n" for n in range(5)]
    library.write("a.md", "\n".join(sections))
    library.ingest()
    before = library.embedder.embedded
    assert before == 5
    sections[3] = sections[3].replace("the office", "the library")
    library.write("a.md", "\n".join(sections))
    assert counts(library.ingest()) == {"updated": 1}
    assert library.embedder.embedded == before + 1
    assert "library" in library.texts()["a.md"]


def test_a_renamed_file_keeps_its_id_and_its_vectors(library: Library) -> None:
    path = library.write("a.txt", TUITION)
    library.ingest()
    [before] = library.shelf().states()
    embedded = library.embedder.embedded
    path.rename(library.sources / "b.txt")
    assert counts(library.ingest()) == {"renamed": 1}
    [after] = library.shelf().states()
    assert (after.id, after.file) == (before.id, "b.txt")
    assert library.embedder.embedded == embedded
    assert library.found("tuition") == ["b.txt"]


def test_a_removed_file_is_gone(library: Library) -> None:
    library.write("a.txt", TUITION)
    path = library.write("b.txt", HOUSING)
    library.ingest()
    path.unlink()
    assert counts(library.ingest()) == {"unchanged": 1, "removed": 1}
    assert list(library.texts()) == ["a.txt"]


def test_two_files_of_one_content(library: Library) -> None:
    library.write("a.txt", TUITION)
    library.write("b.txt", TUITION)
    assert counts(library.ingest()) == {"added": 1, "duplicate": 1}
    assert list(library.texts()) == ["a.txt"]
    assert counts(library.ingest()) == {"unchanged": 1, "duplicate": 1}
    (library.sources / "a.txt").rename(library.sources / "c.txt")
    (library.sources / "b.txt").unlink()
    report = library.ingest()
    assert (report.renamed, report.removed) == (1, 1)
    assert list(library.texts()) == ["c.txt"]


def test_a_duplicate_takes_over_when_the_document_goes_or_changes(library: Library) -> None:
    first, second = library.write("a.txt", TUITION), library.write("b.txt", TUITION)
    library.write("c.txt", HOUSING)
    library.ingest()
    embedded = library.embedder.embedded
    first.unlink()
    assert counts(library.ingest()) == {"removed": 1, "unchanged": 2}
    assert sorted(library.texts()) == ["b.txt", "c.txt"]
    assert library.embedder.embedded == embedded  # the vectors are those of the same words
    assert counts(library.ingest()) == {"unchanged": 2}
    library.write("d.txt", TUITION)
    assert counts(library.ingest()) == {"unchanged": 2, "duplicate": 1}
    second.write_text(TUITION.replace("3,000", "4,000"))
    assert counts(library.ingest()) == {"updated": 1, "unchanged": 2}
    assert sorted(library.texts()) == ["b.txt", "c.txt", "d.txt"]
    assert library.texts()["d.txt"] == TUITION


def test_skipped_and_failed_are_told_with_reasons_and_exit_code_1(library: Library) -> None:
    library.write("a.txt", TUITION)
    library.write("empty.txt", " \n")
    library.write("drawing.dwg", "x")
    library.write("broken.pdf", "not a pdf")
    report = library.ingest()
    assert counts(report) == {"added": 1, "skipped": 2, "failed": 1}
    assert dict(report.skipped) == {"empty.txt": "is empty.", "drawing.dwg": "has the ending .dwg, which no reader knows"}
    assert report.failed[0][0] == "broken.pdf"
    assert report.exit_code == 1


def test_nothing_done_is_exit_code_2(library: Library) -> None:
    library.write("broken.pdf", "not a pdf")
    assert library.ingest().exit_code == 2
    assert library.ingest(library.sources / "absent").exit_code == 2
    assert library.generations.current_id() == ""


def test_a_file_that_cannot_be_read_any_more_keeps_its_last_good_version(library: Library) -> None:
    library.write("a.txt", TUITION)
    library.write("b.txt", HOUSING)
    library.ingest()
    (library.sources / "a.txt").write_bytes(b"\x7fELF" + bytes(range(256)))
    report = library.ingest()
    assert counts(report) == {"unchanged": 1, "failed": 1}
    assert library.texts()["a.txt"] == TUITION
    library.write("c.txt", "Something new about the harbour.")  # and through a publication too
    assert counts(library.ingest()) == {"added": 1, "unchanged": 1, "failed": 1}
    assert library.texts()["a.txt"] == TUITION
    library.write("a.txt", TUITION.replace("3,000", "5,000"))
    assert counts(library.ingest()) == {"updated": 1, "unchanged": 2}
    assert "5,000" in library.texts()["a.txt"]


def test_a_file_emptied_keeps_its_last_good_version_until_it_is_deleted(library: Library) -> None:
    path = library.write("a.txt", TUITION)
    library.write("b.txt", HOUSING)
    library.ingest()
    library.write("a.txt", "")
    report = library.ingest()
    assert counts(report) == {"unchanged": 1, "failed": 1}
    assert report.failed == [("a.txt", "is empty; its last good version stays.")]
    assert library.texts()["a.txt"] == TUITION
    path.unlink()
    assert counts(library.ingest()) == {"unchanged": 1, "removed": 1}


def test_a_source_with_far_fewer_documents_is_asked_about(library: Library) -> None:
    paths = [library.write(f"{number}.txt", f"Text number {number} is about harbour {number}.\n") for number in range(10)]
    library.ingest()
    for path in paths[:4]:
        path.unlink()
    report = library.ingest()
    assert counts(report) == {"failed": 1}
    assert "gives 6 documents now but gave 10 before" in report.failed[0][1]
    assert "--allow-shrink" in report.failed[0][1]
    assert len(library.texts()) == 10
    assert counts(library.ingest(allow_shrink=True)) == {"unchanged": 6, "removed": 4}
    paths[4].unlink()
    assert counts(library.ingest()) == {"unchanged": 5, "removed": 1}


def test_a_folder_that_cannot_be_listed_keeps_its_documents(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.write("a.txt", TUITION)
    library.write("deep/b.txt", HOUSING)
    library.ingest()
    real = os.scandir

    def scandir(folder):
        if Path(folder).name == "deep":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    report = library.ingest()
    assert counts(report) == {"unchanged": 1, "failed": 1}
    assert report.failed == [("deep/b.txt", "cannot be listed (Permission denied); its last good version stays.")]
    assert sorted(library.texts()) == ["a.txt", "deep/b.txt"]


class TestArchives:
    def archive(self, library: Library, **members: str) -> Path:
        path = library.sources / "office.zip"
        with zipfile.ZipFile(path, "w") as archive:
            for name, text in members.items():
                archive.writestr(f"deep/{name}.txt", text)
        return path

    def test_its_members_are_documents(self, library: Library) -> None:
        self.archive(library, a=TUITION, b=HOUSING)
        assert counts(library.ingest()) == {"added": 2}
        assert sorted(library.texts()) == ["office.zip/deep/a.txt", "office.zip/deep/b.txt"]
        assert library.found("free housing on campus")[0] == "office.zip/deep/b.txt"

    def test_only_what_changed_in_it_is_read_again(self, library: Library) -> None:
        self.archive(library, a=TUITION, b=HOUSING, c="Another text about the museum.\n")
        library.ingest()
        embedded = library.embedder.embedded
        path = self.archive(library, a=TUITION, b=HOUSING.replace("free", "cheap"), d="And one about the harbour.\n")
        report = library.ingest()
        assert counts(report) == {"updated": 1, "added": 1, "removed": 1, "unchanged": 1}
        assert library.embedder.embedded == embedded + 2
        assert counts(library.ingest()) == {"unchanged": 3}
        assert library.ingest(path).unchanged == 0  # as a source of its own it has other names for the same texts

    def test_one_that_is_damaged_keeps_its_documents(self, library: Library) -> None:
        library.write("x.txt", "One text beside it.\n")
        path = self.archive(library, a=TUITION, b=HOUSING)
        library.ingest()
        path.write_bytes(path.read_bytes()[:60])
        report = library.ingest()
        assert counts(report) == {"unchanged": 1, "failed": 2}
        assert len(library.texts()) == 3

    def test_one_alone_is_a_source(self, library: Library) -> None:
        path = self.archive(library, a=TUITION)
        assert counts(library.ingest(path)) == {"added": 1}
        assert list(library.texts()) == ["office.zip/deep/a.txt"]


def test_a_dry_run_tells_and_changes_nothing(library: Library) -> None:
    library.write("a.txt", TUITION)
    library.write("b.txt", HOUSING)
    first = library.ingest()
    library.write("a.txt", TUITION.replace("3,000", "4,000"))
    library.write("c.txt", "Something new about the harbour.\n")
    library.write("broken.pdf", "not a pdf")
    (library.sources / "b.txt").unlink()
    embedded = library.embedder.embedded
    report = library.ingest(is_dry_run=True)
    assert counts(report) == {"added": 1, "updated": 1, "removed": 1, "failed": 1}
    assert {(each.state, each.file) for each in report.changes} == {
        ("added", "c.txt"),
        ("updated", "a.txt"),
        ("removed", "b.txt"),
        ("failed", "broken.pdf"),
    }
    assert library.generations.current_id() == first.generation
    assert library.embedder.embedded == embedded
    assert sorted(library.texts()) == ["a.txt", "b.txt"]
    assert counts(library.ingest()) == {"added": 1, "updated": 1, "removed": 1, "failed": 1}


def test_an_emptied_folder_is_not_believed(library: Library) -> None:
    path = library.write("a.txt", TUITION)
    library.ingest()
    path.unlink()
    report = library.ingest()
    assert report.failed[0][0] == str(library.sources)
    assert "sources remove" in report.failed[0][1]
    assert report.removed == 0
    assert library.texts() == {"a.txt": TUITION}


def test_a_vanished_folder_keeps_its_documents(library: Library) -> None:
    library.write("a.txt", TUITION)
    library.ingest()
    shutil.rmtree(library.sources)
    report = library.ingest()
    assert counts(report) == {"failed": 1}
    assert library.texts() == {"a.txt": TUITION}


class TestTwoSources:
    @pytest.fixture
    def other(self, library: Library, tmp_path: Path) -> Path:
        other = tmp_path / "other"
        other.mkdir()
        (other / "a.txt").write_text(HOUSING)
        library.write("a.txt", TUITION)
        library.ingest()
        return other

    def test_a_second_source_leaves_the_first(self, library: Library, other: Path) -> None:
        assert counts(library.ingest(other)) == {"added": 1}
        assert library.shelf().sources() == tuple(Source(name) for name in sorted([str(other), str(library.sources)]))
        assert len(library.shelf().states()) == 2

    def test_removing_one_keeps_the_other(self, library: Library, other: Path) -> None:
        library.ingest(other)
        report = library.forget(library.sources)
        assert counts(report) == {"removed": 1, "unchanged": 1}
        assert library.shelf().sources() == (Source(str(other)),)
        assert library.texts() == {"a.txt": HOUSING}

    def test_removing_the_last_leaves_an_empty_index_that_answers(self, library: Library, other: Path) -> None:
        assert counts(library.forget(library.sources)) == {"removed": 1}
        assert library.found("tuition") == []
        assert counts(library.ingest(other)) == {"added": 1}

    def test_what_is_no_source_cannot_be_removed(self, library: Library, other: Path) -> None:
        with pytest.raises(SourceError, match="is not a source"):
            library.forget(other)

    def test_without_paths_all_sources_are_brought_in_line(self, library: Library, other: Path) -> None:
        library.ingest(other)
        (other / "b.txt").write_text("A new one about the harbour.")
        library.write("c.txt", "Another about the museum.")
        shelf = library.shelf()
        from ingest.refresh import refresh

        report = refresh((), shelf, library.sandbox, progress=lambda *_: None)
        assert counts(report) == {"added": 2, "unchanged": 2}

    def test_a_file_moved_to_the_other_source_and_a_new_one_in_its_place(self, library: Library, other: Path) -> None:
        library.ingest(other)
        (library.sources / "a.txt").rename(other / "moved.txt")
        library.write("rest.txt", "Something else about the museum.")
        assert counts(library.ingest(library.sources, other)) == {"added": 1, "renamed": 1, "unchanged": 1}
        library.write("a.txt", "New words about the harbour, in the old place.")
        assert counts(library.ingest()) == {"added": 1, "unchanged": 1}
        assert len({state.id for state in library.shelf().states()}) == 4


def test_names_of_undecodable_bytes_stay_apart(library: Library) -> None:
    for number in (0xFE, 0xFF):
        path = os.fsencode(library.sources) + b"/caf" + bytes([number]) + b".txt"
        Path(os.fsdecode(path)).write_text(f"File number {number} is about the harbour.")
    assert counts(library.ingest()) == {"added": 2}
    assert counts(library.ingest()) == {"unchanged": 2}
    Path(os.fsdecode(os.fsencode(library.sources) + b"/caf\xfe.txt")).write_text("Now it is about the museum.")
    assert counts(library.ingest()) == {"updated": 1, "unchanged": 1}
    names = list(library.texts())
    assert len(names) == 2
    assert all(name.isprintable() and name.endswith(".txt") for name in names)


@pytest.mark.parametrize(
    "name",
    [
        "<img src=x onerror=alert(1)>.txt",
        "-rf.txt",
        "new\nline.txt",
        "tab\tname.txt",
        "\u202egnp.txt",
        "é" * 100 + ".txt",
        "CON.txt",
    ],
)
def test_hostile_names_are_indexed_and_shown_on_one_line(library: Library, name: str) -> None:
    library.write(name, TUITION)
    assert counts(library.ingest()) == {"added": 1}
    assert counts(library.ingest()) == {"unchanged": 1}
    [shown] = library.texts()
    assert shown.isprintable()


def test_other_sizes_cut_the_kept_documents_anew(library: Library) -> None:
    library.write("a.txt", TUITION * 10)
    library.ingest()
    [before] = library.generations.manifest().documents
    library.write("b.txt", HOUSING)
    shelf = GenerationShelf(library.generations, lambda: library.embedder, Sizes(60, 100))
    from ingest.refresh import refresh

    refresh((source_of(library.sources),), shelf, library.sandbox, progress=lambda *_: None)
    after = {entry.file: entry.chunks for entry in library.generations.manifest().documents}
    assert after["a.txt"] > before.chunks
    assert library.texts()["a.txt"] == TUITION * 10


def test_a_rebuild_reads_all_and_publishes_anew(library: Library) -> None:
    library.write("a.txt", TUITION)
    first = library.ingest()
    report = library.ingest(rebuild=True)
    assert counts(report) == {"unchanged": 1}
    assert report.generation != first.generation


def test_documents_that_an_earlier_version_read_are_read_again(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    library.write("a.txt", TUITION)
    library.ingest()
    assert counts(library.ingest()) == {"unchanged": 1}
    monkeypatch.setattr("index.shelf.CHUNKER_VERSION", 10_000)
    first = library.ingest()
    assert counts(first) == {"updated": 1}
    assert counts(library.ingest()) == {"unchanged": 1}
