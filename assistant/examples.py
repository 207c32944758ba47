"""Example questions that follow the documents: made from what the index holds, in the language of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.search import Index
    from ingest.document import Document

_MOST = 4
_QUESTIONS = {
    "en": ("How many partner institutions does {name} have?", "Which programs does {name} offer to students?", "What does “{title}” say?"),
    "zh": ("{name}有多少所合作院校？", "{name}有哪些学生项目？", "《{title}》讲了什么？"),
}


def examples(index: Index, language: str) -> list[str]:
    """Up to four questions, about different documents."""
    return []
