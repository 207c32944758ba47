"""Bad files that are text by their format: txt, md, html, csv, json, rtf, eml."""

from __future__ import annotations

import json

from bad_files_case import BadFile, case, noise
from samples import docx, eml, odt, pdf, pptx, rtf, xlsx

TEXTS = (".txt", ".md", ".html", ".csv", ".tsv", ".json", ".jsonl", ".rtf", ".eml")
PACKED = (".pdf", ".docx", ".pptx", ".xlsx", ".odt")
_EMPTY = "empty|no text|holds no"
_PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89\0\0\0\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f"
    b"\0\5\0\1\xff\x89\x99=\x1d\0\0\0\0IEND\xaeB`\x82"
)
_JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0" + noise(3000)
_ELF = b"\x7fELF\2\1\1" + bytes(9) + b"\2\0>\0\1\0\0\0" + noise(4000)
_WORDS = "Students who come for one term pay no tuition. They live on the campus and pay rent each month. "


def empty_files() -> list[BadFile]:
    """ING-01: nothing, white space, byte order marks."""
    found = [case(1, f"zero{suffix}", b"", "skipped", _EMPTY) for suffix in (*TEXTS, *PACKED)]
    found.append(case(1, "zero.zip", b"", "refused", _EMPTY + "|table of contents"))
    found += [case(1, f"space{suffix}", b" \r\n\t \n" * 50, "skipped", _EMPTY) for suffix in (*TEXTS, *PACKED)]
    found += [case(1, f"mark{suffix}", b"\xef\xbb\xbf", "skipped", _EMPTY) for suffix in TEXTS[:7]]
    found += [
        case(1, "mark16.txt", b"\xff\xfe", "skipped", _EMPTY),
        case(1, "mark16space.txt", b"\xfe\xff\0 \0\n\0 ", "skipped", _EMPTY),
        case(1, "ideographic.txt", "\u3000\u00a0\u2003\n".encode() * 9, "skipped", _EMPTY),
        case(1, "marks.md", "\ufeff\n\ufeff \n".encode(), "any"),
    ]
    return found


def textless_files() -> list[BadFile]:
    """ING-13: files of a format that have no words in them."""
    image = b'<html><body><img src="a.png"><script>var a = "not words"</script></body></html>'
    mail = b"From: a@b.example\r\nTo: c@d.example\r\n\r\n\r\n"
    return [
        case(13, "image.html", image, "skipped", "no text"),
        case(13, "empty.json", b"{}", "skipped", "no text|empty"),
        case(13, "list.json", b"[[], {}, []]", "skipped", "no text|empty"),
        case(13, "commas.csv", b",,,\n,,,\n,,,\n", "skipped", "no text|empty"),
        case(13, "empty.rtf", rtf(""), "skipped", "no text|empty"),
        case(13, "empty.eml", mail, "skipped", "no text|empty"),
        case(13, "empty.odt", lambda: odt(""), "skipped", "no text|empty"),
        case(13, "empty.docx", lambda: docx([]), "skipped", "no text|empty"),
        case(13, "empty.xlsx", lambda: xlsx({"A": [], "B": []}), "skipped", "empty|no text"),
        case(13, "empty.pptx", lambda: pptx([("", [])]), "skipped", "no text|empty"),
        case(13, "rules.md", b"---\n\n***\n\n| |\n|-|\n", "any"),
    ]


def binary_files() -> list[BadFile]:
    """ING-15 and ING-10: what is no text, and text with bytes that are none."""
    spoilt = bytearray((_WORDS * 60).encode())
    for place in range(7, len(spoilt), 20):
        spoilt[place] = noise(1, place)[0]
    wrong = "is a (JPEG|PNG|GIF)|is an? [A-Z]|is not"
    return [
        case(15, "two.txt", (_WORDS * 30).encode() + b"\xff\xfa" + b" and more words.", "indexed"),
        case(15, "spoilt.txt", bytes(spoilt), "any"),
        case(15, "elf.txt", _ELF, "failed", "program|not text"),
        case(15, "elf.md", _ELF, "failed", "program|not text"),
        case(15, "elf.csv", _ELF, "failed", "program|not text"),
        case(15, "noise.txt", noise(20_000), "failed", "not text"),
        case(15, "noise.json", noise(20_000), "failed", ""),
        case(15, "noise.html", noise(20_000), "failed", ""),
        case(15, "noise.eml", noise(20_000), "failed", ""),
        case(15, "zeros.txt", bytes(50_000), "refused", "not text|no text|empty"),
        case(15, "half.txt", (_WORDS * 20).encode("utf-16-le")[:-1], "any"),
        case(15, "database.csv", b"SQLite format 3\0" + noise(3000), "failed", "database"),
        case(15, "gzip.txt", b"\x1f\x8b\x08\0" + noise(3000), "failed", "gzip"),
        case(10, "jpeg.txt", _JPEG, "failed", "JPEG"),
        case(10, "jpeg.pdf", _JPEG, "failed", wrong),
        case(10, "png.html", _PNG, "failed", "PNG"),
        case(10, "gif.md", b"GIF89a" + noise(500), "failed", "GIF"),
        case(10, "pdf.txt", lambda: pdf([["Some words on a page."]]), "failed", "is a PDF"),
        case(10, "pdf.csv", lambda: pdf([["Some words on a page."]]), "failed", "is a PDF"),
        case(10, "page.docx", b"<html><body><p>A page of words.</p></body></html>", "failed", "web page|HTML|not a Word"),
        case(10, "page.pdf", b"<!doctype html><html><body><p>A page.</p></body></html>", "failed", "web page|not a PDF"),
        case(10, "text.xlsx", b"just,some,words\n" * 9, "failed", "not an Excel"),
        case(10, "text.rtf", b"just some words\n" * 9, "failed", "not an RTF"),
        case(10, "word.pdf", lambda: docx([("Normal", "Some words.")]), "failed", "Word"),
        case(10, "sheet.docx", lambda: xlsx({"A": [["a", 1]]}), "failed", "Excel"),
        case(10, "text.json", b"these are words, no JSON", "failed", ""),
        case(10, "text.eml", b"these are words, no e-mail", "failed", "e-mail"),
    ]


def control_characters() -> list[BadFile]:
    """ING-16: characters that stores and terminals trip over."""
    controls = "".join(map(chr, [*range(1, 9), *range(14, 32), *range(127, 160)]))
    surrogates = b'{"title": "Fees\\ud800 of study", "text": "Tuition \\udfff is low. \\u0000 Rent is not."}'
    return [
        case(16, "nul.txt", (_WORDS + "\0 between. ").encode() * 20, "indexed"),
        case(16, "controls.txt", (_WORDS * 40 + controls).encode(), "indexed"),
        case(16, "many.txt", (controls * 40).encode(), "refused", "not text"),
        case(16, "surrogates.html", b"<p>One &#xD800; two &#xDFFF; three &#0; four &#x1F; words of a page.</p>", "indexed"),
        case(16, "surrogates.json", surrogates, "indexed"),
        case(16, "surrogates.jsonl", b"\n".join([surrogates, b'{"title": "\\udc00"}', surrogates]), "indexed"),
        case(16, "surrogate.txt", _WORDS.encode() + b"\xed\xa0\x80 more words.", "indexed"),
        case(16, "surrogate.rtf", rtf(r"Words \u-10240? and \u-8193? more words."), "indexed"),
        case(16, "nonchars.txt", (_WORDS + "\ufffe\uffff\U0010ffff words").encode(), "indexed"),
        case(16, "combining.txt", ("Words e" + "\u0301" * 10_000 + " and more words.").encode(), "indexed"),
        case(16, "separators.md", (_WORDS + "\u2028more\u2029words\x85here\x0b\x0c").encode(), "indexed"),
        case(16, "override.txt", (_WORDS + "\u202egnp.exe\u202c \u2066words\u2069 \u200b\u200d\ufeff").encode(), "indexed"),
        case(16, "escapes.txt", (_WORDS * 20 + "\x1b[2J\x1b]0;title\x07 words").encode(), "indexed"),
        case(16, "private.txt", (_WORDS + "\ue000\uf8ff\U000f0000 words").encode(), "indexed"),
        case(16, "nul.csv", b"name,fee\nA\0B,3000\nC,\x01\x02\n" * 9, "any"),
        case(
            16,
            "header.eml",
            b"Subject: =?utf-8?q?a=00b=0Ac?=\r\nFrom: a@b.example\r\n\r\nSome words \0 here." + _WORDS.encode(),
            "indexed",
        ),
    ]


def huge_lines() -> list[BadFile]:
    """ING-18: one line that does not end."""
    return [
        case(18, "1mb.txt", lambda: b"x" * 1_000_000, "indexed"),
        case(18, "1mb.md", lambda: b"x" * 1_000_000, "indexed"),
        case(18, "1mb.html", lambda: b"<p>" + b"x" * 1_000_000, "indexed"),
        case(18, "1mb.csv", lambda: b"a,b\n" + b"x" * 1_000_000 + b",1\n", "indexed"),
        case(18, "1mb.json", lambda: b'{"a": "' + b"x" * 1_000_000 + b'"}', "indexed"),
        case(18, "1mb.rtf", lambda: rtf("x" * 999_999 + "y"), "any"),
        case(18, "1mb.eml", lambda: eml("Words", plain="x" * 499_999 + "y"), "any"),
        case(18, "5mb.txt", lambda: b"x" * 5_000_000, "indexed", heavy=True),
        case(18, "5mb.html", lambda: b"<p>" + b"x" * 5_000_000, "indexed", heavy=True),
        case(18, "cjk.txt", lambda: "学费".encode() * 1_000_000, "indexed", heavy=True),
        case(18, "cjk.md", lambda: "学费".encode() * 1_000_000, "indexed", heavy=True),
        case(18, "words.txt", lambda: b"many words " * 400_000, "indexed", heavy=True),
        case(18, "49mb.txt", lambda: b"x" * 49_000_000, "failed", "more text than can be indexed", heavy=True),
        case(18, "49mb.html", lambda: b"<p>" + b"x" * 49_000_000, "failed", "", heavy=True),
        case(18, "49mb.csv", lambda: b"a,b\n" * 12_000_000, "failed", "", heavy=True),
        case(18, "49mb.json", lambda: b"[" + b"1," * 24_000_000 + b"1]", "failed", "", heavy=True),
        case(18, "spaces.txt", lambda: b"a" + b" " * 3_000_000 + b"b", "any", heavy=True),
        case(18, "lines.txt", lambda: b"\n" * 3_000_000 + b"words", "any", heavy=True),
    ]


def deep_nesting() -> list[BadFile]:
    """ING-19: structures that go as deep as a file allows."""
    parts = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000))
    links = b'<p>Words.</p><a href="/x">a</a>'
    return [
        case(19, "divs.html", lambda: b"<div>" * 200_000 + b"words", "any"),
        case(19, "spans.html", lambda: b"<p>" + b"<span>" * 100_000 + b"words", "any"),
        case(19, "lists.html", lambda: b"<ul><li>" * 20_000 + b"words", "any"),
        case(19, "tables.html", lambda: b"<table><tr><td>" * 5_000 + b"words", "any"),
        case(19, "arrays.json", lambda: b"[" * 100_000 + b'"words"' + b"]" * 100_000, "any"),
        case(19, "objects.json", lambda: b'{"a":' * 100_000 + b'"words"' + b"}" * 100_000, "any"),
        case(19, "open.json", lambda: b"[" * 1_000_000, "refused"),
        case(19, "shallow.json", lambda: json.dumps({"a": {"b": {"c": ["words of a value"]}}}).encode(), "indexed"),
        case(19, "quotes.md", lambda: b">" * 10_000 + b" words", "any"),
        case(19, "spaced.md", lambda: b"> " * 10_000 + b"words", "any"),
        case(19, "list.md", lambda: b"\n".join(b"  " * n + b"- words" for n in range(1500)), "any"),
        case(19, "marks.md", lambda: b"*_" * 20_000 + b"words", "any"),
        case(19, "brackets.md", lambda: b"[" * 50_000 + b"words" + b"](" * 50_000, "any"),
        case(19, "ticks.md", lambda: b"".join(b"`" * n + b" " for n in range(1500)), "any"),
        case(19, "groups.rtf", lambda: rtf("{" * 100_000 + "words" + "}" * 100_000), "any"),
        case(19, "parts.eml", lambda: b"From: a@b.example\r\n" + parts + b"\r\nwords", "any"),
        case(19, "columns.csv", lambda: b"a," * 200_000 + b"\n" + b"1," * 200_000, "any"),
        case(19, "quoted.csv", lambda: b'"' * 300_001, "any"),
        case(19, "links.html", lambda: b"<body>" + links * 300_000, "any", heavy=True),
        case(19, "40mb.html", lambda: b"<body>" + b"<p>Words of a paragraph.</p>" * 1_400_000, "refused", heavy=True),
        case(19, "list.html", lambda: b"<ul>" + b"<li>words" * 90_000, "any", heavy=True),
        case(19, "one.html", lambda: b"<p>" + b"<b>words</b>" * 400_000, "any", heavy=True),
    ]


def text_files() -> list[BadFile]:
    """All of them."""
    return [
        *empty_files(), *textless_files(), *binary_files(), *control_characters(), *huge_lines(), *deep_nesting()
    ]  # fmt: skip
