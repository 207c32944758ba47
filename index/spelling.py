"""Slips of the keyboard in an English question → the words that were meant, by the words of the documents and a dictionary."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from symspellpy import SymSpell, Verbosity

if TYPE_CHECKING:
    from collections.abc import Callable

_WORD = re.compile(r"(?<![\w@./'’-])[a-z]+(?![\w@/'’]|[.-]\w)")  # in small letters: names are spelled as people please
_SHORTHAND = {
    "r": "are", "u": "you", "ur": "your", "n": "and", "hw": "how", "wat": "what", "yr": "year", "pls": "please", "plz": "please", "abt": "about",
    "uni": "university", "unis": "universities", "orgs": "organizations", "dept": "department", "wen": "when", "wich": "which"
}  # fmt: skip
_LEAST_LETTERS = 3
_SLIPS = 1
_LIKELIER = (
    20  # times, of a letter left out or two exchanged: "pleases" is rarer than "places", "hav" is "have" and not "had"
)


def corrected(text: str, nearest: Callable[[str], str]) -> str:
    """The English `text` with its slips mended.

    `nearest` gives the word of the documents that a word is or is a slip of, "" when there is none. A word that stands in the
    dictionary stays.
    """
    words = set(_WORD.findall(text))
    if not words or all(word in load_dictionary().words for word in words):
        return text
    return _WORD.sub(lambda match: _SHORTHAND.get(match.group()) or _meant(match.group(), nearest), text)


def _meant(word: str, nearest: Callable[[str], str]) -> str:
    if word in load_dictionary().words or len(word) < _LEAST_LETTERS:
        return word
    return nearest(word) or _of_dictionary(word)


def _of_dictionary(word: str) -> str:
    """The commonest word one slip away with the same first letter; letters left out or exchanged are likelier than others."""
    near = [
        each for each in load_dictionary().lookup(word, Verbosity.ALL, max_edit_distance=_SLIPS) if each.term[0] == word[0]
    ]
    best = max(near, key=lambda each: each.count * (_LIKELIER if _is_likely_slip(word, each.term) else 1), default=None)
    return best.term if best else word


def _is_likely_slip(word: str, meant: str) -> bool:
    letters = iter(meant)
    return all(letter in letters for letter in word) or sorted(word) == sorted(meant)


@cache
def load_dictionary() -> SymSpell:
    """SymSpell's 82,765 English words with their frequencies; takes 0.7 s to read."""
    found = SymSpell(max_dictionary_edit_distance=_SLIPS)
    found.load_dictionary(str(files("symspellpy") / "frequency_dictionary_en_82_765.txt"), term_index=0, count_index=1)
    return found
