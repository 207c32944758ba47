"""Text → the words that keyword search compares, for every language at once.

Folded to lower case without accents or width; English-like endings stripped; runs of ideographs, kana, Hangul
or Thai cut into overlapping pairs, for they are written without spaces (stack: plain FTS5 finds nothing there).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_WITHOUT_SPACES = r"\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af\u0e00-\u0e7f"
_RUN = re.compile(rf"[{_WITHOUT_SPACES}]+|[^\W_{_WITHOUT_SPACES}]+")  # HSK四级 is two runs
_UNSPACED = re.compile(rf"[{_WITHOUT_SPACES}]")
_APOSTROPHE = re.compile(r"(?<=\w)['’ʼ`´](?=\w)")
_THOUSANDS = re.compile(r"(?<=\d)[,，](?=\d{3}(?!\d))")
_PLUS = re.compile(r"(?<=\d)\s?\+\s?(?=\d)")  # a 2+2 program is one word, else it is two figures
_LONGEST_WORD = 64
# Words that stand in almost any question or page: they tell nothing of what is asked.
STOP_WORDS = frozenset(
    "a an and are as at be been but by can could did do does for from had has have how i if in into is it its me my of on "
    "or our please shall should so some such tell than that the their them then there these they this those to us was we "
    "were what when where which who whom whose why will with would you your about any also s t "
    "der die das und ist in zu den mit von für auf ein eine wie viele welche was wo wann wer im am "
    "le la les de des du et est un une en dans pour par sur que qui quel quelle quels quelles combien où quand au aux "
    "el los las y es en un una por para con que qual quais cual cuales cuantos cuántos cuando donde o os as e do da dos das "
    "il lo gli di è per che quale quali quanti quando dove и в на с по что как где когда сколько какие "
    "的 了 是 在 和 与 有 哪 吗 呢 几".split()
)


def words(text: str) -> list[str]:
    """The words of `text` in order, folded and stemmed; pairs for scripts without spaces."""
    folded = _folded(text)
    found: list[str] = []
    for match in _RUN.finditer(folded):
        run = match.group()
        if _UNSPACED.match(run):
            found.extend(run[n : n + 2] for n in range(len(run) - 1)) if len(run) > 1 else found.append(run)
        else:
            found.append(_stem(run[:_LONGEST_WORD]))
    return found


def query_words(text: str) -> list[str]:
    """The words of a query that tell something, each once; all of them when none does."""
    every = list(dict.fromkeys(words(text)))
    telling = [word for word in every if word not in _STEMMED_STOP_WORDS]
    return telling or every


def surface_words(text: str) -> list[str]:
    """The words of `text` folded but not stemmed, without scripts that write no spaces: what typos are told from."""
    return [run for run in _RUN.findall(_folded(text)) if not _UNSPACED.match(run)]


def _folded(text: str) -> str:
    text = unicodedata.normalize("NFKC", text)
    text = _PLUS.sub("p", _THOUSANDS.sub("", _APOSTROPHE.sub("", text)))
    decomposed = unicodedata.normalize("NFD", text.casefold())
    # Marks after kana and Hangul belong to the letter; after Latin, Greek and Cyrillic they are accents.
    stripped = "".join(c for c in decomposed if not ("\u0300" <= c <= "\u036f"))
    return unicodedata.normalize("NFC", stripped)


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(word)) if word.isascii() and word.isalpha() else word


_STEMMER = snowballstemmer.stemmer("english")
_STEMMED_STOP_WORDS = frozenset(_stem(word) for word in STOP_WORDS) | STOP_WORDS
