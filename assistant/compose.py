"""Question, evidence and conversation → the messages a model reads. Fences what was retrieved; cuts by tokens.

Order: what never changes (the model keeps it in its cache), the evidence, the conversation, the question last.
"""

from __future__ import annotations

import itertools
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from assistant.evidence import Unit
from assistant.question import Question
from assistant.turn import Exchange
from ingest.cells import cells_of
from prompts.template import load_prompt

LANGUAGES = {
    "en": "English", "zh": "Chinese (中文)", "de": "German", "fr": "French", "es": "Spanish", "pt": "Portuguese", "it": "Italian",
    "nl": "Dutch", "pl": "Polish", "cs": "Czech", "sv": "Swedish", "tr": "Turkish", "vi": "Vietnamese", "id": "Indonesian",
    "hu": "Hungarian", "fi": "Finnish", "da": "Danish", "ro": "Romanian", "ja": "Japanese", "ko": "Korean", "ru": "Russian",
    "ar": "Arabic", "th": "Thai", "el": "Greek", "he": "Hebrew", "hi": "Hindi",
}  # fmt: skip
_TEMPLATE_MARKS = re.compile(r"<\|[^|>]{1,40}\|>|\[/?INST\]|<</?SYS>>|</?s>", re.IGNORECASE)
_EARLIER_CHARACTERS = 300
_STEP = " › "
_FENCE = f"~{secrets.token_hex(3)}~"  # never shown, so no document can hold it; one for all answers, for the model's cache


@dataclass(frozen=True)
class Note:
    """Evidence under one marker: units of one document, read together."""

    marker: int
    units: tuple[Unit, ...]

    @property
    def about(self) -> str:
        """What the units are about: date, institution, title, headings."""
        document = self.units[0].passage.document
        subject = document.subject.name if document.subject else ""
        about = self.units[0].context
        named = about if not subject or subject in about else f"{subject} › {about}".rstrip(" ›")
        return _STEP.join(part for part in (document.date, named) if part)

    @property
    def text(self) -> str:
        """The words of the units on one line each; table cells under the names of their columns."""
        return "\n".join(_readable(unit) for unit in self.units)


def notes_of(units: Sequence[Unit]) -> tuple[Note, ...]:
    """The units under markers from 1, neighbours under the same headings of one passage under one marker."""
    groups: list[list[Unit]] = []
    for unit in units:
        before = groups[-1][-1] if groups else None
        if before and before.passage.chunk.id == unit.passage.chunk.id and before.context == unit.context:
            groups[-1].append(unit)
        else:
            groups.append([unit])
    return tuple(Note(number, tuple(group)) for number, group in enumerate(groups, start=1))


@dataclass(frozen=True)
class Material:
    """What the model reads before a task: fenced evidence, the day, what the conversation said.

    One for all tasks of an answer, so that the model's cache keeps it.
    """

    notes: tuple[Note, ...]
    today: date
    earlier: tuple[Exchange, ...] = ()
    about: str = ""
    fence: str = ""

    @property
    def text(self) -> str:
        """The words, the same each time."""
        passages = "\n".join(_labelled(note, before) for note, before in zip(self.notes, (None, *self.notes), strict=False))
        return load_prompt("material").render(
            fence=self.fence,
            passages=_tame(passages),
            today=self.today.strftime("%d %B %Y").lstrip("0"),
            conversation=_conversation(self.earlier, self.about),
        )


def _labelled(note: Note, before: Note | None) -> str:
    """A note under its marker, with what it is about, less what the note before it was about too: labels cost time."""
    known = before.about.split(_STEP) if before is not None else []
    steps = note.about.split(_STEP)
    same = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(known, steps, strict=False)))
    label = _STEP.join(steps[same:])
    return f"[{note.marker}] {f'({label}) ' if label else ''}{note.text}"


def material(units: Sequence[Unit], today: date, earlier: Sequence[Exchange] = (), about: str = "") -> Material:
    """The material made of these units, under this start's fence."""
    return Material(notes_of(units), today, tuple(earlier), about, _FENCE)


def compose(read: Material, question: Question) -> list[BaseMessage]:
    """The messages that ask for an answer."""
    language = LANGUAGES.get(question.language, "the language of the question")
    return _messages(read, load_prompt("answer").render(question=_tame(question.text), language=language))


def compose_check(read: Material, question: Question) -> list[BaseMessage]:
    """The messages that ask, for yes or no, whether the material answers the question."""
    return _messages(read, load_prompt("check").render(question=_tame(question.text)))


def _messages(read: Material, task: str) -> list[BaseMessage]:
    return [SystemMessage(load_prompt("system").render()), HumanMessage(f"{read.text}\n{task}")]


def prompt_versions() -> dict[str, str]:
    """The version of each prompt an answer is made with."""
    return {name: load_prompt(name).version for name in ("system", "material", "answer", "check")}


def _readable(unit: Unit) -> str:
    cells, names = cells_of(unit.text), cells_of(unit.header)
    if unit.header and len(cells) == len(names):
        return "; ".join(f"{name}: {cell}" for name, cell in zip(names, cells, strict=True) if cell)
    return " ".join(unit.text.split())


def _conversation(earlier: Sequence[Exchange], about: str) -> str:
    lines = [f"(Earlier question: {_short(each.question)} Earlier answer: {_short(each.answer)})\n" for each in earlier]
    return _tame("".join(lines) + (f"(The question is about {about}.)\n" if about else ""))


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _EARLIER_CHARACTERS else line[:_EARLIER_CHARACTERS] + "…"


def _tame(text: str) -> str:
    """Without the marks by which chat templates tell roles apart: a document must not be able to speak as the system."""
    return _TEMPLATE_MARKS.sub(" ", text)
