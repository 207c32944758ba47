"""Bad archives: nested, huge, overlapping, leading out of themselves; and pages with entities or calls for others."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bad_files_case import Around, BadFile, case, deflated, noise, repeated
from bad_files_office import external, laughs
from samples import eml, pdf, rtf, zipped

_GOOD = b"Words of a good document in an archive: a term costs nothing."


@dataclass(frozen=True)
class Entry:
    """An entry as it is to be written, true or not; `raw` is its packed content."""

    name: bytes
    raw: bytes
    size: int
    crc: int = 0
    method: int = 8
    flags: int = 0
    mode: int = 0
    at: int = -1  # where the table says it is, when not where it is


def entry(name: str | bytes, content: bytes, **others: int) -> Entry:
    """A true entry with this content."""
    raw = name if isinstance(name, bytes) else name.encode()
    packed = deflated(iter([content]), raw=True)
    return replace(Entry(raw, packed, len(content), zlib.crc32(content)), **others)


def archive(entries: Sequence[Entry], *, count: int | None = None) -> bytes:
    """The archive of these entries; `count` is what it says of their number."""
    data, table = bytearray(), bytearray()
    for each in entries:
        start = each.at if each.at >= 0 else len(data)
        sizes = (each.crc, len(each.raw), each.size)
        data += struct.pack("<4s5H3L2H", b"PK\3\4", 20, each.flags, each.method, 0, 33, *sizes, len(each.name), 0)
        data += each.name + each.raw
        table += struct.pack("<4s6H3L", b"PK\1\2", 3 << 8 | 20, 20, each.flags, each.method, 0, 33, *sizes)
        table += struct.pack("<5H2L", len(each.name), 0, 0, 0, 0, each.mode << 16, start) + each.name
    number = min(len(entries) if count is None else count, 65535)
    return bytes(data + table + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, number, number, len(table), len(data), 0))


def _nested(depth: int) -> bytes:
    data = zipped({"words.txt": b"0" * 5_000_000})
    for level in range(depth):
        data = zipped({f"{level}-{number}.zip": data for number in range(10)})
    return data


def _many(count: int) -> bytes:
    return archive([Entry(b"%d.txt" % number, b"", 0, method=0) for number in range(count)])


def _overlapping(count: int) -> bytes:
    """Entries that all have their content in one place, as in the bomb that unpacks 10 MB to 281 TB."""
    one = entry("0.txt", b"0" * 300_000)
    return archive([one, *(replace(one, name=b"%d.txt" % number, raw=one.raw, at=0) for number in range(1, count))])


def _quoted() -> bytes:
    """An entry whose content is the whole of another entry, which the table names too."""
    inner = archive([entry("inner.txt", _GOOD * 50)])
    inner = inner[: inner.index(b"PK\1\2")]
    outer = Entry(b"outer.txt", inner, len(inner), zlib.crc32(inner), method=0)
    named = entry("inner.txt", _GOOD * 50)
    return archive([outer, replace(named, at=30 + len(outer.name))])


def _big(size: int, told: int, count: int = 1) -> bytes:
    packed = deflated(repeated(b"word ", size), raw=True)
    return archive([Entry(b"%d.txt" % number, packed, told) for number in range(count)])


def bombs() -> list[BadFile]:
    """ING-06: archives that are, or unpack to, too much."""
    short = entry("a.txt", _GOOD * 900)
    broken = replace(entry("b.txt", _GOOD * 8 + b"b"), crc=1)
    lost = replace(entry("c.txt", _GOOD * 8), at=999_999)
    wrong = replace(entry("d.txt", _GOOD), raw=noise(60))
    other = replace(entry("e.txt", _GOOD), method=9)
    mixed = archive([entry("good.txt", _GOOD), broken, lost, wrong, other, entry("a.zip", zipped({"b.txt": _GOOD}))])
    inside = (
        ("good.txt", "indexed", ""), ("b.txt", "failed", "damaged inside the archive"), ("c.txt", "skipped", "damaged inside"),
        ("d.txt", "failed", "damaged inside the archive"), ("e.txt", "skipped", "method 9"),
        ("a.zip", "skipped", "archive inside an archive"),
    )  # fmt: skip
    data = archive([entry(f"{n}.txt", _GOOD * 20 + str(n).encode()) for n in range(20)])
    table = "table of contents"
    return [
        _zip(6, "nested.zip", lambda: _nested(2), "skipped", "", member="1-0.zip"),
        case(6, "entries.zip", lambda: _many(20_000), "failed", "more than 10,000"),
        case(6, "manyentries.zip", lambda: _many(100_000), "failed", "more than 10,000", heavy=True),
        case(6, "hiddencount.zip", lambda: archive([Entry(b"%d.txt" % n, b"", 0, method=0) for n in range(15_000)], count=3), "failed", "more than 10,000"),
        case(6, "overlapping.zip", lambda: _overlapping(30), "failed", "overlap"),
        case(6, "quoted.zip", _quoted, "failed", "overlap"),
        case(6, "total.zip", lambda: _big(2_600_000, 26_000_000, 20), "failed", "unpacks to 520 MB"),
        case(6, "ratio.zip", lambda: _big(30_000_000, 30_000_000, 3), "failed", "zip bomb"),
        _zip(6, "member.zip", lambda: archive([Entry(b"0.txt", noise(600_000), 60_000_000), short]), "skipped", "60 MB, more than 50 MB", member="0.txt"),
        _zip(6, "lies.zip", lambda: _big(10_000_000, 10), "failed", "damaged inside the archive", member="0.txt"),
        _zip(6, "short.zip", lambda: _big(1_000, 40_000), "failed", "damaged inside the archive", member="0.txt"),
        case(6, "terabytes.zip", lambda: _big(1_000, 4_294_967_294), "failed", "unpacks to 4,295 MB"),
        *(_zip(6, "mixed.zip", mixed, state, reason, member=name) for name, state, reason in inside),
        *(case(10, f"cut{share}.zip", data[: len(data) * share // 100], "failed", table) for share in range(10, 100, 20)),
        case(10, "noise.zip", b"PK\3\4" + noise(9000), "failed", table),
        case(10, "end.zip", b"PK\5\6" + bytes(18), "skipped", "holds no documents"),
        case(10, "page.zip", b"<html><p>A page</p></html>", "failed", table),
        case(10, "table.zip", data[:-22].replace(b"PK\1\2", b"PK\1\3", 1) + data[-22:], "failed", table),
        _zip(10, "polyglot.zip", lambda: pdf([["A page before it."]]) + zipped({"w.txt": _GOOD}), "indexed", "", member="w.txt"),
    ]  # fmt: skip


def _zip(row: int, file: str, content: object, state: str, reason: str, *, member: str) -> BadFile:
    return replace(case(row, file, content, state, reason), inside=member)  # type: ignore[arg-type]


def slips() -> list[BadFile]:
    """ING-07, and names of ING-17: entries that lead elsewhere."""
    link = replace(entry("link.txt", b"/etc/passwd"), mode=stat.S_IFLNK | 0o777)
    pipe = replace(entry("pipe.txt", b""), mode=stat.S_IFIFO | 0o666)
    entries = [
        entry("good.txt", _GOOD + b" 7"), entry("../../evil.txt", b"evil"), entry("/evil.txt", b"evil"), entry(r"C:\evil.txt", b"evil"),
        entry(r"..\win.txt", b"evil"), entry("a/../../b.txt", b"evil"), link, pipe, entry("twice.txt", _GOOD + b" one"),
        entry("twice.txt", b"another text"), entry("./twice.txt", b"a third text"), entry(".hidden.txt", b"hidden words"),
        entry("__MACOSX/._good.txt", b"hidden words"), entry("folder/", b""), entry("folder/good.txt", _GOOD + b" 8"),
        entry("x" * 300 + ".txt", b"long"), entry("/".join("abcdefgh" * 6) + ".txt", b"deep"), entry("evil.exe", b"MZ"),
        entry("locked.txt", b"locked", flags=1), entry("//server/share.txt", b"evil"), entry("nul\0.txt", b"evil"),
    ]  # fmt: skip
    seen = (
        ("good.txt", "indexed", ""), ("folder/good.txt", "indexed", ""), ("../../evil.txt", "skipped", "leads out"),
        ("evil.txt", "skipped", "absolute path"), ("C:/evil.txt", "skipped", "drive letter"), ("../win.txt", "skipped", "leads out"),
        ("a/../../b.txt", "skipped", "leads out"), ("link.txt", "skipped", "is a link"), ("pipe.txt", "skipped", "not a regular file"),
        (".hidden.txt", "unseen", ""), ("__MACOSX/._good.txt", "unseen", ""), ("folder/", "unseen", ""),
        ("x" * 300 + ".txt", "skipped", "too long"), ("evil.exe", "skipped", "no reader knows"),
        ("locked.txt", "skipped", "password"), ("server/share.txt", "skipped", "absolute path"),
        ("twice.txt", "any", ""), ("/".join("abcdefgh" * 6) + ".txt", "skipped", "folders deep"),
    )  # fmt: skip
    names = [
        entry("学费.txt".encode("gb18030"), _GOOD + b" gb"), entry("学费.md", _GOOD + b" u8", flags=0x800), entry("fée.txt".encode("cp437"), _GOOD + b" 437"),
        entry(b"\xff\xfe.txt", _GOOD + b" bad", flags=0x800), entry("<img src=x onerror=alert(1)>.txt", _GOOD + b" img"),
    ]  # fmt: skip
    read = ("学费.txt", "学费.md", "fée.txt", "<img src=x onerror=alert(1)>.txt")
    return [
        *(_zip(7, "slip.zip", archive(entries), state, reason, member=name) for name, state, reason in seen),
        *(_zip(17, "names.zip", archive(names), "indexed", "", member=name) for name in read),
        _zip(7, "locked.zip", _locked, "skipped", "password", member="a.txt"),
    ]


def _locked() -> bytes:
    return archive([entry("a.txt", noise(50), flags=1), entry("b.txt", _GOOD + b" 9")])


def calling_pages() -> list[BadFile]:
    """ING-08 and ING-09 in pages, messages and texts: nothing is fetched, no entity is put in."""
    words = "<p>Words of a page that says what a term costs.</p>"

    def xhtml(doctype: str, use: str) -> bytes:
        return f'<?xml version="1.0"?>{doctype}<html xmlns="http://www.w3.org/1999/xhtml"><body>{words}<p>{use}</p></body></html>'.encode()

    def links(around: Around) -> bytes:
        to = f"http://127.0.0.1:{around.port}"
        tags = f'<img src="{to}/i"><link rel=stylesheet href="{to}/c"><script src="{to}/s"></script><iframe src="{to}/f"></iframe>'
        secret = around.secret.as_uri()
        return f'<base href="{to}"><body>{words}{tags}<object data="{secret}"></object><iframe src="{secret}"></iframe>'.encode()

    def table(around: Around) -> bytes:
        to = f"http://127.0.0.1:{around.port}/x"
        return f'name,fee\nA,"=WEBSERVICE(""{to}"")"\nB,"=cmd|\'/c calc\'!A1"\n'.encode()

    def field(around: Around) -> bytes:
        to = f"http://127.0.0.1:{around.port}/x"
        return rtf(
            rf'Some words here. {{\field{{\*\fldinst INCLUDETEXT "{around.secret}"}}{{\fldrslt shown}}}} {{\*\template {to}}}'
        )

    def message(around: Around) -> bytes:
        kind = f'Content-Type: message/external-body; access-type=URL; URL="http://127.0.0.1:{around.port}/x"'
        return f"From: a@b.example\r\nSubject: Words\r\nMIME-Version: 1.0\r\n{kind}\r\n\r\nContent-Type: text/plain\r\n\r\nwords\r\n".encode()

    drawing = f'{laughs("svg")}<svg xmlns="http://www.w3.org/2000/svg"><text>&l9;</text></svg>'
    style = lambda a: f'<?xml-stylesheet href="http://127.0.0.1:{a.port}/x.xsl" type="text/xsl"?>'
    page = lambda a: eml("Words", page=links(a).decode())
    return [
        case(8, "laughs.xhtml", xhtml(laughs("html"), "&l9;"), "any"),
        case(8, "laughs.html", xhtml(laughs("html"), "&l9;"), "any"),
        case(8, "drawing.html", f"<body>{words}{drawing}".encode(), "any"),
        case(8, "laughs.md", f"{laughs()}\n\nWords &l9; of a text.".encode(), "any"),
        case(9, "file.xhtml", lambda a: xhtml(external(a, network=False, root="html"), "&ext;"), "any"),
        case(9, "server.xhtml", lambda a: xhtml(external(a, network=True, root="html"), "&ext;"), "any"),
        case(9, "dtd.xhtml", lambda a: xhtml(f'<!DOCTYPE html SYSTEM "http://127.0.0.1:{a.port}/dtd">', "&ext;"), "any"),
        case(9, "parameter.xhtml", lambda a: xhtml(
            f'<!DOCTYPE html [<!ENTITY % p SYSTEM "{a.secret.as_uri()}"> %p;]>', "words"), "any"),
        case(9, "style.xhtml", lambda a: style(a).encode() + xhtml("", "words"), "any"),
        case(9, "include.xhtml", lambda a: xhtml(
            "", f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{a.secret.as_uri()}" parse="text"/>'), "any"),
        case(9, "links.html", links, "indexed"),
        case(9, "links.eml", page, "indexed"),
        case(9, "body.eml", message, "any"),
        case(9, "formulas.csv", table, "indexed"),
        case(9, "field.rtf", field, "any"),
        case(9, "image.md", lambda a: f"Words ![x](http://127.0.0.1:{a.port}/i) and <{a.secret.as_uri()}>.".encode(), "indexed"),
    ]  # fmt: skip


def zip_files() -> list[BadFile]:
    """All of them."""
    return [*bombs(), *slips(), *calling_pages()]


def zip64() -> bytes:
    """A small archive whose every size and place is in the 64-bit fields."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as new, new.open("a.txt", "w", force_zip64=True) as part:
        part.write(_GOOD)
    return file.getvalue()
