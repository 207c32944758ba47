"""Citations and passages → the evidence beside an answer, as safe HTML on one line. Pure."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from assistant.web.excerpt import Excerpt, Piece, excerpts
from assistant.web.filter import clean, escape, web_link
from assistant.web.icons import icon
from assistant.web.texts import language_name, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.turn import Citation
    from assistant.web.chat import Shown
    from index.passage import Passage

_SNIPPET = 160
_CLOSEST = 3
_EARLY = 6
_PLACES = {"page": "page", "slide": "slide", "sheet": "sheet"}  # the text for each kind of page
_SIGNS = re.compile(r"\||\*\*|^#{1,6}(?=\s)", re.MULTILINE)


def anchor(number: int, marker: int) -> str:
    """The page anchor of the quote that `marker` of question `number` leads to."""
    return f"t{number}-e{marker}"


def evidence_html(shown: Shown, language: str) -> str:
    """The evidence of a question as far as it is known: passages found, then those cited, or those that come closest."""
    if shown.turn is None:
        return _passages_found(shown, language)
    answer = shown.turn.answer
    if answer.citations:
        return _cited(shown, language)
    if answer.abstained:
        return _closest(shown, language)
    return _passages_found(shown, language)


def _cited(shown: Shown, language: str) -> str:
    citations = shown.turn.answer.citations if shown.turn else ()
    groups: dict[str, list[Citation]] = {}
    for one in sorted(citations, key=lambda one: one.marker):
        groups.setdefault(f"{one.passage.document.id}\n{one.passage.chunk.id}", []).append(one)
    cards = "".join(_card(group, shown.number, language) for group in groups.values())
    cited = {(one.passage.document.id, one.passage.chunk.id) for one in citations}
    others = [one for one in shown.passages if (one.document.id, one.chunk.id) not in cited]
    more = (
        f'<details class="others"><summary>{text(language, "evidence_other", count=len(others))}</summary>'
        f"{_snippets(others, language)}</details>"
        if others
        else ""
    )
    return _panel(text(language, "evidence"), f'<div class="cards">{cards}</div>{more}', "cited")


def _closest(shown: Shown, language: str) -> str:
    if not shown.passages:
        return _panel(text(language, "evidence_closest"), f"<p>{text(language, 'evidence_none')}</p>", "closest")
    near, others = shown.passages[:_CLOSEST], shown.passages[_CLOSEST:]
    more = (
        f'<details class="others"><summary>{text(language, "evidence_other", count=len(others))}</summary>'
        f"{_snippets(others, language)}</details>"
        if others
        else ""
    )
    return _panel(text(language, "evidence_closest"), _snippets(near, language, length=2 * _SNIPPET) + more, "closest")


def _passages_found(shown: Shown, language: str) -> str:
    if not shown.passages:
        return ""
    return _panel(text(language, "evidence_reading"), _snippets(shown.passages[:_EARLY], language), "reading")


def _panel(title: str, inside: str, kind: str) -> str:
    return f'<section class="evidence is-{kind}"><h3>{title}</h3>{inside}</section>'


def _card(citations: Sequence[Citation], number: int, language: str) -> str:
    passage = citations[0].passage
    numbers = "".join(f'<span class="number">{one}</span>' for one in sorted({one.marker for one in citations}))
    first = citations[0].marker
    back = (
        f'<a class="back" href="#t{number}" data-back="{anchor(number, first)}" title="{text(language, "back_to_answer")}" '
        f'aria-label="{text(language, "back_to_answer")}">{icon("back")}</a>'
    )
    quotes = "".join(_excerpt(one, number) for one in excerpts(citations))
    spoken = html.escape(passage.document.language, quote=True)
    return (
        f'<article class="card" tabindex="-1"><header>{numbers}<h4>{escape(_title(passage))}</h4>{back}</header>'
        f"{_about(passage, citations[0].start, language)}{_headings(passage)}"
        f'<blockquote lang="{spoken}">{quotes}</blockquote></article>'
    )


def _excerpt(excerpt: Excerpt, number: int) -> str:
    before = '<span class="cut">… </span>' if excerpt.is_cut_before else ""
    after = '<span class="cut"> …</span>' if excerpt.is_cut_after else ""
    return f"<p>{before}{''.join(_piece(one, number) for one in excerpt.pieces)}{after}</p>"


def _piece(piece: Piece, number: int) -> str:
    words = _words(piece.text)
    anchors = "".join(f'<i class="at" id="{anchor(number, one)}" data-number="{one}"></i>' for one in piece.begins)
    if not piece.markers:
        return words
    return f'{anchors}<mark data-markers="{" ".join(str(one) for one in piece.markers)}">{words}</mark>'


def _words(words: str) -> str:
    """Document words as text; line ends stay visible, empty lines do not, and signs of Markdown step back."""
    escaped = html.escape(re.sub(r"\n\s*\n+", "\n", clean(words)), quote=True)
    return _SIGNS.sub(r'<span class="sign">\g<0></span>', escaped).replace("\n", "<br>")


def _snippets(passages: Sequence[Passage], language: str, length: int = _SNIPPET) -> str:
    items = "".join(
        f"<li><h4>{escape(_title(one))}</h4>{_about(one, one.chunk.start, language)}"
        f'<p lang="{html.escape(one.document.language, quote=True)}">{escape(_snippet(one, length))}</p></li>'
        for one in passages
    )
    return f'<ul class="snippets">{items}</ul>'


def _snippet(passage: Passage, length: int) -> str:
    words = " ".join(passage.chunk.text.split())
    if len(words) <= length:
        return words
    cut = words[:length]
    return (cut.rsplit(" ", 1)[0] if " " in cut[length // 2 :] else cut) + " …"


def _title(passage: Passage) -> str:
    return passage.document.title.strip() or passage.document.file


def _headings(passage: Passage) -> str:
    title = _title(passage)
    path = [one.strip() for one in passage.chunk.headings if one.strip() and one.strip() != title]
    return f'<p class="path">{escape(" › ".join(path))}</p>' if path else ""


def _about(passage: Passage, offset: int, language: str) -> str:
    """Where the words are from: file, page or slide or sheet, date, language, and the way to the source."""
    document = passage.document
    page, name = document.page_of(offset), document.page_name_of(offset)
    facts = [
        f'<span class="file">{escape(document.file)}</span>',
        f"<span>{escape(text(language, _PLACES[document.page_kind], number=page, name=name or page))}</span>"
        if page
        else "",
        f"<span>{escape(document.date or text(language, 'undated'))}</span>",
        f"<span>{escape(language_name(language, document.language))}</span>",
    ]
    return f'<p class="about">{" ".join(fact for fact in facts if fact)} {_source(document.link, language)}</p>'


def _source(link: str, language: str) -> str:
    """A link that says which host it leads to; nothing for what a browser must not be sent to."""
    safe = web_link(link)
    if not safe:
        return ""
    host = escape(urlsplit(safe).hostname or "")
    return (
        f'<a class="source" href="{html.escape(safe, quote=True)}" target="_blank" rel="noopener noreferrer nofollow">'
        f"{text(language, 'open_source')} ({host})</a>"
    )
