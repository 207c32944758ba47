"""DOCX → Reading: paragraphs, headings, lists and tables in the order of the document, foot notes at its end.

Walks the XML itself: python-docx leaves out text boxes, form fields and what was inserted while changes are tracked,
and looks a style up anew for each paragraph.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any

from ingest.document import Reading
from ingest.errors import UnreadableError
from ingest.readers.assembly import Assembly
from ingest.readers.docx_runs import Looks, W, paragraph_text, value_of
from ingest.readers.package import damaged, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordFile

_HEADING = re.compile(r"^(?:heading|标题|überschrift|titre|título)\s*(\d)", re.IGNORECASE)
_TRANSPARENT = {f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins", f"{W}moveTo", f"{W}smartTag"}
_NOTES = ("/footnotes", "/endnotes")


def read_docx(data: bytes) -> Reading:
    """The text of a Word file.

    Raises: UnreadableError when it is encrypted, damaged, or a bomb.
    """
    import docx

    opened(data, "Word").close()
    try:
        return _reading(docx.Document(io.BytesIO(data)))
    except (MemoryError, UnreadableError):
        raise
    except Exception as error:  # python-docx reads parts when asked for them, and each may be damaged
        raise damaged("Word") from error


def _reading(word: WordFile) -> Reading:
    assembly, looks = Assembly(), Looks(word.styles.element)
    body = word.element.body
    looks.is_page_dark = body.getparent().find(f"{W}background") is not None
    title = _add_all(assembly, looks, body)
    for part in _notes(word):
        for note in part.iter(f"{W}footnote", f"{W}endnote"):
            if note.get(f"{W}type") is None:
                _add_all(assembly, looks, note)
    properties = word.core_properties
    return Reading(
        text=assembly.text,
        blocks=assembly.blocks,
        title=title or assembly.first_heading() or (properties.title or "").strip(),
        site="\n".join(_margins(word)),
        hidden=assembly.hidden,
        warnings=tuple(assembly.warnings),
    )


def _add_all(assembly: Assembly, looks: Looks, parent: Any) -> str:  # noqa: ANN401 - an lxml element
    """Adds the paragraphs and tables below `parent`; gives the first paragraph in the style of a title."""
    title = ""
    for element in _contents(parent):
        if element.tag == f"{W}tbl":
            _add_table(assembly, looks, element)
            continue
        if not len(element):
            continue
        name = looks.style_name(element)
        text, boxes = paragraph_text(element, looks, assembly.hide)
        if name.lower() in {"title", "标题"} and text.strip():
            title = title or " ".join(text.split())
            assembly.add("heading", text, level=1)
        else:
            _add_paragraph(assembly, element, name, text)
        for box in boxes:
            _add_all(assembly, looks, box)
    return title


def _contents(parent: Any) -> Iterator[Any]:  # noqa: ANN401
    """The paragraphs and tables of a parent, also those inside content controls and insertions, without recursion."""
    waiting = list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag in {f"{W}p", f"{W}tbl"}:
            yield element
        elif element.tag in _TRANSPARENT:
            waiting.extend(reversed(element))


def _add_paragraph(assembly: Assembly, paragraph: Any, name: str, text: str) -> None:  # noqa: ANN401
    heading = _HEADING.match(name)
    numbering = paragraph.find(f"{W}pPr/{W}numPr")
    outline = value_of(paragraph.find(f"{W}pPr/{W}outlineLvl"))
    if heading:
        assembly.add("heading", text, level=max(1, min(6, int(heading.group(1)))))
    elif outline.isdigit() and int(outline) < 6:  # noqa: PLR2004 - 9 is body text
        assembly.add("heading", text, level=int(outline) + 1)
    else:
        assembly.add("item" if name.lower().startswith("list") or numbering is not None else "paragraph", text)


def _add_table(assembly: Assembly, looks: Looks, table: Any) -> None:  # noqa: ANN401
    """A cell that spans columns comes once, one that spans rows in each of them."""
    rows: list[list[str]] = []
    widths: list[int] = []
    above: dict[int, str] = {}
    for row in _rows(table):
        texts, column = [], int(value_of(row.find(f"{W}trPr/{W}gridBefore")) or 0)
        for cell in row.iterfind(f".//{W}tc"):
            if next(cell.iterancestors(f"{W}tr")) is not row:
                continue  # of a table inside the table: its words are in the cell around it
            merged = cell.find(f"{W}tcPr/{W}vMerge")
            goes_on = merged is not None and value_of(merged) != "restart"
            text = above.get(column, "") if goes_on else _cell(assembly, looks, cell)
            above[column] = text
            texts.append(text)
            column += int(value_of(cell.find(f"{W}tcPr/{W}gridSpan")) or 1)
        rows.append(texts)
        widths.append(column + int(value_of(row.find(f"{W}trPr/{W}gridAfter")) or 0))
    assembly.add_table(rows, has_header=False)
    assembly.warn_of_lengths(widths)


def _rows(table: Any) -> list[Any]:  # noqa: ANN401
    return [row for row in table.iterfind(f".//{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]


def _cell(assembly: Assembly, looks: Looks, cell: Any) -> str:  # noqa: ANN401
    texts = []
    for paragraph in cell.iter(f"{W}p"):
        if not any(True for _ in paragraph.iterancestors(f"{W}txbxContent")):
            text, boxes = paragraph_text(paragraph, looks, assembly.hide)
            texts.append(text)
            texts.extend(paragraph_text(each, looks, assembly.hide)[0] for box in boxes for each in box.iter(f"{W}p"))
    return "\n".join(texts)


def _notes(word: WordFile) -> Iterator[Any]:
    from lxml import etree

    for relation in word.part.rels.values():
        if relation.reltype.endswith(_NOTES) and not relation.is_external:
            yield etree.fromstring(relation.target_part.blob, etree.XMLParser(resolve_entities=False, no_network=True))


def _margins(word: WordFile) -> list[str]:
    """Headers and footers: they often name the institution, but are not content."""
    parts: list[str] = []
    for section in word.sections:
        for margin in (section.header, section.footer):
            parts.extend(paragraph.text for paragraph in margin.paragraphs if paragraph.text.strip())
    return list(dict.fromkeys(parts))
