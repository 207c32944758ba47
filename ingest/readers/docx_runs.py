"""Runs of a Word paragraph → the text one sees, and the text one does not: hidden, white on white, or tiny."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_SKIPPED = {f"{W}del", f"{W}moveFrom", f"{W}pPr", f"{W}instrText", f"{W}delText", _FALLBACK}
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
_OFF = {"0", "false", "off", "none"}
_TINY = 4  # half points: nobody reads two points
_WHITE = {"FFFFFF", "FEFEFE", "FDFDFD"}
_PLAIN_TABLES = {"", "tablegrid", "tablenormal"}
_MOST_PARENTS = 12  # styles that stand on others; a circle of them would have no end


def value_of(element: Any) -> str:  # noqa: ANN401 - an lxml element or None
    """The w:val of an element; "" for none."""
    return "" if element is None else str(element.get(f"{W}val") or "")


class Looks:
    """What the styles of a Word file say: their names, and which of them hide what is written in them."""

    def __init__(self, styles: Any) -> None:  # noqa: ANN401
        self.is_page_dark = False
        self._names: dict[str, str] = {}
        self._styles: dict[str, Any] = {}
        self._default = ""
        for style in styles.iterfind(f"{W}style"):
            key = str(style.get(f"{W}styleId") or "")
            self._styles[key] = style
            self._names[key] = value_of(style.find(f"{W}name"))
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}:
                self._default = key

    def style_name(self, paragraph: Any) -> str:  # noqa: ANN401
        """The name of a paragraph's style."""
        return self._names.get(value_of(paragraph.find(f"{W}pPr/{W}pStyle")) or self._default, "")

    def is_hidden(self, run: Any, paragraph: Any) -> bool:  # noqa: ANN401
        """Whether nobody sees a run: it is marked so, or is tiny, or white where nothing dark lies behind."""
        properties = [run.find(f"{W}rPr")]
        properties += self._inherited(value_of(run.find(f"{W}rPr/{W}rStyle")))
        properties += self._inherited(value_of(paragraph.find(f"{W}pPr/{W}pStyle")) or self._default)
        if _said(properties, "vanish") not in {"", *_OFF}:
            return True
        size = _said(properties, "sz")
        if size.isdigit() and int(size) <= _TINY:
            return True
        return _said(properties, "color").upper() in _WHITE and not self._is_on_dark(run, paragraph, properties)

    def _inherited(self, key: str) -> list[Any]:
        found = []
        for _ in range(_MOST_PARENTS):
            style = self._styles.get(key)
            if style is None:
                break
            found.append(style.find(f"{W}rPr"))
            key = value_of(style.find(f"{W}basedOn"))
        return found

    def _is_on_dark(self, run: Any, paragraph: Any, properties: list[Any]) -> bool:  # noqa: ANN401
        """Whether anything but white paper may lie behind: a shade, a highlight, a filled shape, a designed table."""
        if self.is_page_dark or _said(properties, "highlight") or any(_is_shaded(each) for each in properties):
            return True
        if _is_shaded(paragraph.find(f"{W}pPr")) or next(run.iterancestors(f"{W}txbxContent"), None) is not None:
            return True
        style = self._styles.get(value_of(paragraph.find(f"{W}pPr/{W}pStyle")))
        if style is not None and _is_shaded(style.find(f"{W}pPr")):
            return True
        if any(_is_shaded(cell.find(f"{W}tcPr")) for cell in paragraph.iterancestors(f"{W}tc")):
            return True
        tables = [table.find(f"{W}tblPr") for table in paragraph.iterancestors(f"{W}tbl")]
        return any(
            _is_shaded(table) or value_of(table.find(f"{W}tblStyle")).lower() not in _PLAIN_TABLES
            for table in tables
            if table is not None
        )


def paragraph_text(paragraph: Any, looks: Looks, hide: Callable[[str], None]) -> tuple[str, list[Any]]:  # noqa: ANN401
    """The text of a paragraph that one sees, and the text boxes that hang on it; hidden runs go to `hide`."""
    pieces: list[str] = []
    unseen: list[str] = []
    boxes: list[Any] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in _SKIPPED:
            continue
        if element.tag == f"{W}txbxContent":
            boxes.append(element)
        elif element.tag == f"{W}r":
            run = _run_text(element, boxes)
            (unseen if run.strip() and looks.is_hidden(element, paragraph) else pieces).append(run)
        else:
            waiting.extend(reversed(element))
    hide("".join(unseen))
    return "".join(pieces), boxes


def _run_text(run: Any, boxes: list[Any]) -> str:  # noqa: ANN401
    pieces = []
    waiting = list(reversed(run))
    while waiting:
        element = waiting.pop()
        if element.tag == f"{W}t":
            pieces.append(element.text or "")
        elif element.tag in _SIGNS:
            pieces.append(_SIGNS[element.tag])
        elif element.tag == f"{W}txbxContent":
            boxes.append(element)
        elif element.tag not in _SKIPPED:
            waiting.extend(reversed(element))
    return "".join(pieces)


def _said(properties: list[Any], name: str) -> str:
    """What the nearest of several run properties says under `name`; "true" for a mark without a value."""
    for each in properties:
        found = None if each is None else each.find(f"{W}{name}")
        if found is not None:
            return value_of(found) or "true"
    return ""


def _is_shaded(properties: Any) -> bool:  # noqa: ANN401
    shade = None if properties is None else properties.find(f"{W}shd")
    return shade is not None and str(shade.get(f"{W}fill") or "auto").upper() not in {"AUTO", *_WHITE}
