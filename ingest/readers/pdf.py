"""PDF → Reading: the text layer page by page, wrapped lines joined, running headers and page numbers left out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from ingest.document import Block, Reading
from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers.assembly import Assembly
from ingest.readers.structure import blocks_of

if TYPE_CHECKING:
    from pypdfium2 import PdfTextPage

_MARGIN_LINES = 3  # running headers and footers stand within this many lines of the page's edge
_MOST_PAGES = 5000
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
_PAGE_NUMBER = re.compile(
    r"(?<=page )\d+(?: (?:of|/) \d+)?|(?<=第)\s*\d+\s*(?=页)|(?<=共)\s*\d+\s*(?=页)|^\W{0,3}\d{1,4}(?: ?(?:/|of) ?\d+)?\W{0,3}$|"
    r"(?<=[^\d\W] \| )\d{1,4}$|^\d{1,4}(?= \| [^\d\W])|(?<=[^\d\W] )\d{1,4}$|^\d{1,4}(?= [^\d\W])",
    re.IGNORECASE,
)
_PARAGRAPH_GAP = 1.45  # of the usual distance between lines
_LEAST_LETTERS = 8
_JUNK_TITLE = re.compile(r"^(untitled|microsoft word|.*\.(docx?|pdf|indd|xlsx?)$|document\d*$)", re.IGNORECASE)
_CJK_BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")
_HYPHEN_BREAK = re.compile(r"(?<=[a-zß-ÿ])[-\u00ad\ufffe\x02]\n(?=[a-zß-ÿ])")


def read_pdf(data: bytes) -> Reading:
    """The text of a PDF with the offset of each page.

    Raises: UnreadableError when it is encrypted or damaged; NothingToReadError when no page has a text layer.
    """
    pages, title = _page_texts(data)
    running = _running_lines(pages)
    assembly = Assembly()
    starts: list[int] = []
    site: list[str] = []
    for page in pages:
        starts.append(len(assembly.text) + (2 if assembly.blocks else 0))
        lines = page.split("\n")
        left_out = {number for number in _margins(lines) if _key(lines[number]) in running}
        site.extend(lines[number] for number in sorted(left_out))
        body = "\n".join(line for number, line in enumerate(lines) if number not in left_out)
        for block in blocks_of(body):
            _add(assembly, block, body)
    text = assembly.text
    if sum(c.isalpha() for c in text) < _LEAST_LETTERS:
        message = "holds no text, only images; it needs OCR."
        raise NothingToReadError(message)
    first = next((text[b.start : b.end] for b in assembly.blocks if b.kind == "heading"), "")
    return Reading(
        text=text,
        blocks=assembly.blocks,
        title=title if title and not _JUNK_TITLE.match(title) else first,
        site="\n".join(dict.fromkeys(site)),
        page_starts=tuple(min(start, len(text)) for start in starts),
    )


def _page_texts(data: bytes) -> tuple[list[str], str]:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as pdf:
            if len(pdf) > _MOST_PAGES:
                message = f"has {len(pdf)} pages, more than {_MOST_PAGES}; split it."
                raise UnreadableError(message)
            pages = [_page_text(pdf[number].get_textpage()) for number in range(len(pdf))]
            title = str(pdf.get_metadata_value("Title") or "").strip()
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower()
        message = "is password-protected; save it without one." if is_locked else "is damaged or not a PDF."
        raise UnreadableError(message) from error
    return pages, title


def _page_text(page: PdfTextPage) -> str:
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


def _running_lines(pages: list[str]) -> set[str]:
    """Lines at the edges that come again on at least half of the pages, but for the page number."""
    if len(pages) < 2:  # noqa: PLR2004 - one page repeats nothing
        return set()
    counts: Counter[str] = Counter()
    for page in pages:
        lines = page.split("\n")
        counts.update({_key(lines[number]) for number in _margins(lines)})
    return {key for key, count in counts.items() if count >= max(2, len(pages) / 2) and key}


def _margins(lines: list[str]) -> set[int]:
    """The numbers of the lines at the page's edges."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return {*filled[:_MARGIN_LINES], *filled[-_MARGIN_LINES:]}


def _key(line: str) -> str:
    """The line without its page number; other numbers stay, for rows of figures look alike without them."""
    return _PAGE_NUMBER.sub("#", " ".join(line.split()))


def _add(assembly: Assembly, block: Block, body: str) -> None:
    words = _HYPHEN_BREAK.sub("", body[block.start : block.end])
    words = _CJK_BREAK.sub("", words).replace("\n", " ")
    assembly.add(block.kind, words, level=block.level, header=block.header)
