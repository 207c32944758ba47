"""ZIP archive → the documents in it, read one by one; nothing is ever written to disk.

Runs in the sandbox's child. Reads the table of contents itself: `zipfile` stops at the first bad name, takes any number
of entries and believes the sizes that an archive declares. Invariant: no member unpacks to more than it declared.
"""

from __future__ import annotations

import hashlib
import itertools
import re
import stat
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from ingest.errors import UnreadableError
from ingest.readers import is_readable
from ingest.sources import shown
from ingest.zipformat import Entry, damaged, entries_of

_MOST_BYTES = 500_000_000  # unpacked, all together
_MOST_MEMBER_BYTES = 50_000_000
_MOST_RATIO = 200  # deflate reaches 1,032; office files and texts stay below 30
_RATIO_MATTERS_BYTES = 50_000_000
_LONGEST_NAME = 1000
_LONGEST_PART_BYTES = 255
_DEEPEST = 40
_ENCRYPTED = 0x2041  # bits 0, 6 and 13 of the flags: a password, strong encryption, a masked table of contents
_STORED, _DEFLATED = 0, 8
_PIECE_BYTES = 1 << 16
_ARCHIVES = frozenset(".zip .jar .7z .rar .tar .gz .tgz .bz2 .tbz .xz .txz .zst .lzma .cab .iso .arj .lzh".split())
_DRIVE = re.compile(r"[A-Za-z]:")


@dataclass(frozen=True)
class Member:
    """A document in an archive.

    `name` can be printed and stored; `key` finds it again in the same archive; `size` is declared, in bytes, unpacked;
    `stamp` changes when the content does.
    """

    name: str
    key: str
    size: int
    stamp: str


@dataclass(frozen=True)
class ArchiveListing:
    """All of one archive: documents to read, and (name, reason) of what is left out; "" names the archive itself."""

    entries: tuple[Member, ...]
    refused: tuple[tuple[str, str], ...]


def checked_entries(file: BinaryIO) -> tuple[Entry, ...]:
    """The entries of an archive that is no bomb.

    Raises: UnreadableError when its table of contents is damaged, it has too many entries, unpacks to too much, or its
    entries overlap.
    """
    entries = entries_of(file)
    unpacked, packed = sum(each.size for each in entries), sum(each.packed for each in entries)
    if unpacked > _MOST_BYTES:
        message = f"unpacks to {unpacked / 1e6:,.0f} MB, more than {_MOST_BYTES / 1e6:.0f} MB; split it."
        raise UnreadableError(message)
    if unpacked > _RATIO_MATTERS_BYTES and unpacked > _MOST_RATIO * packed:
        message = f"unpacks to {unpacked / 1e6:,.0f} MB from {packed / 1e6:.1f} MB, as only a zip bomb does; make it anew."
        raise UnreadableError(message)
    places = sorted((each.start, each.data + each.packed) for each in entries if each.data)
    if any(end > start for (_, end), (start, _) in itertools.pairwise(places)):
        message = "holds entries that overlap, as only a zip bomb does; make it anew."
        raise UnreadableError(message)
    return entries


def listing(entries: tuple[Entry, ...]) -> ArchiveListing:
    """What of an archive can be read, and why the rest cannot; folders and hidden files are left out silently."""
    members: list[Member] = []
    refused: list[tuple[str, str]] = []
    seen: set[str] = set()
    for entry in entries:
        name = _told_apart(entry)
        fault = _fault_of_name(entry)
        if not fault and _is_silent(entry):
            continue
        fault = fault or ("comes more than once; the first is read" if name in seen else "") or _fault_of_content(entry)
        seen.add(name)
        if fault:
            refused.append((name[:_LONGEST_NAME], fault))
        else:
            members.append(Member(name, entry.raw.hex(), entry.size, f"{entry.crc:08x}:{entry.size}:{entry.date}"))
    if not members and not refused:
        refused.append(("", "holds no documents"))
    return ArchiveListing(tuple(members), tuple(refused))


def member_bytes(file: BinaryIO, entries: tuple[Entry, ...], key: str) -> bytes:
    """The bytes of the member that `listing` gave `key`.

    Raises: UnreadableError when it is not there, may not be read or is damaged.
    """
    entry = next((each for each in entries if each.raw.hex() == key), None)
    if entry is None:
        message = "is not in the archive any more; run the ingest again."
        raise UnreadableError(message)
    fault = _fault_of_name(entry) or _fault_of_content(entry)
    if fault:
        message = f"{fault}."
        raise UnreadableError(message)
    content = bytearray()
    for piece in _pieces(file, entry):
        content += piece
        if len(content) > entry.size:
            raise damaged()
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise damaged()
    return bytes(content)


def _pieces(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """The content of an entry, unpacked; never more than one piece over its declared size."""
    inflate = zlib.decompressobj(-zlib.MAX_WBITS) if entry.method == _DEFLATED else None
    file.seek(entry.data)
    left, room = entry.packed, entry.size + 1
    while left > 0 and room > 0:
        packed = file.read(min(left, _PIECE_BYTES))
        if not packed:
            raise damaged()
        left -= len(packed)
        try:
            piece = inflate.decompress(packed, room) if inflate else packed
        except zlib.error as error:
            raise damaged() from error
        room -= len(piece)
        yield piece
        if inflate and inflate.eof:
            return


def _parts(entry: Entry) -> list[str]:
    return [part for part in entry.name.replace("\\", "/").split("/") if part not in {"", "."}]


def _told_apart(entry: Entry) -> str:
    """The name shown, with a mark where characters had to be replaced: two such names may look alike."""
    plain = "/".join(_parts(entry)) or "(no name)"
    name = shown(plain)
    if name == plain and "\ufffd" not in name:
        return name
    head, dot, suffix = name.rpartition(".")
    mark = f" ({hashlib.sha256(entry.raw).hexdigest()[:6]})"
    return f"{head}{mark}.{suffix}" if dot and "/" not in suffix else name + mark


def _fault_of_name(entry: Entry) -> str:
    """Why a name is refused, or "": it leads out of the archive, or is none that a folder could hold."""
    name, parts = entry.name.replace("\\", "/"), _parts(entry)
    if name.startswith("/"):
        return "has an absolute path"
    if _DRIVE.match(name):
        return "has a path that begins with a drive letter"
    if ".." in parts:
        return "has a path that leads out of the archive"
    if not parts or "\0" in name:
        return "has no proper name"
    if len(name) > _LONGEST_NAME or any(len(part.encode("utf-8", "replace")) > _LONGEST_PART_BYTES for part in parts):
        return "has a name that is too long"
    if len(parts) > _DEEPEST:
        return f"is more than {_DEEPEST} folders deep"
    return ""


def _is_silent(entry: Entry) -> bool:
    """Whether a folder would pass over it too: a folder's own entry, a hidden file, what macOS adds."""
    is_folder = entry.name.endswith(("/", "\\")) or stat.S_ISDIR(entry.mode)
    return is_folder or any(part.startswith((".", "~$")) or part == "__MACOSX" for part in _parts(entry))


def _fault_of_content(entry: Entry) -> str:
    suffix = PurePath(_parts(entry)[-1]).suffix.lower()
    if stat.S_ISLNK(entry.mode):
        return "is a link; links in archives are not followed"
    if stat.S_IFMT(entry.mode) not in {0, stat.S_IFREG}:
        return "is not a regular file"
    if suffix in _ARCHIVES:
        return "is an archive inside an archive; unpack it"
    if not is_readable(_parts(entry)[-1]):
        return f"has the ending {shown(suffix)[:20] or '(none)'}, which no reader knows"
    if entry.flags & _ENCRYPTED:
        return "is password-protected; make the archive anew without a password"
    if entry.size > _MOST_MEMBER_BYTES:
        return f"has {entry.size / 1e6:,.0f} MB, more than {_MOST_MEMBER_BYTES / 1e6:.0f} MB; split it"
    if entry.method not in {_STORED, _DEFLATED}:
        return f"is packed in a way that is not read (method {entry.method}); make the archive anew as a plain ZIP"
    if not entry.data:
        return str(damaged()).removesuffix(".")
    return ""
