"""How many people the lines at the end of a page credit ("Editing: LI Yinan, LIU Shuaiyin"), counted by code."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from assistant.evidence import Unit
from assistant.phrases import enumerate_items, phrase
from assistant.turn import Wrote

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.drafting import Drafting
    from ingest.document import Document

_ASKED = re.compile(
    r"\bhow many\b.{0,40}\b(?:people|persons?|individuals?|names|editors|translators|staff)\b.{0,60}\b(?:credit\w*|byline|at the (?:end|bottom|foot)|worked on|behind)\b"
    r"|\bhow many\b.{0,20}\bcredit\w*|(?:文末|末尾|署名|落款).{0,20}(?:多少|几)(?:个|位|名)?人|(?:多少|几)(?:个|位|名)?人.{0,10}署名",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^\s*([^:：\n]{2,40})[:：]\s*(\S[^\n]{1,120})$")
_PARTED = re.compile(r"\s*[,，、;；&]\s*|\s+and\s+")
_PERSON = re.compile(r"[A-ZÀ-Þ][\w'’.\-]*(?:\s+[A-ZÀ-Þ][\w'’.\-]*){1,3}|[\u4e00-\u9fff]{2,4}(?:·[\u4e00-\u9fff]{1,8})?")
_BODY = re.compile(
    r"office|cent(?:re|er)|department|campus|university|division|college|school|team|committee|press|处|中心|大学|学院|办公室|部|社",
    re.IGNORECASE,
)
_LEAST_LINES = 2
_STEM = 5  # letters: "translating" asks for the line "Translation"


def credited(drafting: Drafting) -> Iterator[Wrote]:
    """The people whom the closest page credits, counted and named; nothing when it credits none or nobody asks."""
    if not _ASKED.search(drafting.question.text) or not drafting.passages:
        return
    for document in dict.fromkeys(passage.document for passage in drafting.passages):
        lines = _credits(document)
        if len(lines) < _LEAST_LINES:
            continue
        lines = _of_the_role(drafting.question.text, document.text, lines)
        people = list(dict.fromkeys(name for start, end in lines for name in _people(document.text[start:end])))
        passage = drafting.index.passage_at(document.id, lines[0][0])
        if passage and people:
            names = enumerate_items(people, drafting.question.language)
            line = phrase("counted", drafting.question.language, count=str(len(people)), items=names)
            yield Wrote(drafting.cited.add(line, [Unit(passage, lines[0][0], lines[-1][1])]))
            return


def _credits(document: Document) -> list[tuple[int, int]]:
    """The places of the last lines of a page, as long as each has a label before its names."""
    lines, at = [], 0
    for line in document.text.splitlines(keepends=True):
        if line.strip():
            lines.append((at, at + len(line.rstrip())))
        at += len(line)
    return list(takewhile(lambda place: bool(_LABELLED.match(document.text[slice(*place)])), reversed(lines)))[::-1]


def _of_the_role(question: str, text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of the lines those whose label the question has: the translators alone, when it asks for them."""
    asked = {word[:_STEM] for word in re.findall(r"[a-z]{5,}", question.casefold())} - {"artic"}
    labels = [text[start:end].partition(":")[0].partition("：")[0].casefold() for start, end in lines]
    chosen = [
        line
        for line, label in zip(lines, labels, strict=True)
        if asked & {word[:_STEM] for word in re.findall(r"[a-z]{5,}", label)}
        or (not label.isascii() and label.strip() in question)
    ]
    return chosen or lines


def _people(line: str) -> list[str]:
    match = _LABELLED.match(line)
    parts = _PARTED.split(match.group(2).strip()) if match else []
    return [part for part in parts if _PERSON.fullmatch(part) and not _BODY.search(part)]
