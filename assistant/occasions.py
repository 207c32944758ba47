"""Events of a time: "What comes next?", "Which events are there in May 2027?" – from the catalogue, by the date of today, by code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

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
    first, last = (times[0].first, times[-1].last or times[-1].first) if times and not is_to_come else ("", "")
    found = [
        entry
        for entry in drafting.index.catalogue.entries(Wanted("event", host=host, since=first, until=last))
        if len(entry.get("date")) >= len(first[:7]) and (entry.get("type") != "deadline" or _OF_DATES.search(question.text))
    ]
    if is_to_come:
        past, found = events_between([entry for entry in found if entry.get("date")], today)
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
    units = [unit for entry in entries if (unit := drafting.unit_of(entry.mentions[0]))]
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
