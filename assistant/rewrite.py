"""Question + conversation → a question that stands alone, and the queries to search with.

A question that leans on what was said before is rewritten by the model; all others stay as they are. Both the last turn
alone and the last two turns are searched and their similarities added (docs/decisions/010).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from langchain_core.messages import HumanMessage

from index.passage import Query
from ingest.language import language_of
from prompts.template import load_prompt

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from langchain_core.messages import BaseMessage

    from assistant.turn import Conversation, Exchange

_LEANING = re.compile(
    r"^\s*(?:and|but|so|or|also|then|what about|how about|what else|which ones?|back to|no,|ok(?:ay)?\b)"
    r"|\b(?:it|its|they|them|their|there|these|those|that one|this one|the (?:first|second|third|last|other|former|latter|same)"
    r"|he|she|his|her|him|one|ones|that|this|else|more about|again)\b"
    r"|^\s*(?:那|那么|还有|另外|其中|它|这|该|他|她|再)|[它他她]们?|[这那]|其|该|呢\s*[？?]?\s*$|第[一二三四五六]个|前者|后者|上面|刚才|之前"
    r"|^\s*(?:et|und|y|e|а|и)\b|\b(?:elle|ils|elles|ihr|ihre|dort|davon|ellos|ellas|su|sus|loro|они|его|их|там)\b",
    re.IGNORECASE,
)
_FEW_WORDS = 6
_FEW_IDEOGRAPHS = 12
_MOST_CHARACTERS = 400
_ANSWER_CHARACTERS = 220
_TURN_WEIGHT = 0.5  # of the last turn; the rest is that of the last two turns together
_LABEL = re.compile(r"^\s*(?:rewritten|question|改写后?|问题)\s*[:：]\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Standalone:
    """A question that needs no conversation, and the queries that find its passages."""

    text: str
    queries: tuple[Query, ...]


def rewrite(
    question: str, conversation: Sequence[Exchange], stream: Callable[[Sequence[BaseMessage]], Iterator[str]]
) -> Standalone:
    """The standalone question. The model is asked only when the words lean on the conversation.

    A rewriting that is empty, too long or in another language is not used.
    """
    if not conversation:
        return Standalone(question, (Query(question),))
    last = conversation[-1].question
    both = (Query(question, _TURN_WEIGHT), Query(f"{last}\n{question}", 1 - _TURN_WEIGHT))
    if not leans(question):
        return Standalone(question, (Query(question),))
    prompt = load_prompt("rewrite").render(conversation=_told(conversation), question=question)
    written = _first_line("".join(stream([HumanMessage(prompt)])))
    if not written or len(written) > _MOST_CHARACTERS or language_of(written, "en") != language_of(question, "en"):
        return Standalone(question, both)
    return Standalone(written, (Query(written, _TURN_WEIGHT), *(Query(q.text, q.weight / 2) for q in both)))


def leans(question: str) -> bool:
    """Whether the question seems to need what was said before: pronouns, a beginning in the middle, very few words."""
    is_short = len(question.split()) <= _FEW_WORDS if question.isascii() else len(question) <= _FEW_IDEOGRAPHS
    return is_short or bool(_LEANING.search(question))


def recent(conversation: Conversation, turns: int) -> tuple[Exchange, ...]:
    """The last exchanges, in which a thank-you or another empty word is not counted."""
    return tuple(each for each in conversation.recent(2 * turns) if len(each.question) > len("谢谢"))[-turns:] if turns else ()


def _told(conversation: Sequence[Exchange]) -> str:
    lines = (f"Q: {_line(each.question)}\nA: {_line(each.answer)}\n" for each in conversation)
    return "".join(lines)


def _line(text: str) -> str:
    line = " ".join(re.sub(r"\[\d+\]", "", text).split())
    return line if len(line) <= _ANSWER_CHARACTERS else line[:_ANSWER_CHARACTERS] + "…"


def _first_line(text: str) -> str:
    lines = [line.strip() for line in text.strip().splitlines() if line.strip()]
    return _LABEL.sub("", lines[0]).strip(" \"“”") if lines else ""
