"""Table rows that a question picks: all rows of the closest table that hold what the question says of them.

"Which partners are in Germany?" wants every row with Germany, wherever it stands; a search finds only the closest few.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.evidence import Unit, coverage
from index.analysis import STOP_WORDS, words
from ingest.cells import cells_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.drafting import Drafting
    from ingest.document import Block

_LEAST_ROWS = 3  # of a table worth looking through
_LEAST_NEAR = 0.4  # share of the question that the closest row, its header and headings must hold
_MOST_ROWS = 40
_BEGINNING = 5  # letters


def picked_rows(drafting: Drafting) -> list[Unit]:
    """The rows, in order, of the table closest to the question that hold the most of what only some of its rows hold.

    Empty when no table is among the evidence, when nothing tells its rows apart, or when most of them would be picked.
    """
    rows = [unit for unit in drafting.own_units if unit.header]
    if not rows:
        return []
    closest = max(rows, key=lambda unit: coverage(unit, drafting.weights))
    if coverage(closest, drafting.weights) < _LEAST_NEAR:
        return []
    table = _table_of(closest)
    held = [_with_beginnings(words(_text(closest, block)), drafting.weights) for block in table]
    telling = _telling(drafting, closest, held)
    if len(table) < _LEAST_ROWS or not telling:
        return []
    shares = [sum(weight for word, weight in telling.items() if word in each) for each in held]
    best = max(shares)
    picked = [block for block, share in zip(table, shares, strict=True) if share == best]
    if not best or len(picked) > min(_MOST_ROWS, len(table) - 1):
        return []
    return [Unit(closest.passage, block.start, block.end, block.header) for block in picked]


def _table_of(unit: Unit) -> list[Block]:
    """The rows around a row that have its header, with nothing but rows between them."""
    blocks = unit.passage.document.blocks
    at = next((n for n, block in enumerate(blocks) if block.start == unit.start), None)
    if at is None:
        return []
    first = last = at
    while first > 0 and _belongs(blocks[first - 1], unit):
        first -= 1
    while last + 1 < len(blocks) and _belongs(blocks[last + 1], unit):
        last += 1
    return list(blocks[first : last + 1])


def _belongs(block: Block, unit: Unit) -> bool:
    return block.kind == "row" and block.header == unit.header


def _with_beginnings(held: Sequence[str], asked: Iterable[str]) -> set[str]:
    """The words of a row and those of the question that begin like one of them: German for Germany."""
    long = [word for word in held if len(word) > _BEGINNING and word.isascii() and word.isalpha()]
    alike = {
        word for word in asked if len(word) > _BEGINNING and any(word[:_BEGINNING] == other[:_BEGINNING] for other in long)
    }
    return set(held) | alike


def cells(unit: Unit) -> str:
    """A row as it is read: its cells that hold something, parted by commas."""
    return ", ".join(cell for cell in cells_of(unit.text) if cell)


def _text(unit: Unit, block: Block) -> str:
    return unit.passage.document.text[block.start : block.end]


def _telling(drafting: Drafting, closest: Unit, held: Sequence[set[str]]) -> dict[str, float]:
    """The words of the question that some rows have and others have not, besides those of headings and of the header."""
    known = set(words(f"{closest.about} {closest.header}")) | STOP_WORDS
    return {
        word: weight
        for word, weight in drafting.weights.items()
        if word not in known and 0 < sum(word in each for each in held) < len(held)
    }
