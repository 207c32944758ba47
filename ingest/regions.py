"""Which countries a text is about when it names a part of the world or an adjective: "Asian universities", "German", 欧洲.

Continents after the standard country codes of the United Nations (M49); codes are ISO 3166-1 alpha-2.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from itertools import takewhile

from babel import Locale
from babel.core import get_global

from ingest.countries import countries_in

_AFRICA = (
    "DZ AO BJ BW BF BI CV CM CF TD KM CG CD CI DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG MW ML MR MU MA MZ NA NE NG RW ST SN "
    "SC SL SO ZA SS SD TZ TG TN UG ZM ZW EH RE YT"
)
_ASIA = (
    "AF AM AZ BH BD BT BN KH CN CY GE HK IN ID IR IQ IL JP JO KZ KW KG LA LB MO MY MV MN MM NP KP OM PK PS PH QA SA SG KR LK SY TW "
    "TJ TH TL TR TM AE UZ VN YE"
)
_EUROPE = (
    "AL AD AT BY BE BA BG HR CZ DK EE FO FI FR DE GI GR HU IS IE IT XK LV LI LT LU MT MD MC ME NL MK NO PL PT RO RU SM RS SK SI ES "
    "SE CH UA GB VA"
)
_UNION = "AT BE BG HR CY CZ DE DK EE ES FI FR GR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"  # 2026
_NORTH = "US CA GL BM"
_CENTRAL = "MX BZ CR SV GT HN NI PA AG BS BB CU DM DO GD HT JM KN LC VC TT PR AW CW"
_SOUTH = "AR BO BR CL CO EC GY PY PE SR UY VE GF"
_OCEANIA = "AU FJ KI MH FM NR NZ PW PG WS SB TO TV VU NC PF GU"
_REGIONS = tuple(
    (re.compile(form, re.IGNORECASE), frozenset(" ".join(codes).split()))
    for form, codes in (
        (r"\bafri[ck]|африк|非洲|アフリカ|아프리카", [_AFRICA]),
        (r"\basia|\basie\b|\basien\b|\b[áa]sia\b|\basi[aá]ti|азии|азиат|азия|亚洲|亞洲|アジア|아시아", [_ASIA]),
        (r"\b(?-i:EU|UE)\b|\beuropean union|\buni(?:on|ón|ão|one) europ|европейск\w+ союз|欧盟|歐盟|유럽\s?연합", [_UNION]),
        (r"\beurop|европ|欧洲|歐洲|欧州|ヨーロッパ|유럽", [_EUROPE]),
        (r"\bo[ck][eé]ani|\bozeani|океани|大洋洲|オセアニア|오세아니아", [_OCEANIA]),
        (r"\blat[ei]i?n[- ]?am[eé]ri[ck]|\blatinoam|\bam[eé]ri(?:ca|que) lati|латинск|拉美|拉丁美洲|中南米|라틴", [_CENTRAL, _SOUTH]),
        (r"\bnorth(?:ern)? ameri|\bnordameri[ck]|\bnorteam|\bam[eé]rique du nord|\bam[eé]rica (?:del|do) n|северн\w+ америк|北美|北米|북미", [_NORTH, _CENTRAL]),
        (r"\bsouth(?:ern)? ameri|\bs[uü]dam[eé]ri[ck]|\bam[eé]rique du sud|\bam[eé]rica (?:del|do) s|\bsudam|южн\w+ америк|南美|남미", [_SOUTH]),
        (r"\bamericas\b|\bam[eé]riques\b|\bam[eé]ricas\b|\bamerika\b|(?<![北南])美洲", [_NORTH, _CENTRAL, _SOUTH]),
    )
)  # fmt: skip
# Adjectives besides those that are the names of languages.
_ADJECTIVES = {
    "british": "GB", "english": "", "american": "US", "canadian": "CA", "australian": "AU", "brazilian": "BR", "mexican": "MX", "swiss": "CH",
    "austrian": "AT", "belgian": "BE", "irish": "IE", "scottish": "GB", "indian": "IN", "pakistani": "PK", "egyptian": "EG", "taiwanese": "TW",
    "argentine": "AR", "argentinian": "AR", "chilean": "CL", "colombian": "CO", "peruvian": "PE", "kenyan": "KE", "nigerian": "NG",
    "ghanaian": "GH", "ethiopian": "ET", "moroccan": "MA", "tunisian": "TN", "israeli": "IL", "iranian": "IR", "saudi": "SA", "emirati": "AE",
    "singaporean": "SG", "philippine": "PH", "filipino": "PH", "portuguese": "PT", "norwegian": "NO", "malaysian": "MY", "sri lankan": "LK",
    "bangladeshi": "BD", "nepali": "NP", "nepalese": "NP", "cambodian": "KH", "cuban": "CU", "venezuelan": "VE", "tanzanian": "TZ",
    "ugandan": "UG", "south african": "ZA", "new zealand": "NZ", "belarusian": "BY",
}  # fmt: skip
_LONG_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_A-ZÀ-Þ][^\W\d_]{5,}")  # in lower case: adjectives, where nouns are names
_OTHER_WORDS = frozenset(
    "service services servicio servicios serving servir servi reunion reunions reunit reunir francs francos camera cameras island islands".split()
)
_LEAST_ALIKE, _ENDING = 5, 3  # letters of a country's name that an adjective must begin with, and may leave out
_WORD = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)?\b")


def territories_in(text: str) -> set[str]:
    """The codes of all countries that a text names, by name or adjective, or that lie in a part of the world it names."""
    rest = text
    found: set[str] = set()
    for form, codes in _REGIONS:
        if form.search(rest):
            found |= codes
            rest = form.sub(" ", rest)
    found |= countries_in(rest) | adjectives_in(rest)
    return found | {code for word in _LONG_WORD.findall(rest) for code in _named_alike(_plain(word))}


def adjectives_in(text: str) -> set[str]:
    """The codes of the countries whose English adjectives a text has: "Chinese food"."""
    return {
        code
        for phrase in _WORD.findall(text)
        for word in (phrase, *phrase.split())
        if (code := _adjectives().get(word.casefold()))
    }


def everywhere_but(codes: set[str]) -> set[str]:
    """The codes of all countries that lie in none of these."""
    every = (_AFRICA, _ASIA, _EUROPE, _NORTH, _CENTRAL, _SOUTH, _OCEANIA)
    return {code for part in every for code in part.split()} - codes


def _named_alike(word: str) -> set[str]:
    """The countries whose name in one of some languages begins most like a word: "canadiennes" like "Canada"."""
    if word in _OTHER_WORDS:
        return set()
    alike = [(_shared(word, name), len(name), code) for name, code in _names().get(word[:_LEAST_ALIKE], ())]
    alike = [each for each in alike if each[0] >= each[1] - _ENDING]
    longest = max((shared for shared, _, _ in alike), default=0)
    return {code for shared, _, code in alike if shared == longest}


def _shared(word: str, name: str) -> int:
    """How many letters two words begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, name, strict=False)))


@cache
def _names() -> dict[str, set[tuple[str, str]]]:
    """The names of countries in some languages with their codes, by their first letters."""
    found: dict[str, set[tuple[str, str]]] = {}
    for language in ("de", "fr", "es", "it", "pt", "nl"):
        for code, name in Locale.parse(language).territories.items():
            if len(code) == 2 and len(name) >= _LEAST_ALIKE:  # noqa: PLR2004 - the others are continents and groups
                found.setdefault(_plain(name)[:_LEAST_ALIKE], set()).add((_plain(name), code))
    return found


def _plain(text: str) -> str:
    """Letters without accents, in lower case."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


@cache
def _adjectives() -> dict[str, str]:
    """English adjectives of countries: the names of languages mostly spoken in one, and those that name none."""
    likely = get_global("likely_subtags")
    found = {}
    for language, name in Locale.parse("en").languages.items():
        tag = likely.get(language, "")
        if len(language) == 2 and tag:  # noqa: PLR2004 - languages with a two-letter code are those of countries
            found[name.casefold()] = tag.rpartition("_")[2]
    return found | _ADJECTIVES
