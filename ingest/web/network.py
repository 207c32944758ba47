"""Connections to numbers that were checked, and to nothing else; every wait on them ends at one deadline.

A name is looked up once and its numbers are what is connected to, so a second answer of the name server cannot matter.
A time limit for each read alone would let a server that sends a byte now and then hold us for ever.
"""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

from ingest.web.errors import FailedError
from ingest.web.guard import Resolve


class Deadline:
    """The moment at which all that is done for one address must be over."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """The seconds left, at most `most`.

        Raises: httpcore.ReadTimeout when there are none.
        """
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout
        return seconds if most is None else min(seconds, most)


def look_up(host: str, port: int) -> tuple[str, ...]:
    """The IP addresses of a server by its name, none when it has none: what the system's resolver says."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        return ()
    return tuple(str(entry[4][0]) for entry in found)


def in_time(resolve: Resolve, seconds: float) -> Resolve:
    """The same resolver, given up after `seconds`: the system's own knows no limit."""

    def resolved(host: str, port: int) -> Sequence[str]:
        answers: queue.SimpleQueue[Sequence[str] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answers.put(resolve(host, port))
            except Exception as error:  # noqa: BLE001 - carried over to the thread that waits
                answers.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            answer = answers.get(timeout=seconds)
        except queue.Empty:
            message = f"has a server whose name could not be looked up within {seconds:.0f} seconds."
            raise FailedError(message) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    return resolved


class CheckedBackend(httpcore.NetworkBackend):
    """Connects to the numbers it was made with, in their order, whatever name it is asked for."""

    def __init__(self, numbers: Sequence[str], deadline: Deadline, connect_seconds: float) -> None:
        self._numbers = numbers
        self._deadline = deadline
        self._connect_seconds = connect_seconds
        self._under = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,  # noqa: ARG002 - the numbers stand for it
        port: int,
        timeout: float | None = None,  # noqa: ARG002 - the deadline stands for it
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """The connection to the first of the numbers that answers."""
        until = Deadline(self._deadline.left(self._connect_seconds))
        failure: Exception = httpcore.ConnectError("no number")
        for number in self._numbers:
            try:
                seconds = until.left()
            except httpcore.ReadTimeout:
                raise httpcore.ConnectTimeout from failure
            try:
                stream = self._under.connect_tcp(number, port, seconds, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return _LimitedStream(stream, self._deadline, self._connect_seconds)
        raise failure

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.NetworkStream:
        """Never: there is nothing of the web behind one."""
        raise NotImplementedError


class _LimitedStream(httpcore.NetworkStream):
    """A connection on which every wait ends at the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline, connect_seconds: float) -> None:
        self._stream = stream
        self._deadline = deadline
        self._connect_seconds = connect_seconds

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002 - the deadline stands for it
        return self._stream.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._stream.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        seconds = self._deadline.left(self._connect_seconds)
        stream = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _LimitedStream(stream, self._deadline, self._connect_seconds)

    def get_extra_info(self, info: str) -> Any:  # noqa: ANN401 - as httpcore has it
        return self._stream.get_extra_info(info)
