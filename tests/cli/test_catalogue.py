"""`tongwen catalogue`: a table, JSON, a sheet and a calendar of what the documents tell."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar

from assistant.commands.catalogue import _harmless

PARTNERS = """# Partner universities of Velmora University

| University | Country | Since |
|---|---|---|
| Ostrel University | Germany | 2014 |
| =SUM Minato College | Japan | 2019 |

- Universidad de Altavera, Spain
"""
EVENTS = """# Events of Velmora University in 2026

| Date | Event | Place |
|---|---|---|
| 12 May | Orientation Day | Library Hall |
| 8–19 July | Summer School | Lake Campus |
| October 2026 | Choir Concert | Park |
"""
BOTH = "# News of Velmora University\n\nThe Thornmere Law Forum was followed by the Orrin Lake Festival on 3 May 2013.\n"


@pytest.fixture
def listed(tongwen: Callable, documents: Path) -> Callable:
    """The catalogue of three pages beside two that tell nothing."""
    (documents / "partners.md").write_text(PARTNERS, "utf-8")
    (documents / "events.md").write_text(EVENTS, "utf-8")
    (documents / "fees.md").write_text("# Fees\n\nThe application fee is 600 yuan.\n", "utf-8")
    assert tongwen("ingest", documents).code == 0
    return lambda *arguments: tongwen("catalogue", *arguments)


def test_a_table(listed: Callable) -> None:
    result = listed("partners")
    assert (result.code, result.err) == (0, "")
    rows = [" ".join(line.split()) for line in result.out.splitlines()]
    assert rows == [
        "Ostrel University Velmora University Germany, university, since 2014",
        "Universidad de Altavera Velmora University Spain, university",
        "=SUM Minato College Velmora University Japan, university, since 2019",
        "3 as far as 4 documents tell; 1 of them tell none of any kind. Velmora University 3",
    ]


def test_json_with_the_words_of_every_value(listed: Callable, documents: Path) -> None:
    found = listed("partners", "--json", "--country", "Germany").json
    assert (found["kind"], found["documents"], found["documents_without_facts"]) == ("partner", 4, 1)
    (entry,) = found["entries"]
    assert {key: value for key, value in entry.items() if key != "sources"} == {
        "name": "Ostrel University",
        "host": "Velmora University",
        "country": "DE",
        "type": "university",
        "since": "2014",
        "status": "",
    }
    (source,) = entry["sources"]
    assert (source["file"], source["page"], source["quote"]) == (
        "partners.md",
        None,
        "| Ostrel University | Germany | 2014 |",
    )
    assert [(value["field"], value["value"], value["words"]) for value in source["values"]] == [
        ("type", "university", "Ostrel University"),
        ("country", "DE", "Germany"),
        ("since", "2014", "2014"),
    ]
    assert PARTNERS[source["start"] : source["end"]] == source["quote"]
    assert all(PARTNERS[value["start"] : value["end"]] == value["words"] for value in source["values"])


def test_filters(listed: Callable) -> None:
    for options, names in (
        ("--country Europe", ["Ostrel University", "Universidad de Altavera"]),
        ("--country 德国", ["Ostrel University"]),
        ("--country es", ["Universidad de Altavera"]),
        ("--country DE --country Spanish", ["Ostrel University", "Universidad de Altavera"]),
        ("--year 2014", ["Ostrel University"]),
        ("--host Velmora --year 2020", []),
        ("--host Orrin", []),
        ("--type network", []),
    ):
        found = listed("partners", *options.split(), "--json").json["entries"]
        assert [entry["name"] for entry in found] == names, options


def test_a_sheet_without_formulas(listed: Callable) -> None:
    rows = list(csv.DictReader(io.StringIO(listed("partners", "--csv").out)))
    assert [(row["name"], row["country"], row["since"], row["file"], row["places_told"]) for row in rows] == [
        ("Ostrel University", "DE", "2014", "partners.md", "1"),
        ("Universidad de Altavera", "ES", "", "partners.md", "1"),
        ("'=SUM Minato College", "JP", "2019", "partners.md", "1"),
    ]
    assert rows[0]["words"] == "| Ostrel University | Germany | 2014 |"
    assert listed("events", "--csv", "--year", "1999").out == "name,host,date,end,type,place,file,page,words,places_told\r\n"
    assert (
        listed("programs", "--csv", "--year", "1999").out == "name,host,type,partner,places,file,page,words,places_told\r\n"
    )


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_a_cell_that_begins_like_a_formula_is_made_harmless(cell: str) -> None:
    assert _harmless(cell) == f"'{cell}"
    assert _harmless(f"a{cell}") == f"a{cell}"


def test_a_calendar(listed: Callable) -> None:
    result = listed("events", "--ics")
    assert result.code == 0
    assert result.err == "1 of 3 events have no full date and are left out.\n"
    calendar = Calendar.from_ical(result.out)
    assert str(calendar["version"]) == "2.0"
    found = [
        (str(each["summary"]), each.decoded("dtstart"), each.decoded("dtend"), str(each["location"]))
        for each in calendar.walk("VEVENT")
    ]
    assert found == [
        ("Orientation Day", date(2026, 5, 12), date(2026, 5, 13), "Library Hall"),
        ("Summer School", date(2026, 7, 8), date(2026, 7, 20), "Lake Campus"),
    ]
    first = calendar.walk("VEVENT")[0]
    assert str(first["description"]) == "| 12 May | Orientation Day | Library Hall |\nevents.md"
    assert first.decoded("dtstamp").utcoffset().total_seconds() == 0


def test_two_events_of_one_sentence_are_two_in_a_calendar(listed: Callable, tongwen: Callable, documents: Path) -> None:
    (documents / "history.md").write_text(BOTH, "utf-8")
    assert tongwen("ingest").code == 0
    calendar = Calendar.from_ical(listed("events", "--ics", "--year", "2013").out)
    assert [str(each["summary"]) for each in calendar.walk("VEVENT")] == ["Orrin Lake Festival", "Thornmere Law Forum"]
    assert len({str(each["uid"]) for each in calendar.walk("VEVENT")}) == 2


def test_what_cannot_be_done_is_one_sentence(listed: Callable) -> None:
    for options, told in (
        ("partners --ics", "Only events have dates for a calendar"),
        ("figures --ics", "`tongwen catalogue events` instead of figures"),
        ("partners --country Atlantis", "'Atlantis' is no country or region that is known"),
        ("partners --country Germany --country xx", "'xx' is no country or region that is known"),
    ):
        result = listed(*options.split())
        assert (result.code, result.out) == (2, ""), options
        assert told in result.err
        assert result.err.count("\n") == 1


def test_without_an_index_it_says_so(tongwen: Callable) -> None:
    for options in ("partners", "events --ics", "figures --csv", "programs --json"):
        result = tongwen("catalogue", *options.split())
        assert (result.code, result.out) == (2, ""), options
        assert "yet; run `tongwen ingest PATH`." in result.err
        assert result.err.count("\n") == 1
