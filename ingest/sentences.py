"""Text → sentences with exact offsets, in any language. sentencex knows abbreviations; glued sentences are ours.

Invariant: spans are ordered, do not overlap, and hold every character that is not white space.
"""

from __future__ import annotations

import re
from itertools import pairwise

import sentencex

# Web pages lose the space after a full stop: "teachers and students.The Office". Not "3.5", "U.S.A", "p.m.".
_GLUED = re.compile(r"(?<=[a-z)”\"][.!?])(?=[“\"]?[A-Z][a-z]+\s)|(?<=[a-z][.!?][”\"])(?=[A-Z“])")
# sentencex ends "China-U.|S. Program" and "Ph.D.|Programs": a letter with a dot ends a sentence only before a plain start.
_DOTTED = re.compile(r"(?<![^\W_])(?:[^\W\d_]{1,2}\.)*[^\W\d_]\.$")
_INITIAL = re.compile(r"(?:^|\s)[A-Z]\.$")  # "M. Anselme", "D. Juan"
_NEXT_LETTER = re.compile(r"[^\W\d_]\.")
_PLAIN_START = re.compile(
    r"[“\"(]?(?:The|A|An|It|Its|He|She|We|They|You|I|This|That|These|Those|There|Here|In|On|At|For|From|To|By|With|As|If|"
    r"When|While|Where|What|Who|Which|How|Why|Since|After|Before|During|Then|Also|And|But|Or|So|Our|Your|Their|His|Her|"
    r"All|Each|Every|Some|Many|Most|Both|No|Not|Please|However|Moreover|Today|Now)\b"
)
_HARD_LIMIT = 1200
_CLAUSE = re.compile(r"(?<=[;；])|(?<=[,，、])\s*")


def sentence_spans(text: str, language: str = "en", offset: int = 0) -> list[tuple[int, int]]:
    """The (start, end) of each sentence of `text`, trimmed of white space, shifted by `offset`.

    A run of more than 1,200 characters without a full stop is cut at semicolons and commas, then anywhere.
    """
    spans = []
    for start, end in _sentences(text, language or "en"):
        cuts = [start, *(start + match.start() for match in _GLUED.finditer(text[start:end])), end]
        for left, right in pairwise(cuts):
            spans.extend(_trimmed_pieces(text, left, right))
    return [(start + offset, end + offset) for start, end in spans]


def _sentences(text: str, language: str) -> list[tuple[int, int]]:
    """Sentencex's sentences, put together again where it ended one inside an abbreviation."""
    sentences: list[tuple[int, int]] = []
    for boundary in sentencex.get_sentence_boundaries(language, text):
        start, end = boundary["start_index"], boundary["end_index"]
        if sentences and _goes_on(text[slice(*sentences[-1])], text[start:end], language):
            sentences[-1] = (sentences[-1][0], end)
        else:
            sentences.append((start, end))
    return sentences


def _goes_on(before: str, after: str, language: str) -> bool:
    """Whether `before` ends with an abbreviation of single letters that `after` goes on: "the China-U." + "S. Program"."""
    ending = before.rstrip()
    if after[:1] in {"º", "°", "ª"}:
        return True  # "n.º 07"
    if not _DOTTED.search(ending) or "\n\n" in before[len(ending) :]:
        return False
    if ending == before:
        return bool(_NEXT_LETTER.match(after))
    if language != "en" and _INITIAL.search(ending):
        return after[:1].isupper()
    return language == "en" and ending[-2].isupper() and after[:1].isascii() and not _PLAIN_START.match(after)


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
