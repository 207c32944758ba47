"""Crawls of a page, a list, a sitemap and a section: what is taken, from where, and what is known afterwards."""

from __future__ import annotations

import gzip
import itertools
import time
from dataclasses import replace
from pathlib import Path

import pytest
from website import QUICK, Request, Send, Site, page, redirect, reply

from ingest.errors import SourceError
from ingest.web.crawl import WebSource, crawl


def taken(result) -> list[str]:
    return [each.address.split("/", 3)[3] for each in result.pages]


def urlset(*locations: str) -> bytes:
    rows = "".join(f"<url><loc> {location} </loc><lastmod>2026-01-01</lastmod></url>" for location in locations)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</urlset>'.encode()


def index(*locations: str) -> bytes:
    rows = "".join(f"<sitemap><loc>{location}</loc></sitemap>" for location in locations)
    return f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</sitemapindex>'.encode()


def versioned(body: bytes, **told: str):
    """A page that answers 304 to whoever has its version."""

    def behave(request: Request, send: Send) -> None:
        asked = (request.headers.get("if-none-match"), request.headers.get("if-modified-since"))
        has_it = told.get("ETag", "-") == asked[0] or told.get("Last_Modified", "-") == asked[1]
        (reply(status=304, **told) if has_it else reply(body, **told))(request, send)

    return behave


def test_a_page_is_written_aside_under_a_name_of_ours(site: Site, tmp_path: Path) -> None:
    site.paths["/a"] = reply(
        b"<p>Apply.", kind="Text/HTML; charset=utf-8", Content_Disposition="attachment; filename=../../x"
    )
    [each] = site.crawl("/a?utm_source=x&n=1#top".replace("f", ""), tmp_path / "new" / "folder").pages
    assert (each.address, each.link) == (f"{site.root}/a?n=1", f"{site.root}/a?n=1")
    assert each.path.read_bytes() == b"<p>Apply."
    assert each.path.parent == tmp_path / "new" / "folder"
    assert (each.path.stem.isalnum(), each.path.suffix, each.suffix, each.stamp) == (True, ".html", ".html", "")


def test_who_we_are_and_what_we_do_not_send(site: Site, tmp_path: Path) -> None:
    site.paths["/a"] = reply(b"<p>Apply.", Set_Cookie="id=1")
    site.paths["/b"] = redirect("/a")
    site.crawl("/b", tmp_path)
    for request in site.asked:
        assert request.headers["user-agent"].startswith("Tongwen/")
        assert "(+documents of an international office)" in request.headers["user-agent"]
        assert request.headers["host"] == f"127.0.0.1:{site.port}"
        assert not {"cookie", "authorization", "referer"} & set(request.headers)


@pytest.mark.parametrize("told", [{"ETag": 'W/"1"'}, {"Last_Modified": "Mon, 01 Jun 2026 00:00:00 GMT"}])
def test_an_unchanged_page_is_not_sent_again(site: Site, tmp_path: Path, told: dict[str, str]) -> None:
    site.paths |= {"/a": redirect("/b"), "/b": versioned(b"<p>Apply.", **told)}
    [first] = site.crawl("/a", tmp_path).pages
    assert first.stamp
    [second] = site.crawl("/a", tmp_path, {first.address: first.stamp}).pages
    assert second == replace(first, path=None)
    site.paths["/b"] = versioned(b"<p>New.", ETag='"2"')
    [third] = site.crawl("/a", tmp_path, {first.address: first.stamp}).pages
    assert third.path.read_bytes() == b"<p>New."


def test_a_stamp_is_for_the_address_that_gave_it(site: Site, tmp_path: Path) -> None:
    site.paths |= {"/a": redirect("/b"), "/b": versioned(b"<p>B", ETag='"1"'), "/c": versioned(b"<p>C", ETag='"1"')}
    [first] = site.crawl("/a", tmp_path).pages
    site.paths["/a"] = redirect("/c")
    [second] = site.crawl("/a", tmp_path, {first.address: first.stamp}).pages
    assert second.path.read_bytes() == b"<p>C"


@pytest.mark.parametrize("stamp", ["", "x", "[]", "{}", "1", '["a\\r\\nX: y", "é", "", ""]', "[1,2,3,4]"])
def test_a_stamp_of_someone_else_does_no_harm(site: Site, tmp_path: Path, stamp: str) -> None:
    site.paths["/a"] = page()
    assert len(site.crawl("/a", tmp_path, {f"{site.root}/a": stamp}).pages) == 1


@pytest.mark.parametrize("address", ["", "example", "mailto:x@example.com", "ftp://example.com/"])
def test_a_source_that_cannot_be_begun_raises(site: Site, tmp_path: Path, address: str) -> None:
    for kind in ("page", "sitemap", "section"):
        with pytest.raises(SourceError, match=r"^The source .*\.$"):
            site.crawl(WebSource(address, kind), tmp_path)
    with pytest.raises(SourceError, match="holds no addresses"):
        site.crawl(WebSource("", "list", (" ", "")), tmp_path)


def test_a_list_goes_on_after_what_fails(site: Site, tmp_path: Path) -> None:
    site.paths |= {"/a": page(), "/b": reply(b"", 500), "/d": page()}
    lines = (f" {site.root}/a ", "nonsense", f"{site.root}/b", f"{site.root}/c", "", f"{site.root}/d", f"{site.root}/a#x")
    steps: list[tuple[str, int, int]] = []
    result = crawl(WebSource("", "list", lines), tmp_path, {}, site.fetcher(), lambda *step: steps.append(step))
    assert taken(result) == ["a", "d"]
    assert [address for address, _ in result.failed] == ["nonsense", f"{site.root}/b"]
    assert result.gone == (f"{site.root}/c",)
    assert [step[1:] for step in steps] == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_two_addresses_of_one_page_are_one_page(site: Site, tmp_path: Path) -> None:
    site.paths |= {"/a": page(), "/b": redirect("/a")}
    result = site.crawl(WebSource("", "list", (f"{site.root}/a", f"{site.root}/b")), tmp_path)
    assert taken(result) == ["a"]
    assert result.skipped == ((f"{site.root}/b", f"leads to the same page as {site.root}/a."),)


def test_a_section_follows_its_own_links_and_no_others(site: Site, tmp_path: Path) -> None:
    site.paths |= {
        "/en/programs": redirect("/en/programs/"),
        "/en/programs/": page("Programs", "a", "/en/programs/b?x=1", "../partners", "/", "http://example.com/", "mailto:a@b.c",
                              "javascript:x", "logo.PNG", "//example.com/en/programs/", "http://127.0.0.1/en/programs/",
                              "a#top", "out", "gone", "bad", "../programs-old/", "tel:1", "http://[", "x\\y"),
        "/en/programs/a": page("A", "deep/1"),
        "/en/programs/deep/1": page("1", "2"),
        "/en/programs/deep/2": page("2", "3"),
        "/en/programs/b": page("B"),
        "/en/programs/out": redirect("/partners"),
        "/partners": page(),
        "/en/programs/bad": reply(b"", 500),
    }  # fmt: skip
    source = WebSource(f"{site.root}/en/programs", "section")
    result = site.crawl(source, tmp_path)
    names = [address.removeprefix("en/programs") for address in taken(result)]
    assert names == ["", "/a", "/b?x=1", "/deep/1", "/deep/2"]
    assert "/en/programs/deep/3" not in site.targets  # four links from where it begins
    assert result.gone == (f"{site.root}/en/programs/gone",)
    assert [address for address, _ in result.failed] == [f"{site.root}/en/programs/bad"]
    assert dict(result.skipped) == {
        f"{site.root}/en/programs/logo.PNG": "is of a kind that no reader knows (.png).",
        f"{site.root}/en/programs/out": f"leads elsewhere, to {site.root}/partners.",
    }
    assert len(site.targets) == len(set(site.targets))


def test_how_deep_a_section_goes(site: Site, tmp_path: Path) -> None:
    site.paths |= {f"/{number}": page(str(number), f"/{number + 1}") for number in range(9)} | {"/": page("0", "/1")}
    for depth in (0, 1, 3):
        assert len(site.crawl(WebSource(f"{site.root}/", "section", depth=depth), tmp_path).pages) == depth + 1


def test_pages_nothing_links_to_any_more_are_asked_for(site: Site, tmp_path: Path) -> None:
    site.paths |= {
        "/s/": page("S", "a", "b", "c"),
        "/s/a": page("A"),
        "/s/b": page("B"),
        "/s/c": page("C", "d"),
        "/s/d": page(),
    }
    source = WebSource(f"{site.root}/s/", "section")
    stamps = {each.address: each.stamp for each in site.crawl(source, tmp_path).pages}
    assert len(stamps) == 5
    site.paths |= {"/s/": page("S", "c")}
    del site.paths["/s/b"]
    result = site.crawl(source, tmp_path, stamps | {f"{site.root}/other": "", "nonsense": ""})
    assert taken(result) == ["s/", "s/c", "s/d", "s/a"]
    assert result.gone == (f"{site.root}/s/b",)
    assert "/other" not in site.targets


def test_links_of_unchanged_pages_are_followed(site: Site, tmp_path: Path) -> None:
    site.paths |= {"/s/": versioned(b"<a href=a>", ETag='"1"'), "/s/a": versioned(b"<p>A", ETag='"1"')}
    source = WebSource(f"{site.root}/s/", "section", depth=1)
    first = site.crawl(source, tmp_path)
    second = site.crawl(source, tmp_path, {each.address: each.stamp for each in first.pages})
    assert [(each.address, each.path is None) for each in second.pages] == [
        (f"{site.root}/s/", False),
        (f"{site.root}/s/a", True),
    ]


def test_ten_thousand_links_end_at_the_limit(site: Site, tmp_path: Path) -> None:
    site.paths |= {"/": page("many", *(f"/{number}" for number in range(10_000)))} | {
        f"/{number}": page() for number in range(40)
    }
    began = time.monotonic()
    result = site.crawl(WebSource(f"{site.root}/", "section", pages=20), tmp_path)
    assert time.monotonic() - began < 4
    assert (len(result.pages), len(site.targets)) == (20, 20)
    assert len(result.skipped) == 1_001
    assert "over the limit of 20 pages" in result.skipped[0][1]
    assert result.skipped[-1] == (f"{site.root}/", "names 8981 more pages over the limit of 20.")


def test_ten_thousand_dead_links_end_too(site: Site, tmp_path: Path) -> None:
    site.paths["/"] = page("many", *(f"/{number}" for number in range(10_000)))
    result = site.crawl(WebSource(f"{site.root}/", "section", pages=20), tmp_path)
    assert len(site.targets) == 3 * 20
    assert len(result.gone) == 3 * 20 - 1


def test_an_endless_section_ends(site: Site, tmp_path: Path) -> None:
    class Endless(dict):
        def get(self, path: str, default=None):
            return (
                reply(status=404) if path == "/robots.txt" else page("x", f"{path.rstrip('/')}/n", f"?n={len(site.asked)}")
            )

    site.paths = Endless()
    assert len(site.crawl(WebSource(f"{site.root}/", "section", depth=1_000, pages=30), tmp_path).pages) == 30


@pytest.mark.parametrize("behaviour", [reply(b"", 500), reply(b"", 404), reply(b"x", kind="image/png"), redirect("/login")])
def test_a_section_or_sitemap_that_does_not_begin_says_nothing_of_its_pages(site: Site, tmp_path: Path, behaviour) -> None:
    site.paths["/s"] = behaviour
    for kind in ("section", "sitemap"):
        with pytest.raises(SourceError, match=rf"^The {kind} {site.root}/s could not be .*: it .*\.$"):
            site.crawl(WebSource(f"{site.root}/s", kind), tmp_path, {f"{site.root}/s/a": ""})


def test_a_sitemap_gives_the_pages_of_its_site(site: Site, tmp_path: Path) -> None:
    site.paths |= {
        "/sitemap.xml": reply(index("/one.xml", f"{site.root}/two.xml.gz", "/lost.xml", "/deep.xml"), kind="application/xml"),
        "/one.xml": reply(urlset(f"{site.root}/a", "/b?x=1&amp;y=2", "http://example.com/c"), kind="text/xml"),
        "/two.xml.gz": reply(gzip.compress(urlset(f"{site.root}/d", f"{site.root}/a")), kind="application/gzip"),
        "/deep.xml": reply(index("/deeper.xml")),
        "/deeper.xml": reply(index("/deepest.xml")),
        "/a": page("A", "/not-followed"), "/b": page(), "/d": reply(b"%PDF-1.7 x", kind="application/pdf"),
    }  # fmt: skip
    result = site.crawl(WebSource(f"{site.root}/sitemap.xml", "sitemap"), tmp_path, {f"{site.root}/old": ""})
    assert taken(result) == ["a", "b?x=1&y=2", "d"]
    assert [each.suffix for each in result.pages] == [".html", ".html", ".pdf"]
    assert result.gone == (f"{site.root}/old",)
    assert [address for address, _ in result.failed] == [f"{site.root}/lost.xml"]
    assert "/not-followed" not in site.targets
    assert "/deepest.xml" not in site.targets
    assert dict(result.skipped).keys() == {"http://example.com/c", f"{site.root}/deepest.xml"}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b'<!DOCTYPE x [<!ENTITY a "b">]>' + urlset("/a"), "XML entities are not allowed"),
        (
            b'<?xml version="1.0"?><!DOCTYPE x SYSTEM "http://127.0.0.1/x.dtd">' + urlset("/a")[21:],
            "XML entities are not allowed",
        ),
        (urlset("&a;"), "not a sitemap that can be read"),
        (urlset("/a")[:-9], "not a sitemap that can be read"),
        (b"<rss><channel><link>/a</link></channel></rss>", "is of the kind rss"),
        (b"<html><p>Not found", "of the kind html"),
        (b"<urlset>" + b"<url>" * 30, "nests more than"),
        (b"Hello", "is not a sitemap"),
        (b"\x00\x01\x02\x03", "is not a sitemap"),
        (gzip.compress(bytes(30_000_000)), "unpacks to more than 200 times"),
        (gzip.compress(urlset("/a"))[:-20], "broke off"),
    ],
)
def test_what_is_no_sitemap(site: Site, tmp_path: Path, body: bytes, reason: str) -> None:
    site.paths["/s.xml"] = reply(body)
    with pytest.raises(SourceError, match=reason):
        site.crawl(WebSource(f"{site.root}/s.xml", "sitemap"), tmp_path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_sitemap_in_another_encoding_or_in_plain_text(site: Site, tmp_path: Path, encoding: str) -> None:
    site.paths |= {"/招": page(), "/a": page(), "/%E6%8B%9B": page()}
    xml = f"<?xml version='1.0'?><urlset><url><loc>{site.root}/招</loc></url></urlset>".encode(encoding)
    site.paths |= {"/s.xml": reply(xml), "/s.txt": reply(f"{site.root}/a\r\n\r\n{site.root}/招\n".encode(encoding))}
    assert len(site.crawl(WebSource(f"{site.root}/s.xml", "sitemap"), tmp_path).pages) == 1
    assert len(site.crawl(WebSource(f"{site.root}/s.txt", "sitemap"), tmp_path).pages) == 2


def test_there_is_a_pause_between_two_requests_to_a_host(site: Site, tmp_path: Path) -> None:
    site.paths |= {"/robots.txt": reply(b"User-agent: *\nCrawl-delay: 0.2"), "/a": redirect("/b"), "/b": page()}
    times: list[float] = []
    behaviour = site.paths["/b"]
    site.paths["/b"] = lambda request, send: (times.append(time.monotonic()), behaviour(request, send))[1]
    began = time.monotonic()
    site.crawl(WebSource("", "list", (f"{site.root}/a",)), tmp_path, limits=replace(QUICK, pause_seconds=0.1))
    assert times[0] - began >= 0.2 + 0.2
    assert all(later - earlier >= 0 for earlier, later in itertools.pairwise(times))
