"""Sentences of a document that give orders to whatever reads it: no words of an office, and never evidence for an answer.

Told by their words, in English, Chinese and, for the commonest, German, French and Spanish. What they claim may be true or not:
nobody is to be asked to believe it, so the rest of their paragraph is left out with them.
"""

from __future__ import annotations

import re

_READ_BEFORE = r"(?:previous|prior|earlier|above|preceding|foregoing|former|other|original|existing|system|safety|your)"
_TOLD = r"(?:instructions?|prompts?|rules|directions|guidelines|orders|constraints|restrictions|programming|training)"
_FORGET = r"(?:ignore|disregard|forget|override|bypass|discard|overlook)"
_SPEAK = r"(?:answer|respond|reply|say|write|output|print|return|repeat|state|claim)"
_MACHINE = r"(?:ai|a\.i\.|language model|llm|chat ?bots?|gpt|virtual assistant|ai assistant)"
_FORMS = (
    rf"\b{_FORGET}\b[^.!?\n]{{0,40}}\b{_READ_BEFORE}\b[^.!?\n]{{0,40}}\b{_TOLD}\b",
    rf"\b{_FORGET}\b[^.!?\n]{{0,20}}\b(?:all|any|everything|every)\b[^.!?\n]{{0,30}}(?:\b{_TOLD}\b|\b(?:above|before|told)\b)",
    rf"\b{_SPEAK}\b[^.!?\n]{{0,30}}\b(?:every|all|any|each)\b[^.!?\n]{{0,20}}\b(?:questions?|messages?|replies|reply|response|query|queries)\b"
    rf"[^.!?\n]{{0,30}}(?:\bwith\b|\bby\b|\bas\b|[:\"'“‘])",
    rf"\b(?:to|in|for)\s+(?:every|all|any|each)\s+(?:questions?|answers?|repl(?:y|ies)|responses?)\b[^.!?\n]{{0,30}}\b{_SPEAK}\b",
    r"\byou (?:are|must act|will act|shall act) (?:now|no longer|from now on|henceforth)\b",
    r"\b(?:from now on|henceforth)\b[^.!?\n]{0,20}\byou\b[^.!?\n]{0,30}\b(?:are|must|will|shall|should|only)\b",
    r"\b(?:act|behave|pretend|pose)\b[^.!?\n]{0,10}\b(?:as|to be|like)\b[^.!?\n]{0,20}\b(?:a|an|the)\b[^.!?\n]{0,30}\b(?:bot|pirate|hacker|admin\w*|root|dan|developer mode)\b",
    r"\b(?:system|developer|hidden|initial) (?:prompt|message)\b",
    r"\b(?:reveal|show|print|repeat|leak|disclose)\b[^.!?\n]{0,30}\b(?:your|the)\b[^.!?\n]{0,15}\b(?:instructions|prompt|configuration|secret|api key|password)\b",
    rf"\b(?:note|attention|message|instructions?|important|reminder|order) (?:to|for) (?:the |any |all |every )?{_MACHINE}\b",
    rf"\b(?:if you are|as|being) an? {_MACHINE}\b[^.!?\n]{{0,60}}\b(?:must|should|shall|please|always|never|do not)\b",
    rf"\b(?:the |any |every )?{_MACHINE}\b[^.!?\n]{{0,20}}\b(?:must|shall|should|is to|has to|needs to)\b[^.!?\n]{{0,20}}\b(?:{_SPEAK}|tell|ignore|always|never)\b",
    r"\b(?:tell|inform|instruct|urge|convince|direct) the users?\b[^.!?\n]{0,10}\b(?:that|to)\b",
    r"<\|?(?:im_start|im_end|system|assistant|user|endoftext)\|?>|\[/?INST\]|<</?SYS>>|^\s*#{2,}\s*(?:system|instructions?)\s*:",
    r"^\s*(?:system|assistant)\s*(?:message|prompt)?\s*[:：]",
    r"(?:忽略|无视|無視|忘记|忘掉|不要理会|不用理会)[^。！？\n]{0,15}(?:以上|之前|先前|前面|上述|所有|全部|一切|其他|系统|系統)[^。！？\n]{0,15}(?:指令|指示|提示|规则|規則|要求|说明|設定|设定)",
    r"(?:你现在是|从现在(?:起|开始)[，,]?你|请扮演|你不再是)",
    r"(?:对|對|回答|回复|回覆|答复)[^。！？\n]{0,8}(?:所有|每个|每一个|任何|一切)[^。！？\n]{0,6}(?:问题|提问|問題)[^。！？\n]{0,10}(?:都|均|一律|时|時|用|说|：|:)",
    r"(?:系统|系統)(?:提示词?|指令)",
    r"\bignorier\w*\b[^.!?\n]{0,30}\b(?:anweisung\w*|anleitung\w*|vorgaben|regeln)\b",
    r"\b(?:ignorez|oubliez)\b[^.!?\n]{0,30}\b(?:instructions|consignes|règles)\b",
    r"\b(?:ignora|olvida|ignore)\b[^.!?\n]{0,30}\b(?:instrucciones|instruções|órdenes|reglas)\b",
)
_ORDER = re.compile("|".join(f"(?:{form})" for form in _FORMS), re.IGNORECASE | re.MULTILINE)


def is_order(sentence: str) -> bool:
    """Whether a sentence orders whatever reads it about, rather than telling a reader something."""
    return _ORDER.search(" ".join(sentence.split()) if "\n" in sentence.strip() else sentence) is not None


def orders_in(sentences: list[str]) -> list[str]:
    """Those of these sentences that are orders, in their order."""
    return [sentence for sentence in sentences if is_order(sentence)]
