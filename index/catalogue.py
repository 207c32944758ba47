"""The catalogue: what all documents of a generation tell of partners, programs, events and figures, each thing once.

Facts of one name, of one host institution, are one entry; every entry keeps the places that tell of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.subjects import Subjects

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from index.documents import DocumentStore
    from ingest.facts.fact import Fact, Field, Kind

_OTHER_NAME = re.compile(r"^(.{2,60}?)\s*[（(]([^()（）]{2,60})[）)]$")
_YEAR_FIRST = re.compile(r"^(?:19|20)\d\d年?")
_DATES = frozenset({"since", "date", "end", "as_of"})
_ARTICLE = re.compile(r"^(?:the|der|die|das|la|le|el|il)\s+")


@dataclass(frozen=True)
class Mention:
    """One place that tells of an entry: a fact, and the document that it stands in (`date` is the document's, ISO 8601 or "")."""

    document_id: str
    file: str
    date: str
    fact: Fact


@dataclass(frozen=True)
class Entry:
    """One partner, program, event or figure of one host. `host` is "" when no document tells whose it is."""

    kind: Kind
    name: str
    host: str
    mentions: tuple[Mention, ...]

    def get(self, field: Field) -> str:
        """The value of a field in the newest document that has one, "" when none has; of a date the most exact form of it."""
        found = [(mention.date, len(value), value) for mention in self.mentions if (value := mention.fact.get(field))]
        newest = max(found, default=("", 0, ""))[2]
        exact = [value for _, _, value in found if field in _DATES and value.startswith(newest)]
        return max(exact, key=len, default=newest)

    def all(self, field: Field) -> list[str]:
        """Every value of a field, each once, in the order of the mentions."""
        return list(dict.fromkeys(value for mention in self.mentions for value in mention.fact.all(field)))


@dataclass(frozen=True)
class Wanted:
    """What is asked of the catalogue; a field that is empty asks for nothing. `countries` are ISO 3166-1 alpha-2.

    `years` are of events, and of the beginnings of the others. `since` and `until` bound the dates of events, ISO 8601, as exact as
    they are: until "2027-05" takes in all of May.
    """

    kind: Kind
    countries: frozenset[str] = frozenset()
    host: str = ""
    types: frozenset[str] = frozenset()
    years: frozenset[int] = frozenset()
    since: str = ""
    until: str = ""


class Catalogue:
    """All entries of one generation."""

    def __init__(self, store: DocumentStore) -> None:
        told = store.facts()
        self._subjects = Subjects({document_id: names for document_id, _, _, names, _ in told if names})
        self.documents = len(told)
        self.silent = sum(not facts for _, _, _, _, facts in told)  # documents that tell no fact
        self._entries = self._merged(
            (self._subjects.of_document(document_id), Mention(document_id, file, day, fact))
            for document_id, file, day, _, facts in told
            for fact in facts
        )

    def entries(self, wanted: Wanted) -> list[Entry]:
        """The entries that fit, in the order of their hosts; events by date, partners by country, then by name."""
        hosts = set(self._subjects.named_in(wanted.host)) if wanted.host else set()
        folded = wanted.host.casefold()
        found = [
            entry
            for entry in self._entries
            if entry.kind == wanted.kind
            and (not wanted.host or entry.host in hosts or (entry.host and folded in entry.host.casefold()))
            and (not wanted.countries or wanted.countries & set(entry.all("country")))
            and (not wanted.types or wanted.types & set(entry.all("type")))
            and (not wanted.years or _year(entry) in wanted.years)
            and _is_within(entry, wanted.since, wanted.until)
        ]
        return sorted(found, key=lambda entry: (_order(entry), entry.host, entry.name.casefold()))

    def hosts(self) -> list[str]:
        """The institutions whose documents tell facts, by name."""
        return sorted({entry.host for entry in self._entries if entry.host})

    def _merged(self, told: Iterable[tuple[str, Mention]]) -> list[Entry]:
        """Mentions of one thing together; partners that are the host under another name are none."""
        groups: dict[tuple[str, ...], list[Mention]] = defaultdict(list)
        known: dict[tuple[str, ...], tuple[str, ...]] = {}
        for host, mention in told:
            fact = mention.fact
            if (
                fact.kind == "partner"
                and host
                and self._subjects.is_named(host, fact.name)
                and _is_short_of(fact.name, host)
            ):
                continue
            part = fact.get("date") if fact.kind == "event" else fact.get("type") if fact.kind == "program" else ""
            names = [(fact.kind, host, _key(name), part) for name in names_of(fact.name)]
            keys = list(dict.fromkeys(known[name] for name in names if name in known)) or names[:1]
            for other in keys[1:]:  # both names of one thing stood alone before
                groups[keys[0]] += groups.pop(other)
                known.update({name: keys[0] for name, key in known.items() if key == other})
            known.update(dict.fromkeys(names, keys[0]))
            groups[keys[0]].append(mention)
        _join_dates(groups)
        return [Entry(mentions[0].fact.kind, _name(mentions), key[1], tuple(mentions)) for key, mentions in groups.items()]


def _join_dates(groups: dict[tuple[str, ...], list[Mention]]) -> None:
    """Puts an event whose date is told less exactly to the one of its name and host that fits, when only one does."""
    named: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for key in groups:
        if key[0] == "event":
            named[key[1], _YEAR_FIRST.sub("", key[2])].append(key)
    for keys in named.values():
        for key in keys:
            fitting = [other for other in keys if other != key and other in groups and other[3].startswith(key[3])]
            if len(fitting) == 1 and len(fitting[0][3]) > len(key[3]):
                groups[fitting[0]] += groups.pop(key)


def names_of(name: str) -> tuple[str, ...]:
    """A name and the other one in parentheses behind it: "索恩米尔大学（University of Thornmere）"."""
    match = _OTHER_NAME.match(name)
    return (match.group(1), match.group(2)) if match else (name,)


def events_between(entries: Sequence[Entry], today: date) -> tuple[list[Entry], list[Entry]]:
    """Events that are over on `today`, and those that are not; one whose year alone is told is over after that year."""
    day = today.isoformat()
    return [entry for entry in entries if _last_day(entry) < day], [entry for entry in entries if _last_day(entry) >= day]


def _last_day(entry: Entry) -> str:
    told = entry.get("end") or entry.get("date")
    return told + "-12-31"[len(told) - 4 :] if len(told) >= 4 else "9999"  # noqa: PLR2004 - a date begins with its year


def _is_within(entry: Entry, since: str, until: str) -> bool:
    if not since and not until:
        return True
    day = entry.get("date")
    return bool(day) and (not since or _last_day(entry) >= since) and (not until or day[: len(until)] <= until)


def _year(entry: Entry) -> int:
    told = entry.get("date") or entry.get("since") or entry.get("as_of")
    return int(told[:4]) if told[:4].isdigit() else 0


def _order(entry: Entry) -> str:
    return entry.get("date") if entry.kind == "event" else entry.get("country") if entry.kind == "partner" else ""


def _name(mentions: Sequence[Mention]) -> str:
    """The name most places use, the longest of those."""
    names = [mention.fact.name for mention in mentions]
    return max(names, key=lambda name: (names.count(name), len(name)))


def _is_short_of(name: str, host: str) -> bool:
    """Whether a name is the host's own, written shorter or in other letters: no school of its own name elsewhere."""
    return len(name) <= len(host) + 4 or not name.isascii() or not host.isascii()


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", _ARTICLE.sub("", name.casefold()))
