"""Checked sentences → an Answer whose every marker leads to exact words of a document.

Markers are set here, from the evidence, and never taken from a model. Invariant: each citation's quote is
`document.text[start:end]`, and each marker in the text has its citation.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from assistant.evidence import Unit
from assistant.turn import Answer, Citation, Outcome

if TYPE_CHECKING:
    from collections.abc import Sequence

_MARKERS = re.compile(
    r"\s*(?:\[\s*\d+(?:\s*[,，、-]\s*\d+)*\s*\]|【\s*\d+[^】]{0,8}】|\((?:passage|source)s?\s*\[?\d+\]?\))", re.IGNORECASE
)
_END = re.compile(r"[.。!！?？；;:：]+$")
_CJK_END = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]$")


@dataclass
class CitedText:
    """Sentences with the units that support each; becomes an Answer."""

    parts: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)

    @property
    def told(self) -> str:
        """All that was added, without its markers."""
        return without_markers("".join(self.parts))

    @property
    def units(self) -> list[Unit]:
        """The places cited, as evidence."""
        return [Unit(citation.passage, citation.start, citation.end) for citation in self.citations]

    def add(self, sentence: str, units: Sequence[Unit], *, new_line: bool = False) -> str:
        """Appends a sentence with markers for its units; gives back what was appended."""
        marks = "".join(f"[{marker}]" for marker in dict.fromkeys(self._marker(unit) for unit in _joined(units)))
        text = f"{sentence} {marks}" if marks and not _CJK_END.search(sentence) else f"{sentence}{marks}"
        joint = "" if not self.parts else "\n\n" if new_line else "" if _CJK_END.search(sentence) else " "
        self.parts.append(joint + text)
        return joint + text

    def answer(self, outcome: Outcome = "answered", problem: str = "") -> Answer:
        """The Answer made of all that was added."""
        return Answer("".join(self.parts), tuple(self.citations), outcome, problem)

    def _marker(self, span: _Span) -> int:
        for citation in self.citations:
            same = citation.passage.document.id == span.unit.passage.document.id
            if same and citation.start <= span.start and span.end <= citation.end:
                return citation.marker
        text = span.unit.passage.document.text
        marker = len(self.citations) + 1
        self.citations.append(Citation(marker, span.unit.passage, text[span.start : span.end], span.start, span.end))
        return marker


@dataclass(frozen=True)
class _Span:
    unit: Unit
    start: int
    end: int


def without_markers(sentence: str) -> str:
    """The sentence without whatever the model wrote as citation marks."""
    return _MARKERS.sub("", sentence).strip()


def _joined(units: Sequence[Unit]) -> list[_Span]:
    """The units' places, neighbours joined: two sentences in a row are one quote."""
    spans: list[_Span] = []
    for unit in sorted(units, key=lambda each: (each.passage.document.id, each.start)):
        last = spans[-1] if spans else None
        if last and last.unit.passage.document.id == unit.passage.document.id:
            between = unit.passage.document.text[last.end : unit.start]
            if unit.start <= last.end or not between.strip():
                spans[-1] = _Span(last.unit, last.start, max(last.end, unit.end))
                continue
        spans.append(_Span(unit, unit.start, unit.end))
    return spans
