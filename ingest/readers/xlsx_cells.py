"""A cell of an Excel sheet → the text one sees in it: dates in ISO 8601, numbers as their format shows them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Formats that have a number and no code in the file. Source: ECMA-376 part 1, 18.8.30.
_BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-mm-dd", 15: "yyyy-mm-dd", 16: "mm-dd",
    17: "yyyy-mm", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-mm-dd h:mm", 37: "#,##0", 38: "#,##0",
    39: "#,##0.00", 40: "#,##0.00", 45: "h:mm:ss", 46: "h:mm:ss", 47: "h:mm:ss", **dict.fromkeys(range(27, 32), "yyyy-mm-dd"),
    32: "h:mm", 33: "h:mm:ss", **dict.fromkeys(range(34, 37), "yyyy-mm-dd"), **dict.fromkeys(range(50, 59), "yyyy-mm-dd"),
}  # fmt: skip
_PLAIN = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
_PLACES = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?,*")
_TIME = re.compile(r"[hs]|:mm|mm:")
_MOST_LETTERS = 3
_DAY_ZERO, _DAY_ZERO_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - sheets know no time zones
_LAST_DAY = 2_958_465  # 9999-12-31
_NOTHING = ";;;"  # a format of four empty sections shows nothing
_LARGEST = Decimal(10) ** 20  # shown as they are stored, in powers of ten
_MOST_DIGITS = 15  # more are not kept by Excel
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHITE = {"FFFFFFFF", "00FFFFFF"}


class Styles:
    """The number format of each cell style, and whether what is written in it can be seen."""

    def __init__(self, tree: Any, *, from_1904: bool) -> None:  # noqa: ANN401 - an lxml element or None
        self.day_zero = _DAY_ZERO_1904 if from_1904 else _DAY_ZERO
        self._codes: list[str] = []
        self._white: list[bool] = []
        if tree is None:
            return
        own = {each.get("numFmtId"): str(each.get("formatCode")) for each in tree.iter(f"{S}numFmt")}
        fonts = [_is_white(each.find(f"{S}color")) for each in tree.iterfind(f"{S}fonts/{S}font")]
        fills = [_is_bare(each) for each in tree.iterfind(f"{S}fills/{S}fill")]
        for style in tree.iterfind(f"{S}cellXfs/{S}xf"):
            number = str(style.get("numFmtId") or "0")
            self._codes.append(own.get(number) or _BUILT_IN.get(int(number), ""))
            font, fill = int(style.get("fontId") or 0), int(style.get("fillId") or 0)
            self._white.append(font < len(fonts) and fonts[font] and (fill >= len(fills) or fills[fill]))

    def code_of(self, cell: Any) -> str:  # noqa: ANN401
        """The format code of a cell; "" for the general one."""
        number = int(cell.get("s") or 0)
        return self._codes[number] if number < len(self._codes) else ""

    def is_unseen(self, cell: Any, *, has_design: bool) -> bool:  # noqa: ANN401
        """Whether a cell shows nothing: its format has no places, or it is white on white outside a designed table."""
        number = int(cell.get("s") or 0)
        if number >= len(self._codes):
            return False
        return (self._white[number] and not has_design) or self._codes[number].startswith(_NOTHING)


def shown(cell: Any, strings: list[str], styles: Styles) -> str:  # noqa: ANN401
    """The text of a cell; of a formula, what it came to when the file was saved."""
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        return "".join(t.text or "" for t in cell.iter(f"{S}t"))
    found = cell.find(f"{S}v")
    value = (found.text or "") if found is not None else ""
    if not value:
        return ""
    if kind == "s":
        text = strings[int(value)] if value.isdigit() and int(value) < len(strings) else ""
    elif kind == "b":
        text = "TRUE" if value == "1" else "FALSE"
    elif kind in {"str", "e"}:
        text = value
    elif kind == "d":
        text = value.removesuffix("T00:00:00")
    else:
        text = number_shown(value, styles.code_of(cell), styles.day_zero)
    return _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text


def number_shown(value: str, code: str, day_zero: datetime = _DAY_ZERO) -> str:
    """A number as its format shows it: "0.25" under "0%" is "25%"."""
    if not code and value.isdigit() and len(value) <= _MOST_DIGITS:
        return value
    try:
        number = Decimal(value)
    except InvalidOperation:
        return value
    if not number.is_finite() or abs(number) >= _LARGEST:
        return value
    sections = code.split(";")
    section = sections[1] if number < 0 and len(sections) > 1 and sections[1] else sections[0]
    bare = _PLAIN.sub("", section).lower().replace("am/pm", "").replace("上午/下午", "")
    if re.search(r"\[[hms]+\]", section.lower()):
        return _span(number)
    if "e+" not in bare and "e-" not in bare and re.search(r"[ymdhs]|年|月|日", bare.replace("general", "")):
        return _moment(number, bare, day_zero)
    if not _PLACES.search(bare) or "/" in bare or "e+" in bare or "e-" in bare or "?" in bare:
        return _general(number)
    return _placed(-number if section is not sections[0] else number, section)


def column_of(reference: str) -> int:
    """The number of the column in a reference: "B3" is 2; 0 when there is none."""
    return _column(reference.rstrip("0123456789"))


@lru_cache(maxsize=16_384)
def _column(letters: str) -> int:
    number = 0
    for letter in letters if len(letters) <= _MOST_LETTERS and letters.isascii() else "":
        number = 26 * number + ord(letter.upper()) - 64
    return number


def _general(number: Decimal) -> str:
    if number == number.to_integral_value():
        return str(int(number))
    return f"{float(number):.{_MOST_DIGITS}g}"


def _placed(number: Decimal, section: str) -> str:
    """A number in the places of a format, with what the format writes around it."""
    plain = _PLAIN.sub(lambda match: "".join(filter(None, match.groups())).translate(_KEPT), section)
    places = _PLACES.search(plain)
    if places is None:
        return _general(number)
    asked = places.group()
    whole, _, part = asked.rstrip(",").partition(".")
    value = (number * (100 if "%" in plain else 1)).scaleb(-3 * (len(asked) - len(asked.rstrip(","))))
    rounded = value.quantize(Decimal(1).scaleb(-len(part)), rounding=ROUND_HALF_UP)
    text = f"{abs(rounded):{',' if ',' in whole.rstrip(',') else ''}f}"
    before, _, after = text.partition(".")
    optional = len(part) - len(part.rstrip("#"))
    kept = after[: len(after) - optional] + after[len(after) - optional :].rstrip("0")
    text = before.rjust(whole.count("0"), "0") + (f".{kept}" if kept else "")
    sign = "-" if rounded < 0 else ""
    around = plain[: places.start()], plain[places.end() :]
    return (sign + around[0] + text + around[1]).translate(_BACK).strip()


# Figures that a format writes as they are must not be taken for its places.
_KEPT = {ord(sign): 0xE000 + number for number, sign in enumerate("#0?,.%")}
_BACK = {place: chr(sign) for sign, place in _KEPT.items()}


def _moment(number: Decimal, code: str, day_zero: datetime) -> str:
    """A date, a time or both; a month alone has no day."""
    if not 0 <= number <= _LAST_DAY:
        return _general(number)
    has_time = bool(_TIME.search(code))
    has_day = bool(re.search(r"[yd年日]", code)) or not has_time
    moment = day_zero + timedelta(seconds=round(float(number) * 86_400))
    date = (
        moment.strftime("%Y-%m-%d")
        if re.search(r"[d日]", code) or not re.search("[y年]", code)
        else moment.strftime("%Y-%m")
    )
    if re.fullmatch(r"\W*y+\W*年?\W*", code):
        date = moment.strftime("%Y")
    time = moment.strftime("%H:%M:%S" if moment.second else "%H:%M")
    return f"{date} {time}" if has_day and has_time else time if has_time else date


def _span(number: Decimal) -> str:
    """A length of time in hours and minutes, which may be more than a day."""
    minutes = round(float(number) * 1440)
    return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02}"


def _is_white(color: Any) -> bool:  # noqa: ANN401
    if color is None or color.get("tint"):
        return False
    return str(color.get("rgb") or "").upper() in _WHITE or color.get("theme") == "0"


def _is_bare(fill: Any) -> bool:  # noqa: ANN401
    pattern = fill.find(f"{S}patternFill")
    return pattern is not None and pattern.get("patternType", "none") == "none"
