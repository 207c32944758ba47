"""One GET: check the address → look up → check all numbers → connect to one of them → read within limits → next hop.

Sends no cookies and no credentials, reads no proxy settings, and starts from the first check at every redirect.
"""

from __future__ import annotations

import importlib.metadata
import ipaddress
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

import httpcore

from ingest.web.address import Address, join_address
from ingest.web.body import unpacked
from ingest.web.errors import FailedError, RefusedError, UnansweredError
from ingest.web.guard import Allowed, Resolve, check_form, checked_numbers
from ingest.web.network import CheckedBackend, Deadline, in_time, look_up
from ingest.web.stamp import Stamp

_REDIRECTS = {301, 302, 303, 307, 308}
_READ = 200
_ACCEPT = b"text/html,application/xhtml+xml,application/pdf,text/*;q=0.9,*/*;q=0.5"


@dataclass(frozen=True)
class FetchLimits:
    """What one address may cost, waits for politeness left out. Source: docs/decisions/018."""

    connect_seconds: float = 5.0
    total_seconds: float = 30.0
    unpacked_bytes: int = 20_000_000
    unpacked_ratio: int = 200  # of unpacked to sent bytes; long tables in HTML reach 50
    hops: int = 5
    pause_seconds: float = 0.5  # between two requests to one host


@dataclass(frozen=True)
class Answer:
    """What the last of the servers asked said; the body is read for status 200 alone."""

    address: Address
    status: int
    headers: Mapping[str, str]  # names in lower case
    body: bytes


Permit = Callable[[Address], float]
_DEFAULT_LIMITS = FetchLimits()


def _permit_all(_: Address) -> float:
    return 0.0


class Fetcher:
    """Fetches public addresses, one at a time. `allowed`: pairs of a loopback number and a port that may be asked too."""

    def __init__(
        self, limits: FetchLimits = _DEFAULT_LIMITS, *, allowed: Allowed = frozenset(), resolve: Resolve = look_up
    ) -> None:
        if not all(ipaddress.ip_address(number).is_loopback for number, _ in allowed):
            message = "Only loopback addresses can be allowed."
            raise ValueError(message)
        self.limits = limits
        self._allowed = allowed
        self._resolve = in_time(resolve, limits.connect_seconds)
        self._asked: dict[str, float] = {}
        self._agent = f"Tongwen/{_version()} (+documents of an international office)".encode("ascii")

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return httpcore.default_ssl_context()  # certificates of the system and of certifi; checked with the name

    def check(self, address: Address) -> None:
        """Refuses an address by its form alone, nothing being looked up.

        Raises: RefusedError.
        """
        check_form(address, self._allowed)

    def get(self, address: Address, stamp: Stamp | None = None, permit: Permit = _permit_all) -> Answer:
        """The answer at the end of all redirects. `permit` gives the seconds of pause a host asks for, or raises.

        Raises: FailedError and its kinds when there is no answer or it breaks a limit; what `permit` raises.
        """
        left, seen = self.limits.total_seconds, {address}
        while True:
            self._pause(address.host, permit(address))
            started = time.monotonic()
            with _in_plain_words(self.limits):
                answer = self._asked_once(address, stamp if stamp and stamp.link == str(address) else None, Deadline(left))
            left -= time.monotonic() - started
            if answer.status not in _REDIRECTS or "location" not in answer.headers:
                return answer
            address = self._next_hop(address, answer.headers["location"])
            if address in seen:
                message = "redirects in a circle."
                raise FailedError(message)
            if len(seen) > self.limits.hops:
                message = f"redirects more than {self.limits.hops} times."
                raise FailedError(message)
            seen.add(address)

    def _next_hop(self, address: Address, location: str) -> Address:
        try:
            target = join_address(address, location)
        except RefusedError as error:
            message = f"redirects to what {error}"
            raise RefusedError(message) from error
        if (address.scheme, target.scheme) == ("https", "http"):
            message = "redirects from https to http, where anyone on the way could change the page."
            raise RefusedError(message)
        return target

    def _pause(self, host: str, asked_for: float) -> None:
        last = self._asked.get(host)
        if last is not None:
            time.sleep(max(0.0, last + max(self.limits.pause_seconds, asked_for) - time.monotonic()))

    def _asked_once(self, address: Address, stamp: Stamp | None, deadline: Deadline) -> Answer:
        deadline.left()
        numbers = checked_numbers(address, self._resolve, self._allowed)
        backend = CheckedBackend(numbers, deadline, self.limits.connect_seconds)
        tls = self._tls if address.scheme == "https" else None
        host, port = address.host.encode("ascii"), address.port
        url = httpcore.URL(
            scheme=address.scheme.encode("ascii"), host=host, port=port, target=address.target.encode("ascii")
        )
        headers = [
            (b"Host", address.origin.partition("//")[2].encode("ascii")),
            (b"User-Agent", self._agent),
            (b"Accept", _ACCEPT),
            (b"Accept-Encoding", b"gzip, deflate"),
            (b"Connection", b"close"),
            *(stamp.headers if stamp else []),
        ]
        try:
            with (
                httpcore.ConnectionPool(ssl_context=tls, network_backend=backend) as pool,
                pool.stream("GET", url, headers=headers) as response,
            ):
                told = {_text(name).lower(): _text(value) for name, value in reversed(response.headers)}
                body = self._body(response, told) if response.status == _READ else b""
                return Answer(address, response.status, told, body)
        finally:
            self._asked[address.host] = time.monotonic()

    def _body(self, response: httpcore.Response, headers: Mapping[str, str]) -> bytes:
        most = self.limits.unpacked_bytes
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length[:20]) > most:
            message = f"has {int(length[:20]) / 1e6:.0f} MB; the most that a page may have is {most / 1e6:.0f} MB."
            raise FailedError(message)
        return unpacked(response.iter_stream(), headers.get("content-encoding", ""), most, self.limits.unpacked_ratio)


@contextmanager
def _in_plain_words(limits: FetchLimits) -> Iterator[None]:
    try:
        yield
    except httpcore.ConnectTimeout as error:
        message = f"could not be reached within {limits.connect_seconds:g} seconds."
        raise UnansweredError(message) from error
    except httpcore.TimeoutException as error:
        message = f"did not answer within {limits.total_seconds:g} seconds."
        raise UnansweredError(message) from error
    except httpcore.ConnectError as error:
        raise _not_connected(error) from error
    except httpcore.RemoteProtocolError as error:
        has_ended = "closed connection" in str(error) or "disconnected" in str(error)
        message = "broke off before its end." if has_ended else "came in an answer that is damaged; tell its owner."
        raise FailedError(message) from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        message = "broke off before its end."
        raise FailedError(message) from error


def _not_connected(error: httpcore.ConnectError) -> FailedError:
    cause = error.args[0] if error.args else None  # the pool of httpcore cuts the chain of causes
    if isinstance(cause, ssl.SSLCertVerificationError):
        reason = str(cause.verify_message).rstrip(".")
        return FailedError(f"has a certificate that is not valid ({reason}); its owner must renew it.")
    if isinstance(cause, ssl.SSLError):
        return FailedError("offers no encryption that is safe; its owner must renew it.")
    reason = cause.strerror if isinstance(cause, OSError) and cause.strerror else "no connection"
    return UnansweredError(f"could not be reached ({reason}).")


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")


def _version() -> str:
    try:
        return importlib.metadata.version("tongwen")
    except importlib.metadata.PackageNotFoundError:  # run from a clone
        return "0"
