"""Numbers in text as values, in figures and in words, English and Chinese: 3,000 = three thousand = 三千 = ３０００.

For comparing claims with evidence; dates and years come out as plain numbers too.
"""

from __future__ import annotations

import re
import unicodedata

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split()
    )
}
_TENS = {word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_OTHER_WORDS = {"once": 1, "twice": 2, "dozen": 12, "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6}
_DIGITS = {c: v for v, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_CJK_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_FIGURE = re.compile(r"(?<![\d.])\d{1,3}(?:[,，' ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?")
_SCALED = re.compile(r"\s*(万|萬|亿|億|thousand|million|billion)")
_CJK_NUMBER = re.compile(r"[零〇一二三四五六七八九两兩十百千万萬亿億]+")
_WORD_NUMBER = re.compile(
    r"\b(?:(?:" + "|".join([*_UNITS, *_TENS, *_SCALES]) + r")(?:[\s-]+(?:and\s+)?|\b))+", re.IGNORECASE
)
_MONTHS = re.compile(
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?",
    re.IGNORECASE,
)
_MONTH_NUMBERS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


def numbers_in(text: str) -> set[float]:
    """The values of all numbers in `text`; a month's name counts as its number."""
    folded = unicodedata.normalize("NFKC", text)
    found = {_value_of_figure(folded, match) for match in _FIGURE.finditer(folded)}
    found |= {value for match in _WORD_NUMBER.finditer(folded) if (value := _value_of_words(match.group())) is not None}
    found |= {value for match in _CJK_NUMBER.finditer(folded) if (value := _value_of_ideographs(match.group())) is not None}
    found |= {float(_OTHER_WORDS[word]) for word in re.findall(r"[a-z]+", folded.lower()) if word in _OTHER_WORDS}
    return found


def months_in(text: str) -> set[int]:
    """The months named in `text`, 1 to 12, in English or as 9月."""
    named = {_MONTH_NUMBERS[match.group(1)[:3].lower()] for match in _MONTHS.finditer(text) if match.group(1) != "may"}
    return named | {int(n) for n in re.findall(r"(?<!\d)(1[0-2]|[1-9])\s*月", unicodedata.normalize("NFKC", text))}


def _value_of_figure(text: str, match: re.Match[str]) -> float:
    value = float(re.sub(r"[,，' ]", "", match.group()))
    scale = _SCALED.match(text, match.end())
    if not scale:
        return value
    return value * (_CJK_SCALES.get(scale.group(1)) or _SCALES[scale.group(1)])


def _value_of_words(text: str) -> float | None:
    total, current, seen = 0, 0, False
    for word in re.findall(r"[a-z]+", text.lower()):
        if word in _UNITS or word in _TENS:
            current += _UNITS.get(word, 0) + _TENS.get(word, 0)
            seen = True
        elif word == "hundred":
            current = max(current, 1) * 100
            seen = True
        elif word in _SCALES:
            total += max(current, 1) * _SCALES[word]
            current, seen = 0, True
    return float(total + current) if seen else None


def _value_of_ideographs(text: str) -> float | None:
    """三千二百 → 3200; 二〇一三 → 2013; a lone 一 or 十 inside a word tells little but does no harm."""
    if not set(text) & set(_CJK_SCALES):
        return float("".join(str(_DIGITS[c]) for c in text))
    total, section, digit = 0, 0, 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif _CJK_SCALES[c] >= 10_000:  # noqa: PLR2004
            total = (total + section + digit) * _CJK_SCALES[c] if total + section + digit else _CJK_SCALES[c]
            section = digit = 0
        else:
            section += (digit or 1) * _CJK_SCALES[c]
            digit = 0
    return float(total + section + digit)
