"""Figures: numbers that a document states of its host's international work, with what they count and as of when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.facts.fact import Fact, Value
from ingest.facts.places import Place
from ingest.facts.when import times_in
from ingest.numbers import is_year, numbers_in

_COUNTED = (
    r"universit|institution|partner|countr|region|student|teacher|staff|facult|expert|program|agreement|memorand|scholar|place|course|cent(?:er|re)|project|"
    r"delegation|participant|professor|researcher|visitor|school|college|member|event|office|volunteer|graduate|alumni|application|nationalit|language|organi[sz]ation|"
    r"hochschul|studierend|partner|l[äa]nder|pl[äa]tze|vereinbarung|gastwissenschaft|teilnehm|mitarbeit|universität|"
    r"[ée]tudiant|accord|pays|partenaire|[ée]tablissement|universidad|estudiant|pa[ií]s|convenio|socio|plaza|programa|"
    r"student[ei]|paes[ei]|atene|accordi|universidade|alun|parceir|vaga|land(?:en)?\b|hogeschol|studenten|"
    r"大学|大學|高校|院校|学校|學校|国家|國家|地区|地區|学生|學生|留学生|教师|教師|专家|外教|协议|协定|项目|名额|人次|团组|机构|中心|学院|成员|伙伴|課程|课程|奖学金|校|"
    r"か国|カ国|名|機関|協定|대학|개국|학생|명|협정|과정|"
    r"университет|стран|студент|вуз|соглашен|партн|программ|мест"
)
_NUMBER = r"(?:\d{1,3}(?:[,.  ’']\d{3})+|\d+)"
_NUMBER_WORD = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand)"
_WORDS = rf"(?!one\b){_NUMBER_WORD}(?:[ -](?:and )?{_NUMBER_WORD}){{0,5}}"
_ENDS = "and|or|und|et|y|e|to|in|of|for|the|per|is|are|was|were|has|have|had|it|they|we|which|that|who|with|from|at|by|as|on|its|their|years?|months?|weeks?|days?"
_SPACED = re.compile(
    rf"(?<![\w€$£¥.,/+:#\-–])(?P<number>{_NUMBER}|{_WORDS})(?P<plus>\+)?[  ](?P<what>(?:(?!(?:{_ENDS}|{_NUMBER_WORD})\b)[(]?[^\W\d_][\w'’\-/]*[)]?[,]?[  ]){{0,9}}?(?:[(]?[\w’'\-]*(?:{_COUNTED})[\w’'\-]*[)]?)"
    rf"(?:[  ](?:and|or)[  ](?:[^\W\d_][\w'’\-]*[  ]){{0,2}}?[\w’'\-]*(?:{_COUNTED})[\w’'\-]*)?)",
    re.IGNORECASE,
)
_IDEOGRAPHS = re.compile(
    rf"(?P<number>{_NUMBER}|[一二三四五六七八九十百千万两]{{1,6}})\s*(?P<plus>[余多餘])?\s*(?P<what>(?:个|所|名|位|人|项|批|场|家|门|种|份|次|國|国|か国|カ国|개국|개|명|校|間|処|余)[\u4e00-\u9fff\u30a0-\u30ff\uac00-\ud7af（）]{{0,12}})"
)
_LABELLED = re.compile(r"[^\W\d_]{2}")
_MORE = re.compile(
    r"(?:more than|over|at least|above|exceed\w*|beyond|über|mehr als|plus de|más de|mais de|oltre|più di|meer dan|超过|逾|近|以上|более)\s*$",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"[€$£¥￥]|\b(?:euros?|eur|usd|dollars?|yuan|rmb|cny|sek|krw|jpy)\b|元|円|원|руб|%|％|per ?cent|percent|百分之|credits?|ECTS|学分|分钟|小时|hours?|weeks?|months?|days?|years?|个月|周|天|年级|岁|期|届",
    re.IGNORECASE,
)
_FEES = re.compile(
    r"\b(?:amount|fees?|costs?|prices?|tuition|rent|deposit)\b|(?:学|學|经|收|宿|名|杂)[费費]|费用|費用|金额|金額|gebühr|betrag|\bfrais\b|montant|importe|\btasas?\b",
    re.IGNORECASE,
)
_TOTAL_COLUMN = re.compile(
    r"^(?:number|total|count|figure|value|anzahl|n[úu]mero|nombre|数量|人数|总数|合计|件数|人次|places|students)",
    re.IGNORECASE,
)
_LONGEST_MEASURE = 2  # ideographs: 人, 名, 人次
_RUN_BEFORE = re.compile(r"[\u4e00-\u9fff]{2,12}$")
_VERB_BEHIND_RUN = re.compile(r"(?:共计?|总计|合计|有|达到?|为|约|近|超过?|逾|已|增加|增至|招收?|计|是|仅)+$")
_LEAD_OF_RUN = re.compile(r"^.*(?:我校|本校|学校|全校|目前|现有|其中|其他|的|在校)(?=..)")
_MOST_IN_ROW = 6
_FEWEST, _MOST = 2, 1e12
_YEARS = re.compile(r"\byears?\b", re.IGNORECASE)  # in the names of columns they are when, and not what is counted


def figures_in(place: Place) -> Iterator[Fact]:
    """The figures that a sentence, an item or a row states."""
    if place.kind == "row":
        yield from _of_row(place)
        return
    text = place.text
    for form in (_SPACED, _IDEOGRAPHS):
        for match in form.finditer(text):
            values = numbers_in(match.group("number"))
            around = text[max(0, match.start() - 3) : match.start()] + match.group("what")[:6]
            if len(values) != 1 or is_year(min(values)) or _MONEY.search(around) or not _FEWEST <= min(values) < _MOST:
                continue
            times = place.times
            if any(each.start < match.end("number") and match.start("number") < each.end for each in times):
                continue
            start = place.start + match.start("number")
            number = Value("number", f"{min(values):.0f}", start, place.start + match.end("number"))
            more = _MORE.search(text[: match.start()])
            least = (
                [Value("at_least", "true", start, place.start + match.end("number"))] if more or match.group("plus") else []
            )
            as_of = [Value("as_of", each.first, place.start + each.start, place.start + each.end) for each in times[:1]]
            what = match.group("what")
            if form is _IDEOGRAPHS and len(what) <= _LONGEST_MEASURE:
                what = _counted_before(text[: match.start()]) + what
            name = f"{min(values):.0f} {' '.join(what.split())}"
            yield Fact("figure", name, place.start, place.end, (number, *least, *as_of))


def _counted_before(text: str) -> str:
    """What stands before a number that a mere measure word follows: 国际学生 of "在校国际学生512人"."""
    run = _RUN_BEFORE.search(text)
    return _LEAD_OF_RUN.sub("", _VERB_BEHIND_RUN.sub("", run.group())) if run else ""


def _of_row(place: Place) -> Iterator[Fact]:
    """A row that begins with a label and has numbers after it, each of what its column is called."""
    cells = place.cells
    labels = [cell for cell in cells if _LABELLED.search(cell.text) and not numbers_in(cell.text)]
    if not labels or labels[0] is not cells[0] or not 2 <= len(cells) <= _MOST_IN_ROW + 1:  # noqa: PLR2004
        return
    label = cells[0]
    about = f"{label.text} {label.column} {place.near_above}"
    if _MONEY.search(_YEARS.sub("", about)) or _FEES.search(label.text) or not re.search(_COUNTED, about, re.IGNORECASE):
        return
    others = [cell for cell in cells[1:] if cell.text.strip()]
    numeric = [
        cell for cell in others if re.fullmatch(rf"[*_~\s]*{_NUMBER}\s*(?:人|名|项|批|所|个|次|명|개)?\+?[*_\s]*", cell.text)
    ]
    if len(numeric) * 2 < len(others):
        return
    for cell in numeric:
        values = numbers_in(cell.text)
        times = times_in(cell.column)
        is_count = times or not cell.column or _TOTAL_COLUMN.search(cell.column)
        if (
            len(values) != 1
            or not min(values) < _MOST
            or _FEES.search(cell.column)
            or (is_year(min(values)) and not is_count)
        ):
            continue
        number = Value("number", f"{min(values):.0f}", cell.start, cell.end)
        as_of = [Value("as_of", times[0].first, cell.start, cell.end)] if times else []
        what = label.text if is_count else f"{label.text} {cell.column}"
        yield Fact("figure", f"{min(values):.0f} {' '.join(what.split())}", place.start, place.end, (number, *as_of))
