"""Names in a text: institutions, networks and companies, each cut to the name itself."""

from __future__ import annotations

import re

from ingest.countries import country_of, country_spans
from ingest.facts.places import Place
from ingest.institutions import ABBREVIATION, NOT_INSTITUTIONS, is_generic, mentions, tidy

_NETWORK = re.compile(
    r"(?:[A-Z][\w'’&-]*[ \u00a0]+(?:(?:of|for|the|and|on|in)[ \u00a0]+)*){1,7}(?:Network|Alliance|Association|Consortium|League|Federation|Universities|Forum)\b"
    r"(?:[ \u00a0]+(?:of|for|on)[ \u00a0]+(?:the[ \u00a0]+)?[A-Z][\w'’&-]*(?:[ \u00a0]+(?:and[ \u00a0]+|of[ \u00a0]+|for[ \u00a0]+)?[A-Z][\w'’&-]*){0,5})?"
    r"|\b(?:Association|Alliance|Network|Federation|League|Consortium)[ \u00a0]+(?:of|for)[ \u00a0]+(?:the[ \u00a0]+)?[A-Z][\w'’&-]*(?:[ \u00a0]+(?:(?:of|and|for|the|in)[ \u00a0]+)*[A-Z][\w'’&-]*){0,6}"
    r"|[\u4e00-\u9fff]{3,16}?(?:联盟|聯盟|联合会|协会|網絡|网络)"
)
_NETWORK_LEAD = re.compile(
    r"(?:The )?(?:Founding )?Members? of (?:the )?(?=[A-Z])|(?:我校|本校|学校|我们)(?:是|为|加入了?|参加了?)"
)
_COMPANY = re.compile(
    r"(?:[A-Z][\w'’&-]*[ \u00a0]+){1,4}(?:GmbH|AG|Ltd\.?|Limited|Inc\.?|Corporation|Corp\.?|S\.A\.|S\.p\.A\.|Museum)\b"
    r"|(?:Museum|Embassy|Academy)[ \u00a0]+of[ \u00a0]+(?:the[ \u00a0]+)?[A-Z][\w'’&-]*(?:[ \u00a0]+(?:and[ \u00a0]+|of[ \u00a0]+)?[A-Z][\w'’&-]*){0,3}"
    r"|[\u4e00-\u9fff]{2,12}?(?:公司|集团|研究院|研究所|博物馆|科学院)"
)
_JOINED = re.compile(r"[ \u00a0]+(?:and|&)[ \u00a0]+")
_PREFIX = re.compile(r"^(?:[A-Z]?\d{1,3}[.):]?|[A-Z]\d{1,2})\s+")
_NO_NAME = re.compile(  # what has the form of a name and is none
    r"\b(?:Confucius|Confúcio|Confucio|Joint|Laboratory|Ministry|Institute of International|School of|Faculty of|College of)\b|孔子学院|实验室"
    r"|^(?i:(?:die|der|unsere?r?|eine|la|le|el|une|una|uma|notre|nuestra|nostra|nossa|de|onze)[ ]|l['’])(?i:universit\w+|universidade?|hochschule)$"
    r"|^(?:所|名|个|各|请|每|双方|对方|国外|友好|兄弟|我校|其他|等|年|该|本|两)|请各|对方|国外|我校|免交|直接进入|参观|介绍了|获省|^学院$|^大学$"
    r"|^(?:外国语|环境|音乐|美术|艺术|管理|经济|商|法|医|文|理|工|外语|国际教育|国际|信息|机械|土木|化学|物理|数学|软件|计算机|继续教育|教育|体育)学院$"
)


def type_of(name: str) -> str:
    """Whether a name is of a network, of a company or the like ("other"), or of an institution."""
    if _NETWORK.fullmatch(name):
        return "network"
    if _COMPANY.fullmatch(name):
        return "other"
    return "university"


def names_in(place: Place) -> list[tuple[str, int, int]]:
    """The names of institutions, networks and companies in a place: (name, start, end), in order."""
    text, found = place.text, []
    for name, start, end in institutions(text):
        if ABBREVIATION.fullmatch(name) and (name in NOT_INSTITUTIONS or not _is_known_short(name, place)):
            continue
        found.append((name, start, end))
    for form in (_NETWORK, _COMPANY):
        for match in form.finditer(text):
            if not any(s < match.end() and match.start() < e for _, s, e in found):
                start = match.start() + (lead.end() if (lead := _NETWORK_LEAD.match(match.group())) else 0)
                found.append((" ".join(text[start : match.end()].split()), start, match.end()))
    return sorted(((name, place.start + s, place.start + e) for name, s, e in found), key=lambda each: each[1])


def _is_known_short(name: str, place: Place) -> bool:
    """Whether letters stand for an institution: in a list of them; "DDP" in a sentence may be anything."""
    return place.kind != "paragraph" and place.text.strip(" *_").startswith(name) and len(place.text) < len(name) + 40


def institutions(text: str) -> list[tuple[str, int, int]]:
    """The names of institutions in a text: (name, start, end), those that "and" joins apart, without what stands before them."""
    found = []
    for start, end in mentions(text):
        at = start
        for part in _parted(text[start:end]):
            at = text.index(part, at)
            name = _PREFIX.sub("", tidy(part))
            name = _without_country(name[_country_prefix(name) :])
            if name and not is_generic(name) and not _NO_NAME.search(name) and name in part:
                first = _katakana_before(text, at + part.index(name))
                last = at + part.index(name) + len(name)
                found.append((" ".join(text[first:last].split()), first, last))
            at += len(part)
    return found


def _parted(words: str) -> list[str]:
    """Two names that "and" joins as two; "School of Oriental and African Studies" is one."""
    parts = _JOINED.split(words)
    return parts if all(mentions(part) or ABBREVIATION.fullmatch(part) for part in parts) else [words]


def _without_country(name: str) -> str:
    """A name without the country behind it: "University of Altmoorstadt, Germany"; "University of California, Davis" has none."""
    before, comma, last = name.rpartition(", ")
    return before if comma and country_of(last) else name


def _country_prefix(name: str) -> int:
    """How many ideographs of a name are the country before it: 2 of 德国魏登塔尔应用技术大学."""
    spans = [end for start, end in country_spans(name) if start == 0] if not name[:1].isascii() else []
    return max((end for end in spans if len(name) - end > 3), default=0)  # noqa: PLR2004 - 韩国大学 is a name


def _katakana_before(text: str, start: int) -> int:
    while start and re.match(r"[\u30a0-\u30ff]", text[start - 1]) and re.match(r"[\u30a0-\u30ff]", text[start]):
        start -= 1
    return start
