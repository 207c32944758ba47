"""Earlier texts: kept, numbered, cut to what is kept, and gone for good when they are purged."""

from __future__ import annotations

from pathlib import Path

import pytest
from library import Library

from index.errors import DamagedIndexError
from index.history import History, Version
from index.purge import purge
from index.runs import RunLog, runs, scrub
from index.shelf import Retention

SECRET = "The passport number of the guest is XK4711-99."


def version(number: int, *, change: str = "updated", at: str = "") -> Version:
    return Version("d", 0, at or f"2026-01-{number:02}", "01A", change, "/s", "a.txt", f"sha{number}", 10)  # type: ignore[arg-type]


@pytest.fixture
def history(tmp_path: Path) -> History:
    history = History(tmp_path / "history.sqlite", is_written=True)
    for number in range(1, 6):
        history.record(version(number, change="updated" if number > 1 else "added"), f"text {number}")
    return history


def numbers(history: History) -> list[int]:
    return [each.number for each in history.versions("d")]


def test_versions_are_numbered_and_their_texts_kept(history: History) -> None:
    assert numbers(history) == [1, 2, 3, 4, 5]
    assert [history.text("d", number) for number in (1, 5)] == ["text 1", "text 5"]
    with pytest.raises(KeyError):
        history.text("d", 6)


def test_what_says_nothing_new_is_left_out(history: History) -> None:
    history.record(version(5), "text 5")
    assert numbers(history) == [1, 2, 3, 4, 5]
    history.record(version(5, change="removed"), "")
    history.record(version(5, change="removed"), "")
    history.record(version(5, change="added"), "text 5")
    assert [each.change for each in history.versions("d")][4:] == ["updated", "removed", "added"]


@pytest.mark.parametrize(
    ("most", "oldest", "kept"),
    [(10, "2025", [1, 2, 3, 4, 5]), (2, "2025", [4, 5]), (10, "2026-01-04", [4, 5]), (10, "2027", [5]), (1, "2025", [5])],
)
def test_old_versions_are_dropped_but_never_the_newest(history: History, most: int, oldest: str, kept: list[int]) -> None:
    history.prune(most=most, oldest=oldest)
    assert numbers(history) == kept


def test_what_was_removed_long_ago_is_forgotten(history: History) -> None:
    history.record(version(6, change="removed"), "")
    history.prune(most=10, oldest="2027")
    assert numbers(history) == []


def test_a_damaged_text_is_one_sentence(history: History) -> None:
    history._connection.execute("UPDATE version SET text = x'00' WHERE number = 2")
    with pytest.raises(DamagedIndexError, match="Version 2"):
        history.text("d", 2)


class TestOfALibrary:
    def versions(self, library: Library) -> list[tuple[str, str]]:
        store = library.generations.open_history()
        found = [(each.file, each.change) for each in store.versions()]
        store.close()
        return sorted(found)

    def test_each_change_is_a_version(self, filled: Library) -> None:
        filled.write("a.txt", "The tuition is another now.\n")
        (filled.sources / "b.txt").rename(filled.sources / "c.txt")
        filled.ingest()
        (filled.sources / "c.txt").unlink()
        filled.ingest()
        assert self.versions(filled) == [
            ("a.txt", "added"),
            ("a.txt", "updated"),
            ("b.txt", "added"),
            ("c.txt", "removed"),
            ("c.txt", "renamed"),
        ]

    def test_nothing_new_is_no_version(self, filled: Library) -> None:
        filled.ingest()
        filled.ingest(rebuild=True)
        assert self.versions(filled) == [("a.txt", "added"), ("b.txt", "added")]

    def test_as_many_are_kept_as_is_set(self, filled: Library) -> None:
        for number in range(5):
            filled.write("a.txt", f"The tuition is {number} now.\n")
            shelf = filled.shelf(retention=Retention(versions=2))
            filled.ingest_into(shelf)
        assert self.versions(filled) == [("a.txt", "updated"), ("a.txt", "updated"), ("b.txt", "added")]

    def traces(self, library: Library, words: str) -> list[str]:
        """The files of the data directory that hold these words, as they are or as Chroma and JSON write them."""
        return [path.name for path in library.data.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]

    def test_a_purge_leaves_no_byte(self, filled: Library) -> None:
        path = filled.write("secret-guest.txt", SECRET + "\n")
        filled.write("twin.txt", SECRET + "\n")
        log = RunLog(filled.data, "ingest")
        filled.ingest()
        log.write("ended", report={"changes": [{"state": "added", "file": "secret-guest.txt"}]})
        (filled.data / "feedback.jsonl").write_text('{"citations": [{"file": "secret-guest.txt"}]}\n{"citations": []}\n')
        filled.write("a.txt", "Something newer about the tuition.\n")
        filled.ingest()
        assert self.traces(filled, "XK4711-99")
        [state] = [each for each in filled.shelf().states() if each.file == "secret-guest.txt"]
        path.unlink()
        (filled.sources / "twin.txt").unlink()
        purged = purge(filled.shelf(is_anew=True), [state.id], lambda *_: None)
        assert {each.file for each in purged} == {"secret-guest.txt", "twin.txt"}
        for words in ("XK4711-99", "secret-guest", "twin.txt", state.id):
            assert self.traces(filled, words) == []
        assert (filled.data / "feedback.jsonl").read_text() == '{"citations": []}\n'
        assert sorted(filled.texts()) == ["a.txt", "b.txt"]
        assert filled.ingest().unchanged == 2
        assert ("a.txt", "updated") in self.versions(filled)  # of the others all is kept

    def test_a_document_of_the_past_can_be_purged(self, filled: Library) -> None:
        path = filled.write("secret-guest.txt", SECRET + "\n")
        filled.ingest()
        [state] = [each for each in filled.shelf().states() if each.file == "secret-guest.txt"]
        path.unlink()
        filled.ingest()
        purge(filled.shelf(is_anew=True), [state.id], lambda *_: None)
        assert self.traces(filled, "secret-guest") == self.traces(filled, "XK4711-99") == []


class TestRuns:
    def test_a_run_is_told_by_its_last_event(self, tmp_path: Path) -> None:
        good, bad, killed = (RunLog(tmp_path, "ingest") for _ in range(3))
        good.progress("reading", 0, 2)
        good.progress("reading", 1, 2)
        good.progress("reading", 2, 2)
        good.write("ended", report={"added": 2})
        bad.write("failed", error="no disk")
        found = {each["id"]: each for each in runs(tmp_path)}
        assert (found[good.id]["report"], found[good.id]["error"]) == ({"added": 2}, "")
        assert (found[bad.id]["report"], found[bad.id]["error"]) == ({}, "no disk")
        assert found[killed.id]["ended"] == ""
        assert [each["id"] for each in runs(tmp_path)] == sorted(found, reverse=True)

    def test_a_line_that_a_crash_cut_is_left_out(self, tmp_path: Path) -> None:
        log = RunLog(tmp_path, "ingest")
        with (tmp_path / "runs" / f"{log.id}.jsonl").open("a") as file:
            file.write('{"at": "2026", "eve')
        assert [each["id"] for each in runs(tmp_path)] == [log.id]

    def test_a_log_that_cannot_be_written_stops_nothing(self, tmp_path: Path) -> None:
        (tmp_path / "runs").write_text("a file")
        RunLog(tmp_path, "ingest").write("ended", report={})

    def test_names_are_scrubbed_in_either_spelling(self, tmp_path: Path) -> None:
        path = tmp_path / "lines"
        path.write_text('{"file": "\\u6d4b.txt"}\n{"file": "测.txt"}\n{"file": "b.txt"}\n')
        assert scrub(path, {"测.txt"}) == 2
        assert path.read_text() == '{"file": "b.txt"}\n'
