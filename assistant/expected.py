"""What kind of thing an answer must hold: a question for a time is not answered by words without one. Rules, no model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.countries import currencies
from ingest.numbers import months_in, numbers_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.question import Question

_WHEN = re.compile(
    r"^\W*(?:(?:and|so|but|ok|okay|then|since|until|by|from)\W+)*when\b|\b(?:what|which) (?:date|day|year|month|time)\b|\b(?:closing date|deadline)\b"
    r"|哪一?年|什么时候|什么时间|何时|几月|哪一?天|几号|截止|いつ|何年|何月|何日|언제|몇 년|\bwann\b|\bquand\b|\bcu[aá]ndo\b|\bquando\b|\bкогда\b|\bв каком году\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\bwhat amounts?\b|\bhow much (?:is|does|do|did|will|would|are|was|money|per|a|for|can)\b|\bwhat (?:is|are|was) the (?:\w+ ){0,3}(?:fees?|tuition|costs?|price|charge|rent|amount|allowance)\b"
    r"|多少钱|多少元|(?:学费|费用|房租|租金|资助|津贴|奖学金).{0,8}多少|いくら|얼마|\bwie viel kostet\b|\bcombien co[uû]te|\bcu[aá]nto cuesta|\bquanto custa|\bquanto costa|\bсколько стоит",
    re.IGNORECASE,
)
_REACH = re.compile(
    r"\b(?:e-?mail|telephone|phone|fax)\b(?: address| number)?|\bwebsite\b|\bweb page\b|\burl\b|邮箱|电子邮件|电话|传真|网址|网站",
    re.IGNORECASE,
)
_NAMES_OF_INSTITUTIONS = re.compile(
    r"\bnames? of\b.{0,40}\b(?:universities|institutions|colleges|schools|partners)\b", re.IGNORECASE
)
_WHICH_INSTITUTIONS = re.compile(
    r"\b(?:which|what)\s+(?:[A-Z]\w+\s+)?(?:universities|institutions|colleges)\b(?:\s+(?:in|from|overseas|abroad)\b|\s+are\b.*\bpartners?\b)",
    re.IGNORECASE,
)
_ANOTHER_INSTITUTION = re.compile(
    r"\b(?:besides|other than|apart from|except(?: for)?|in addition to)\b.*\b(?:universit|institution|college)|除了?.{2,20}(?:之|以)?外.*(?:大学|学校|高校|院校)",
    re.IGNORECASE,
)
_OTHER_ONE = re.compile(
    r"\b(?:which|what)\b.{0,16}\bother\b.{0,12}\b(?:universit|institution|college)|另一所(?:大学|高校|院校)", re.IGNORECASE
)
_FULL_NAME = re.compile(
    r"\b(?:[A-Z][\w'’\-]+\s+){1,4}(?:University|College|Institute|School|Academy)\b|\bUniversity of [A-Z]\w+|[\u4e00-\u9fff]{2,12}(?:大学|学院|大學)"
)
_INSTITUTION = re.compile(
    r"\b(?:[A-Z][\w'’\-]+\s+){1,4}(?:University|College|Institute|School|Academy)\b|\bUniversity of [A-Z]\w+|\b[A-Z]{3,8}\b|[\u4e00-\u9fff]{2,12}(?:大学|学院|大學)"
)
_TIME = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d{1,2}[./:-]\d{1,2}\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b|\b(?:spring|summer|autumn|fall|winter|semester|term|"
    r"year|month|week|day|hour|noon|midnight|now|soon|immediately|once|after|before|until|since|upon|o['’]clock|[ap]\.?m|midday|morning|afternoon|evening|night)s?\b|年|月|日|号|周|星期|学期|春|夏|秋|冬|时|点|天|년|월|일",
    re.IGNORECASE,
)
_JOINING = re.compile(
    r"\b(?:join(?:ed)?|become (?:a )?(?:full )?member|became (?:a )?(?:full )?member|admitted|accession|a member since|enter(?:ed)?)\b|加入|成为.{0,8}(?:成员|会员)",
    re.IGNORECASE,
)
_TELLS_JOINING = re.compile(
    r"\bjoin|\bmember(?:ship)? since|\bfounding member|\bbec[ao]me\b|\badmitted|\baccession|\bsince (?:19|20)\d\d|\benter(?:ed|s)\b|加入|成为|创始|beigetreten|Mitglied seit|adhér|ingres",
    re.IGNORECASE,
)
_NOTHING_TO_PAY = re.compile(
    r"\bfree\b|\bno (?:\w+ )?(?:fee|tuition|charge|cost)|\bwaive|\bcover(?:s|ed)\b|\bfull(?:y)?\b|\bexempt|免|全额|无需|无料|無料|kostenlos|gratuit|gratis",
    re.IGNORECASE,
)
_SUM = re.compile(
    r"[€$£¥￥₩₽₹]|\b(?:RMB|yuan|euros?|dollars?|pounds?|francs?|kron\w+|crowns?|yen|won|rubl\w*|rupees?|baht|ringgit|pesos?|cents?|per ?cent)\b|%|元|円|원|руб|克朗|镑|法郎|卢[布比]|铢|比索|ドル|ユーロ|ウォン|달러|유로"
    r"|\b(?:fees?|costs?|price|tuition|charge|rent|deposit|allowance|stipend|grant|scholarship)\b.{0,40}\d",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"@|https?://|\bwww\.|\d[\d\s()/-]{4,}\d|\b[\w-]+\.(?:edu|org|com|cn|de|fr|net|info)\b", re.IGNORECASE)


_ASKS_LAST_DAY = re.compile(
    r"\bdeadline|\b(?:last|latest|final|closing) (?:day|date)\b|\b(?:until|by|till) (?:when|what (?:day|date)|which (?:day|date))\b|\bhow long can\b"
    r"|截止|最晚|最迟|到(?:哪|几|什么时候|何时)|哪天(?:为止|前|之前)|締切|마감|\bbis wann\b|\bjusqu['’]?(?:à|au) quand\b|\bhasta cu[aá]ndo\b|\bentro quando\b|\baté quando\b|\bfrist\b",
    re.IGNORECASE,
)
_APPLYING = re.compile(
    r"\bappl(?:y|ication)|\bregist|\bsign(?:ing)? up|\bsubmi|\bnominat|\bdeadline|\bclosing date|申请|报名|截止|提交|応募|신청|\bbewerb|\bcandidat|\binscri|\bsolicit|\biscrizi",
    re.IGNORECASE,
)
_TELLS_LAST_DAY = re.compile(
    r"\bdeadline|\buntil\b|\btill\b|\bby\b|\bbefore\b|\bno later\b|\blatest\b|\bclos(?:es?|ing|ed)\b|\bdue\b|\bend(?:s|ing)?\b|\bvalid\b|\bexpir"
    r"|截止|以?前|为止|至|(?<!报)到(?=\s*\d)|最晚|最迟|締切|まで|必着|마감|까지|\bbis\b|\bfrist|\bjusqu|\bavant\b|\bdate limite|\bclôture|\bhasta\b|\bplazo\b|\bantes\b|\bentro\b"
    r"|\bscad|\baté\b|\bprazo\b|\btot\b|\bvóór\b|\buiterlijk\b|\bдо\b|\bсрок",
    re.IGNORECASE,
)
_END_OF_SPAN = re.compile(r"[–—~〜-]\s*\d|\bto\s+\d")


def tells_last_day(question: Question, sentence: str, texts: Sequence[str]) -> bool:
    """Whether the day in a sentence stands as a last day in one of the texts it is from; True when none is asked for or told."""
    new = numbers_in(sentence) - numbers_in(question.text)
    if not _ASKS_LAST_DAY.search(question.text) or not (months_in(sentence) or _TIME.search(sentence)) or not new:
        return True
    is_span = not _APPLYING.search(question.text)  # the end of a course is no last day to apply for it
    return any(
        _TELLS_LAST_DAY.search(text) or (is_span and _END_OF_SPAN.search(text)) for text in texts if new & numbers_in(text)
    )


def tells_joining(question: Question, texts: Sequence[str]) -> bool:
    """Whether one of the texts speaks of joining, where it is asked when somebody joined: "formed in 1997" does not tell it."""
    is_asked = _JOINING.search(question.text) and _WHEN.search(question.text) and not question.is_yes_no
    return not is_asked or any(_TELLS_JOINING.search(text) for text in texts)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def asks_how_to_reach(text: str) -> bool:
    """Whether a question asks for a telephone number, a mail or a web address."""
    return bool(_REACH.search(text))


def holds_what_is_asked(question: Question, text: str, about: str = "") -> bool:
    """Whether `text` has a time, a sum, an address or names where the question asks for them; True when it does not.

    Names of institutions must be others than those that the question names and that `about` says the document is about.

    Questions of several parts are let pass, for each sentence answers only one of them.
    """
    asked = question.text
    if len(question.parts) > 1 or question.is_yes_no:
        return True
    asks_names = _NAMES_OF_INSTITUTIONS.search(asked) or _ANOTHER_INSTITUTION.search(asked)
    if _OTHER_ONE.search(asked) or _NAMES_OF_INSTITUTIONS.search(asked):
        known = _letters(f"{asked} {about}")
        return any(_letters(name) not in known for name in _FULL_NAME.findall(text))
    if asks_names or (question.names and _WHICH_INSTITUTIONS.search(asked)):
        known = _letters(f"{asked} {about}")
        return any(_letters(name) not in known for name in _INSTITUTION.findall(text))
    if _REACH.search(asked):
        return bool(_ADDRESS.search(text))
    if _MONEY.search(asked):
        is_sum = bool(_SUM.search(text)) or any(code in text for code in currencies())
        return (is_sum and bool(numbers_in(text) - numbers_in(asked))) or bool(_NOTHING_TO_PAY.search(text))
    if _WHEN.search(asked):
        is_new = bool(numbers_in(text) - numbers_in(asked)) or bool(months_in(text) - months_in(asked))
        return bool(_TIME.search(text) or months_in(text)) and (is_new or not numbers_in(asked))
    return True
