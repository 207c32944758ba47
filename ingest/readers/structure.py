"""Plain text → blocks: headings, paragraphs, list items and table rows, found by how lines look.

Serves every format whose text carries no markup (txt, PDF). Never changes the text: blocks are offsets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from ingest.cells import are_rows, cells_of, is_header_row, is_row
from ingest.countries import country_of
from ingest.document import Block, BlockKind

_BULLET = re.compile(
    r"\s*(?:[•·●○▪▫◦‣⁃∙■□◆◇★※*+>]|[-–—](?=\s)|\(?\d{1,2}[.)、](?!\d)|[（(]?[一二三四五六七八九十]{1,3}[)）、.]|[a-z]\))\s*(?=\S)"
)
_NUMBERED = re.compile(
    r"(?:[（(]?[一二三四五六七八九十]{1,3}[)）、.]|第.{1,4}[章节條条]|(?:\d{1,2}\.)+\d{0,2}\s|[IVX]{1,4}\.\s)"
)
_PARAGRAPH_SIGN = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[)）、.]")
_SENTENCE_END = re.compile(r"[.!?。！？…:：;；,，]['\"”’)）]*$")
_FULL_STOP = re.compile(r"[.!?。！？…]['\"”’)）]*$")
_LABELLED = re.compile(r"^[^:：]{1,40}[:：]\s*\S")
_BRACKETED = re.compile(r"^[【\[〔《].*[】\]〕》]$")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_WRAPPED_WIDTH = 50  # a line at least this wide that does not end a sentence goes on in the next
_HEADING_WIDTH = 80
_HEADING_WORDS = 11
_LEAST_HEADING = 4
_CJK_WIDTH = 2  # an ideograph is as wide as two Latin letters
_ITEM_WIDTH = 160
_LEAST_LIST = 2
_LEAST_RUN = 3  # short lines, each alone between blank ones: fewer are headings over each other, so many a list
_LEAST_ROWS = 3


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str
    after_blank: bool

    @property
    def width(self) -> int:
        return width_of(self.text)


@dataclass(frozen=True)
class _Group:
    """Lines that are one block: a single line, or a paragraph that was wrapped."""

    lines: tuple[_Line, ...]
    text: str
    in_list: bool  # among lines that were broken on purpose

    @property
    def first(self) -> _Line:
        return self.lines[0]

    @property
    def width(self) -> int:
        return sum(line.width for line in self.lines)

    @property
    def is_item(self) -> bool:
        """Whether it begins with a bullet or a number."""
        return bool(_BULLET.match(self.text))

    @property
    def is_listed(self) -> bool:
        """Whether it is an item of a list without bullets."""
        return self.in_list and self.width <= _ITEM_WIDTH and not _SENTENCE_END.search(self.text)

    @property
    def is_short(self) -> bool:
        """Whether it is one short line that is no sentence."""
        is_line = len(self.lines) == 1 and self.width <= _HEADING_WIDTH and not _SENTENCE_END.search(self.text)
        return is_line and not self.is_item and not is_row(self.text)


def width_of(text: str) -> int:
    """The room that `text` takes on a line, in Latin letters."""
    return len(text) + (_CJK_WIDTH - 1) * len(_CJK.findall(text))


def blocks_of(text: str) -> tuple[Block, ...]:
    """The blocks of `text`, in order; every character that is not white space lies in one of them."""
    groups = _joined(_lines(text), text)
    kinds = _kinds(groups)
    blocks = []
    for number, (group, kind) in enumerate(zip(groups, kinds, strict=True)):
        level = _level(group, is_first=number == 0) if kind == "heading" else 0
        blocks.append(Block(group.first.start, group.lines[-1].end, kind, level=level))
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


def _joined(lines: list[_Line], text: str) -> list[_Group]:
    groups: list[_Group] = []
    for stack in _stacks(lines):
        room = max(line.width for line in stack)
        is_list = _is_list(stack, room)
        parts: list[list[_Line]] = []
        for number, line in enumerate(stack):
            if number and not (is_list and not line.text[0].islower()) and _continues(stack[number - 1], line, room):
                parts[-1].append(line)
            else:
                parts.append([line])
        groups.extend(_Group(tuple(each), text[each[0].start : each[-1].end], is_list) for each in parts)
    return groups


def _stacks(lines: list[_Line]) -> list[list[_Line]]:
    """The lines between blank ones, together."""
    stacks: list[list[_Line]] = []
    for line in lines:
        if line.after_blank or not stacks:
            stacks.append([line])
        else:
            stacks[-1].append(line)
    return stacks


def _is_list(stack: list[_Line], room: int) -> bool:
    """Whether the lines of a stack were broken on purpose.

    They were when the next line's first word would mostly have fitted in; or when all of at least three begin like
    sentences and the last ends like none.
    """
    if len(stack) < _LEAST_LIST:
        return False
    breaks = [_fits(before, line, room) for before, line in pairwise(stack)]
    if sum(breaks) >= len(breaks) / 2:
        return True
    is_ragged = max(line.width for line in stack) - min(line.width for line in stack) > 2 * _CJK_WIDTH
    no_prose = not any(line.text[0].islower() or _FULL_STOP.search(line.text) for line in stack)
    return len(stack) > _LEAST_LIST and is_ragged and no_prose


def _fits(before: _Line, line: _Line, room: int) -> bool:
    first = line.text.split(maxsplit=1)[0]
    word = 2 * _CJK_WIDTH if _CJK.match(first) else len(first) + 1
    return before.width + word <= room


def _continues(previous: _Line, line: _Line, room: int) -> bool:
    """Whether `line` is the same paragraph as `previous`, only wrapped; `room` is the width of the widest line around."""
    if _BULLET.match(line.text) or is_row(previous.text) or is_row(line.text):
        return False
    if _SENTENCE_END.search(previous.text) and not previous.text.endswith((",", "，", ";", "；")):
        return False
    return line.text[0].islower() or (previous.width >= _WRAPPED_WIDTH and not _fits(previous, line, room))


def _kinds(groups: list[_Group]) -> list[BlockKind]:
    kinds: list[BlockKind] = []
    for number, group in enumerate(groups):
        before = groups[number - 1] if number else None
        after = groups[number + 1] if number + 1 < len(groups) else None
        if is_row(group.text):
            kinds.append("row")
        elif _is_heading(group, before, after):
            kinds.append("heading")
        elif group.is_item or group.is_listed:
            kinds.append("item")
        else:
            kinds.append("paragraph")
    return _without_runs_of_headings(groups, kinds)


def _is_heading(group: _Group, before: _Group | None, after: _Group | None) -> bool:
    """Short, not a sentence, has letters, and stands alone between blank lines or over something longer than itself."""
    if after is None or not _looks_like_heading(group):
        return False
    line, next_is_apart = group.first, after.first.after_blank
    if group.is_item:
        follows_item = before is not None and before.is_item and not line.after_blank
        stands_alone = not after.is_item and line.width <= _HEADING_WIDTH // 2 and not _LABELLED.match(line.text)
        heads_others = bool(_PARAGRAPH_SIGN.match(line.text)) and not _PARAGRAPH_SIGN.match(after.text)
        return not follows_item and (stands_alone or heads_others or (after.is_item and after.width > 2 * _HEADING_WIDTH))
    if before is not None and _LABELLED.match(line.text):
        return False
    if line.after_blank:
        return next_is_apart or _is_marked(line.text) or after.is_item or after.width > 2 * line.width
    is_over_prose = bool(_FULL_STOP.search(after.text)) or not group.in_list
    return not next_is_apart and is_over_prose and not after.is_short and after.width > 2 * line.width


def _looks_like_heading(group: _Group) -> bool:
    text = group.text
    if len(group.lines) > 1 or is_row(text) or _SENTENCE_END.search(text) or "@" in text:
        return False
    is_long_enough = group.width >= _LEAST_HEADING or _is_marked(text)
    is_short = group.width <= _HEADING_WIDTH and len(text.split()) <= _HEADING_WORDS
    return is_long_enough and is_short and any(c.isalpha() for c in text)


def _is_marked(text: str) -> bool:
    """Whether the words alone make a heading likely: capitals, brackets, the name of a country."""
    return text.isupper() or bool(_BRACKETED.match(text)) or bool(country_of(text))


def _without_runs_of_headings(groups: list[_Group], kinds: list[BlockKind]) -> list[BlockKind]:
    """Short lines that stand alone one after the other are no headings over nothing, but a list under the first of them."""
    start = 0
    while start < len(kinds):
        end = start
        while end < len(kinds) and kinds[end] == "heading" and groups[end].is_short and groups[end].first.after_blank:
            end += 1
        if end - start > _LEAST_RUN:  # the last one may head what follows
            kinds[start + 1 : end - 1] = ["item"] * (end - start - 2)
        start = max(end, start + 1)
    return kinds


def _level(group: _Group, *, is_first: bool) -> int:
    """The first line stands over all; numbered headings over unnumbered ones; a bullet over its own text only."""
    if is_first:
        return 1
    if _NUMBERED.match(group.text):
        return 2
    return 4 if group.is_item else 3


def _with_tables(blocks: tuple[Block, ...], text: str) -> tuple[Block, ...]:
    """Gives each row the first row of its run as header, if that one holds no figures; a lone row is prose.

    Lines that are parted alike by dashes or strokes are rows too; a heading that is parted as they are is their header.
    """
    result: list[Block] = []
    headers: dict[int, str] = {}
    number = 0
    while number < len(blocks):
        run = number
        while run < len(blocks) and blocks[run].kind == "row":
            run += 1
        if run == number:
            run = _end_of_loose_rows(blocks, number, text, headers)
        if run == number:
            line = text[blocks[number].start : blocks[number].end]
            if blocks[number].kind == "heading" and are_rows([line]) and is_header_row(cells_of(line)):
                headers[len(cells_of(line))] = line
            result.append(blocks[number])
            number += 1
            continue
        rows = blocks[number:run]
        first = text[rows[0].start : rows[0].end]
        columns = len(cells_of(first))
        is_header = len(rows) > 1 and is_header_row(cells_of(first)) and columns not in headers
        header = first if is_header else headers.get(columns, "")
        kind = "row" if len(rows) > 1 or header else "paragraph"
        result.extend(Block(row.start, row.end, kind, header="" if is_header and row == rows[0] else header) for row in rows)  # type: ignore[arg-type]
        number = run
    return tuple(result)


def _end_of_loose_rows(blocks: tuple[Block, ...], start: int, text: str, headers: dict[int, str]) -> int:
    """Where the rows end that begin at `start` and are parted by dashes or strokes; `start` when there are none."""
    first = text[blocks[start].start : blocks[start].end]
    if not are_rows([first]):
        return start
    end = start + 1
    while end < len(blocks) and are_rows([first, text[blocks[end].start : blocks[end].end]]):
        end += 1
    is_known = len(cells_of(first)) in headers
    return end if is_known or end - start >= _LEAST_ROWS else start
