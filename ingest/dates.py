"""Finds dates in text, in the languages offices write, and the date a document tells of itself.

Only written-out calendar dates count: a year alone, or a range, is not the date of a document.
"""

from __future__ import annotations

import re
from datetime import date

from ingest.document import Block

_MONTHS: dict[str, int] = {}
for _number, _names in enumerate(
    (
        "january jan januar janvier enero ene gennaio gen janeiro januari stycznia января янв",
        "february feb februar février fevrier febrero febbraio fevereiro februari lutego февраля фев",
        "march mar märz maerz mars marzo março marco maart marca марта мар",
        "april apr avril abril abr aprile avr kwietnia апреля апр",
        "may mai mayo maggio maio mei maja мая",
        "june jun juni juin junio giugno junho czerwca июня июн",
        "july jul juli juillet julio luglio julho lipca июля июл",
        "august aug août aout agosto ago augustus sierpnia августа авг",
        "september sept sep septembre septiembre settembre setembro set września сентября сен",
        "october oct oktober okt octobre octubre ottobre outubro out października октября окт",
        "november nov novembre noviembre novembro listopada ноября ноя",
        "december dec dezember dez décembre decembre diciembre dic dicembre dezembro grudnia декабря дек",
    ),
    start=1,
):
    _MONTHS.update(dict.fromkeys(_names.split(), _number))


def _forms(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


_YEAR = r"(?P<y>(?:19|20)\d\d)"
_NAME = r"(?P<name>[^\W\d_]{3,12})\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th|er|º|\.)?"
_FORMS = _forms(
    rf"(?<!\d){_YEAR}\s*[-/.]\s*(?P<m>\d{{1,2}})\s*[-/.]\s*(?P<d>\d{{1,2}})(?!\d)",
    rf"(?<!\d){_YEAR}\s*年\s*(?P<m>\d{{1,2}})\s*月\s*(?P<d>\d{{1,2}})\s*[日号號]?",
    rf"(?<!\d){_YEAR}\s*년\s*(?P<m>\d{{1,2}})\s*월\s*(?P<d>\d{{1,2}})\s*일",
    rf"(?<!\d){_DAY}\s*(?:de\s+|of\s+)?{_NAME},?\s*(?:de\s+|del\s+)?{_YEAR}",
    rf"{_NAME}\s+{_DAY},?\s+{_YEAR}",
    rf"(?<!\d)(?P<d>\d{{1,2}})[./-](?P<m>\d{{1,2}})[./-]{_YEAR}(?!\d)",
)
_MONTH_FORMS = (
    re.compile(rf"(?<![\d年]){_YEAR}\s*[年년]\s*(?P<m>\d{{1,2}})\s*[月월](?!\s*\d)"),
    re.compile(rf"(?<!\d\s)(?<!\d\.\s){_NAME},?\s+(?:de\s+)?{_YEAR}", re.IGNORECASE),
)
_YEARLESS = (
    re.compile(rf"(?<!\d){_DAY}\s*(?:de\s+|of\s+)?{_NAME}(?![\w])", re.IGNORECASE),
    re.compile(rf"(?<![^\W\d_]){_NAME}\s+{_DAY}(?!\s*[:.,]?\d)", re.IGNORECASE),
    re.compile(r"(?<!\d)(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日号號일]?"),
    re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.(?P<m>\d{1,2})\.(?!\d)"),
)
_TO = r"\s*(?:[-–—~～〜至到]|\b(?:to|until|till|through|bis|au|al|até|до)\b)\s*(?:the\s+)?"
_OF = r"\s*(?:de\s+|of\s+)?"
_FIRST_DAY, _LAST_DAY = _DAY.replace("<d>", "<d1>"), _DAY.replace("<d>", "<d2>")
_FIRST_NAME, _LAST_NAME = _NAME.replace("<name>", "<n1>"), _NAME.replace("<name>", "<n2>")
_RANGES = _forms(
    rf"{_FIRST_NAME}\s+{_FIRST_DAY}{_TO}(?:{_LAST_NAME}\s+)?{_LAST_DAY}(?!\d)",
    rf"(?<!\d){_FIRST_DAY}(?:{_OF}{_FIRST_NAME})?{_TO}{_LAST_DAY}{_OF}{_LAST_NAME}",
    rf"(?P<m1>\d{{1,2}})\s*[月월]\s*(?P<d1>\d{{1,2}})\s*[日号號일]?{_TO}(?:(?P<m2>\d{{1,2}})\s*[月월]\s*)?(?P<d2>\d{{1,2}})\s*[日号號일]",
)
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_MONTH_IN_KOREAN = re.compile(r"(?<!\d)(1[0-2]|[1-9])\s*월")
_OWN_LABEL = re.compile(
    r"updated|published|posted|publication|release|date\b|modified|changed|as of|issued|approved|adopted|last\s|stand\b|"
    r"ver[öo]ffentlicht|aktualisier|ge[äa]ndert|datum|publi[ée]|mis(?:e)? [àa] jour|fecha|publicado|actualiza|"
    r"atualiza|data\b|pubblicat|aggiorna|обновлен|опубликован|дата|"
    r"发布|发表|更新|日期|时间|來源|来源|發布|日付|公開|更新日|掲載|작성일|등록일|게시",
    re.IGNORECASE,
)
_RANGE_BEFORE = re.compile(
    r"(?:[-–—~～至到]|\b(?:to|until|till|by|before|bis|au|al|até|до|from|vom|du|del))\s*$", re.IGNORECASE
)
_RANGE_AFTER = re.compile(r"\s*(?:[-–—~～至到]|(?:to|until|bis|au|al)\b)", re.IGNORECASE)
_LINE_CHARACTERS = 90
_FIRST_BLOCKS = 8
_LAST_BLOCKS = 4
_LEFT_OVER = 16  # letters beside the date on a line that is only a date line


def date_in(text: str) -> str:
    """The first full date in `text` as ISO 8601, or ""; "3/4/2024" is read day first."""
    spans = dates_in(text)
    return spans[0][2] if spans else ""


def dates_in(text: str) -> list[tuple[int, int, str]]:
    """Each full date in `text` as (start, end, ISO 8601), in order; impossible dates are not dates."""
    found: dict[int, tuple[int, int, str]] = {}
    for form in _FORMS:
        for match in form.finditer(text):
            day = _day(match.groupdict())
            if day and not any(start < match.end() and match.start() < end for start, end, _ in found.values()):
                found[match.start()] = (match.start(), match.end(), day)
    return [found[start] for start in sorted(found)]


def months_named(text: str) -> set[int]:
    """The months, 1 to 12, that `text` names in any of the languages; abbreviations are left out, for "set" and "out" are words."""
    named = {_MONTHS[word] for word in _LONG_WORD.findall(text.casefold()) if word in _MONTHS}
    return named | {int(month) for month in _MONTH_IN_KOREAN.findall(text)}


def own_date(text: str, blocks: tuple[Block, ...]) -> str:
    """The date a document gives itself, ISO 8601, or "": a date line or a labelled date near its top or its end.

    A document that tells only the month gives "2024-03".
    """
    for block in (*blocks[:_FIRST_BLOCKS], *reversed(blocks[_FIRST_BLOCKS:][-_LAST_BLOCKS:])):
        for line in text[block.start : block.end].splitlines():
            day = _date_line(line)
            if day:
                return day
    return ""


def _date_line(line: str) -> str:
    spans = dates_in(line[: 2 * _LINE_CHARACTERS])
    if not spans:
        return _month_line(line)
    start, end, day = spans[0]
    rest = line[:start] + line[end:]
    label = _OWN_LABEL.search(line[max(0, start - 40) : start])
    if _RANGE_BEFORE.search(line[:start]) or _RANGE_AFTER.match(line[end:]):
        return ""
    is_short = len(line) <= _LINE_CHARACTERS and sum(c.isalpha() for c in rest) <= _LEFT_OVER
    return day if label or (is_short and len(spans) == 1) else ""


def _month_line(line: str) -> str:
    """A labelled month or a line that is only a month, as "2024-03"."""
    for form in _MONTH_FORMS:
        match = form.search(line[:_LINE_CHARACTERS])
        parts = match.groupdict() if match else {}
        month = int(parts.get("m") or 0) or _MONTHS.get((parts.get("name") or "").lower(), 0)
        if match and 1 <= month <= 12:  # noqa: PLR2004 - months
            rest = line.replace(match.group(), "")
            if _OWN_LABEL.search(line[: match.start()]) or sum(c.isalpha() for c in rest) <= _LEFT_OVER // 4:
                return f"{parts['y']}-{month:02}"
    return ""


def _day(parts: dict[str, str | None]) -> str:
    month = parts.get("m") or _MONTHS.get((parts.get("name") or "").lower())
    try:
        return date(int(parts["y"] or 0), int(month or 0), int(parts["d"] or 0)).isoformat()
    except ValueError:
        return _swapped(parts)


def _swapped(parts: dict[str, str | None]) -> str:
    """Month first, where day first is no date: 12/31/2024."""
    try:
        return date(int(parts["y"] or 0), int(parts["d"] or 0), int(parts.get("m") or 0)).isoformat()
    except ValueError:
        return ""


def months_dated(text: str) -> list[tuple[int, int, str]]:
    """Each month with its year in `text` as (start, end, "2024-03"), in order."""
    found = []
    for form in _MONTH_FORMS:
        for match in form.finditer(text):
            parts = match.groupdict()
            month = int(parts.get("m") or 0) or _MONTHS.get((parts.get("name") or "").lower(), 0)
            if 1 <= month <= 12:  # noqa: PLR2004 - months
                found.append((match.start(), match.end(), f"{parts['y']}-{month:02}"))
    return sorted(found)


def days_dated(text: str) -> list[tuple[int, int, int, int]]:
    """Each day of a month in `text` that stands without a year, as (start, end, month, day): "12 May", "Sept 3", 5月14日, "08.04."."""
    found: list[tuple[int, int, int, int]] = []
    for form in _YEARLESS:
        for match in form.finditer(text):
            parts = match.groupdict()
            month = int(parts.get("m") or 0) or _MONTHS.get((parts.get("name") or "").lower(), 0)
            day = int(parts["d"] or 0)
            is_day = 1 <= month <= 12 and 1 <= day <= 31  # noqa: PLR2004 - months and days
            if is_day and not any(start < match.end() and match.start() < end for start, end, _, _ in found):
                found.append((match.start(), match.end(), month, day))
    return sorted(found)


def day_ranges(text: str, year: int) -> list[tuple[date, date]]:
    """The first and last days that a text gives as "October 31 to November 2", "8–19 July", 7月8日至19日, taken to be in `year`."""
    return [(first, last) for first, last, _, _ in ranges_in(text, year)]


def ranges_in(text: str, year: int) -> list[tuple[date, date, int, int]]:
    """As `day_ranges`, each with the (start, end) of its words, that of its year left out."""
    found = []
    for form in _RANGES:
        for match in form.finditer(text):
            told = match.groupdict()
            first = _MONTHS.get((told.get("n1") or "").casefold()) or int(told.get("m1") or 0)
            last = _MONTHS.get((told.get("n2") or "").casefold()) or int(told.get("m2") or 0)
            try:
                begins = date(year, first or last, int(told["d1"]))
                ends = date(year, last or first, int(told["d2"]))
                ends = ends if ends >= begins else ends.replace(year=year + 1)
                found.append((begins, ends, match.start(), match.end()))
            except ValueError:
                continue  # no month, or no such day
    return found
