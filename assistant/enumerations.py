"""Lists in the words of documents: the items that a sentence or a list names, so that code can count and complete them.

Strict on purpose: a count is only as good as its items, so a run of anything but short names or noun phrases is no list.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.analysis import words
from ingest.countries import country_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.evidence import Unit

_LEAST_ITEMS = 3
_COUNTRIES = re.compile(r"\b(?:countr(?:y|ies)|nations?|regions?|places)\b|国家|地区", re.IGNORECASE)
_LEAST_COUNTRIES = 0.8  # share of the items of a list of countries that are known as such
_LONGEST_ITEM = 100
_OPENING = re.compile(
    r"\b(?:including|includes?|such as|namely|comprises?|consists? of|are|from|with|between|like)\b:?\s*(?:the following\s*)?|[:：]\s*"
    r"|包括|包含|分别为|分别是|有|如",
    re.IGNORECASE,
)
_STOP = re.compile(r"[.。!！?？](?:\s|$|[\"”])|[;；]|\s[–—-]\s")
_COMMA = re.compile(r"\s*[,，、]\s*")
_AND = re.compile(r"^(?:and|or|as well as|以及|和|及|与)\s*|\s+(?:and|&|as well as)\s+|(?:以及|和|及|与)")
_FIRST_AND = re.compile(r"^(?:and|or|以及|和|及|与)\s*(?=\S)", re.IGNORECASE)
_LEAD = re.compile(r"^(?:(?:in|at|from|with|of)\s+)?(?:(?:the|a|an|its|their)\s+)?", re.IGNORECASE)
_NAME = re.compile(r"^(?:the\s+)?[A-Z0-9][\w'’\-.]*(?:\s+(?:of|for|the|and|in|on|at|de|&|[A-Z0-9(][\w'’\-.)]*))*", re.ASCII)
_MORE = re.compile(r"^(?:so (?:on|forth)|others?|etc\.?|more|other .*|much more|等.*)$", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|has|have|had|been|will|would|can|which|who|that|by|she|he|it|they|this|these|its|their|to)\b|[“”\"]",
    re.IGNORECASE,
)
BULLET = re.compile(r"^\s*(?:[-*•·–—]|\(?\d{1,2}[.)、]|[①-⑳])\s*")


@dataclass(frozen=True)
class Enumeration:
    """Items that one unit names, in order."""

    unit: Unit
    items: tuple[str, ...]

    def named_in(self, text: str) -> int:
        """How many of the items `text` names."""
        held = set(words(text))
        return sum(bool(words(item)) and set(words(item)) <= held for item in self.items)


def enumeration_of(unit: Unit) -> Enumeration | None:
    """The longest list in the unit: its list items, or the longest run between commas; None when it names no three."""
    items = _listed(unit) or _run(unit.text)
    return Enumeration(unit, tuple(items)) if len(items) >= _LEAST_ITEMS else None


def speaks_of_countries(text: str) -> bool:
    """Whether a question asks for countries, regions or places."""
    return bool(_COUNTRIES.search(text))


def are_of_kind(found: Enumeration, thing: str) -> bool:
    """Whether the items are what `thing` calls them: countries when it speaks of countries; anything when it does not."""
    known = sum(bool(country_of(item)) for item in found.items) / len(found.items)
    return known >= _LEAST_COUNTRIES or not speaks_of_countries(thing)


def shared_items(lists: Sequence[Enumeration]) -> list[str]:
    """The items of the first list that all the others name too; countries are the same under any name."""
    keys = [{_key(item) for item in each.items} for each in lists]
    return [item for item in lists[0].items if all(_key(item) in other for other in keys[1:])] if lists else []


def _key(item: str) -> str:
    return country_of(item) or " ".join(words(item))


def _listed(unit: Unit) -> list[str]:
    document = unit.passage.document
    blocks = [b for b in document.blocks if b.kind == "item" and b.start >= unit.start and b.end <= unit.end]
    return [BULLET.sub("", document.text[b.start : b.end]).strip() for b in blocks] if len(blocks) >= _LEAST_ITEMS else []


def _run(text: str) -> list[str]:
    """The longest list that begins after an opening word and ends with its clause."""
    runs = [_items(_STOP.split(text[match.end() :], maxsplit=1)[0]) for match in _OPENING.finditer(text)]
    return max(runs, key=lambda items: (len(items), -sum(map(len, items))), default=[])


def _items(clause: str) -> list[str]:
    parts = _COMMA.split(clause.strip())
    if len(parts) < 2:  # noqa: PLR2004
        return []
    last = [part for part in _AND.split(parts[-1]) if part and part.strip()]
    every = [_LEAD.sub("", _FIRST_AND.sub("", part.strip())) for part in [*parts[:-1], *last] if part.strip()]
    every = [item for item in every if not _MORE.match(item)]
    return _names(every) or _phrases(every)


def _names(parts: list[str]) -> list[str]:
    """The items cut to the names they begin with, when all but the last begin with one."""
    found = [match.group().strip() if (match := _NAME.match(part)) else "" for part in parts]
    if all(re.search(r"[^\W\d]", item) for item in found[:-1]) and len(found) >= _LEAST_ITEMS:
        return [item for item in found if item and len(item) <= _LONGEST_ITEM]
    return []


def _phrases(parts: list[str]) -> list[str]:
    """The items as they are, when each is short and none is a clause of its own."""
    is_plain = all(len(part) <= _LONGEST_ITEM / 2 and not _VERB.search(part) for part in parts)
    return parts if is_plain else []
