"""The forms that names of institutions take, in many languages: where a text has one, and what is only called like one."""

from __future__ import annotations

import re

_WORD = r"[A-ZÀ-ÞĀ-Ž](?:[\w'’\-]{0,3}\.(?!\s+[A-Z][a-z]+\s+[a-z])|[\w'’\-]*)"
_LINK = r"(?:of|and|for|the|in|at|de|del|della|delle|degli|di|du|des|da|do|dos|la|le|les|el|y|e|et|für|der|und|zu|am)"
_KIND_EN = r"(?:University|College|Institute|Academy|Polytechnic|Conservatory|School)"
_TAIL_EN = rf"(?:[ \u00a0]+(?:of|for)[ \u00a0]+(?:the[ \u00a0]+)?{_WORD}(?:(?:,?[ \u00a0]+(?:and|of)[ \u00a0]+|[ \u00a0]+| ?& ?){_WORD}){{0,4}})?"
_ROMANCE = r"(?:Universidad|Universidade|Università(?:[ ]degli[ ]Studi)?|Universitat|Université|École|Escola|Escuela|Instituto|Politecnico|Ateneo)"
_CJK_RUN = r"[\u4e00-\u9fff\u30a0-\u30ff]"
NAMES = (
    re.compile(rf"(?:(?:{_WORD}(?:[ \u00a0]+(?:and|&)[ \u00a0]+|[ \u00a0]+)){{1,4}}){_KIND_EN}{_TAIL_EN}"),
    re.compile(
        rf"\b{_KIND_EN}[ \u00a0]+of[ \u00a0]+(?:the[ \u00a0]+)?{_WORD}(?:(?:[ \u00a0]+(?:and|of)[ \u00a0]+|[ \u00a0]+| ?& ?|,[ \u00a0]+){_WORD}){{0,4}}"
    ),
    re.compile(
        rf"\b{_ROMANCE}(?:[ \u00a0]+{_LINK})*(?:[ \u00a0]+|(?<=[’']))(?:d[’'])?{_WORD}(?:[ \u00a0]+(?:{_LINK}[ \u00a0]+){{0,2}}{_WORD}){{0,4}}"
    ),
    re.compile(
        rf"\b(?:Haute[ \u00a0]+école|École[ \u00a0]+supérieure|Institut|Politechnika|Uniwersytet)[ \u00a0]+(?:{_LINK}[ \u00a0]+)*{_WORD}(?:[ \u00a0]+{_WORD}){{0,2}}"
    ),
    re.compile(
        rf"\b(?:Technischen?[ \u00a0]+|Pädagogischen?[ \u00a0]+)?(?:Universität|Universiteit|Hochschule|Fachhochschule|Hogeschool|Högskolan|TU|TH|FH)[ \u00a0]+"
        rf"(?:für[ \u00a0]+[\w ]{{3,30}}?[ \u00a0]+)?{_WORD}(?:[ \u00a0]+{_WORD}){{0,2}}"
    ),
    re.compile(rf"\b{_WORD}[\- ](?:Universität|Hochschule)(?:[ \u00a0]+{_WORD}){{0,2}}"),
    re.compile(r"(?:[А-ЯЁ][а-яё\-]+[ \u00a0]+)(?:[а-яё]+[ \u00a0]+){0,3}(?:университет|институт)[а-я]*"),
    re.compile(rf"{_CJK_RUN}{{2,9}}?(?:大学|大學|职业技术学院|学院|學院|学校)"),
    re.compile(r"[가-힣]{2,8}대학교?"),
)
ABBREVIATION = re.compile(r"\b[A-Z]{3,8}\b")
NOT_INSTITUTIONS = frozenset(
    "USA UK EU UN UNESCO HSK IELTS TOEFL GPA PDF FAQ ECTS MOU LOI MBA PHD BSC MSC IT AI TEL FAX EMAIL CSC OECD WHO DAAD "
    "ID QS THE TOP NGO CEO IRO OIR ISO STEM USD RMB EUR CNY COVID TV VIP NEWS URL BA MA SAR PRC VPN CV WUN APRU".split()
)
_GENERIC = re.compile(
    r"^(?:(?:the|our|their|this|each|every|all|some|many|other|partner|host|home|foreign|overseas|international|chinese|"
    r"american|summer|winter|high|middle|primary|graduate|business|law|medical|first|best|top|which|office|department|"
    r"ministry|research|national|joint|confucius|global|world|asian|european)\s+)*"
    r"(?:university|college|institute|academy|school|polytechnic)$|^(?:summer|winter|spring|autumn|graduate|high|middle|"
    r"primary|confucius|language)\b|^(?:本|我|该|各|某|所|外|对方|合作|友好|姐妹|国外|海外|境外|国内|世界|知名|多所|高水平|孔子|夏季|冬季|"
    r"暑期|研究生|国际|教育|外国|二级|双方|两|等)(?:大学|大學|学院|學院|学校)$|^(?:자매|해외|협정|우리|교류|파견|국내|외국|타)대학교?$",
    re.IGNORECASE,
)
_TWONAMES = re.compile(rf"^(.*\b{_KIND_EN}\b.*?)[ \u00a0]+(?:and|&)[ \u00a0]+.*\b{_KIND_EN}\b.*$")
_OFFICE_BEHIND = re.compile(
    r"[ \u00a0]+(?:Gabinete|Oficina|Servicio|Ufficio|Bureau|Service|Office|Dirección|Direção|Direction|Relações|Relaciones)\b.*$"
)
_MOST_CHARACTERS = 90
_STOP_WORDS = set("of and the for in at de s del della degli di du des la le el do da dos y e et für und".split())


def mentions(text: str) -> list[tuple[int, int]]:
    """Where names and abbreviations of institutions stand in a text: (start, end), in order."""
    spans: list[tuple[int, int]] = []
    for form in (*NAMES, ABBREVIATION):
        for match in form.finditer(text):
            start, end = match.span()
            if form is ABBREVIATION and match.group() in NOT_INSTITUTIONS:
                continue
            if end - start <= _MOST_CHARACTERS and not any(s < end and start < e for s, e in spans):
                spans.append((start, end))
    return sorted(spans)


def tidy(name: str) -> str:
    """A name without what stands around it: articles, a genitive, a second name."""
    name = " ".join(name.split()).strip(" .,'’-")
    name = re.sub(r"['’]s$", "", name)
    name = _TWONAMES.sub(r"\1", _OFFICE_BEHIND.sub("", name))
    name = re.sub(
        r"^(?:Copyright|The|At|In|From|With|By|And|For|As|To|Our|Welcome|Of|On|About|Dear|When|If|Since)\s+", "", name
    )
    return re.sub(
        rf"^{_CJK_RUN}{{0,6}}?(?:与|和|及|在|到|赴|由|来自|访问|了|我校与|欢迎来到|关于|更名为|改名为|升格为|学校前身是?|前身为?)(?={_CJK_RUN}{{2}})",
        "",
        name,
    )


def is_generic(name: str) -> bool:
    """Whether a name is one in form only: "our university", "Summer School"."""
    return bool(_GENERIC.match(name))


def is_abbreviation_of(short: str, name: str) -> bool:
    """Whether the capitals of `short` can stand for `name`: "ZJSRU" for "Zhejiang Shuren University".

    Each letter occurs in `name` in order, and the first letter of each of its content words is among them.
    """
    letters = short.lower()
    words = [word.lower() for word in re.findall(r"[A-Za-z']+", name) if word.lower() not in _STOP_WORDS]
    if len(letters) < 2 or not words or len(letters) < len(words) or letters[0] != words[0][0]:  # noqa: PLR2004
        return False
    position = 0
    for number, word in enumerate(words):
        if position >= len(letters) or letters[position] != word[0]:
            return False
        position += 1
        rest = iter(word[1:])
        following = words[number + 1][0] if number + 1 < len(words) else ""
        while position < len(letters) and (letters[position] != following or letters[position:].count(following) > 1):
            if letters[position] not in rest:
                break
            position += 1
    return position == len(letters)
