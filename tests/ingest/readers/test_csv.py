"""CSV and TSV: the text stays as the file has it, each record is a row that knows its header."""

from __future__ import annotations

import pytest
from samples import headers, parts

from ingest.cells import cells_of
from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers import read

TEXT = 'Partner,Country,Fee\r\n"Elmsand, College",Ireland,"3,000"\r\n\r\nSerravela,Spain,"two\r\nlines"\r\n'


def test_the_text_stays_letter_for_letter_and_records_are_rows() -> None:
    reading = read("a.csv", TEXT.encode())
    assert reading.text == TEXT
    assert parts(reading) == [
        ("row", "Partner,Country,Fee"),
        ("row", '"Elmsand, College",Ireland,"3,000"'),
        ("row", 'Serravela,Spain,"two\r\nlines"'),
    ]
    assert headers(reading) == ["", "Partner,Country,Fee", "Partner,Country,Fee"]


def test_cells_of_a_record_match_its_header() -> None:
    reading = read("a.csv", TEXT.encode())
    assert [cells_of(text) for _, text in parts(reading)] == [
        ["Partner", "Country", "Fee"],
        ["Elmsand, College", "Ireland", "3,000"],
        ["Serravela", "Spain", "two lines"],
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_delimiters_and_encodings(delimiter: str, encoding: str) -> None:
    text = "合作院校,国家,年份\n霖岚大学,中国,2013\n墨川理工大学,中国,2019\n".replace(",", delimiter)
    reading = read("a.csv", text.encode(encoding))
    assert reading.text == text
    assert headers(reading) == ["", *[text.split("\n")[0]] * 2]


def test_a_line_over_the_table_is_its_title() -> None:
    reading = read("a.csv", b"Partners of 2026,,\nPartner,Country,Since\nElmsand,Ireland,2013\n")
    assert [block.kind for block in reading.blocks] == ["paragraph", "row", "row"]
    assert reading.title == "Partners of 2026"


def test_a_table_without_header_has_none() -> None:
    assert headers(read("a.tsv", b"2013\tElmsand\n2019\tSerravela\n")) == ["", ""]


def test_rows_of_different_length_are_told() -> None:
    assert read("a.csv", b"a,b,c\nd,e,f\ng,h\n").warnings == ("table 1 has rows of different length",)
    assert read("a.csv", b"a,b,c\nd,e,f\n").warnings == ()


def test_a_separator_line_is_believed_and_is_no_row() -> None:
    assert parts(read("a.csv", b"sep=;\nA;B\nc,d;e\n")) == [("row", "A;B"), ("row", "c,d;e")]


def test_an_open_quote_hides_nothing() -> None:
    assert [text for _, text in parts(read("a.csv", b'a,b\n"open,c\nd,e\n'))] == ["a,b", '"open,c', "d,e"]


@pytest.mark.parametrize("data", [b'"a\n' * 300_000, b'"""a,' * 300_000])
def test_quotes_without_end_take_no_time(data: bytes) -> None:
    try:
        read("a.csv", data)
    except UnreadableError as error:
        assert "more text than can be indexed" in str(error)


def test_only_delimiters_hold_no_text() -> None:
    with pytest.raises(NothingToReadError, match="no text"):
        read("a.csv", b",,,\n,,,\n")


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("Elmsand College, Dublin | 2013", ["Elmsand College, Dublin", "2013"]),
        ("Tuition – 3,000 yuan – a year", ["Tuition", "3,000 yuan", "a year"]),
        ("Elmsand - Dublin,Ireland,2013", ["Elmsand - Dublin", "Ireland", "2013"]),
        ("A sentence, and another, of words", ["A sentence, and another, of words"]),
        ("a,,c", ["a", "", "c"]),
    ],
)
def test_commas_part_cells_only_in_records(line: str, cells: list[str]) -> None:
    assert cells_of(line) == cells


@pytest.mark.parametrize("gap", [" ", "\t ", "\u3000"])
def test_a_gap_of_any_width_takes_no_time(gap: str) -> None:
    assert cells_of("a" + gap * 300_000 + "b") == ["a", "b"]
