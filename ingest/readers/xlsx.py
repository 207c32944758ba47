"""XLSX → Reading: each sheet's rows as one sees them; hidden sheets, rows and columns and comments are not text.

Streams the XML and keeps only cells that hold something. Libraries build the grid: one cell in the last corner of a
sheet, a file of 4.8 kB, cost openpyxl 44 seconds and 4 GB (docs/decisions/017).
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ingest.document import Reading
from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers.assembly import Assembly, check_amount
from ingest.readers.package import damaged, opened
from ingest.readers.xlsx_cells import S, Styles, column_of, shown

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_MOST_ELEMENTS = 2_500_000  # streamed, so that they take time but no memory
_BETWEEN = 3  # characters that part two cells
_LAST_COLUMN = 16_384
_MOST_ALIGNED = 1_000_000  # cells of one table, the empty ones too
_MOST_COLUMNS = 200  # a wider table is no table to read across: its empty cells are left out
_DEFAULT_NAME = re.compile(r"^(?:sheet|tabelle|feuil|hoja|лист|工作表|表)\s*\d*$", re.IGNORECASE)
_LISTED = 60  # cells of a hidden sheet that are told


@dataclass(frozen=True)
class _Sheet:
    name: str
    path: str
    is_hidden: bool


def read_xlsx(data: bytes) -> Reading:
    """The text of an Excel file, one page a sheet, one block a row.

    Raises: UnreadableError when it is encrypted, damaged, or a bomb; NothingToReadError when all its cells are empty.
    """
    with opened(data, "Excel", most_elements=_MOST_ELEMENTS) as archive:
        try:
            return _reading(archive)
        except (MemoryError, NothingToReadError, UnreadableError):
            raise
        except Exception as error:  # lxml and zipfile raise a dozen kinds, and a part may be missing
            raise damaged("Excel") from error


def _reading(archive: zipfile.ZipFile) -> Reading:
    book = "xl/workbook.xml"
    links = _links(archive, book)
    tree = _tree(archive, book)
    sheets = list(_sheets(tree, links))
    strings = _strings(archive, next((path for path in links.values() if path.endswith("sharedStrings.xml")), ""))
    styles_path = next((path for path in links.values() if path.endswith("styles.xml")), "")
    from_1904 = next((each.get("date1904") in {"1", "true"} for each in tree.iter(f"{S}workbookPr")), False)
    styles = Styles(_tree(archive, styles_path) if styles_path in archive.namelist() else None, from_1904=from_1904)
    assembly, names = Assembly(), []
    for sheet in sheets:
        rows = _rows(archive, sheet, strings, styles, assembly)
        if sheet.is_hidden:
            first = [cell for _, row in rows for cell in row.values()][:_LISTED]
            assembly.hide(f"sheet {sheet.name} is hidden: {' | '.join(first)}" if first else "")
            continue
        names.append(sheet.name)
        assembly.turn_page()
        _add_sheet(assembly, sheet, rows, is_only=len(sheets) == 1)
    if not assembly.blocks:
        message = "holds no text: all its cells are empty."
        raise NothingToReadError(message)
    return Reading(
        text=assembly.text,
        blocks=assembly.blocks,
        title=_title(archive),
        page_starts=assembly.page_starts,
        page_kind="sheet",
        page_names=tuple(names),
        hidden=assembly.hidden,
        warnings=tuple(assembly.warnings),
    )


def _add_sheet(assembly: Assembly, sheet: _Sheet, rows: list[tuple[int, dict[int, str]]], *, is_only: bool) -> None:
    """The rows of a sheet under its name; an empty row parts two tables."""
    if rows and not is_only and not _DEFAULT_NAME.match(sheet.name):
        assembly.add("heading", sheet.name, level=1)
    tables: list[list[dict[int, str]]] = []
    last = 0
    for number, row in rows:
        if number != last + 1 or not tables:
            tables.append([])
        tables[-1].append(row)
        last = number
    for table in tables:
        _add_table(assembly, table)


def _add_table(assembly: Assembly, table: list[dict[int, str]]) -> None:
    columns = sorted({column for row in table for column in row})
    if len(table) == 1 and len(columns) == 1:
        assembly.add("paragraph", table[0][columns[0]])
        return
    is_wide = len(columns) > _MOST_COLUMNS or len(columns) * len(table) > _MOST_ALIGNED
    cells = [list(row.values()) if is_wide else [row.get(column, "") for column in columns] for row in table]
    assembly.add_table(cells, has_header=False, is_apart=True)


def _rows(
    archive: zipfile.ZipFile, sheet: _Sheet, strings: list[str], styles: Styles, assembly: Assembly
) -> list[tuple[int, dict[int, str]]]:
    """The rows that hold something, with their numbers: column → text; what is hidden goes to the hidden texts."""
    rows: list[tuple[int, dict[int, str]]] = []
    out_of_sight = bytearray(_LAST_COLUMN + 1)
    links = _links(archive, sheet.path)
    has_design = any("/tables/" in path for path in links.values())
    number = size = 0
    for element in _streamed(archive, sheet.path, (f"{S}row", f"{S}col")):
        is_hidden = element.get("hidden") in {"1", "true"}
        if element.tag == f"{S}col":
            first, last = int(element.get("min") or 1), int(element.get("max") or 1)
            last = min(last, _LAST_COLUMN)
            out_of_sight[first : last + 1] = (b"\1" if is_hidden else b"\0") * max(0, last + 1 - first)
            continue
        number = int(element.get("r") or number + 1)
        seen: dict[int, str] = {}
        column = 0
        for cell in element.iterchildren(f"{S}c"):
            column = column_of(str(cell.get("r") or "")) or column + 1
            text = shown(cell, strings, styles)
            if not text.strip():
                continue
            if not sheet.is_hidden and (
                is_hidden or out_of_sight[min(column, _LAST_COLUMN)] or styles.is_unseen(cell, has_design=has_design)
            ):
                assembly.hide(text)
            else:
                seen[column] = text
        if seen:
            rows.append((number, seen))
            size += sum(map(len, seen.values())) + _BETWEEN * len(seen)
            check_amount(len(rows), size)
    _hide_comments(archive, links, assembly)
    return rows


def _hide_comments(archive: zipfile.ZipFile, links: dict[str, str], assembly: Assembly) -> None:
    for path in links.values():
        if "comments" in path.lower() and path in archive.namelist():
            for comment in _tree(archive, path).iter(f"{S}comment"):
                text = "".join(piece.text or "" for piece in comment.iter(f"{S}t"))
                assembly.hide(f"comment at {comment.get('ref')}: {text}" if text.strip() else "")


def _sheets(tree: Any, links: dict[str, str]) -> Iterator[_Sheet]:  # noqa: ANN401 - an lxml element
    for sheet in tree.iter(f"{S}sheet"):
        path = links.get(str(sheet.get(f"{_R}id")), "")
        if "/worksheets/" in path:  # charts and dialogs have sheets of their own
            yield _Sheet(str(sheet.get("name") or ""), path, is_hidden=sheet.get("state", "visible") != "visible")


def _strings(archive: zipfile.ZipFile, path: str) -> list[str]:
    """The shared strings, without the readings that stand above Japanese words."""
    if path not in archive.namelist():
        return []
    found = []
    for item in _streamed(archive, path, (f"{S}si",)):
        pieces = (t.text or "" for t in item.iter(f"{S}t") if t.getparent().tag != f"{S}rPh")
        found.append("".join(pieces))
    return found


def _streamed(archive: zipfile.ZipFile, path: str, tags: tuple[str, ...]) -> Iterator[Any]:
    """The elements with these tags, one after the other; each is dropped before the next is read."""
    from lxml import etree

    with archive.open(path) as file:
        for _, element in etree.iterparse(file, tag=tags, resolve_entities=False, no_network=True):
            yield element
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]


def _tree(archive: zipfile.ZipFile, path: str) -> Any:  # noqa: ANN401
    from lxml import etree

    return etree.fromstring(archive.read(path), etree.XMLParser(resolve_entities=False, no_network=True))


def _links(archive: zipfile.ZipFile, path: str) -> dict[str, str]:
    """What a part refers to inside the file: id → path."""
    folder, name = posixpath.split(path)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return {}
    links = {}
    for each in _tree(archive, relations):
        if each.get("TargetMode") != "External":
            target = str(each.get("Target"))
            links[str(each.get("Id"))] = posixpath.normpath(posixpath.join("/" + folder, target)).lstrip("/")
    return links


def _title(archive: zipfile.ZipFile) -> str:
    if "docProps/core.xml" not in archive.namelist():
        return ""
    found = _tree(archive, "docProps/core.xml").find("{http://purl.org/dc/elements/1.1/}title")
    return (found.text or "").strip() if found is not None else ""
