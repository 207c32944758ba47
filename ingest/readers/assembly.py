"""Puts a text together block by block, for readers whose format has markup; keeps every block's offsets."""

from __future__ import annotations

import re

from ingest.cells import is_header_row
from ingest.document import Block, BlockKind
from ingest.errors import UnreadableError
from ingest.readers.unseen import listed, seen, unseen

_SPACE = re.compile(r"[ \t\r\f\v\u00a0\u3000]+")
_CELL = " | "
# No more is indexed (ingest/reply.py): a bomb is told here, before its text is made.
_MOST_BLOCKS = 100_000
_MOST_CHARACTERS = 8_000_000


def check_amount(blocks: int, characters: int) -> None:
    """Returns when a file of so many blocks and characters can be indexed.

    Raises: UnreadableError when it cannot.
    """
    if blocks > _MOST_BLOCKS or characters > _MOST_CHARACTERS:
        most = f"{_MOST_BLOCKS:,} paragraphs or rows, {_MOST_CHARACTERS / 1e6:.0f} million characters"
        message = f"holds more text than can be indexed (the most is {most}); split it."
        raise UnreadableError(message)


class Assembly:
    """A growing text and its blocks. Add blocks in order, then take `text` and `blocks`.

    Characters that nobody sees are left out of the text; what they say is among the hidden texts.
    """

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self._pieces: list[str] = []
        self._blocks: list[Block] = []
        self._hidden: list[str] = []
        self._length = 0
        self._tables = 0
        self._page_starts: list[int] = []
        self._pages_to_begin = 0

    @property
    def text(self) -> str:
        """All blocks, a blank line between paragraphs and a line end between items and rows."""
        return "".join(self._pieces)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks added so far, with their offsets in `text`."""
        return tuple(self._blocks)

    @property
    def hidden(self) -> tuple[str, ...]:
        """The hidden texts told so far, as staff see them."""
        return listed(self._hidden)

    @property
    def page_starts(self) -> tuple[int, ...]:
        """The offset of each page's first block; an empty page begins where the next one does."""
        return (*self._page_starts, *(self._length,) * self._pages_to_begin)

    def turn_page(self) -> None:
        """Begins a page, a slide or a sheet with the next block."""
        self._pages_to_begin += 1

    def first_heading(self) -> str:
        """The words of the first heading; "" where there is none."""
        text = self.text
        return next((text[block.start : block.end] for block in self._blocks if block.kind == "heading"), "")

    def hide(self, text: str) -> None:
        """Notes a text that is in the file but that nobody who looks at it sees."""
        if text.strip():
            self._hidden.append(text)

    def add(self, kind: BlockKind, text: str, *, level: int = 0, header: str = "", is_apart: bool = False) -> None:
        """Appends `text` as one block; blank text adds nothing. White space runs become one space.

        `is_apart` parts it by a blank line from an item or a row before.
        """
        shown = self._shown(text)
        lines = (_SPACE.sub(" ", line).strip() for line in shown.split("\n"))
        body = "\n".join(line for line in lines if line)
        if not body:
            return
        check_amount(len(self._blocks) + 1, self._length)
        if self._blocks:
            is_same_list = kind in {"item", "row"} and self._blocks[-1].kind == kind and not is_apart
            self._push("\n" if is_same_list else "\n\n")
        start = self._length
        self._page_starts.extend([start] * self._pages_to_begin)
        self._pages_to_begin = 0
        self._push(body)
        self._blocks.append(Block(start, self._length, kind, level, seen(header)))

    def add_table(self, rows: list[list[str]], *, has_header: bool, is_apart: bool = False) -> None:
        """Appends a table, one row a block, cells parted by " | "; each row knows the header row.

        Without a marked header the first row serves when none of its cells begins with a figure.
        """
        self._tables += 1
        rows = [[" ".join(self._shown(cell).split()) for cell in row] for row in rows]
        rows = [row for row in rows if any(row)]
        while rows and len(rows) > 1 and sum(map(bool, rows[0])) == 1 and len(rows[0]) > 1:
            self.add("paragraph", next(filter(None, rows.pop(0))))  # a caption set as a row
        if not rows:
            return
        is_header = has_header or is_header_row(rows[0])
        header = _CELL.join(rows[0]) if is_header and len(rows) > 1 else ""
        for number, row in enumerate(rows):
            line = _CELL.join(row)
            self.add("row", line, header="" if line == header else header, is_apart=is_apart and not number)

    def warn_of_lengths(self, widths: list[int]) -> None:
        """Warns when the rows of the table added last, `widths` columns wide each, are of different length."""
        if len(set(widths)) > 1:
            self.warnings.append(f"table {self._tables} has rows of different length")

    def _shown(self, text: str) -> str:
        """`text` without what nobody sees, which is noted."""
        shown = seen(text)
        if shown is not text:
            self._hidden.extend(unseen(text))
        return shown

    def _push(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)
