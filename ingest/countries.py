"""Which country or region a name means, in any language of the Unicode locale data (babel).

Names as documents write them: "The United States", "Korea", "UK", "德国", "Allemagne". Codes are ISO 3166-1 alpha-2.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from babel import Locale

_LANGUAGES = "en zh zh_Hant de fr es pt it nl pl cs sv tr vi id hu fi da ro ja ko ru ar th el".split()
# Everyday names that the locale data does not hold, and its official ones without their additions.
_EVERYDAY = {
    "us": "US", "usa": "US", "u.s": "US", "u.s.a": "US", "america": "US", "united states of america": "US", "美": "US",
    "uk": "GB", "u.k": "GB", "britain": "GB", "great britain": "GB", "england": "GB", "scotland": "GB", "wales": "GB",
    "northern ireland": "GB", "英": "GB", "korea": "KR", "republic of korea": "KR", "韩国": "KR", "hong kong": "HK", "香港": "HK",
    "macao": "MO", "macau": "MO", "澳门": "MO", "taiwan": "TW", "台湾": "TW", "russian federation": "RU", "czech republic": "CZ",
    "holland": "NL", "turkey": "TR", "viet nam": "VN", "uae": "AE", "mainland china": "CN", "burma": "MM", "ivory coast": "CI",
}  # fmt: skip
_CAPITALISED = re.compile(r"(?:[A-Z][a-z]+|[A-Z]{2,}|U\.[SK]\.)(?: (?:of )?[A-Z][a-z]+)*")
_ARTICLE = re.compile(r"^(?:the|die|der|das|la|le|les|l'|el|los|las|os|as|il|lo|gli)\s+", re.IGNORECASE)


def country_of(name: str) -> str:
    """The code of the country or region that `name` means; "" when it means none."""
    folded = _folded(name)
    return _EVERYDAY.get(folded) or _codes().get(folded, "")


def countries_in(text: str) -> set[str]:
    """The codes of the countries and regions that a text names, in Latin letters as capitalised words or in Chinese."""
    found = {code for run in _CAPITALISED.findall(text) if (code := country_of(run))}
    return found | {code for name, code in _ideographic() if name in text}


@cache
def _ideographic() -> tuple[tuple[str, str], ...]:
    every = {name: code for code in set(_codes().values()) for name in names_of(code)}
    return tuple((name, code) for name, code in every.items() if len(name) > 1)


@cache
def names_of(code: str) -> tuple[str, ...]:
    """The Chinese names of a country or region, simplified and traditional, and its everyday ones."""
    found = [Locale.parse(language).territories.get(code, "") for language in ("zh", "zh_Hant")]
    everyday = [name for name, each in _EVERYDAY.items() if each == code and not name.isascii() and len(name) > 1]
    return tuple(dict.fromkeys(name for name in (*found, *everyday) if name))


@cache
def _codes() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in _LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and code.isalpha():  # noqa: PLR2004 - the others are continents and groups
                found.setdefault(_folded(name), code)
    return found


def _folded(name: str) -> str:
    text = unicodedata.normalize("NFKC", name).strip().strip(".").casefold()
    return _ARTICLE.sub("", " ".join(text.split()))
