"""Listing: what is in a folder, what is left out and why, and that nothing outside is touched."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from ingest.errors import SourceError
from ingest.listing import Lister
from ingest.sandbox import Sandbox
from ingest.sources import Listing, Source, new_id, shown, source_name


def list_source(source: str) -> Listing:
    with Sandbox() as sandbox:  # it starts no child where there is no archive
        return Lister(sandbox, Path(os.devnull)).listing(Source(source), (), lambda *_: None)


def files(folder: Path) -> list[str]:
    return [entry.file for entry in list_source(str(folder)).entries]


def test_a_folder_with_all_below_it_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "deep/er/c.PDF", ".hidden.txt", ".git/x.txt", "~$lock.docx"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    assert files(tmp_path) == ["a.md", "b.txt", "deep/er/c.PDF"]
    assert list_source(str(tmp_path)).skipped == ()


def test_one_file_is_a_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    [entry] = list_source(str(tmp_path / "a.txt")).entries
    assert (entry.file, entry.path) == ("a.txt", tmp_path / "a.txt")


def test_reasons_for_what_is_left_out(tmp_path: Path) -> None:
    outside = tmp_path / "outside.txt"
    outside.write_text("secret")
    folder = tmp_path / "folder"
    (folder / "real").mkdir(parents=True)
    (folder / "real/a.txt").write_text("x")
    (folder / "drawing.dwg").write_text("x")
    (folder / "none").write_text("x")
    (folder / "out.txt").symlink_to(outside)
    (folder / "dangling.txt").symlink_to(folder / "absent")
    (folder / "loop.txt").symlink_to(folder / "loop.txt")
    (folder / "link").symlink_to(folder / "real")
    os.mkfifo(folder / "pipe.txt")
    with (folder / "huge.txt").open("wb") as file:
        file.truncate(60_000_000)
    listing = list_source(str(folder))
    assert [entry.file for entry in listing.entries] == ["real/a.txt"]
    reasons = dict(listing.skipped)
    assert set(reasons) == {"drawing.dwg", "none", "out.txt", "dangling.txt", "loop.txt", "link", "pipe.txt", "huge.txt"}
    assert reasons["none"] == "has the ending (none), which no reader knows"
    assert "outside" in reasons["out.txt"]
    assert "not a regular file" in reasons["pipe.txt"]
    assert "60 MB, more than 50 MB" in reasons["huge.txt"]


def test_a_link_inside_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "b.txt").symlink_to(tmp_path / "a.txt")
    assert files(tmp_path) == ["a.txt", "b.txt"]


def test_folders_too_deep_are_told(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 45)
    deep.mkdir(parents=True)
    (deep / "a.txt").write_text("x")
    listing = list_source(str(tmp_path))
    assert listing.entries == ()
    assert "40 folders deep" in listing.skipped[0][1]


def test_a_folder_that_cannot_be_listed_is_told_apart_from_one_that_is_empty(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "a.txt").write_text("x")
    real = os.scandir

    def scandir(folder):
        if Path(folder).name == "locked":
            raise PermissionError(13, "Permission denied")
        return real(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    listing = list_source(str(tmp_path))
    assert listing.failed == (("locked/", "cannot be listed (Permission denied)"),)
    assert [entry.file for entry in listing.entries] == ["a.txt"]


def test_no_such_path_names_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no file or folder .*absent"):
        list_source(str(tmp_path / "absent"))


def test_a_source_is_remembered_by_its_real_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    monkeypatch.chdir(tmp_path)
    assert source_name(Path("link/../link")) == source_name(Path("real")) == str(tmp_path.resolve() / "real")


def test_a_new_id_is_never_one_in_use() -> None:
    first = new_id("/s", "a.txt", set())
    assert new_id("/s", "a.txt", set()) == first
    second = new_id("/s", "a.txt", {first})
    assert second not in {first, new_id("/s", "b.txt", set())}


@pytest.mark.parametrize("name", ["plain.txt", "中文.txt", "a b.txt"])
def test_usual_names_are_shown_as_they_are(name: str) -> None:
    assert shown(name) == name
