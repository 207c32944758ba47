"""HTML → the links of a page, and whether it is a login form. In linear time and memory, whatever the page is.

Not a parser of HTML: that is the readers' business, in their sandbox. Only tags of links and forms are looked at.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from ingest.encoding import decode
from ingest.errors import UnreadableError
from ingest.web.address import Address, join_address
from ingest.web.errors import RefusedError

_UNSEEN = re.compile(r"<!--|<(script|style|template)(?=[\s/>])", re.IGNORECASE)
_ENDS = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "template")}
_COMMENT_END = re.compile("-->")
_START = re.compile(r"<(a|area|base|form|/form|input)(?=[\s/>])", re.IGNORECASE)
# As browsers do: a quote counts only after "=", and one that is not closed counts as a letter.
_REST = re.compile(r"""(?:=\s{0,9}"[^"]{0,4096}"|=\s{0,9}'[^']{0,4096}'|[^>])*+>""")
_LONGEST_TAG = 16_384
_ATTRIBUTE = re.compile(r"""([^\s=/>"']+)(?:\s{0,9}=\s{0,9}(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_ANY_TAG = re.compile(r"<[^<>]*>")
_MOST_LINKS = 20_000
_MOST_LOGIN_TEXT = 1_500  # characters: a page with more says something beside its login form


def links(data: bytes, page: Address) -> tuple[Address, ...]:
    """The addresses that a page links to, in order, each once; what is no address of the web is left out."""
    base = page
    found: dict[Address, None] = {}
    for name, attributes in _tags(_text(data)):
        reference = attributes.get("href")
        if reference is None or name not in {"a", "area", "base"}:
            continue
        try:
            target = join_address(base, reference)
        except RefusedError:
            continue
        if name != "base":
            found[target] = None
        elif target.site == page.site:
            base = target
        if len(found) >= _MOST_LINKS:
            break
    return tuple(found)


def is_login_form(data: bytes) -> bool:
    """Whether all that a page is for is to log in: its only form, searches apart, asks for a password."""
    text = _text(data)
    forms: list[set[str]] = [set()]  # the first: fields outside forms
    for name, attributes in _tags(text):
        if name == "form":
            forms.append({"search"} if "search" in " ".join(attributes.values()).lower() else {"form"})
        elif name == "/form":
            forms.append(set())
        elif name == "input":
            forms[-1].add(attributes.get("type", "text").lower())
    asking = [form for form in forms if "password" in form]
    others = [form for form in forms if "form" in form and not form & {"password", "search"}]
    return bool(asking) and not others and len(" ".join(_ANY_TAG.sub(" ", text).split())) <= _MOST_LOGIN_TEXT


def _text(data: bytes) -> str:
    try:
        text = decode(data)[0]
    except UnreadableError:
        return ""
    kept, place = [], 0
    while opening := _UNSEEN.search(text, place):
        kept.append(text[place : opening.start()])
        end = (_ENDS[opening[1].lower()] if opening[1] else _COMMENT_END).search(text, opening.end())
        if end is None:
            return "".join(kept)
        place = end.end()
    return "".join((*kept, text[place:]))


def _tags(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    place = 0
    while start := _START.search(text, place):
        rest = _REST.match(text, start.end(), start.end() + _LONGEST_TAG)
        if rest is None:
            place = start.end() + _LONGEST_TAG
            continue
        place = rest.end()
        attributes: dict[str, str] = {}
        for name, *values in _ATTRIBUTE.findall(rest[0][:-1]):
            attributes.setdefault(name.lower(), html.unescape("".join(values)))
        yield start[1].lower(), attributes
