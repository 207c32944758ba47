"""Which addresses belong to a section: those of its host below the path where it begins."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Self

from ingest.web.address import PORTS, Address

# What a page links to and no reader could read; all other endings are asked for, as ".php" may be anything.
_NO_DOCUMENTS = set(
    ".jpg .jpeg .png .gif .webp .svg .ico .bmp .tif .tiff .mp3 .mp4 .m4a .m4v .avi .mov .wmv .webm .ogg .wav .zip .rar .7z "
    ".gz .tar .exe .dmg .msi .apk .iso .css .js .json .map .woff .woff2 .ttf .eot .xml .rss .atom .ics .vcf .swf".split()
)


@dataclass(frozen=True)
class Scope:
    """Where a section may lead: (site, beginning of the path) of its start as typed and as redirected."""

    scheme: str
    starts: frozenset[tuple[tuple[str, int], str]]

    @classmethod
    def of(cls, *starts: Address) -> Self:
        """The section that begins at these addresses, the last of them being the one that answered."""
        return cls(starts[-1].scheme, frozenset((start.site, _folder(start.path)) for start in starts))

    @classmethod
    def site_of(cls, *addresses: Address) -> Self:
        """The whole of the sites of these addresses."""
        return cls(addresses[-1].scheme, frozenset((address.site, "/") for address in addresses))

    def adopted(self, address: Address) -> Address | None:
        """The address as it belongs to the section, or None; on an encrypted site its links are encrypted too."""
        if (self.scheme, address.scheme, address.port) == ("https", "http", PORTS["http"]):
            address = replace(address, scheme="https", port=PORTS["https"])
        below = f"{address.path}/"
        if any(address.site == site and below.startswith(folder) for site, folder in self.starts):
            return address
        return None

    def objection(self, address: Address) -> str:
        """Why a page that was redirected to `address` is not taken, or ""."""
        return "" if self.adopted(address) else f"leads elsewhere, to {address.origin}{address.path}."


def is_no_document(address: Address) -> str:
    """Why the ending of an address tells that no reader could read it, or ""."""
    suffix = PurePosixPath(address.path).suffix.lower()
    return f"is of a kind that no reader knows ({suffix})." if suffix in _NO_DOCUMENTS else ""


def _folder(path: str) -> str:
    last = path.rpartition("/")[2]
    if not last:
        return path
    return path.removesuffix(last) if "." in last else f"{path}/"
