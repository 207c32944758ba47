"""HTML → Reading: the page's own content with headings, lists and tables; menus, footers and notices left out.

Only elements that are boilerplate by their tag, role or class are dropped, so that no fact is lost to a
guess (docs/decisions/005: trafilatura lost the tables of two of three sample pages). Nothing is fetched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.dates import date_in
from ingest.document import BlockKind, Reading
from ingest.encoding import decode
from ingest.errors import UnreadableError
from ingest.readers.assembly import Assembly
from ingest.readers.html_hidden import take_hidden

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NEVER_CONTENT = set(
    "script style noscript template svg canvas nav footer aside form button iframe select input textarea dialog "
    "object embed head map audio video".split()
)
_BOILERPLATE_ROLES = set("navigation banner contentinfo complementary search dialog alert menu menubar".split())
_BOILERPLATE_WORDS = set(
    "cookie cookies consent nav navbar navigation menu submenu topbar breadcrumb breadcrumbs crumb sidebar aside footer "
    "foot share sharing social related banner skip pagination pager advert ads popup modal login search toolbar "
    "copyright".split()
)
_BLOCKS = set(
    "p div section article main header h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre figure figcaption address "
    "center hr td th tr caption summary details body fieldset".split()
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_ITEMS = {"li", "dt", "dd"}
_WORD = re.compile(r"[a-z]+")
_LARGEST_BOILERPLATE = 0.5  # an element with more of the page's text than this is content, whatever its class
_LEAST_MAIN = 0.4  # <main> with less of the page's text than this is not the whole content
_DATE_METAS = (
    "dcterms.modified",
    "article:modified_time",
    "last-modified",
    "date.modified",
    "article:published_time",
    "dcterms.date",
    "dc.date",
    "pubdate",
    "date",
)
_SITE_CHARACTERS = 600


def read_html(data: bytes) -> Reading:
    """The content of an HTML page.

    Raises: UnreadableError when it cannot be parsed as HTML at all.
    """
    from lxml import html

    text, encoding = decode(data)
    try:
        parser = html.HTMLParser(huge_tree=True)  # else it drops what nests deeper than 256 elements
        root = html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text) or "<html></html>", parser=parser)
    except Exception as error:  # lxml raises half a dozen unrelated kinds
        message = "cannot be parsed as HTML; save the page again."
        raise UnreadableError(message) from error
    if any("depth" in entry.message for entry in parser.error_log):
        message = "nests its elements more than 2,000 deep; simplify the page."
        raise UnreadableError(message)
    metas = _metas(root)
    title = metas.get("og:title") or " ".join((root.findtext(".//title") or "").split())
    site = _site(root, metas, title)
    hidden = take_hidden(root)
    assembly = _assembled(_content(root))
    for words in hidden:
        assembly.hide(words)
    first_heading = next((assembly.text[b.start : b.end] for b in assembly.blocks if b.kind == "heading"), "")
    return Reading(
        text=assembly.text,
        blocks=assembly.blocks,
        title=first_heading if first_heading and first_heading in title else _without_site(title) or first_heading,
        date=next((day for name in _DATE_METAS if (day := date_in(metas.get(name, "")))), ""),
        link=metas.get("og:url") or next(iter(root.xpath('//link[@rel="canonical"]/@href')), ""),
        encoding=encoding,
        site=site,
        hidden=assembly.hidden,
        warnings=tuple(assembly.warnings),
    )


def _metas(root: HtmlElement) -> dict[str, str]:
    metas: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or meta.get("http-equiv") or "").lower()
        content = meta.get("content")
        if name and content:
            metas.setdefault(name, content.strip())
    return metas


def _without_site(title: str) -> str:
    """The page's own part of "Page | Site"."""
    return re.split(r"\s+[|–—·»-]\s+|\s*[|_]\s*", title, maxsplit=1)[0].strip()


def _site(root: HtmlElement, metas: dict[str, str], title: str) -> str:
    """What the page's frame says of whose page it is: for finding the document's subject, not for answers."""
    frame = [title, metas.get("og:site_name", ""), metas.get("author", "")]
    around = root.xpath('//header|//footer|//*[@role="banner"]|//*[@role="contentinfo"]')
    frame += [" ".join(element.text_content().split())[:_SITE_CHARACTERS] for element in around]
    return "\n".join(part for part in frame if part)


def _content(root: HtmlElement) -> HtmlElement:
    found = root.find("body")
    body = root if found is None else found
    total = _length(body) or 1
    for element in list(body.iter()):
        if not isinstance(element.tag, str) or (element is not body and _is_boilerplate(element, total)):
            _drop(element)
    remaining = _length(body) or 1
    mains: list[HtmlElement] = body.xpath('.//main|.//*[@role="main"]|.//article')
    for main in mains:
        if _length(main) >= _LEAST_MAIN * remaining:
            return main
    return body


def _length(element: HtmlElement) -> int:
    return sum(len(piece.strip()) for piece in element.itertext())


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()


def _is_boilerplate(element: HtmlElement, total: int) -> bool:
    tag = str(element.tag).lower()
    if tag in _NEVER_CONTENT and not (tag in {"form", "aside"} and _length(element) > _LARGEST_BOILERPLATE * total):
        return True
    if element.get("aria-hidden") == "true":
        return True
    if tag in {"main", "article", "h1", "table", "tr", "td", "th"}:
        return False
    words = set(_WORD.findall(f"{element.get('class') or ''} {element.get('id') or ''}".lower()))
    is_named = (element.get("role") or "") in _BOILERPLATE_ROLES or bool(words & _BOILERPLATE_WORDS)
    is_site_header = tag == "header" and element.find(".//h1") is None
    return (is_named or is_site_header) and _length(element) <= _LARGEST_BOILERPLATE * total


def _assembled(content: HtmlElement) -> Assembly:
    """Walks the tree without recursion: pages nest deeper than Python's stack."""
    from lxml import etree

    assembly, inline, kinds = Assembly(), [], []  # type: ignore[var-annotated]
    walker = etree.iterwalk(content, events=("start", "end"))
    for event, element in walker:
        tag = element.tag.lower() if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _BLOCKS or tag == "table":
                _flush(assembly, inline, kinds)
                kinds.append(tag)
            if tag == "table" and _is_data(element):
                _add_table(assembly, element)
                walker.skip_subtree()
                continue
            inline.append("\n" if tag == "br" else _on_one_line(element.text))
            continue
        if tag in _BLOCKS or tag == "table":
            _flush(assembly, inline, kinds)
            kinds.pop()
        if element is not content:
            inline.append(_on_one_line(element.tail))
    _flush(assembly, inline, kinds)
    return assembly


def _flush(assembly: Assembly, inline: list[str], kinds: list[str]) -> None:
    """Turns the words gathered so far into a block, of the kind of the innermost telling element."""
    words = "".join(inline)
    inline.clear()
    telling = next((tag for tag in reversed(kinds) if tag in _HEADINGS or tag in _ITEMS), "")
    kind: BlockKind = "heading" if telling in _HEADINGS else "item" if telling in _ITEMS else "paragraph"
    assembly.add(kind, words, level=_HEADINGS.get(telling, 0))


def _on_one_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _is_data(table: HtmlElement) -> bool:
    """A table of data, not one that lays out the page."""
    has_blocks = table.xpath(".//table|.//h1|.//h2|.//h3|.//td/p[2]|.//td/div[2]")
    return not has_blocks and len(table.xpath(".//tr")) > 0


def _add_table(assembly: Assembly, table: HtmlElement) -> None:
    caption = table.find("caption")
    if caption is not None:
        assembly.add("paragraph", " ".join(caption.text_content().split()))
    cells = [row.xpath("./td|./th") for row in table.iter("tr")]
    first = next(iter(table.iter("tr")))
    has_header = bool(first.xpath("./th")) and not first.xpath("./td")
    assembly.add_table([[_cell(cell) for cell in row] for row in cells], has_header=has_header)
    if not table.xpath(".//*[@rowspan]"):
        assembly.warn_of_lengths([sum(_span(cell) for cell in row) for row in cells if row])


def _span(cell: HtmlElement) -> int:
    span = cell.get("colspan") or "1"
    return int(span) if span.isdecimal() else 1


def _cell(cell: HtmlElement) -> str:
    return " ".join(" ".join(cell.itertext()).split())
