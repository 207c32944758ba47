"""`tongwen catalogue`: the partners, programs, events and figures that the documents tell, each with its words."""

from __future__ import annotations

import csv
import io
import sys
from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from babel import Locale
from icalendar import Calendar, Event

from assistant.console import one_line
from index.catalogue import Catalogue, Entry, Wanted
from index.errors import NoIndexError
from index.generation import Generations
from ingest.countries import country_of
from ingest.errors import SourceError
from ingest.facts.fact import Fact, Field, Kind
from ingest.regions import territories_in

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from assistant.console import Console
    from assistant.settings import Settings
    from index.documents import DocumentStore

_KINDS: dict[str, Kind] = {"partners": "partner", "programs": "program", "events": "event", "figures": "figure"}
_FIELDS: dict[Kind, tuple[Field, ...]] = {
    "partner": ("country", "type", "since", "status"),
    "program": ("type", "partner", "places"),
    "event": ("date", "end", "type", "place"),
    "figure": ("number", "at_least", "as_of"),
}
_SHOWN_NAME = 60
_FULL_DAY = 10  # characters of 2026-05-12
_CODE = 2  # letters of a country's code


def catalogue(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Lists what the documents tell of one kind, as a table, JSON, CSV or a calendar."""
    kind = _KINDS[arguments.kind]
    if arguments.as_calendar and kind != "event":
        message = f"Only events have dates for a calendar; leave --ics out, or ask for `tongwen catalogue events` instead of {arguments.kind}."
        raise SourceError(message)
    generations = Generations(settings.data)
    manifest = generations.manifest()
    if manifest is None:
        message = f"There is no index in {settings.data} yet; run `tongwen ingest PATH`."
        raise NoIndexError(message)
    store = generations.open_documents()
    try:
        every = Catalogue(store)
        entries = every.entries(_wanted(kind, arguments))
        if arguments.as_csv:
            sys.stdout.write(_as_csv(kind, entries, store))
        elif arguments.as_calendar:
            told = [entry for entry in entries if len(entry.get("date")) == _FULL_DAY]
            if len(told) < len(entries):
                console.say(f"{len(entries) - len(told)} of {len(entries)} events have no full date and are left out.")
            sys.stdout.write(_as_calendar(told, store, manifest.created))
        else:
            found = {"kind": kind, "entries": [_as_json(entry, store) for entry in entries], "documents": every.documents}
            console.result({**found, "documents_without_facts": every.silent}, _as_table(kind, entries, every))
    finally:
        store.close()
    return 0


def _wanted(kind: Kind, arguments: argparse.Namespace) -> Wanted:
    countries: set[str] = set()
    for name in arguments.country or ():
        is_code = len(name) == _CODE and name.upper() in Locale.parse("en").territories
        code = country_of(name) or (name.upper() if is_code else "")
        found = {code} if code else set(territories_in(name))
        if not found:
            message = (
                f"{name!r} is no country or region that is known; write it as in English, Chinese or as its two letters."
            )
            raise SourceError(message)
        countries |= found
    years = frozenset(arguments.year or ())
    return Wanted(kind, frozenset(countries), arguments.host or "", frozenset(arguments.type or ()), years)


def _as_table(kind: Kind, entries: Sequence[Entry], every: Catalogue) -> str:
    lines = []
    for entry in entries:
        told = [_in_words(field, entry.get(field)) for field in _FIELDS[kind]]
        about = ", ".join(value for value in told if value)
        lines.append(
            f"{one_line(entry.name, _SHOWN_NAME):{_SHOWN_NAME}}  {one_line(entry.host, 36):36}  {one_line(about, 70)}\n"
        )
    counts = Counter(entry.host or "(no institution told)" for entry in entries)
    sums = ", ".join(f"{host} {count}" for host, count in counts.most_common())
    silent = f"; {every.silent} of them tell none of any kind" if every.silent else ""
    lines.append(f"{len(entries)} as far as {every.documents} documents tell{silent}." + (f" {sums}\n" if sums else "\n"))
    return "".join(lines)


def _in_words(field: Field, value: str) -> str:
    if field == "country" and value:
        return str(Locale.parse("en").territories.get(value, value))
    if field == "at_least":
        return "at least" if value else ""
    return (
        {"since": f"since {value}", "end": f"to {value}", "places": f"{value} places", "as_of": f"as of {value}"}.get(
            field, value
        )
        if value
        else ""
    )


def _as_json(entry: Entry, store: DocumentStore) -> dict[str, Any]:
    fields: dict[str, Any] = {
        field: entry.all(field) if field == "partner" else entry.get(field) for field in _FIELDS[entry.kind]
    }
    sources = [
        {
            "file": mention.file,
            "date": mention.date,
            "quote": (document := store.document(mention.document_id)).text[mention.fact.start : mention.fact.end],
            "start": mention.fact.start,
            "end": mention.fact.end,
            "page": document.page_of(mention.fact.start),
            "values": [
                {"field": v.field, "value": v.text, "words": document.text[v.start : v.end], "start": v.start, "end": v.end}
                for v in mention.fact.values
            ],
        }
        for mention in entry.mentions
    ]
    return {"name": entry.name, "host": entry.host, **fields, "sources": sources}


def _as_csv(kind: Kind, entries: Sequence[Entry], store: DocumentStore) -> str:
    """A table for spreadsheets, one line an entry, with the words of its first place."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "host", *_FIELDS[kind], "file", "page", "words", "places_told"])
    for entry in entries:
        first = entry.mentions[0]
        document = store.document(first.document_id)
        fields = ["; ".join(entry.all(field)) if field == "partner" else entry.get(field) for field in _FIELDS[kind]]
        page = document.page_of(first.fact.start) or ""
        row = [entry.name, entry.host, *fields, first.file, page, _quote(first.fact, document.text), len(entry.mentions)]
        writer.writerow([_harmless(str(cell)) for cell in row])
    return out.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula: documents may hold anything."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t", "\r"} else cell


def _as_calendar(entries: Sequence[Entry], store: DocumentStore, made: str) -> str:
    """The events as whole days, RFC 5545; a period ends on the day after its last one, as the format wants it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Tongwen//catalogue//EN")
    calendar.add("version", "2.0")
    for entry in entries:
        first = entry.mentions[0]
        begins = date.fromisoformat(entry.get("date"))
        last = entry.get("end")
        ends = date.fromisoformat(last) if len(last) == _FULL_DAY else begins
        event = Event()
        event.add("summary", entry.name)
        event.add("dtstart", begins)
        event.add("dtend", date.fromordinal(max(begins, ends).toordinal() + 1))
        event.add("dtstamp", datetime.fromisoformat(made))
        named = next((value.start for value in first.fact.values if value.field == "type"), first.fact.start)
        event.add("uid", f"{first.document_id}-{named}-{begins.isoformat()}@tongwen")
        if entry.get("place"):
            event.add("location", entry.get("place"))
        event.add("description", f"{_quote(first.fact, store.document(first.document_id).text)}\n{first.file}")
        calendar.add_component(event)
    return bytes(calendar.to_ical()).decode()


def _quote(fact: Fact, text: str) -> str:
    return " ".join(text[fact.start : fact.end].split())
