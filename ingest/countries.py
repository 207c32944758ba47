"""Which country or region a name means, in any language of the Unicode locale data (babel).

Names as documents write them: "The United States", "Korea", "UK", "德国", "Allemagne". Codes are ISO 3166-1 alpha-2.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel import Locale
from babel.numbers import list_currencies

_LANGUAGES = "en zh zh_Hant de fr es pt it nl pl cs sv tr vi id hu fi da ro ja ko ru ar th el".split()
# Everyday names that the locale data does not hold, and its official ones without their additions.
_EVERYDAY = {
    "us": "US", "usa": "US", "u.s": "US", "u.s.a": "US", "america": "US", "united states of america": "US", "美": "US",
    "uk": "GB", "u.k": "GB", "britain": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "英": "GB", "korea": "KR", "republic of korea": "KR", "韩国": "KR", "韓國": "KR", "アメリカ": "US", "中国台湾": "TW", "中国香港": "HK", "中国澳门": "MO", "hong kong": "HK", "香港": "HK",
    "macao": "MO", "macau": "MO", "澳门": "MO", "taiwan": "TW", "台湾": "TW", "russian federation": "RU", "czech republic": "CZ",
    "holland": "NL", "turkey": "TR", "viet nam": "VN", "uae": "AE", "mainland china": "CN", "澳大利亞": "AU", "ivory coast": "CI", "burma": "MM",
}  # fmt: skip
_TOKEN = re.compile(r"[^\W\d_](?:[^\W\d_]|[.'’\-](?=[^\W\d_])|(?<=[A-Z])\.)*")
_CODE = 2  # letters
_MOST_WORDS = 4  # of a country's name
_ELIDED = re.compile(r"^[ld]['’](?=[A-ZÀ-Þ])", re.IGNORECASE)
_OTHER_WORDS = frozenset(
    {"island", "anh", "nga", "man", "ma"}
)  # names of countries in one language, words or names in others
_ARTICLE = re.compile(r"^(?:the|die|der|das|la|le|les|el|los|las|os|as|il|lo|gli)\s+", re.IGNORECASE)


def country_of(name: str) -> str:
    """The code of the country or region that `name` means; "" when it means none."""
    return _code(_folded(name))


def _code(folded: str) -> str:
    return _EVERYDAY.get(folded) or _codes().get(folded, "")


def country_spans(text: str) -> list[tuple[int, int]]:
    """Where a text names countries: (start, end) of each name, in order."""
    return [(start, end) for start, end, _ in _named_countries(text)]


def is_country_code(text: str) -> bool:
    """Whether a text is the code of a country or region."""
    return text in _codes().values()


def countries_in(text: str) -> set[str]:
    """The codes of the countries and regions that a text names, as capitalised words or in an East Asian script."""
    return {code for _, _, code in _named_countries(text)}


def _named_countries(text: str) -> list[tuple[int, int, str]]:
    """(start, end, code) of each country that a text names, in order; a name inside a longer one is none."""
    unspaced = () if text.isascii() else _unspaced()
    found = [(m.start(), m.end(), code) for name, code in unspaced if name in text for m in re.finditer(name, text)]
    tokens = [(match.group(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    at = 0
    while at < len(tokens):
        word, start, end = tokens[at]
        elided = len(word) - len(_ELIDED.sub("", word))
        tokens[at] = (word[elided:], start + elided, end)
        size, code = _longest_country([word for word, _, _ in tokens[at : at + _MOST_WORDS]])
        if code:
            found.append((tokens[at][1], tokens[at + size - 1][2], code))
        at += max(1, size)
    return sorted(
        (start, end, code)
        for start, end, code in found
        if not any(a <= start and end <= b and (a, b) != (start, end) for a, b, _ in found)
    )


def _longest_country(tokens: list[str]) -> tuple[int, str]:
    """How many of the first words name a country, and its code, "" for "North America"; (0, "") when none do."""
    for size in range(len(tokens) if tokens[0][:1].isupper() else 0, 0, -1):
        name = " ".join(tokens[:size])
        folded = _folded(name)
        if folded in _continents():
            return size, ""
        if not tokens[size - 1].islower() and folded not in _OTHER_WORDS and (code := _code(folded)):
            return size, code
    return 0, ""


@cache
def currencies() -> frozenset[str]:
    """The codes of all currencies, ISO 4217: "AUD" is no institution."""
    return frozenset(list_currencies())


@cache
def _unspaced() -> tuple[tuple[str, str], ...]:
    """The names of countries in scripts without capitals: Chinese, Japanese, Korean."""
    found = {name: code for code in set(_codes().values()) for name in names_of(code)}
    for language in ("ja", "ko"):
        found |= {name: code for code, name in Locale.parse(language).territories.items() if len(code) == _CODE}
    return tuple((name, code) for name, code in found.items() if len(name) > 1)


@cache
def names_of(code: str) -> tuple[str, ...]:
    """The Chinese names of a country or region, simplified and traditional, and its everyday ones."""
    found = [Locale.parse(language).territories.get(code, "") for language in ("zh", "zh_Hant")]
    everyday = [name for name, each in _EVERYDAY.items() if each == code and not name.isascii() and len(name) > 1]
    return tuple(dict.fromkeys(name for name in (*found, *everyday) if name))


@cache
def _continents() -> frozenset[str]:
    """The names of continents and their parts, which may hold the name of a country."""
    every = (Locale.parse(language).territories.items() for language in _LANGUAGES)
    return frozenset(_folded(name) for names in every for code, name in names if not code.isalpha())


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == _CODE and code.isalpha():  # the others are continents and groups
                found.setdefault(_folded(name), code)
    return found


def _folded(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).replace("’", "'").strip().strip(".").casefold()
    return _ARTICLE.sub("", " ".join(text.split()))
