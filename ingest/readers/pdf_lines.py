"""A page of a PDF → its lines, told from where the words stand: cells of a row, gaps between paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_CELL = " | "
_CELL_GAP = 0.9  # of the line's height: a wider gap inside a line parts two cells
_SPACE_GAP = 0.12  # of the line's height: a narrower gap is no space
_CJK_SPACE_GAP = 0.5  # the same where an ideograph is on either side
_SAME_LINE = 0.35  # of the lower height: pieces that overlap by more stand on one line
_WRAPPED_CELL = 1.5  # of the row's height: a piece further below is not the rest of a cell
_ALIGNED = 0.5  # of the height: left edges nearer than this are one column
_MARK = 3  # characters of a bullet or a number before its item
_ITEM_CHARACTERS = 25
_CJK = re.compile(r"[\u3000-\u9fff\uff00-\uffef]")
_CJK_STOPS = "，。、；：）》」』”"
_PARAGRAPH_GAP = 1.45  # of the usual distance between lines


def page_text(page: PdfTextPage) -> str:
    """The lines of a page: wide gaps inside a line become " | ", wide gaps between lines a blank line."""
    lines = _lines(page)
    leading = median(line.leading for line in lines) if lines else 0.0
    pieces: list[str] = []
    for line in lines:
        is_apart = line.leading > _PARAGRAPH_GAP * max(leading, line.height) or line.leading < 0
        pieces.append(("\n" if is_apart else "") + _CELL.join(line.cells))
    return "\n".join(pieces)


def _lines(page: PdfTextPage) -> list[_Line]:
    lines: list[_Line] = []
    for number in range(page.count_rects()):
        left, bottom, right, top = page.get_rect(number)
        words = " ".join(page.get_text_bounded(left, bottom, right, top).split())
        if not words:
            continue
        last = lines[-1] if lines else None
        if last and last.takes(left, bottom, top):
            last.append(words, left, right)
        else:
            lines.append(_Line([words], [left], right, bottom, top, (last.top if last else top) - top))
    return lines


@dataclass
class _Line:
    """One line of a page, or one row of a table; all lengths in points.

    `lefts` are the left edges of the cells; `leading` is the distance from the top of the line before.
    """

    cells: list[str]
    lefts: list[float]
    right: float
    bottom: float
    top: float
    leading: float

    @property
    def height(self) -> float:
        return self.top - self.bottom

    def takes(self, left: float, bottom: float, top: float) -> bool:
        """Whether a piece stands on this line, or goes on a cell of this row one line below."""
        overlap = min(top, self.top) - max(bottom, self.bottom)
        if overlap > _SAME_LINE * min(top - bottom, self.height):
            return True
        is_close = 0 < self.bottom - bottom < _WRAPPED_CELL * self.height
        return is_close and self._column(left) > 0

    def append(self, words: str, left: float, right: float) -> None:
        column = self._column(left)
        if column >= 0 and left < self.right - self.height:
            self.cells[column] += _between(self.cells[column], words, is_apart=True) + words
            return
        gap = left - self.right
        is_mark = len(self.cells) == 1 and _is_mark(self.cells[0], words)
        if gap > _CELL_GAP * self.height and not is_mark and self.cells[-1][-1] not in _CJK_STOPS:
            self.cells.append(words)
            self.lefts.append(left)
        else:
            touches_cjk = _CJK.match(self.cells[-1][-1]) or _CJK.match(words[0])
            is_apart = is_mark or gap > (_CJK_SPACE_GAP if touches_cjk else _SPACE_GAP) * self.height
            self.cells[-1] += _between(self.cells[-1], words, is_apart=is_apart) + words
        self.right = max(self.right, right)

    def _column(self, left: float) -> int:
        """The cell whose left edge is at `left`; -1 for none."""
        near = [n for n, edge in enumerate(self.lefts) if abs(edge - left) < _ALIGNED * self.height]
        return near[0] if near else -1


def _is_mark(cell: str, words: str) -> bool:
    """Whether `cell` is the bullet or the number of the item `words`, not a cell of a table."""
    if len(cell) > _MARK or any(c.isalpha() for c in cell):
        return False
    return not any(c.isdigit() for c in cell) or len(words) > _ITEM_CHARACTERS


def _between(before: str, after: str, *, is_apart: bool) -> str:
    """The space between two pieces of a line; Chinese has none."""
    return " " if is_apart and not (_CJK.match(before[-1]) and _CJK.match(after[0])) else ""
