"""PDF pages without a text layer: read by OCR where tesseract is installed, told in any case."""

from __future__ import annotations

import io
import shutil
import time

import pytest
from samples import drawn_pdf, pdf, scanned, words_at

from ingest.errors import NothingToReadError
from ingest.readers import ocr, read

LINES = ["The office opens at nine on every working day.", "It is closed on Sunday."]
SCAN = scanned(pdf([LINES], size=16))
needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")


@needs_tesseract
def test_an_image_of_a_page_is_read() -> None:
    reading = read("a.pdf", SCAN)
    assert "The office opens at nine on every working day." in reading.text
    assert reading.warnings == ("page 1 was read by OCR",)
    assert reading.page_starts == (0,)


def test_without_tesseract_it_says_what_to_install(monkeypatch) -> None:
    monkeypatch.setattr(ocr.shutil, "which", lambda _: None)
    with pytest.raises(NothingToReadError, match="install tesseract"):
        read("a.pdf", SCAN)


def test_when_the_time_is_up_the_pages_left_are_named(monkeypatch) -> None:
    monkeypatch.setattr(ocr, "_MOST_SECONDS", 0.0)
    monkeypatch.setattr(ocr.shutil, "which", lambda _: "/bin/sleep")
    monkeypatch.setattr(ocr.Ocr.__init__, "__defaults__", (0.0,))
    start = time.monotonic()
    with pytest.raises(NothingToReadError):
        read("a.pdf", SCAN)
    assert time.monotonic() - start < 2


def test_pages_left_and_blank_pages_are_told(monkeypatch) -> None:
    monkeypatch.setattr(ocr.shutil, "which", lambda _: None)
    words = words_at(LINES[0], 60, 700)
    reading = read("a.pdf", drawn_pdf([words, b"", words.replace(b"nine", b"ten"), b""]))
    assert reading.warnings == ("pages 2, 4 have no text",)
    assert [reading.text[start:][:10] for start in reading.page_starts] == ["The office", "The office", "The office", ""]
    assert reading.page_starts[1] == reading.page_starts[2]


def test_the_words_a_scanner_put_under_its_image_are_the_text() -> None:
    under = words_at("The office opens at nine on every working day.", 60, 780, before=b"3 Tr")
    reading = read("a.pdf", scanned(pdf([LINES], size=16), over=under))
    assert reading.text == "The office opens at nine on every working day."
    assert (reading.hidden, reading.warnings) == ((), ())


def test_rows_that_go_on_over_a_page_are_on_their_page() -> None:
    pages = [
        ["Year\tPartners\tStudents", *[f"{2000 + n}\t{n}7\t{n}5" for n in range(1, 6)]],
        [f"{2010 + n}\t{n}7\t{n}5" for n in range(1, 6)],
    ]
    reading = read("a.pdf", pdf(pages))
    assert reading.text[reading.page_starts[1] :].startswith("2011 | 17 | 15")


def test_a_pdf_that_only_its_owner_may_change_is_read() -> None:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(io.BytesIO(pdf([LINES])))
    writer.encrypt("", "owner", algorithm="RC4-128")
    file = io.BytesIO()
    writer.write(file)
    assert "opens at nine" in read("a.pdf", file.getvalue()).text
