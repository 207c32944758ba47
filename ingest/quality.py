"""What staff should know of a document as it was read: counts, sizes, and all that looks wrong in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.chunking import width
from ingest.document import Chunk, Document
from ingest.orders import orders_in

_LEAST_LETTERS = 8  # of a page that counts as having text
_LONG = 2_000  # Latin letters: a chunk longer than this was one sentence or one row, and is embedded only in part


@dataclass(frozen=True)
class Quality:
    """How well a document was read.

    `pages` are pages, slides or sheets; chunk sizes are in Latin letters, an ideograph counting as three. `hidden` are
    texts that nobody sees, `orders` sentences that tell a machine what to do. `warnings` are phrases for people.
    """

    file: str
    source: str
    language: str
    date: str
    subject: str
    encoding: str
    characters: int
    pages: int
    pages_without_text: tuple[int, ...]
    tables: int
    chunks: int
    chunk_sizes: tuple[int, int, int]
    hidden: tuple[str, ...]
    orders: tuple[str, ...]
    warnings: tuple[str, ...]


def quality(document: Document, chunks: Sequence[Chunk]) -> Quality:
    """The quality of a document with these chunks; `chunk_sizes` are the smallest, the median and the largest."""
    sizes = sorted(width(part.text) for part in chunks) or [0]
    ends = (*document.page_starts[1:], len(document.text))
    texts = [document.text[start:end] for start, end in zip(document.page_starts, ends, strict=False)]
    silent = tuple(number for number, text in enumerate(texts, start=1) if sum(map(str.isalpha, text)) < _LEAST_LETTERS)
    rows = [block.kind == "row" for block in document.blocks]
    tables = sum(is_row and not before for is_row, before in zip(rows, [False, *rows], strict=False))
    warnings = list(document.warnings)
    if not document.date:
        warnings.append("it tells no date of its own")
    if not document.subject:
        warnings.append("it does not say which institution it is about")
    if sizes[-1] > _LONG:
        warnings.append(f"a chunk of {sizes[-1]:,} letters is too long to be found by all it says")
    if document.hidden:
        warnings.append(f"{len(document.hidden)} texts in it are hidden from whoever looks at it, and are not used")
    orders = tuple(orders_in(document))
    if orders:
        warnings.append(f"{len(orders)} sentences in it give orders to whoever reads it, and are not used")
    return Quality(
        file=document.file,
        source=document.source,
        language=document.language,
        date=document.date,
        subject=document.subject.name if document.subject else "",
        encoding=document.encoding,
        characters=len(document.text),
        pages=len(document.page_starts),
        pages_without_text=silent,
        tables=tables,
        chunks=len(chunks),
        chunk_sizes=(sizes[0], int(median(sizes)), sizes[-1]),
        hidden=document.hidden,
        orders=orders,
        warnings=tuple(warnings),
    )
