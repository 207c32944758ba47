"""A set is checked whole, and a fault named by its line, before anything is asked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.cases import read_cases
from evals.errors import EvaluationError

GOOD = {"id": "1", "question": "When?", "must_include": ["nine", ["9", "IX"]], "answerable": True, "kind": "fact"}


def written(path: Path, *lines: object) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines), "utf-8")
    return path


def test_a_case_is_read_whole(tmp_path: Path) -> None:
    history = [{"role": "user", "content": "Where?"}, {"role": "assistant", "content": "There."}]
    gold = [{"file": "a.txt", "quote": "nine"}]
    (case,) = read_cases(written(tmp_path / "a", GOOD | {"history": history, "gold": gold, "must_not_include": ["ten"]}))
    assert (case.id, case.question, case.kind, case.is_scored) == ("1", "When?", "fact", True)
    assert case.must_include == ("nine", ("9", "IX"))
    assert case.must_not_include == ("ten",)
    assert case.gold_files == ("a.txt",)
    assert [(each.question, each.answer) for each in case.conversation.exchanges] == [("Where?", "There.")]


def test_questions_without_answers_are_asked_but_not_scored(tmp_path: Path) -> None:
    (case,) = read_cases(written(tmp_path / "a", {"id": 7, "question": "When?"}))
    assert (case.id, case.is_scored) == ("7", False)


def test_empty_lines_and_a_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(GOOD).encode() + b"\r\n\r\n")
    assert len(read_cases(path)) == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("nonsense", "line 2"),
        ("[1]", "line 2: it is not a JSON object"),
        ({"question": "When?"}, "`id` is missing"),
        ({"id": "", "question": "When?"}, "`id` is missing"),
        ({"id": "2"}, "`question` is missing"),
        ({"id": "2", "question": " \u0000 "}, "`question` is missing"),
        ({"id": "2", "question": "x" * 8_001}, "8,001 characters"),
        ({"id": "1", "question": "Again?"}, "that of line 1 too"),
        (GOOD | {"id": "2", "answerable": "yes"}, "`answerable`"),
        ({"id": "2", "question": "When?", "answerable": True}, "`must_include` is missing"),
        (GOOD | {"id": "2", "must_include": "nine"}, "`must_include`"),
        (GOOD | {"id": "2", "must_include": [9]}, "`must_include`"),
        (GOOD | {"id": "2", "must_include": [""]}, "`must_include`"),
        (GOOD | {"id": "2", "must_not_include": [[]]}, "`must_not_include`"),
        (GOOD | {"id": "2", "history": "before"}, "history"),
        (GOOD | {"id": "2", "history": [{"role": "robot", "content": "x"}]}, "Turn 1 of the history"),
        (GOOD | {"id": "2", "gold": ["a.txt"]}, "`gold`"),
    ],
)
def test_a_faulty_line_is_named(tmp_path: Path, line: object, told: str) -> None:
    with pytest.raises(EvaluationError, match="line 2") as error:
        read_cases(written(tmp_path / "a", GOOD, line))
    assert told in str(error.value)


def test_a_file_that_is_no_set_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be read"):
        read_cases(tmp_path / "none")
    with pytest.raises(EvaluationError, match="no cases"):
        read_cases(written(tmp_path / "empty"))
    (tmp_path / "wide").write_text(json.dumps(GOOD), "utf-16")
    with pytest.raises(EvaluationError, match="not UTF-8"):
        read_cases(tmp_path / "wide")


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent.parent.parent / "evals" / "sets").glob("*.jsonl")), ids=lambda p: p.name
)
def test_our_own_sets_are_sound(path: Path) -> None:
    cases = read_cases(path)
    assert len(cases) >= 20
    assert all(case.is_scored for case in cases)
    assert all(case.gold_files for case in cases if case.answerable)
