"""Bytes → text, for every encoding an office's files come in. Knows nothing of formats.

Order: byte order mark, UTF-8, UTF-16 without a mark, what the file declares, detection, Latin-1's superset.
"""

from __future__ import annotations

import codecs
import re

from ingest.errors import UnreadableError
from ingest.language import latin_confidence

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
# Not for any screen: most C0 and C1 controls, and the code points that are no characters.
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_NEXT_LINE = "\x85"
_LEAST_TO_LOST = 3
_MOST_LOST_IN_ASCII = 0.005
_ALONE = re.compile(rb"(?<![\x80-\xff])[\x80-\xff](?![\x80-\xff])")
_WHOLE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}")  # characters in UTF-8
_LAST_OF_ASCII, _LEAST_NOISE, _MOST_NOISE, _DIVERSE = 127, 20, 0.1, 0.6
_MOST_INVALID = 0.02  # of the characters: a text in UTF-8 with more faults is none
_USUAL = re.compile(r"[^\W\uff61-\uffdc]|[\s\u3000-\u303f\uff00-\uff5e!-/:-@\[-`{-~‘’“”–—…•·©®°«»¿¡€£§]")
_LEAST_USUAL = 0.97
_ACCENTED = re.compile("[À-ÿ]")
_MOST_ACCENTED = 0.3  # of the letters; Western languages stay below 0.15
_MOST_UPPER_CASE = 0.5  # Cyrillic read in the wrong one of its encodings swaps its cases

_LEAST_BYTES_TO_GUESS = 200  # in shorter texts the rarer encodings of charset-normalizer's guesses are chance
_ALWAYS_TRIED = ("gb18030", "big5", "koi8-r", "cp1251", "cp1252", "cp1250", "iso8859_2", "cp949", "cp932")
_JAPANESE = {"cp932", "shift_jis", "shift_jis_2004", "euc_jp", "euc_jis_2004"}
_IN_USE = {*_ALWAYS_TRIED, *_JAPANESE, "big5hkscs", "euc_kr", "cp1253", "cp1254", "cp1255", "cp1256"}
# First bytes of the commoner half of the ideographs, and the least second byte: GB 2312 level 1, Big5 level 1.
_COMMON_IDEOGRAPHS = {"gb18030": (0xB0, 0xD7, 0xA1), "big5": (0xA4, 0xC6, 0x40), "big5hkscs": (0xA4, 0xC6, 0x40)}
_OTHER_IDEOGRAPHS = 0.3  # Japanese without kana, Korean without Hangul: rare
_KANA, _HANGUL, _IDEOGRAPH = re.compile(r"[\u3040-\u30ff]"), re.compile(r"[\uac00-\ud7af]"), re.compile(r"[\u4e00-\u9fff]")
_KANA_SHARE = 0.05
_COMMON_HANGUL = frozenset(
    "이다는의에가을를은한고로하지어기나사시도들자대서인해일그리있수것부전정아국라제게만주장과원학생교으여보오상안동선연구공성조"
    "및센터합니습세년월모집신청등류우무실와"
)
_LATIN_ACCENTED = re.compile(r"[À-ɏ]")
_MIXED_WORD = re.compile(
    r"[A-Za-z][\u0370-\u06ff]|[\u0370-\u06ff][A-Za-z]|[A-Za-z][¹²³¶±¡£¤¥¦¨¬¯°¸»«][A-Za-z]|(?<=\s)[¶£¦¨¬¯¸][a-z]"
)
_WESTERN_BONUS = 0.15  # Western European letters are the likeliest of the Latin ones


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
    utf16 = _tried(data, _utf16_without_mark(data))
    if utf16 is not None:
        return _checked(utf16, _utf16_without_mark(data))
    damaged = _damaged_utf8(data)
    if damaged is not None:
        return _checked(damaged, "utf-8")
    if _is_noise(data[:_DETECTION_BYTES]):
        message = "is not text (bytes of no language stand among its letters); save it again."
        raise UnreadableError(message)
    for encoding in (_declared(data), _detected(data)):
        text = _tried(data, encoding)
        if text is not None:
            return _checked(text, encoding)
    return _checked(data.decode("cp1252", errors="replace"), "cp1252")


def _checked(text: str, encoding: str) -> tuple[str, str]:
    """The text with a space for each control character, so that offsets stay.

    Raises: UnreadableError when there are too many of them.
    """
    sample = text[:_DETECTION_BYTES]
    odd = len(_CONTROL.findall(sample)) + sample.count("\ufffd")
    if sample and odd / len(sample) > _MOST_CONTROL_CHARACTERS:
        message = "is not text (too many control characters); check that the file has the right ending."
        raise UnreadableError(message)
    if _CONTROL.search(text):
        text = _CONTROL.sub(lambda match: "\n" if match.group() == _NEXT_LINE else " ", text)
    return text, encoding


def _damaged_utf8(data: bytes) -> str | None:
    """The text when it is UTF-8 but for a few bytes: with a sign for each of them. None when it is none.

    Its letters beyond ASCII must be far more than its faults: in another encoding hardly any pair of bytes is UTF-8.
    """
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    beyond = len(text) - lost - sum(map(text.count, map(chr, range(128)))) if lost <= _MOST_INVALID * len(text) else 0
    is_ascii_but_for_few = b"\xff" in data and lost <= _MOST_LOST_IN_ASCII * len(text)  # \xff is no Western letter
    return text if beyond > _LEAST_TO_LOST * lost or is_ascii_but_for_few else None


def _is_noise(data: bytes) -> bool:
    """Whether bytes beyond ASCII are few, stand alone, and hardly one comes twice: an alphabet repeats its letters."""
    rest = _WHOLE.sub(b"", data)
    alone = [match.group()[0] for match in _ALONE.finditer(rest)]
    beyond = sum(byte > _LAST_OF_ASCII for byte in rest)
    is_sparse = len(alone) >= _LEAST_NOISE and beyond < _MOST_NOISE * len(rest) and len(alone) > _DIVERSE * beyond
    return is_sparse and len(set(alone)) >= max(_LEAST_NOISE, _DIVERSE * len(alone))


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
    """The encoding, of those in use and charset-normalizer's guesses, whose text is the most plausible."""
    from charset_normalizer import from_bytes

    guesses = (_SUPERSETS.get(guess.encoding, guess.encoding) for guess in from_bytes(data[:_DETECTION_BYTES]))
    candidates = [guess for guess in guesses if guess in _IN_USE or len(data) >= _LEAST_BYTES_TO_GUESS]
    best, most = "", 0.0
    for encoding in dict.fromkeys((*candidates, *_ALWAYS_TRIED)):
        text = _tried(data, encoding)
        plausible = (
            _plausibility(text[:_DETECTION_BYTES], encoding) if text and _looks_like_text(text[:_DETECTION_BYTES]) else 0.0
        )
        if plausible > most:
            best, most = encoding, plausible
    return best or next(iter(candidates), "")


def _plausibility(text: str, encoding: str) -> float:
    """How well the letters of `text` fit the languages written in `encoding`, 0 to about 1.6."""
    kana, hangul, ideographs = _KANA.findall(text), _HANGUL.findall(text), _IDEOGRAPH.findall(text)
    if hangul:
        return 1.6 * sum(c in _COMMON_HANGUL for c in hangul) / (len(hangul) + len(ideographs))
    if len(kana) > _KANA_SHARE * len(ideographs):
        return 1.1 if encoding in _JAPANESE else 0.6
    if ideographs:
        low, high, least_trail = _COMMON_IDEOGRAPHS.get(encoding, (0, 0, 0))
        pairs = (c.encode(encoding, "replace") for c in ideographs)
        common = sum(low <= pair[0] <= high and pair[-1] >= least_trail for pair in pairs)
        return common / len(ideographs) if encoding in _COMMON_IDEOGRAPHS else _OTHER_IDEOGRAPHS
    if _MIXED_WORD.search(text):
        return 0.1
    if _LATIN_ACCENTED.search(text):
        return 0.4 + 0.3 * latin_confidence(text) + _WESTERN_BONUS * (encoding == "cp1252")
    return 0.8


def _looks_like_text(text: str) -> bool:
    if len(_USUAL.findall(text)) < _LEAST_USUAL * len(text):
        return False
    letters = sum(c.isalpha() for c in text) or 1
    if len(_ACCENTED.findall(text)) > _MOST_ACCENTED * letters:
        return False
    cyrillic = [c for c in text if "\u0400" <= c <= "\u04ff"]
    return sum(c.isupper() for c in cyrillic) <= _MOST_UPPER_CASE * len(cyrillic)
