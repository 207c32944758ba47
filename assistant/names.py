"""Whether a text holds a name in another form: its initials (MoU, UC), its country's adjective (Korean), its plural."""

from __future__ import annotations

import re

from index.analysis import words
from ingest.countries import country_of, names_of

NAME = re.compile(r"(?<![.!?。：:]\s)(?<!^)(?:\b(?:[A-Z]\.){2,}|\b[A-Z][\w'’\-]+)")  # not the first word of a sentence
_CAPITAL_RUN = re.compile(r"[A-Z][A-Za-z]*(?:[A-Z][a-z]*)+|[A-Z]{2,}")
_WORD = re.compile(r"[A-Za-z][\w'’]*")
_SMALL = frozenset("of the and for in at on de la du des di".split())
_TESTS = {"toefl": "托福", "ielts": "雅思", "hsk": "汉语水平考试"}  # of language: each has a name of its own in Chinese
_LEAST_STEM = 4
_LEAST_SOUND = 3  # letters: shorter ones are in any sentence
_IDEOGRAPHS = re.compile(r"[\u4e00-\u9fff]+")
# Adjectives that do not begin like their country. The others ("Korean", "German", "Italian") share its beginning.
_ADJECTIVES = {
    "french": "france", "spanish": "spain", "dutch": "netherlands", "british": "uk", "english": "england", "swiss": "switzerland",
    "greek": "greece", "danish": "denmark", "welsh": "wales", "american": "us", "thai": "thailand", "finnish": "finland",
    "swedish": "sweden", "polish": "poland", "turkish": "turkiye",
}  # fmt: skip
_SAME = {
    "us": "united states",
    "usa": "united states",
    "uk": "united kingdom",
    "britain": "united kingdom",
    "america": "united states",
}


def holds_name(name: str, told: str, held: set[str]) -> bool:
    """Whether `told`, whose analysed words are `held`, has `name` in any of its forms."""
    parts = words(name)
    if set(parts) <= held:
        return True
    folded = name.casefold().replace(".", "")
    country = _ADJECTIVES.get(folded, folded)
    if country in {w.casefold() for w in _WORD.findall(told)} or _SAME.get(country, "\0") in told.casefold():
        return True
    if _CAPITAL_RUN.fullmatch(name.replace(".", "")) and _is_initials(name, told):
        return True
    return all(part in held or any(_share_beginning(part, other) for other in held) for part in parts)


def holds_in_ideographs(name: str, told: str) -> bool:
    """Whether Chinese words tell a name written in Latin letters: a country or a test in Chinese, or a name by its sound."""
    if name.casefold() in _TESTS and _TESTS[name.casefold()] in told:
        return True
    code = country_of(name)
    if code and any(each in told for each in names_of(code)):
        return True
    return len(name) >= _LEAST_SOUND and any(name.casefold() in _sound(run) for run in _IDEOGRAPHS.findall(told))


def is_told_by_sound(ideographs: str, told: str) -> bool:
    """Whether words in Latin letters tell a Chinese name by its sound: Hangzhou for 杭州."""
    return _sound(ideographs) in told.casefold()


def _sound(ideographs: str) -> str:
    from pypinyin import lazy_pinyin  # takes 0.3 s to import, and few answers cross scripts

    return "".join(lazy_pinyin(ideographs))


def _is_initials(name: str, told: str) -> bool:
    """MoU in "Memorandum of Understanding": the small words may be left out or give their letter."""
    letters = [c.casefold() for c in name if c.isalpha()]
    tokens = [w.casefold() for w in _WORD.findall(told)]
    return any(_begins(letters, tokens[start:]) for start, token in enumerate(tokens) if token[0] == letters[0])


def _begins(letters: list[str], tokens: list[str]) -> bool:
    position = 0
    for token in tokens[: 2 * len(letters)]:
        if position < len(letters) and token[0] == letters[position]:
            position += 1
        elif token not in _SMALL:
            return False
        if position == len(letters):
            return True
    return False


def _share_beginning(word: str, other: str) -> bool:
    """Korean and Korea, Chinese and China: one begins as the other but for an ending of up to three letters."""
    if not (word.isascii() and other.isascii()):
        return False
    common = 0
    for left, right in zip(word, other, strict=False):
        if left != right:
            break
        common += 1
    return common >= _LEAST_STEM and max(len(word), len(other)) - common <= 3  # noqa: PLR2004
