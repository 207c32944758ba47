"""Question + conversation → a question that stands alone, and the queries to search with. No model is asked.

Three of five follow-ups need only the words of the turn before beside them; "and Xi'an Shiyou?" is the question before
with another name in it, and is written out here. Asking a small model to rewrite cost 2 s and lost parts of the question
in a third of the cases (docs/decisions/010).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.question import read_question
from index.passage import Query
from ingest.countries import country_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.turn import Conversation, Exchange
    from index.subjects import Subjects

_LEANING = re.compile(
    r"^\s*(?:and|but|so|or|also|then|what about|how about|what else|which ones?|back to|no,|ok(?:ay)?\b)"
    r"|\b(?:it|its|they|them|their|there|these|those|that one|this one|the (?:first|second|third|last|other|former|latter|same)"
    r"|he|she|his|her|him|one|ones|that|this|else|more about|again)\b"
    r"|^\s*(?:那|那么|还有|另外|其中|它|这|该|他|她|再)|[它他她]们?|[这那]|其|该|呢\s*[？?]?\s*$|第[一二三四五六]个|前者|后者|上面|刚才|之前"
    r"|^\s*(?:¿?\s*y|et|und|e|а|и)\b|\b(?:elle|ils|elles|ihr|ihre|dort|davon|ellos|ellas|su|sus|loro|они|его|их|там)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^\s*(?:(?:ok(?:ay)?|and|but|so|or|also|then|what about|how about|the same for|¿?\s*y|et|und|e|а|и)\b[\s,:]*|那么?|还有|另外)+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s*(?:呢|then|as well|too)?\s*[?？!！.。]*\s*$", re.IGNORECASE)
_ASKS = re.compile(
    r"\b(?:what|which|when|where|who|whom|how|why|is|are|was|were|do|does|did|has|have|can|list|name|tell)\b|[什哪谁几多何]|吗|是否",
    re.IGNORECASE,
)
_INSTITUTION = re.compile(r"(?:大学|大學|学院|\bUniversity|\bCollege|\bInstitute)$|^University of ")
_PROPER_NAME = re.compile(r"(?<!^)(?<![.!?…]\s)\b[A-Z][A-Za-z]+|大学|大學|学院|學院|[“\"《「]")
_EMPTY_TALK = re.compile(
    r"^\W*(?:(?:many\s+)?thanks?(?: you)?|thank you.*|ok(?:ay)?|great|good|fine|hi|hello|谢谢.{0,4}|好的?|你好|您好)\W*$",
    re.IGNORECASE,
)
_AN_INSTITUTION = re.compile(r"\b(?:university|college|institution|school)\b|大学|学校|院校", re.IGNORECASE)
_SEVERAL = re.compile(r"\band\b")
_FIRST = re.compile(r"\bfirst\b|第一(?:个|所)?|最初", re.IGNORECASE)
_FEW_WORDS = 6
_ROOM_FOR_IN = 8  # letters besides the country: "in the"
_FEW_IDEOGRAPHS = 12
_TURN_WEIGHT = 0.5  # of the last turn; the rest is that of the last two turns together


@dataclass(frozen=True)
class Standalone:
    """A question with what it leans on.

    `text` needs no conversation when `earlier` is empty; else the model reads the earlier exchanges with it.
    `about` names the institution that the conversation is about when the question names none.
    """

    text: str
    queries: tuple[Query, ...]
    earlier: tuple[Exchange, ...] = ()
    about: str = ""


def rewrite(question: str, conversation: Sequence[Exchange], subjects: Subjects) -> Standalone:
    """The standalone question with its queries."""
    talk = [each for each in conversation if not _EMPTY_TALK.match(each.question)]
    alone = Standalone(question, (Query(question),))
    names_nothing = _names_nothing(question, subjects)
    if not talk or not (leans(question) or names_nothing):
        return alone
    written_out = _written_out(question, [each.question for each in talk], subjects)
    if written_out:
        return Standalone(written_out, (Query(written_out),))
    is_of_institution = _FIRST.search(question) or _AN_INSTITUTION.search(question)
    topic = _topic_of([each.question for each in talk], subjects) if names_nothing and not is_of_institution else ""
    about = topic or _about(question, [each.question for each in talk], subjects)
    if not leans(question) and not about:
        return alone
    last = talk[-1].question if not about or about in talk[-1].question else f"{about} {talk[-1].question}"
    now = f"{about} {question}" if about and names_nothing else question
    both = (Query(now, _TURN_WEIGHT), Query(f"{last}\n{question}", 1 - _TURN_WEIGHT))
    return Standalone(question, both, (talk[-1],), about)


def leans(question: str) -> bool:
    """Whether the question seems to need what was said before: pronouns, a beginning in the middle, very few words."""
    is_short = len(question.split()) <= _FEW_WORDS if question.isascii() else len(question) <= _FEW_IDEOGRAPHS
    return is_short or bool(_LEANING.search(question))


def _names_nothing(question: str, subjects: Subjects) -> bool:
    """Whether a question names nobody and nothing, so that in a conversation it is about whom that is about."""
    return not subjects.named_in(question) and not _PROPER_NAME.search(question)


def recent(conversation: Conversation, turns: int) -> tuple[Exchange, ...]:
    """The exchanges a follow-up may lean on, oldest first."""
    return conversation.recent(turns)


def _written_out(question: str, earlier: Sequence[str], subjects: Subjects) -> str:
    """The last full question with the name of the follow-up in place of its own; "" when that is not what is asked."""
    new = _TAIL.sub("", _LEAD.sub("", question)).strip()
    if not new or _ASKS.search(new):
        return ""
    if not subjects.named_in(new) and not _INSTITUTION.search(new):
        return _with_other_country(new, earlier)
    full = next((each for each in reversed(earlier) if _ASKS.search(each)), "")
    old = subjects.named_in(full)
    spans = [span for key in old if (span := subjects.mention_of(key, full))]
    name = re.sub(r"['’]s$", "", new)
    if full and not old:
        return f"{name}: {_LEAD.sub('', full)}"
    if len(spans) != 1:
        return ""
    (start, end) = spans[0]
    return full[:start] + name + full[end:]


def _with_other_country(new: str, earlier: Sequence[str]) -> str:
    """The last full question with the country of "and in Japan?" in place of its own; "" when it has not exactly one."""
    named = country_spans(new)
    full = next((each for each in reversed(earlier) if _ASKS.search(each)), "")
    spans = country_spans(full)
    if len(named) != 1 or len(spans) != 1 or len(new) - (named[0][1] - named[0][0]) > _ROOM_FOR_IN:
        return ""
    return full[: spans[0][0]] + new[slice(*named[0])] + full[spans[0][1] :]


def _topic_of(earlier: Sequence[str], subjects: Subjects) -> str:
    """What the questions before are about, however many of them only say "it": the last that names something says what."""
    for question in reversed(earlier):
        if topic := _topic(question, subjects):
            return topic
        if not _names_nothing(question, subjects):
            return ""
    return ""


def _topic(last: str, subjects: Subjects) -> str:
    """What the question before is about when it names one thing alone, and no institution: "What is APRU?"."""
    names = read_question(last).names
    is_one = len(names) == 1 and not _SEVERAL.search(names[0]) and not subjects.named_in(last)
    return names[0] if is_one else ""


def _about(question: str, earlier: Sequence[str], subjects: Subjects) -> str:
    """The institution that the conversation is about, when the question names none."""
    if subjects.named_in(question):
        return ""
    named = [key for each in earlier for key in subjects.named_in(each)]
    if not named:
        return ""
    return named[0] if _FIRST.search(question) else named[-1]
