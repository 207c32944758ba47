"""XLSX: sheets as pages, rows as one sees them; far cells, wide rows and merged sheets cost nothing."""

from __future__ import annotations

import io
import time
from datetime import date

import pytest
from samples import headers, parts, replaced_member, xlsx, xlsx_of_xml

from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers import read
from ingest.readers.xlsx_cells import column_of, number_shown

BOOK = xlsx(
    {
        "Fees": [["Fees of the school"], ["Item", "Yuan", "Remark"], ["Tuition", 3000, None], ["Board", 12.5, "a day"]],
        "Sheet2": [["Partner", "Since"], ["Elmsand", 2013], [], ["Office", "Room 5"]],
    }
)


def test_sheets_rows_and_headers() -> None:
    reading = read("a.xlsx", BOOK)
    assert parts(reading) == [
        ("heading", "Fees"),
        ("paragraph", "Fees of the school"),
        ("row", "Item | Yuan | Remark"),
        ("row", "Tuition | 3000 |"),
        ("row", "Board | 12.5 | a day"),
        ("row", "Partner | Since"),
        ("row", "Elmsand | 2013"),
        ("row", "Office | Room 5"),
    ]
    assert headers(reading)[1:3] == ["Item | Yuan | Remark"] * 2
    assert (reading.page_kind, reading.page_names) == ("sheet", ("Fees", "Sheet2"))
    assert [reading.text[start:][:7] for start in reading.page_starts] == ["Fees\n\nF", "Partner"]


def test_an_empty_row_parts_two_tables() -> None:
    reading = read("a.xlsx", BOOK)
    assert headers(reading)[-2:] == ["Partner | Since", ""]
    assert "2013\n\nOffice" in reading.text


@pytest.mark.parametrize(
    ("value", "code", "seen"),
    [
        ("3.0", "", "3"),
        ("0.30000000000000004", "", "0.3"),
        ("13800138000", "", "13800138000"),
        ("3000", "#,##0", "3,000"),
        ("0.125", "0.0%", "12.5%"),
        ("3000", '"¥"#,##0.00', "¥3,000.00"),
        ("12.345", "[$¥-804]#,##0.00", "¥12.35"),
        ("-5.5", "#,##0.00_);(#,##0.00)", "(5.50)"),
        ("42", "000000", "000042"),
        ("5", '0"人"', "5人"),
        ("1500000", '0.0,,"M"', "1.5M"),
        ("46143", "d/m/yyyy", "2026-05-01"),
        ("46143", 'yyyy"年"m"月"d"日"', "2026-05-01"),
        ("46143", "mmm\\-yy", "2026-05"),
        ("46143.5", "yyyy/m/d h:mm", "2026-05-01 12:00"),
        ("0.5", "h:mm AM/PM", "12:00"),
        ("1.5", "[h]:mm", "36:00"),
        ("1E+300", "0.00", "1E+300"),
        ("-1", "yyyy-mm-dd", "-1"),
        ("x", "0", "x"),
    ],
)
def test_numbers_as_their_format_shows_them(value: str, code: str, seen: str) -> None:
    assert number_shown(value, code) == seen


def test_columns_have_numbers() -> None:
    assert [column_of(each) for each in ("A1", "Z9", "AA1", "XFD1048576", "")] == [1, 26, 26 + 1, 16_384, 0]


def test_what_is_hidden_is_told_not_read() -> None:
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        sheet, secret = book.add_worksheet("Sheet1"), book.add_worksheet("Secret")
        sheet.write_row(0, 0, ["Seen", "a date", "in a hidden column"])
        sheet.write_datetime(1, 1, date(2026, 5, 1), book.add_format({"num_format": "d mmm yyyy"}))
        sheet.write_formula(1, 0, "=1+1", None, 2)
        sheet.write(2, 0, "in a hidden row")
        sheet.write(3, 0, "white on white", book.add_format({"font_color": "#FFFFFF"}))
        sheet.write(4, 0, "white on blue", book.add_format({"font_color": "#FFFFFF", "bg_color": "#000080"}))
        sheet.write(5, 0, 5, book.add_format({"num_format": ";;;"}))
        sheet.set_column(2, 2, None, None, {"hidden": True})
        sheet.set_row(2, None, None, {"hidden": True})
        sheet.write_comment("A1", "a comment")
        secret.write(0, 0, "on a hidden sheet")
        secret.hide()
    reading = read("a.xlsx", file.getvalue())
    assert [text for _, text in parts(reading)] == ["Seen | a date", "2 | 2026-05-01", "white on blue"]
    told = " / ".join(reading.hidden)
    for words in (
        "in a hidden column",
        "in a hidden row",
        "white on white",
        "on a hidden sheet",
        "comment at A1: a comment",
    ):
        assert words in told
    assert reading.page_names == ("Sheet1",)


CELL = '<c r="{}" t="inlineStr"><is><t>{}</t></is></c>'


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (f'<sheetData><row r="1048576">{CELL.format("XFD1048576", "far")}</row></sheetData>', "far"),
        (
            f"<sheetData><row>{CELL.format('A1', 'near')}</row><row r='1048576'>{CELL.format('XFD1048576', 'far')}</row></sheetData>",
            "near\n\nfar",
        ),
        (
            f'<sheetData><row r="1">{CELL.format("A1", "one")}</row></sheetData><mergeCells>'
            + '<mergeCell ref="A1:XFD1048576"/>' * 500
            + "</mergeCells>",
            "one",
        ),
        (f'<sheetData><row r="1">{"<c><v>7</v></c>" * 16_384}</row></sheetData>', " | ".join(["7"] * 16_384)),
    ],
    ids=["far", "near and far", "merged", "wide"],
)
def test_huge_sheets_cost_what_is_in_them(sheet: str, words: str) -> None:
    start = time.perf_counter()
    assert read("a.xlsx", xlsx_of_xml(sheet)).text == words
    assert time.perf_counter() - start < 3


def test_empty_sheets_hold_no_text() -> None:
    with pytest.raises(NothingToReadError, match="no text"):
        read("a.xlsx", xlsx({"Sheet1": []}))


@pytest.mark.parametrize("member", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_a_damaged_book_says_so(member: str) -> None:
    with pytest.raises(UnreadableError, match="Excel"):
        read("a.xlsx", replaced_member(BOOK, member, b"<a><b></a>"))
