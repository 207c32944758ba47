"""JSON and JSON Lines: records as a table or as items under headings; any depth is read or refused."""

from __future__ import annotations

import json

import pytest
from samples import headers, parts

from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers import read


def test_short_records_are_a_table() -> None:
    data = b'[{"partner": "Elmsand", "since": 2013}, {"partner": "Serravela", "since": 2019.50, "open": true}]'
    reading = read("a.json", data)
    assert parts(reading) == [
        ("row", "partner | since | open"),
        ("row", "Elmsand | 2013 |"),
        ("row", "Serravela | 2019.50 | true"),
    ]
    assert headers(reading)[1:] == ["partner | since | open"] * 2


def test_nesting_becomes_headings() -> None:
    data = {
        "title": "Summer School",
        "updated": "2026-05-04",
        "url": "https://linlan.example/summer",
        "fees": {"tuition": "3,000 yuan", "board": {"a day": 50}},
        "documents": ["a passport", "two photographs", None],
    }
    reading = read("a.json", json.dumps(data).encode())
    assert [(b.kind, b.level, reading.text[b.start : b.end]) for b in reading.blocks][3:] == [
        ("heading", 1, "fees"),
        ("item", 0, "tuition: 3,000 yuan"),
        ("heading", 2, "board"),
        ("item", 0, "a day: 50"),
        ("heading", 1, "documents"),
        ("item", 0, "a passport"),
        ("item", 0, "two photographs"),
    ]
    assert (reading.title, reading.date, reading.link) == ("Summer School", "2026-05-04", "https://linlan.example/summer")


def test_long_records_stand_under_their_names() -> None:
    records = [{"title": f"Page {n}", "text": "A first paragraph. " * 9 + "\n\nA second."} for n in (1, 2)]
    reading = read("a.jsonl", "\n".join(map(json.dumps, records)).encode())
    assert [text for kind, text in parts(reading) if kind == "heading"] == ["Page 1", "Page 2"]
    assert parts(reading)[3] == ("paragraph", "A second.")


@pytest.mark.parametrize("ending", [".json", ".jsonl", ".ndjson"])
def test_lines_that_are_no_json_are_told(ending: str) -> None:
    lines = [json.dumps({"name": f"n{n}", "text": "w"}) for n in range(8)]
    lines[4] = '{"name": '
    reading = read(f"a{ending}", "\n".join(lines).encode())
    assert reading.warnings == ("line 5 is not JSON and was left out",)
    assert "n7" in reading.text


def test_half_characters_are_left_out() -> None:
    reading = read("a.json", b'{"name": "before \\ud800 after \\u0000\\ufffe", "good": "\\ud83d\\ude00"}')
    assert "before after" in reading.text
    assert "\U0001f600" in reading.text
    reading.text.encode("utf-8")


@pytest.mark.parametrize("depth", [500, 100_000])
@pytest.mark.parametrize(("left", "right"), [("[", "]"), ('{"a":', "}")])
def test_any_depth_is_read_or_refused(depth: int, left: str, right: str) -> None:
    data = (left * depth + '"deep"' + right * depth).encode()
    try:
        assert "deep" in read("a.json", data).text
    except UnreadableError as error:
        assert "deep" in str(error)
        assert depth > 900


def test_what_is_no_json_names_the_place() -> None:
    with pytest.raises(UnreadableError, match="line 2, column 7"):
        read("a.json", b'{"a": 1,\n "b": }')
    with pytest.raises(UnreadableError, match="not JSON"):
        read("a.json", b"just words\nand more")


@pytest.mark.parametrize("data", [b"[]", b"{}", b"[[], {}, []]", b'{"a": {"b": [null, ""]}}', b"null"])
def test_values_that_are_empty_hold_no_text(data: bytes) -> None:
    with pytest.raises(NothingToReadError, match="no text"):
        read("a.json", data)


def test_a_lone_mark_is_empty() -> None:
    with pytest.raises(NothingToReadError, match="empty"):
        read("a.jsonl", b"\xef\xbb\xbf")
