"""A file is what its content is: every kind is told from its bytes, and a name that lies is refused with the kind."""

from __future__ import annotations

import pytest
from samples import docx, eml, odt, parts, pdf, pptx, rtf, xlsx, zipped

from ingest.errors import UnreadableError
from ingest.readers import READERS, is_readable, read, why_unreadable
from ingest.readers.kinds import kind_of

PAGE = b"<!DOCTYPE html>\n<html><head><title>T</title></head><body><p>The words of a page.</p></body></html>"
FILES = {
    ".docx": docx([("Normal", "words")]),
    ".pptx": pptx([("Title", ["words"])]),
    ".xlsx": xlsx({"Sheet1": [["words"]]}),
    ".odt": odt("<text:p>words</text:p>"),
    ".rtf": rtf(r"\pard words\par"),
    ".pdf": pdf([["Some words on a page."]]),
    ".html": PAGE,
}
NAMES = {
    ".docx": "Word file", ".pptx": "PowerPoint file", ".xlsx": "Excel file", ".odt": "OpenDocument", ".rtf": "RTF file",
    ".pdf": "PDF", ".html": "web page",
}  # fmt: skip
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize("content", sorted(FILES))
@pytest.mark.parametrize("ending", sorted(set(READERS) - {".htm", ".xhtml", ".markdown", ".text"}))
def test_a_name_that_lies_is_refused_with_the_kind(ending: str, content: str) -> None:
    if ending == content or (ending == ".eml" and content == ".html"):
        return
    with pytest.raises(UnreadableError, match=rf"is an? {NAMES[content]}.*not what its ending \{ending} says; rename it"):
        read(f"a{ending}", FILES[content])


@pytest.mark.parametrize("ending", sorted(FILES))
def test_a_true_name_is_read(ending: str) -> None:
    assert "words" in read(f"A{ending.upper()}", FILES[ending]).text


@pytest.mark.parametrize("ending", [".docx", ".pptx", ".xlsx", ".odt", ".rtf", ".pdf"])
def test_text_under_a_binary_name_is_refused(ending: str) -> None:
    with pytest.raises(UnreadableError, match="inside; rename it or save it again"):
        read(f"a{ending}", b"just some words in a file")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x89PNG\r\n\x1a\n", "a PNG image, which no reader knows; scan it"),
        (b"\xff\xd8\xff\xe0....", "a JPEG image"),
        (b"GIF89a....", "a GIF image"),
        (b"II*\0....", "a TIFF image"),
        (b"BM\x0a\0\0\0....", "a BMP image"),
        (b"RIFF....WEBPVP8 ", "a WebP image"),
        (b"\x7fELF\x02\x01", "a program"),
        (b"MZ" + bytes(58) + b"\x40\0\0\0PE\0\0", "a program"),
        (b"\x1f\x8b\x08....", "a gzip archive"),
        (zipped({"a.txt": b"words"}), "a zip archive"),
        (
            zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
            r"an OpenDocument spreadsheet \(.ods\).*save it as .xlsx",
        ),
        (zipped({"mimetype": b"application/epub+zip"}), "an e-book"),
        (zipped({"xl/workbook.bin": b"x"}), "a binary Excel file"),
        (OLE + "WordDocument".encode("utf-16-le"), r"an old Word file \(.doc\).*save it as .docx"),
        (OLE + "Workbook".encode("utf-16-le"), "an old Excel file"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "an old PowerPoint file"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password-protected; save it without a password"),
        (OLE + bytes(600), "password-protected or an old Office file"),
    ],
)
@pytest.mark.parametrize("ending", [".txt", ".docx", ".xlsx"])
def test_kinds_that_no_reader_knows_are_named(ending: str, data: bytes, told: str) -> None:
    with pytest.raises(UnreadableError, match=f"^is {told}"):
        read(f"a{ending}", data)


@pytest.mark.parametrize(
    "text",
    [
        "The <html> tag opens a page.",
        "<p>A tag at the start of a note.",
        "%PDF-1.4 is how a PDF begins, says this note.".replace("%PDF", "Note: %PDF"),
        "<html>",
        "BM is the mark of a bitmap; MZ that of a program.",
        "PK are initials.",
    ],
)
@pytest.mark.parametrize("ending", [".txt", ".md"])
def test_texts_that_mention_a_mark_stay_texts(ending: str, text: str) -> None:
    assert kind_of(text.encode(), ending).name == ""


def test_a_pdf_may_have_junk_before_it() -> None:
    assert "words" in read("a.pdf", b"\r\n junk \n" + FILES[".pdf"]).text


@pytest.mark.parametrize("keep", [0.1, 0.3, 0.5, 0.7, 0.9])
@pytest.mark.parametrize("ending", [".docx", ".pptx", ".xlsx", ".odt"])
def test_files_cut_off_say_so(ending: str, keep: float) -> None:
    data = FILES[ending]
    with pytest.raises(UnreadableError):
        read(f"a{ending}", data[: int(len(data) * keep)])


def test_what_to_save_a_file_as() -> None:
    assert why_unreadable("a.DOC") == "has the ending .doc, which no reader knows; save it as .docx."
    assert "save it as .xlsx" in why_unreadable("a.ods")
    assert ".docx" in why_unreadable("a.xyz")
    assert "(none)" in why_unreadable("README")
    assert all(
        is_readable(f"a{ending}")
        for ending in (".pptx", ".xlsx", ".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".rtf", ".odt", ".eml")
    )
    with pytest.raises(UnreadableError, match="save it as .pptx"):
        read("a.ppt", b"x")


def test_a_mail_may_begin_like_a_page() -> None:
    assert parts(read("a.eml", eml("Fees", plain="Words.")))[0] == ("heading", "Fees")
