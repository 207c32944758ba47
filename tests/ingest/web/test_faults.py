"""What servers do wrong, each with its state and reason, within the limits (reliability.md, ING-24)."""

from __future__ import annotations

import gzip
import itertools
import shutil
import ssl
import subprocess
import time
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from website import QUICK, Request, Send, Site, page, raw, redirect, reply, serving

from ingest.web.crawl import WebSource, crawl
from ingest.web.fetch import Fetcher

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
MEGABYTE = bytes(1_000_000)


def hang_before(site: Site) -> None:
    site.paths["/x"] = lambda _, __: site.over.wait(10) and None


def hang_within(site: Site) -> None:
    def behave(_: Request, send: Send) -> None:
        send(OK + b"Content-Length: 100\r\n\r\n<p>a")
        site.over.wait(10)

    site.paths["/x"] = behave


def drip(site: Site, start: bytes) -> None:
    def behave(_: Request, send: Send) -> None:
        send(start)
        while not site.over.wait(0.05):
            send(b"a")

    site.paths["/x"] = behave


def informational_for_ever(site: Site) -> None:
    def behave(_: Request, send: Send) -> None:
        while not site.over.wait(0.02):
            send(b"HTTP/1.1 102 Processing\r\n\r\n")

    site.paths["/x"] = behave


@pytest.mark.parametrize(
    "prepare",
    [
        hang_before,
        hang_within,
        lambda site: drip(site, b"HTTP/1.1 200 OK\r\nX-Slow: "),
        lambda site: drip(site, OK + b"\r\n"),
        informational_for_ever,
    ],
    ids=["hang", "hang in the body", "drip in the headers", "drip in the body", "102 for ever"],
)
def test_no_server_holds_us_longer_than_the_limit(site: Site, tmp_path: Path, prepare) -> None:
    prepare(site)
    began = time.monotonic()
    result = site.crawl("/x", tmp_path)
    assert time.monotonic() - began < 2 * QUICK.total_seconds
    assert result.failed == ((f"{site.root}/x", "did not answer within 0.6 seconds."),)
    assert (result.pages, result.gone) == ((), ())


def test_the_limit_is_for_all_hops_together(site: Site, tmp_path: Path) -> None:
    def slow(number: int):
        def behave(request: Request, send: Send) -> None:
            time.sleep(0.25)
            redirect(f"/{number + 1}")(request, send)

        return behave

    site.paths |= {f"/{number}": slow(number) for number in range(6)}
    assert "did not answer" in site.crawl("/0", tmp_path).failed[0][1]
    assert len(site.targets) <= 3


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (reply(b"x", 401), "needs a login"),
        (reply(b"x", 403), "needs a login"),
        (reply(b"x", 429), "asks for fewer requests"),
        (reply(b"x", 500), "trouble of its own (500)"),
        (reply(b"x", 503), "trouble of its own (503)"),
        (reply(b"x", 418), "status 418"),
        (reply(b"x", 206), "status 206"),
        (reply(b"x", 304), "status 304"),
        (reply(status=302), "status 302"),
        (raw(b"HTTP/1.1 204 X\r\n\r\n"), "status 204"),
        (reply(b""), "is empty"),
        (reply(b" \r\n\t"), "is empty"),
        (reply(b"x", kind="image/png"), "is no text (image/png)"),
        (reply(b"x", kind="video/mp4"), "is no text (video/mp4)"),
        (reply(b"<html>Sorry", kind="application/pdf"), "is not the PDF"),
        (redirect("/x"), "in a circle"),
        (redirect("/login?to=x"), "redirects to a login page"),
        (redirect("/cas/auth"), "redirects to a login page"),
        (redirect("file:///etc/hostname"), "redirects to what is not an address"),
        (reply(b"<form action=/a><input name=u><input type=password></form>Sign in"), "is a login page"),
        (reply(b"<form role=search><input></form><form><input TYPE='password'></form>"), "is a login page"),
        (reply(b"<input name=u><input type=password>"), "is a login page"),
        (raw(OK + b"Content-Length: 1000\r\n\r\n<p>short"), "broke off"),
        (raw(OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\n<p>ab\r\n"), "broke off"),
        (raw(OK + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n<p>ab\r\n"), "damaged"),
        (raw(OK + b"Content-Length: -5\r\n\r\n<p>"), "damaged"),
        (raw(OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\n<p>"), "damaged"),
        (raw(b"SSH-2.0-OpenSSH\r\n\r\n"), "damaged"),
        (raw(b""), "broke off"),
        (raw(OK + b"X: " + b"a" * 300_000 + b"\r\n\r\n"), "damaged"),
        (reply(gzip.compress(b"<p>a" * 99)[:-9], Content_Encoding="gzip"), "broke off"),
        (reply(b"no gzip", Content_Encoding="gzip"), "cannot be unpacked"),
        (reply(b"x", Content_Encoding="br"), "not asked for (br)"),
        (reply(b"x", Content_Encoding="gzip, gzip"), "not asked for"),
        (raw(OK + b"Content-Length: 21000000\r\n\r\n<p>"), "has 21 MB; the most"),
        (raw(OK + b"Content-Length: " + b"9" * 19 + b"\r\n\r\n<p>"), "MB; the most"),
    ],
)
def test_a_fault_is_failed_with_its_reason(site: Site, tmp_path: Path, behaviour, reason: str) -> None:
    site.paths |= {"/x": behaviour, "/login": page(), "/cas/auth": page()}
    result = site.crawl("/x", tmp_path)
    assert [address for address, _ in result.failed] == [f"{site.root}/x"]
    assert reason in result.failed[0][1]
    assert result.failed[0][1].endswith(".")
    assert (result.pages, result.gone, result.skipped) == ((), (), ())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("status", [404, 410])
def test_only_a_positive_no_is_gone(site: Site, tmp_path: Path, status: int) -> None:
    site.paths["/x"] = reply(b"<p>not here", status)
    result = site.crawl("/x", tmp_path)
    assert (result.gone, result.failed) == ((f"{site.root}/x",), ())


@pytest.mark.parametrize("kind", ["application/zip", "application/vnd.ms-fontobject", ""])
def test_what_no_reader_knows_is_skipped(site: Site, tmp_path: Path, kind: str) -> None:
    site.paths["/x"] = reply(b"\x00\x01\x02", kind=kind)
    [(address, reason)] = site.crawl("/x", tmp_path).skipped
    assert (address, "no reader knows" in reason) == (f"{site.root}/x", True)


def bomb(packer) -> Iterator[bytes]:
    """1.5 GB of zeros, packed as they are asked for."""
    for _ in range(1_500):
        yield packer.compress(MEGABYTE)
    yield packer.flush()


@pytest.mark.parametrize(
    ("encoding", "window"), [("gzip", 31), ("deflate", 15), ("deflate", -15)], ids=["gzip", "deflate", "raw deflate"]
)
@pytest.mark.parametrize("ratio", [200, 5_000])
def test_a_bomb_is_noticed_while_it_unpacks(site: Site, tmp_path: Path, encoding: str, window: int, ratio: int) -> None:
    sent = itertools.count()

    def behave(_: Request, send: Send) -> None:
        send(OK + f"Content-Encoding: {encoding}\r\n\r\n".encode())
        for piece in bomb(zlib.compressobj(1, wbits=window)):
            next(sent)
            send(piece)

    site.paths["/x"] = behave
    result = site.crawl("/x", tmp_path, limits=replace(QUICK, total_seconds=10, unpacked_ratio=ratio))
    expected = "unpacks to more than 200 times its size" if ratio == 200 else "more than 20 MB once unpacked"
    assert expected in result.failed[0][1]
    assert next(sent) < 1_500


def test_an_endless_body_ends_at_the_limit(site: Site, tmp_path: Path) -> None:
    def behave(_: Request, send: Send) -> None:
        send(OK + b"\r\n")
        while True:
            send(MEGABYTE)

    site.paths["/x"] = behave
    assert (
        "has more than 20 MB, the most" in site.crawl("/x", tmp_path, limits=replace(QUICK, total_seconds=10)).failed[0][1]
    )


def test_redirects_are_followed_five_times_and_no_more(site: Site, tmp_path: Path) -> None:
    site.paths |= {f"/{number}": redirect(f"{number + 1}") for number in range(7)} | {"/7": page()}
    [taken] = site.crawl("/2", tmp_path).pages
    assert (taken.address, taken.link) == (f"{site.root}/2", f"{site.root}/7")
    assert site.crawl("/1", tmp_path).failed[0][1] == "redirects more than 5 times."


def test_an_unreachable_server_is_failed(site: Site, tmp_path: Path) -> None:
    with serving() as other:
        port = other.port
    site.port = port
    [(_, reason)] = site.crawl("/x", tmp_path).failed
    assert reason.startswith("could not be reached (")


def test_a_name_that_does_not_exist_is_failed(site: Site, tmp_path: Path) -> None:
    fetcher = Fetcher(QUICK, resolve=lambda *_: ())
    result = crawl(WebSource("http://no.example.org/"), tmp_path, {}, fetcher, lambda *_: None)
    assert "cannot be found" in result.failed[0][1]
    fetcher = Fetcher(QUICK, resolve=lambda *_: site.over.wait(5) and ())
    result = crawl(WebSource("http://slow.example.org/"), tmp_path, {}, fetcher, lambda *_: None)
    assert "could not be looked up within" in result.failed[0][1]


def made_certificate(folder: Path, *, expired: bool) -> ssl.SSLContext:
    """A server's side of TLS with a certificate for 127.0.0.1 that it signed itself."""
    if not shutil.which("openssl"):
        pytest.skip("no openssl here to make a certificate with")
    curve = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=x -keyout key.pem".split()
    commands = [["req", "-x509", *curve, "-out", "certificate.pem", "-days", "2", "-addext", "subjectAltName=IP:127.0.0.1"]]
    (folder / "names.txt").write_text("subjectAltName=IP:127.0.0.1")
    if expired:
        commands = [["req", "-new", *curve, "-out", "request.pem"]]
        commands += [["x509", "-req", "-in", "request.pem", "-signkey", "key.pem", "-days", "-1", "-out", "certificate.pem",
                      "-extfile", "names.txt"]]  # fmt: skip
    for command in commands:
        made = subprocess.run(["openssl", *command], cwd=folder, capture_output=True, check=False)
        if made.returncode:
            pytest.skip(f"this openssl makes no such certificate: {made.stderr.decode()[:100]}")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context


@pytest.mark.parametrize(
    ("expired", "trusted", "reason"),
    [(True, True, "(certificate has expired)"), (True, False, "(self"), (False, False, "(self"), (False, True, "")],
)
def test_certificates_are_checked(tmp_path: Path, expired: bool, trusted: bool, reason: str) -> None:
    context = made_certificate(tmp_path, expired=expired)
    with serving(lambda connection: context.wrap_socket(connection, server_side=True)) as site:
        site.paths |= {"/x": page(), "/down": redirect(f"http://127.0.0.1:{site.port}/x")}
        fetcher = site.fetcher()
        if trusted:
            fetcher._tls.load_verify_locations(tmp_path / "certificate.pem")
        source = WebSource(f"https://127.0.0.1:{site.port}/x")
        result = crawl(source, tmp_path / "into", {}, fetcher, lambda *_: None)
        if reason:
            assert f"has a certificate that is not valid {reason}" in result.failed[0][1]
            assert site.asked == []
        else:
            assert [each.link for each in result.pages] == [source.address]
            result = crawl(replace(source, address=f"https://127.0.0.1:{site.port}/down"), tmp_path, {}, fetcher, print)
            assert "redirects from https to http" in result.failed[0][1]


def test_tls_with_a_server_that_hangs_or_speaks_plainly_ends(site: Site, tmp_path: Path) -> None:
    began = time.monotonic()
    result = site.crawl(WebSource(f"https://127.0.0.1:{site.port}/x"), tmp_path)
    assert len(result.failed) == 1
    assert time.monotonic() - began < 3


def test_one_dead_server_does_not_cost_a_list_its_time(site: Site, tmp_path: Path) -> None:
    site.paths = {f"/{number}": lambda _, __: site.over.wait(10) and None for number in range(20)}
    source = WebSource("", "list", tuple(f"{site.root}/{number}" for number in range(20)))
    result = site.crawl(source, tmp_path, limits=replace(QUICK, total_seconds=0.2))
    assert len(result.failed) == 20
    assert len(site.targets) == 3
    assert "did not answer 3 times in a row" in result.failed[-1][1]
