"""Predictions survive a crash at any byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.errors import EvaluationError
from evals.predictions import append, read_predictions, resume

LINES = [{"id": str(number), "answer": f"Antwort № {number} 答"} for number in range(3)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "out.jsonl"
    for line in LINES:
        append(path, line)
    return path


def test_a_run_killed_at_any_byte_goes_on(path: Path) -> None:
    whole = path.read_bytes()
    ends = [number for number, byte in enumerate(whole, start=1) if byte == ord("\n")]
    for size in range(len(whole) + 1):
        path.write_bytes(whole[:size])
        done = resume(path)
        # A line counts once its last brace is there, with or without the line's end.
        assert len(done) == sum(end - 1 <= size for end in ends)
        for line in LINES[len(done) :]:
            append(path, line)
        assert [json.loads(line) for line in path.read_text("utf-8").splitlines()] == LINES


def test_a_file_of_another_kind_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.txt"
    path.write_text("Dear diary\nToday\n", "utf-8")
    with pytest.raises(EvaluationError, match="line 1 is no prediction"):
        resume(path)
    assert path.read_text("utf-8") == "Dear diary\nToday\n"


def test_a_single_torn_line_is_nothing_yet(tmp_path: Path) -> None:
    path = tmp_path / "out.jsonl"
    path.write_text('{"id": "1", "ans', "utf-8")
    assert read_predictions(path) == {}
    assert resume(path) == {}
    assert path.read_bytes() == b""
