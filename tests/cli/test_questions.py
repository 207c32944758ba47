"""`tongwen ask` and `search`: their contract, and questions that are none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fakes import FakeChat

QUESTION = "When does the office open?"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.model._RETRY_SECONDS", 0.0)


def test_an_answer_as_json_has_the_fields_of_the_contract(indexed, documents: Path) -> None:
    result = indexed("ask", QUESTION, "--json")
    assert result.code == 0, result.err
    found = result.json
    assert {"answer", "outcome", "abstained", "citations", "passages", "seconds", "model"} <= set(found)
    assert set(found["seconds"]) == {"rewrite", "search", "first_token", "total"}
    assert found["outcome"] in {"answered", "partial", "no_evidence"}
    assert found["abstained"] is (found["outcome"] == "no_evidence")
    assert "nine" in found["answer"]
    assert found["citations"]
    for each in found["citations"]:
        assert {"marker", "file", "quote", "start", "end", "title", "date"} <= set(each)
        text = (documents / each["file"]).read_text("utf-8")
        assert text[each["start"] : each["end"]] == each["quote"]
        assert f"[{each['marker']}]" in found["answer"]
    for each in found["passages"]:
        assert {"file", "title", "start", "end", "text", "similarity", "found_by"} <= set(each)


def test_the_answer_streams_to_stdout_and_its_citations_follow(indexed) -> None:
    result = indexed("ask", QUESTION)
    answer, _, citations = result.out.partition("\n\n")
    assert "nine o'clock" in answer
    assert answer.count("nine o'clock") == 1
    assert citations.startswith("[1] “")
    assert "office.txt" in citations


def test_an_abstention_is_exit_code_0(indexed, chat: FakeChat) -> None:
    chat.replies = ["The moon is made of cheese and visitors pay ninety dollars."]
    result = indexed("ask", "What is the price of the moon?", "--json")
    assert result.code == 0
    assert result.json["abstained"] is True
    assert result.json["citations"] == []


def test_a_model_that_fails_is_exit_code_1_with_the_passages(indexed, chat: FakeChat) -> None:
    chat.replies = [ConnectionError("connection refused by secret-host")]
    result = indexed("ask", QUESTION, "--json")
    assert result.code == 1
    assert "not reachable" in result.json["problem"]
    assert result.json["passages"]
    assert "secret-host" not in result.out + result.err
    text = indexed("ask", QUESTION)
    assert "office.txt" in text.out
    assert "not reachable" in text.err


def test_a_question_comes_from_standard_input(indexed) -> None:
    assert indexed("ask", "-", "--json", stdin=QUESTION.encode()).json["question"] == QUESTION


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        (b"", "is empty"),
        (b" \n\t ", "is empty"),
        (b"a" * 20_000_000, "longer than 8,000"),
        ("问".encode() * 8_001, "more than 8,000|longer than 8,000"),
        (b"\xff\xfe\x80", "not UTF-8"),
        (b"what\0ever", "NUL"),
    ],
)
def test_what_is_no_question_is_refused_in_one_sentence(indexed, chat: FakeChat, typed: bytes, reason: str) -> None:
    for command in ("ask", "search"):
        result = indexed(command, "-", stdin=typed)
        assert (result.code, result.out) == (2, "")
        assert result.err.count("\n") == 1
        assert any(each in result.err for each in reason.split("|"))
    assert chat.history == []


def test_the_longest_question_is_taken(indexed) -> None:
    assert indexed("ask", "-", stdin=b"open " * 1_600).code == 0


def test_without_an_index_it_says_what_to_do(tongwen) -> None:
    for command in ("ask", "search"):
        result = tongwen(command, "When?")
        assert result.code == 2
        assert "run `tongwen ingest PATH`" in result.err


HISTORY = [{"role": "user", "content": "Where is the office?"}, {"role": "assistant", "content": "On the third floor."}]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps(HISTORY),
        json.dumps({"history": HISTORY}),
        "\n".join(json.dumps(turn) for turn in HISTORY),
        "\ufeff" + json.dumps(HISTORY),
    ],
)
def test_a_history_reaches_the_search(indexed, tmp_path: Path, text: str) -> None:
    file = tmp_path / "history.json"
    file.write_text(text, "utf-8")
    found = indexed("ask", "When does it open?", "--history", file, "--json").json
    assert any("Where is the office?" in query for query in found["queries"])


@pytest.mark.parametrize("text", ["", "nonsense", '{"a": 1}', '[{"role": "system", "content": "x"}]', "[1]", '["a"]'])
def test_a_history_that_is_none_is_refused(indexed, chat: FakeChat, tmp_path: Path, text: str) -> None:
    file = tmp_path / "history.json"
    file.write_text(text, "utf-8")
    result = indexed("ask", QUESTION, "--history", file)
    assert result.code == (0 if text == "" else 2)
    if text:
        assert result.err.count("\n") == 1
        assert chat.history == []


def test_a_history_that_is_not_there_is_refused(indexed, tmp_path: Path) -> None:
    assert indexed("ask", QUESTION, "--history", tmp_path / "none.json").code == 2


def test_search_shows_similarity_and_who_found_it(indexed) -> None:
    result = indexed("search", "application fee", "-k", "1", "--json")
    (passage,) = result.json["passages"]
    assert passage["file"] == "fees.md"
    assert passage["rank"] == 1
    assert set(passage["found_by"]) <= {"dense", "keyword"}
    assert passage["found_by"]
    assert "The application fee is 600 yuan for every student." in passage["text"]
    line = indexed("search", "application fee", "-k", "1").out
    assert "fees.md" in line
    assert "keyword" in line


@pytest.mark.parametrize("k", ["0", "-1", "x", "1001"])
def test_k_is_a_number_in_range(indexed, k: str) -> None:
    result = indexed("search", "fee", "-k", k)
    assert result.code == 2
    assert "number from 1 to 1000" in result.err
