"""Numbers in text as values, in figures and in words: 3,000 = three thousand = 三千 = ３０００; small ones of other languages too.

For comparing claims with evidence; dates and years come out as plain numbers too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_UNITS = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
        "eighteen nineteen".split()
    )
}
_TENS = {word: 10 * value for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)}
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_ORDINALS = {
    word: value
    for value, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
        "sixteenth seventeenth eighteenth nineteenth twentieth".split(),
        1,
    )
} | {"thirtieth": 30}
# Of Spanish, French, German, Italian, Portuguese and Russian, less those that are other words in English ("once", "due").
_FOREIGN = {
    word: value
    for value, names in {
        2: "dos deux zwei dois duas два две", 3: "tres trois drei tre três три", 4: "cuatro quatre vier quattro quatro четыре",
        5: "cinco cinq fünf cinque пять", 6: "seis sechs шесть", 7: "siete sieben sette sete семь", 8: "ocho huit acht otto oito восемь",
        9: "nueve neuf neun nove девять", 10: "diez dix zehn dieci dez десять", 11: "onze undici одиннадцать",
        12: "doce douze zwölf dodici doze двенадцать", 13: "trece treize dreizehn tredici treze", 14: "catorce quatorze vierzehn quattordici",
        15: "quinze fünfzehn quindici пятнадцать", 16: "seize sechzehn sedici", 20: "veinte vingt zwanzig venti vinte двадцать",
        30: "treinta trente dreißig trenta trinta тридцать", 40: "cuarenta quarante vierzig quaranta quarenta сорок",
        50: "cincuenta cinquante fünfzig cinquanta cinquenta пятьдесят", 60: "sesenta soixante sechzig sessanta sessenta",
    }.items()
    for word in names.split()
}  # fmt: skip
_VALUES = _UNITS | _TENS | _SCALES | _ORDINALS | _FOREIGN | {"once": 1, "twice": 2, "dozen": 12}
_DIGITS = {c: v for v, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
_CJK_SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}
_HUNDRED, _MYRIAD = 100, 10_000
_FIGURE = re.compile(r"(?<![\d.])\d{1,3}(?:[,，' ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?")
_SCALED = re.compile(r"\s*((?:hundred|thousand|million|billion)(?![a-z])|[百千]?[万萬亿億]|[百千])", re.IGNORECASE)
_CJK_NUMBER = re.compile(r"[零〇一二三四五六七八九两兩十百千万萬亿億]+")
_WORD = re.compile(r"\b(?:" + "|".join(_VALUES) + r")\b")
_BETWEEN_WORDS = re.compile(r"[\s-]+(and\s+)?")
_MONTHS = re.compile(
    r"\b(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?",
    re.IGNORECASE,
)
_MONTH_NUMBERS = {name: n for n, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}


def numbers_in(text: str) -> set[float]:
    """The values of all numbers in `text`."""
    folded = unicodedata.normalize("NFKC", text).replace("百分之", " ")  # 百分之七十 is 70, not 100 and 70
    found, rest, position = set(), [], 0
    for match in _FIGURE.finditer(folded):
        scale = _SCALED.match(folded, match.end())
        found.add(_value_of_figure(match.group(), scale.group(1) if scale else ""))
        rest.append(folded[position : match.start()])
        position = scale.end() if scale else match.end()
    words = "#".join([*rest, folded[position:]])
    found |= _values_of_words(words.lower())
    return found | {float(_value_of_ideographs(match.group())) for match in _CJK_NUMBER.finditer(words)}


def is_year(number: float) -> bool:
    """Whether a number reads as a year of our time."""
    return 1900 <= number <= 2100  # noqa: PLR2004


def are_alike(some: Iterable[float], others: Iterable[float]) -> bool:
    """Whether one of each could stand for the other: both years, or neither."""
    return bool({is_year(number) for number in some} & {is_year(number) for number in others})


def months_in(text: str) -> set[int]:
    """The months named in `text`, 1 to 12, in English or as 9月."""
    named = {_MONTH_NUMBERS[match.group(1)[:3].lower()] for match in _MONTHS.finditer(text) if match.group(1) != "may"}
    return named | {int(n) for n in re.findall(r"(?<!\d)(1[0-2]|[1-9])\s*月", unicodedata.normalize("NFKC", text))}


def _value_of_figure(figure: str, scale: str) -> float:
    value = float(re.sub(r"[,，' ]", "", figure))
    if scale.lower() in _SCALES:
        return value * _SCALES[scale.lower()]
    for each in scale:
        value *= _CJK_SCALES[each]
    return round(value, 6)  # 1.2 million is no whole number in binary


def _values_of_words(text: str) -> set[float]:
    """The values of the number words of `text`; "two and three" are two, "two hundred and three" is one."""
    runs: list[list[int]] = []
    end = 0
    for match in _WORD.finditer(text):
        value, between = _VALUES[match.group()], _BETWEEN_WORDS.fullmatch(text, end, match.start())
        if runs and between and _goes_on(runs[-1][-1], value, is_and=bool(between.group(1))):
            runs[-1].append(value)
        else:
            runs.append([value])
        end = match.end()
    return {float(_sum(run)) for run in runs}


def _goes_on(last: int, value: int, *, is_and: bool) -> bool:
    """Whether two number words are parts of one: tens and units, anything before a scale, less after a scale."""
    if value in _SCALES.values():
        return not is_and and (last < _HUNDRED or last in _SCALES.values())
    if last in _SCALES.values():
        return value < last
    return not is_and and last in _TENS.values() and 0 < value < min(_TENS.values()) // 2


def _sum(run: list[int]) -> int:
    total, current = 0, 0
    for value in run:
        if value not in _SCALES.values():
            current += value
        elif value == _HUNDRED:
            current = max(current, 1) * _HUNDRED
        else:
            total += max(current, 1) * value
            current = 0
    return total + current


def _value_of_ideographs(text: str) -> int:
    """三千二百 → 3200; 二〇一三 → 2013; a lone 一 or 十 inside a word tells little but does no harm."""
    if not set(text) & set(_CJK_SCALES):
        return int("".join(str(_DIGITS[c]) for c in text))
    total, section, digit = 0, 0, 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif _CJK_SCALES[c] < _MYRIAD:
            section += (digit or 1) * _CJK_SCALES[c]
            digit = 0
        else:  # 万亿 is 万 times 亿; in 一亿二千万 the 亿 stands apart
            scale, part = _CJK_SCALES[c], section + digit
            total = (total + part or 1) * scale if total < scale else total + (part or 1) * scale
            section = digit = 0
    return total + section + digit
