"""Plain text → blocks: headings, paragraphs, list items and table rows, found by how lines look.

Serves every format whose text carries no markup (txt, PDF). Never changes the text: blocks are offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.document import Block

_BULLET = re.compile(
    r"\s*(?:[•·●○▪▫◦‣⁃∙■□◆◇★※*+>]|[-–—](?=\s)|\(?\d{1,2}[.)、](?!\d)|[（(]?[一二三四五六七八九十]{1,3}[)）、.]|[a-z]\))\s*(?=\S)"
)
_NUMBERED = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.]|第.{1,4}[章节條条]|(?:\d{1,2}\.)+\d{0,2}\s|[IVX]{1,4}\.\s)"
)
_SENTENCE_END = re.compile(r"[.!?。！？…:：;；,，]['\"”’)）]*$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_CELLS = re.compile(r"\t+|\s*\|\s*|\s{3,}")
_FIGURE = re.compile(r"[\d€$£¥￥+\-–]")
_WRAPPED_WIDTH = 50  # a line at least this wide that does not end a sentence goes on in the next
_HEADING_WIDTH = 80
_HEADING_WORDS = 11
_LEAST_HEADING = 4
_CJK_WIDTH = 2  # an ideograph is as wide as two Latin letters


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str
    after_blank: bool

    @property
    def width(self) -> int:
        return len(self.text) + (_CJK_WIDTH - 1) * len(_CJK.findall(self.text))


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of `text`, in order; every character that is not white space lies in one of them."""
    groups = _joined(_lines(text))
    blocks: list[Block] = []
    for number, group in enumerate(groups):
        following = groups[number + 1] if number + 1 < len(groups) else None
        blocks.append(_block(group, following, text, is_first=number == 0))
    return _with_tables(tuple(blocks), text)


def _lines(text: str) -> list[_Line]:
    lines, position, after_blank = [], 0, True
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        start = position + len(raw) - len(raw.lstrip())
        position += len(raw)
        if stripped:
            lines.append(_Line(start, start + len(stripped), stripped, after_blank))
        after_blank = not stripped
    return lines


def _joined(lines: list[_Line]) -> list[list[_Line]]:
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and _continues(groups[-1][-1], line):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _continues(previous: _Line, line: _Line) -> bool:
    """Whether `line` is the same paragraph as `previous`, only wrapped."""
    if line.after_blank or _BULLET.match(line.text) or _is_row(previous.text) or _is_row(line.text):
        return False
    if _SENTENCE_END.search(previous.text) and not previous.text.endswith((",", "，", ";", "；")):
        return False
    return line.text[0].islower() or previous.width >= _WRAPPED_WIDTH


def _is_row(text: str) -> bool:
    return len(_cells(text)) > 1 and ("\t" in text or "|" in text)


def is_header_row(cells: list[str]) -> bool:
    """Whether the first row of a table names its columns: no cell begins with a figure or a currency."""
    return not any(_FIGURE.match(cell.strip()) for cell in cells)


def _cells(text: str) -> list[str]:
    return [cell for cell in _CELLS.split(text.strip().strip("|")) if cell.strip()]


def _block(group: list[_Line], following: list[_Line] | None, text: str, *, is_first: bool) -> Block:
    start, end = group[0].start, group[-1].end
    body = text[start:end]
    if _is_row(body):
        return Block(start, end, "row")
    is_item = bool(_BULLET.match(body))
    if len(group) == 1 and _is_heading(group[0], following, is_item=is_item):
        return Block(start, end, "heading", level=_level(body, is_first=is_first, is_item=is_item))
    return Block(start, end, "item" if is_item else "paragraph")


def _level(body: str, *, is_first: bool, is_item: bool) -> int:
    """The first line stands over all; numbered headings over unnumbered ones; a bullet over its own text only."""
    if is_first:
        return 1
    if _NUMBERED.match(body):
        return 2
    return 4 if is_item else 3


def _is_heading(line: _Line, following: list[_Line] | None, *, is_item: bool) -> bool:
    """Short, not a sentence, has letters, and stands above something longer than itself."""
    if following is None or not _LEAST_HEADING <= line.width <= _HEADING_WIDTH or len(line.text.split()) > _HEADING_WORDS:
        return False
    if _SENTENCE_END.search(line.text) or not any(c.isalpha() for c in line.text) or _is_row(line.text):
        return False
    next_width = sum(each.width for each in following)
    next_is_item = bool(_BULLET.match(following[0].text))
    if is_item:
        stands_alone = not next_is_item and line.width <= _HEADING_WIDTH // 2
        return stands_alone or (next_is_item and next_width > 2 * _HEADING_WIDTH)
    return (next_is_item and line.after_blank) or next_width > 2 * line.width or following[0].after_blank


def _with_tables(blocks: tuple[Block, ...], text: str) -> tuple[Block, ...]:
    """Gives each row the first row of its run as header, if that one holds no figures; a lone row is prose."""
    result: list[Block] = []
    number = 0
    while number < len(blocks):
        run = number
        while run < len(blocks) and blocks[run].kind == "row":
            run += 1
        if run == number:
            result.append(blocks[number])
            number += 1
            continue
        rows = blocks[number:run]
        first = text[rows[0].start : rows[0].end]
        header = first if len(rows) > 1 and is_header_row(_cells(first)) else ""
        kind = "row" if len(rows) > 1 else "paragraph"
        result.extend(Block(row.start, row.end, kind, header=header if row != rows[0] else "") for row in rows)  # type: ignore[arg-type]
        number = run
    return tuple(result)
