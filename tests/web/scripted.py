"""A scripted assistant and hand-made documents for the pages: no index, no model, no waiting but where a test holds it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from assistant.errors import QuestionError
from assistant.turn import Answer, Citation, Conversation, Event, Finished, Found, Searching, Seconds, Turn, Wrote
from index.passage import Passage, Query
from ingest.document import Chunk, Document

PARTNERS = """Partner universities of Linlan University

Last updated: 12 September 2025

Linlan University has valid agreements with 47 partner universities in 21 countries. The list below is complete: an \
institution that is not in it is not a partner, whatever older leaflets say.

Europe

24 partners in ten countries, 111 places per year.

| Partner | Country | Kind of agreement | Since | Places per year |
| Elmsand University of Applied Sciences | Germany | Student exchange | 2014 | 6 |
| University of Harrowmere | United Kingdom | Research agreement | 2019 | – |
| Universidade de Serravela | Portugal | Student exchange | 2011 | 8 |
"""
SUMMER = """临澜大学2027年国际夏季学校招生简章

国际合作与交流处，2026年10月8日

夏季学校于2027年7月5日至7月30日在听海校区举行，共四周。课程费为人民币6800元，含教材与两次校外参访，不含住宿。

报名截止日期为2027年3月31日。合作院校的学生课程费减免百分之二十。
"""
FAQ = """Frequently asked questions of incoming students

Students of partner universities pay no tuition. Rooms on campus cost 900 yuan a month and are given in the order of \
applications. Please apply by 15 May for the autumn semester.
"""


def document(name: str, text: str, **fields: object) -> Document:
    """A document about nothing in particular; `fields` replace its defaults."""
    made = Document(
        id=name,
        source="corpus",
        file=name,
        content_hash="0" * 64,
        text=text,
        blocks=(),
        title=text.split("\n", 1)[0],
        language="en",
    )
    return replace(made, **fields)  # type: ignore[arg-type]


def passage(of: Document, begins: str = "", ends: str = "", rank: int = 1) -> Passage:
    """The stretch of a document from `begins` to the end of `ends`; all of it by default."""
    start = of.text.index(begins) if begins else 0
    end = of.text.index(ends, start) + len(ends) if ends else len(of.text)
    chunk = Chunk(f"{of.id}-{start}", of.id, of.text[start:end], start, end)
    return Passage(chunk, of, "", rank, 1.0 - rank / 100)


def citation(marker: int, of: Passage, quote: str) -> Citation:
    """A citation of words that the passage's document holds."""
    start = of.document.text.index(quote)
    return Citation(marker, of, quote, start, start + len(quote))


PARTNER_LIST = document(
    "linlan-partners-2025.md", PARTNERS, date="2025-09-12", link="https://international.linlan.example/partners"
)
SUMMER_SCHOOL = document("linlan-summer-school-2027-zh.txt", SUMMER, date="2026-10-08", language="zh")
QUESTIONS = document("linlan-incoming-student-faq-2026.pdf", FAQ, page_starts=(0, 49), link="javascript:alert(1)")

COUNT = passage(PARTNER_LIST, "Linlan University has valid", "older leaflets say.")
TABLE = replace(
    passage(PARTNER_LIST, "24 partners", "2011 | 8 |", rank=2),
    chunk=replace(
        passage(PARTNER_LIST, "24 partners", "2011 | 8 |").chunk,
        headings=("Partner universities of Linlan University", "Europe"),
    ),
)
DATES = passage(SUMMER_SCHOOL, "夏季学校于", "百分之二十。", rank=3)
ROOMS = passage(QUESTIONS, "Students of", rank=4)
ALL = (COUNT, TABLE, DATES, ROOMS)


@dataclass(frozen=True)
class Reply:
    """What the scripted assistant does for one question: the answer, what it streams before, and what it raises."""

    answer: Answer
    passages: tuple[Passage, ...] = ALL
    draft: tuple[str, ...] = ()
    error: Exception | None = None
    language: str = "en"


PARTNERS_REPLY = Reply(
    Answer(
        "Linlan University has **47 partner universities** in 21 countries, 24 of them in Europe [1] [2]. "
        "Two of the European ones are:\n\n- Elmsand University of Applied Sciences in Germany, with 6 places per year [3]\n"
        "- Universidade de Serravela in Portugal, with 8 places per year [4]",
        (
            citation(1, COUNT, "47 partner universities in 21 countries"),
            citation(2, TABLE, "24 partners in ten countries"),
            citation(3, TABLE, "| Elmsand University of Applied Sciences | Germany | Student exchange | 2014 | 6 |"),
            citation(4, TABLE, "| Universidade de Serravela | Portugal | Student exchange | 2011 | 8 |"),
        ),
    ),
    draft=("Linlan University has 47 partner universities ", "in 21 countries, ", "24 of them in Europe."),
)
SUMMER_REPLY = Reply(
    Answer(
        "2027年国际夏季学校于2027年7月5日至7月30日在听海校区举行，课程费为人民币6800元 [1]。"
        "报名截止日期为2027年3月31日 [2]。",
        (
            citation(1, DATES, "夏季学校于2027年7月5日至7月30日在听海校区举行，共四周。课程费为人民币6800元"),
            citation(2, DATES, "报名截止日期为2027年3月31日"),
        ),
    ),
    draft=("2027年国际夏季学校于2027年7月5日", "至7月30日在听海校区举行。"),
    language="zh",
)
ABSENT_REPLY = Reply(
    Answer(
        "The documents do not answer this. The passages closest to it are listed with this answer; the office itself may "
        "know more.",
        (),
        "no_evidence",
    ),
)
EXAMPLES = {
    "en": ["How many partner universities are there?", "When is the summer school?", "Is there parking for cars?"],
    "zh": ["夏季学校什么时候举行？", "有多少所合作院校？"],
}


@dataclass
class ScriptedAssistant:
    """Answers by the first script whose key occurs in the question; waits at `gate` before the last draft word.

    `asked` keeps each question with its conversation, `closed` counts iterators that were closed before their end.
    """

    replies: dict[str, Reply] = field(
        default_factory=lambda: {"partner": PARTNERS_REPLY, "夏季": SUMMER_REPLY, "summer": SUMMER_REPLY, "": ABSENT_REPLY}
    )
    obstacle: str = ""
    gate: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, Conversation]] = field(default_factory=list)
    closed: int = 0

    def respond(self, question: str, conversation: Conversation | None = None) -> Iterator[Event]:
        """The scripted events."""
        self.asked.append((question, conversation or Conversation()))
        if len(question) > 8_000:
            message = f"The question has {len(question):,} characters; the longest that can be answered has 8,000."
            raise QuestionError(message)
        reply = next(reply for key, reply in self.replies.items() if key in question)
        try:
            yield Searching((Query(question),))
            yield Found(reply.passages)
            for number, words in enumerate(reply.draft):
                if number == len(reply.draft) - 1:
                    self._wait()
                yield Wrote(words)
            if reply.error:
                raise reply.error
            turn = Turn(question, reply.answer, (Query(question),), reply.passages, reply.language, model="scripted")
            yield Finished(replace(turn, generation="gen-1", seconds=Seconds(total=2.1)))
        except GeneratorExit:
            self.closed += 1
            raise

    def _wait(self) -> None:
        """Holds until the gate opens, as a model that thinks; gives up after 20 s so that no test hangs."""
        self.gate.wait(20)

    def examples(self, language: str) -> list[str]:
        """The scripted examples."""
        return EXAMPLES[language]

    def ready(self) -> str:
        """The scripted obstacle."""
        return self.obstacle
