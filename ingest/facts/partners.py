"""Partners: the institutions, networks and companies that a document says its host works with, from prose, lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.countries import countries_in, country_of, is_country_code
from ingest.dates import dates_in
from ingest.facts.columns import role_of
from ingest.facts.fact import Fact, Value
from ingest.facts.kinds import has_any
from ingest.facts.names import institutions, names_in, type_of
from ingest.facts.places import Cell, Place
from ingest.institutions import ABBREVIATION, is_generic
from ingest.readers.markdown import heading_text

_WORKS_WITH = tuple(
    stem.replace("_", " ")
    for stem in (
        "partner cooperat co-operat collaborat agreement memorand mou_ mou, mou. mou) moa_ exchange joint sister dual_degree dual-degree double_degree double-degree "
        "affiliat relations_with ties_with links_with link_with signed established_with confucius 2+2 3+1 1+2+1 together_with in_conjunction "
        "kooperation kooperier gemeinsam_mit zusammenarbeit austausch vereinbarung abkommen doppelabschluss doppelmaster "
        "accord convention coopération coopéra échange double_dipl partenari partenaire convenio convénio acuerdo acordo cooperaci coopera intercambi intercâmbi "
        "socio_ socios parceri doble_titul colabora scambio convenzion collaborazion doppio_titolo overeenkomst samenwerk uitwissel mobilit movilidad mobilidade umow współprac "
        "合作 协议 協議 协定 協定 交流 友好 姐妹 姊妹 共建 联合 聯合 备忘录 備忘錄 交换 交換 提携 結ん 双学位 孔子学院 合办 签署 签订 签约 共同 互派 "
        "협정 교류 교환 자매 협력 복수학위 соглашени сотруднич партнер партнёр обмен договор мобильност"
    ).split()
)
_MEMBERSHIP = re.compile(
    r"member|join|belongs? to|part of|participat|consorti|network|alliance|mitglied|membre|miembro|membro|成员|加入|会员|联盟|加盟|회원|член",
    re.IGNORECASE,
)
_MEMBERS_LISTED = re.compile(
    r"\b(?:members?|founding members|membership)\b[^.]{0,40}\b(?:include|are|comprise|consist|such as)\b|\b(?:includes?|comprises?|consists? of)\b[^.]{0,40}"
    r"\b(?:members|universities)\b|成员(?:包括|有|单位)|由[^。]{0,30}(?:组成|構成)",
    re.IGNORECASE,
)
_LISTS_PARTNERS = tuple(
    stem.replace("_", " ")
    for stem in (
        "partner exchange_places exchange_universit exchange_destination agreement sister where_can cooperat co-operat 合作 友好 姐妹 姊妹 协议 协定 協定 交流 交换 交換 提携 "
        "hochschulen kooperation partenaire accord convenio convention convenzion convénio socios parceir 자매 협정 партн соглашен мобильн обмен mobilit movilidad szkoł uczelni "
        "uitwissel instelling"
    ).split()
)
_NO_MORE = re.compile(
    r"expired|terminated|ended\b|no longer|discontinued|lapsed|not renew|closed\b|ausgelaufen|abgelaufen|beendet|expiré|caducad|vencid|scadut|"
    r"已到期|已终止|终止|中止|失效|終了|만료|истек",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_BEGAN = re.compile(
    r"(?:since|signed|in|from|seit|depuis|desde|dal|自|于|於|from the year)\s*[（(]?\s*((?:19|20)\d\d)(?!\s*[-–/]\s*\d)|((?:19|20)\d\d)\s*年?(?:起|以来|签署|签订|与|和|建立|締結|부터)",
    re.IGNORECASE,
)
_DATED_LINE = re.compile(r"\s*((?:19|20)\d\d)(?:\s*[:：–—-]\s*|\s{2,}|\t|\s*年\s)")
_ENDS = re.compile(
    r"(?:until|till|to|expir\w*|ended|ends|terminated|discontinued|lapsed|closed|scade|bis|至|到期|终止)\s*(?:\b(?:in|on|im|am)\s+|[于於]\s*)?[（(]?$",
    re.IGNORECASE,
)
_ENDS_BEHIND = re.compile(r"\s*年?(?:已经?|正式)?(?:到期|终止|中止|失效)")
_NAME_ENDS = re.compile(r"\s*(?:[(（\[;；:：|]|,\s|，|\s[–—-]\s|\s{2,}|\t|/\s)")
_LONGEST_CELL = 110
_LEAST_OWN = 4  # letters of the host's name that a part of it begins with
_BEGINNING = 900  # characters of a page that may say what its lists are of
_NO_COUNTRIES = frozenset({"UN", "EU", "EZ"})  # as the locale data has them
_OPENS_LIST = re.compile(r"\s*[:：–—]")
_STATES = frozenset({"MX", "GE", "JE"})  # whose names are parts of those of states: New Mexico, Georgia, New Jersey
_OWN_UNIT = re.compile(
    r"^(?:(?:the )?(?:office|division|department|faculty|centre|center|school|college|institute)\b|international (?:office|college|school)|"
    r"(?:global|overseas|foreign|research institute) )|(?:国际处|国际交流处|外事处|教务处|国际教育学院|国际学院)$",
    re.IGNORECASE,
)


def partners_in(place: Place) -> Iterator[Fact]:
    """The partners that a sentence, an item or a row tells."""
    if place.kind == "row":
        yield from _of_row(place)
    elif place.kind == "item" and _is_in_a_list(place) and not _is_long(place):
        yield from _of_item(place)
    else:
        yield from _of_sentence(place)


def _is_in_a_list(place: Place) -> bool:
    """Whether an item stands in a list of partners: so the lines above it say, or the page's beginning, of entries by country."""
    if has_any(_LISTS_PARTNERS, f"{place.document.title}\n{place.near_above}".casefold()):
        return True
    heading = place.document.text[slice(*place.headings[-1])] if place.headings else ""
    is_by_country = bool(country_of(heading_text(heading).strip(" :：【】")) or place.countries)
    return is_by_country and has_any(_LISTS_PARTNERS, place.document.text[:_BEGINNING].casefold())


def _is_long(place: Place) -> bool:
    """Whether an item is a statement rather than an entry."""
    return len(place.text) > _LONGEST_CELL and bool(
        re.search(r"[a-z] (?:is|are|was|were|has|have|will|can) |。", place.text)
    )


def _of_row(place: Place) -> Iterator[Fact]:
    """A row of a table whose column is of partners, or that holds an institution below a heading that speaks of partners."""
    cells = place.cells
    named = [cell for cell in cells if role_of(cell.column) == "partner"]
    roles = {role_of(cell.column) for cell in cells}
    is_told = has_any(_WORKS_WITH, place.above.casefold())
    if not named:
        named = [cell for cell in cells if _institution(cell.text, place)] if is_told else []
    if not named or not (is_told or roles & {"agreement", "since", "places", "country", "status"}):
        return
    cell = named[0]
    name, start, end = _entry_name(cell.text, cell.start, is_certain=role_of(cell.column) == "partner")
    if not name or _is_own(name, place):
        return
    values = [*_country_of_row(place, cell, start, end), *_since_of_cells(cells)]
    yield _fact(name, place, values, start, end, _status(place))


def _of_item(place: Place) -> Iterator[Fact]:
    """An entry of a list of partners: the name it begins with, and where it is."""
    country = re.match(r"\s*([^:：]{2,40})[:：]\s*(?=\S)", place.text)
    if country and (country_of(country.group(1)) or countries_in(country.group(1))):
        yield from _of_sentence(place, is_told=True)  # "Germany: A, B and C"
        return
    found = [each for each in names_in(place) if not _is_own(each[0], place)]
    if not found:
        return
    name, start, end = found[0]
    yield _fact(name, place, _country_near(place, start, end, []), start, end, _status(place), _since_of_text(place))


def _of_sentence(place: Place, *, is_told: bool = False) -> Iterator[Fact]:
    """The institutions of a sentence that says that its host works with them, or of a list it opens."""
    text = place.text
    is_listed = place.kind == "item" and has_any(_LISTS_PARTNERS, place.near_above.casefold())
    if not (is_told or is_listed or has_any(_WORKS_WITH, place.folded)):
        is_of_members = _MEMBERSHIP.search(text) is not None
        members = [(name, s, e) for name, s, e in (names_in(place) if is_of_members else ()) if type_of(name) == "network"]
        yield from (_fact(name, place, [], s, e, "") for name, s, e in members)
        return
    found = names_in(place)
    lists_members = bool(_MEMBERS_LISTED.search(text)) and any(type_of(name) == "network" for name, _, _ in found)
    spans = [(start, end) for _, start, end in found]
    for name, start, end in found:
        kind = type_of(name)
        if _is_own(name, place) or (lists_members and kind != "network"):
            continue
        if kind == "network" and not (_MEMBERSHIP.search(text) or is_listed):
            continue
        yield _fact(name, place, _country_near(place, start, end, spans), start, end, _status(place), _since_of_text(place))


def _fact(  # noqa: PLR0913 - the parts of one fact
    name: str, place: Place, values: Sequence[Value], start: int, end: int, status: str, since: Sequence[Value] = ()
) -> Fact:
    kind = Value("type", type_of(name), start, end)
    ended = [Value("status", "ended", place.start, place.end)] if status else []
    return Fact("partner", name, place.start, place.end, (kind, *values, *since, *ended))


def _institution(text: str, place: Place) -> bool:
    return any(not ABBREVIATION.fullmatch(name) and not _is_own(name, place) for name, _, _ in institutions(text))


def _entry_name(text: str, offset: int, *, is_certain: bool) -> tuple[str, int, int]:
    """The name in a cell: the institution in it, else, in a column of names, what the cell begins with."""
    if not is_certain or re.search(r"[(（]", text):
        for name, start, end in institutions(text):
            if not is_certain or start <= 2:  # noqa: PLR2004
                return name, offset + start, offset + end
    if not is_certain or len(text) > _LONGEST_CELL:
        return "", 0, 0
    cut = _NAME_ENDS.search(text, 1)
    name = text[: cut.start()] if cut and not _is_campus(text[cut.start() :]) else text
    stripped = name.strip(" *_.,")
    start = offset + name.find(stripped)
    is_name = bool(re.search(r"[^\W\d_]{2}", stripped)) and not is_generic(stripped)
    return (" ".join(stripped.split()), start, start + len(stripped)) if is_name else ("", 0, 0)


def _is_campus(rest: str) -> bool:
    """Whether what follows a comma belongs to the name: "University of California, Davis" – a town, and no country."""
    match = re.match(r",\s([A-Z][\w'’ -]{2,20})$", rest)
    return bool(match) and not countries_in(match.group(1)) if match else False


def _is_own(name: str, place: Place) -> bool:
    """Whether a name is the host's, or of a part of it."""
    subject = place.document.subject
    folded = _folded(name)
    own = [_folded(each) for each in subject.names] if subject else []
    return bool(_OWN_UNIT.search(name)) or any(
        folded == each or (len(each) >= _LEAST_OWN and folded.startswith(each)) for each in own
    )


def _folded(name: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"^the\s+", "", name.casefold()))


def _status(place: Place) -> str:
    status = [cell.text for cell in place.cells if role_of(cell.column) == "status"]
    return "ended" if any(_NO_MORE.search(each) for each in status or [place.text]) else ""


def _country_of_row(place: Place, own: Cell, start: int, end: int) -> list[Value]:
    for cell in place.cells:
        if cell is own:
            continue
        code = country_of(cell.text.strip("*_ "))
        is_column = role_of(cell.column) == "country"
        if is_column and is_country_code(cell.text):
            code = cell.text
        if is_column and not code:
            code = next(iter(sorted(countries_in(cell.text))), "")
        if code:
            return [Value("country", code, cell.start, cell.end)]
    return _country_near(place, start, end, [])


def _country_near(place: Place, start: int, end: int, others: Sequence[tuple[int, int]]) -> list[Value]:
    """The country of a name: in it, beside it, before it, or of the heading that it stands under."""
    spans = place.countries
    before = [e for _, e in others if e <= start]
    after = [s for s, _ in others if s >= end]
    floor, ceiling = max(before, default=place.start), min(after, default=place.end)
    document = place.document.text
    inside = [(a, b) for a, b in spans if start <= a and b <= end and not _is_state(document, a, b)]
    behind = [(a, b) for a, b in spans if end <= a <= min(end + 42, ceiling) and b <= ceiling]
    behind = behind[1:] if len(behind) > 1 and _is_state(document, *behind[0]) else behind  # ", Georgia, USA"
    ahead = [(a, b) for a, b in spans if floor <= a and b <= start]
    close = [(a, b) for a, b in ahead if start - b <= 2]  # noqa: PLR2004 - 美国加州大学, "Germany: X"
    opening = [(a, b) for a, b in spans[:1] if a - place.start <= 2 and _OPENS_LIST.match(document, b)]  # noqa: PLR2004 - "Germany: A, B"
    for a, b in [*close[-1:], *behind[:1], *inside[:1], *ahead[-1:], *opening]:
        if (code := country_of(document[a:b])) and code not in _NO_COUNTRIES:
            return [Value("country", code, a, b)]
    for a, b in reversed(place.headings):
        named = countries_in(heading_text(document[a:b]))
        if len(named) == 1:
            return [Value("country", next(iter(named)), a, b)]
    if place.lead and len(named := countries_in(document[slice(*place.lead)])) == 1:
        return [Value("country", next(iter(named)), *place.lead)]
    return []


def _is_state(text: str, start: int, end: int) -> bool:
    """Whether words in the name of a university are a part of a country rather than the country: Georgia, New Mexico."""
    around = text[max(0, start - 4) : end]
    return country_of(text[start:end]) in _STATES or around.startswith("New ")


def _since_of_cells(cells: Sequence[Cell]) -> list[Value]:
    for cell in cells:
        if role_of(cell.column) == "since":
            days = dates_in(cell.text)
            if days:
                start, end, day = days[0]
                return [Value("since", day, cell.start + start, cell.start + end)]
            if year := _YEAR.search(cell.text):
                return [Value("since", year.group(), cell.start + year.start(), cell.start + year.end())]
    return []


def _since_of_text(place: Place) -> list[Value]:
    began = [each for each in _BEGAN.finditer(place.text) if not _is_end(place.text, *each.span(each.lastindex or 0))]
    found = began[0] if began else _DATED_LINE.match(place.text)
    if not found:
        times = place.times if place.kind == "item" else []
        told = [each for each in times if not _is_end(place.text, each.start, each.end)]
        return [Value("since", each.first, place.start + each.start, place.start + each.end) for each in told[:1]]
    group = 1 if found.group(1) else 2
    return [Value("since", found.group(group), place.start + found.start(group), place.start + found.end(group))]


def _is_end(text: str, start: int, end: int) -> bool:
    """Whether a time in a text is when something ends: "until 2027", "expired in 2021", "2021年终止"."""
    return bool(_ENDS.search(text[:start]) or _ENDS_BEHIND.match(text, end))
