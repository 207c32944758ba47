"""The nouns of ingest: Block, Subject, Reading, Document, Chunk. Frozen, no I/O.

Invariants: `document.text[chunk.start:chunk.end] == chunk.text`; blocks are ordered, do not overlap and
lie inside the text. Offsets count characters (code points) of `Document.text`, from 0, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

BlockKind = Literal["heading", "paragraph", "item", "row"]


@dataclass(frozen=True)
class Block:
    """A structural piece of a text: a heading, a paragraph, a list item or a table row.

    `level` is 1 to 6 for headings (1 is highest), else 0. `header` is the table's header row, for rows.
    """

    start: int
    end: int
    kind: BlockKind
    level: int = 0
    header: str = ""


@dataclass(frozen=True)
class Reading:
    """What a reader found in one file: text, structure, and what the file says about itself.

    `page_starts` holds the offset at which each page begins, for paged formats. `date` is ISO 8601 or "".
    `site` is what a page's frame (its title, header and footer) says: whose page it is, not what it tells.
    """

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    date: str = ""
    link: str = ""
    encoding: str = ""
    site: str = ""
    page_starts: tuple[int, ...] = ()


@dataclass(frozen=True)
class Subject:
    """The institution a document is about: its name as the document writes it, and its other names."""

    name: str
    aliases: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All names, the main one first."""
        return (self.name, *self.aliases)


@dataclass(frozen=True)
class Document:
    """One source as read.

    `id` is stable over renames and edits; `source` is the mirrored root (a folder, a file); `file` is the
    name shown and cited, relative to it; `content_hash` is the SHA-256 of the bytes. `date` is the date
    the document tells of itself, ISO 8601, or "". `language` is ISO 639-1.
    """

    id: str
    source: str
    file: str
    content_hash: str
    text: str
    blocks: tuple[Block, ...]
    title: str
    language: str
    date: str = ""
    link: str = ""
    encoding: str = ""
    subject: Subject | None = None
    page_starts: tuple[int, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """The page (from 1) that holds the character at `offset`; None for formats without pages."""
        pages = sum(start <= offset for start in self.page_starts)
        return pages or None


def document_from(fields: dict[str, Any]) -> Document:
    """The document whose fields `dataclasses.asdict` gave, as they come back from JSON."""
    subject = fields["subject"]
    return Document(
        **{
            **fields,
            "blocks": tuple(Block(**block) for block in fields["blocks"]),
            "page_starts": tuple(fields["page_starts"]),
            "subject": Subject(subject["name"], tuple(subject["aliases"])) if subject else None,
        }
    )


@dataclass(frozen=True)
class Chunk:
    """An indexed span of a document.

    `headings` is the path of headings above it, outermost first; `table_header` the header row of its table.
    """

    id: str
    document_id: str
    text: str
    start: int
    end: int
    headings: tuple[str, ...] = field(default=())
    table_header: str = ""
