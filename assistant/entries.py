"""Entries that a question picks: all rows of a table, or items of a list, that hold what it says of them.

"Which partners are in Germany?" wants every entry with Germany, wherever it stands; a search finds only the closest few.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.enumerations import BULLET, speaks_of_countries
from assistant.evidence import Unit, coverage
from index.analysis import STOP_WORDS, words
from ingest.cells import cells_of
from ingest.chunking import heading_words, width
from ingest.orders import is_order
from ingest.regions import everywhere_but, territories_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.drafting import Drafting
    from ingest.document import Block, Document

_LEAST_ENTRIES = 3  # of a list worth looking through
_MOST_ENTRIES = 40
_MOST_LISTS = 3  # looked through for one that the question picks from
_LONGEST_ENTRY = 160  # letters of a row or an item: longer ones are statements
_LEAST_NEAR = 0.4  # share of the question that the closest entry, its headings and header must hold
_NEAR_IF_FOREIGN = 0.4  # the same for the list of another language that the closest words stand in
_COUNTRIES_BONUS = 0.3  # of nearness, for a list of countries when some are asked for
_INSTITUTIONS_BONUS = 0.2  # for a list of institutions when they are asked for
_LEAST_NEAR_IF_FIT, _LEAST_FIT = 0.14, 0.52  # a list of what is asked for may hold less of the question
_BEGINNING = 5  # letters
_INSTITUTIONS = frozenset(
    word
    for each in "university universities institution institutions college school partner partners institute universität hochschule "
    "université universidad universidade università école".split()
    for word in words(each)
)
_AGREEMENTS = frozenset(
    word
    for each in "agreement agreements contract contracts memorandum memoranda mou mous protocol protocols".split()
    for word in words(each)
)
_CHINESE_NAME = re.compile(r"大学|大學|学院|學院|院校|高校|대학교")
_COUNTS_INSTITUTIONS = re.compile(r"(?:多少|几)(?:所|家|个(?:国家|地区))|何校|いくつの大学|몇\s*개", re.IGNORECASE)
_OUTSIDE = re.compile(
    r"\b(?:outside|non(?=[ \-])|extra(?=[ \-])|beyond|au(?:ß|ss)erhalb|hors|fuera de|fuori|fora d[aeo])\b", re.IGNORECASE
)
_ROWS = frozenset(word for each in "row rows entry entries line lines item items".split() for word in words(each))
LABEL = re.compile(r"^[^:：]{1,30}[:：]\s*")
_BETWEEN_PARTS = re.compile(r"\s*[、;；]\s*|,\s+(?=[A-ZÀ-Þ])")
_MARK = re.compile(r"[*†‡§¹²³]+$")
_OPENING_MARK = re.compile(r"^\s*([*†‡§¹²³]+)\s*\S")


@dataclass(frozen=True)
class Entry:
    """A row or an item with what it stands under: a heading inside its list, and the note that its mark refers to."""

    unit: Unit
    heading: str = ""
    note: str = ""

    @property
    def text(self) -> str:
        """All that is told of it."""
        return f"{self.heading} {self.unit.text} {self.note}"


def picked_entries(drafting: Drafting) -> list[Unit]:
    """The entries, in order, of the list closest to the question that hold the most of what only some of them hold.

    Where the question names a country or a part of the world, those that have to do with it. All of them where it asks how
    many the list has. Empty when no list is among the evidence, or nothing tells its entries apart.
    """
    asked = _territories_asked(drafting)
    lists = _closest_lists(drafting, asked)
    return next((picked for closest, entries in lists if (picked := _picked(drafting, closest, entries, asked))), [])


def _picked(drafting: Drafting, closest: Unit, entries: Sequence[Entry], asked: set[str]) -> list[Unit]:
    there = _of_territories(entries, asked)
    picked: Sequence[Entry] | None = _of_words(drafting, closest, entries if there is None else there) or there
    if picked is None:
        picked = entries if drafting.question.wants_count and drafting.question.is_about_listing else []
    if drafting.question.wants_count and not _are_what_is_counted(drafting, closest, entries):
        return []
    is_list = all(width(entry.unit.text) <= _LONGEST_ENTRY for entry in picked)
    return [entry.unit for entry in picked[:_MOST_ENTRIES]] if is_list else []


def entries_around(unit: Unit) -> list[Entry]:
    """The rows or items of the list that a unit belongs to, across the headings that part it; empty when it is no list."""
    document = unit.passage.document
    blocks = document.blocks
    at = next((n for n, b in enumerate(blocks) if b.kind in {"row", "item"} and unit.start <= b.start < unit.end), None)
    if at is None:
        return []
    if at + 1 < len(blocks) and blocks[at + 1].header == document.text[blocks[at].start : blocks[at].end]:
        at += 1  # the row that names the columns is no entry
    kind, header = blocks[at].kind, blocks[at].header
    first = last = at
    while first > 0 and _belongs(blocks, first - 1, kind, header):
        first -= 1
    while last + 1 < len(blocks) and _belongs(blocks, last + 1, kind, header):
        last += 1
    notes = _notes(document)
    entries, heading = [], ""
    for block in blocks[first : last + 1]:
        text = document.text[block.start : block.end]
        if block.kind == "heading":
            heading = heading_words(document, block)
        elif text not in notes.values() and text != header and not is_order(text):
            mark = _MARK.search(text)
            note = notes.get(mark.group(), "") if mark else ""
            entries.append(Entry(Unit(unit.passage, block.start, block.end, block.header), heading, note))
    return entries


def cells(unit: Unit) -> str:
    """A row or an item as it is read: its cells that hold something, parted by commas."""
    return ", ".join(cell for cell in cells_of(unit.text) if cell) if unit.header else _line(unit)


def named(unit: Unit, counted: Sequence[str]) -> list[str]:
    """What an entry names: a row its cell under the column that is counted, else its first cell of words; items their parts.

    "Germany: A University, B University" names two; any other item is one.
    """
    row, columns = cells_of(unit.text), cells_of(unit.header)
    if unit.header and len(row) == len(columns):
        asked = set(words(" ".join(counted)))
        fitting = [cell for cell, column in zip(row, columns, strict=True) if asked & set(words(column)) and cell]
        return [next((cell for cell in (*fitting, *row) if re.search(r"[^\W\d_]{2}", cell)), row[0])]
    line = _line(unit)
    parts = [part.strip() for part in _BETWEEN_PARTS.split(LABEL.sub("", line, count=1)) if part.strip()]
    return parts if len(parts) > 1 and all(map(_is_institution, parts)) else [line]


def _line(unit: Unit) -> str:
    """An item on one line, without its bullet or number."""
    return " ".join(BULLET.sub("", unit.text, count=1).split())


def _belongs(blocks: Sequence[Block], number: int, kind: str, header: str) -> bool:
    """Whether a block is of the list: an entry like the others, or a heading with one right under it."""
    block = blocks[number]
    if block.kind == "heading":
        return number + 1 < len(blocks) and blocks[number + 1].kind == kind and block.level > 1
    is_header = bool(header) and not block.header and number + 1 < len(blocks) and blocks[number + 1].header == header
    return block.kind == kind and (block.header == header or is_header)


def _notes(document: Document) -> dict[str, str]:
    """What marks mean: the lines of a document that begin with one, where entries end with it."""
    texts = [document.text[block.start : block.end] for block in document.blocks]
    used = {mark.group() for text in texts if (mark := _MARK.search(text))}
    lines = {mark.group(1): text for text in texts if (mark := _OPENING_MARK.match(text))}
    return {mark: text for mark, text in lines.items() if mark in used}


def _closest_lists(drafting: Drafting, asked: set[str]) -> list[tuple[Unit, list[Entry]]]:
    """The lists close enough to the question, closest first, each with its unit that is closest.

    A list of countries is closer to a question for some, a list of institutions to a question for them.
    """
    best: dict[tuple[str, int], tuple[float, Unit, list[Entry]]] = {}
    wants_institutions = _is_institution(drafting.question.text)
    counts_countries = speaks_of_countries(" ".join(drafting.question.counted))
    lists: list[list[Entry]] = []
    for unit in drafting.own_candidates:
        entries = next((each for each in lists if _is_among(unit, each)), None)
        if entries is None:
            entries = entries_around(unit)
            lists.append(entries)
        if len(entries) < _LEAST_ENTRIES or not _most(width(entry.unit.text) <= _LONGEST_ENTRY for entry in entries):
            continue
        are_meant = wants_institutions and _most(_is_institution(entry.unit.text) for entry in entries)
        near, are_of_countries = _near(drafting, unit), (bool(asked) or counts_countries) and _are_of_countries(entries)
        if are_meant and are_of_countries and drafting.is_foreign(unit):
            near = max(near, _NEAR_IF_FOREIGN)
        fit = near + _COUNTRIES_BONUS * are_of_countries
        fit += _INSTITUTIONS_BONUS * are_meant
        is_fitting = are_meant or (counts_countries and are_of_countries)
        is_close = near >= _LEAST_NEAR or (is_fitting and near >= _LEAST_NEAR_IF_FIT and fit >= _LEAST_FIT)
        place = (unit.passage.document.id, entries[0].unit.start)
        if is_close and (place not in best or fit > best[place][0]):
            best[place] = (fit, unit, entries)
    return [found[1:] for found in sorted(best.values(), key=lambda found: -found[0])[:_MOST_LISTS]]


def _is_among(unit: Unit, entries: Sequence[Entry]) -> bool:
    """Whether a unit, which may be several entries with their heading, is part of a list."""
    same = bool(entries) and entries[0].unit.passage.document.id == unit.passage.document.id
    return same and any(unit.start <= entry.unit.start < unit.end for entry in entries)


def _near(drafting: Drafting, unit: Unit) -> float:
    near = coverage(unit, drafting.weights)
    is_beside = drafting.is_foreign(unit) and unit.passage.document.id == drafting.closest.passage.document.id
    return max(near, _NEAR_IF_FOREIGN) if is_beside else near


def _most(each: Iterable[bool]) -> bool:
    values = list(each)
    return sum(values) > len(values) / 2


def _is_institution(text: str) -> bool:
    return bool(_INSTITUTIONS & set(words(text))) or bool(_CHINESE_NAME.search(text))


def _are_of_countries(entries: Sequence[Entry]) -> bool:
    return _most(bool(_territories(entry.text)) for entry in entries)


@lru_cache(maxsize=4_096)  # of documents only: nothing of a visitor
def _territories(text: str) -> frozenset[str]:
    return frozenset(territories_in(text))


def _territories_asked(drafting: Drafting) -> set[str]:
    """The countries that the question names besides those in the names of institutions."""
    text = drafting.index.subjects.left_out_of(drafting.question.text, list(drafting.named))
    outside = _OUTSIDE.search(text)
    return everywhere_but(territories_in(text[outside.start() :])) if outside else territories_in(text)


def _of_territories(entries: Sequence[Entry], asked: set[str]) -> list[Entry] | None:
    """The entries of the countries asked for; None when none is asked for or the list is not one of countries."""
    if not asked or not _are_of_countries(entries):
        return None
    return [entry for entry in entries if _territories(entry.text) & asked]


def _of_words(drafting: Drafting, closest: Unit, entries: Sequence[Entry]) -> list[Entry] | None:
    """The entries with the most of the words that only some of them have; None when no word tells them apart."""
    held = [_with_beginnings(words(entry.text), drafting.weights) for entry in entries]
    date = closest.passage.document.date.replace("-", " ")
    known = set(words(f"{closest.about} {closest.header} {date}")) | STOP_WORDS
    telling = {
        word: weight
        for word, weight in drafting.weights.items()
        if word not in known and 0 < sum(word in each for each in held) < len(held)
    }
    if not closest.header and all(word.isdigit() for word in telling):
        telling = {}  # the year of a summer school picks nothing from a list of its dates
    shares = [sum(weight for word, weight in telling.items() if word in each) for each in held]
    best = max(shares, default=0.0)
    picked = [entry for entry, share in zip(entries, shares, strict=True) if share == best]
    return picked if best and len(picked) < len(entries) else None


def _with_beginnings(held: Sequence[str], asked: Iterable[str]) -> set[str]:
    """The words of an entry and those of the question that begin like one of them: German for Germany."""
    long = [word for word in held if len(word) > _BEGINNING and word.isascii() and word.isalpha()]
    alike = {
        word for word in asked if len(word) > _BEGINNING and any(word[:_BEGINNING] == other[:_BEGINNING] for other in long)
    }
    return set(held) | alike


def _are_what_is_counted(drafting: Drafting, closest: Unit, entries: Sequence[Entry]) -> bool:
    """Whether the entries are what is to be counted: called so by a heading or a column, or institutions by their names."""
    question = drafting.question
    if not question.counted and (question.counted_phrase or not _COUNTS_INSTITUTIONS.search(question.text)):
        return False
    thing = set(words(" ".join(question.counted))) - STOP_WORDS
    called = set(words(f"{closest.context} {closest.passage.document.title} {closest.header}"))
    if not thing or thing & (called | _ROWS) or speaks_of_countries(" ".join(question.counted)):
        return True
    return bool(thing & (_INSTITUTIONS | _AGREEMENTS)) and _most(_is_institution(entry.unit.text) for entry in entries)
