"""Bombs in the zip of an Office file are refused before any library opens them (ING-02, 06, 08, 09)."""

from __future__ import annotations

import time

import pytest
from samples import docx, odt, pptx, replaced_member, xlsx, zipped

from ingest.errors import UnreadableError
from ingest.readers import read

FILES = {
    ".docx": (docx([("Normal", "words")]), "word/document.xml"),
    ".pptx": (pptx([("Title", ["words"])]), "ppt/slides/slide1.xml"),
    ".xlsx": (xlsx({"Sheet1": [["words"]]}), "xl/worksheets/sheet1.xml"),
    ".odt": (odt("<text:p>words</text:p>"), "content.xml"),
}


def refused(ending: str, data: bytes) -> str:
    """What is told of a file, which must take no time to tell."""
    start = time.perf_counter()
    with pytest.raises(UnreadableError) as caught:
        read(f"a{ending}", data)
    assert time.perf_counter() - start < 5
    return str(caught.value)


@pytest.mark.parametrize("ending", sorted(FILES))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("mark", ["<!DOCTYPE d [<!ENTITY a 'aaaa'>]>", "<!DOCTYPE d SYSTEM 'http://127.0.0.1:9/x'>"])
def test_entities_are_refused(ending: str, encoding: str, mark: str) -> None:
    data, member = FILES[ending]
    content = f'<?xml version="1.0" encoding="{encoding}"?>{mark}<x>&a;</x>'.encode(encoding)
    assert "defines XML entities" in refused(ending, replaced_member(data, member, content))


@pytest.mark.parametrize("ending", sorted(FILES))
def test_entities_far_inside_any_member_are_refused(ending: str) -> None:
    data, member = FILES[ending]
    content = b'<?xml version="1.0"?>' + b" " * (2**20 - 25) + b"<!DOCTYPE d><x/>"  # over the end of a piece
    assert "defines XML entities" in refused(ending, replaced_member(data, member, content))


@pytest.mark.parametrize("ending", sorted(FILES))
def test_what_unpacks_too_large_is_refused(ending: str) -> None:
    data, member = FILES[ending]
    assert "too large when unpacked (10" in refused(ending, replaced_member(data, member, b" " * 101_000_000))


@pytest.mark.parametrize("ending", [".docx", ".pptx", ".odt"])
def test_millions_of_elements_are_refused(ending: str) -> None:
    data, member = FILES[ending]
    assert "elements inside" in refused(ending, replaced_member(data, member, b"<x>" + b"<p/>" * 2_000_000 + b"</x>"))


def test_many_paragraphs_are_refused() -> None:
    from samples import xlsx_of_xml

    rows = "".join(f'<row r="{n}"><c><v>1</v></c></row>' for n in range(1, 110_001))
    assert "more text than can be indexed" in refused(".xlsx", xlsx_of_xml(f"<sheetData>{rows}</sheetData>"))


def test_many_entries_are_refused() -> None:
    assert "files inside" in refused(".docx", zipped({f"word/{n}.xml": b"" for n in range(10_001)}))


def test_a_size_that_is_declared_wrong_is_damage() -> None:
    import struct

    data, _ = FILES[".docx"]
    at = data.rindex(b"PK\x01\x02")
    lie = data[: at + 24] + struct.pack("<I", 5) + data[at + 28 :]
    assert "Word" in refused(".docx", lie)


def test_a_password_inside_the_zip_is_told() -> None:
    data, _ = FILES[".docx"]
    at = data.index(b"PK\x01\x02")
    assert "password-protected" in refused(".docx", data[: at + 8] + b"\x01" + data[at + 9 :])
