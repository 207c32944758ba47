"""The output filter: whatever a model wrote → HTML of a fixed, safe kind, before it reaches the browser.

Paragraphs, lists, bold, simple tables, citation markers and links to known documents come out; all else is text.
Invariant: every character of the input is escaped; every tag and attribute of the output is written here.
The output has no line breaks, so that a Markdown renderer passes it on as it is.
"""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass, field
from urllib.parse import urlsplit

# Controls, and the marks that turn reading direction around: "exe.fdp" must not read as "pdf.exe".
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u200e\u200f\ufeff]")
_ITEM = re.compile(r"^\s{0,8}(?:[-*+•·]|(\d{1,3})[.)、])\s+(.*)$")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"^\s{0,3}(?:```|~~~)")
_RULE = re.compile(r"^\s{0,3}(?:[-*_]\s*){3,}$")
_DEFINITION = re.compile(r"^\s{0,3}\[[^\]]{1,200}\]:\s*\S+")
_TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_INLINE = re.compile(
    r"\[(?P<marker>\d{1,3})\]"
    r"|!\[(?P<alt>[^\]]{0,300})\](?:\([^)]{0,2000}\)?|\[[^\]]{0,200}\])?"
    r"|\[(?P<label>[^\]\[]{1,300})\]\((?P<target>[^)\s]{1,2000})(?:\s[^)]{0,300})?\)"
    r"|\[(?P<name>[^\]\[]{1,300})\]\[[^\]]{0,200}\]"
    r"|\*\*(?P<bold>[^*\n]{1,2000}?)\*\*"
    r"|<?(?P<bare>https?://[^\s<>\"'，。；、）)\]]{1,2000})>?",
    re.IGNORECASE,
)
_MOST_DEPTH = 2


@dataclass(frozen=True)
class Allowed:
    """What may lead out of an answer: `markers` with the page anchors they jump to, and the exact `links`."""

    markers: dict[int, str] = field(default_factory=dict)
    links: frozenset[str] = frozenset()


def answer_html(answer: str, allowed: Allowed | None = None) -> str:
    """The answer as safe HTML on one line."""
    allowed = allowed or Allowed()
    return "".join(_block(lines, allowed) for lines in _blocks(clean(answer)))


def clean(words: str) -> str:
    r"""The words without control characters and direction overrides; line ends as `\\n`."""
    ended = words.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", ended))


def escape(words: str) -> str:
    """The words as HTML text on one line, also safe inside a quoted attribute; line ends become `<br>`."""
    return html.escape(clean(words), quote=True).strip("\n").replace("\n", "<br>")


def web_link(link: str) -> str:
    """The link when a browser may be sent there: an http(s) address with a host and without credentials; else ""."""
    if not link or re.search(r"[\s\\<>\"'`\x00-\x1f\x7f]", link) or _INVISIBLE.search(link):
        return ""
    try:
        parts = urlsplit(link)
        has_host = bool(parts.hostname) and parts.username is None and parts.password is None
    except ValueError:
        return ""
    return link if parts.scheme.lower() in {"http", "https"} and has_host else ""


def link_html(link: str, words: str = "") -> str:
    """An anchor that opens `link` in a new tab and tells it nothing; only the words when it is no web link."""
    safe = web_link(link)
    if not safe:
        return escape(words or link)
    return (
        f'<a href="{html.escape(safe, quote=True)}" target="_blank" rel="noopener noreferrer nofollow">'
        f"{escape(words or safe)}</a>"
    )


def _blocks(answer: str) -> list[list[str]]:
    """Groups of lines that belong together: table rows, list items, or the lines of a paragraph."""
    groups: list[list[str]] = []
    kind = ""
    for line in answer.split("\n"):
        is_noise = bool(_FENCE.match(line) or _RULE.match(line) or _DEFINITION.match(line))
        now = "" if is_noise or not line.strip() else _kind(line)
        if not now:
            kind = ""
        elif now == kind and now != "heading":
            groups[-1].append(line)
        else:
            groups.append([line])
            kind = now
    return groups


def _kind(line: str) -> str:
    if _HEADING.match(line):
        return "heading"
    if _ITEM.match(line):
        return "list"
    return "table" if line.strip().startswith("|") and line.count("|") > 1 else "words"


def _block(lines: list[str], allowed: Allowed) -> str:
    kind = _kind(lines[0])
    heading = _HEADING.match(lines[0])
    if heading:
        return f"<p><strong>{_inline(heading[1], allowed)}</strong></p>"
    if kind == "list":
        return _list(lines, allowed)
    if kind == "table" and len(lines) > 1 and _TABLE_RULE.match(lines[1]):
        return _table(lines, allowed)
    return f"<p>{'<br>'.join(_inline(line.strip(), allowed) for line in lines)}</p>"


def _list(lines: list[str], allowed: Allowed) -> str:
    items = [match for line in lines if (match := _ITEM.match(line))]
    tag = "ol" if items[0][1] else "ul"
    start = f' start="{int(items[0][1])}"' if items[0][1] and int(items[0][1]) != 1 else ""
    return f"<{tag}{start}>" + "".join(f"<li>{_inline(item[2], allowed)}</li>" for item in items) + f"</{tag}>"


def _table(lines: list[str], allowed: Allowed) -> str:
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in (lines[0], *lines[2:])]
    head = "".join(f"<th>{_inline(cell, allowed)}</th>" for cell in rows[0])
    body = "".join("<tr>" + "".join(f"<td>{_inline(cell, allowed)}</td>" for cell in row) + "</tr>" for row in rows[1:])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _inline(line: str, allowed: Allowed, depth: int = 0) -> str:
    """One line with its markers, bold words and known links; what lies between is escaped."""
    if depth > _MOST_DEPTH:
        return escape(line)
    out: list[str] = []
    end = 0
    for match in _INLINE.finditer(line):
        before = line[end : match.start()]
        is_known = match["marker"] and int(match["marker"]) in allowed.markers
        out += [_glued(before) if is_known and before.strip() else escape(before), _span(match, allowed, depth)]
        end = match.end()
    return "".join([*out, escape(line[end:])])


def _glued(before: str) -> str:
    """Words that a marker follows: it stays on the line of the last one."""
    return escape(before.rstrip(" ")) + ("&nbsp;" if before.endswith(" ") else "") + "&#8288;"


def _span(match: re.Match[str], allowed: Allowed, depth: int) -> str:
    parts = match.groupdict()
    if parts["marker"]:
        anchor = allowed.markers.get(int(parts["marker"]))
        number = int(parts["marker"])
        return f'<a class="marker" href="#{escape(anchor)}">[{number}]</a>' if anchor else escape(match[0])
    if parts["bold"]:
        return f"<strong>{_inline(parts['bold'], allowed, depth + 1)}</strong>"
    if parts["bare"]:
        return _bare_link(parts["bare"], allowed)
    if parts["target"]:
        label = _inline(parts["label"], allowed, depth + 1)
        is_known = web_link(parts["target"]) and parts["target"] in allowed.links
        return f"{label} ({link_html(parts['target'])})" if is_known else label
    return escape(parts["alt"] or parts["name"] or "")


def _bare_link(address: str, allowed: Allowed) -> str:
    """An address as a link when a document of the answer has it, else as text; a full stop after it is no part of it."""
    trimmed = address.rstrip(".,;:!?")
    if trimmed in allowed.links and web_link(trimmed):
        return link_html(trimmed) + escape(address[len(trimmed) :])
    return escape(address)
