"""robots.txt: which rules are for us, what they forbid, and what a site without them means."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from website import Site, page, raw, redirect, reply

from ingest.errors import SourceError
from ingest.web.crawl import WebSource
from ingest.web.robots import read_rules


@pytest.mark.parametrize(
    ("text", "allowed", "forbidden"),
    [
        ("", ["/", "/a"], []),
        ("User-agent: *\nDisallow:", ["/a"], []),
        ("User-agent: *\nDisallow: /", ["/robots.txt"], ["/", "/a"]),
        ("User-agent: *\nDisallow: /\nAllow: /public/", ["/public/a"], ["/a", "/public"]),
        ("User-agent: *\nAllow: /a\nDisallow: /a", ["/a"], []),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b\nDisallow: /a/b/c", ["/a/b/d"], ["/a/x", "/a/b/c/d"]),
        ("User-agent: *\nDisallow: /*.pdf$", ["/a.pdf?x", "/pdf"], ["/a.pdf", "/b/c.pdf"]),
        ("User-agent: *\nDisallow: /*?", ["/a"], ["/a?x=1"]),
        ("User-agent: *\nDisallow: /a*b*c", ["/ab", "/acb"], ["/abc", "/axbxcx"]),
        ("User-agent: *\nDisallow: /a$", ["/ab"], ["/a"]),
        ("User-agent: *\nDisallow: /a*$", ["/b"], ["/a", "/abc"]),
        ("User-agent: *\nDisallow: /招", ["/a"], ["/%E6%8B%9B/x"]),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Tongwen\nDisallow: /private", ["/a"], ["/private"]),
        ("User-agent: tongwen/1.0\nUser-agent: Other\nDisallow: /b", ["/a"], ["/b"]),
        ("User-agent: Other\nDisallow: /", ["/a"], []),
        (
            "User-agent: Tongwen\nDisallow: /a\nUser-agent: *\nDisallow: /b\nUser-agent: TONGWEN\nDisallow: /c",
            ["/b"],
            ["/a", "/c"],
        ),
        ("\ufeffUSER-AGENT : * # all\r\n disallow : /a # not this\r\nnonsense\nSitemap: /x", ["/b"], ["/a"]),
        ("Disallow: /a", ["/a"], []),
        ("User-agent: *\n\nDisallow: /a", ["/b"], ["/a"]),
    ],
)
def test_what_the_rules_allow(text: str, allowed: list[str], forbidden: list[str]) -> None:
    rules = read_rules(text)
    assert [target for target in allowed if not rules.allows(target)] == []
    assert [target for target in forbidden if rules.allows(target)] == []


@pytest.mark.parametrize(
    ("value", "seconds"),
    [("2", 2.0), ("0.5", 0.5), ("3600", 10.0), ("-1", 0.0), ("x", 0.0), ("1e9", 0.0), ("", 0.0), ("nan", 0.0)],
)
def test_how_long_to_wait(value: str, seconds: float) -> None:
    assert read_rules(f"User-agent: *\nCrawl-delay: {value}").delay_seconds == seconds


def test_a_pattern_cannot_take_time() -> None:
    rules = read_rules("User-agent: *\n" + f"Disallow: /{'a*' * 200}b\n" * 200)
    began = time.monotonic()
    assert rules.allows("/" + "a" * 2_000)
    assert time.monotonic() - began < 1


@pytest.mark.parametrize("kind", ["page", "list", "section"])
def test_what_is_forbidden_is_not_asked_for(site: Site, tmp_path: Path, kind: str) -> None:
    site.paths |= {"/robots.txt": reply(b"User-agent: *\nDisallow: /private", kind="text/plain"), "/private/a": page()}
    site.paths |= {"/": page("x", "/private/a", "/moved"), "/moved": redirect("/private/a")}
    if kind == "section":
        result = site.crawl(WebSource(f"{site.root}/", kind), tmp_path)
    else:
        addresses = (f"{site.root}/private/a", f"{site.root}/moved") if kind == "list" else ()
        result = site.crawl(WebSource(f"{site.root}/private/a", kind, addresses), tmp_path)
    assert "/private/a" not in site.targets
    assert f"{site.root}/private/a" in dict(result.skipped)
    assert all("forbidden to programs by the robots.txt" in reason for _, reason in result.skipped)
    assert [request.target for request in site.asked].count("/robots.txt") == 1


def test_a_section_that_is_forbidden_raises(site: Site, tmp_path: Path) -> None:
    site.paths |= {"/robots.txt": reply(b"User-agent: *\nDisallow: /"), "/": page()}
    for kind in ("section", "sitemap"):
        with pytest.raises(SourceError, match="forbidden to programs"):
            site.crawl(WebSource(f"{site.root}/", kind), tmp_path)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_rules_allows_all(site: Site, tmp_path: Path, status: int) -> None:
    site.paths |= {"/robots.txt": reply(b"User-agent: *\nDisallow: /", status), "/": page()}
    assert len(site.crawl(WebSource(f"{site.root}/", "section"), tmp_path).pages) == 1


@pytest.mark.parametrize("behaviour", [reply(b"", 500), reply(b"", 503), reply(b"", 429), raw(b""), redirect("/robots.txt")])
def test_rules_that_cannot_be_had_stop_crawls_but_not_a_page(site: Site, tmp_path: Path, behaviour) -> None:
    site.paths |= {"/robots.txt": behaviour, "/": page()}
    for kind in ("section", "sitemap"):
        with pytest.raises(SourceError, match=r"it is left alone: the robots.txt of its site .*\.$"):
            site.crawl(WebSource(f"{site.root}/", kind), tmp_path)
    assert site.targets == []
    assert len(site.crawl("/", tmp_path).pages) == 1
