"""The nouns of ingest: Block, Subject, Reading, Document, Chunk. Frozen, no I/O.

Invariants: `document.text[chunk.start:chunk.end] == chunk.text`; blocks are ordered, do not overlap and
lie inside the text. Offsets count characters (code points) of `Document.text`, from 0, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from ingest.facts.fact import Fact, fact_from

BlockKind = Literal["heading", "paragraph", "item", "row"]
PageKind = Literal["page", "slide", "sheet"]


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

    `page_starts` holds the offset at which each page, slide or sheet (`page_kind`) begins, for formats that have them;
    `page_names` the names of sheets, one each, or nothing. `date` is ISO 8601 or "".
    `site` is what a page's frame (its title, header and footer) says: whose page it is, not what it tells.
    `hidden` holds texts that are in the file but that nobody who looks at it sees; they are not in `text`. `warnings` are
    for staff, one phrase each: "page 3 has no text".
    """

    text: str
    blocks: tuple[Block, ...]
    title: str = ""
    date: str = ""
    link: str = ""
    encoding: str = ""
    site: str = ""
    page_starts: tuple[int, ...] = ()
    page_kind: PageKind = "page"
    page_names: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


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
    page_kind: PageKind = "page"
    page_names: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()

    def page_of(self, offset: int) -> int | None:
        """The page, slide or sheet (from 1) that holds the character at `offset`; None for formats without."""
        pages = sum(start <= offset for start in self.page_starts)
        return pages or None

    def page_name_of(self, offset: int) -> str:
        """The name of the sheet that holds the character at `offset`; "" where there are no names."""
        page = self.page_of(offset)
        return self.page_names[page - 1] if page and self.page_names else ""


def document_from(fields: dict[str, Any]) -> Document:
    """The document whose fields `dataclasses.asdict` gave, as they come back from JSON."""
    given = dict(fields)
    given["blocks"] = tuple(Block(**block) for block in fields["blocks"])
    subject = fields["subject"]
    given["subject"] = Subject(subject["name"], tuple(subject["aliases"])) if subject else None
    given |= {name: tuple(fields[name]) for name in ("page_starts", "page_names", "hidden", "warnings") if name in fields}
    given["facts"] = tuple(fact_from(fact) for fact in fields.get("facts", ()))
    return Document(**given)


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
