"""The table of contents of a ZIP file → its entries, as they are declared; judges nothing but its form.

Source: APPNOTE.TXT 6.3.10, https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (sections 4.3.7, 4.3.12 to 4.3.16).
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass
from typing import BinaryIO

from ingest.errors import UnreadableError

_MOST_ENTRIES = 10_000
_MOST_TABLE_BYTES = 20_000_000
_LONGEST_COMMENT = 65_535
_END, _END_64 = struct.Struct("<4s4H2LH"), struct.Struct("<4sQ2H2L4Q")
_ENTRY, _LOCAL = struct.Struct("<4s6H3L5H2L"), struct.Struct("<4s5H3L2H")
_LOCATOR_BYTES = 20
_ZIP_64, _UNICODE_NAME = 0x0001, 0x7075
_FULL, _FULL_SHORT = 0xFFFFFFFF, 0xFFFF  # "see the 64-bit field"
_IS_UTF8 = 0x800
_IDEOGRAPHS = re.compile(rb"(?:[\xb0-\xd7][\xa1-\xfe])")  # the commoner half of GB 2312; boxes, no letters, in cp437
_LEAST_IDEOGRAPHS = 0.5


@dataclass(frozen=True)
class Entry:
    """One entry as the table of contents declares it; sizes and places in bytes.

    `start` is where it begins in the file and `data` where its packed bytes do, 0 where its own header is damaged.
    """

    raw: bytes
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    date: int
    mode: int
    start: int
    data: int


def damaged() -> UnreadableError:
    """The error of a member that is not what the table of contents says."""
    return UnreadableError("is damaged inside the archive; make the archive anew.")


def entries_of(file: BinaryIO) -> tuple[Entry, ...]:
    """All entries, in the order of the table of contents.

    Raises: UnreadableError when there is no such table, it is damaged, or it has more than 10,000 entries.
    """
    table, shift, table_start = _table(file)
    entries: list[Entry] = []
    place = 0
    while place < len(table):
        if len(entries) == _MOST_ENTRIES:
            message = f"holds more than {_MOST_ENTRIES:,} files; split it."
            raise UnreadableError(message)
        if len(table) - place < _ENTRY.size or table[place : place + 4] != b"PK\x01\x02":
            raise _no_table()
        fields = _ENTRY.unpack_from(table, place)
        name_length, extra_length, comment_length = fields[10:13]
        name_start = place + _ENTRY.size
        raw = table[name_start : name_start + name_length]
        extra = table[name_start + name_length : name_start + name_length + extra_length]
        entries.append(_entry(file, fields, raw, _extras(extra), (shift, table_start)))
        place = name_start + name_length + extra_length + comment_length
    return tuple(entries)


def _no_table() -> UnreadableError:
    return UnreadableError("has no readable table of contents: it is damaged or no ZIP archive; make it anew.")


def _table(file: BinaryIO) -> tuple[bytes, int, int]:
    """The table of contents, how far all places are shifted by what stands before the archive, and where it begins."""
    length = file.seek(0, 2)
    tail_start = max(0, length - _LONGEST_COMMENT - _END.size - _LOCATOR_BYTES - _END_64.size)
    file.seek(tail_start)
    tail = file.read(length - tail_start)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise _no_table()
    *_, count, size, offset, _comment = _END.unpack_from(tail, at)
    end = tail_start + at
    long = at - _LOCATOR_BYTES - _END_64.size
    if (count == _FULL_SHORT or _FULL in (size, offset)) and long >= 0 and tail[long : long + 4] == b"PK\x06\x06":
        *_, count, size, offset = _END_64.unpack_from(tail, long)
        end = tail_start + long
    if count > _MOST_ENTRIES:
        message = f"holds {count:,} files, more than {_MOST_ENTRIES:,}; split it."
        raise UnreadableError(message)
    start = end - size
    if start < 0 or start < offset or size > _MOST_TABLE_BYTES:
        raise _no_table()
    file.seek(start)
    return file.read(size), start - offset, start


def _entry(file: BinaryIO, fields: tuple[int, ...], raw: bytes, extras: dict[int, bytes], places: tuple[int, int]) -> Entry:
    _, _, _, flags, method, clock, day, crc, packed, size, *_, attributes, start = fields
    long = extras.get(_ZIP_64, b"")
    wide = iter(struct.unpack_from(f"<{len(long) // 8}Q", long))
    size, packed, start = (next(wide, each) if each == _FULL else each for each in (size, packed, start))
    shift, table_start = places
    start += shift
    data = _data_start(file, start) if start + _LOCAL.size <= table_start else 0
    return Entry(
        raw=raw,
        name=_name(raw, extras.get(_UNICODE_NAME, b""), is_utf8=bool(flags & _IS_UTF8)),
        flags=flags,
        method=method,
        crc=crc,
        packed=packed,
        size=size,
        date=day << 16 | clock,
        mode=attributes >> 16,
        start=start,
        data=data if data + packed <= table_start else 0,
    )


def _data_start(file: BinaryIO, start: int) -> int:
    """Where the packed bytes begin of the entry whose own header is at `start`; 0 when there is none."""
    file.seek(start)
    header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        return 0
    *_, name_length, extra_length = _LOCAL.unpack(header)
    return start + _LOCAL.size + int(name_length) + int(extra_length)


def _extras(extra: bytes) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    place = 0
    while len(extra) - place >= 4:  # noqa: PLR2004 - a kind and a length of two bytes each
        kind, length = struct.unpack_from("<2H", extra, place)
        found.setdefault(kind, extra[place + 4 : place + 4 + length])
        place += 4 + length
    return found


def _name(raw: bytes, unicode_name: bytes, *, is_utf8: bool) -> str:
    """A name by what it declares, else as UTF-8, GB 18030 (Windows in China) or code page 437."""
    if len(unicode_name) > 5 and struct.unpack_from("<L", unicode_name, 1)[0] == zlib.crc32(raw):  # noqa: PLR2004
        return unicode_name[5:].decode("utf-8", "replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        if is_utf8:
            return raw.decode("utf-8", "replace")
    high = sum(byte > 0x7F for byte in raw)  # noqa: PLR2004 - ASCII
    if 2 * len(_IDEOGRAPHS.findall(raw)) >= _LEAST_IDEOGRAPHS * high:
        try:
            return raw.decode("gb18030")
        except UnicodeDecodeError:
            pass
    return raw.decode("cp437")
