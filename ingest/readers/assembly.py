"""Puts a text together block by block, for readers whose format has markup; keeps every block's offsets."""

from __future__ import annotations

import re

from ingest.cells import is_header_row
from ingest.document import Block, BlockKind

_SPACE = re.compile(r"[ \t\r\f\v\u00a0\u3000]+")
_CELL = " | "


class Assembly:
    """A growing text and its blocks. Add blocks in order, then take `text` and `blocks`."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._blocks: list[Block] = []
        self._length = 0
        self._table = 0

    @property
    def text(self) -> str:
        """All blocks, a blank line between paragraphs and a line end between items and rows."""
        return "".join(self._pieces)

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks added so far, with their offsets in `text`."""
        return tuple(self._blocks)

    def add(self, kind: BlockKind, text: str, *, level: int = 0, header: str = "") -> None:
        """Appends `text` as one block; blank text adds nothing. White space runs become one space."""
        lines = (_SPACE.sub(" ", line).strip() for line in text.split("\n"))
        body = "\n".join(line for line in lines if line)
        if not body:
            return
        if self._blocks:
            is_same_list = kind in {"item", "row"} and self._blocks[-1].kind == kind
            self._push("\n" if is_same_list else "\n\n")
        start = self._length
        self._push(body)
        self._blocks.append(Block(start, self._length, kind, level, header))

    def add_table(self, rows: list[list[str]], *, has_header: bool) -> None:
        """Appends a table, one row a block, cells parted by " | "; each row knows the header row.

        Without a marked header the first row serves when none of its cells begins with a figure.
        """
        rows = [[" ".join(cell.split()) for cell in row] for row in rows]
        rows = [row for row in rows if any(row)]
        while rows and len(rows) > 1 and sum(map(bool, rows[0])) == 1 and len(rows[0]) > 1:
            self.add("paragraph", next(filter(None, rows.pop(0))))  # a caption set as a row
        if not rows:
            return
        is_header = has_header or is_header_row(rows[0])
        header = _CELL.join(rows[0]) if is_header and len(rows) > 1 else ""
        for row in rows:
            line = _CELL.join(row)
            self.add("row", line, header="" if line == header else header)

    def _push(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)
