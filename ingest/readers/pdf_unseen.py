"""Takes out of a PDF page the words that nobody who looks at it sees: invisible ones, white ones, those beside the page.

The invisible words over the image of a scanned page stay: they are what a program read on it. Objects are switched off,
not removed, so that those inside forms can be too. Source: ISO 32000-1, 9.3.6 (text rendering modes).
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_MOST_OBJECTS = 60_000  # of a page; drawings have more, and then nothing is taken out
_INVISIBLE = {3, 7}
_WHITE = 250  # of 255, in red, green and blue
_TINY = 1.5  # points high
_OUTSIDE = 1.0  # points beyond the edge
_MOST_OF_PAGE = 0.5
_Box = tuple[float, float, float, float]


def take_unseen(page: PdfPage) -> list[str]:
    """Switches off the text objects of a page that cannot be seen; gives their words, those of one line together."""
    import pypdfium2.raw as pdfium

    texts, grounds, share = _objects(page)
    suspects = [each for each in texts if _why(page, each, is_scan=share > _MOST_OF_PAGE)]
    unseen = [
        each for each in suspects if _why(page, each, is_scan=share > _MOST_OF_PAGE) != "white" or not _on(each, grounds)
    ]
    if not unseen:
        return []
    textpage = page.get_textpage()
    lines: list[str] = []
    for number, each in enumerate(texts):
        if each in unseen:
            goes_on = number > 0 and texts[number - 1] in unseen
            words = _text(each, textpage)
            lines[-1:] = [lines[-1] + words] if goes_on else [*lines[-1:], words]
    textpage.close()
    for each in unseen:
        pdfium.FPDFPageObj_SetIsActive(each.raw, False)
    return [line for line in lines if line.strip()]


def _objects(page: PdfPage) -> tuple[list[Any], list[_Box], float]:
    """The text objects, the boxes of what is painted and not white, and the largest image's share of the page."""
    import pypdfium2.raw as pdfium

    texts: list[Any] = []
    grounds: list[_Box] = []
    width, height = page.get_size()
    share = 0.0
    for number, each in enumerate(page.get_objects(max_depth=8)):
        if number > _MOST_OBJECTS:
            return [], [], 0.0
        if each.type == pdfium.FPDF_PAGEOBJ_TEXT:
            texts.append(each)
        elif each.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            box = _box(each)
            grounds.append(box)
            share = max(share, (box[2] - box[0]) * (box[3] - box[1]) / max(1.0, width * height))
        elif each.type == pdfium.FPDF_PAGEOBJ_SHADING or (each.type == pdfium.FPDF_PAGEOBJ_PATH and not _is_white(each)):
            grounds.append(_box(each))
    return texts, grounds, share


def _why(page: PdfPage, text: Any, *, is_scan: bool) -> str:  # noqa: ANN401 - an object of pypdfium2
    """Why nobody sees a piece of text; "" when it is seen, as far as it alone can tell."""
    import pypdfium2.raw as pdfium

    if pdfium.FPDFTextObj_GetTextRenderMode(text.raw) in _INVISIBLE:
        return "" if is_scan else "invisible"
    if _is_white(text):
        return "white"
    if text.level:
        return ""  # the place of what lies in a form is told by the form
    left, bottom, right, top = _box(text)
    if 0 < top - bottom < _TINY and right - left > _TINY and _font_size(text) < _TINY:
        return "tiny"
    edges = page.get_mediabox()
    is_outside = (
        right < edges[0] - _OUTSIDE
        or left > edges[2] + _OUTSIDE
        or top < edges[1] - _OUTSIDE
        or bottom > edges[3] + _OUTSIDE
    )
    return "outside" if is_outside else ""


def _on(text: Any, grounds: list[_Box]) -> bool:  # noqa: ANN401
    """Whether something painted lies behind a piece of text; inside a form places are not comparable."""
    left, bottom, right, top = _box(text)
    if text.level:
        return bool(grounds)
    return any(box[0] < right and box[2] > left and box[1] < top and box[3] > bottom for box in grounds)


def _box(item: Any) -> _Box:  # noqa: ANN401
    import pypdfium2.raw as pdfium

    edges = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(item.raw, *edges):
        return (0.0, 0.0, 0.0, 0.0)
    left, bottom, right, top = (edge.value for edge in edges)
    return (left, bottom, right, top)


def _is_white(item: Any) -> bool:  # noqa: ANN401
    import pypdfium2.raw as pdfium

    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(item.raw, *parts):
        return False
    red, green, blue, opacity = (part.value for part in parts)
    return min(red, green, blue) >= _WHITE or opacity == 0


def _font_size(text: Any) -> float:  # noqa: ANN401
    """The height of the letters on the page."""
    import pypdfium2.raw as pdfium

    size, matrix = ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(text.raw, size)
    pdfium.FPDFPageObj_GetMatrix(text.raw, matrix)
    return float(size.value * max(abs(matrix.d), abs(matrix.b), abs(matrix.a)))


def _text(item: Any, textpage: Any) -> str:  # noqa: ANN401
    import pypdfium2.raw as pdfium

    length = pdfium.FPDFTextObj_GetText(item.raw, textpage.raw, None, 0)
    buffer = ctypes.create_string_buffer(length)
    pdfium.FPDFTextObj_GetText(item.raw, textpage.raw, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw[: max(0, length - 2)].decode("utf-16-le", "replace") + " "
