"""One crawl of a web source: page | list | sitemap | section → the pages that are there, on disk, and what came of the rest.

Only a server's own "there is none" (404, 410) makes a page gone. Pages known from before that nothing links to any more
are asked for too, for that answer can be had in no other way. A source that cannot be begun raises: it says nothing of its pages.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from ingest.errors import SourceError
from ingest.web.address import Address, join_address, parse_address
from ingest.web.body import gunzipped
from ingest.web.content import check_status
from ingest.web.errors import NoPageError, RefusedError
from ingest.web.fetch import Fetcher
from ingest.web.markup import links
from ingest.web.page import Crawl, Page, WebKind, WebSource
from ingest.web.scope import Scope, is_no_document
from ingest.web.sitemap import Sitemap, read_sitemap
from ingest.web.visit import Visited, Visits

__all__ = ["Crawl", "Page", "Progress", "WebKind", "WebSource", "crawl"]

Progress = Callable[[str, int, int], None]

_MOST_WAITING = 20_000  # addresses remembered in one crawl
_MOST_TOLD = 1_000  # addresses over the limit that are named one by one
_VISITS_A_PAGE = 3  # visits without a page are not endless either
_MOST_SITEMAPS = 50
_DEEPEST_SITEMAP = 2


def crawl(source: WebSource, into: Path, stamps: Mapping[str, str], fetcher: Fetcher, progress: Progress) -> Crawl:
    """The pages of `source`, their bytes in files under `into`; `stamps` are those of the last crawl by address.

    Raises: SourceError when the source cannot be begun, so that nothing is known of its pages.
    """
    visits = Visits(into, stamps, fetcher, is_strict=source.kind in {"sitemap", "section"})
    walk = _Walk(source, visits, progress)
    if source.kind == "list":
        walk.add(_listed(source, visits), 0)
        walk.run()
    elif source.kind == "page":
        walk.add([_start(source, fetcher)], 0)
        walk.run()
    elif source.kind == "sitemap":
        _crawl_sitemap(_start(source, fetcher), walk, stamps)
    else:
        _crawl_section(_start(source, fetcher), walk, stamps)
    return visits.result()


def _start(source: WebSource, fetcher: Fetcher) -> Address:
    try:
        address = parse_address(source.address)
        fetcher.check(address)
    except RefusedError as error:
        message = f"The source {_shown(source.address)} {error}"
        raise SourceError(message) from error
    return address


def _listed(source: WebSource, visits: Visits) -> Iterable[Address]:
    lines = [line.strip() for line in source.addresses if line.strip()]
    if not lines:
        message = "The list holds no addresses; write one a line."
        raise SourceError(message)
    for line in lines:
        try:
            yield parse_address(line)
        except RefusedError as error:
            visits.fail(_shown(line), str(error))


class _Walk:
    """The addresses still to visit, in the order they were found, and what may be visited in all."""

    def __init__(self, source: WebSource, visits: Visits, progress: Progress) -> None:
        self.source = source
        self.visits = visits
        self._progress = progress
        self._waiting: deque[tuple[Address, int]] = deque()
        self._seen: set[Address] = set()
        self._done = 0

    def add(self, addresses: Iterable[Address], depth: int) -> None:
        """Puts those at the end that were not seen before."""
        for address in addresses:
            if address not in self._seen and len(self._seen) < _MOST_WAITING:
                self._seen.add(address)
                self._waiting.append((address, depth))

    def run(self, scope: Scope | None = None, *, follows: bool = False) -> None:
        """Visits all that wait, with `follows` also the links found on the way, up to the limits."""
        while self._waiting and self._has_room():
            address, depth = self._waiting.popleft()
            if reason := is_no_document(address) if follows else "":
                self.visits.skip(str(address), reason)
                continue
            wants_links = follows and depth < self.source.depth
            visited = self.visits.take(address, wants_links=wants_links, scope=scope)
            if visited and wants_links and scope:
                self._follow(visited, scope, depth)
            self._tell(address)
        self._tell_the_rest()

    def begin(self, start: Address, first: Visited, scope: Scope) -> None:
        """Counts the first page of a section as visited, and adds its links."""
        self._seen |= {start, first.address}
        if self.source.depth > 0:
            self._follow(first, scope, 0)
        self._tell(start)

    def _tell(self, address: Address) -> None:
        self._done += 1
        self._progress(str(address), self._done, self._done + len(self._waiting))

    def _follow(self, visited: Visited, scope: Scope, depth: int) -> None:
        found = links(visited.body, visited.address) if visited.suffix == ".html" else ()
        self.add((each for link in found if (each := scope.adopted(link))), depth + 1)

    def add_known(self, stamps: Mapping[str, str], scope: Scope) -> None:
        """Adds the pages known from before, at the depth from which no link is followed."""
        for text in sorted(stamps):
            try:
                address = parse_address(text)
            except RefusedError:
                continue
            self.add([address] if scope.adopted(address) else [], self.source.depth)

    def _has_room(self) -> bool:
        return self.visits.taken < self.source.pages and self._done < _VISITS_A_PAGE * self.source.pages

    def _tell_the_rest(self) -> None:
        limit = f"is over the limit of {self.source.pages} pages; raise it or choose a smaller part of the site."
        for address, _ in list(self._waiting)[:_MOST_TOLD]:
            self.visits.skip(str(address), limit)
        if len(self._waiting) > _MOST_TOLD:
            more = len(self._waiting) - _MOST_TOLD
            self.visits.skip(self.source.address, f"names {more} more pages over the limit of {self.source.pages}.")
        self._waiting.clear()


def _crawl_section(start: Address, walk: _Walk, stamps: Mapping[str, str]) -> None:
    try:
        first = walk.visits.visit(start, wants_links=True)
    except NoPageError as error:
        message = f"The section {start} could not be begun: it {error}"
        raise SourceError(message) from error
    scope = Scope.of(start, first.address)
    walk.begin(start, first, scope)
    walk.run(scope, follows=True)
    walk.add_known(stamps, scope)
    walk.run(scope)


def _crawl_sitemap(start: Address, walk: _Walk, stamps: Mapping[str, str]) -> None:
    try:
        first, at = _sitemap(start, walk)
    except NoPageError as error:
        message = f"The sitemap {start} could not be read: it {error}"
        raise SourceError(message) from error
    scope = Scope.site_of(start, at)
    waiting: deque[tuple[Sitemap, Address, int]] = deque([(first, at, 0)])
    seen = {start, at}
    while waiting:
        sitemap, base, depth = waiting.popleft()
        for text in sitemap.addresses:
            address = _of_site(text, base, scope, walk)
            if address is None:
                continue
            if not sitemap.is_index:
                walk.add([address], 0)
            elif depth >= _DEEPEST_SITEMAP or len(seen) > _MOST_SITEMAPS:
                walk.visits.skip(
                    str(address), f"is a sitemap within sitemaps more than {_DEEPEST_SITEMAP} deep, or one too many."
                )
            elif address not in seen:
                seen.add(address)
                try:
                    waiting.append((*_sitemap(address, walk, scope), depth + 1))
                except NoPageError as error:
                    walk.visits.fail(str(address), str(error))
    walk.add_known(stamps, scope)
    walk.run(scope)


def _sitemap(address: Address, walk: _Walk, scope: Scope | None = None) -> tuple[Sitemap, Address]:
    answer = walk.visits.fetch(address)
    check_status(answer.status)
    if scope and (reason := scope.objection(answer.address)):
        raise RefusedError(reason)
    limits = walk.visits.limits
    return read_sitemap(gunzipped(answer.body, limits.unpacked_bytes, limits.unpacked_ratio)), answer.address


def _of_site(text: str, base: Address, scope: Scope, walk: _Walk) -> Address | None:
    try:
        address = join_address(base, text)
    except RefusedError as error:
        walk.visits.fail(_shown(text), str(error))
        return None
    if (own := scope.adopted(address)) is None:
        walk.visits.skip(str(address), "is on another site than the sitemap; add it as a source of its own.")
    return own


def _shown(text: str) -> str:
    """An address as written by someone, safe to print."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text.strip())[:200]
