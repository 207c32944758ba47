"""When a document was published: told by code from the date the document gives itself, for a model mixes dates up."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from assistant.evidence import Unit, coverage, units_of
from assistant.phrases import phrase
from assistant.quotes import quoted
from assistant.turn import Wrote
from index.analysis import words
from ingest.dates import dates_in
from ingest.facts.when import times_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.drafting import Drafting
    from index.passage import Passage

_LEAST_HELD = 0.4  # share of the question that the document must hold, so that it is the one that is meant
_LEAST_HELD_OF_YEAR = 0.1  # the same for a question that speaks of the year of now as well
_FULL = 10  # characters of 2026-05-12
_REPORT = re.compile(
    r"\b(?:report|article|news|item|page|story|press release|notice|announcement|account|text)\b|报道|新闻|文章|通讯|稿",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"\b(?:dated?|published|posted|put online|online|written|appear\w*|came out|come out|go up|went up)\b|发布|发表|日期|刊",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"\b(?:soon|long|days?|time)\b.{0,20}\b(?:after|before)\b|\b(?:while|during|still)\b.{0,80}\b(?:or|running|going on|on)\b|\bafter(?:wards)?\b.*\b(?:closed?|ended|over|finished|concluded)\b"
    r"|(?:闭幕|结束|举行|开幕).{0,16}(?:多久|几天|多少天|之后|之前|期间)|(?:还是|期间).{0,12}(?:之后|结束)",
    re.IGNORECASE,
)
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
    if (
        not question.asks_publication
        or not drafting.passages
        or (len(question.parts) > 1 and not citations and not question.asks_this_year)
    ):
        return
    weights = {word: weight for word, weight in drafting.weights.items() if word not in _OF_PUBLISHING}
    passage = citations[0].passage if citations else drafting.passages[0]
    document = passage.document
    held = set(words(f"{document.title} {passage.context} {passage.chunk.text}"))
    share = sum(weight for word, weight in weights.items() if word in held) / (sum(weights.values()) or 1.0)
    unit = _stated(passage)
    least = _LEAST_HELD_OF_YEAR if question.asks_this_year else _LEAST_HELD
    if unit is None or (share < least and not citations):
        return
    told = _in_words(document.date, question.language)
    line = phrase("dated", question.language, title=document.title, date=told, quote=unit.text)
    yield Wrote(drafting.cited.add(line, [unit], new_line=bool(citations)))


def against_an_event(drafting: Drafting) -> Iterator[Wrote]:
    """How the date of a report lies to the days of what it reports on: "How soon after it closed was the report dated?"."""
    question = drafting.question
    if (
        not (_REPORT.search(question.text) and _DATED.search(question.text) and _BESIDE.search(question.text))
        or drafting.earlier
    ):
        return
    for document in dict.fromkeys(passage.document for passage in drafting.passages):
        passage = next(each for each in drafting.passages if each.document is document)
        stated = _stated(passage) if len(document.date) == _FULL else None
        own = drafting.index.passage_at(document.id, stated.start) if stated else None
        periods = [
            (unit, time)
            for each in drafting.passages
            if each.document is document
            for unit in units_of(each)
            for time in times_in(unit.text, int(document.date[:4] or 0))
            if time.last
        ]
        if not stated or not own or not periods:
            continue
        unit, time = max(periods, key=lambda each: coverage(each[0], drafting.weights))
        day, first, last = (date.fromisoformat(each) for each in (document.date, time.first, time.last))
        yield Wrote(drafting.cited.add(phrase("words", question.language, quote=quoted(unit)), [unit]))
        told = phrase(
            "dated",
            question.language,
            title=document.title,
            date=_in_words(document.date, question.language),
            quote=stated.text,
        )
        yield Wrote(drafting.cited.add(told, [Unit(own, stated.start, stated.end)], new_line=True))
        key = "days_after" if day > last else "days_before" if day < first else "days_within"
        count = (day - last).days if day > last else (first - day).days
        said = {
            name: _in_words(each.isoformat(), question.language)
            for name, each in (("date", day), ("first", first), ("last", last))
        }
        line = phrase(key, question.language, count=str(count), **said)
        yield Wrote(drafting.cited.add(line, [unit, Unit(own, stated.start, stated.end)], new_line=True))
        return


def _stated(passage: Passage) -> Unit | None:
    """Where the document states its own date."""
    spans = [(start, end) for start, end, day in dates_in(passage.document.text) if day == passage.document.date]
    return Unit(passage, *spans[0]) if spans else None


def _in_words(day: str, language: str) -> str:
    told = date.fromisoformat(day)
    if language == "zh":
        return f"{told.year}年{told.month}月{told.day}日"
    return told.strftime("%d %B %Y").lstrip("0")
