"""PPTX → Reading: each slide's title, text and tables, in the order one reads; notes and hidden slides are not text."""

from __future__ import annotations

import io
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from ingest.document import Reading
from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers.assembly import Assembly
from ingest.readers.package import damaged, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_LIST_MARKS = (f"{_A}buChar", f"{_A}buAutoNum", f"{_A}buBlip")
_TITLES = {"title", "ctrTitle"}
_LISTS = {"body", "obj", ""}  # placeholders whose paragraphs carry bullets, unless they say they do not
_FURNITURE = {"dt", "ftr", "sldNum", "hdr"}
_LEAST_LIST = 2
_MOST_SHAPES = 20_000
_SAME_ROW = 180_000  # English Metric Units, half a centimetre: shapes whose tops are nearer stand side by side
_FILLS = ("solidFill", "gradFill", "blipFill", "pattFill")
_TINY = 200  # hundredths of a point


def read_pptx(data: bytes) -> Reading:
    """The text of a PowerPoint file, one page a slide.

    Raises: UnreadableError when it is encrypted, damaged, or a bomb; NothingToReadError when it has no slides.
    """
    import pptx

    opened(data, "PowerPoint").close()
    try:
        return _reading(pptx.Presentation(io.BytesIO(data)))
    except (MemoryError, NothingToReadError, UnreadableError):
        raise
    except Exception as error:  # python-pptx reads parts when asked for them, and each may be damaged
        raise damaged("PowerPoint") from error


def _reading(presentation: Any) -> Reading:  # noqa: ANN401 - python-pptx has no types
    assembly, title = Assembly(), ""
    slides = list(presentation.slides)
    for number, slide in enumerate(slides, start=1):
        assembly.turn_page()
        if slide.element.get("show") in {"0", "false"}:
            assembly.hide(f"slide {number} is hidden: " + " ".join(_words(shape) for shape in _shapes(slide.shapes)))
            continue
        before = len(assembly.blocks)
        found = _add_slide(assembly, slide, presentation)
        title = title or found
        if len(assembly.blocks) == before:
            assembly.warnings.append(f"slide {number} has no text")
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            notes = slide.notes_slide.notes_text_frame.text
            assembly.hide(f"notes of slide {number}: {notes}" if notes.strip() else "")
    if not assembly.blocks:
        message = "holds no text, only images; it needs OCR: save it as a PDF."
        raise NothingToReadError(message)
    return Reading(
        text=assembly.text,
        blocks=assembly.blocks,
        title=title or (presentation.core_properties.title or "").strip(),
        page_starts=assembly.page_starts,
        page_kind="slide",
        hidden=assembly.hidden,
        warnings=tuple(assembly.warnings),
    )


def _add_slide(assembly: Assembly, slide: Any, presentation: Any) -> str:  # noqa: ANN401
    """Adds a slide's shapes, its title first; gives the title."""
    shapes = list(islice(_shapes(slide.shapes), _MOST_SHAPES + 1))
    if len(shapes) > _MOST_SHAPES:
        message = f"holds more than {_MOST_SHAPES:,} shapes on one slide; save it as a PDF."
        raise UnreadableError(message)
    titles = [shape for shape in shapes if _placeholder(shape) in _TITLES and shape.has_text_frame]
    others = [shape for shape in shapes if shape not in titles and _placeholder(shape) not in _FURNITURE]
    title = ""
    for shape in titles:
        text = " ".join(_paragraph(p, assembly) for p in shape.text_frame._txBody.iterchildren(f"{_A}p"))  # noqa: SLF001
        title = title or " ".join(text.split())
        assembly.add("heading", text, level=1)
    for shape in sorted(others, key=_place):
        if _is_off(shape, presentation):
            assembly.hide(_words(shape))
        elif getattr(shape, "has_table", False):
            _add_table(assembly, shape.table)
        elif shape.has_text_frame:
            _add_text(assembly, shape)
        elif getattr(shape, "has_chart", False) and shape.chart.has_title and shape.chart.chart_title.has_text_frame:
            assembly.add("paragraph", shape.chart.chart_title.text_frame.text)
        else:
            _add_diagram(assembly, slide, shape)
    return title


def _shapes(shapes: Any) -> Iterator[Any]:  # noqa: ANN401
    """All shapes but those marked as hidden, the ones in groups too."""
    waiting = list(reversed(list(islice(shapes, _MOST_SHAPES + 1))))
    while waiting:
        shape = waiting.pop()
        if hasattr(shape, "shapes"):
            waiting.extend(reversed(list(shape.shapes)))
        else:
            yield shape


def _placeholder(shape: Any) -> str | None:  # noqa: ANN401
    """The type of placeholder a shape is; "" for one without a type, None for a shape that is none."""
    mark = next(shape.element.iter(f"{_P}ph"), None)
    return None if mark is None else str(mark.get("type") or "")


def _place(shape: Any) -> tuple[int, int]:  # noqa: ANN401
    return ((shape.top or 0) // _SAME_ROW, shape.left or 0)


def _is_off(shape: Any, presentation: Any) -> bool:  # noqa: ANN401
    """Whether nobody sees a shape: it is marked so, or lies beside the slide."""
    properties = next(shape.element.iter(f"{_P}cNvPr"), None)
    if properties is not None and properties.get("hidden") in {"1", "true"}:
        return True
    if shape.width is None or shape.left is None or next(shape.element.iterancestors(f"{_P}grpSp"), None) is not None:
        return False
    is_beside = shape.left >= presentation.slide_width or shape.left + shape.width <= 0
    return bool(is_beside or shape.top >= presentation.slide_height or shape.top + shape.height <= 0)


def _words(shape: Any) -> str:  # noqa: ANN401
    return " ".join("".join(run.text or "" for run in p.iter(f"{_A}t")) for p in shape.element.iter(f"{_A}p"))


def _add_text(assembly: Assembly, shape: Any) -> None:  # noqa: ANN401
    paragraphs = list(shape.text_frame._txBody.iterchildren(f"{_A}p"))  # noqa: SLF001
    texts = [_paragraph(p, assembly, shape) for p in paragraphs]
    filled = sum(bool(text.strip()) for text in texts)
    for paragraph, text in zip(paragraphs, texts, strict=True):
        properties = paragraph.find(f"{_A}pPr")
        has_mark = properties is not None and any(properties.find(mark) is not None for mark in _LIST_MARKS)
        has_none = properties is not None and properties.find(f"{_A}buNone") is not None
        is_item = has_mark or (_placeholder(shape) in _LISTS and filled >= _LEAST_LIST and not has_none)
        assembly.add("item" if is_item else "paragraph", text)


def _paragraph(paragraph: Any, assembly: Assembly, shape: Any = None) -> str:  # noqa: ANN401
    """The text of a paragraph that one sees; tiny runs, and white ones where nothing dark lies behind, are hidden."""
    pieces = []
    for element in paragraph:
        text = "\n" if element.tag == f"{_A}br" else "".join(t.text or "" for t in element.iter(f"{_A}t"))
        if text.strip() and _is_hidden(element.find(f"{_A}rPr"), shape):
            assembly.hide(text)
        else:
            pieces.append(text)
    return "".join(pieces)


def _is_hidden(properties: Any, shape: Any) -> bool:  # noqa: ANN401
    if properties is None:
        return False
    if int(properties.get("sz") or 1800) <= _TINY:
        return True
    color = properties.find(f"{_A}solidFill/{_A}srgbClr")
    is_white = color is not None and str(color.get("val")).upper() == "FFFFFF"
    return is_white and shape is not None and not _is_filled(shape)


def _is_filled(shape: Any) -> bool:  # noqa: ANN401
    """Whether anything but a white slide may lie behind a shape's text: its own fill, a background, a picture."""
    element = shape.element
    own = element.find(f"{_P}spPr")
    has_fill = own is not None and any(own.find(f"{_A}{name}") is not None for name in _FILLS)
    return has_fill or element.find(f"{_P}style") is not None or _is_painted(shape.part)


@lru_cache(maxsize=4)
def _is_painted(part: Any) -> bool:  # noqa: ANN401
    """Whether a slide has a background, a picture or a filled shape, itself or by its layout."""
    root = part._element  # noqa: SLF001 - a part has no public way to its XML
    if next(root.iter(f"{_P}bg", f"{_P}pic"), None) is not None:
        return True
    if next(root.iterfind(f".//{_P}sp/{_P}spPr/{_A}solidFill"), None) is not None:
        return True
    return _is_designed(part.slide_layout, part.slide_layout.slide_master)


def _is_designed(*masters: Any) -> bool:  # noqa: ANN401
    """Whether a layout or its master paints anything but the usual white."""
    for master in masters:
        if next(master.element.iter(f"{_A}blip", f"{_A}gradFill"), None) is not None:
            return True
        grounds = master.element.iter(f"{_P}bg")
        if any(ground.find(f"{_P}bgRef/{_A}schemeClr[@val='bg1']") is None for ground in grounds):
            return True
        if next(master.element.iterfind(f".//{_P}sp/{_P}spPr/{_A}solidFill"), None) is not None:
            return True
    return False


def _add_table(assembly: Assembly, table: Any) -> None:  # noqa: ANN401
    """A cell that spans columns comes once."""
    rows = []
    for row in table._tbl.tr_lst:  # noqa: SLF001 - python-pptx gives no way past merged cells
        cells = [cell for cell in row.tc_lst if not cell.hMerge]
        rows.append([" ".join(_paragraph(p, assembly) for p in cell.iter(f"{_A}p")) for cell in cells])
    assembly.add_table(rows, has_header=bool(table.first_row), is_apart=True)


def _add_diagram(assembly: Assembly, slide: Any, shape: Any) -> None:  # noqa: ANN401
    """The words of a SmartArt diagram stand in a part of their own."""
    from lxml import etree

    for mark in shape.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds"):
        part = slide.part.related_part(mark.get("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}dm"))
        root = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True))
        for paragraph in root.iter(f"{_A}p"):
            assembly.add("item", "".join(t.text or "" for t in paragraph.iter(f"{_A}t")))
