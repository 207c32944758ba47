"""What a command writes: JSON or text to stdout, progress to stderr, nothing that a terminal could choke on."""

from __future__ import annotations

import json

import pytest

from assistant.console import Console, one_line
from assistant.errors import QuestionError
from assistant.history import conversation_of


def test_a_result_is_json_or_text(capsys: pytest.CaptureFixture[str]) -> None:
    Console(as_json=True).result({"answer": "问"}, "text\n")
    assert json.loads(capsys.readouterr().out) == {"answer": "问"}
    Console().result({"a": 1}, "text\n")
    assert capsys.readouterr().out == "text\n"


def test_bytes_that_were_no_letters_are_read_as_utf8(capsys: pytest.CaptureFixture[str]) -> None:
    Console().write("caf\udcc3\udca9")
    Console().say("half \ud800")
    assert capsys.readouterr() == ("café", "half ?\n")


def test_progress_tells_the_first_and_the_last_step_of_each_kind(capsys: pytest.CaptureFixture[str]) -> None:
    console = Console()
    for done in range(101):
        console.progress("reading", done, 100)
    console.progress("fetching part 1", 500_000_000, 1_000_000_000)
    console.progress("checking", 0, 1)
    assert capsys.readouterr().err.splitlines() == [
        "reading: 0 of 100",
        "reading: 100 of 100",
        "fetching part 1: 500 of 1,000 MB",
        "checking …",
    ]


def test_one_line_is_one_line_without_control_characters() -> None:
    assert one_line("a\n b\t\x1b[31mc") == "a b \ufffd[31mc"
    assert one_line("abcdef", 4) == "abc…"


def test_a_history_keeps_questions_without_answers_and_answers_without_questions() -> None:
    turns = [("assistant", "Hello."), ("user", "a?"), ("user", "b?"), ("assistant", "B."), ("user", "c?")]
    found = conversation_of([{"role": role, "content": content} for role, content in turns])
    exchanges = [(each.question, each.answer) for each in found.exchanges]
    assert exchanges == [("", "Hello."), ("a?", ""), ("b?", "B."), ("c?", "")]


@pytest.mark.parametrize(
    "turns", ["text", {"a": 1}, [1], [{"role": "user"}], [{"role": "user", "content": 1}], [{"content": "x"}]]
)
def test_what_is_no_history_is_told(turns: object) -> None:
    with pytest.raises(QuestionError):
        conversation_of(turns)
