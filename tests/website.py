"""A small server on loopback that misbehaves by path, and crawls that may reach it and nothing else."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from ingest.web.crawl import Crawl, WebSource, crawl
from ingest.web.fetch import Fetcher, FetchLimits

QUICK = FetchLimits(connect_seconds=0.5, total_seconds=0.6, pause_seconds=0.0)
Send = Callable[[bytes], None]
Behaviour = Callable[["Request", Send], None]


@dataclass(frozen=True)
class Request:
    """What the server was asked."""

    target: str
    headers: dict[str, str]


def reply(body: bytes = b"", status: int = 200, kind: str = "text/html", **headers: str) -> Behaviour:
    """Answers in full; names of headers are written with underscores."""

    def send_reply(_: Request, send: Send) -> None:
        lines = [f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}"]
        lines += [f"Content-Type: {kind}"] if kind else []
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        send("\r\n".join((*lines, "", "")).encode() + body)

    return send_reply


def raw(*pieces: bytes) -> Behaviour:
    """Sends just these bytes and closes."""

    def send_raw(_: Request, send: Send) -> None:
        for piece in pieces:
            send(piece)

    return send_raw


def redirect(to: str, status: int = 302) -> Behaviour:
    return reply(status=status, Location=to)


def page(text: str = "Apply by 1 March.", *links: str) -> Behaviour:
    anchors = "".join(f'<a href="{link}">x</a>' for link in links)
    return reply(f"<html><body><p>{text}</p>{anchors}</body></html>".encode())


@dataclass
class Site:
    """The server: its port, what it does by path, and what it was asked."""

    port: int
    paths: dict[str, Behaviour] = field(default_factory=dict)
    asked: list[Request] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def root(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def targets(self) -> list[str]:
        """What was asked for, robots.txt left out."""
        return [request.target for request in self.asked if request.target != "/robots.txt"]

    def fetcher(self, limits: FetchLimits = QUICK) -> Fetcher:
        return Fetcher(limits, allowed=frozenset({("127.0.0.1", self.port)}))

    def crawl(
        self, source: WebSource | str, into: Path, stamps: Mapping[str, str] | None = None, limits: FetchLimits = QUICK
    ) -> Crawl:
        if isinstance(source, str):
            source = WebSource(self.root + source)
        return crawl(source, into, stamps or {}, self.fetcher(limits), lambda *_: None)


@contextmanager
def serving(wrap: Callable[[socket.socket], socket.socket] | None = None) -> Iterator[Site]:
    """A site in a thread; `wrap` may put TLS around its connections."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            try:
                with wrap(self.request) if wrap else self.request as connection, connection.makefile("rb") as asked:
                    line = asked.readline().decode("latin-1").split(" ")
                    if len(line) < 2:
                        return
                    headers = {}
                    while header := asked.readline().strip().decode("latin-1"):
                        name, _, value = header.partition(":")
                        headers[name.lower()] = value.strip()
                    request = Request(line[1], headers)
                    site.asked.append(request)
                    path = line[1].partition("?")[0]
                    site.paths.get(line[1], site.paths.get(path, reply(status=404)))(request, connection.sendall)
            except OSError:
                return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False
        request_queue_size = 64

    with Server(("127.0.0.1", 0), Handler) as server:
        site = Site(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield site
        finally:
            site.over.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def site() -> Iterator[Site]:
    """A fresh site on loopback."""
    with serving() as each:
        yield each
