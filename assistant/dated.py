"""When a document was published: told by code from the date the document gives itself, for a model mixes dates up."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from assistant.evidence import Unit
from assistant.phrases import phrase
from assistant.turn import Wrote
from index.analysis import words
from ingest.dates import dates_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.drafting import Drafting
    from index.passage import Passage

_LEAST_HELD = 0.4  # share of the question that the document must hold, so that it is the one that is meant
_OF_PUBLISHING = frozenset(
    word
    for each in "article page news item press release notice announcement document date dated publish published posted written "
    "issued put online 文章 新闻 通知 公告 页面 报道 文件 日期 什么 时候 发布 发表".split()
    for word in words(each)
)


def publication(drafting: Drafting) -> Iterator[Wrote]:
    """The date of the document asked for, with the words in which it stands; nothing when it gives none.

    A question that asks for more than this date gets it after the rest, for the document that the rest is from.
    """
    question, citations = drafting.question, drafting.cited.citations
    if not question.asks_publication or not drafting.passages or (len(question.parts) > 1 and not citations):
        return
    weights = {word: weight for word, weight in drafting.weights.items() if word not in _OF_PUBLISHING}
    passage = citations[0].passage if citations else drafting.passages[0]
    document = passage.document
    held = set(words(f"{document.title} {passage.context} {passage.chunk.text}"))
    share = sum(weight for word, weight in weights.items() if word in held) / (sum(weights.values()) or 1.0)
    unit = _stated(passage)
    if unit is None or (share < _LEAST_HELD and not citations):
        return
    told = _in_words(document.date, question.language)
    line = phrase("dated", question.language, title=document.title, date=told, quote=unit.text)
    yield Wrote(drafting.cited.add(line, [unit], new_line=bool(citations)))


def _stated(passage: Passage) -> Unit | None:
    """Where the document states its own date."""
    spans = [(start, end) for start, end, day in dates_in(passage.document.text) if day == passage.document.date]
    return Unit(passage, *spans[0]) if spans else None


def _in_words(day: str, language: str) -> str:
    told = date.fromisoformat(day)
    if language == "zh":
        return f"{told.year}年{told.month}月{told.day}日"
    return told.strftime("%d %B %Y").lstrip("0")
