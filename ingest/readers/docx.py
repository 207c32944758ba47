"""DOCX → Reading: paragraphs, headings, lists and tables in the order of the document."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from ingest.document import Reading
from ingest.errors import UnreadableError
from ingest.readers.assembly import Assembly

if TYPE_CHECKING:
    from docx.document import Document as WordFile
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_OLE_MAGIC = b"\xd0\xcf\x11\xe0"
_MOST_BYTES_UNPACKED = 100_000_000
_LOOKED_AT_FOR_ENTITIES = 4096
_HEADING = re.compile(r"^(?:heading|标题|überschrift|titre|título)\s*(\d)", re.IGNORECASE)


def read_docx(data: bytes) -> Reading:
    """The text of a Word file.

    Raises: UnreadableError when it is encrypted, damaged, or unpacks to more than 100 MB.
    """
    word = _opened(data)
    try:
        return _reading(word)
    except Exception as error:  # python-docx reads parts when asked for them, and each may be damaged
        message = "is not a readable Word file; open it in Word and save it again."
        raise UnreadableError(message) from error


def _reading(word: WordFile) -> Reading:
    assembly, title = Assembly(), ""
    for element in word.iter_inner_content():
        if hasattr(element, "rows"):
            _add_table(assembly, element)
            continue
        style = (element.style.name if element.style is not None else "") or ""
        if style.lower() in {"title", "标题"} and element.text.strip():
            title = title or element.text.strip()
            assembly.add("heading", element.text, level=1)
        else:
            _add_paragraph(assembly, element, style)
    properties = word.core_properties
    return Reading(
        text=assembly.text,
        blocks=assembly.blocks,
        title=title or _first_heading(assembly) or (properties.title or "").strip(),
        site="\n".join(_margins(word)),
    )


def _opened(data: bytes) -> WordFile:
    import docx

    if data.startswith(_OLE_MAGIC):
        message = "is password-protected or an old .doc; save it as .docx without a password."
        raise UnreadableError(message)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
            main = _beginning(archive, "word/document.xml")
        if unpacked > _MOST_BYTES_UNPACKED:
            message = f"is too large when unpacked ({unpacked / 1e6:.0f} MB from {len(data) / 1e6:.1f} MB)."
            raise UnreadableError(message)
        if b"<!DOCTYPE" in main:  # its entities would be left out without a word
            message = "defines XML entities, which Word files never do; open it in Word and save it again."
            raise UnreadableError(message)
        return docx.Document(io.BytesIO(data))
    except UnreadableError:
        raise
    except Exception as error:  # python-docx passes on whatever zip and XML parsing raise
        message = "is not a readable Word file; open it in Word and save it again."
        raise UnreadableError(message) from error


def _beginning(archive: zipfile.ZipFile, member: str) -> bytes:
    if member not in archive.namelist():
        return b""
    with archive.open(member) as file:
        return file.read(_LOOKED_AT_FOR_ENTITIES)


def _add_paragraph(assembly: Assembly, paragraph: Paragraph, style: str) -> None:
    heading = _HEADING.match(style)
    properties = paragraph._p.pPr  # noqa: SLF001 - python-docx offers no public way to see list numbering
    is_item = style.lower().startswith("list") or (properties is not None and properties.numPr is not None)
    if heading:
        assembly.add("heading", paragraph.text, level=min(6, int(heading.group(1))))
    else:
        assembly.add("item" if is_item else "paragraph", paragraph.text)


def _add_table(assembly: Assembly, table: Table) -> None:
    rows = []
    for row in table.rows:
        cells, previous = [], None
        for cell in row.cells:
            if cell._tc is not previous:  # noqa: SLF001 - a merged cell comes once for each column it spans
                cells.append(cell.text)
            previous = cell._tc  # noqa: SLF001
        rows.append(cells)
    assembly.add_table(rows, has_header=False)


def _first_heading(assembly: Assembly) -> str:
    return next((assembly.text[b.start : b.end] for b in assembly.blocks if b.kind == "heading"), "")


def _margins(word: WordFile) -> list[str]:
    """Headers and footers: they often name the institution, but are not content."""
    parts: list[str] = []
    for section in word.sections:
        for margin in (section.header, section.footer):
            parts.extend(paragraph.text for paragraph in margin.paragraphs if paragraph.text.strip())
    return parts
