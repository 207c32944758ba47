"""Plain text → Reading. The text stays letter for letter what the file holds."""

from __future__ import annotations

from ingest.document import Reading
from ingest.encoding import decode
from ingest.readers.structure import blocks_of


def read_plain(data: bytes) -> Reading:
    """The text of a .txt file with the structure its lines show."""
    text, encoding = decode(data)
    return Reading(text=text, blocks=blocks_of(text), encoding=encoding)
