"""Programs: what is offered to students and staff (exchanges, dual degrees, summer schools, scholarships), by the names they bear."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.dates import dates_in
from ingest.facts.columns import role_of
from ingest.facts.fact import Fact, Value
from ingest.facts.kinds import has_any, kind_of, kinds
from ingest.facts.names import institutions
from ingest.facts.places import Place
from ingest.numbers import numbers_in
from ingest.readers.markdown import heading_text

_TYPES = kinds(
    ("scholarship", r"scholarship|fellowship|stipend|bursar|\bgrant|\baward\b|waiver|beca\b|becas\b|bourse|borsa|bolsa|beurs|奖学金|獎學金|助学金|奨学金|장학|стипенди|fund\b|ayuda"),
    ("summer_school", r"summer|winter|sommer|\bété\b|verano|estiva|inverno|夏令营|冬令营|暑期|夏季|冬季|サマー|여름|летн|зимн"),
    ("institute", r"confucius|conf[úu]ci|luban|孔子|鲁班|joint (?:institute|college|school)|kolleg\b|合作办学机构|联合学院"),
    ("joint_degree", r"dual|double|joint|\d\+\d|doppel|doble|doppio|dupla|双学位|联合培养|合作办学|共同|복수학위|двойн"),
    ("exchange", r"exchange|austausch|[ée]change|intercambi|interc[âa]mbi|scambio|uitwissel|交换|交換|交流|교환|обмен|mobilit"),
    ("language", r"language|chinese course|sprach|langue|idioma|lingua|汉语|语言|日本語|한국어|язык"),
    ("degree", r"bachelor|master|ph\.?d|doctor|degree|studiengang|licence|grado|laurea|mestrado|本科|硕士|博士"),
    ("training", r"training|internship|teaching|staff|praktik|stage|pr[áa]cticas|培训|实习|研修|进修"),
)  # fmt: skip
_NOUN = (
    r"(?:Program(?:me)?s?|Scholarships?|Fellowships?|Summer Schools?|Winter Schools?|Summer Camps?|Winter Camps?|Summer University|Institutes?|Workshops?|"
    r"Grants?|Bursar(?:y|ies)|Waivers?|Degrees?|Initiative|Scheme|Fund|Semester|Camps?|Stipends?|Plus)"
)
_WORD = r"(?:[A-Z][\w'’&.\-]*|\d(?:\+\d){1,2}|&)"
_LINK = r"(?:of|for|in|and|the|to|with)"
_CAPITALISED = re.compile(
    rf"(?:{_WORD}[ \u00a0]+(?:{_LINK}[ \u00a0]+){{0,2}}){{1,8}}{_NOUN}\b(?:[ \u00a0]+(?:for|in|of)[ \u00a0]+(?:the[ \u00a0]+)?(?:{_WORD})(?:[ \u00a0]+(?:{_LINK}[ \u00a0]+)?{_WORD}){{0,5}})?"
)
_NUMBERED = re.compile(
    r"[“\"「]?(?<![\d+])\d(?:\+\d){1,2}(?![\d+])[”\"」]?(?:[ \u00a0]?[\w'’\-/（()）]+){0,5}?[ \u00a0]?(?:program(?:me)?s?|degrees?|track|scheme|项目|双学位|联合培养(?:项目)?|合作办学(?:项目)?|计划|プログラム)"
    r"|(?<![\d+])\d(?:\+\d){1,2}(?![\d+])",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"\b(?:(?:joint|dual|double|student|staff|summer|winter|semester|undergraduate|master(?:['’]s)?|bachelor(?:['’]s)?|doctoral|training|language|exchange|international|short-term|buddy|talent)[ -]+){1,4}"
    r"(?:degree(?: program(?:me)?s?)?|program(?:me)?s?|school|exchange|course|scholarship)s?\b(?:\s+(?:in|with|for|on)\s+(?:the\s+)?[A-Z][\w'’\-]*(?:\s+(?:(?:of|and|the)\s+)?[A-Z][\w'’\-]*){0,5})?"
    r"|\b(?:joint|dual|double)\s+(?:PhD|Ph\.D\.|doctorate|bachelor|master)(?:['’]s)?(?:\s+(?:degree|scheme|program(?:me)?))?(?:\s+in\s+[^,.;()]{3,50})?"
    r"|\b(?:[Ll]icence|[Mm]aster|[Mm][áa]ster|[Mm]estrado)\s+(?:conjunto |franco-\w+ |en |em |de )?[A-ZÀ-Þa-z][\w'’\-]+(?:\s+(?:et|en|de|em|y|da|du)\s+[\w'’\-]+){1,3}"
    r"|\b[Ii](?:nstituto|stituto) Conf[úu]cio\b|\b[Ee]xchange with (?:the )?[A-Z][\w’'\-]+(?:\s+(?:of\s+)?[A-Z][\w’'\-]+){0,4}"
    r"|\b[A-Z][\w'’\-]+(?:\s+[A-Z][\w'’\-]+){0,3}\s+(?:bursaries|grants?|scholarships?|fellowships?|courses)\b|\b(?:Chinese|English|Korean|French|German|Japanese|Spanish|intensive) (?:language )?courses?\b(?: in [A-Z]\w+)?"
    r"|\b[\wäöüß\-]*(?:Doppelabschluss|Doppelmaster|Sommerschule|Austauschprogramm|Stipendium|Stipendien)\w*(?:[ ][„“\"]?[A-ZÄÖÜ][\w\-]+){0,4}"
    r"|\b(?:[Bb]ecas?|[Bb]olsas?|[Bb]ourses?|[Bb]orse?|[Aa]yudas?|[Pp]rograma|[Pp]rogramme|[Pp]rogramma|[Ee]scuela de [Vv]erano|[Ss]cuola estiva|[Dd]oble [Tt]itulaci[óo]n|[Dd]oppio titolo|[Dd]ouble dipl[ôo]me|[Dd]upla titula[çc][ãa]o)"
    r"(?:[ ](?:de|del|della|di|da|do|en|in|pour|para|la|el|d’|d')){0,3}[ ]?[«“\"]?[A-ZÀ-Þ][\w'’\-]+(?:[ ](?:(?:de|del|di|da|y|e|et|la)[ ])?[A-ZÀ-Þ][\w'’\-]+){0,5}",
)  # fmt: skip
_CHINESE = re.compile(
    r"[“「《]?[\u4e00-\u9fff\u30a0-\u30ffA-Za-z0-9+·“”「」《》（）()&\-]{2,30}?(?:奖学金|獎學金|助学金|资助金|夏令营|冬令营|暑期学校|夏季学校|冬季学校|"
    r"双学位(?:项目)?|联合培养(?:项目|计划)?|合作办学项目|(?:交换|交换生|交流|研修|访学|短期|师资)项目|孔子学院|孔子课堂|鲁班工坊|研修班|培训班|强化班|"
    r"[”」》](?:项目|计划)|奨学金|[\u30a0-\u30ff]プログラム)"
    r"|[\uac00-\ud7af]{2,12}\s?(?:프로그램|장학금|정규과정|여름학교)"
    r"|[А-ЯЁ][а-яё]+(?:ая|ое|ий)\s+(?:стипендия|программа)(?:\s+[а-яё]+){0,3}|Программа\s+[а-яё]+(?:\s+[а-яё]+){0,2}"
)
_CHINESE_LEAD = re.compile(
    r"^.*(?:设立了?|开展了?|举办了?|承办了?|参加|申请|获得|包括|共有|现有|提供|实施|启动了?|推出|签署了?|建立了?|共建了?|建有|入选|获批|立项|开设了?|组织了?|的|与|和|及|为|等|了|其中|通过|关于|我校|我们|学校|本校|该|各|年)(?=.{3})"
)
_GENERIC = re.compile(
    r"^(?:(?:the|our|its|these|all|other|various|international|student|short-term|exchange|degree|study|academic|training|partner|funding|scholarship|abroad|joint|dual|double|language|summer|winter|"
    r"undergraduate|bachelor|master|doctoral|staff)['’s]*[\s-]*)*(?:program(?:me)?s?|scholarships?|schools?|courses?|exchanges?|degrees?|workshops?|institutes?|grants?|projects?|semester)?$"
    r"|^(?:合作|交流|国际|学生|交换|联合|培养|该|本|各|类|其他|几个|一个|两个|两所|第一届|英语|日本|韩国|德国|科研|主要|奖|有关|相关|以上|外国|专家|引智|招生|学位|语言|短期|长期|留学生?|来华|外事|双)*(?:项目|计划|奖学金|夏令营|双学位|培训班)$",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[“\"「『《„«]([^”\"」』》“»]{3,60})[”\"」』》“»]")
_PROGRAM_NEAR = re.compile(
    r"^[^\w]*(?:program|scholarship|summer|winter|project|scheme|course|initiative|camp|school|项目|计划|奖学金|助学金|夏令营|冬令营|班|プログラム|獎學金|奨学金|장학)",
    re.IGNORECASE,
)
_PLACES = re.compile(r"(\d{1,4})\s*(?:places|seats|students|participants|Plätze|plazas|vagas|posti|名|人|명)", re.IGNORECASE)
_STEMS = tuple(
    (
        "program scholar fellowship school camp institut workshop grant bursar waiver degree initiative scheme fund semester stipend plus course exchange "
        "phd ph.d doctorate bachelor master máster mestrado licence doppel sommerschule austausch beca bolsa bourse borsa ayuda escuela scuola titulaci titolo diplôme diplome "
        "confúcio confucio 1+ 2+ 3+ 4+ 学金 學金 助金 夏令营 冬令营 学校 双学位 联合培养 项目 计划 孔子 工坊 班 プログラム 프로그램 장학 과정 여름 стипенди программ"
    ).split()
)
_DEGREES = frozenset({"joint_degree", "summer_school", "language"})
_OTHER_TABLE = re.compile(r"标准|费用|经费|cost|amount|price|fee\b|学分|credit|ECTS|人次|20\d\d", re.IGNORECASE)
_OPENING, _CLOSING = "“「《", re.compile("[”」》]")
_LONGEST = 110
_LONGEST_HEADING = 90


def programs_in(place: Place) -> Iterator[Fact]:
    """The programs that a sentence, an item or a row names."""
    if place.kind == "row":
        yield from _of_row(place)
        return
    if not has_any(_STEMS, place.folded):
        return
    text = place.text
    taken: list[tuple[int, int]] = []
    for start, end in _named(text):
        words = text[start:end].strip(" ,.;:")
        if words[0] in _OPENING and not _CLOSING.search(words):
            words = words[1:]
        at = start + text[start:end].find(words)
        name = " ".join(words.split())
        if any(a < end and start < b for a, b in taken) or _GENERIC.match(name) or len(name) > _LONGEST:
            continue
        if not type_of(name) and not _PROGRAM_NEAR.match(text[end:]) and "rogram" not in name and "项目" not in name:
            continue
        taken.append((start, end))
        yield _fact(name, place, place.start + at, place.start + at + len(words))


def program_of_heading(place: Place, start: int, end: int) -> Fact | None:
    """The program that a heading above `place` names, if it does."""
    words = heading_text(place.document.text[start:end])
    name = re.sub(r"^(?:\d+[.)、．\d]*|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十\d]+[）)])\s*", "", words).strip()
    at = place.document.text.find(name, start, end) if name else -1
    is_named = bool(_CAPITALISED.search(name) or _NUMBERED.search(name) or _CHINESE.search(name) or _PLAIN.search(name))
    if at < 0 or not is_named or _GENERIC.match(name) or len(name) > _LONGEST_HEADING or not type_of(name):
        return None
    kind = Value("type", type_of(name), at, at + len(name))
    return Fact("program", name, start, end, (kind,))


def _of_row(place: Place) -> Iterator[Fact]:
    """A row whose column is of programs, courses or scholarships; or one of partners whose agreement is a program."""
    cells = [cell for cell in place.cells if re.search(r"[^\W\d_]{2}|\d\+\d", cell.text) and len(cell.text) <= _LONGEST]
    own = [cell for cell in cells if role_of(cell.column) == "program" and not dates_in(cell.text)]
    kinds = [cell for cell in cells if role_of(cell.column) in {"agreement", "program"} and type_of(cell.text) in _DEGREES]
    chosen = own[:1] or kinds[:1]
    about = chosen[0].text if chosen else ""
    if own and not type_of(about):
        chosen = [*kinds[:1], *chosen]
        about = f"{about} {place.near_above if not _OTHER_TABLE.search(place.header) else ''} {chosen[0].text}"
    if not chosen or not type_of(about):
        return
    name = " ".join(" ".join(cell.text.strip(" *_").split()) for cell in chosen)
    others = [each for each in cells if each not in chosen and role_of(each.column) == "partner"]
    partners = [Value("partner", each.text, each.start, each.end) for each in others]
    counts = [each for each in place.cells if role_of(each.column) == "places" and numbers_in(each.text)]
    places = [Value("places", f"{min(numbers_in(each.text)):g}", each.start, each.end) for each in counts[:1]]
    kind = Value("type", type_of(about), chosen[0].start, chosen[0].end)
    yield Fact("program", name, place.start, place.end, (kind, *partners, *places))


def _named(text: str) -> Iterator[tuple[int, int]]:
    """Where a text names programs: (start, end)."""
    for match in _QUOTED.finditer(text):
        if _PROGRAM_NEAR.match(text[match.end() :]) or _PROGRAM_NEAR.search(match.group(1)):
            yield match.span(1)
    for match in _NUMBERED.finditer(text):
        yield match.span()
    for match in _CAPITALISED.finditer(text):
        name = re.sub(
            r"^(?:(?:The|In|On|At|For|Our|With|From|Through|Under)|Apply (?:for|to)(?: the| an?| our)?)\s+",
            "",
            match.group(),
        )
        yield match.end() - len(name), match.end()
    for match in _PLAIN.finditer(text):
        yield match.span()
    for match in _CHINESE.finditer(text):
        name = _CHINESE_LEAD.sub("", match.group())
        yield match.end() - len(name), match.end()


def _fact(name: str, place: Place, start: int, end: int) -> Fact:
    kind = Value("type", type_of(name) or "other", start, end)
    partners = [Value("partner", each, place.start + a, place.start + b) for each, a, b in institutions(place.text)]
    counted = _PLACES.search(place.text)
    places = (
        [Value("places", counted.group(1), place.start + counted.start(1), place.start + counted.end(1))] if counted else []
    )
    return Fact("program", name, place.start, place.end, (kind, *partners, *places))


def type_of(text: str) -> str:
    """The kind of program that a text names, "" when none."""
    return kind_of(_TYPES, text)
