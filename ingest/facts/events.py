"""Events: what happens or happened at a time, from tables of dates, dated lines, and sentences that speak of one."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts.columns import role_of
from ingest.facts.fact import Fact, Value
from ingest.facts.kinds import kind_of, kinds
from ingest.facts.names import institutions
from ingest.facts.places import Cell, Place
from ingest.facts.when import When, times_in
from ingest.readers.markdown import heading_text

_TYPES = kinds(
    ("deadline", (r"deadline|apply by|applications? (?:close|due|open|until)|registration|nominat|closing date|bewerbungs|anmeld|frist|date limite|candidature|fecha l[ií]mite|"
         r"plazo|scadenza|prazo|inscri|截止|报名|申请(?:时间|期)|締切|〆切|마감|접수|срок|holiday|ferien|semester (?:begin|start|end)|classes begin|放假|开学")),
    ("signing", r"sign(?:ed|ing|s)\b|agreement|memorand|\bMo[UA]\b|renew|unterzeich|vereinbarung|vertrag|accord|convenio|conv[ée]nio|acuerdo|firma|overeenkomst|签署|签订|签约|续签|協定|締結|조인|협정|체결|подписа"),
    ("visit", r"visit|delegation|guests? from|welcomed|besuch|visite|visita|bezoek|来访|访问|到访|代表团|团组|訪問|방문|визит"),
    ("conference", r"conference|congress|forum|symposium|summit|colloqui|roundtable|convention|konferenz|tagung|kongress|conf[ée]rence|colloque|congreso|congresso|论坛|会议|大会|年会|研讨会|峰会|シンポジウム|포럼|학술|конференц|форум"),
    ("ceremony", r"ceremon|opening|inaugurat|unveil|graduation|anniversary|er[öo]ffnung|feier|c[ée]r[ée]monie|ceremonia|inaugura|cerimonia|仪式|典礼|揭牌|开幕|开营|校庆|式\b|기념|открыти"),
    ("fair", r"\bfair\b|\bexpo\b|exhibition|messe|feria|salon|fiera|展|招聘会|教育展|フェア|박람"),
    ("lecture", (r"lecture|talk\b|seminar|workshop|webinar|info(?:rmation)? (?:session|evening|event|meeting)|orientation|welcome|briefing|vortrag|infoveranstaltung|"
         r"s[ée]ance|charla|taller|sesi[óo]n|讲座|说明会|宣讲|工作坊|説明会|ガイダンス|설명회|오리엔테이션|лекци|семинар")),
    ("course", r"summer (?:school|camp|university)|winter (?:school|camp)|sommerschule|[ée]cole d[’']?[ée]t[ée]|escuela de verano|scuola estiva|夏令营|冬令营|暑期|夏季学校|여름|летн"),
    ("other", (r"festival|\bday\b|\bweek\b|competition|contest|trip|excursion|party|concert|film|match|tour\b|camp\b|gathering|reunion|celebration|dinner|\btag\b|woche|abend|exkursion|fest\b|"
         r"journ[ée]e|f[êe]te|semaine|jornada|semana|fiesta|festa|大赛|比赛|文化节|活动|联欢|交流会|座谈会|会见|祭り?|大会|행사|축제|день|праздник|launched|founded|established|set up|设立|成立")),
)  # fmt: skip
_NOUN = (
    r"(?:Conference|Congress|Forum|Symposium|Summit|Expo|Exhibition|Fair|Festival|Ceremony|Workshop|Seminar|Meeting|Day|Week|Night|Competition|Contest|"
    r"Lecture|Webinar|Colloquium|Roundtable|Convention|Camp|School|Celebration|Anniversary|Concert|Reunion|Orientation)"
)
_WORD = r"(?:[A-Z][\w'’&.\-]*|\d{4}|\d{1,2}(?:st|nd|rd|th)|&)"
_LINK = r"(?:of|for|on|and|in|the|to|with|at)"
_CAPITALISED = re.compile(
    rf"(?:{_WORD}[ \u00a0]+(?:{_LINK}[ \u00a0]+){{0,2}}){{1,9}}{_NOUN}s?\b(?:[ \u00a0]+(?:{_LINK}[ \u00a0]+){{1,2}}{_WORD}(?:[ \u00a0]+(?:{_LINK}[ \u00a0]+){{0,2}}{_WORD}){{0,8}})?"
    rf"|\b{_NOUN}[ \u00a0]+(?:of|for|on)[ \u00a0]+(?:the[ \u00a0]+)?{_WORD}(?:[ \u00a0]+(?:{_LINK}[ \u00a0]+){{0,2}}{_WORD}){{0,8}}"
)
_NOUN_NEXT = re.compile(rf"\W*{_NOUN}", re.IGNORECASE)
_QUOTED = re.compile(r"[“\"「『《„«]([^”\"」』》“»]{4,80})[”\"」』》“»]")
_PHRASES = re.compile(
    r"\b(?:sign(?:ed|ing)|renew(?:ed|al)|conclu\w+)\b[^.;,]{0,30}?\b(?P<a>(?:(?:cooperation|framework|exchange|bilateral|first|new|general)\s+)*(?:agreement|memorandum|MoU|MOU|protocol|contract)\b"
    r"(?:\s+(?:of|on|for|with|between|about)\s+[^.;,(]{3,80})?)"
    r"|\b(?P<b>(?:delegation|group|team)\s+(?:of\s+[^.;,]{2,40}?)?(?:from|of)\s+[^.;,(]{4,70})(?=[^.;]{0,80}\b(?:visit|came|arriv|tour|stay))"
    r"|\b(?:welcomed|received|hosted)\s+(?P<c>[^.;,(]{4,80}?(?:delegation|guests?|colleagues|visitors|team|group)\b[^.;,(]{0,60})"
    r"|\b(?:held|holds|hosted|hosts|organi[sz]ed|organi[sz]es|attended|launched|co-hosted)\s+(?:an?|the|its|our)\s+(?P<d>[^.;,(]{4,90}?\b(?:conference|forum|ceremony|meeting|seminar|workshop|"
    r"symposium|lecture|fair|festival|summit|session|competition|exhibition|roundtable|talk|camp|school)\b(?:\s+(?:on|for|with|of)\s+[^.;,(]{3,70})?)"
    r"|(?:举行|举办|召开|承办|主办|协办|参加|出席|组织)(?:了)?(?P<e>[^，。；、（(]{3,40}?(?:论坛|会议|研讨会|年会|大会|仪式|讲座|夏令营|冬令营|文化节|招聘会|说明会|宣讲会|比赛|大赛|教育展|座谈会|交流会|典礼|活动|峰会))"
    r"|(?P<f>[\u4e00-\u9fff]{2,20}?(?:代表团|校长[\u4e00-\u9fff·]{0,10}|师生)[^，。；]{0,16}?(?:来访|访问|到访))"
    r"|(?:签署|签订|续签)(?:了)?(?P<g>(?:《[^》]{3,40}》|[^，。；]{2,30}?(?:协议|备忘录|意向书)))",
)  # fmt: skip
_SCHOOL = re.compile(r"(?<!Summer )(?<!Winter )\bSchool of\b")  # a part of a university
_LEAD = re.compile(r"^(?:The|In|On|At|During|For)\s+")
_SAYS_WHEN = re.compile(
    r"^\W*(?:dates?|when|period|duration|time|zeitraum|datum|termin|wann|fechas?|cu[aá]ndo|dates? du|quand|periodo|data|(?:活动|举办|会议)?(?:日期|时间)|期間|日時|会期|開催日|기간|일시)\s*(?:of [^:：]{2,30})?[:：|]",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:until|till|\bto|through|bis|jusqu\S*|hasta|até|fino al?|至|到|まで|до)\s*(?:the end of\s*)?$", re.IGNORECASE
)
_ONLY_DATED = "ag"  # groups of the form above: an agreement that no date stands beside is no event
_STARTS_WITH_DAY = re.compile(
    r"^[\W_]*(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,?\s*|[A-ZÀ-Þ][a-zà-ÿ]{1,9},?\s+|周[一二三四五六日]\s*|[（(][一二三四五六日月火水木金土][)）]\s*)?$"
)
_CLOCK = re.compile(
    r"^[\W_]*(?:\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?|Uhr|h)?\s*(?:[-–—~至]\s*\d{1,2}(?:[:.h]\d{2})?\s*(?:[ap]\.?m\.?|Uhr|h)?)?)(?=[\s,，|·:：])"
)
_AFTER_DATE = re.compile(r"^[\s,，:：|·–—\-*_)）.]*(?:[（(][^()（）]{1,12}[)）][\s,，:：|·–—-]*)?")
_DAY_NAMES = re.compile(
    r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag|Sommersemester|from|until",
    re.IGNORECASE,
)
_SPEAKS_OF_EVENTS = re.compile(
    r"event|calendar|news|what[’']s on|agenda|timeline|history|story|chronicle|programme$|schedule|termine|veranstaltung|kalender|geschichte|"
    r"[ée]v[ée]nement|actualit|calendrier|eventos|noticias|actividades|cronolog|eventi|notizie|活动|日程|一览|新闻|大事记|动态|会议|イベント|行事|日程|행사|일정|소식|событи|новост",
    re.IGNORECASE,
)
_LISTS_PARTNERS = re.compile(r"partner|agreement|accord|conven|合作院校|友好|协议|協定|자매", re.IGNORECASE)
_NO_EVENT = re.compile(
    r"^(?:来源|点击|作者|编辑|发布|浏览|责任|时间|日期|地点|主办|장소|場所|会場|place|venue|where|location|ort|lugar|lieu|luogo)(?:\s*[:：]|.{0,4}：)|^(?:last )?(?:updated|changed|modified|published)|^(?:stand|aktualisiert)\b",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(
    r"\s*[（(]|,\s*(?:Anmeldung|registration|apply|sign up|inscri|\d+\s*€|€\s*\d)|(?<=[^\s\d])[.。;；]\s|[。;；]|\s{2,}|\s[|·–—]\s|，(?=.{6})"
)
_LONGEST_NAME = 130
_LEAST_WORDS = 3  # of a name that no date stands beside


def events_in(place: Place) -> Iterator[Fact]:
    """The events that a sentence, an item or a row tells."""
    if place.kind == "row":
        yield from _of_row(place)
        return
    times = place.times
    dated = _of_dated_line(place, times) or (_below_a_date(place) if not times else _of_heading(place, times))
    if dated:
        yield dated
    else:
        yield from _of_sentence(place, times)


def _of_row(place: Place) -> Iterator[Fact]:
    """A row with a date in a cell of its own: what happens is in the column of that name, else in the longest other cell."""
    roles = [role_of(cell.column) for cell in place.cells]
    dated = [
        (cell, times[0])
        for cell, role in zip(place.cells, roles, strict=True)
        if role in {"date", "other", "since"} and (times := times_in(cell.text, place.year)) and _is_only_date(cell, times)
    ]
    is_list_of_partners = {"status", "agreement", "since"} & set(roles) or _LISTS_PARTNERS.search(place.near_above)
    if not dated or (is_list_of_partners and "event" not in roles):
        return
    cell, when = next(((c, w) for (c, w) in dated if role_of(c.column) == "date"), dated[0])
    others = [each for each in place.cells if each is not cell and re.search(r"[^\W\d_]{2}", each.text)]
    named = [each for each in others if role_of(each.column) == "event"] or [
        each for each in others if role_of(each.column) not in {"date", "place", "country", "places"}
    ]
    if not named:
        return
    name = max(named, key=lambda each: (role_of(each.column) == "event", len(each.text) if not named[0].column else 0))
    where = [Value("place", each.text, each.start, each.end) for each in others if role_of(each.column) == "place"]
    yield _fact(name.text, name.start, place, when, cell.start, where, f"{name.text} {place.near_above}")


def _is_only_date(cell: Cell, times: list[When]) -> bool:
    """Whether a cell holds a time and little else."""
    rest = len(cell.text) - sum(each.end - each.start for each in times)
    return rest <= max(12, len(cell.text) // 2) and len(cell.text) <= 60  # noqa: PLR2004


def _of_dated_line(place: Place, times: list[When]) -> Fact | None:
    """A line that begins with a date and then says what happens; or that ends with one in parentheses."""
    if not times or len(place.text) > 400:  # noqa: PLR2004
        return None
    when = times[0]
    if not _STARTS_WITH_DAY.match(place.text[: when.start]):
        return None
    at = when.end + len(_AFTER_DATE.match(place.text[when.end :]).group())  # type: ignore[union-attr]
    if clock := _CLOCK.match(place.text[at:]):
        at += clock.end()
        at += len(_AFTER_DATE.match(place.text[at:]).group())  # type: ignore[union-attr]
    rest = place.text[at:]
    is_entry = place.kind == "item" or len(place.text) <= _LONGEST_NAME
    is_year = len(when.first) == 4  # noqa: PLR2004
    if is_year and place.starts_line and place.text[when.end :][:1] in " \t:：,，–-年":
        is_entry = len(place.text) <= 2 * _LONGEST_NAME
    elif is_year:
        return None
    return _entry(rest, at, place, when, place.start) if is_entry else None


def _of_heading(place: Place, times: list[When]) -> Fact | None:
    """A line that says when something is: what it is the heading above says, or the page's first line."""
    if not _SAYS_WHEN.match(place.text) or len(place.text) > _LONGEST_NAME:
        return None
    text = place.document.text
    first = text[:_LONGEST_NAME].lstrip()
    at = len(text[:_LONGEST_NAME]) - len(first)
    for start, end in [*reversed(place.headings[-2:]), (at, at + len(first.partition("\n")[0]))]:
        words = heading_text(text[start:end])
        if type_of(words) not in {"", "deadline", "signing"} and words in text[start:end]:
            return _fact(words, text.index(words, start), place, times[0], place.start, [], words)
    return None


def _below_a_date(place: Place) -> Fact | None:
    """A line below another that is only a date, or below a heading that is one."""
    above = place.before or (place.headings[-1] if place.headings else None)
    words = place.document.text[slice(*above)] if above else ""
    times = times_in(words, place.year) if above and len(words) <= 40 else []  # noqa: PLR2004
    if (
        not above
        or not times
        or re.search(r"[^\W\d_]{4}", _DAY_NAMES.sub("", words[: times[0].start] + words[times[0].end :]))
    ):
        return None
    return _entry(place.text, 0, place, times[0], above[0]) if len(place.text) <= 2 * _LONGEST_NAME else None


def _entry(rest: str, at: int, place: Place, when: When, offset: int) -> Fact | None:
    """What a dated line says happens; None when it says nothing of the kind."""
    end = _NAME_ENDS.search(rest, 4)
    name = (rest[: end.start()] if end else rest)[:_LONGEST_NAME]
    left = name
    for each in reversed(times_in(name, place.year)):
        left = left[: each.start] + left[each.end :]
    is_of_events = (
        place.kind == "item" or type_of(name) or _SPEAKS_OF_EVENTS.search(f"{place.near_above}\n{place.document.title}")
    )
    if not re.search(r"[^\W\d_]{2}", left) or _NO_EVENT.search(name) or not is_of_events:
        return None
    return _fact(name, place.start + at, place, when, offset, [], place.text)


def _of_sentence(place: Place, times: list[When]) -> Iterator[Fact]:
    """The events that a sentence names, with the time beside them."""
    text = place.text
    taken: list[tuple[int, int]] = []
    found = [
        (match.group(1), match.start(1), match.end(1))
        for match in _QUOTED.finditer(text)
        if type_of(match.group(1)) in {"conference", "fair", "course"} or _NOUN_NEXT.match(text[match.end() :])
    ]
    capitalised = [(_LEAD.sub("", match.group()), match.end()) for match in _CAPITALISED.finditer(text)]
    found += [(name, end - len(name), end) for name, end in capitalised if not _SCHOOL.search(name)]
    for match in _PHRASES.finditer(text):
        group = match.lastgroup or "a"
        if not times and group in _ONLY_DATED:
            continue
        found.append((match.group(group), match.start(group), match.end(group)))
    for name, start, end in found:
        is_new = not any(a < end and start < b for a, b in taken)
        is_enough = bool(times) or len(name.split()) >= _LEAST_WORDS
        if not is_new or not is_enough or any(" ".join(name.split()) == each for each, _, _ in institutions(text)):
            continue
        taken.append((start, end))
        began = [each for each in times if not _UNTIL.search(text[: each.start])]
        if times and not began:
            continue  # it says only how long something holds
        near = min(began, key=lambda each: min(abs(each.start - end), abs(start - each.end)), default=None)
        yield _fact(name, place.start + start, place, near, place.start, [], name)


def _fact(  # noqa: PLR0913 - the parts of one fact
    words: str, start: int, place: Place, when: When | None, offset: int, values: list[Value], about: str
) -> Fact:
    name = words.strip(" *_.,;:，。；：|·–—-\t\n")
    at = start + max(0, words.find(name))
    told = [Value("date", when.first, offset + when.start, offset + when.end)] if when else []
    told += [Value("end", when.last, offset + when.start, offset + when.end)] if when and when.last else []
    kind = Value("type", type_of(name) or type_of(about) or "other", at, at + len(name))
    return Fact("event", " ".join(name.split()), place.start, place.end, (kind, *told, *values))


def type_of(text: str) -> str:
    """The kind of event that a text speaks of, "" when of none."""
    return kind_of(_TYPES, text)
