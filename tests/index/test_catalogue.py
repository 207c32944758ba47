"""What documents tell of one thing is one entry, of its host, found by country, type and time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest
from pages import document

from index.catalogue import Catalogue, Entry, Wanted, events_between, names_of
from ingest.facts.extract import facts_of
from ingest.facts.fact import Fact, Kind, Value
from ingest.regions import territories_in

HOST = "Velmora University"


class Told:
    """What a catalogue asks of the documents of a generation."""

    def __init__(self, *rows: tuple[str, str, Sequence[str], Sequence[Fact]]) -> None:
        self._rows = rows

    def facts(self) -> list[tuple[str, str, str, tuple[str, ...], tuple[Fact, ...]]]:
        return [(name, f"{name}.md", day, tuple(names), tuple(facts)) for name, day, names, facts in self._rows]


def fact(kind: Kind, name: str, **values: str) -> Fact:
    return Fact(kind, name, 0, 9, tuple(Value(field, text, 0, 1) for field, text in values.items()))  # type: ignore[arg-type]


def catalogue(*rows: tuple[str, str, Sequence[str], Sequence[Fact]]) -> Catalogue:
    """Of rows (document, date, names of its host, facts)."""
    return Catalogue(Told(*rows))  # type: ignore[arg-type]


def of(*facts: Fact, host: str = HOST) -> Catalogue:
    return catalogue(("a", "2026-01-01", [host] if host else [], facts))


def names(entries: Sequence[Entry]) -> list[str]:
    return [entry.name for entry in entries]


def found(every: Catalogue, kind: Kind, **wanted: object) -> list[str]:
    return names(every.entries(Wanted(kind, **wanted)))  # type: ignore[arg-type]


def test_a_partner_of_two_documents_is_one_entry_with_the_newest_value() -> None:
    every = catalogue(
        ("a", "2026-03-01", [HOST], [fact("partner", "Ostrel University", country="DE", since="2015")]),
        ("b", "2024-03-01", [HOST], [fact("partner", "the Ostrel-University", country="DE", since="2014", status="ended")]),
        ("c", "", [HOST], [fact("partner", "OSTREL UNIVERSITY", since="2009")]),
    )
    (entry,) = every.entries(Wanted("partner"))
    assert (entry.kind, entry.host) == ("partner", HOST)
    assert [(each.document_id, each.file, each.date) for each in entry.mentions] == [
        ("a", "a.md", "2026-03-01"),
        ("b", "b.md", "2024-03-01"),
        ("c", "c.md", ""),
    ]
    assert (entry.get("since"), entry.get("country"), entry.get("status"), entry.get("place")) == ("2015", "DE", "ended", "")
    assert (entry.all("since"), entry.all("country")) == (["2015", "2014", "2009"], ["DE"])


def test_the_most_exact_form_of_the_newest_date() -> None:
    every = catalogue(
        ("a", "2024-01-01", [HOST], [fact("partner", "Ostrel University", since="2014-05-12")]),
        ("b", "2025-01-01", [HOST], [fact("partner", "Ostrel University", since="2014")]),
    )
    assert [entry.get("since") for entry in every.entries(Wanted("partner"))] == ["2014-05-12"]
    other = catalogue(
        ("a", "2024-01-01", [HOST], [fact("figure", "12 partners", number="120")]),
        ("b", "2025-01-01", [HOST], [fact("figure", "12 partners", number="12")]),
    )
    assert [entry.get("number") for entry in other.entries(Wanted("figure"))] == ["12"]


def test_the_name_that_most_places_use() -> None:
    ours = [fact("partner", name) for name in ("Ostrel University", "The Ostrel University", "Ostrel University")]
    assert found(of(*ours), "partner") == ["Ostrel University"]
    assert found(of(*ours[:2]), "partner") == ["The Ostrel University"]


def test_two_hosts_have_an_entry_each() -> None:
    partner = fact("partner", "Ostrel University")
    every = catalogue(("a", "", [HOST], [partner]), ("b", "", ["Orrin College"], [partner]), ("c", "", [], [partner]))
    assert [entry.host for entry in every.entries(Wanted("partner"))] == ["", "Orrin College", HOST]
    assert every.hosts() == ["Orrin College", HOST]
    assert (every.documents, every.silent) == (3, 0)


def test_documents_that_share_a_name_are_of_one_host() -> None:
    every = catalogue(
        ("a", "", ["云岚大学", HOST], [fact("partner", "Ostrel University")]),
        ("b", "", [HOST], [fact("partner", "Ostrel University"), fact("partner", "Brennick University")]),
        ("c", "", ["云岚大学"], []),
    )
    assert len(every.hosts()) == 1
    assert [(entry.name, len(entry.mentions)) for entry in every.entries(Wanted("partner"))] == [
        ("Brennick University", 1),
        ("Ostrel University", 2),
    ]
    assert (every.documents, every.silent) == (3, 1)


def test_the_host_under_another_name_is_no_partner() -> None:
    partners = [fact("partner", name) for name in ("云岚大学", "Velmora", "云岚师范大学", "Ostrel University")]
    every = catalogue(("a", "", [HOST], partners), ("b", "", [HOST, "云岚大学"], []))
    assert found(every, "partner") == ["Ostrel University", "云岚师范大学"]
    assert sorted(found(catalogue(("a", "", [], partners)), "partner")) == sorted(each.name for each in partners)


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("索恩米尔大学（University of Thornmere）", ("索恩米尔大学", "University of Thornmere")),
        ("University of Thornmere (UT)", ("University of Thornmere", "UT")),
        ("University of Thornmere", ("University of Thornmere",)),
        ("University (of) Thornmere", ("University (of) Thornmere",)),
        ("", ("",)),
    ],
)
def test_both_names(name: str, names: tuple[str, ...]) -> None:
    assert names_of(name) == names


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (1, 2, 0), (2, 1, 0), (0, 2, 1), (2, 0, 1)])
def test_a_name_with_another_behind_it_is_one_with_either(order: tuple[int, ...]) -> None:
    both, chinese, latin = "索恩米尔大学（University of Thornmere）", "索恩米尔大学", "The University of Thornmere"
    told = [fact("partner", (both, chinese, latin)[number]) for number in order]
    (entry,) = of(*told).entries(Wanted("partner"))
    assert {each.fact.name for each in entry.mentions} == {both, chinese, latin}
    assert len(of(*told[:2]).entries(Wanted("partner"))) == (1 if 0 in order[:2] else 2)


def test_events_of_one_name_on_two_days_are_two() -> None:
    every = of(
        fact("event", "Food Festival", date="2026-05-12"),
        fact("event", "Food Festival", date="2025-05-14"),
        fact("event", "food festival", date="2026-05-12", place="Park"),
    )
    assert [(entry.get("date"), entry.get("place"), len(entry.mentions)) for entry in every.entries(Wanted("event"))] == [
        ("2025-05-14", "", 1),
        ("2026-05-12", "Park", 2),
    ]


def test_an_event_that_is_told_by_its_year_joins_the_one_of_a_day() -> None:
    year, day = fact("event", "2026 Food Festival", date="2026"), fact("event", "Food Festival", date="2026-05-12")
    every = catalogue(("a", "2026-09-01", [HOST], [year]), ("b", "2026-01-01", [HOST], [day]))
    (entry,) = every.entries(Wanted("event"))
    assert (entry.get("date"), len(entry.mentions)) == ("2026-05-12", 2)
    another = fact("event", "Food Festival", date="2026-10-01")
    assert len(of(year, day, another).entries(Wanted("event"))) == 3


def test_programs_of_one_name_and_two_types_are_two() -> None:
    one, two = fact("program", "Northern Bridge", type="exchange"), fact("program", "Northern Bridge", type="scholarship")
    assert found(of(one, two, one), "program") == ["Northern Bridge", "Northern Bridge"]
    assert found(of(one, two), "program", types=frozenset({"scholarship"})) == ["Northern Bridge"]


PARTNERS = catalogue(
    (
        "a",
        "2026-01-01",
        [HOST],
        [
            fact("partner", "Winterau College", type="university", country="DE", since="2014-05-12"),
            fact("partner", "Kasuga Minato University", type="university", country="JP", since="2019"),
            fact("partner", "Altavera University", type="university", country="ES"),
            fact("partner", "Northern Lakes Network", type="network"),
            fact("partner", "brennick University", type="university", country="DE", since="2019"),
        ],
    ),
    ("b", "", ["Orrin College"], [fact("partner", "Ostrel University", type="university", country="DE")]),
)


def test_partners_are_in_the_order_of_their_countries_and_names() -> None:
    assert [(entry.name, entry.host) for entry in PARTNERS.entries(Wanted("partner"))] == [
        ("Northern Lakes Network", HOST),
        ("Ostrel University", "Orrin College"),
        ("brennick University", HOST),
        ("Winterau College", HOST),
        ("Altavera University", HOST),
        ("Kasuga Minato University", HOST),
    ]


@pytest.mark.parametrize(
    ("wanted", "result"),
    [
        ({"countries": frozenset({"JP"})}, ["Kasuga Minato University"]),
        ({"countries": frozenset({"JP", "ES"})}, ["Altavera University", "Kasuga Minato University"]),
        ({"countries": frozenset({"FR"})}, []),
        ({"host": "Orrin"}, ["Ostrel University"]),
        ({"host": "orrin coll"}, ["Ostrel University"]),
        ({"host": "Nowhere College"}, []),
        ({"types": frozenset({"network"})}, ["Northern Lakes Network"]),
        ({"years": frozenset({2014})}, ["Winterau College"]),
        ({"years": frozenset({2014, 2019}), "countries": frozenset({"DE"})}, ["brennick University", "Winterau College"]),
    ],
)
def test_partners_by_country_host_type_and_year(wanted: dict[str, object], result: list[str]) -> None:
    assert found(PARTNERS, "partner", **wanted) == result


def test_partners_of_a_part_of_the_world() -> None:
    europe = frozenset(territories_in("Europe"))
    assert found(PARTNERS, "partner", countries=europe, host=HOST) == [
        "brennick University",
        "Winterau College",
        "Altavera University",
    ]


EVENTS = of(
    fact("event", "Summer School", type="course", date="2026-07-08", end="2026-07-19"),
    fact("event", "Orientation Day", type="lecture", date="2026-05-12"),
    fact("event", "Choir Concert", type="other", date="2026-05"),
    fact("event", "Water Forum", type="conference", date="2026"),
    fact("event", "Food Festival", type="other", date="2025-05-14"),
    fact("event", "Law Forum", type="conference"),
    fact("partner", "Ostrel University"),
)


def test_events_are_in_the_order_of_their_dates() -> None:
    assert found(EVENTS, "event") == [
        "Law Forum",
        "Food Festival",
        "Water Forum",
        "Choir Concert",
        "Orientation Day",
        "Summer School",
    ]


@pytest.mark.parametrize(
    ("since", "until", "result"),
    [
        ("2026-07-19", "", ["Water Forum", "Summer School"]),
        ("2026-07-20", "", ["Water Forum"]),
        ("", "2026-05-11", ["Food Festival", "Water Forum", "Choir Concert"]),
        ("2026-05-12", "2026-05-12", ["Water Forum", "Choir Concert", "Orientation Day"]),
        ("2026-06-01", "2026-07-07", ["Water Forum"]),
        ("2027-01-01", "", []),
    ],
)
def test_events_within_days(since: str, until: str, result: list[str]) -> None:
    assert found(EVENTS, "event", since=since, until=until) == result


def test_events_of_a_year_and_a_type() -> None:
    assert found(EVENTS, "event", years=frozenset({2025})) == ["Food Festival"]
    assert found(EVENTS, "event", types=frozenset({"conference"})) == ["Law Forum", "Water Forum"]


@pytest.mark.parametrize(
    ("today", "past"),
    [
        (date(2025, 5, 14), []),
        (date(2025, 5, 15), ["Food Festival"]),
        (date(2026, 5, 31), ["Food Festival", "Orientation Day"]),
        (date(2026, 6, 1), ["Food Festival", "Choir Concert", "Orientation Day"]),
        (date(2026, 7, 19), ["Food Festival", "Choir Concert", "Orientation Day"]),
        (date(2026, 7, 20), ["Food Festival", "Choir Concert", "Orientation Day", "Summer School"]),
        (date(2027, 1, 1), ["Food Festival", "Water Forum", "Choir Concert", "Orientation Day", "Summer School"]),
    ],
)
def test_events_that_are_over_and_those_that_are_not(today: date, past: list[str]) -> None:
    every = EVENTS.entries(Wanted("event"))
    over, coming = events_between(every, today)
    assert names(over) == past
    assert names(coming) == [name for name in names(every) if name not in past]


def test_of_pages_as_they_are_read() -> None:
    pages = [
        document("# Partners\n\n- Ostrel University, Germany\n- Brennick University, Canada\n", "a.md", subject=HOST, day="2025-01-01"),
        document("Velmora University signed an agreement with Ostrel University in 2014.\n", "b.md", subject=HOST, day="2026-01-01"),
    ]  # fmt: skip
    every = catalogue(*((page.id, page.date, page.subject.names, facts_of(page)) for page in pages))  # type: ignore[union-attr]
    assert [(entry.name, entry.get("country"), entry.get("since"), len(entry.mentions)) for entry in every.entries(Wanted("partner"))] == [
        ("Brennick University", "CA", "", 1),
        ("Ostrel University", "DE", "2014", 2),
    ]  # fmt: skip
