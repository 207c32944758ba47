"""Example questions that follow the documents: made from what the index holds, in the language of the page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from index.search import Index
    from ingest.document import Document

_MOST = 4
_PARTNERS = re.compile(
    r"\bpartner (?:universities|institutions)|合作院校|友好院校|伙伴院校|cooperat\w+ with (?:over |more than )?\d",
    re.IGNORECASE,
)
_FEES = re.compile(r"\bfees?\b|\btuition\b|学费|费用", re.IGNORECASE)
_SUMMER = re.compile(r"\bsummer (?:school|program)|暑期学校|暑期项目|夏令营", re.IGNORECASE)
_SCHOLARSHIP = re.compile(r"\bscholarships?\b|奖学金", re.IGNORECASE)
_QUESTIONS = (
    (_PARTNERS, "How many partner institutions does {name} have?", "{name}有多少所合作院校？"),
    (_SUMMER, "When is the summer school of {name}?", "{name}的暑期学校什么时候举行？"),
    (_SCHOLARSHIP, "Which scholarships does {name} offer?", "{name}提供哪些奖学金？"),
    (_FEES, "What are the fees at {name}?", "{name}的费用是多少？"),
)


def examples(index: Index, language: str) -> list[str]:
    """Up to four questions, each about words that a document has, about as many institutions as there are."""
    found: list[str] = []
    asked_of: set[str] = set()
    documents = sorted(index.documents.documents(), key=lambda each: (each.language != language, each.file))
    for pattern, english, chinese in _QUESTIONS:
        having = [each for each in documents if each.subject and pattern.search(each.text)]
        having.sort(key=lambda each: (_name(each, language) in asked_of, each.language != language))
        if having:
            name = _name(having[0], language)
            asked_of.add(name)
            found.append((chinese if language == "zh" else english).format(name=name))
    return found[:_MOST]


def _name(document: Document, language: str) -> str:
    """The institution's name in the script of the page when it has one."""
    names = document.subject.names if document.subject else (document.title,)
    wanted = [name for name in names if bool(re.search(r"[\u4e00-\u9fff]", name)) == (language == "zh")]
    return (wanted or list(names))[0]
