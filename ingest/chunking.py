"""Document → chunks with exact offsets, cut along its structure; knows nothing of models or indexes.

A chunk never cuts a sentence, a list item or a table row, stays within `Sizes.most` unless one sentence alone is
longer, and crosses a heading only to join short lists, as those of a page of partners by country. Its heading path and
table header go with it, so that it can be found and read on its own. Sizes are in Latin letters; an ideograph counts
as three, for it says as much.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from dataclasses import dataclass, replace

from ingest.document import Block, Chunk, Document
from ingest.readers.markdown import heading_text
from ingest.sentences import sentence_spans

CHUNKER_VERSION = 4  # of reading, cutting and finding facts: documents of another version are read again
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_LETTERS_PER_IDEOGRAPH = 3
_BULLET_MARKS = re.compile(r"^[•·●○▪◦‣*\-–—+>\s]+")
_CONTEXT_CHARACTERS = 240


@dataclass(frozen=True)
class Sizes:
    """How large chunks are, in Latin letters: chosen by recall@5 (docs/decisions/007)."""

    target: int = 500
    most: int = 800
    small: int = 200  # of a list with its heading that is joined with those beside it


@dataclass(frozen=True)
class _Piece:
    start: int
    end: int
    width: int
    kind: str
    headings: tuple[str, ...] = ()
    header: str = ""


def chunk(document: Document, sizes: Sizes | None = None) -> list[Chunk]:
    """The chunks of `document`, in order; together they hold all its blocks."""
    sizes = sizes or Sizes()
    runs: list[list[_Piece]] = []
    for piece in _pieces(document, sizes):
        if runs and _fits(runs[-1], piece, sizes):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return [_chunk(document, run) for run in _joined(runs, sizes)]


def context(document: Document, part: Chunk) -> str:
    """What a chunk is about, in one line: institution, title, headings above it and its table's header, each once.

    A heading that is the chunk's own beginning is left out, for it is read there.
    """
    return _line(document, part, part.headings, part.text)


def embedded_text(document: Document, part: Chunk) -> str:
    """What the embedding model and keyword search read for a chunk: "[institution › title › headings] words".

    The brackets matter: Chinese questions found English paragraphs at recall@5 0.925 with them, 0.865 with a line
    break, 0.895 without any context (XQuAD, 200 questions; docs/decisions/007).
    """
    own = _opening_headings(document, part)
    body = document.text[own[-1].end : part.end].strip() if own else part.text
    headings = (*part.headings, *(heading_words(document, block) for block in own))
    if not body:
        headings, body = part.headings, part.text
    about = _line(document, part, headings, body)
    return f"[{about}] {body}" if about else body


def _opening_headings(document: Document, part: Chunk) -> list[Block]:
    """The headings that a chunk begins with."""
    inside = [block for block in document.blocks if part.start <= block.start < part.end]
    return list(itertools.takewhile(lambda block: block.kind == "heading", inside))


def _line(document: Document, part: Chunk, headings: tuple[str, ...], body: str) -> str:
    subject = document.subject.name if document.subject else ""
    title = "" if document.title.endswith("…") else document.title  # a cut sentence says nothing of the rest
    told = body.casefold()
    line: list[str] = []
    for each in (subject, title, *headings):
        begins_with_it = each.casefold() in told[: 2 * len(each) + 8]
        if each and not begins_with_it and not any(each in other for other in line):
            line.append(each)
    if part.table_header and part.table_header not in body:
        line.append(part.table_header.strip().strip("|").strip())
    return " › ".join(line)[:_CONTEXT_CHARACTERS]


def heading_words(document: Document, block: Block) -> str:
    """A heading without its marks."""
    return _BULLET_MARKS.sub("", heading_text(document.text[block.start : block.end]))


def width(text: str) -> int:
    """The size of `text` in Latin letters."""
    return len(text) + (_LETTERS_PER_IDEOGRAPH - 1) * len(_WIDE.findall(text))


def _pieces(document: Document, sizes: Sizes) -> list[_Piece]:
    """Headings, short blocks whole, and long blocks sentence by sentence."""
    path: list[tuple[int, str]] = []
    pieces = []
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.kind == "heading":
            path = [(level, title) for level, title in path if level < block.level]
            headings = tuple(title for _, title in path)
            path.append((block.level, heading_words(document, block)))
        else:
            headings = tuple(title for _, title in path)
        whole = _Piece(block.start, block.end, width(text), block.kind, headings, block.header)
        pieces.extend([whole] if whole.width <= sizes.most or block.kind == "row" else _sentences(document, block, whole))
    return pieces


def _sentences(document: Document, block: Block, whole: _Piece) -> list[_Piece]:
    spans = sentence_spans(document.text[block.start : block.end], document.language, block.start)
    return [replace(whole, start=start, end=end, width=width(document.text[start:end])) for start, end in spans]


def _fits(run: list[_Piece], piece: _Piece, sizes: Sizes) -> bool:
    last = run[-1]
    if piece.kind == "heading":
        return all(each.kind == "heading" for each in run)
    if last.kind == "heading":
        return True
    body = [each for each in run if each.kind != "heading"]
    if piece.headings != body[0].headings or (piece.kind == "row") != (last.kind == "row"):
        return False
    total = sum(each.width for each in run)
    return total + piece.width <= sizes.most and total < sizes.target


def _joined(runs: list[list[_Piece]], sizes: Sizes) -> list[list[_Piece]]:
    """The runs, short lists that stand side by side under headings of their own together."""
    joined: list[list[_Piece]] = []
    was_small = False
    for run in runs:
        size = sum(piece.width for piece in run)
        is_list = {piece.kind for piece in run} - {"heading"} in ({"item"}, {"row"})
        is_small = run[0].kind == "heading" and is_list and size <= sizes.small
        before = joined[-1] if joined else []
        above = next((piece.headings for piece in reversed(before) if piece.kind == "heading"), None)
        is_beside = above == run[0].headings
        if is_small and was_small and is_beside and size + sum(piece.width for piece in before) <= sizes.target:
            before.extend(run)
        else:
            joined.append(list(run))
        was_small = is_small
    return joined


def _chunk(document: Document, run: list[_Piece]) -> Chunk:
    start, end = run[0].start, run[-1].end
    text = document.text[start:end]
    digest = hashlib.sha256(f"{document.id}\0{start}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()
    header = next((piece.header for piece in run if piece.header), "")
    return Chunk(digest[:24], document.id, text, start, end, run[0].headings, header)
