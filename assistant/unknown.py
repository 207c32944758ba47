"""Which institution a question names that no document has ever heard of: such a question needs no model."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from index.analysis import words

if TYPE_CHECKING:
    from index.search import Index

_LATIN = re.compile(
    r"\b((?:[A-ZÀ-Þ][\w'’\-]+\s+){1,3}(?:University|College|Institute of Technology)|University\s+of\s+[A-ZÀ-Þ][\w'’\-]+)\b"
)
_CHINESE = re.compile(r"([\u4e00-\u9fff]{2,6}?(?:大学|大學))(?!联盟|聯盟|联合会|聯合會|网络|網絡|协会|協會|生|城)")
_NO_NAME = re.compile(r"[的哪所几些多少成员合作本我你他国外海外]|设在|各|每|两")
_KIND = re.compile(r"大学|大學|\bUniversity\b|\bCollege\b|\bInstitute of Technology\b|\bof\b")
_LEAD = frozenset(
    "what which how does do did is are was were has have can the and at in of for tell name many when where who with if".split()
)
_CHINESE_LEAD = re.compile(r"^(?:请问|那么?|和|与|在|从|到|去|问|想|我|是|有|关于|以及|还有|比较)+")


def unknown_institution(index: Index, text: str) -> str:
    """The name of the first institution in `text` of whose telling words the documents hold none; "" when all are known.

    A question that also names a known institution is left alone: it can still be answered for that one.
    """
    if index.subjects.named_in(text):
        return ""
    for name in [*_LATIN.findall(text), *_CHINESE.findall(text)]:
        cleaned = _cleaned(name)
        if _NO_NAME.search(re.sub(r"大学|大學", "", cleaned)):
            continue
        telling = words(_KIND.sub(" ", cleaned))
        if telling and not any(index.holds_word(word) for word in telling):
            return cleaned
    return ""


def _cleaned(name: str) -> str:
    parts = name.split()
    while parts and parts[0].casefold() in _LEAD:
        parts = parts[1:]
    return _CHINESE_LEAD.sub("", " ".join(parts))
