"""Opens the zip that a Word, PowerPoint, Excel or OpenDocument file is, after it has shown to be no bomb.

What the libraries behind would do with a bomb is known (docs/decisions/017): entities are dropped without a word,
2,000,000 empty paragraphs take 52 seconds. So all of it is unpacked once, counted, and looked through first.
"""

from __future__ import annotations

import codecs
import io
import zipfile

from ingest.errors import UnreadableError

_MOST_BYTES_UNPACKED = 100_000_000
_MOST_BYTES_OF_XML = 50_000_000  # of one member: a tree of it must fit into memory
_MOST_MEMBERS = 10_000
_MOST_ELEMENTS = 1_200_000  # of all members; a tree takes about 200 bytes an element
_XML = (".xml", ".rels", ".vml", ".xhtml", ".html", ".svg")
_PIECE = 1 << 20
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def opened(data: bytes, program: str, *, most_elements: int = _MOST_ELEMENTS) -> zipfile.ZipFile:
    """The archive in `data`, looked through: not too large, not too many elements, no entities, nothing damaged.

    Raises: UnreadableError with what is wrong; `program` ("Word") names who would save it right.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check(archive, len(data), program, most_elements)
    except UnreadableError:
        raise
    except Exception as error:  # zipfile passes on whatever unpacking raises
        raise damaged(program) from error
    return archive


def damaged(program: str) -> UnreadableError:
    """The error for a file that its own program could not have written."""
    return UnreadableError(f"is not a readable {program} file; open it in {program} and save it again.")


def _check(archive: zipfile.ZipFile, packed: int, program: str, most_elements: int) -> None:
    entries = archive.infolist()
    if len(entries) > _MOST_MEMBERS:
        message = (
            f"holds {len(entries):,} files inside, more than {_MOST_MEMBERS:,}; open it in {program} and save it again."
        )
        raise UnreadableError(message)
    _check_size(sum(entry.file_size for entry in entries), packed)
    total = elements = 0
    for entry in entries:
        if entry.flag_bits & 1:
            message = f"is password-protected; save it in {program} without a password."
            raise UnreadableError(message)
        size, count = _looked_through(archive, entry, program)
        total, elements = total + size, elements + count
        _check_size(total, packed)
        if elements > most_elements:
            message = f"holds more than {most_elements:,} elements inside, too many to read; split it."
            raise UnreadableError(message)


def _check_size(unpacked: int, packed: int) -> None:
    if unpacked > _MOST_BYTES_UNPACKED:
        message = f"is too large when unpacked ({unpacked / 1e6:.0f} MB from {packed / 1e6:.1f} MB)."
        raise UnreadableError(message)


def _looked_through(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, program: str) -> tuple[int, int]:
    """The size of a member in bytes and the number of its XML elements, read piece by piece."""
    is_xml = entry.filename.lower().endswith(_XML)
    size = elements = 0
    before, zero = b"", b""
    with archive.open(entry) as file:
        while piece := file.read(_PIECE):
            size += len(piece)
            if not is_xml:
                continue
            zero = b"\0" if (not before and piece.startswith(_WIDE)) or zero else b""
            text = before + (piece.replace(b"\0", b"") if zero else piece)
            if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
                message = f"defines XML entities, which {program} files never do; open it in {program} and save it again."
                raise UnreadableError(message)
            elements += piece.count(b"<") - piece.count(b"</")
            before = text[-16:]
            if size > _MOST_BYTES_OF_XML:
                message = f"holds more than {_MOST_BYTES_OF_XML / 1e6:.0f} MB of text and marks in one part; split it."
                raise UnreadableError(message)
    return size, elements
