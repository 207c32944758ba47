"""CSV and TSV → Reading. The text stays letter for letter what the file holds; each record is a row."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from ingest.cells import is_header_row
from ingest.document import Block, Reading
from ingest.encoding import decode
from ingest.readers.assembly import check_amount

_DELIMITERS = (",", ";", "\t", "|")
_SNIFFED = 60  # records
_SNIFFED_CHARACTERS = 50_000
_SEPARATOR_LINE = re.compile(r"\Asep=([,;\t|])\r?\n", re.IGNORECASE)


@dataclass(frozen=True)
class _Record:
    """The cells of a record, without quotes, and where it stands."""

    start: int
    end: int
    cells: tuple[str, ...]

    @property
    def filled(self) -> int:
        return sum(1 for cell in self.cells if cell.strip())


def read_csv(data: bytes) -> Reading:
    """The text of a file of comma-, semicolon- or tab-separated values, with its header row."""
    text, encoding = decode(data)
    said = _SEPARATOR_LINE.match(text)
    delimiter = said.group(1) if said else _delimiter(text[:_SNIFFED_CHARACTERS])
    records = [record for record in _records(text, delimiter, said.end() if said else 0) if record.filled]
    above = _lines_above(records)
    table = records[above:]
    header = table[0] if len(table) > 1 and is_header_row(list(table[0].cells)) else None
    header_text = text[header.start : header.end] if header else ""
    blocks = [Block(record.start, record.end, "paragraph") for record in records[:above]]
    blocks += [Block(each.start, each.end, "row", header="" if each is header else header_text) for each in table]
    is_broken = len({len(record.cells) for record in table}) > 1
    return Reading(
        text=text,
        blocks=tuple(blocks),
        title=records[0].cells[0].strip() if above else "",
        encoding=encoding,
        warnings=("table 1 has rows of different length",) if is_broken else (),
    )


def _delimiter(text: str) -> str:
    """The delimiter that parts most records into as many cells, at least two; a comma when none does."""
    best, most = ",", 0.0
    for delimiter in _DELIMITERS:
        widths = Counter(len(record.cells) for record in _records(text, delimiter, 0)[:_SNIFFED] if record.filled)
        if not widths:
            continue
        width, count = widths.most_common(1)[0]
        agreement = count / widths.total() * min(width, 4) if width > 1 else 0.0
        if agreement > most:
            best, most = delimiter, agreement
    return best


def _records(text: str, delimiter: str, start: int) -> list[_Record]:
    """All records from `start`; line ends inside quotes part none."""
    mark = re.escape(delimiter)
    cell = re.compile(rf'[^\S\r\n{mark}]*+("(?:[^"]++|"")*+"[^{mark}\r\n]*+|[^{mark}\r\n]*+)({mark}|\r\n|\r|\n|\Z)')
    records, cells, begin, position = [], [], start, start
    while position <= len(text) and (match := cell.match(text, position)):
        cells.append(_unquoted(match.group(1)))
        position = match.end()
        if match.group(2) != delimiter:
            raw = text[begin : match.start(2)]
            lead = len(raw) - len(raw.lstrip())
            records.append(_Record(begin + lead, begin + max(lead, len(raw.rstrip())), tuple(cells)))
            cells, begin = [], position
            check_amount(len(records), 0)
            if not match.group(2):
                break
    return records


def _unquoted(cell: str) -> str:
    cell = cell.strip()
    if len(cell) > 1 and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell


def _lines_above(records: list[_Record]) -> int:
    """How many records at the top are lines over the table: one cell filled, where the table has more."""
    width = max((record.filled for record in records[:_SNIFFED]), default=0)
    number = 0
    while width > 1 and number < len(records) and records[number].filled == 1:
        number += 1
    return number if number < len(records) else 0
