"""`tongwen eval`: a run, its table, and going on where it stopped."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import FakeChat

CASES = [
    {
        "id": "1",
        "question": "When does the office open?",
        "must_include": [["nine", "9"]],
        "answerable": True,
        "kind": "fact",
    },
    {"id": "2", "question": "When does the office open today?", "must_include": ["ten"], "answerable": True, "kind": "fact"},
    {"id": "3", "question": "Who is the king of Norway?", "must_include": [], "answerable": False, "kind": "unanswerable"},
]


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "qa.jsonl"
    path.write_text("".join(json.dumps(case) + "\n" for case in CASES), "utf-8")
    return path


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "predictions.jsonl"


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_run_writes_the_predictions_and_prints_a_table(indexed, cases: Path, out: Path) -> None:
    result = indexed("eval", "run", cases, "--out", out)
    assert result.code == 0, result.err
    assert [each["id"] for each in lines(out)] == ["1", "2", "3"]
    assert {"id", "answer", "outcome", "abstained", "citations", "seconds"} <= set(lines(out)[0])
    assert {"file", "quote"} <= set(lines(out)[0]["citations"][0])
    assert "fact" in result.out
    assert "median seconds" in result.out
    again = indexed("eval", "show", out, cases)
    assert again.out == result.out


def test_a_run_goes_on_where_it_stopped(indexed, chat: FakeChat, cases: Path, out: Path) -> None:
    indexed("eval", "run", cases, "--out", out)
    whole = out.read_bytes()
    out.write_bytes(whole[: whole.index(b"\n") + 30])  # killed in the middle of the second line
    chat.history.clear()
    summary = indexed("eval", "run", cases, "--out", out, "--json").json
    assert [each["id"] for each in lines(out)] == ["1", "2", "3"]
    assert summary["asked"] == 3
    asked = len(chat.history)
    indexed("eval", "run", cases, "--out", out)
    assert len(chat.history) == asked


def test_failures_are_kept_apart_and_asked_again(indexed, chat: FakeChat, cases: Path, out: Path, monkeypatch) -> None:
    monkeypatch.setattr("assistant.model._RETRY_SECONDS", 0.0)
    good = chat.replies
    chat.replies = [ConnectionError("down")]
    result = indexed("eval", "run", cases, "--out", out, "--json")
    assert result.code in {1, 2}
    assert result.json["overall"]["errors"] == len(result.json["failures"]) > 0
    failed = [each["id"] for each in lines(out.with_name(out.name + ".errors"))]
    assert failed == [each["id"] for each in result.json["failures"]]
    assert not {each["id"] for each in lines(out)} & set(failed)
    chat.replies = good
    assert indexed("eval", "run", cases, "--out", out).code == 0
    assert {each["id"] for each in lines(out)} == {"1", "2", "3"}
    assert not out.with_name(out.name + ".errors").exists()


def test_a_bad_set_is_refused_before_anything_is_asked(indexed, chat: FakeChat, cases: Path, out: Path) -> None:
    cases.write_text(cases.read_text("utf-8") + '{"id": "1", "question": "Again?"}\n', "utf-8")
    result = indexed("eval", "run", cases, "--out", out)
    assert (result.code, result.out) == (2, "")
    assert "line 4" in result.err
    assert chat.history == []
    assert not out.exists()


def test_the_set_is_never_overwritten(indexed, cases: Path) -> None:
    before = cases.read_bytes()
    assert indexed("eval", "run", cases, "--out", cases).code == 2
    assert cases.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told(indexed, chat: FakeChat, cases: Path, tmp_path: Path) -> None:
    result = indexed("eval", "run", cases, "--out", tmp_path / "none" / "out.jsonl")
    assert result.code == 2
    assert "cannot be written" in result.err
    assert chat.history == []
