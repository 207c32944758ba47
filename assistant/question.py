"""What a question asks for, told from its words: its language, its parts, whether it wants a list, a number, a comparison.

Rules in English and Chinese, with a few words of other languages; a miss costs quality, never a wrong claim.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.language import language_of
from ingest.sentences import sentence_spans

if TYPE_CHECKING:
    from datetime import date

_COUNT = re.compile(
    r"\bhow many\b|\bnumber of\b|\bcount\b|多少(?:所|个|家|名|种|次|人|项)?|(?<!哪)几(?:所|个|家|名|种|次|项)|combien|wie viele|cu[aá]nt[oa]s|quant[oaie]s?\b|сколько|いくつ|何(?:校|名|人|か国)|몇",
    re.IGNORECASE,
)
_LIST = re.compile(
    r"\b(?:which|what)\b(?:\s+(?!is\b|was\b|does\b)[\w'’\-]+){0,4}?\s+(?!is\b|was\b|does\b|has\b|this\b|its\b|us\b)[\w\-]+s\b(?!['’])|\blist\b|\bname them\b|\bname (?:all|the|every|them)\b|\bnames of\b|\ball (?:the )?(?:\w+ ){0,2}?\w+s\b|\beach\b|哪些|哪几|列出|有哪|分别|包括|welche[rs]?\b|\bqué \w+s\b|quels|quelles|cu[aá]les|quais|quali\b|какие|どの",
    re.IGNORECASE,
)
_COMPARE = re.compile(
    r"\bcompare|\brank\b|\bin (?:chronological )?order\b|\bsort\b|\beach\b|\brespectively\b|\bjeweils\b|\bversus\b|\bvs\b|\bmore\b.*\bthan\b|\b(?:more|fewer|less)\b.*\bor\b|\bor\b.*\b(?:more|fewer|larger|bigger|older|earlier|longer)\b|\b(?:older|newer|younger|earlier|later|larger|bigger|smaller|shorter|cheaper|higher|lower)\b|(?<!no )\blonger\b|\bmore expensive\b|\bdifference\b|\bboth\b|\bwhich (?:of|one)\b.*\bor\b|"
    r"\b(?:most|fewest|largest|smallest|oldest|highest|lowest)\b|比较|相比|哪个更|哪所|谁更|哪个|哪家|各是|各有|各为|分别|更多|更早|更大|更高|差别|区别|都(?!有(?:哪|什么|谁)|是(?:哪|什么|谁)|包括|能|可以|会)",
    re.IGNORECASE,
)
_YES_NO = re.compile(
    r"^(?:so\s+|and\s+|but\s+|then\s+|also\s+)?(?:is|are|was|were|do|does|did|has|have|had|ca|can|could|wo|will|would|should|may|am)(?:n['’]t)?\b|\bright\?|\bcorrect\?|\btrue that\b|\bis (?:that|this|it) (?:so|true|right|correct|the case)\b|\btrue\?|isn't it|wasn't it|don't they|\bconfirm\b|\bheard\b|吗[？?]?$|是不是|是否|对吧|对吗|吧[？?]?$",
    re.IGNORECASE,
)
_PART = re.compile(
    r"(?<=[?？;；])\s*|,?\s+(?:and|but|or)\s+(?=(?:(?:of|in|to|at|from|for|with|by|on|since|until)\s+)?(?:what|which|when|where|who|how|why|is|are|was|were|did|does|do|has|have)\b)|[,，]\s*(?=(?:哪|什么|多少|几|谁|何时|是否|它|又|其|并))|\s+und\s+(?=w)|\s+et\s+(?=(?:quel|combien|où|quand))|\s+y\s+(?=(?:qu|c[uó]))",
    re.IGNORECASE,
)
_FROM_NOW = {"this": 0, "last": -1, "next": 1, "今": 0, "去": -1, "明": 1}
_RELATIVE_YEAR = re.compile(
    r"(?<!the )(?<!your )(?<!my )(?<!\w)(this|last|next) year(?:['’]s)?\b(?!\s*\()|([今去明])年(?![(（级]|20)", re.IGNORECASE
)
_NAMED_YEAR = re.compile(r"(?<=year|ar's|ar’s) \(\d{4}\)|(?<=年) \(\d{4}\)")
_STATEMENT = re.compile(  # that ends in a question mark: "They joined years after the others?"
    r"^(?!.*\b(?:what|which|when|where|who|whom|whose|how|why|list|name|tell|give|or)\b)(?:[A-Za-z][^\s?]*\s+(?:\S+\s+){6,}\S+)\?$",
    re.IGNORECASE,
)
_PRESUMES = re.compile(
    r"^\W*(?:but|so|and)?\s*(?:why|how come)\b|^\W*(?:since|as|given that|now that|because)\b[^,?]{10,},|\bI (?:read|was told|understand|learned)\b"
    r"|,\s*(?:where|which|whose|who)\b[^,?.]{8,}[,.]|为什么|为何|既然|听说|据说",
    re.IGNORECASE,
)
_LEAST_PART_WORDS = 3
_INSTITUTIONS = re.compile(
    r"\b(?:which|what)\s+(?:\w+\s+){0,2}?(?:of\s+(?:these|the|those|your)\s+)?(?:\w+\s+)?(?:universities|institutions|colleges|offices|schools)\b"
    r"|\bwhich\s+(?:of\s+(?:these|the|those)\s+)?(?:university|institution|college)\b|\bat which universit|\b(?:two|three|four|several|some) (?:\w+ )?universities\b.{0,120}\bwhich\b"
    r"|\bwhich (?:two|three|four)(?=\s+(?:of|are|is|were|have|has|had|do|did|share|name|mention|list|offer|report|work|cooperate|both)\b|\s*[?,.;]|$)"
    r"|\bwho (?:among|of)\b|\bwhich (?:among|of) (?:these|those|the|them)\b(?! (?:two|three|four) (?:net|eve|conf|prog))"
    r"|^who (?:else )?(?:offers?|has|have|works?|cooperates?|mentions?|runs?)\b|\bwhich (?:of (?:the|these|your) )?(?:documents|pages|texts)\b"
    r"|哪(?:些|几所|所|两所|三所)(?:大学|学校|高校|院校)",
    re.IGNORECASE,
)
_LISTED = re.compile(
    r"\b(?:listed|named|by name|name them|names? of (?:them|each)|spelled|spells|mentioned|given|lists|names|appears?|(?:in|on) (?:the|its|their|your|our|this|that|\w+['’]s?)(?: [\w\-/]+){0,4}? (?:list|table|excerpt|overview|register))\b|\b(?:do|does|did)\b.{0,60}\b(?:list|name|mention)\b|\bliste\b|\blista\b|\btabelle\b|列出|点名|名单|列明|一览|列表|表中|表里|提到",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"\bhow many\s+((?:(?!(?:do|does|did|is|are|was|were|has|have|had|can|could|will|would|of|in|at|from|with|to|for|on|by|that|which|who)\b)"
    r"[\w'’\-]+\s*){1,5})",
    re.IGNORECASE,
)
_PUBLISHED = re.compile(
    r"\b(?:when|what date|which day|what day|date)\b.*\b(?:publish\w*|posted|released|issued|dated|written|put online)\b"
    r"|\b(?:date|when)\b.*\b(?:article|page|news item|press release|notice|announcement)\b.*\b(?:from|dated?|have|bear|carry)\b"
    r"|\b(?:date of|how old is|dated)\b.*\b(?:article|page|news|notice|announcement|document)\b"
    r"|(?:文章|新闻|通知|公告|页面|报道|文件|稿).*(?:日期|什么时候|何时|哪天|哪一天|几号)|(?:什么时候|何时|哪天|哪一天|几号).*(?:发布|发表|刊登|刊发)",
    re.IGNORECASE,
)
_THIS_YEAR = re.compile(
    r"[\"“'‘]?\bthis year\b[\"”'’]?.{0,80}\b(?:which|what) year\b|\b(?:which|what) year\b.{0,60}[\"“'‘]?\bthis year\b|[“\"']?今年[”\"']?.{0,20}哪一?年|哪一?年.{0,20}[“\"']今年",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules?|previous|above|documents?|passages?|sources?)\b"
    r"|\bsystem (?:notice|prompt|message|override|note)\b|\b(?:hidden|secret|initial|your) (?:instructions?|prompts?)\b|\byou are now\b"
    r"|\bpretend (?:to be|you)\b|\brole-?play\b|\b(?:write|add|append|say|output|print|repeat)\b.{0,60}\b(?:at the end|word for word|verbatim)\b"
    r"|忽略.{0,12}(?:指令|说明|文件|规则|提示)|系统(?:提示|通知|指令|消息)|提示词",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[?？]|^\W*(?:(?:also|and|but|then|now|so|first|please)\W+)*(?:what|which|when|where|who|whom|whose|how|why|is|are|was|were|do|does|did|has|have|can|could|list|name|tell|give)\b",
    re.IGNORECASE,
)
_SPANS = {
    "days": re.compile(
        r"\bhow (?:many days|long) (?:did|does|do|will|is|was|were|are)\b.*\b(?:last|run|take|go on)\b|\bhow many days\b.*\b(?:long|last)"
        r"|(?:持续|历时|为期|举行|开)了?(?:多少|几)天|一?共(?:多少|几)天",
        re.IGNORECASE,
    ),
    "until": re.compile(
        r"\bhow many (?:more )?years\b.{0,30}\b(?:left|remain\w*|until|till|to go|from now|away)\b|还有(?:多少|几)年|还剩(?:多少|几)年|距今还",
        re.IGNORECASE,
    ),
    "since": re.compile(
        r"\bhow (?:many years|long) ago\b|\bhow old (?:is|are)\b|\bhow many years (?:has|have|is it since)\b|\bhow many years ago\b"
        r"|\b(?:for )?how long (?:has|have)\b.*\b(?:been|existed?|had)\b|多少年前|几年前|多少年了|几年了|(?:多少|几)年(?:的)?历史",
        re.IGNORECASE,
    ),
    "between": re.compile(
        r"\bby how many years\b|\bhow many years\b.{0,80}\b(?:later|earlier|older|younger|after|before|between|apart|passed|lie)\b|\bhow long (?:after|before|between)\b|\bhow much (?:older|younger|later|earlier)\b"
        r"|相[差隔](?:多少|几)年|(?:早|晚|大|小|隔)了?(?:多少|几)年|(?:多少|几)年(?:之?后|以后)",
        re.IGNORECASE,
    ),
}
_ANYBODY = frozenset({"people", "of", "there", "more", "altogether"})
_SHARED = re.compile(r"\b(?:both|in common|shared?|overlap|same)\b|共同|都有|都在|均|相同|重合", re.IGNORECASE)
_MORE = re.compile(
    r"\b(?:more|most|fewer|less|older|larger|bigger|smaller|longer|higher|earlier|later)\b|\bboth (?:the |their )?(?:numbers|figures|years|dates)\b|更|较多|较少"
)
_LONG_NAME = re.compile(
    r"\b[A-Z][\w'’\-]+(?:\s+(?:of|de|du|der|for|and)\s+[A-Z][\w'’\-]+|\s+[A-Z][\w'’\-]+)+|\b[A-Z]{2,}[\w\-]*"
)
_SHORT_NAME = re.compile(r"(?<![.!?]\s)\b[A-Z][a-z][\w'’\-]+")
_MANY_MISTYPED = re.compile(r"\bhow\s+m(?:ny|nay|ay|ani|anny|any\w|amy|ayn|sny)\b", re.IGNORECASE)
_ENGLISH = frozenset(
    "the of is are was were what which who when where how does did do to in me my for and a with from can it".split()
)
_LEAST_ENGLISH = 2


@dataclass(frozen=True)
class Question:
    """A question as typed, with what its words tell."""

    text: str
    language: str
    parts: tuple[str, ...]
    wants_count: bool
    wants_list: bool
    wants_comparison: bool
    is_yes_no: bool
    asks_institutions: bool = False
    is_about_listing: bool = False
    asks_publication: bool = False

    @property
    def wants_shared(self) -> bool:
        """Whether it is asked what several have in common."""
        return self.wants_list and bool(_SHARED.search(self.text)) and not _MORE.search(self.text)

    @property
    def names(self) -> tuple[str, ...]:
        """Names in the question that are more than one word or an abbreviation; else single capitalised words."""
        inner = self.text[1:]
        return tuple(_LONG_NAME.findall(inner)) or tuple(_SHORT_NAME.findall(inner))

    @property
    def full_names(self) -> tuple[str, ...]:
        """Of its names, each once, those of more than one word and abbreviations."""
        return tuple(name for name in dict.fromkeys(self.names) if len(name.split()) > 1 or name.isupper())

    @property
    def counted_phrase(self) -> str:
        """All that stands between "how many" and the verb: "international conferences"; "" when nothing is counted."""
        match = _COUNTED.search(self.text)
        return match.group(1).strip() if match else ""

    @property
    def counted(self) -> tuple[str, ...]:
        """What is to be counted: the plural nouns after "how many"; empty when nothing or anybody is."""
        every = self.counted_phrase.split()
        plural = tuple(word for word in every if re.search(r"[^s]s$", word))
        return plural or tuple(word for word in every[:1] if word.casefold() not in _ANYBODY)

    @property
    def said(self) -> str:
        """What was typed, without the years that `with_years` names: nobody claims those."""
        return _NAMED_YEAR.sub("", self.text)

    @property
    def asked_span(self) -> str:
        """Which span of time is asked for: "days" of a period, years "until", "since" or "between"; "" when none."""
        return next((kind for kind, form in _SPANS.items() if form.search(self.text)), "")

    @property
    def asks_this_year(self) -> bool:
        """Whether it is asked which year a page means by "this year"."""
        return bool(_THIS_YEAR.search(self.text))

    @property
    def presumes(self) -> bool:
        """Whether it takes something for true besides what it asks: "Why is it in Shanghai?"."""
        return bool(_PRESUMES.search(self.text))

    @property
    def needs_much(self) -> bool:
        """Whether it gets more evidence: a number alone stands in one place."""
        return self.wants_list or self.is_about_listing or self.wants_comparison or len(self.parts) > 1

    @property
    def is_broad(self) -> bool:
        """Whether a right answer draws on many places."""
        return self.wants_list or self.wants_count or self.wants_comparison or len(self.parts) > 1


def read_question(text: str, default_language: str = "en") -> Question:
    """What `text` asks for."""
    text = without_orders(_MANY_MISTYPED.sub("how many", text))
    parts = [part.strip(" ,，;；") for part in _PART.split(text) if part and part.strip(" ,，;；?？")]
    long = [
        part
        for part in parts
        if len(part.split()) >= _LEAST_PART_WORDS or (len(part) > 2 * _LEAST_PART_WORDS and not part.isascii())
    ]
    return Question(
        text=text,
        language="en" if _is_plain_english(text) else language_of(text, default_language),
        parts=tuple(long) if len(long) > 1 else (text,),
        wants_count=bool(_COUNT.search(text)),
        wants_list=bool(_LIST.search(text)),
        wants_comparison=bool(_COMPARE.search(text)),
        is_yes_no=bool(_YES_NO.search(text.strip())) or bool(_STATEMENT.match(text.strip())),
        asks_institutions=bool(_INSTITUTIONS.search(text)),
        is_about_listing=bool(_LISTED.search(text)),
        asks_publication=bool(_PUBLISHED.search(text) or _THIS_YEAR.search(text)),
    )


def with_years(text: str, today: date, *, of_now: bool = True) -> str:
    """The text with the year that "last year", "next year" or, with `of_now`, "this year" means: other years do not answer it."""

    def named(match: re.Match[str]) -> str:
        years = _FROM_NOW[next(each for each in match.groups() if each).casefold()]
        return f"{match.group()} ({today.year + years})" if years or of_now else match.group()

    return _RELATIVE_YEAR.sub(named, text)


def without_orders(text: str) -> str:
    """The question without sentences that give the assistant orders instead of asking; "" when there is nothing else."""
    if not _ORDER.search(text):
        return text
    kept = [text[start:end] for start, end in sentence_spans(text, "en") if not _ORDER.search(text[start:end])]
    asking = [sentence for sentence in kept if _ASKS.search(sentence)]
    return " ".join(asking or kept).strip()


def _is_plain_english(text: str) -> bool:
    """Whether common English words settle it: a short question full of foreign names looks like any language."""
    return text.isascii() and len(set(re.findall(r"[a-z]+", text.lower())) & _ENGLISH) >= _LEAST_ENGLISH
