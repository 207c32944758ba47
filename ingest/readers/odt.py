"""ODT → Reading: headings, paragraphs, lists and tables of an OpenDocument text, in order."""

from __future__ import annotations

from typing import Any

from ingest.document import Reading
from ingest.errors import UnreadableError
from ingest.readers.assembly import Assembly
from ingest.readers.package import damaged, opened

_T = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_FO = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_DRAW = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_BLOCKS = {f"{_T}p", f"{_T}h", f"{_TABLE}table"}
_SKIPPED = {f"{_T}tracked-changes", f"{_OFFICE}annotation", f"{_OFFICE}forms", f"{_T}sequence-decls", f"{_T}note-citation"}
_TINY = {"0pt", "0.5pt", "1pt", "1.5pt", "2pt"}
_MOST_SPACES = 100
_MOST_REPEATED = 1000  # of a cell or a row: a bomb repeats it a million times
_MOST_LEVEL = 6


def read_odt(data: bytes) -> Reading:
    """The text of an OpenDocument text.

    Raises: UnreadableError when it is encrypted, damaged, or a bomb.
    """
    from lxml import etree

    with opened(data, "LibreOffice") as archive:
        try:
            parser = etree.XMLParser(resolve_entities=False, no_network=True)
            content = etree.fromstring(archive.read("content.xml"), parser)
            trees = [
                etree.fromstring(archive.read(name), parser)
                for name in ("styles.xml", "meta.xml")
                if name in archive.namelist()
            ]
            return _reading(content, trees)
        except (MemoryError, UnreadableError):
            raise
        except Exception as error:  # lxml and zipfile raise a dozen kinds, and a part may be missing
            raise damaged("LibreOffice") from error


def _reading(content: Any, trees: list[Any]) -> Reading:  # noqa: ANN401 - lxml elements
    assembly, title = Assembly(), ""
    walk = _Walk(_hiding_styles([content, *trees]), _parents(content), assembly)
    for element in _blocks(content.find(f"{_OFFICE}body/{_OFFICE}text")):
        if element.tag == f"{_TABLE}table":
            walk.add_table(element)
            continue
        text = walk.text_of(element)
        is_title = walk.is_titled(element)
        if element.tag == f"{_T}h" or is_title:
            level = 1 if is_title else int(element.get(f"{_T}outline-level") or 1)
            title = title or (" ".join(text.split()) if is_title else "")
            assembly.add("heading", text, level=min(_MOST_LEVEL, max(1, level)))
        else:
            in_list = next(element.iterancestors(f"{_T}list-item"), None) is not None
            assembly.add("item" if in_list else "paragraph", text)
    told = next((found.text or "" for tree in trees for found in tree.iter(f"{_DC}title")), "")
    return Reading(
        text=assembly.text,
        blocks=assembly.blocks,
        title=title or assembly.first_heading() or told.strip(),
        site="\n".join(_margins(trees)),
        hidden=assembly.hidden,
        warnings=tuple(assembly.warnings),
    )


def _blocks(parent: Any) -> Any:  # noqa: ANN401
    """The paragraphs, headings and tables below `parent`, outermost first, without recursion."""
    waiting = [] if parent is None else list(reversed(parent))
    while waiting:
        element = waiting.pop()
        if element.tag in _BLOCKS:
            yield element
        if element.tag == f"{_T}section" and element.get(f"{_T}display") == "none":
            continue
        if element.tag not in {*_SKIPPED, *_BLOCKS}:
            waiting.extend(reversed(element))


class _Walk:
    """The text of elements, told apart by what their styles hide."""

    def __init__(self, hiding: set[str], parents: dict[str, str], assembly: Assembly) -> None:
        self._hiding = hiding
        self._parents = parents
        self._assembly = assembly

    def is_titled(self, element: Any) -> bool:  # noqa: ANN401
        """Whether a paragraph is in the style of a title."""
        name = str(element.get(f"{_T}style-name") or "")
        return "Title" in {name, self._parents.get(name, "")}

    def text_of(self, element: Any) -> str:  # noqa: ANN401
        """The text of an element that one sees; the rest is noted as hidden."""
        pieces: list[str] = []
        waiting: list[Any] = [element]
        while waiting:
            each = waiting.pop()
            if isinstance(each, str):
                pieces.append(each)
            elif each is element or self._is_open(each):
                waiting.extend(text for child in reversed(each) for text in (child.tail or "", child))
                is_line = each is not element and each.tag in {f"{_T}p", f"{_T}h"}
                pieces.extend(("\n" if is_line else "", _sign(each) or each.text or ""))
        if element.get(f"{_T}style-name") in self._hiding:
            self._assembly.hide("".join(pieces))
            return ""
        return "".join(pieces)

    def _is_open(self, element: Any) -> bool:  # noqa: ANN401
        if not isinstance(element.tag, str) or element.tag in _SKIPPED:
            return False
        is_hidden = element.get(f"{_T}style-name") in self._hiding or element.tag in {
            f"{_T}hidden-text",
            f"{_T}hidden-paragraph",
        }
        if is_hidden:
            self._assembly.hide("".join(element.itertext()) or str(element.get(f"{_T}string-value") or ""))
        return not is_hidden

    def add_table(self, table: Any) -> None:  # noqa: ANN401
        """A cell that spans columns comes once; repeated empty cells at the end of rows are left out."""
        rows, widths = [], []
        for row in table.iter(f"{_TABLE}table-row"):
            if next(row.iterancestors(f"{_TABLE}table")) is not table:
                continue
            cells: list[str] = []
            width = 0
            for cell in row.iterchildren(f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                repeated = min(_MOST_REPEATED, int(cell.get(f"{_TABLE}number-columns-repeated") or 1))
                width += repeated
                if cell.tag == f"{_TABLE}table-cell":
                    cells.extend([self.text_of(cell)] * repeated)
            rows.append(cells)
            widths.append(width)
        self._assembly.add_table(rows, has_header=table.find(f"{_TABLE}table-header-rows") is not None)
        self._assembly.warn_of_lengths(widths)


def _sign(element: Any) -> str:  # noqa: ANN401
    if element.tag == f"{_T}s":
        return " " * min(_MOST_SPACES, int(element.get(f"{_T}c") or 1))
    return {f"{_T}tab": "\t", f"{_T}line-break": "\n"}.get(element.tag, "")


def _parents(content: Any) -> dict[str, str]:  # noqa: ANN401
    return {
        str(s.get(f"{_STYLE}name")): str(s.get(f"{_STYLE}parent-style-name") or "") for s in content.iter(f"{_STYLE}style")
    }


def _hiding_styles(trees: list[Any]) -> set[str]:
    """The names of styles whose text nobody sees: marked so, tiny, or white without a background."""
    hiding = set()
    for tree in trees:
        for style in tree.iter(f"{_STYLE}style"):
            looks = style.find(f"{_STYLE}text-properties")
            if looks is None:
                continue
            is_white = str(looks.get(f"{_FO}color") or "").lower() == "#ffffff" and not _has_ground(style)
            if is_white or looks.get(f"{_T}display") == "none" or looks.get(f"{_FO}font-size") in _TINY:
                hiding.add(str(style.get(f"{_STYLE}name")))
    return hiding


def _has_ground(style: Any) -> bool:  # noqa: ANN401
    """Whether anything but white may lie behind: a background of its own, or cells and shapes that have one."""
    own = (each.get(f"{_FO}background-color") for each in style)
    if any(ground not in {None, "transparent", "#ffffff"} for ground in own):
        return True
    root = style.getroottree().getroot()
    cells = (each.get(f"{_FO}background-color") for each in root.iter(f"{_STYLE}table-cell-properties"))
    shapes = (each.get(f"{_DRAW}fill") for each in root.iter(f"{_STYLE}graphic-properties"))
    return any(ground not in {None, "transparent", "#ffffff"} for ground in cells) or any(fill == "solid" for fill in shapes)


def _margins(trees: list[Any]) -> list[str]:
    """Headers and footers: they often name the institution, but are not content."""
    found = (each for tree in trees for each in tree.iter(f"{_STYLE}header", f"{_STYLE}footer"))
    return [text for each in found if (text := " ".join("".join(each.itertext()).split()))]
