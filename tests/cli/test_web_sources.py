"""Websites as sources, by the command line: a section, a sitemap, a list and a page, changed and gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from website import Site, page, reply, site

from ingest.web.fetch import Fetcher, FetchLimits

__all__ = ["site"]
FEES, VISA, ROOMS = (
    f"<html><head><title>{title}</title></head><body><main><h1>{title}</h1><p>{text}</p></main></body></html>".encode()
    for title, text in (
        ("Fees", "The application fee is 600 yuan for every student."),
        ("Visa", "The visa office opens at nine o'clock on weekdays."),
        ("Rooms", "A room on the north campus costs 900 yuan a month."),
    )
)


@pytest.fixture
def office(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """Three pages and a way to them; nothing waits between two requests."""
    monkeypatch.setenv("TONGWEN_LOCAL_PORTS", str(site.port))
    monkeypatch.setattr(Fetcher.__init__, "__defaults__", (FetchLimits(pause_seconds=0.0),))
    site.paths |= {
        "/en/": page("The office of Mochuan University greets its guests.", "fees", "visa", "/news"),
        "/en/fees": reply(FEES),
        "/en/visa": reply(VISA),
        "/rooms": reply(ROOMS),
    }
    return site


def counted(result) -> dict[str, int]:
    """The counts of a report, without zeros."""
    names = ("added", "updated", "unchanged", "removed", "skipped", "failed")
    values = {name: result.json[name] for name in names}
    return {name: value if isinstance(value, int) else len(value) for name, value in values.items() if value}


def test_a_section_is_mirrored(tongwen, office: Site) -> None:
    result = tongwen("ingest", f"{office.root}/en/", "--as", "section", "--json")
    assert (result.code, counted(result)) == (0, {"added": 3})
    assert tongwen("sources", "--json").json["sources"] == [
        {"source": f"{office.root}/en/", "kind": "section", "documents": 3}
    ]
    assert tongwen("search", "application fee", "--json").json["passages"][0]["file"] == f"{office.root}/en/fees"

    assert counted(tongwen("ingest", "--json")) == {"unchanged": 3}
    office.paths["/en/fees"] = reply(FEES.replace(b"600", b"700"))
    assert counted(tongwen("ingest", "--json")) == {"updated": 1, "unchanged": 2}
    assert "700" in tongwen("search", "application fee").out

    office.paths["/en/fees"] = reply(status=500)
    result = tongwen("ingest", "--json")
    assert (result.code, counted(result)) == (1, {"unchanged": 2, "failed": 1})
    assert "700" in tongwen("search", "application fee").out  # failed is not gone

    office.paths["/en/fees"] = reply(status=404)
    tongwen("ingest", "--json")
    assert "700" in tongwen("search", "application fee").out  # one no may be a slip
    assert counted(tongwen("ingest", "--json")) == {"removed": 1, "unchanged": 2}
    assert "700" not in tongwen("search", "application fee").out


def test_a_sitemap_a_list_and_a_page(tongwen, office: Site, tmp_path: Path) -> None:
    office.paths["/sitemap.xml"] = reply(
        f"<urlset><url><loc>{office.root}/en/fees</loc></url><url><loc>/en/visa</loc></url></urlset>".encode(),
        kind="text/xml",
    )
    addresses = tmp_path / "addresses.txt"
    addresses.write_text(f"# ours\n{office.root}/rooms\n", "utf-8")
    assert counted(tongwen("ingest", f"{office.root}/sitemap.xml", "--json")) == {"added": 2}
    assert counted(tongwen("ingest", addresses, "--as", "list", "--json")) == {"added": 1}
    assert counted(tongwen("ingest", f"{office.root}/en/", "--json")) == {"added": 1}
    kinds = {each["kind"]: each["documents"] for each in tongwen("sources", "--json").json["sources"]}
    assert kinds == {"sitemap": 2, "list": 1, "page": 1}
    assert tongwen("sources", "remove", f"{office.root}/en/").code == 0
    assert counted(tongwen("ingest", "--json")) == {"unchanged": 3}


def test_a_server_of_this_machine_is_not_asked_unless_its_port_is_named(tongwen, site: Site) -> None:
    site.paths["/"] = page()
    result = tongwen("ingest", f"{site.root}/")
    assert result.code == 2
    assert "127.0.0.1" in result.err
    assert site.asked == []
