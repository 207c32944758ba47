"""Sentences of a document that give orders to whatever reads it: no words of an office, and never evidence for an answer.

Told by their words, in English, Chinese and, for the commonest, German, French and Spanish. What they claim may be true or not:
nobody is to be asked to believe it, so what follows them in a paragraph is left out with them. Nothing here is a guard: a lie in plain
words passes. It keeps the plain cases away from a small model, and tells staff of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.document import Document
from ingest.sentences import sentence_spans

_SHORT = 4  # sentences of a paragraph
_TAKEN_WITH_IT = 2  # sentences after an order: what it would have told
_READ_BEFORE = r"(?:previous|prior|earlier|above|preceding|foregoing|former|other|original|existing|system|safety|your)"
_TOLD = r"(?:instructions?|prompts?|rules|directions|guidelines|orders|constraints|restrictions|programming|training)"
_FORGET = r"(?:ignore|disregard|forget|override|bypass|discard|overlook)"
_SPEAK = r"(?:answer|respond|reply|say|write|output|print|return|repeat|state|claim)"
_ASKED = r"(?:questions?|messages?|replies|reply|response|query|queries)"
_PERSONA = r"\w*bot|assistant|ai|pirate|hacker|admin\w*|root|dan|(?:developer|debug|god|jailbreak) mode|unrestricted"
_MACHINE = r"(?:ai|a\.i\.|language model|llm|chat ?bots?|gpt|virtual assistant|ai assistant)"
_FORMS = (
    rf"\b{_FORGET}\b[^.!?\n]{{0,40}}\b{_READ_BEFORE}\b[^.!?\n]{{0,40}}\b{_TOLD}\b",
    rf"\b{_FORGET}\b[^.!?\n]{{0,20}}\b(?:all|any|everything|every)\b[^.!?\n]{{0,30}}(?:\b{_TOLD}\b|\b(?:above|before|told)\b)",
    rf"\b{_SPEAK}\b[^.!?\n]{{0,30}}\b(?:every|all|any|each)\b[^.!?\n]{{0,20}}\b{_ASKED}\b[^.!?\n]{{0,30}}(?:\bwith\b|[:\"'“‘])",
    rf"\b(?:to|in|for)\s+(?:every|all|any|each)\s+(?:questions?|answers?|repl(?:y|ies)|responses?)\b[^.!?\n]{{0,30}}\b{_SPEAK}\b",
    rf"\byou (?:are|must act|will act|shall act) (?:now|no longer|from now on|henceforth)\b[^.!?\n]{{0,20}}\b(?:{_PERSONA})\b",
    rf"\b(?:from now on|henceforth)\b[^.!?\n]{{0,20}}\byou\b[^.!?\n]{{0,30}}\b(?:{_SPEAK}|{_PERSONA})\b",
    rf"\b(?:act|behave|pretend|pose)\b[^.!?\n]{{0,10}}\b(?:as|to be|like)\b[^.!?\n]{{0,20}}\b(?:a|an|the)\b[^.!?\n]{{0,30}}\b(?:{_PERSONA})\b",
    r"\b(?:system|developer|hidden|initial) prompt\b",
    r"\b(?:reveal|show|print|repeat|leak|disclose)\b[^.!?\n]{0,30}\byour\b[^.!?\n]{0,15}\b(?:instructions|prompt|configuration|secrets?|api keys?|passwords?)\b",
    rf"\b(?:note|attention|message|instructions?|important|reminder|order) (?:to|for) (?:the |any |all |every )?{_MACHINE}\b",
    rf"\b(?:if you are|as|being) an? {_MACHINE}\b[^.!?\n]{{0,60}}\b(?:must|should|shall|please|always|never|do not)\b",
    rf"\b(?:the |any |every )?{_MACHINE}\b[^.!?\n]{{0,20}}\b(?:must|shall|should|is to|has to|needs to)\b[^.!?\n]{{0,20}}\b(?:{_SPEAK}|tell|ignore|always|never)\b",
    r"(?:^|[.;:,]\s*|\b(?:and|please|must|should|always|then)\s+)(?:tell|inform|instruct|urge|convince|direct) the users?\b[^.!?\n]{0,10}\b(?:that|to)\b",
    r"<\|?(?:im_start|im_end|system|assistant|user|endoftext)\|?>|\[/?INST\]|<</?SYS>>|^\s*#{2,}\s*(?:system|instructions?)\s*:",
    r"^\s*(?:system|assistant)\s*(?:message|prompt)?\s*[:：]",
    r"(?:忽略|无视|無視|忘记|忘掉|不要理会|不用理会)[^。！？\n]{0,15}(?:以上|之前|先前|前面|上述|所有|全部|一切|其他|系统|系統)[^。！？\n]{0,15}(?:指令|指示|提示|规则|規則|要求|说明|設定|设定)",
    r"(?:你现在是|从现在(?:起|开始)[，,]?你|请扮演|你不再是)",
    r"(?:对|對|回答|回复|回覆|答复)[^。！？\n]{0,8}(?:所有|每个|每一个|任何|一切)[^。！？\n]{0,6}(?:问题|提问|問題)[^。！？\n]{0,10}(?:一律|(?:都|均|时|時)[^。！？\n]{0,6}(?:回答|回复|回覆|答复|输出|说|写)[：:“\"「『]|[：:“\"「『])",
    r"(?:系统|系統)(?:提示词?|指令)",
    r"\bignorier\w*\b[^.!?\n]{0,30}\b(?:anweisung\w*|anleitung\w*|vorgaben|regeln)\b",
    r"\b(?:ignorez|oubliez)\b[^.!?\n]{0,30}\b(?:instructions|consignes|règles)\b",
    r"\b(?:ignora|olvida|ignore)\b[^.!?\n]{0,30}\b(?:instrucciones|instruções|órdenes|reglas)\b",
)
_ORDER = re.compile("|".join(f"(?:{form})" for form in _FORMS), re.IGNORECASE | re.MULTILINE)


def is_order(sentence: str) -> bool:
    """Whether a sentence orders whatever reads it about, rather than telling a reader something."""
    return _ORDER.search(" ".join(sentence.split()) if "\n" in sentence.strip() else sentence) is not None


def without_orders(text: str, spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of the sentences of one paragraph those that are neither orders nor what follows one.

    `spans` are their places in `text`, and the result's. Of a short paragraph with an order nothing is left.
    """
    given = [number for number, (start, end) in enumerate(spans) if is_order(text[start:end])]
    if given and len(spans) <= _SHORT:
        return []
    taken = {number + after for number in given for after in range(_TAKEN_WITH_IT + 1)}
    return [span for number, span in enumerate(spans) if number not in taken]


def orders_in(document: Document) -> list[str]:
    """The sentences of a document that are orders, in their order."""
    return [
        document.text[start:end].strip()
        for block in document.blocks
        for start, end in sentence_spans(document.text[block.start : block.end], document.language, block.start)
        if is_order(document.text[start:end])
    ]
