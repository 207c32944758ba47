r"""The one parser of web addresses: text → Address, or a refusal. What is parsed here is never parsed again.

Two parsers that disagree about the host of `http://example.com\@127.0.0.1/` are a hole; so odd forms are refused
rather than mended, and the parts are handed on as parts. Source: RFC 3986, section 5 and 6; WHATWG URL, "ends in a number".
"""

from __future__ import annotations

import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote

from ingest.web.errors import RefusedError

PORTS = {"http": 80, "https": 443}
_LONGEST = 2_048
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_FORM = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?")
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\[\]]+)(?::([0-9]{0,5}))?")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")
_LONGEST_NAME = 253
_TRACKING = re.compile(r"(?:utm_[^=]*|fbclid|gclid)(?:=.*)?", re.IGNORECASE)
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})?")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_NEVER_MEANT = {"Cc", "Cf", "Cs", "Zl", "Zp"}  # control, format and surrogate characters, line and paragraph separators
_MOST_HIGH_PORT = 65_535


@dataclass(frozen=True)
class Address:
    """An address in its normal form; its text is the identity of the page."""

    scheme: str
    host: str
    port: int
    path: str
    query: str = ""

    def __str__(self) -> str:
        return self.origin + self.target

    @property
    def origin(self) -> str:
        """Scheme, host and port as text, the default port left out."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{host}" + ("" if self.port == PORTS[self.scheme] else f":{self.port}")

    @property
    def site(self) -> tuple[str, int]:
        """Host and port; 0 for the default port, with encryption or without."""
        return self.host, 0 if self.port == PORTS[self.scheme] else self.port

    @property
    def target(self) -> str:
        """What the server is asked for: path and query."""
        return f"{self.path}?{self.query}" if self.query else self.path


def parse_address(text: str) -> Address:
    """The address that `text` writes out in full.

    Raises: RefusedError when it is none, is of another scheme, or is written in a form that hides its host.
    """
    text = text.strip()
    if len(text) > _LONGEST:
        message = f"has an address of more than {_LONGEST} characters."
        raise RefusedError(message)
    if "\\" in text or any(unicodedata.category(c) in _NEVER_MEANT or (c.isspace() and c != " ") for c in text):
        message = "has a backslash, a control character or a line break in its address; write it anew."
        raise RefusedError(message)
    form = _FORM.fullmatch(text)
    if form is None or form[1].lower() not in PORTS:
        message = "is not an address that begins with http:// or https://."
        raise RefusedError(message)
    scheme = form[1].lower()
    host, port = _host_and_port(form[2], scheme)
    pairs = (pair for pair in (form[4] or "").split("&") if not _TRACKING.fullmatch(pair))
    return Address(scheme, host, port, _without_dots(_escaped(form[3]) or "/"), _escaped("&".join(pairs), "?"))


def join_address(base: Address, reference: str) -> Address:
    """The address that a link or a redirect to `reference` on the page `base` leads to.

    Raises: RefusedError as `parse_address`.
    """
    reference = reference.strip()
    if _SCHEME.match(reference):
        return parse_address(reference)
    if reference.startswith("//"):
        return parse_address(f"{base.scheme}:{reference}")
    if reference.startswith("/"):
        return parse_address(base.origin + reference)
    if reference.startswith("?"):
        return parse_address(base.origin + base.path + reference)
    if not reference or reference.startswith("#"):
        return base
    return parse_address(base.origin + base.path[: base.path.rfind("/") + 1] + reference)


def _host_and_port(authority: str, scheme: str) -> tuple[str, int]:
    if "@" in authority or "%" in authority:
        message = "has a user name or a percent sign before its path; write the address without."
        raise RefusedError(message)
    parts = _AUTHORITY.fullmatch(authority)
    if parts is None:
        message = "has no name of a server that can be understood."
        raise RefusedError(message)
    port = int(parts[2] or PORTS[scheme])
    if not 0 < port <= _MOST_HIGH_PORT:
        message = f"asks for the port {port}, which does not exist."
        raise RefusedError(message)
    return _host(parts[1]), port


def _host(text: str) -> str:
    if text.startswith("["):
        try:
            return ipaddress.IPv6Address(text[1:-1]).compressed
        except ValueError:
            message = f"has {text} for its server, which is no address of one."
            raise RefusedError(message) from None
    name = (text if text.isascii() else _in_ascii(text)).lower().removesuffix(".")
    labels = name.split(".")
    if len(name) > _LONGEST_NAME or not all(_LABEL.fullmatch(label) for label in labels):
        message = "has no name of a server that can be understood."
        raise RefusedError(message)
    if _NUMBER.fullmatch(labels[-1]) or text.rstrip(".").rpartition(".")[2].isdigit():
        # Resolvers take 2130706433, 0x7f.1 and 0177.0.0.1 for 127.0.0.1: only the plain form is taken.
        try:
            plain = str(ipaddress.IPv4Address(name))
        except ValueError:
            plain = ""
        if not plain or not text.isascii():
            message = "writes the number of its server in an unusual way; write its name instead."
            raise RefusedError(message)
        return plain
    return name


def _in_ascii(name: str) -> str:
    import idna

    try:
        return idna.encode(name, uts46=True, std3_rules=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        message = "has a name of a server with letters that no such name may have."
        raise RefusedError(message) from None


def _escaped(text: str, more: str = "") -> str:
    def normal(found: re.Match[str]) -> str:
        if found[1] is None:
            return "%25"
        character = chr(int(found[1], 16))
        return character if character in _UNRESERVED else f"%{found[1].upper()}"

    return quote(_ESCAPE.sub(normal, text), safe="%/:@!$&'()*+,;=~" + more)


def _without_dots(path: str) -> str:
    kept: list[str] = []
    segments = path.split("/")[1:]
    for place, segment in enumerate(segments):
        is_last = place == len(segments) - 1
        if segment == "..":
            kept = kept[:-1]
        elif segment != ".":
            kept.append(segment)
        if is_last and segment in {".", ".."}:
            kept.append("")
    return "/" + "/".join(kept)
