"""A line of a table → its cells, however they are parted: tabs, bars, commas of a record, wide gaps, dashes or strokes."""

from __future__ import annotations

import csv
import re

_FIGURE = re.compile(r"[\d€$£¥￥+\-–]")
# Tried in this order; those after the first two part cells only in lines that stand with others like them.
_SEPARATORS = tuple(
    re.compile(form)
    for form in (r"\s*\t\s*", r"\s*\|\s*", r"\s{2,}", r"\s+[–—-]\s+", r"\s*／\s*", r"\s+/\s+", r"\s*;\s*", r"\s+·\s+")
)
_CERTAIN = 2
_GAP = 40
_WIDE_GAP = re.compile(rf"\s{{{_GAP + 1},}}")
_TIGHT = {",": re.compile(r'(?<=[^\s,]),(?=[^\s,])|,{2,}|",|,"'), ";": re.compile(r'";|;"')}  # as only files of values write
_FIGURES = re.compile(r"(?<![\d,])\d{1,3}(?:,\d{3})+(?![\d,])")


def cells_of(row: str) -> list[str]:
    """The cells of a table row, those that are empty too; a line that is none is one cell."""
    body = _narrowed(row.strip())
    for number, form in enumerate(_SEPARATORS):
        if number == _CERTAIN and (values := _values(body)):
            return values
        if form.search(body.strip("|") if number == 1 else body):
            inner = re.sub(r"^\||\|$", "", body) if number == 1 else body
            return [cell.strip() for cell in form.split(inner)]
    return [body]


def _narrowed(line: str) -> str:
    """`line` with its widest gaps made less wide: the separators take a time that grows with the square of a gap."""
    return _WIDE_GAP.sub(lambda gap: "\t" if "\t" in gap.group() else " " * _GAP, line) if len(line) > _GAP else line


def _values(body: str) -> list[str]:
    """The cells of a line of comma- or semicolon-separated values; none when it does not look like one."""
    for delimiter, form in _TIGHT.items():
        tight = len(form.findall(_FIGURES.sub("0", body)))
        if tight and all(tight >= len(other.findall(body)) for other in _SEPARATORS[_CERTAIN + 1 :]):
            try:
                return [cell.strip() for cell in next(csv.reader([" ".join(body.splitlines())], delimiter=delimiter))]
            except csv.Error:  # a cell longer than 131,072 characters
                return []
    return []


def is_row(line: str) -> bool:
    """Whether a line is a table row by itself: it parts cells by tabs or bars, and two of them hold something."""
    body = _narrowed(line.strip().strip("|"))
    return any(len([cell for cell in form.split(body) if cell.strip()]) > 1 for form in _SEPARATORS[:_CERTAIN])


def are_rows(lines: list[str], least_cells: int = 3) -> bool:
    """Whether lines that no tab or bar parts are rows of one table: as many cells each, parted the same way."""
    lines = [_narrowed(line) for line in lines]
    for form in _SEPARATORS[_CERTAIN:]:
        counts = {len(form.split(line.strip())) for line in lines}
        if len(counts) == 1 and counts.pop() >= least_cells:
            return all(cells_of(line) == [cell.strip() for cell in form.split(line.strip())] for line in lines)
    return False


def is_header_row(cells: list[str]) -> bool:
    """Whether the first row of a table names its columns: no cell begins with a figure or a currency."""
    return not any(_FIGURE.match(cell.strip()) for cell in cells)
