"""A document and its chunks ↔ the bytes that a child sends: never pickles, for the child has read what anyone may send.

The text goes once: chunks are cut from it again here, by their offsets, and words that many rows share go by number, column by column.
So the largest reply allowed costs the receiver less than 50 MB (docs/decisions/019).
"""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from ingest.document import Block, Chunk, Document, document_from
from ingest.errors import UnreadableError

MOST_TEXT_BYTES = 8_000_000  # as UTF-8: 8 million Latin letters or 2.6 million ideographs
MOST_BLOCKS = 100_000
MOST_CHUNKS = 40_000
_MOST_REST_BYTES = 12_000_000
MOST_REPLY_BYTES = MOST_TEXT_BYTES + _MOST_REST_BYTES

_LENGTH = struct.Struct("<Q")
_TOO_MUCH = "holds more text than can be indexed ({}; the most is {}); split it."


@dataclass(frozen=True)
class ReadFile:
    """A document with its chunks, and the SHA-256 of the bytes it was read from."""

    document: Document
    chunks: tuple[Chunk, ...]
    sha256: str


def check_amount(text: str, blocks: Sequence[Block], chunks: Sequence[Chunk] = ()) -> None:
    """Lets pass what can be sent.

    Raises: UnreadableError when there is more text, or more pieces, than can be indexed.
    """
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    if size > MOST_TEXT_BYTES:
        raise UnreadableError(_TOO_MUCH.format(f"{size / 1e6:.1f} MB", f"{MOST_TEXT_BYTES / 1e6:.0f} MB"))
    if len(blocks) > MOST_BLOCKS:
        raise UnreadableError(_TOO_MUCH.format(f"{len(blocks):,} paragraphs or rows", f"{MOST_BLOCKS:,}"))
    if len(chunks) > MOST_CHUNKS:
        raise UnreadableError(_TOO_MUCH.format(f"{len(chunks):,} sections", f"{MOST_CHUNKS:,}"))


def packed(found: ReadFile) -> bytes:
    """The reply that `unpacked` turns back into `found`.

    Raises: UnreadableError when it would be larger than a reply may be.
    """
    check_amount(found.document.text, found.document.blocks, found.chunks)
    shared: dict[str | tuple[str, ...], int] = {}

    def number(each: str | tuple[str, ...]) -> int:
        return shared.setdefault(each, len(shared))

    document = {each.name: getattr(found.document, each.name) for each in fields(Document)}
    del document["text"], document["blocks"]
    document["facts"] = [asdict(fact) for fact in found.document.facts]
    document["subject"] = asdict(found.document.subject) if found.document.subject else None
    rest = {
        "document": document,
        "sha256": found.sha256,
        "blocks": {
            "starts": [each.start for each in found.document.blocks],
            "ends": [each.end for each in found.document.blocks],
            "kinds": [number(each.kind) for each in found.document.blocks],
            "levels": [each.level for each in found.document.blocks],
            "headers": [number(each.header) for each in found.document.blocks],
        },
        "chunks": {
            "ids": [each.id for each in found.chunks],
            "of": [number(each.document_id) for each in found.chunks],
            "starts": [each.start for each in found.chunks],
            "ends": [each.end for each in found.chunks],
            "headings": [number(each.headings) for each in found.chunks],
            "headers": [number(each.table_header) for each in found.chunks],
        },
        "shared": list(shared),
    }
    told = _encoded(rest)
    if len(told) > _MOST_REST_BYTES:
        raise UnreadableError(
            _TOO_MUCH.format(f"{len(told) / 1e6:.0f} MB beside its text", f"{_MOST_REST_BYTES / 1e6:.0f} MB")
        )
    return _LENGTH.pack(len(told)) + told + found.document.text.encode("utf-8", "surrogatepass")


def packed_words(words: dict[str, Any]) -> bytes:
    """A reply that is no document: a listing, or why there is none."""
    told = _encoded(words)
    return _LENGTH.pack(len(told)) + told


def unpacked(reply: bytearray) -> ReadFile | dict[str, Any]:
    """The document in a reply, or the words of one that is none. Empties `reply`, to hold the memory but once.

    Raises: ValueError, KeyError, TypeError or IndexError when it is no such reply.
    """
    end = _LENGTH.size + _LENGTH.unpack_from(reply)[0]
    rest = json.loads(reply[_LENGTH.size : end].decode("utf-8", "surrogatepass"))
    if "document" not in rest:
        return dict(rest)
    del reply[:end]
    text = reply.decode("utf-8", "surrogatepass")
    reply.clear()
    shared = [tuple(each) if isinstance(each, list) else each for each in rest["shared"]]
    blocks = tuple(
        Block(start, end, shared[kind], level, shared[header])
        for start, end, kind, level, header in zip(*rest.pop("blocks").values(), strict=True)
    )
    chunks = tuple(
        Chunk(name, shared[of], text[start:end], start, end, shared[headings], shared[header])
        for name, of, start, end, headings, header in zip(*rest.pop("chunks").values(), strict=True)
    )
    document = replace(document_from({**rest["document"], "text": "", "blocks": []}), text=text, blocks=blocks)
    return ReadFile(document, chunks, rest["sha256"])


def _encoded(words: dict[str, Any]) -> bytes:
    told: str = json.dumps(words, ensure_ascii=False, separators=(",", ":"))
    return told.encode("utf-8", "surrogatepass")
