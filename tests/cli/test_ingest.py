"""`tongwen ingest`, `sources` and `status`: reports, exit codes, and what bad input must not lose."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

COUNTS = ("added", "updated", "unchanged", "renamed", "removed", "duplicate")


def counts(report: dict) -> dict:
    return {name: report[name] for name in COUNTS if report[name]}


def test_a_first_ingest_reports_all_fields(tongwen, documents: Path) -> None:
    result = tongwen("ingest", documents, "--json")
    assert result.code == 0
    assert set(result.json) == {*COUNTS, "generation", "skipped", "failed", "seconds", "changes", "dry_run"}
    assert counts(result.json) == {"added": 2}
    assert result.json["generation"].isalnum()
    assert result.json["seconds"] > 0


def test_options_stand_before_or_after_the_command(tongwen, documents: Path, tmp_path: Path) -> None:
    first = tongwen("--data", tmp_path / "other", "--json", "ingest", documents)
    assert counts(first.json) == {"added": 2}
    again = tongwen("ingest", documents, "--json", "--data", tmp_path / "other")
    assert counts(again.json) == {"unchanged": 2}
    assert tongwen("sources", "--data", tmp_path / "other", "--json").json["sources"][0]["documents"] == 2
    assert tongwen("--json", "status").json["documents"] == 0


def test_results_go_to_stdout_and_progress_to_stderr(tongwen, documents: Path) -> None:
    result = tongwen("ingest", documents)
    assert result.out.startswith("added 2, updated 0, unchanged 0, renamed 0, removed 0, duplicate 0, skipped 0, failed 0")
    assert result.out.count("\n") == 1
    assert "embedding" in result.err


def test_each_path_is_mirrored_and_others_stay(indexed, documents: Path, tmp_path: Path) -> None:
    single = tmp_path / "notice.txt"
    single.write_text("The notice says that the canteen is closed on Sunday.\n", "utf-8")
    assert counts(indexed("ingest", single, "--json").json) == {"added": 1}
    (documents / "fees.md").unlink()
    assert counts(indexed("ingest", documents, "--json").json) == {"unchanged": 1, "removed": 1}
    (documents / "office.txt").write_text("The office opens at ten.\n", "utf-8")
    assert counts(indexed("ingest", "--json").json) == {"updated": 1, "unchanged": 1}  # no path: all known sources
    listed = {Path(each["source"]).name: each["documents"] for each in indexed("sources", "--json").json["sources"]}
    assert listed == {"documents": 1, "notice.txt": 1}


def test_a_source_is_removed_with_its_documents(indexed, documents: Path) -> None:
    removed = indexed("sources", "remove", documents, "--json")
    assert removed.code == 0
    assert counts(removed.json) == {"removed": 2}
    assert indexed("sources").out == "No sources yet.\n"


def test_part_that_fails_is_exit_code_1_and_named(tongwen, documents: Path) -> None:
    (documents / "broken.pdf").write_bytes(b"%PDF-1.4 broken")
    (documents / "empty.txt").write_text("", "utf-8")
    result = tongwen("ingest", documents, "--json")
    assert result.code == 1
    assert [each["file"] for each in result.json["failed"]] == ["broken.pdf"]
    assert [each["file"] for each in result.json["skipped"]] == ["empty.txt"]
    assert all(each["reason"] for each in result.json["failed"] + result.json["skipped"])
    assert "failed: broken.pdf: " in result.err


def test_no_such_path_is_one_sentence_and_exit_code_2(indexed, tmp_path: Path) -> None:
    result = indexed("ingest", tmp_path / "nowhere")
    assert result.code == 2
    assert result.err.count("\n") == 1
    assert "nowhere" in result.err
    assert indexed("status", "--json").json["documents"] == 2


def test_an_empty_folder_is_one_sentence_and_exit_code_2(tongwen, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = tongwen("ingest", tmp_path / "empty")
    assert result.code == 2
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("path", ["", "  ", "a\0b"])
def test_what_is_no_path_is_refused(indexed, path: str) -> None:
    assert indexed("ingest", path).code == 2
    assert indexed("status", "--json").json["sources"] != []


def test_no_source_at_all_is_refused(tongwen) -> None:
    result = tongwen("ingest")
    assert (result.code, result.out) == (2, "")
    assert "tongwen ingest PATH" in result.err


def test_an_unknown_source_is_not_removed(indexed) -> None:
    result = indexed("sources", "remove", "/nowhere")
    assert result.code == 2
    assert "/nowhere is not a source" in result.err


def test_a_data_directory_that_is_a_file_is_refused(tongwen, documents: Path, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("mine", "utf-8")
    for command in (("ingest", documents), ("ask", "When?"), ("search", "x"), ("status",)):
        result = tongwen(*command, "--data", file)
        assert result.code in {1, 2}
        assert str(file) in result.err
        assert result.err.count("\n") == 1
    assert file.read_text("utf-8") == "mine"


def test_a_second_writer_is_refused(indexed, data: Path, documents: Path) -> None:
    from index.lock import writing

    with writing(data):
        result = indexed("ingest", documents)
    assert result.code == 2
    assert "is being written by process" in result.err


def current(data: Path) -> Path:
    return data / "generations" / (data / "CURRENT").read_text("ascii").strip()


def spoil_pointer(data: Path) -> None:
    (data / "CURRENT").write_bytes(b"\xff\x00../../etc")


def empty_pointer(data: Path) -> None:
    (data / "CURRENT").write_bytes(b"")


def lose_generation(data: Path) -> None:
    (data / "CURRENT").write_text("01ABC\n", "ascii")


def cut_documents(data: Path) -> None:
    path = current(data) / "documents.sqlite"
    path.write_bytes(path.read_bytes()[:5000])


def lose_vectors(data: Path) -> None:
    (current(data) / "vectors.npy").unlink()


def empty_keyword(data: Path) -> None:
    (current(data) / "keyword.sqlite").write_bytes(b"")


POINTER = [spoil_pointer, empty_pointer, lose_generation]
FILES = [cut_documents, lose_vectors, empty_keyword]


@pytest.mark.parametrize("damage", [*POINTER, *FILES])
def test_a_damaged_index_is_told_and_rebuilt_from_its_sources(indexed, data: Path, damage) -> None:
    damage(data)
    answers = damage in POINTER  # the generation itself is whole
    for command in (("ask", "When does it open?"), ("search", "office"), ("ingest",), ("status",)):
        result = indexed(*command)
        expected = {"status": 1, "ingest": 2}.get(command[0], 0 if answers else 2)
        assert result.code == expected, command
        told = result.err if expected == 0 else result.err.strip().splitlines()[-1]
        assert "tongwen repair" in told
        assert "Traceback" not in result.err
    rebuilt = indexed("ingest", "--rebuild", "--json")
    assert rebuilt.code == 0, rebuilt.err
    assert counts(rebuilt.json) == {"added": 2}
    assert indexed("search", "office opens", "--json").json["passages"][0]["file"] == "office.txt"


def test_a_rebuild_of_a_sound_index_reads_all_anew(indexed) -> None:
    before = indexed("status", "--json").json["generation"]
    result = indexed("ingest", "--rebuild", "--json")
    assert counts(result.json) == {"unchanged": 2}
    assert result.json["generation"] != before


def test_status_tells_what_is_there(indexed, data: Path, documents: Path) -> None:
    found = indexed("status", "--json").json
    assert found["data"] == str(data)
    assert (found["documents"], found["languages"], found["problem"]) == (2, {"en": 2}, "")
    assert found["chunks"] >= 2
    assert found["sources"] == [str(documents)]
    assert [each["present"] for each in found["weights"]] in ([False, False], [True, True], [True, False])
    text = indexed("status").out
    assert found["generation"] in text
    assert "documents        2 (en 2)" in text


def test_file_names_that_are_not_text_are_shown(tongwen, documents: Path) -> None:
    name = b"caf\xe9.txt"
    (Path(str(documents)) / name.decode("utf-8", "surrogateescape")).write_text("The cafe is open all day long.\n", "utf-8")
    result = tongwen("ingest", documents, "--json")
    assert result.code == 0
    files = [each["file"] for each in tongwen("search", "cafe", "--json").json["passages"]]
    assert files[0].startswith("caf\ufffd")
    assert json.loads(result.out)
