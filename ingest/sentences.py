"""Text → sentences with exact offsets, in any language. sentencex knows abbreviations; glued sentences are ours.

Invariant: spans are ordered, do not overlap, and hold every character that is not white space.
"""

from __future__ import annotations

import re

import sentencex

# Web pages lose the space after a full stop: "teachers and students.The Office". Not "3.5", "U.S.A", "p.m.".
_GLUED = re.compile(r"(?<=[a-z)”\"][.!?])(?=[“\"]?[A-Z][a-z]+\s)|(?<=[a-z][.!?][”\"])(?=[A-Z“])")
_HARD_LIMIT = 1200
_CLAUSE = re.compile(r"(?<=[;；])|(?<=[,，、])\s*")


def sentence_spans(text: str, language: str = "en", offset: int = 0) -> list[tuple[int, int]]:
    """The (start, end) of each sentence of `text`, trimmed of white space, shifted by `offset`.

    A run of more than 1,200 characters without a full stop is cut at semicolons and commas, then anywhere.
    """
    spans = []
    for boundary in sentencex.get_sentence_boundaries(language or "en", text):
        start, end = boundary["start_index"], boundary["end_index"]
        cuts = [start, *(start + match.start() for match in _GLUED.finditer(text[start:end])), end]
        for left, right in zip(cuts[:-1], cuts[1:], strict=True):
            spans.extend(_trimmed_pieces(text, left, right))
    return [(start + offset, end + offset) for start, end in spans]


def _trimmed_pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    if end - start <= _HARD_LIMIT:
        return [(start, end)] if end > start else []
    pieces, left = [], start
    while end - left > _HARD_LIMIT:
        cut = left + _last_clause_end(text[left : left + _HARD_LIMIT])
        pieces.extend(_trimmed_pieces(text, left, cut))
        left = cut
    return [*pieces, *_trimmed_pieces(text, left, end)]


def _last_clause_end(run: str) -> int:
    ends = [match.end() for match in _CLAUSE.finditer(run) if match.end() >= _HARD_LIMIT // 4]
    return ends[-1] if ends else len(run)
