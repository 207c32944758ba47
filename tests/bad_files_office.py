"""Bad office files: bombs, entities, far cells, parts cut off, passwords."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import cache

from bad_files_case import Around, BadFile, case, noise, repeated
from samples import docx, odt, pptx, replaced_member, xlsx, xlsx_of_xml

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = {
    ".docx": "word/document.xml",
    ".pptx": "ppt/slides/slide1.xml",
    ".xlsx": "xl/worksheets/sheet1.xml",
    ".odt": "content.xml",
}
_WORDS = "Words of a good office file that says what a term costs."


@cache
def good(suffix: str) -> bytes:
    """A small good file of a format, whose text is long enough to be cut anywhere."""
    lines = [f"{_WORDS} Line {number}." for number in range(30)]
    if suffix == ".docx":
        return docx([("Normal", line) for line in lines])
    if suffix == ".pptx":
        return pptx([("Costs", lines[:8]), ("More", lines[8:16])])
    if suffix == ".xlsx":
        return xlsx({"Costs": [[line, 1] for line in lines]})
    return odt("".join(f"<text:p>{line}</text:p>" for line in lines))


def filled(suffix: str, piece: bytes, size: int, *, before: bytes = b"", after: bytes = b"") -> bytes:
    """A file whose main part is `piece` again and again, `size` bytes of it, packed as they come."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good(suffix))) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != _MAIN[suffix]:
                new.writestr(name, old.read(name))
        with new.open(_MAIN[suffix], "w", force_zip64=True) as part:
            part.write(before)
            for each in repeated(piece, size):
                part.write(each)
            part.write(after)
    return file.getvalue()


def _word(piece: bytes, count: int) -> bytes:
    """A Word file of `count` times `piece` in its body."""
    begin = f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body>'.encode()
    return replaced_member(good(".docx"), _MAIN[".docx"], begin + piece * count + b"</w:body></w:document>")


def _text_node(size: int) -> bytes:
    begin = f'<?xml version="1.0"?><w:document xmlns:w="{_W}"><w:body><w:p><w:r><w:t>'.encode()
    return filled(".docx", b"words ", size, before=begin, after=b"</w:t></w:r></w:p></w:body></w:document>")


def _with_members(suffix: str, members: dict[str, bytes]) -> bytes:
    file = io.BytesIO(good(suffix))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def _lying(suffix: str) -> bytes:
    """A file whose main part declares a hundredth of its size."""
    data = bytearray(filled(suffix, b"<w:p/>", 60_000_000, before=b"<a>", after=b"</a>"))
    for place in range(len(data) - 46):
        if data[place : place + 4] == b"PK\x01\x02":
            size = struct.unpack_from("<L", data, place + 24)[0]
            if size > 1_000_000:
                struct.pack_into("<L", data, place + 24, 600_000)
    return bytes(data)


def _entity(suffix: str, doctype: str, use: str) -> bytes:
    """The file with `doctype` before its main part and `use` as text inside it."""
    with zipfile.ZipFile(io.BytesIO(good(suffix))) as archive:
        xml = archive.read(_MAIN[suffix]).decode()
        other = archive.read("xl/sharedStrings.xml").decode() if suffix == ".xlsx" else ""
    start = xml.index("?>") + 2
    changed = f"{xml[:start]}{doctype}{xml[start:].replace(_WORDS, use, 3)}".encode()
    if not other:
        return replaced_member(good(suffix), _MAIN[suffix], changed)
    start = other.index("?>") + 2
    strings = f"{other[:start]}{doctype}{other[start:].replace(_WORDS, use, 3)}".encode()
    return replaced_member(good(suffix), "xl/sharedStrings.xml", strings)


def laughs(root: str = "a") -> str:
    """The document type of a billion laughs."""
    entities = '<!ENTITY l0 "ha">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return f"<!DOCTYPE {root} [{entities}]>"


def external(around: Around, *, network: bool, root: str = "a") -> str:
    """A document type with an entity from a file or from a server."""
    place = f"http://127.0.0.1:{around.port}/entity" if network else around.secret.as_uri()
    return f'<!DOCTYPE {root} [<!ENTITY ext SYSTEM "{place}">]>'


def _templated(around: Around) -> bytes:
    address = f"http://127.0.0.1:{around.port}/template.dotx"
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    links = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{kind}" Target="{address}" TargetMode="External"/></Relationships>'
    )
    return _with_members(".docx", {"word/_rels/settings.xml.rels": links.encode()})


def _cut(suffix: str, share: int) -> bytes:
    data = good(suffix)
    return data[: len(data) * share // 100]


def _many(suffix: str, count: int) -> bytes:
    return _with_members(suffix, {f"x/{number}.bin": b"" for number in range(count)})


def bombs() -> list[BadFile]:
    """ING-02 and the office part of ING-06."""
    row = b"<w:p><w:r><w:t>w</w:t></w:r></w:p>"
    nested = b"<w:tbl><w:tr><w:tc><w:p/>"
    large = "too large|MB|memory|elements|more text|not a readable"
    strings = f'<?xml version="1.0"?><sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{"<si><t>w</t></si>" * 900_000}</sst>'
    return [
        case(2, "text120.docx", lambda: _text_node(120_000_000), "failed", large, heavy=True),
        case(2, "text500.docx", lambda: _text_node(500_000_000), "failed", large, heavy=True),
        case(2, "text40.docx", lambda: _text_node(40_000_000), "failed", large, heavy=True),
        case(2, "paragraphs.docx", lambda: _word(b"<w:p/>", 2_000_000), "failed", large, heavy=True),
        case(2, "near.docx", lambda: _word(row, 490_000), "any", heavy=True),
        case(2, "styled.docx", lambda: _word(row, 120_000), "any", heavy=True),
        case(2, "nested.docx", lambda: _word(nested, 3_000), "failed", "", heavy=True),
        case(2, "part.pptx", lambda: filled(".pptx", b"<a:p/>", 120_000_000, before=b"<a>"), "failed", large, heavy=True),
        case(2, "part.odt", lambda: filled(".odt", b"words ", 120_000_000, before=b"<a>"), "failed", large, heavy=True),
        case(2, "part.xlsx", lambda: filled(".xlsx", b"<row/>", 120_000_000, before=b"<a>"), "failed", large, heavy=True),
        case(
            2,
            "strings.xlsx",
            lambda: replaced_member(good(".xlsx"), "xl/sharedStrings.xml", strings.encode()),
            "any",
            heavy=True,
        ),
        case(2, "spaces.odt", lambda: odt('<text:p>a<text:s text:c="2000000000"/>b</text:p>'), "any"),
        case(2, "repeated.odt", lambda: odt(_ODT_REPEATED), "any"),
        case(2, "lying.docx", lambda: _lying(".docx"), "failed", "", heavy=True),
        case(6, "nested.docx", lambda: _with_members(".docx", {"word/inner.zip": good(".odt")}), "indexed"),
        case(6, "members.docx", lambda: _many(".docx", 12_000), "failed", "files inside", heavy=True),
        case(7, "slip.docx", lambda: _with_members(".docx", {"../../evil.txt": b"evil", "/tmp/evil.txt": b"evil"}), "any"),
    ]


_ODT_REPEATED = (
    '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell '
    'table:number-columns-repeated="16384"><text:p>word</text:p></table:table-cell></table:table-row></table:table>'
)


def far_cells() -> list[BadFile]:
    """ING-04: sheets that are mostly empty, and huge."""
    cell = '<row r="{0}"><c r="{1}{0}" t="inlineStr"><is><t>A far cell of words</t></is></c></row>'
    far = f"<sheetData>{cell.format(1_048_576, 'XFD')}</sheetData>"
    wide = "".join(f"<c><v>{n}</v></c>" for n in range(16_384))
    merged = (
        f'<sheetData>{cell.format(1, "A")}</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    )
    lies = f'<dimension ref="A1:XFD1048576"/><sheetData>{cell.format(1, "A")}</sheetData>'
    columns = f'<cols><col min="1" max="2147483647" hidden="1"/></cols><sheetData>{cell.format(1, "A")}</sheetData>'
    beyond = f"<sheetData>{cell.format(99_999_999_999, 'ZZZZZZ')}</sheetData>"
    return [
        case(4, "far.xlsx", lambda: xlsx_of_xml(far), "indexed"),
        case(4, "both.xlsx", lambda: xlsx_of_xml(f"<sheetData>{cell.format(1, 'A')}{cell.format(1_048_576, 'XFD')}</sheetData>"), "indexed"),
        case(4, "wide.xlsx", lambda: xlsx_of_xml(f'<sheetData><row r="1">{wide}</row></sheetData>'), "any"),
        case(4, "merged.xlsx", lambda: xlsx_of_xml(merged), "indexed"),
        case(4, "lies.xlsx", lambda: xlsx_of_xml(lies), "indexed"),
        case(4, "columns.xlsx", lambda: xlsx_of_xml(columns), "any"),
        case(4, "beyond.xlsx", lambda: xlsx_of_xml(beyond), "any"),
        case(4, "rows.xlsx", lambda: xlsx_of_xml("<sheetData>" + "<row/>" * 1_000_000 + "</sheetData>"), "refused", heavy=True),
        case(4, "cells.xlsx", lambda: xlsx_of_xml(f"<sheetData>{f'<row>{wide}</row>' * 40}</sheetData>"), "any", heavy=True),
    ]  # fmt: skip


def entities() -> list[BadFile]:
    """ING-08 and ING-09 in office files."""
    told = "entit|not a readable"
    found = [case(8, f"laughs{suffix}", lambda s=suffix: _entity(s, laughs(), "&l9;"), "failed", told) for suffix in _MAIN]
    for suffix in _MAIN:
        found += [
            case(9, f"file{suffix}", lambda a, s=suffix: _entity(s, external(a, network=False), "&ext;"), "failed", told),
            case(9, f"server{suffix}", lambda a, s=suffix: _entity(s, external(a, network=True), "&ext;"), "failed", told),
        ]
    found.append(case(9, "template.docx", _templated, "indexed"))
    wide = lambda: replaced_member(
        good(".odt"), "content.xml", f'<?xml version="1.0" encoding="utf-16"?>{laughs()}<a>&l9;</a>'.encode("utf-16")
    )
    found.append(case(8, "wide.odt", wide, "failed", told))
    return found


def cut_and_locked() -> list[BadFile]:
    """ING-10 and ING-11 in office files."""
    found = [
        case(
            10,
            f"cut{share}{suffix}",
            lambda s=suffix, n=share: _cut(s, n),
            "failed",
            "not a readable|is a zip|not an? |damaged",
        )
        for suffix in _MAIN
        for share in (10, 30, 50, 70, 90)
    ]
    secret = _OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + noise(2000)
    old = _OLE + bytes(600) + "WordDocument".encode("utf-16-le") + noise(2000)
    flagged = bytearray(good(".docx"))
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = flagged.find(mark)
        while place >= 0:
            flagged[place + offset] |= 1
            place = flagged.find(mark, place + 4)
    broken = bytearray(good(".xlsx"))
    broken[300:340] = noise(40)
    found += [
        case(10, "noise.docx", b"PK\x03\x04" + noise(5000), "failed"),
        case(10, "broken.xlsx", bytes(broken), "any"),
        case(11, "locked.docx", secret, "failed", "password"),
        case(11, "locked.xlsx", secret, "failed", "password"),
        case(11, "locked.pptx", secret, "failed", "password"),
        case(11, "old.docx", old, "failed", "old Word|password"),
        case(11, "flagged.docx", bytes(flagged), "failed", "password|not a readable"),
        case(13, "images.pptx", _images_only, "skipped", "no text"),
        case(13, "blank.xlsx", lambda: xlsx({"A": [[" ", ""], ["", " "]]}), "skipped", "no text|empty"),
    ]
    return found


def _images_only() -> bytes:
    import pptx as python_pptx

    row = zlib.compress(b"\0" + b"\x80" * 3)
    chunk = lambda kind, body: struct.pack(">L", len(body)) + kind + body + struct.pack(">L", zlib.crc32(kind + body))
    image = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">LLBBBBB", 1, 1, 8, 2, 0, 0, 0)) + chunk(b"IDAT", row)
    show = python_pptx.Presentation()
    for _ in range(3):
        slide = show.slides.add_slide(show.slide_layouts[6])
        slide.shapes.add_picture(io.BytesIO(image + chunk(b"IEND", b"")), 0, 0)
    file = io.BytesIO()
    show.save(file)
    return file.getvalue()


def office_files() -> list[BadFile]:
    """All of them."""
    return [*bombs(), *far_cells(), *entities(), *cut_and_locked()]
