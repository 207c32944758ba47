"""The nouns of the catalogue: Fact and Value. Frozen, no I/O.

Invariant: offsets count characters of `Document.text`, from 0, end exclusive; every value lies inside the document, and what
it says stands there: `document.text[value.start:value.end]` are its source words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["partner", "program", "event", "figure"]
KINDS: tuple[Kind, ...] = ("partner", "program", "event", "figure")
Field = Literal[
    "country", "type", "since", "date", "end", "place", "places", "partner", "number", "at_least", "as_of", "status"
]


@dataclass(frozen=True)
class Value:
    """One field of a fact in a form that can be compared, and where the document says so.

    `country` is ISO 3166-1 alpha-2; `since`, `date`, `end` and `as_of` are ISO 8601, as exact as the words are (2026, 2026-05);
    `places` and `number` are whole numbers; `type` and `status` are words of the catalogue; the others are as written.
    """

    field: Field
    text: str
    start: int
    end: int


@dataclass(frozen=True)
class Fact:
    """What one place in a document tells of one partner, program, event or figure.

    `name` is as written, on one line; for a figure it is the number with what it counts. `start` and `end` are of the
    sentence, item or row that tells it.
    """

    kind: Kind
    name: str
    start: int
    end: int
    values: tuple[Value, ...] = ()

    def get(self, field: Field) -> str:
        """The first value of a field, or ""."""
        return next((value.text for value in self.values if value.field == field), "")

    def all(self, field: Field) -> list[str]:
        """Every value of a field, in order."""
        return [value.text for value in self.values if value.field == field]


def fact_from(fields: dict[str, Any]) -> Fact:
    """The fact whose fields `dataclasses.asdict` gave, as they come back from JSON."""
    values = tuple(Value(**value) for value in fields["values"])
    return Fact(fields["kind"], fields["name"], fields["start"], fields["end"], values)


def unique(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts in the order of the text, each once."""
    return tuple(sorted(dict.fromkeys(facts), key=lambda fact: (fact.start, fact.end, fact.name)))
