"""A sitemap's bytes → the addresses in it. XML with a DOCTYPE is refused, so that nothing in it can grow or reach out.

Source: https://www.sitemaps.org/protocol.html
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat  # DOCTYPE is refused below, and with it every entity

from ingest.encoding import decode
from ingest.errors import UnreadableError
from ingest.web.errors import FailedError

_MOST_ADDRESSES = 50_000  # of one file, by the protocol
_DEEPEST = 20
_XML_STARTS = ("<", "\ufeff<")


@dataclass
class Sitemap:
    """The addresses in a sitemap as written; of an index, those of other sitemaps."""

    is_index: bool = False
    addresses: list[str] = field(default_factory=list)


def read_sitemap(data: bytes) -> Sitemap:
    """The addresses in a sitemap: XML, or plain text with one address a line.

    Raises: FailedError when it is neither, or holds a DOCTYPE.
    """
    if not data.lstrip()[:4].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe").startswith(b"<"):
        return Sitemap(addresses=_lines(data))
    reading = _Reading()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.characters
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        message = f"is not a sitemap that can be read ({error})."
        raise FailedError(message) from error
    return reading.sitemap


def _lines(data: bytes) -> list[str]:
    try:
        lines = [line.strip() for line in decode(data)[0].splitlines()]
    except UnreadableError as error:
        message = "is not a sitemap."
        raise FailedError(message) from error
    addresses = [line for line in lines if line]
    if not all(line.startswith(("http://", "https://")) for line in addresses):
        message = "is not a sitemap."
        raise FailedError(message)
    return addresses[:_MOST_ADDRESSES]


def _refuse(*_: object) -> None:
    message = "has a DOCTYPE; XML entities are not allowed."
    raise FailedError(message)


class _Reading:
    """What has been read of an XML sitemap so far."""

    def __init__(self) -> None:
        self.sitemap = Sitemap()
        self._path: list[str] = []
        self._text: list[str] = []

    def start(self, name: str, _: object) -> None:
        self._path.append(name.rpartition(" ")[2].lower())
        self._text = []
        if len(self._path) > _DEEPEST:
            message = f"is not a sitemap: it nests more than {_DEEPEST} deep."
            raise FailedError(message)
        if len(self._path) == 1:
            if self._path[0] not in {"urlset", "sitemapindex"}:
                message = f"is not a sitemap: it is of the kind {self._path[0][:40]}."
                raise FailedError(message)
            self.sitemap.is_index = self._path[0] == "sitemapindex"

    def characters(self, text: str) -> None:
        self._text.append(text)

    def end(self, _: str) -> None:
        is_address = self._path[-1] == "loc" and self._path[-2:-1] in (["url"], ["sitemap"])
        self._path.pop()
        address = "".join(self._text).strip()
        self._text = []
        if is_address and address and len(self.sitemap.addresses) < _MOST_ADDRESSES:
            self.sitemap.addresses.append(address)
