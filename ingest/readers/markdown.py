"""Markdown → Reading. The text stays as written, marks and all, so that a quote is found in the file itself."""

from __future__ import annotations

import re
from itertools import accumulate

from markdown_it import MarkdownIt

from ingest.dates import date_in
from ingest.document import Block, Reading
from ingest.encoding import decode

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*\r?\n", re.DOTALL)
_FIELD = re.compile(r"^(title|date|updated|link|url)\s*:\s*(.+?)\s*$", re.IGNORECASE | re.MULTILINE)
_SEPARATOR_ROW = re.compile(r"^[\s|:\-]+$")
_COMMENT = re.compile(r"<!--(.*?)-->|^\[(?://|comment)\]:\s*#?\s*[(\"'](.*?)[)\"']\s*$", re.DOTALL | re.MULTILINE)
_LEAST_WORDS = 3  # of a comment that is worth a look: "toc" and "more" steer programs
_MARKS = re.compile(r"^#{1,6}\s*|\s*#+\s*$|[*_`]{1,3}")


def read_markdown(data: bytes) -> Reading:
    """The text of a Markdown file with its headings, paragraphs, list items and table rows."""
    text, encoding = decode(data)
    front = _FRONT_MATTER.match(text)
    fields = {name.lower(): value.strip("\"'") for name, value in _FIELD.findall(front.group(1))} if front else {}
    blocks = _blocks(text, front.end() if front else 0)
    headings = [text[block.start : block.end] for block in blocks if block.kind == "heading"]
    return Reading(
        text=text,
        blocks=blocks,
        title=fields.get("title") or (_MARKS.sub("", headings[0]).strip() if headings else ""),
        date=date_in(fields.get("updated") or fields.get("date", "")),
        link=fields.get("link") or fields.get("url", ""),
        encoding=encoding,
        hidden=tuple(words for words in _comments(text) if len(words.split()) >= _LEAST_WORDS or not words.isascii()),
    )


def heading_text(raw: str) -> str:
    """A heading without its Markdown marks."""
    return _MARKS.sub("", raw.splitlines()[0] if raw else raw).strip()


def _comments(text: str) -> list[str]:
    """What stands in comments: it is in the file, but not on the page that the file makes."""
    return [" ".join(part for part in match.groups() if part).strip() for match in _COMMENT.finditer(text)]


def _blocks(text: str, begin: int) -> tuple[Block, ...]:
    body = text[begin:]
    # markdown-it counts lines by "\n" after turning every other line end into it.
    lines = re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z", body)
    starts = [begin, *(begin + length for length in accumulate(len(line) for line in lines))]
    blocks: list[Block] = []
    header, in_list, level = "", 0, 0
    for token in MarkdownIt("commonmark", {"html": False}).enable("table").parse(body):
        in_list += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type == "heading_open":
            level = int(token.tag[1])
        if token.type == "table_open":
            header = ""
        span = _span(text, starts, token.map)
        if span is None:
            continue
        if token.type == "tr_open":
            row = text[span[0] : span[1]]
            blocks.append(Block(*span, "row", header=header))
            header = header or row
        elif token.type in {"inline", "fence", "code_block", "html_block"} and not _covered(blocks, span):
            kind = "heading" if level else "item" if in_list else "paragraph"
            blocks.append(Block(*span, kind, level))  # type: ignore[arg-type]
            level = 0
    return tuple(block for block in blocks if not _is_mark(text[block.start : block.end]))


def _is_mark(block: str) -> bool:
    """Whether a block is no words of the page: the line under a table's header, or a comment."""
    return bool(_SEPARATOR_ROW.match(block)) or not _COMMENT.sub("", block).strip()


def _span(text: str, starts: list[int], lines: list[int] | None) -> tuple[int, int] | None:
    if not lines or lines[0] >= lines[1]:
        return None
    start, end = starts[lines[0]], starts[min(lines[1], len(starts) - 1)]
    raw = text[start:end]
    start += len(raw) - len(raw.lstrip())
    end = start + len(raw.strip())
    return (start, end) if end > start else None


def _covered(blocks: list[Block], span: tuple[int, int]) -> bool:
    """Cells of a table row come as tokens of their own; the row has them already."""
    return bool(blocks) and span[0] < blocks[-1].end
