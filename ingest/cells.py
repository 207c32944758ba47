"""A line of a table → its cells, however they are parted: tabs, bars, wide gaps, or a dash or a stroke between spaces."""

from __future__ import annotations

import re

_FIGURE = re.compile(r"[\d€$£¥￥+\-–]")
# Tried in this order; those after the first two part cells only in lines that stand with others like them.
_SEPARATORS = tuple(
    re.compile(form)
    for form in (r"\s*\t\s*", r"\s*\|\s*", r"\s{2,}", r"\s+[–—-]\s+", r"\s*／\s*", r"\s+/\s+", r"\s*;\s*", r"\s+·\s+")
)
_CERTAIN = 2


def cells_of(row: str) -> list[str]:
    """The cells of a table row, those that are empty too; a line that is none is one cell."""
    body = row.strip()
    for number, form in enumerate(_SEPARATORS):
        if form.search(body.strip("|") if number == 1 else body):
            inner = re.sub(r"^\||\|$", "", body) if number == 1 else body
            return [cell.strip() for cell in form.split(inner)]
    return [body]


def is_row(line: str) -> bool:
    """Whether a line is a table row by itself: it parts cells by tabs or bars, and two of them hold something."""
    return any(
        len([cell for cell in form.split(line.strip().strip("|")) if cell.strip()]) > 1 for form in _SEPARATORS[:_CERTAIN]
    )


def are_rows(lines: list[str], least_cells: int = 3) -> bool:
    """Whether lines that no tab or bar parts are rows of one table: as many cells each, parted the same way."""
    for form in _SEPARATORS[_CERTAIN:]:
        counts = {len(form.split(line.strip())) for line in lines}
        if len(counts) == 1 and counts.pop() >= least_cells:
            return all(cells_of(line) == [cell.strip() for cell in form.split(line.strip())] for line in lines)
    return False


def is_header_row(cells: list[str]) -> bool:
    """Whether the first row of a table names its columns: no cell begins with a figure or a currency."""
    return not any(_FIGURE.match(cell.strip()) for cell in cells)
