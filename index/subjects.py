"""Which institutions a text names, among those the indexed documents are about: by name, part of it, or letters."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from index.analysis import STOP_WORDS, surface_words
from ingest.institutions import is_abbreviation_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_GENERIC = frozenset(
    "university universitat universite universidad universidade universita hochschule college institute school of the and "
    "technology science sciences applied normal national international state de la del des di da do e et y fur studies "
    "foreign engineering technical technological polytechnic".split()
)
_HAN = re.compile(r"[\u4e00-\u9fff]+")
_UNIVERSITY = re.compile(r"(?:大学|大學|学院|學院|学校)$")
_KIND = re.compile(
    r"(?:理工|科技|工业|工程|师范|外国语|技术|应用|国际|职业|技術|科學|科学|師範|外國語)*(?:大学|大學|学院|學院|学校)$"
)
_CHINESE_NAME = re.compile(r"[\u4e00-\u9fff]{2,10}?(?:大学|大學|学院|學院)")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s\b")
_CAPITALS = re.compile(r"\b[A-Z]{2,8}\b")
_NAME_IN_TEXT = re.compile(
    r"(?:[A-Z][\w'’\-]+\s+){1,5}(?:University|College|Institute)|University\s+of\s+(?:[A-Z][\w'’\-]+\s*){1,4}"
)
_REQUESTS = frozenset("compare list give name show explain describe find summarize contact visit".split())
_LONGEST_ABBREVIATION = 8
_LEAST_ALIKE = 88  # of 100: "Xian" and "Xi'an", "Jiangnan" and "Jiagnan"


class Subjects:
    """The institutions of one generation and the documents about each."""

    def __init__(self, names_by_document: Mapping[str, Sequence[str]]) -> None:
        self._documents: dict[str, list[str]] = defaultdict(list)
        self._names: dict[str, set[str]] = defaultdict(set)
        self._of: dict[str, str] = {}
        for document_id, names in names_by_document.items():
            key = self._known(names) or names[0]
            self._documents[key].append(document_id)
            self._of[document_id] = key
            self._names[key].update(names)

    def __len__(self) -> int:
        return len(self._documents)

    def named_in(self, text: str) -> dict[str, list[str]]:
        """The institutions named in `text`, each with the ids of the documents about it."""
        text = _POSSESSIVE.sub("", text)
        tokens = surface_words(text)
        found = [key for key, names in self._names.items() if self._is_named(names, text, tokens)]
        spelled = _spelled(text)
        longer = {key: max((_place(name) for name in self._names[key]), key=len) for key in found}
        return {
            key: self._documents[key]
            for key in found
            if not any(_is_part(longer[key], other, spelled) for each, other in longer.items() if each != key)
        }

    def of_document(self, document_id: str) -> str:
        """The institution that a document is about, by the name it is known by here; "" when it tells none."""
        return self._of.get(document_id, "")

    def is_named(self, key: str, text: str) -> bool:
        """Whether `text` names the institution `key`."""
        text = _POSSESSIVE.sub("", text)
        return self._is_named(self._names.get(key, set()), text, surface_words(text))

    def told_by(self, lead: str, text: str) -> str:
        """The one institution that the beginning of a page, else its whole text, names letter by letter; "" for none or several."""
        for part in (lead, text):
            written = set(surface_words(part))
            found = [key for key, names in self._names.items() if any(_is_written(name, part, written) for name in names)]
            if found:
                return found[0] if len(found) == 1 else ""
        return ""

    def mention_of(self, key: str, text: str) -> tuple[int, int] | None:
        """The (start, end) of the words in `text` that name the institution `key`; None when they cannot be told apart."""
        names = sorted(self._names.get(key, ()), key=len, reverse=True)
        for name in names:
            match = re.search(re.escape(name), text, re.IGNORECASE)
            if match:
                return match.span()
        for match in _CHINESE_NAME.finditer(text):
            if self._is_named(set(names), match.group(), surface_words(match.group())):
                return match.span()
        telling = {word for name in names for word in _telling(name)}
        return _run_of(telling, text)

    def left_out_of(self, text: str, keys: Sequence[str]) -> str:
        """The text without the words that name the institutions `keys`."""
        for key in keys:
            if span := self.mention_of(key, text):
                text = text[: span[0]] + " " + text[span[1] :]
        return text

    def _known(self, names: Sequence[str]) -> str:
        for key, known in self._names.items():
            if any(name in known for name in names):
                return key
        for key, known in self._names.items():
            if any(_same(name, other) for name in names for other in known):
                return key
        return ""

    def _is_named(self, names: set[str], text: str, tokens: list[str]) -> bool:
        return any(_occurs(name, text, tokens) for name in names)


def _same(name: str, other: str) -> bool:
    """Whether two names are of one institution: equal words, an abbreviation, or the same sound in Chinese."""
    if name == other or (surface_words(name) and surface_words(name) == surface_words(other)):
        return True
    if _telling(name) == _telling(other) and (_is_bare(name) or _is_bare(other)):
        return True
    if _is_short(name) or _is_short(other):
        return is_abbreviation_of(name, other) or is_abbreviation_of(other, name)
    if bool(_HAN.search(name)) == bool(_HAN.search(other)):
        return False
    chinese, latin = (name, other) if _HAN.search(name) else (other, name)
    telling = _telling(latin)
    return bool(telling) and _sound(_KIND.sub("", chinese)) == "".join(telling)


def _occurs(name: str, text: str, tokens: list[str]) -> bool:
    """By its telling words, allowing for slips; by its letters; across Chinese and Latin script by its sound."""
    if _is_short(name):
        spelled = any(is_abbreviation_of(name, match) for match in _NAME_IN_TEXT.findall(text))
        return name.casefold() in tokens or spelled or _occurs_as_initials(name, text)
    if _HAN.search(name):
        return name in text or _is_written_short(name, text) or _is_sounded(name, text, tokens)
    telling = _telling(name)
    if telling and all(any(fuzz.ratio(word, token) >= _LEAST_ALIKE for token in tokens) for word in telling):
        return not _is_longer_name(telling, text)
    if telling and any(is_abbreviation_of(short, name) for short in _CAPITALS.findall(text)):
        return True
    is_long = all(len(word) > 3 for word in telling)  # noqa: PLR2004 - short syllables sound like anything
    return bool(telling) and is_long and any(_sounds_in(telling, run) for run in _HAN.findall(text))


def _is_written(name: str, text: str, written: set[str]) -> bool:
    """Whether a name stands in a text as it is spelled; Chinese ones by their sound too."""
    if _is_short(name):
        return name in text
    telling = [_place(name)] if _HAN.search(name) else _telling(name)
    return name in text or (bool(telling) and all(word in written for word in telling))


def _run_of(telling: set[str], text: str) -> tuple[int, int] | None:
    """The first run of words alike to the telling ones, with the general words of a name that follow: "Jiangnan University"."""
    span: tuple[int, int] | None = None
    for match in re.finditer(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text):
        word = (surface_words(match.group()) or [""])[0]
        is_alike = any(fuzz.ratio(word, each) >= _LEAST_ALIKE for each in telling)
        if is_alike or (span and word in _GENERIC and match.group()[0].isupper()):
            span = (span[0] if span else match.start(), match.end())
        elif span:
            break
    return span


def _telling(name: str) -> list[str]:
    return [word for word in surface_words(name) if word not in _GENERIC]


def _is_bare(name: str) -> bool:
    """Whether a name is only what tells it from others: "Northmere", as a web address has it."""
    return bool(surface_words(name)) and surface_words(name) == _telling(name) and not _is_short(name)


def _is_short(name: str) -> bool:
    return name.isascii() and name.isupper() and len(name) <= _LONGEST_ABBREVIATION


def _syllables(text: str) -> list[str]:
    """The pinyin of each ideograph of `text`."""
    from pypinyin import lazy_pinyin  # takes 0.3 s to import, and many indexes have no Chinese name

    return list(lazy_pinyin("".join(_HAN.findall(text))))


def _sound(text: str) -> str:
    """The pinyin of the ideographs of `text` in one word: 江南大学 → "jiangnandaxue"."""
    return "".join(_syllables(text))


def _sounds_in(telling: list[str], run: str) -> bool:
    """Whether ideographs sound like the words; in 浙江海洋大学 the 浙江 is part of another name."""
    if not all(word in _sound(run) for word in telling):
        return False
    names = [_sound(_KIND.sub("", name)) for name in _CHINESE_NAME.findall(run)]
    holding = [name for name in names if telling[0] in name]
    return not holding or any(name.endswith("".join(telling)) for name in holding)


@lru_cache(maxsize=4_096)  # names of documents only: nothing of a visitor
def _place(name: str) -> str:
    """What tells a name from others, as letters: "Zhejiang Shuren University" and 浙江树人大学 are "zhejiangshuren"."""
    if _is_short(name):
        return ""
    return _sound(_KIND.sub("", name)) if _HAN.search(name) else "".join(_telling(name))


def _spelled(text: str) -> str:
    """All letters of `text` in one word, ideographs by their sound."""
    return "".join(surface_words(_HAN.sub(lambda run: f" {_sound(run.group())} ", text)))


def _is_part(place: str, longer: str, spelled: str) -> bool:
    """Whether a name stands in the text only as a part of a longer one that is named there too."""
    return bool(place) and place != longer and place in longer and spelled.count(place) <= spelled.count(longer)


def _is_sounded(name: str, text: str, tokens: list[str]) -> bool:
    """Whether one or two words of the text spell the place of a Chinese name: "Mochuan" for 墨川理工大学."""
    syllables, place = _syllables(name), _syllables(_KIND.sub("", name))
    spellings = {"".join(syllables[:count]) for count in range(max(2, len(place)), len(syllables) + 1)}
    runs = [tokens[start : start + count] for count in (1, 2) for start in range(len(tokens))]
    alike = [run for run in runs for each in spellings if len(each) > 3 and fuzz.ratio(each, "".join(run)) >= _LEAST_ALIKE]  # noqa: PLR2004
    return any(not _is_longer_name(run, text) for run in alike)


def _occurs_as_initials(name: str, text: str) -> bool:
    """浙江树人 for ZJSRU: the first letters of its sound, but for the U of University."""
    initials = ("".join(syllable[0] for syllable in _syllables(run)) for run in _HAN.findall(text))
    letters = name.lower().rstrip("u")
    if len(name) > 3 and any(letters in run for run in initials):  # noqa: PLR2004
        return True
    bare = {_sound_initials(match) for match in _CHINESE_NAME.findall(text)}
    return len(letters) > 3 and any(len(run) > 1 and letters.endswith(run) for run in bare)  # noqa: PLR2004 - 树人大学 for ZJSRU


def _sound_initials(name: str) -> str:
    """The first letters of the sound of a Chinese name, less its kind: "sr" for 树人大学."""
    return "".join(syllable[0] for syllable in _syllables(_KIND.sub("", name)))


def _is_longer_name(telling: list[str], text: str) -> bool:
    """Whether the words stand in the text only inside another name: "Zhejiang" in "Zhejiang Shuren University"."""
    rest = text
    for span in _NAME_IN_TEXT.findall(text):
        words = surface_words(span)
        starts_sentence = words[:1] and words[0] in STOP_WORDS | _REQUESTS
        if set(telling) < set(words[1:] if starts_sentence else words) - _GENERIC:
            rest = rest.replace(span, " ")
    return rest != text and not set(telling) <= set(surface_words(rest))


def _is_written_short(name: str, text: str) -> bool:
    """浙大 for 浙江大学: the first ideograph of the place and 大."""
    place = _UNIVERSITY.sub("", name)
    return len(place) > 1 and name.endswith(("大学", "大學")) and (f"{place[0]}大" in text or f"{place}大" in text)
