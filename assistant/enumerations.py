"""Lists in the words of documents: the items that a sentence or a list names, so that code can count and complete them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.analysis import words

if TYPE_CHECKING:
    from assistant.evidence import Unit

_LEAST_ITEMS = 3
_LONGEST_ITEM = 90
_OPENING = re.compile(
    r"(?:\b(?:including|includes?|such as|namely|are|comprises?|consists? of|from|with|in|between|like|to)\b|[:：]|包括|包含|分别为|分别是|有|为|如)",
    re.IGNORECASE,
)
_COMMA = re.compile(r"\s*[,，、;；]\s*")
_LAST = re.compile(r"^(?:and|or|as well as|以及|和|及|与)\s*|\s+(?:and|&)\s+(?=[A-Z])|(?<=[\u4e00-\u9fff])(?:以及|和|及|与)(?=[\u4e00-\u9fff])")
_BULLET = re.compile(r"^\s*(?:[-*•·–—]|\(?\d{1,2}[.)、]|[①-⑳])\s*")
_ET_CETERA = re.compile(r"\s*(?:\betc\.?|等.{0,8}|and (?:other|more).*)$", re.IGNORECASE)


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


def _listed(unit: Unit) -> list[str]:
    document = unit.passage.document
    blocks = [b for b in document.blocks if b.kind == "item" and b.start >= unit.start and b.end <= unit.end]
    return [_BULLET.sub("", document.text[b.start : b.end]).strip() for b in blocks] if len(blocks) >= _LEAST_ITEMS else []


def _run(text: str) -> list[str]:
    best: list[str] = []
    starts = [0, *(match.end() for match in _OPENING.finditer(text))]
    for start in starts:
        sentence = re.split(r"[.。!！?？](?:\s|$)", text[start:], maxsplit=1)[0]
        items = _items(sentence)
        if len(items) > len(best) or (len(items) == len(best) and sum(map(len, items)) < sum(map(len, best))):
            best = items
    return best


def _items(sentence: str) -> list[str]:
    parts = [part for each in _COMMA.split(_ET_CETERA.sub("", sentence)) for part in _LAST.split(each)]
    items = [_LAST.sub("", part).strip(" .。") for part in parts]
    items = [item for item in items if item]
    return items if all(len(item) <= _LONGEST_ITEM for item in items) else []
