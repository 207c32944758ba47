"""What a server told of the version of a page, kept as text that only this file reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

_LONGEST = 500


@dataclass(frozen=True)
class Stamp:
    """A version of a page: what to ask "changed since?" with, for the address that the answer came from."""

    etag: str = ""
    modified: str = ""
    link: str = ""
    suffix: str = ""

    def __str__(self) -> str:
        return json.dumps([self.etag, self.modified, self.link, self.suffix]) if self else ""

    def __bool__(self) -> bool:
        return bool(self.etag or self.modified)

    @property
    def headers(self) -> list[tuple[bytes, bytes]]:
        """The headers that ask for the page only if it is another version."""
        pairs = ((b"If-None-Match", self.etag), (b"If-Modified-Since", self.modified))
        return [(name, value.encode("latin-1")) for name, value in pairs if value]

    @classmethod
    def of(cls, text: str) -> Self:
        """The stamp that was written as `text`; an empty one when it is none."""
        try:
            etag, modified, link, suffix = json.loads(text)
        except (ValueError, TypeError):
            return cls()
        return cls(_plain(etag), _plain(modified), str(link), str(suffix))

    @classmethod
    def told(cls, headers: Mapping[str, str], link: str, suffix: str) -> Self:
        """The stamp that the headers of an answer tell."""
        return cls(_plain(headers.get("etag", "")), _plain(headers.get("last-modified", "")), link, suffix)


def _plain(value: object) -> str:
    """A header's value that can be sent back as it is, or nothing."""
    text = str(value)
    return text if len(text) <= _LONGEST and text.isascii() and text.isprintable() else ""
