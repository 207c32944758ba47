"""ODT: headings, lists, tables and hidden words of an OpenDocument text."""

from __future__ import annotations

import pytest
from samples import headers, odt, parts, replaced_member

from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers import read

ROW = "<table:table-row>{}</table:table-row>"
CELL = "<table:table-cell><text:p>{}</text:p></table:table-cell>"


def test_headings_lists_and_tables_in_order() -> None:
    rows = "".join(ROW.format("".join(map(CELL.format, cells))) for cells in (["Fee", "Yuan"], ["Tuition", "3,000"]))
    reading = read(
        "a.odt",
        odt(
            '<text:p text:style-name="Title">Handbook</text:p><text:h text:outline-level="2">费用 Fees</text:h>'
            "<text:p>Tuition<text:s text:c='2'/>is <text:span>3,000</text:span> yuan.<text:line-break/>Board is free.</text:p>"
            "<text:list><text:list-item><text:p>a passport</text:p></text:list-item></text:list>"
            f"<table:table>{rows}</table:table>"
        ),
    )
    assert parts(reading) == [
        ("heading", "Handbook"),
        ("heading", "费用 Fees"),
        ("paragraph", "Tuition is 3,000 yuan.\nBoard is free."),
        ("item", "a passport"),
        ("row", "Fee | Yuan"),
        ("row", "Tuition | 3,000"),
    ]
    assert reading.title == "Handbook"
    assert [block.level for block in reading.blocks][:2] == [1, 2]
    assert headers(reading) == ["", "Fee | Yuan"]


@pytest.mark.parametrize("looks", ['text:display="none"', 'fo:color="#ffffff"', 'fo:font-size="1pt"'])
def test_words_in_a_style_that_hides_are_told_not_read(looks: str) -> None:
    style = f'<style:style style:name="T1" style:family="text"><style:text-properties {looks}/></style:style>'
    reading = read(
        "a.odt", odt('<text:p>Seen <text:span text:style-name="T1">not seen</text:span> again.</text:p>', styles=style)
    )
    assert reading.text == "Seen again."
    assert reading.hidden == ("not seen",)


def test_a_cell_repeated_a_million_times_is_cut() -> None:
    cell = '<table:table-cell table:number-columns-repeated="1000000"><text:p>x</text:p></table:table-cell>'
    assert len(read("a.odt", odt(f"<table:table>{ROW.format(cell)}</table:table>")).text) < 5000


def test_a_damaged_file_says_so() -> None:
    with pytest.raises(UnreadableError, match="LibreOffice"):
        read("a.odt", replaced_member(odt("<text:p>x</text:p>"), "content.xml", b"<a><b></a>"))
    with pytest.raises(NothingToReadError, match="no text"):
        read("a.odt", odt(""))
