"""RTF → its control words and pieces of text, each with what the groups around it say. Knows nothing of blocks.

Source: Rich Text Format specification 1.9.1. Groups are kept on a list, so that any depth of them can be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

_TOKEN = re.compile(
    r"\\([a-zA-Z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|([\r\n\0]+)|([^\\{}\r\n\0]+)|(\\)",
    re.DOTALL,
)
# Groups whose words are not the text; those after "\*" that are not known are left out too.
_LEFT_OUT = set(
    "fonttbl colortbl stylesheet info pict object objdata themedata colorschememapping datastore listtable listoverridetable "
    "rsidtbl generator xmlnstbl mmathPr latentstyles fldinst nonshppict listtext pntext pn pntxta pntxtb bkmkstart bkmkend "
    "atnid atnauthor annotation filetbl revtbl passwordhash userprops wgrffmtfilter sp tc xe rxe txe deleted".split()
)
_MARGINS = {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"}
_TEXTS = {"shptxt", "footnote", "fldrslt"}
_CODE_PAGES = {
    0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "big5", 161: "cp1253", 162: "cp1254",
    163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
}  # fmt: skip
_GROUND = {"cb", "chcbpat", "highlight", "cbpat"}
_TINY = 4  # half points
_WHITE = (255, 255, 255)
_HIGH, _LOW, _HALVES = 0xD800, 0xDC00, 0x400  # a character beyond 65,535 is written as two
_FONT = re.compile(r"\\f(\d{1,6})\b[^;{}]*?\\fcharset(\d{1,3})")
_COLOR = re.compile(r"\\(red|green|blue)(\d{1,3})")
_STYLE = re.compile(r"\{[^{}]*?\\s(\d{1,6})\b([^{}]*(?:\{[^{}]*\}[^{}]*)*)\}")
_LEVEL = re.compile(r"\\outlinelevel([0-8])\b")
_NAME = re.compile(r"(?:heading|überschrift|titre|título)\s*(\d)\s*;|\b(Title)\s*;", re.IGNORECASE)


@dataclass(frozen=True)
class Group:
    """What holds for a piece of text: where it is shown ("text", "margin", ""), and how it looks."""

    shows: str = "text"
    is_hidden: bool = False
    is_tiny: bool = False
    color: int = 0
    has_ground: bool = False
    code_page: str = "cp1252"
    after_unicode: int = 1  # letters that stand for those who cannot read the Unicode character before


@dataclass(frozen=True)
class Header:
    """What an RTF file says before its text: fonts, colours, levels of styles, title."""

    encoding: str
    fonts: dict[int, str] = field(default_factory=dict)
    white: frozenset[int] = frozenset()
    levels: dict[int, int] = field(default_factory=dict)
    title: str = ""


def read_header(source: str) -> Header:
    """The header of an RTF file, whose bytes are the characters of `source`."""
    page = re.search(r"\\ansicpg(\d{3,5})", source[:4000])
    encoding = _known(f"cp{page.group(1)}" if page else "cp1252")
    fonts = {int(n): _CODE_PAGES.get(int(charset), encoding) for n, charset in _FONT.findall(_group(source, "fonttbl"))}
    colors = [tuple(int(value) for _, value in _COLOR.findall(each)) for each in _group(source, "colortbl").split(";")]
    white = frozenset(number for number, color in enumerate(colors) if color == _WHITE)
    levels = {}
    for number, words in _STYLE.findall(_group(source, "stylesheet")):
        level, name = _LEVEL.search(words), _NAME.search(words)
        if level or name:
            levels[int(number)] = int(level.group(1)) + 1 if level else int((name and name.group(1)) or 1)
    info = _group(source, "info")
    start = info.find("{\\title")
    title = _plain(info[start : _end(info, start)][7:-1], encoding) if start >= 0 else ""
    return Header(encoding, fonts, white, levels, title)


Word = tuple[Group, str, int | None, str]


def words_of(source: str, header: Header) -> Iterator[Word]:
    r"""Each control word as (group, word, number, ""), each text as (group, "text", None, text), in order.

    A group that begins with a word of its own, such as \listtext, is told as (group, "group", None, word).
    """
    walk = _Walk(header)
    position = 0
    while match := _TOKEN.match(source, position):
        position = match.end()
        word, number, code, symbol, brace, _, text, _ = match.groups()
        if code is not None:
            walk.take_byte(int(code, 16))
            continue
        yield from walk.bytes_taken()
        if brace:
            walk.take_brace(brace)
        elif word == "bin":
            position += max(0, int(number or 0))
        elif word is not None:
            yield from walk.words(word, int(number) if number else None)
        elif symbol is not None:
            yield from walk.symbols(symbol)
        elif text:
            yield walk.text(text)


class _Walk:
    """Where a file is being read: the groups around, and what the characters before say of the next."""

    def __init__(self, header: Header) -> None:
        self._header = header
        self._groups = [Group(code_page=header.encoding)]
        self._raw = bytearray()
        self._skip = self._half = 0
        self._starts_group = self._is_starred = False

    def take_byte(self, byte: int) -> None:
        """Takes a byte of a character, unless it stands for one that was read already."""
        if self._skip:
            self._skip -= 1
        else:
            self._raw.append(byte)

    def bytes_taken(self) -> Iterator[Word]:
        """The characters that the bytes before make."""
        if self._raw:
            group = self._groups[-1]
            yield group, "text", None, self._raw.decode(group.code_page, "replace")
            self._raw.clear()

    def take_brace(self, brace: str) -> None:
        """Opens or closes a group."""
        if brace == "{":
            self._groups.append(self._groups[-1])
        elif len(self._groups) > 1:
            self._groups.pop()
        self._starts_group, self._is_starred, self._skip = brace == "{", False, 0

    def words(self, word: str, value: int | None) -> Iterator[Word]:
        """A control word; none for a character whose other half comes next."""
        group = self._groups[-1]
        if self._starts_group and (self._is_starred or word in _LEFT_OUT or word in _MARGINS or word in _TEXTS):
            yield group, "group", None, word
            self._groups[-1] = replace(group, shows=_place(word))
        elif word == "u" and value is not None:
            unit = value % 65_536
            if not _HIGH <= unit < _LOW:
                yield group, "text", None, _joined(self._half, unit)
            self._half = unit if _HIGH <= unit < _LOW else 0
            self._skip = group.after_unicode
        else:
            self._groups[-1] = _changed(group, word, value, self._header)
            yield self._groups[-1], word, value, ""
        self._starts_group = False

    def symbols(self, symbol: str) -> Iterator[Word]:
        """A symbol, unless it stands for a character that was read already, or marks a group to be left out."""
        self._is_starred = self._starts_group = symbol == "*" and self._starts_group
        if self._is_starred:
            return
        if self._skip:
            self._skip -= 1
        else:
            yield self._groups[-1], "symbol", None, symbol

    def text(self, text: str) -> Word:
        """A piece of text, without the letters that stand for characters that were read already."""
        self._starts_group = False
        shown, self._skip = text[self._skip :], max(0, self._skip - len(text))
        group = self._groups[-1]
        return group, "text", None, shown.encode("latin-1").decode(group.code_page, "replace")


def _joined(high: int, low: int) -> str:
    """The character of which RTF wrote two halves, or the one that is whole."""
    if high and _LOW <= low < _LOW + _HALVES:
        return chr(0x10000 + (high - _HIGH) * _HALVES + low - _LOW)
    return chr(low)


def _place(word: str) -> str:
    if word in _MARGINS:
        return "margin"
    return "text" if word in _TEXTS else ""


def _changed(group: Group, word: str, value: int | None, header: Header) -> Group:
    """The group after a control word that changes how its text looks."""
    if word == "plain":
        return replace(group, is_hidden=False, is_tiny=False, color=0, has_ground=False)
    if word == "v":
        return replace(group, is_hidden=value != 0)
    if word == "fs":
        return replace(group, is_tiny=(value or 24) <= _TINY)
    if word == "cf":
        return replace(group, color=value or 0)
    if word in _GROUND:
        return replace(group, has_ground=bool(value))
    if word == "uc":
        return replace(group, after_unicode=max(0, value if value is not None else 1))
    if word == "f":
        return replace(group, code_page=header.fonts.get(value or 0, header.encoding))
    return group


def _group(source: str, word: str) -> str:
    """The group that begins with `word`, braces and all; "" for none."""
    start = source.find("{\\" + word)
    return source[start : _end(source, start)] if start >= 0 else ""


def _end(source: str, start: int) -> int:
    depth = 0
    for match in re.compile(r"\\.|[{}]", re.DOTALL).finditer(source, max(0, start)):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end()
    return len(source)


def _plain(source: str, encoding: str) -> str:
    """The words of a short group: escapes turned into letters, control words left out."""
    text = re.sub(r"\\u(-?\d{1,6}) ?(?:\\'[0-9a-fA-F]{2}|[^\\{}])?", lambda m: chr(int(m.group(1)) % 65_536), source)
    pieces = re.sub(r"\\'([0-9a-fA-F]{2})", lambda m: chr(int(m.group(1), 16)), text)
    pieces = re.sub(r"\\[a-zA-Z]+-?\d* ?|[{}]", "", pieces)
    try:
        return pieces.encode("latin-1").decode(encoding, "replace").strip()
    except UnicodeEncodeError:
        return pieces.strip()


def _known(encoding: str) -> str:
    """An encoding that Python has; Windows' own code page for Chinese is a part of GB 18030."""
    known = {"cp936": "gb18030", "cp950": "big5", "cp65001": "utf-8", "cp10000": "mac_roman"}
    name = known.get(encoding, encoding)
    try:
        "".encode(name)
    except LookupError:
        return "cp1252"
    return name
