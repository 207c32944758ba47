"""What is asked of the web and what comes of it: WebSource, Page, Crawl. No I/O."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

WebKind = Literal["page", "list", "sitemap", "section"]


@dataclass(frozen=True)
class WebSource:
    """A part of the web that the index mirrors: one page, the pages of a list or a sitemap, or a section of a site."""

    address: str  # of the page, the sitemap, or where the section begins; not needed for a list
    kind: WebKind = "page"
    addresses: tuple[str, ...] = ()  # of a list
    depth: int = 3  # of a section: links followed from where it begins
    pages: int = 200  # most pages taken


@dataclass(frozen=True)
class Page:
    """One page that is there. `address` is its identity, `stamp` is to be given back at the next crawl."""

    address: str
    link: str  # the address after redirects
    path: Path | None  # the file that holds its bytes; None when it is as it was at `stamp`
    stamp: str
    suffix: str  # of the reader to use


@dataclass(frozen=True)
class Crawl:
    """All that came of a source. A known page that is named nowhere was not asked for: nothing is known of it."""

    pages: tuple[Page, ...]
    failed: tuple[tuple[str, str], ...]  # (address, reason): the last good version stays
    gone: tuple[str, ...]  # a positive no
    skipped: tuple[tuple[str, str], ...]  # (address, reason)
