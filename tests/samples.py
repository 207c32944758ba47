"""Small files built byte by byte, so that a test shows what is in them."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any


def pdf(pages: Sequence[Sequence[str]], *, title: str = "", size: int = 12) -> bytes:
    """A PDF with one line of Helvetica a string, 14 points apart; "a\\tb" puts b 200 points to the right."""
    drawn = []
    for lines in pages:
        page = b""
        for number, line in enumerate(lines):
            for column, piece in enumerate(line.split("\t")):
                page += words_at(piece, 60 + 200 * column, 780 - 14 * number, size=size)
        drawn.append(page)
    return drawn_pdf(drawn, title=title)


def words_at(text: str, x: int, y: int, *, size: int = 12, before: bytes = b"") -> bytes:
    """The drawing of a line of words, `x` and `y` points from the lower left corner; `before` sets colour or mode."""
    safe = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("latin-1")
    return b"q BT %s /F1 %d Tf %d %d Td (%s) Tj ET Q\n" % (before, size, x, y, safe)


def drawn_pdf(pages: Sequence[bytes], *, title: str = "", image: tuple[int, int, bytes] | None = None) -> bytes:
    """A PDF of pages as they are drawn; `image` is the width, height and grey pixels of what /Im1 shows."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    shown = b""
    if image:
        width, height, pixels = image
        packed = zlib.compress(pixels)
        objects.append(
            b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 "
            b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (width, height, len(packed), packed)
        )
        shown = b"/XObject << /Im1 4 0 R >>"
    kids = []
    for drawn in pages:
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> %s >> >>"
            % (len(objects), shown)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(b"<< /Title (%s) >>" % title.encode("latin-1"))
    return _with_table(objects)


def scanned(data: bytes, *, over: bytes = b"") -> bytes:
    """The first page of a PDF as a scanner would give it: an image, with `over` drawn on it."""
    import pypdfium2

    with pypdfium2.PdfDocument(data) as pages:
        bitmap = pages[0].render(scale=200 / 72, grayscale=True)
        rows = bytes(bitmap.buffer)
        pixels = b"".join(rows[n * bitmap.stride : n * bitmap.stride + bitmap.width] for n in range(bitmap.height))
        return drawn_pdf([b"q 595 0 0 842 0 0 cm /Im1 Do Q\n" + over], image=(bitmap.width, bitmap.height, pixels))


def _with_table(objects: list[bytes]) -> bytes:
    data, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    count = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(objects), len(data))
    return data + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table) + trailer


def docx(parts: Sequence[tuple[str, str] | list[list[str]]], *, footer: str = "") -> bytes:
    """A Word file of (style, text) paragraphs and tables as lists of rows."""
    import docx as python_docx

    word = python_docx.Document()
    for part in parts:
        if isinstance(part, tuple):
            word.add_paragraph(part[1], style=part[0])
            continue
        table = word.add_table(rows=len(part), cols=len(part[0]))
        for row, cells in zip(table.rows, part, strict=True):
            for cell, text in zip(row.cells, cells, strict=True):
                cell.text = text
    if footer:
        word.sections[0].footer.paragraphs[0].text = footer
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def pptx(slides: Sequence[tuple[str, Sequence[str] | list[list[str]]]], *, notes: str = "") -> bytes:
    """A PowerPoint file of slides: (title, lines) with a list, or (title, rows) with a table; notes on the first."""
    import pptx as python_pptx

    show = python_pptx.Presentation()
    for title, content in slides:
        is_table = bool(content) and isinstance(content[0], list)
        slide = show.slides.add_slide(show.slide_layouts[5 if is_table else 1])
        slide.shapes.title.text = title
        if not is_table:
            slide.placeholders[1].text_frame.text = "\n".join(map(str, content))
            continue
        table = slide.shapes.add_table(len(content), len(content[0]), 900_000, 1_800_000, 6_000_000, 900_000).table
        for number, cells in enumerate(content):
            for column, text in enumerate(cells):
                table.cell(number, column).text = text
    if notes:
        show.slides[0].notes_slide.notes_text_frame.text = notes
    file = io.BytesIO()
    show.save(file)
    return file.getvalue()


def xlsx(sheets: dict[str, list[list[object]]]) -> bytes:
    """An Excel file of sheets by name, each a list of rows; None leaves a cell empty."""
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def xlsx_of_xml(sheet: str) -> bytes:
    """An Excel file whose only sheet is `sheet`: what stands inside <worksheet>."""
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content = f'<?xml version="1.0"?><worksheet xmlns="{namespace}">{sheet}</worksheet>'
    return replaced_member(xlsx({"Sheet1": [["x"]]}), "xl/worksheets/sheet1.xml", content.encode())


def odt(body: str, *, styles: str = "") -> bytes:
    """An OpenDocument text whose office:text is `body`, with automatic `styles`."""
    names = ("office", "text", "table", "style")
    spaces = " ".join(f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in names)
    spaces += ' xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'
    content = (
        f'<?xml version="1.0"?><office:document-content {spaces}><office:automatic-styles>{styles}</office:automatic-styles>'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": content.encode()})


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def rtf(body: str, *, code_page: int = 1252) -> bytes:
    """An RTF file with two fonts, three colours (2 is white) and the styles Heading 1 (1) and Heading 2 (2)."""
    header = (
        rf"{{\rtf1\ansi\ansicpg{code_page}{{\fonttbl{{\f0\fswiss\fcharset0 Arial;}}{{\f1\fnil\fcharset134 SimSun;}}}}"
        r"{\colortbl;\red0\green0\blue0;\red255\green255\blue255;}"
        r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2\outlinelevel1 heading 2;}}"
    )
    return f"{header}{body}}}".encode("latin-1")


def eml(subject: str, *, plain: str = "", page: str = "", attachment: str = "") -> bytes:
    """An e-mail of the office, as plain text, as a page, or both, with a named attachment."""
    from email.message import EmailMessage

    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "International Office <office@linlan.example>"
    message["To"] = "All students <all@linlan.example>"
    message["Date"] = "Mon, 04 May 2026 09:30:00 +0800"
    if plain:
        message.set_content(plain)
    if page:
        (message.add_alternative if plain else message.set_content)(page, subtype="html")
    if attachment:
        message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename=attachment)
    return message.as_bytes()


def replaced_member(archive: bytes, member: str, content: bytes) -> bytes:
    """A zip archive with the content of one member replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
    return file.getvalue()


def parts(reading: Any) -> list[tuple[str, str]]:
    """The blocks of a reading as (kind, text); they must be in order and inside the text."""
    position = 0
    for block in reading.blocks:
        assert position <= block.start < block.end <= len(reading.text)
        position = block.end
    return [(block.kind, reading.text[block.start : block.end]) for block in reading.blocks]


def headers(reading: Any) -> list[str]:
    """The header of each row."""
    return [block.header for block in reading.blocks if block.kind == "row"]
