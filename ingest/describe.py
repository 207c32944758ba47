"""Reading → Document: adds what a text does not say outright: its title, language, date and subject, and the facts it tells."""

from __future__ import annotations

from dataclasses import replace

from ingest.dates import own_date
from ingest.document import Document, Reading
from ingest.facts.extract import facts_of
from ingest.language import language_of
from ingest.readers.markdown import heading_text
from ingest.sentences import sentence_spans
from ingest.subject import find_subject

_TITLE_CHARACTERS = 110
_LOOKED_AT_FOR_TITLE = 3


def describe(reading: Reading, *, document_id: str, source: str, file: str, content_hash: str) -> Document:
    """The document that `reading` makes, with a title, a language, a date and subject where it tells them, and its facts."""
    language = language_of(reading.text)
    document = Document(
        id=document_id,
        source=source,
        file=file,
        content_hash=content_hash,
        text=reading.text,
        blocks=reading.blocks,
        title=_title(reading, language),
        language=language,
        date=reading.date or own_date(reading.text, reading.blocks),
        link=reading.link,
        encoding=reading.encoding,
        subject=find_subject(reading.text, reading.blocks, f"{reading.title}\n{reading.site}"),
        page_starts=reading.page_starts,
        page_kind=reading.page_kind,
        page_names=reading.page_names,
        hidden=reading.hidden,
        warnings=reading.warnings,
    )
    return replace(document, facts=facts_of(document))


def _title(reading: Reading, language: str) -> str:
    """The reader's title, else the first heading near the top, else the beginning of the first sentence."""
    title = reading.title
    if not title:
        headings = [b for b in reading.blocks[:_LOOKED_AT_FOR_TITLE] if b.kind == "heading"]
        title = heading_text(reading.text[headings[0].start : headings[0].end]) if headings else ""
    if not title:
        first = reading.blocks[0]
        spans = sentence_spans(reading.text[first.start : first.end], language, first.start)
        title = reading.text[slice(*spans[0])] if spans else reading.text.strip()
    title = " ".join(title.split())
    return title if len(title) <= _TITLE_CHARACTERS else _shortened(title)


def _shortened(title: str) -> str:
    cut = title[:_TITLE_CHARACTERS]
    return (cut[: cut.rfind(" ")] if " " in cut[_TITLE_CHARACTERS // 2 :] else cut).rstrip(" ,;，；") + "…"
