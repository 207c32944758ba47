"""Events of a time: "What comes next?", "Which events are there in May 2027?" – from the catalogue, by the date of today, by code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.evidence import Unit
from assistant.phrases import phrase
from assistant.turn import Wrote
from index.catalogue import Wanted, events_between
from ingest.facts.when import times_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.drafting import Drafting
    from index.catalogue import Entry

_MOST = 30
_ASKED = re.compile(
    r"\b(?:what|which|list|any|show|all|there|name)\b.{0,40}?\bevents?\b|\bnext event\b|\bevents?\b.{0,30}\b(?:next|coming|upcoming|planned|scheduled)\b"
    r"|\bwhat(?:'s| is| are|’s)?\b.{0,20}\b(?:on|happening|coming up|comes next|takes place)\b|\bupcoming events?\b"
    r"|(?:哪些|什么|有何|所有|全部)(?:国际|校园)?活动|下一(?:个|场|次)活动|活动(?:有哪些|安排|日程|预告)|近期.{0,4}活动|即将.{0,6}(?:举行|举办|活动)",
    re.IGNORECASE,
)
_ONE_NEXT = re.compile(r"\bnext event\b|\bcomes next\b|\bevent (?:is )?next\b|下一(?:个|场|次)活动", re.IGNORECASE)
_TO_COME = re.compile(
    r"\b(?:next|coming|upcoming|comes next|planned|scheduled|will|ahead|future|after today|from now)\b|即将|近期|接下来|将(?:要|会|举)|下一|预告",
    re.IGNORECASE,
)
_OF_DATES = re.compile(r"\bdeadlines?\b|截止", re.IGNORECASE)


def occasions(drafting: Drafting) -> Iterator[Wrote]:
    """The events of the time asked for, each with its date; nothing when no time is asked for, or the documents tell no event of it."""
    question, today = drafting.question, drafting.today
    if not _ASKED.search(question.text) or len(drafting.asked_about) > 1:
        return
    host = next(iter(drafting.asked_about), "")
    times = times_in(question.text, today.year)
    is_to_come = bool(_ONE_NEXT.search(question.text) or (_TO_COME.search(question.text) and not times))
    if not times and not is_to_come:
        return
    first, last = (times[0].first, _end_of(times[-1].last or times[-1].first)) if times else ("", "")
    told = [
        entry
        for entry in drafting.index.catalogue.entries(Wanted("event", host=host))
        if entry.get("date") and (entry.get("type") != "deadline" or _OF_DATES.search(question.text))
    ]
    found = [entry for entry in told if _is_within(entry, first, last)]
    if is_to_come:
        past, found = events_between(told, today)
        if not found and past:
            yield from _lines(drafting, "no_more_events", past[-1:])
            return
        if found and _ONE_NEXT.search(question.text):
            begin = [entry for entry in found if len(entry.get("date")) == len(today.isoformat())] or found
            found = [entry for entry in begin if entry.get("date") == begin[0].get("date")]
    if found:
        yield from _lines(drafting, "events", found[:_MOST])


def _lines(drafting: Drafting, key: str, entries: Sequence[Entry]) -> Iterator[Wrote]:
    """One line that names the events with their dates, cited."""
    units = [unit for entry in entries if (unit := _unit(drafting, entry))]
    names = [
        f"{_days(entry)} {entry.name}" + (f" ({entry.host})" if entry.host and not drafting.asked_about else "")
        for entry in entries
    ]
    today = drafting.today.isoformat()
    line = phrase(key, drafting.question.language, count=str(len(entries)), events="; ".join(names), today=today)
    if units:
        yield Wrote(drafting.cited.add(line, units, new_line=True))


def _days(entry: Entry) -> str:
    return " – ".join(day for day in (entry.get("date"), entry.get("end")) if day)


def _unit(drafting: Drafting, entry: Entry) -> Unit | None:
    mention = entry.mentions[0]
    passage = drafting.index.passage_at(mention.document_id, mention.fact.start)
    return Unit(passage, mention.fact.start, mention.fact.end) if passage else None


def _is_within(entry: Entry, first: str, last: str) -> bool:
    """Whether an event begins or goes on in a time: 2027-05-12 is within 2027-05, and within 2027."""
    begins, ends = entry.get("date"), entry.get("end") or entry.get("date")
    return _end_of(ends) >= first and begins <= last and len(begins) >= len(first[:7])


def _end_of(told: str) -> str:
    """The last day that a date may mean, to be compared as text: "2026-05" goes on until "2026-05-99"."""
    return told + "-99-99"[: 10 - len(told)]
