"""Bad PDFs: bombs behind each filter, passwords, cut, circular, and mutated."""

from __future__ import annotations

import io
import random
import zlib
from functools import cache

from bad_files_case import BadFile, case, deflated, noise, repeated
from samples import drawn_pdf, pdf, scanned, zipped

_LINES = [f"Line {number} of a page that says what a term costs." for number in range(20)]


@cache
def good() -> bytes:
    """A good PDF of three pages."""
    return pdf([_LINES, _LINES[::-1], ["The last page."]], title="Costs")


def assembled(objects: dict[int, bytes], *, root: bytes = b"/Root 1 0 R", table: bool = True) -> bytes:
    """A PDF of numbered objects with a right table of places, or none."""
    data, places = b"%PDF-1.7\n", {}
    for number, body in objects.items():
        places[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = max(objects) + 1
    if not table:
        return data + b"trailer << /Size %d %s >>\n%%%%EOF\n" % (size, root)
    rows = b"".join(b"%010d 00000 n \n" % places[n] if n in places else b"0000000000 65535 f \n" for n in range(size))
    start = len(data)
    return data + b"xref\n0 %d\n%strailer << /Size %d %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, rows, size, root, start)


def page_with(
    stream: bytes,
    *,
    filters: bytes = b"",
    length: int | None = None,
    more: dict[int, bytes] | None = None,
    names: bytes = b"",
) -> bytes:
    """A PDF of one page drawn by `stream`, packed as `filters` say."""
    size = len(stream) if length is None else length
    fonts = b"/Font << /F1 5 0 R >>"
    return assembled({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << %s %s >> >>" % (fonts, names),
        4: b"<< /Length %d %s >>\nstream\n%s\nendstream" % (size, filters, stream),
        5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        **(more or {}),
    })  # fmt: skip


_FLATE = b"/Filter /FlateDecode"
_WORDS = b"BT /F1 12 Tf 60 700 Td (Words of a page that says what a term costs.) Tj ET\n"


def _flate(size: int, piece: bytes = b" ", level: int = 9) -> bytes:
    return page_with(deflated(repeated(piece, size), level=level), filters=_FLATE)


def _twice(size: int) -> bytes:
    return page_with(zlib.compress(deflated(repeated(b" ", size)), 9), filters=b"/Filter [/FlateDecode /FlateDecode]")


def _lzw(codes: int) -> bytes:
    """LZW whose table is filled and whose longest row comes again: codes of 12 bits at the end."""
    bits, width, following = "100000000" + f"{32:09b}", 9, 258
    for _ in range(codes):
        bits += f"{min(following, 4094):0{width}b}"
        following += 1
        width = 12 if following >= 2047 else 11 if following >= 1023 else 10 if following >= 511 else 9
    bits += "0" * (-len(bits) % 8)
    return page_with(int(bits, 2).to_bytes(len(bits) // 8, "big"), filters=b"/Filter /LZWDecode")


def _image(width: int, height: int) -> bytes:
    packed = deflated(repeated(b"\0", 60_000_000))
    image = (
        b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8 %s /Length %d >>\n"
        b"stream\n%s\nendstream" % (width, height, _FLATE, len(packed), packed)
    )
    return page_with(b"q 595 0 0 842 0 0 cm /Im1 Do Q", names=b"/XObject << /Im1 6 0 R >>", more={6: image})


def bombs() -> list[BadFile]:
    """ING-05: little that unpacks to much."""
    runs = (b"\x81 " * 400_000) + b"\x80"
    chain = b"/Filter [" + b"/ASCIIHexDecode " * 12 + b"]"
    objects = b"6 0 " * 200_000
    return [
        case(5, "flate60.pdf", lambda: _flate(60_000_000), "refused"),
        case(5, "flate600.pdf", lambda: _flate(600_000_000), "refused", heavy=True),
        case(5, "twice60.pdf", lambda: _twice(60_000_000), "refused"),
        case(5, "twice600.pdf", lambda: _twice(600_000_000), "refused", heavy=True),
        case(5, "words.pdf", lambda: _flate(40_000_000, _WORDS), "any", heavy=True),
        case(5, "marks.pdf", lambda: _flate(40_000_000, b"q Q "), "refused", heavy=True),
        case(5, "saves.pdf", lambda: _flate(20_000_000, b"q "), "refused", heavy=True),
        case(5, "numbers.pdf", lambda: _flate(40_000_000, b"1 "), "refused", heavy=True),
        case(5, "length.pdf", lambda: page_with(_WORDS, length=2_147_483_647), "any"),
        case(5, "length64.pdf", lambda: page_with(_WORDS, length=10**18), "any"),
        case(5, "negative.pdf", lambda: page_with(_WORDS, length=-5), "any"),
        case(5, "lzw.pdf", lambda: _lzw(60_000), "refused"),
        case(5, "runs.pdf", lambda: page_with(runs, filters=b"/Filter /RunLengthDecode"), "refused"),
        case(5, "chain.pdf", lambda: page_with(b"20" * 4096 + b">", filters=chain), "refused"),
        case(5, "ascii85.pdf", lambda: page_with(b"z" * 3_000_000 + b"~>", filters=b"/Filter /ASCII85Decode"), "refused"),
        case(5, "predictor.pdf", lambda: page_with(
            deflated(repeated(b"\0", 30_000_000)),
            filters=_FLATE + b" /DecodeParms << /Predictor 15 /Columns 2147483647 /Colors 32 >>"), "refused"),
        case(5, "image.pdf", lambda: _image(60_000, 1_000), "refused", heavy=True),
        case(5, "claims.pdf", lambda: _image(2_000_000_000, 2_000_000_000), "refused"),
        case(5, "array.pdf", lambda: page_with(_WORDS, more={6: b"[" + objects + b"]"}), "any"),
    ]  # fmt: skip


def locked() -> list[BadFile]:
    """ING-11: with passwords."""
    return [
        case(11, f"{kind}-{method}.pdf", lambda k=kind, m=method: _locked(k, m), state, reason)
        for method in ("RC4-40", "RC4-128")  # pypdf needs more for AES
        for kind, state, reason in (("user", "failed", "password"), ("owner", "indexed", ""))
    ]


def _locked(kind: str, method: str) -> bytes:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=io.BytesIO(good()))
    writer.encrypt("secret" if kind == "user" else "", "owner", algorithm=method)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def _pages(count: int) -> bytes:
    kids = b"3 0 R " * count
    return assembled({
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
    })  # fmt: skip


def _tree(depth: int) -> bytes:
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>"}
    for number in range(2, depth + 2):
        objects[number] = b"<< /Type /Pages /Kids [%d 0 R] /Count 1 /Parent %d 0 R >>" % (number + 1, number - 1)
    objects[depth + 2] = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % (depth + 1)
    return assembled(objects)


def _form(number: int, drawn: bytes, names: bytes) -> bytes:
    form = b"<< /Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /XObject << %s >> >> /Length %d >>"
    return (form + b"\nstream\n%s\nendstream") % (names, len(drawn), drawn)


def _doubling_forms(depth: int) -> bytes:
    """Each form draws the next twice: 2 ** depth drawings."""
    forms = {6 + n: _form(n, b"/X Do /X Do " if n < depth else b"", b"/X %d 0 R" % (7 + n)) for n in range(depth + 1)}
    return page_with(b"/X Do", names=b"/XObject << /X 6 0 R >>", more=forms)


def malformed() -> list[BadFile]:
    """ING-12: against the form."""
    data = good()
    loop = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: b"<< /Type /Pages /Kids [2 0 R] /Count 5 /Parent 2 0 R >>"}
    two = {**loop, 2: b"<< /Type /Pages /Kids [3 0 R] /Count 9 >>", 3: b"<< /Type /Pages /Kids [2 0 R] /Count 9 >>"}
    at = data.rindex(b"startxref")
    own = {6: _form(6, b"/X Do", b"/X 6 0 R")}
    glyphs = {5: b"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [6 0 R] >>",
              6: b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (A) /Ordering (I) /Supplement 0 >> >>"}  # fmt: skip
    drawn = b"BT /F1 12 Tf 60 700 Td <004100420043004400450046004700480049004a> Tj ET"
    cmap = (
        b"1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfrange <00> <ff> ["
        + b"<0041> " * 90_000
        + b"] endbfrange"
    )
    mapped = {5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R >>",
              6: b"<< /Length %d >>\nstream\n%s\nendstream" % (len(cmap), cmap)}  # fmt: skip
    return [
        case(12, "self.pdf", assembled(loop), "refused"),
        case(12, "circle.pdf", assembled(two), "refused"),
        case(12, "places.pdf", data[:at] + b"startxref\n99999999\n%%EOF\n", "any"),
        case(12, "zeros.pdf", data.replace(b" 00000 n", b" 00001 n"), "any"),
        case(12, "shifted.pdf", data.replace(b"%PDF-1.4\n", b"%PDF-1.4\n" + b"% shifted\n" * 99), "any"),
        case(12, "previous.pdf", data.replace(b"trailer << ", b"trailer << /Prev %d " % data.rindex(b"xref\n0")), "any"),
        case(12, "rootless.pdf", assembled(loop, root=b""), "refused"),
        case(12, "wrongroot.pdf", assembled(loop, root=b"/Root 99 0 R"), "refused"),
        case(12, "tableless.pdf", assembled(loop, table=False), "refused"),
        case(12, "pages.pdf", lambda: _pages(100_000), "failed", "pages"),
        case(12, "manypages.pdf", lambda: _pages(4_900), "skipped", "no text", heavy=True),
        case(12, "count.pdf", data.replace(b"/Count 3", b"/Count 2000000000"), "any"),
        case(12, "negative.pdf", data.replace(b"/Count 3", b"/Count -3"), "any"),
        case(12, "tree.pdf", lambda: _tree(10_000), "refused"),
        case(12, "form.pdf", page_with(b"/X Do", names=b"/XObject << /X 6 0 R >>", more=own), "refused"),
        case(12, "forms.pdf", lambda: _doubling_forms(40), "refused", heavy=True),
        case(12, "glyphs.pdf", page_with(drawn, more=glyphs), "any"),
        case(12, "cmap.pdf", page_with(_WORDS, more=mapped), "any"),
        case(12, "arrays.pdf", lambda: page_with(_WORDS, more={6: b"[" * 200_000}), "any"),
        case(12, "dictionaries.pdf", lambda: page_with(b"/a " + b"<< /a " * 100_000, more={}), "refused"),
        case(12, "operands.pdf", lambda: page_with(b"[" * 200_000 + b"] TJ"), "refused"),
        case(12, "string.pdf", lambda: page_with(b"BT /F1 9 Tf (" + b"words " * 400_000 + b") Tj ET"), "any", heavy=True),
        case(12, "box.pdf", data.replace(b"[0 0 595 842]", b"[0 0 1e30 -1e30]"), "any"),
        case(12, "scripts.pdf", data.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (while(1){}) >>"), "any"),
    ]  # fmt: skip


def cut_and_mixed() -> list[BadFile]:
    """ING-10 and ING-13: cut, random, two formats in one, without words."""
    grey = drawn_pdf([b"q 595 0 0 842 0 0 cm /Im1 Do Q\n"], image=(60, 80, b"\x80" * 4800))
    mixed = good() + zipped({"words.txt": b"Words in an archive after a page."})
    return [
        *(
            case(10, f"cut{share}.pdf", lambda n=share: good()[: len(good()) * n // 100], "any")
            for share in range(10, 100, 20)
        ),
        case(10, "random.pdf", b"%PDF-1.7\n" + noise(30_000), "failed", "damaged|not a PDF"),
        case(10, "random2.pdf", b"%PDF-1.4\n" + noise(200, 2) + b"\n%%EOF", "failed", "damaged|not a PDF"),
        case(10, "polyglot.pdf", mixed, "indexed"),
        case(10, "late.pdf", b"junk " * 100 + good(), "any"),
        case(10, "verylate.pdf", b"junk " * 1000 + good(), "failed", "not a PDF"),
        case(13, "grey.pdf", grey, "skipped", "no text"),
        case(13, "blank.pdf", lambda: pdf([[], []]), "skipped", "no text"),
        case(13, "scan.pdf", lambda: scanned(pdf([["A page that somebody scanned."]])), "any", heavy=True),
    ]


def mutated(seed: int) -> bytes:
    """The good PDF with bytes changed, doubled or gone, the same for the same seed."""
    chance = random.Random(seed)
    data = bytearray(good())
    for _ in range(chance.choice((1, 4, 30, 200))):
        place = chance.randrange(len(data))
        kind = chance.random()
        if kind < 0.6:
            data[place] = chance.randrange(256)
        elif kind < 0.8:
            del data[place : place + chance.randrange(60)]
        else:
            data[place:place] = data[chance.randrange(len(data)) :][: chance.randrange(200)]
    return bytes(data)


def pdf_files() -> list[BadFile]:
    """All of them."""
    changed = [case(12, f"mutated{seed}.pdf", lambda s=seed: mutated(s), "any") for seed in range(20)]
    return [*bombs(), *locked(), *malformed(), *cut_and_mixed(), *changed]
