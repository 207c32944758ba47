"""No server but those of the public internet is ever connected to (reliability.md, SEC-05 and SEC-06).

A recorder stands where sockets connect: every case must end before it. It answers nothing and reaches nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from website import QUICK, Site, page, redirect, reply

from ingest.errors import SourceError
from ingest.web.address import parse_address
from ingest.web.crawl import Crawl, WebSource, crawl
from ingest.web.errors import RefusedError
from ingest.web.fetch import Fetcher
from ingest.web.guard import _DENIED, is_public

PUBLIC = "93.184.215.14"
PUBLIC_6 = "2606:2800:21f:cb07:6820:80da:af6b:8b2c"

INSIDE = """
127.0.0.1 127.1.2.3 127.255.255.255 0.0.0.0 0.1.2.3 10.0.0.1 10.255.255.255 172.16.0.1 172.31.255.255 192.168.0.1 192.168.255.255
169.254.169.254 169.254.0.1 100.64.0.1 100.100.100.200 100.127.255.255 192.0.0.1 192.0.0.192 192.0.2.1 198.18.0.1 198.19.255.255
198.51.100.1 203.0.113.1 192.88.99.1 168.63.129.16 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255
:: ::1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:93.184.215.14 ::127.0.0.1 ::ffff:0:127.0.0.1
64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::1 2002:7f00:1:: 2002:a9fe:a9fe::1 2001::1 2001:0:7f00:1::1 2001:db8::1 3fff::1
2001:2::1 2001:10::1 2001:20::1 100::1 5f00::1 fc00::1 fd00:ec2::254 fdff::1 fe80::1 febf::1 fec0::1 feff::1 ff02::1 ff0e::1 4000::1
2606:2800::5efe:7f00:1 2606:2800::200:5efe:a00:1
""".split()

FORMS = [
    "http://2130706433/",
    "http://017700000001/",
    "http://0x7f000001/",
    "http://0x7F.0.0.1/",
    "http://0177.0.0.1/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://0x0/",
    "http://0x/",
    "http://127.0.0.1./",
    "http://127.0.0.1../",
    "http://127.0.0.01/",
    "http://127.0.0.1.0x1/",
    "http://256.256.256.256/",
    "http://3232235777/",
    "http://2852039166/latest/meta-data/",
    "http://0xa9fea9fe/",
    "http://0251.0376.0251.0376/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://１２７.０.０.１/",
    "http://१२७.०.०.१/",
    "http://۱۲۷.۰.۰.۱/",
    "http://𝟏𝟐𝟕.𝟎.𝟎.𝟏/",
    "http://127.0.0.1:80/",
    "http://127.0.0.1:443/",
    "https://127.0.0.1/",
    "HTTP://127.0.0.1/",
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::1%25lo]/",
    "http://[fe80::1%eth0]/",
    "http://[::1/",
    "http://::1/",
    "http://[127.0.0.1]/",
    "http://[v1.x]/",
]

TRICKS = [
    "http://example.com\\@127.0.0.1/",
    "http://127.0.0.1\\@example.com/",
    "http:\\\\127.0.0.1\\",
    "http:/\\127.0.0.1/",
    "http://example.com@127.0.0.1/",
    "http://127.0.0.1@example.com/",
    "http://user:password@example.com/",
    "http://@example.com/",
    "http://example.com%40127.0.0.1/",
    "http://127.0.0.1#@example.com/",
    "http://127.0.0.1?@example.com/",
    "http://127.0.0.1%23@example.com/",
    "http://example.com:80@127.0.0.1:80/",
    "http://127.0.0.1:80:80/",
    "http://127.0.0.1%09.example.com/",
    "http://127.0.0.1\t.example.com/",
    "http://exam\tple.com/",
    "http://exam\nple.com/",
    "http://example.com\r\nHost: 127.0.0.1/",
    "http://example.com/\r\nX: y",
    "http://127.0.0.1%00.example.com/",
    "http://127.0.0.1\0.example.com/",
    "http://example.com\0/",
    "http:// 127.0.0.1/",
    "http://127.0.0.1 .example.com/",
    "http://exam\u00adple.com/",
    "http://exam\u200bple.com/",
    "http://example.com\u2028/",
    "http://\ud800.com/",
    "http://example。com/x" + "\u202e",
    "http://example.com\uff0f@127.0.0.1/",
    "http://127.0.0.1\uff0fexample.com/",
    "http://127.0.0.1\uff1a80/",
    "http://\uff3b::1\uff3d/",
    "http://%31%32%37.0.0.1/",
    "http://127.0.0.1:",
    "http://",
    "http:///127.0.0.1/",
    "http:127.0.0.1",
    "//127.0.0.1/",
    "127.0.0.1",
    "",
    "http://.example.com/",
    "http://example..com/",
    "http://exa mple.com/",
    "http://" + "a" * 64 + ".com/",
    "http://" + "a." * 130 + "com/",
    "http://example.com/" + "a" * 3_000,
    "http://example.com:22/",
    "http://example.com:6379/",
    "http://example.com:8080/",
    "http://example.com:0/",
    "http://example.com:65616/",
    "http://example.com:99999999/",
    "http://example.com:８０/",
    "http://example.com:+80/",
    "http://example.com:-1/",
    "file:///etc/hostname",
    "file://localhost/etc/hostname",
    "FILE:///etc/hostname",
    "ftp://example.com/",
    "gopher://127.0.0.1:6379/_INFO",
    "data:text/html,<p>x",
    "jar:http://127.0.0.1!/",
    "dict://127.0.0.1:11211/",
    "javascript:alert(1)",
    "ws://example.com/",
    "view-source:http://127.0.0.1/",
    "unix:///var/run/docker.sock",
    "http+unix://%2Fvar%2Frun/",
    "netdoc:///etc/hostname",
]


class Recorder:
    """Every number that anything tried to connect to; no connection comes about but to `through`."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, through: int = 0) -> None:
        self.tried: list[tuple[str, int]] = []
        real = socket.socket.connect

        def connect(sock: socket.socket, address: tuple[str, int]) -> None:
            if through and address[:2] == ("127.0.0.1", through):
                return real(sock, address)
            self.tried.append(address[:2])
            raise ConnectionRefusedError(111, "Connection refused")

        def getaddrinfo(host, port, *rest, **named):
            number = ipaddress.ip_address(host)  # a name here would be one looked up a second time
            family = socket.AF_INET6 if number.version == 6 else socket.AF_INET
            return [(family, socket.SOCK_STREAM, 6, "", (host, port) if number.version == 4 else (host, port, 0, 0))]

        monkeypatch.setattr(socket.socket, "connect", connect)
        monkeypatch.setattr(socket.socket, "connect_ex", connect)
        monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    return Recorder(monkeypatch)


def public(*_: object) -> Sequence[str]:
    return (PUBLIC,)


def crawled(address: str, into: Path, resolve: Callable[[str, int], Sequence[str]] = public, **named) -> Crawl:
    return crawl(WebSource(address, **named), into, {}, Fetcher(QUICK, resolve=resolve), lambda *_: None)


def literal(number: str) -> str:
    return f"http://[{number}]/" if ":" in number else f"http://{number}/"


@pytest.mark.parametrize("number", [PUBLIC, PUBLIC_6])
def test_the_recorder_sees_a_public_server_asked(recorder: Recorder, tmp_path: Path, number: str) -> None:
    crawled("http://example.com/", tmp_path, lambda *_: (number,))
    crawled(literal(number), tmp_path)
    assert recorder.tried
    assert set(recorder.tried) == {(number, 80)}


@pytest.mark.parametrize("number", INSIDE)
def test_a_number_inside_is_refused_as_typed(recorder: Recorder, tmp_path: Path, number: str) -> None:
    with pytest.raises(SourceError, match="not on the public internet"):
        crawled(literal(number), tmp_path)
    assert recorder.tried == []


@pytest.mark.parametrize("number", INSIDE)
def test_a_name_that_leads_inside_is_refused(recorder: Recorder, tmp_path: Path, number: str) -> None:
    for answers in ((number,), (PUBLIC, number), (number, PUBLIC), (PUBLIC_6, PUBLIC, number)):
        result = crawled("https://example.com/", tmp_path, lambda *_, answers=answers: answers)
        assert "not on the public internet" in result.failed[0][1]
    assert recorder.tried == []


@pytest.mark.parametrize("number", ["fe80::1%eth0", "127.1", "", "localhost", "2606:2800::1%1", "0x7f000001"])
def test_what_a_resolver_may_not_answer(recorder: Recorder, tmp_path: Path, number: str) -> None:
    assert len(crawled("http://example.com/", tmp_path, lambda *_: (number,)).failed) == 1
    assert recorder.tried == []


@pytest.mark.parametrize("address", FORMS + TRICKS, ids=ascii)
def test_an_odd_address_is_refused_before_anything_is_looked_up(recorder: Recorder, tmp_path: Path, address: str) -> None:
    looked_up = []
    with pytest.raises(SourceError, match=r"^The source .*\.$"):
        crawled(address, tmp_path, lambda host, _: looked_up.append(host) or ())
    result = crawled(
        "", tmp_path, lambda host, _: looked_up.append(host) or (), kind="list", addresses=(address, "http://a.com:1/")
    )
    assert len(result.failed) == (2 if address.strip() else 1)
    assert (recorder.tried, looked_up) == ([], [])


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("http://example.com#@127.0.0.1/", "example.com"),
        ("http://example.com?@127.0.0.1/", "example.com"),
        ("http://example.com/@127.0.0.1/", "example.com"),
        ("http://example.com/;@127.0.0.1:22", "example.com"),
        ("http://example.com.:80/http://127.0.0.1/", "example.com"),
        ("http://bücher.example/", "xn--bcher-kva.example"),
        ("http://ＥＸＡＭＰＬＥ。com/", "example.com"),
        ("http://127.0.0.1.example.com/", "127.0.0.1.example.com"),
        ("http://localhost/", "localhost"),
        ("http://metadata.google.internal/", "metadata.google.internal"),
    ],
)
def test_the_host_that_is_looked_up_is_the_only_one_connected_to(
    recorder: Recorder, tmp_path: Path, address: str, host: str
) -> None:
    looked_up = set()
    crawled(address, tmp_path, lambda name, _: looked_up.add(name) or (PUBLIC,))
    assert (looked_up, set(recorder.tried)) == ({host}, {(PUBLIC, 80)})


def test_a_name_that_answers_otherwise_the_second_time_is_connected_to_as_checked(
    recorder: Recorder, tmp_path: Path
) -> None:
    answers = [(PUBLIC,), (PUBLIC,), ("127.0.0.1",)]  # robots.txt, the page, and what another look-up would get
    crawled("http://example.com/", tmp_path, lambda *_: answers.pop(0))
    assert (answers, set(recorder.tried)) == ([("127.0.0.1",)], {(PUBLIC, 80)})


def test_a_name_that_turns_inside_between_two_requests_is_refused(recorder: Recorder, tmp_path: Path) -> None:
    answers = [(PUBLIC,), ("127.0.0.1",)]
    result = crawled("http://example.com/", tmp_path, lambda *_: answers.pop(0))
    assert "not on the public internet" in result.failed[0][1]
    assert recorder.tried == [(PUBLIC, 80)]


@pytest.mark.parametrize("hop", [1, 2, 3, 4, 5])
@pytest.mark.parametrize(
    "target",
    ["http://127.0.0.1/", "http://127.0.0.1:22/", "http://169.254.169.254/latest/", "//10.0.0.1/", "http://[::1]/",
     "http://inside.example.com/", "http://2130706433/", "http://user@127.0.0.1/", "file:///etc/hostname", "gopher://127.0.0.1/",
     "http://127.0.0.1\\@example.com/", "/\\127.0.0.1/", "http://localhost:6379/"],
)  # fmt: skip
def test_every_redirect_is_checked_from_the_start(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, hop: int, target: str
) -> None:
    recorder = Recorder(monkeypatch, through=site.port)
    site.paths = {f"/{number}": redirect(f"/{number + 1}" if number < hop else target) for number in range(1, 6)}
    fetcher = Fetcher(QUICK, allowed=frozenset({("127.0.0.1", site.port)}), resolve=lambda *_: ("10.1.2.3",))
    result = crawl(WebSource(f"{site.root}/1"), tmp_path, {}, fetcher, lambda *_: None)
    assert len(result.failed) == 1
    assert (recorder.tried, len(site.targets)) == ([], hop)


def test_no_redirect_is_taken_from_a_page(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    recorder = Recorder(monkeypatch, through=site.port)
    away = "http://127.0.0.1/secret"
    body = f"""<html><head><base href="{away}"><meta http-equiv="refresh" content="0; url={away}"><link rel=canonical href="{away}">
    <link rel=alternate type=application/rss+xml href="{away}"><link rel=stylesheet href="{away}"><script src="{away}"></script>
    <body><p>Apply.<img src="{away}"><iframe src="{away}"></iframe><object data="{away}"></object><a href="{away}">x</a>
    <a href="http://example.com/">x</a><a ping="{away}" href="/x">x</a><form action="{away}"></form>{away}""".encode()
    site.paths["/x"] = reply(body, Link=f"<{away}>; rel=preload", Refresh=f"0; url={away}", Content_Location=away)
    for kind in ("page", "section"):
        result = site.crawl(WebSource(f"{site.root}/x", kind), tmp_path)
        assert ([each.link for each in result.pages], result.failed) == ([f"{site.root}/x"], ())
    assert (recorder.tried, site.targets) == ([], ["/x", "/x"])


def test_a_sitemap_names_no_other_site(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    recorder = Recorder(monkeypatch, through=site.port)
    away = [
        "http://127.0.0.1/",
        "http://169.254.169.254/",
        "file:///etc/hostname",
        "http://example.com/",
        "http://10.0.0.1/a.xml",
    ]
    locations = "".join(f"<url><loc>{each}</loc></url>" for each in [*away, f"{site.root}/x"])
    nested = "".join(
        f"<sitemap><loc>{each}</loc></sitemap>" for each in [*away, f"{site.root}/b.xml", f"{site.root}/away.xml"]
    )
    site.paths = {
        "/a.xml": reply(f"<sitemapindex>{nested}</sitemapindex>".encode(), kind="text/xml"),
        "/b.xml": reply(f"<urlset>{locations}</urlset>".encode(), kind="text/xml"),
        "/away.xml": redirect("http://10.0.0.1/a.xml"),
        "/x": page(),
    }
    result = site.crawl(WebSource(f"{site.root}/a.xml", "sitemap"), tmp_path)
    assert [each.address for each in result.pages] == [f"{site.root}/x"]
    assert (recorder.tried, site.targets) == ([], ["/a.xml", "/b.xml", "/away.xml", "/x"])


def test_robots_txt_leads_nowhere_inside_either(site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    recorder = Recorder(monkeypatch, through=site.port)
    site.paths = {"/robots.txt": redirect("http://127.0.0.1/robots.txt"), "/x": page()}
    assert len(site.crawl("/x", tmp_path).pages) == 1
    assert recorder.tried == []


def test_settings_of_proxies_are_not_read(recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:3128")
    crawled("http://example.com/", tmp_path)
    crawled("https://example.com/", tmp_path)
    assert set(recorder.tried) == {(PUBLIC, 80), (PUBLIC, 443)}


def test_an_allowed_port_opens_no_other_and_nothing_but_loopback_can_be_allowed(recorder: Recorder, tmp_path: Path) -> None:
    fetcher = Fetcher(QUICK, allowed=frozenset({("127.0.0.1", 8_123)}), resolve=public)
    for address in ("http://127.0.0.1/", "http://127.0.0.2:8123/", "http://127.0.0.1:8124/", "http://93.184.215.14:8123/"):
        with pytest.raises(SourceError):
            crawl(WebSource(address), tmp_path, {}, fetcher, lambda *_: None)
    result = crawl(WebSource("http://example.com:8123/"), tmp_path, {}, fetcher, lambda *_: None)
    assert "only 80 and 443" in result.failed[0][1]
    with pytest.raises(ValueError, match="Only loopback"):
        Fetcher(QUICK, allowed=frozenset({("10.0.0.1", 80)}))
    assert recorder.tried == []


def test_the_table_denies_every_network_whole() -> None:
    for network in _DENIED:
        assert not is_public(str(network[0]))
        assert not is_public(str(network[-1]))
    assert all(is_public(number) for number in (PUBLIC, PUBLIC_6, "8.8.8.8", "1.1.1.1", "2001:4860:4860::8888", "223.5.5.5"))


@pytest.mark.parametrize("address", ["http://example.com\\@127.0.0.1/", "http://user@example.com/"])
def test_the_parser_refuses_in_words_that_go_on_from_the_address(address: str) -> None:
    with pytest.raises(RefusedError, match=r"^[a-z].*\.$"):
        parse_address(address)
