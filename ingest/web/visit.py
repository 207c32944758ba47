"""Visits to addresses, one by one: asks robots.txt, fetches, writes the bytes aside, and keeps account of what came of each."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ingest.web.address import Address
from ingest.web.content import document_in
from ingest.web.errors import FailedError, GoneError, NoPageError, SkippedError, UnansweredError
from ingest.web.fetch import Answer, Fetcher, FetchLimits
from ingest.web.page import Crawl, Page
from ingest.web.robots import Robots
from ingest.web.scope import Scope
from ingest.web.stamp import Stamp

_NOT_MODIFIED, _TOO_MANY = 304, 429
_MOST_SILENCES = 3


@dataclass(frozen=True)
class Visited:
    """A page that was there: the address that answered, and its bytes; none when it has not changed."""

    address: Address
    suffix: str
    body: bytes


class Visits:
    """What came of each address visited in one crawl, each of them named in exactly one list; files go to `into`."""

    def __init__(self, into: Path, stamps: Mapping[str, str], fetcher: Fetcher, *, is_strict: bool) -> None:
        into.mkdir(parents=True, exist_ok=True)
        self._into = into
        self._stamps = stamps
        self._fetcher = fetcher
        self._robots = Robots(fetcher.get, is_strict=is_strict)
        self._pages: dict[str, Page] = {}
        self._address_of: dict[str, str] = {}
        self._failed: dict[str, str] = {}
        self._gone: dict[str, None] = {}
        self._skipped: dict[str, str] = {}
        self._silences: Counter[str] = Counter()

    @property
    def taken(self) -> int:
        """The number of pages that were there."""
        return len(self._pages)

    @property
    def limits(self) -> FetchLimits:
        """What one address may cost."""
        return self._fetcher.limits

    def result(self) -> Crawl:
        """The account."""
        gone = tuple(self._gone)
        return Crawl(tuple(self._pages.values()), tuple(self._failed.items()), gone, tuple(self._skipped.items()))

    def fail(self, address: str, reason: str) -> None:
        """Notes that an address could not be had."""
        self._failed[address] = reason

    def skip(self, address: str, reason: str) -> None:
        """Notes that an address is left out."""
        self._skipped[address] = reason

    def take(self, address: Address, *, wants_links: bool = False, scope: Scope | None = None) -> Visited | None:
        """The page at `address`, or None when there is none, noted with its reason."""
        try:
            return self.visit(address, wants_links=wants_links, scope=scope)
        except GoneError:
            self._gone[str(address)] = None
        except SkippedError as error:
            self.skip(str(address), str(error))
        except NoPageError as error:
            self.fail(str(address), str(error))
        return None

    def visit(self, address: Address, *, wants_links: bool = False, scope: Scope | None = None) -> Visited:
        """The page at `address`. With `wants_links` an HTML page is fetched though it may be unchanged, for its links.

        Raises: NoPageError.
        """
        stamp = Stamp.of(self._stamps.get(str(address), ""))
        if wants_links and stamp.suffix == ".html":
            stamp = Stamp()
        answer = self._asked(address, stamp)
        if scope and (reason := scope.objection(answer.address)):
            raise SkippedError(reason)
        if answer.status == _NOT_MODIFIED and stamp:
            visited = Visited(answer.address, stamp.suffix, b"")
        else:
            suffix, body = document_in(answer, address)
            stamp = Stamp.told(answer.headers, str(answer.address), suffix)
            visited = Visited(answer.address, suffix, body)
        self._keep(address, visited, stamp)
        return visited

    def fetch(self, address: Address) -> Answer:
        """The answer to what is no page itself, such as a sitemap; robots.txt and limits hold for it too.

        Raises: NoPageError.
        """
        return self._asked(address, Stamp())

    def _asked(self, address: Address, stamp: Stamp) -> Answer:
        if self._silences[address.host] >= _MOST_SILENCES:
            message = f"was not asked for: its server did not answer {_MOST_SILENCES} times in a row."
            raise FailedError(message)
        try:
            answer = self._fetcher.get(address, stamp, self._robots.permit)
        except UnansweredError:
            self._silences[address.host] += 1
            raise
        self._silences[address.host] = self._silences[address.host] + 1 if answer.status == _TOO_MANY else 0
        return answer

    def _keep(self, address: Address, visited: Visited, stamp: Stamp) -> None:
        link = str(visited.address)
        first = self._address_of.setdefault(link, str(address))
        if first != str(address):
            message = f"leads to the same page as {first}."
            raise SkippedError(message)
        path = None
        if visited.body:
            path = self._into / f"{hashlib.sha256(str(address).encode('ascii')).hexdigest()[:32]}{visited.suffix}"
            path.write_bytes(visited.body)
        self._pages[str(address)] = Page(str(address), link, path, str(stamp), visited.suffix)
