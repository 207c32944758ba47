"""RTF → Reading: paragraphs, headings, list items and tables; hidden words are told, never mixed into the text.

Takes what `rtf_words` makes of the file's control words. striprtf, the usual library, keeps hidden words in the text and
knows neither headings nor tables' cells (docs/decisions/017).
"""

from __future__ import annotations

from ingest.document import BlockKind, Reading
from ingest.errors import UnreadableError
from ingest.readers.assembly import Assembly
from ingest.readers.rtf_words import Group, Header, read_header, words_of

_CELL, _ROW = "cell", "row"
_ENDS = {"par", "sect", "page"}
_SIGNS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ",
}  # fmt: skip
_SYMBOLS = {"~": " ", "_": "-", "\\": "\\", "{": "{", "}": "}", "\r": "\n", "\n": "\n", "\t": "\t"}
_MOST_LEVEL = 6
_BODY_LEVEL = 9


def read_rtf(data: bytes) -> Reading:
    """The text of an RTF file.

    Raises: UnreadableError when it does not begin as one.
    """
    if not data.startswith(b"{\\rtf"):
        message = "is not an RTF file inside; rename it or save it again."
        raise UnreadableError(message)
    source = data.decode("latin-1")
    page = _Page(read_header(source))
    for group, word, number, text in words_of(source, page.header):
        page.take(group, word, number, text)
    return page.reading()


class _Page:
    """The text so far: a paragraph in the making, a row in the making, and the blocks that are done."""

    def __init__(self, header: Header) -> None:
        self.header = header
        self._assembly = Assembly()
        self._words: list[str] = []
        self._unseen: list[str] = []
        self._margins: list[str] = []
        self._cells: list[str] = []
        self._rows: list[list[str]] = []
        self._level = 0
        self._is_item = self._in_table = False

    def take(self, group: Group, word: str, number: int | None, text: str) -> None:
        """Takes one control word, or a piece of text."""
        if word == "text":
            self._write(group, text)
        elif word in _SIGNS:
            self._write(group, _SIGNS[word])
        elif word == "symbol":
            self._write(group, _SYMBOLS.get(text, ""))
        elif word in _ENDS:
            self._end_paragraph() if group.shows == "text" else self._write(group, "\n")
        elif word in {_CELL, "nestcell"}:
            self._end_cell()
        elif word in {_ROW, "nestrow"}:
            self._end_row()
        elif word == "pard":
            self._level, self._is_item, self._in_table = 0, False, False
        elif word == "intbl":
            self._in_table = True
        elif word == "ls" or (word == "group" and text in {"listtext", "pntext", "pn"}):
            self._is_item = True
        elif word == "outlinelevel":
            self._level = (number or 0) + 1 if (number or 0) < _BODY_LEVEL else 0
        elif word == "s":
            self._level = self.header.levels.get(number or 0, 0)

    def reading(self) -> Reading:
        """What the whole file says."""
        if self._in_table or self._cells:  # a row that no word ends
            self._end_cell()
        self._end_paragraph()
        self._end_row()
        self._end_table()
        assembly = self._assembly
        return Reading(
            text=assembly.text,
            blocks=assembly.blocks,
            title=assembly.first_heading() or self.header.title,
            encoding=self.header.encoding,
            site="\n".join(dict.fromkeys(line.strip() for line in "".join(self._margins).split("\n") if line.strip())),
            hidden=assembly.hidden,
        )

    def _write(self, group: Group, text: str) -> None:
        if group.shows == "margin":
            self._margins.append(text)
        elif group.shows == "text":
            (self._unseen if self._is_hidden(group) else self._words).append(text)

    def _is_hidden(self, group: Group) -> bool:
        is_white = group.color in self.header.white and not group.has_ground and not self._in_table
        return group.is_hidden or group.is_tiny or is_white

    def _taken(self) -> str:
        words, unseen = "".join(self._words), "".join(self._unseen)
        self._words.clear()
        self._unseen.clear()
        self._assembly.hide(unseen)
        return words

    def _end_paragraph(self) -> None:
        if self._in_table or self._cells:
            self._words.append("\n")
            return
        text = self._taken()
        if not text.strip():
            return
        self._end_table()
        kind: BlockKind = "heading" if self._level else "item" if self._is_item else "paragraph"
        self._assembly.add(kind, text, level=min(_MOST_LEVEL, self._level))

    def _end_cell(self) -> None:
        self._cells.append(self._taken())

    def _end_row(self) -> None:
        if self._cells:
            self._rows.append(self._cells)
            self._cells = []

    def _end_table(self) -> None:
        if self._rows:
            self._assembly.add_table(self._rows, has_header=False)
            self._rows = []
