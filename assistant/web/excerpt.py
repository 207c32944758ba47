"""Citations of one passage → the stretch of its document around the quotes, cut into marked and unmarked pieces. Pure.

Invariant: the pieces of an excerpt, joined, are the document's own words; each quote is covered by marked pieces.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.turn import Citation

_AROUND = 180  # characters of surroundings on each side: two or three sentences, readable at a glance
_AROUND_WIDE = 90  # the same for scripts that say as much in half the characters
_JOIN = 60  # gaps shorter than this are shown rather than cut
_BREAK = re.compile(r"\n|(?<=[。！？；])|(?<=[.!?;])\s|\s")
_SEARCHED = 40  # how far a cut may move to fall on a break
_WIDE = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


@dataclass(frozen=True)
class Piece:
    """Words of an excerpt: the markers whose quotes cover them, and the markers whose quotes begin here."""

    text: str
    markers: tuple[int, ...] = ()
    begins: tuple[int, ...] = ()


@dataclass(frozen=True)
class Excerpt:
    """An unbroken stretch of a document; `is_cut_before` and `is_cut_after` tell whether its passage goes on."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    is_cut_before: bool
    is_cut_after: bool


def excerpts(citations: Sequence[Citation]) -> list[Excerpt]:
    """The stretches around the quotes of one passage, in the order of the document; close ones are one stretch."""
    if not citations:
        return []
    passage = citations[0].passage
    words = passage.document.text
    first = min(passage.chunk.start, *(one.start for one in citations))
    last = max(passage.chunk.end, *(one.end for one in citations))
    stretches: list[tuple[int, int]] = []
    for one in sorted(citations, key=lambda one: (one.start, one.end)):
        around = _AROUND_WIDE if _is_wide(one.quote) else _AROUND
        start, end = _cut_before(words, one.start, around, first), _cut_after(words, one.end, around, last)
        if stretches and start <= stretches[-1][1] + _JOIN:
            stretches[-1] = (stretches[-1][0], max(end, stretches[-1][1]))
        else:
            stretches.append((start, end))
    return [_excerpt(words, stretch, citations, (first, last)) for stretch in stretches]


def _excerpt(words: str, stretch: tuple[int, int], citations: Sequence[Citation], passage: tuple[int, int]) -> Excerpt:
    start, end = stretch
    inside = [one for one in citations if start <= one.start and one.end <= end]
    edges = sorted({start, end, *(one.start for one in inside), *(one.end for one in inside)})
    pieces = tuple(
        Piece(
            words[left:right],
            tuple(sorted({one.marker for one in inside if one.start <= left and right <= one.end})),
            tuple(sorted({one.marker for one in inside if one.start == left})),
        )
        for left, right in itertools.pairwise(edges)
    )
    return Excerpt(start, end, pieces, is_cut_before=start > passage[0], is_cut_after=end < passage[1])


def _cut_before(words: str, start: int, around: int, first: int) -> int:
    """Where an excerpt begins: `around` characters before `start`, moved on to a break, never before `first`."""
    wanted = start - around
    if wanted <= first:
        return first
    found = _BREAK.search(words, wanted, min(start, wanted + _SEARCHED))
    return found.end() if found else wanted


def _cut_after(words: str, end: int, around: int, last: int) -> int:
    """Where an excerpt ends: `around` characters after `end`, moved back to a break, never after `last`."""
    wanted = end + around
    if wanted >= last:
        return last
    breaks = [found.start() for found in _BREAK.finditer(words, max(end, wanted - _SEARCHED), wanted)]
    return breaks[-1] if breaks else wanted


def _is_wide(quote: str) -> bool:
    return len(_WIDE.findall(quote)) * 3 > len(quote)
