"""Bytes → text, for every encoding an office's files come in. Knows nothing of formats.

Order: byte order mark, UTF-8, UTF-16 without a mark, what the file declares, detection, Latin-1's superset.
"""

from __future__ import annotations

import codecs
import re

from ingest.errors import UnreadableError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,24})""", re.IGNORECASE)
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252"}
_DETECTION_BYTES = 200_000
_MOST_CONTROL_CHARACTERS = 0.02
# Letters and punctuation of running text (half-width kana are not): a guess that yields many others was wrong.
_USUAL = re.compile(r"[^\W\uff61-\uffdc]|[\s\u3000-\u303f\uff00-\uff5e!-/:-@\[-`{-~‘’“”–—…•·©®°«»¿¡€£§]")
_LEAST_USUAL = 0.97
_ACCENTED = re.compile("[À-ÿ]")
_MOST_ACCENTED = 0.3  # of the letters; Western languages stay below 0.15
_MOST_UPPER_CASE = 0.5  # Cyrillic read in the wrong one of its encodings swaps its cases


def decode(data: bytes) -> tuple[str, str]:
    """The text of `data` and the name of the encoding it was in; line ends stay as they are.

    Raises: UnreadableError when the bytes are not text.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data.decode(encoding, errors="replace"), encoding)
    try:
        return _checked(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    for encoding in (_utf16_without_mark(data), _declared(data), _detected(data)):
        text = _tried(data, encoding)
        if text is not None:
            return _checked(text, encoding)
    return _checked(data.decode("cp1252", errors="replace"), "cp1252")


def _checked(text: str, encoding: str) -> tuple[str, str]:
    sample = text[:_DETECTION_BYTES]
    odd = sum(1 for c in sample if (ord(c) < 32 and c not in "\t\n\r\f\v\x1b") or c == "\ufffd")
    if sample and odd / len(sample) > _MOST_CONTROL_CHARACTERS:
        message = "is not text (too many control characters); check that the file has the right ending."
        raise UnreadableError(message)
    return text, encoding


def _tried(data: bytes, encoding: str) -> str | None:
    if not encoding:
        return None
    try:
        return data.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return None


def _utf16_without_mark(data: bytes) -> str:
    """UTF-16 shows by its zero bytes (Latin) or by decoding into usual letters (Chinese)."""
    sample = data[: _DETECTION_BYTES // 2 * 2]
    if len(sample) < 4 or len(data) % 2:  # noqa: PLR2004 - two characters at least
        return ""
    odd_zeros, even_zeros = sample[1::2].count(0), sample[0::2].count(0)
    if max(odd_zeros, even_zeros) <= len(sample) // 200:
        return ""
    return "utf-16-le" if odd_zeros > even_zeros else "utf-16-be"


def _declared(data: bytes) -> str:
    found = _DECLARED.search(data[:2048])
    if not found:
        return ""
    name = found.group(1).decode("ascii").lower()
    return _SUPERSETS.get(name, name)


def _detected(data: bytes) -> str:
    """charset-normalizer's best guess whose text looks like text; then GB18030 and Big5 are tried."""
    from charset_normalizer import from_bytes

    guesses = from_bytes(data[:_DETECTION_BYTES])
    candidates = [_SUPERSETS.get(guess.encoding, guess.encoding) for guess in guesses]
    for encoding in (*candidates, "gb18030", "big5", "koi8-r", "cp1251", "cp1252"):
        text = _tried(data, encoding)
        if text and _looks_like_text(text[:_DETECTION_BYTES]):
            return encoding
    return candidates[0] if candidates else ""


def _looks_like_text(text: str) -> bool:
    if len(_USUAL.findall(text)) < _LEAST_USUAL * len(text):
        return False
    letters = sum(c.isalpha() for c in text) or 1
    if len(_ACCENTED.findall(text)) > _MOST_ACCENTED * letters:
        return False
    cyrillic = [c for c in text if "\u0400" <= c <= "\u04ff"]
    return sum(c.isupper() for c in cyrillic) <= _MOST_UPPER_CASE * len(cyrillic)
