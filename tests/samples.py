"""Small files built byte by byte, so that a test shows what is in them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence


def pdf(pages: Sequence[Sequence[str]], *, title: str = "", size: int = 12) -> bytes:
    """A PDF with one line of Helvetica a string, 14 points apart; "a\\tb" puts b 200 points to the right."""
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    kids = []
    for lines in pages:
        drawn = b""
        for number, line in enumerate(lines):
            for column, piece in enumerate(line.split("\t")):
                safe = piece.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("latin-1")
                drawn += b"BT /F1 %d Tf %d %d Td (%s) Tj ET\n" % (size, 60 + 200 * column, 780 - 14 * number, safe)
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    objects.append(b"<< /Title (%s) >>" % title.encode("latin-1"))
    return _with_table(objects)


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


def replaced_member(archive: bytes, member: str, content: bytes) -> bytes:
    """A zip archive with the content of one member replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, content if name == member else old.read(name))
    return file.getvalue()
