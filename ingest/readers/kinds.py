"""Bytes → what kind of file they are, by their content and never by their name; a sentence for those nobody reads."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """A kind of file: its name with an article, the endings it may have, and what to do when it is not read."""

    name: str
    endings: tuple[str, ...] = ()
    advice: str = ""


_AS_TEXT = "save its text as .docx, .pdf or .txt"
PDF = Kind("a PDF", (".pdf",))
WORD = Kind("a Word file (.docx)", (".docx",))
SLIDES = Kind("a PowerPoint file (.pptx)", (".pptx",))
SHEETS = Kind("an Excel file (.xlsx)", (".xlsx",))
OPEN_TEXT = Kind("an OpenDocument text (.odt)", (".odt",))
RICH_TEXT = Kind("an RTF file", (".rtf",))
PAGE = Kind("a web page (HTML)", (".html", ".htm", ".xhtml", ".eml"))
LOCKED = Kind("password-protected", advice="save it without a password")
OLD_OFFICE = Kind("password-protected or an old Office file", advice="save it as .docx, .pptx or .xlsx without a password")
_OLD = {
    "WordDocument": Kind("an old Word file (.doc)", advice="save it as .docx"),
    "Workbook": Kind("an old Excel file (.xls)", advice="save it as .xlsx"),
    "PowerPoint Document": Kind("an old PowerPoint file (.ppt)", advice="save it as .pptx"),
    "__substg1.0_": Kind("an Outlook message (.msg)", advice="save it as .eml"),
}
_ZIP = Kind("a zip archive", (".zip",), "unpack it and add the files")
_IMAGE_ADVICE = "scan it to a PDF with text, or type its text"
_PROGRAM = Kind("a program", advice="it holds no text; leave it out")
_SIGNED: tuple[tuple[bytes, Kind], ...] = (
    (b"%PDF-", PDF),
    (b"{\\rtf", RICH_TEXT),
    (b"\x89PNG", Kind("a PNG image", advice=_IMAGE_ADVICE)),
    (b"\xff\xd8\xff", Kind("a JPEG image", advice=_IMAGE_ADVICE)),
    (b"GIF87a", Kind("a GIF image", advice=_IMAGE_ADVICE)),
    (b"GIF89a", Kind("a GIF image", advice=_IMAGE_ADVICE)),
    (b"II*\0", Kind("a TIFF image", advice=_IMAGE_ADVICE)),
    (b"MM\0*", Kind("a TIFF image", advice=_IMAGE_ADVICE)),
    (b"\x7fELF", _PROGRAM),
    (b"\xcf\xfa\xed\xfe", _PROGRAM),
    (b"\xca\xfe\xba\xbe", _PROGRAM),
    (b"\0asm", _PROGRAM),
    (b"\x1f\x8b", Kind("a gzip archive", advice="unpack it")),
    (b"7z\xbc\xaf\x27\x1c", Kind("a 7z archive", advice="unpack it")),
    (b"Rar!\x1a\x07", Kind("a RAR archive", advice="unpack it")),
    (b"SQLite format 3\0", Kind("a database", advice="export its tables as .csv")),
)
_OPEN_DOCUMENTS = {
    "application/vnd.oasis.opendocument.text": OPEN_TEXT,
    "application/vnd.oasis.opendocument.text-template": OPEN_TEXT,
    "application/vnd.oasis.opendocument.spreadsheet": Kind("an OpenDocument spreadsheet (.ods)", advice="save it as .xlsx"),
    "application/vnd.oasis.opendocument.presentation": Kind(
        "an OpenDocument presentation (.odp)", advice="save it as .pptx"
    ),
    "application/epub+zip": Kind("an e-book (.epub)", advice="save it as .html or .pdf"),
}
_MEMBERS = (
    ("xl/workbook.bin", Kind("a binary Excel file (.xlsb)", advice="save it as .xlsx")),
    ("word/", WORD),
    ("ppt/", SLIDES),
    ("xl/", SHEETS),
)
_PAGE_BEGINS = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)[\s>]", re.IGNORECASE | re.DOTALL
)
_PAGE_GOES_ON = re.compile(rb"<(?:head|body|title|meta|div|p|h1|table)[\s>]", re.IGNORECASE)
_LOOKED_AT = 4096
_JUNK_BEFORE_PDF = 1024
_UNKNOWN = Kind("")
ADVICE = {
    ".doc": "save it as .docx", ".dot": "save it as .docx", ".docm": "save it as .docx", ".pages": "save it as .docx",
    ".wps": "save it as .docx", ".xls": "save it as .xlsx", ".xlsm": "save it as .xlsx", ".xlsb": "save it as .xlsx",
    ".et": "save it as .xlsx", ".ods": "save it as .xlsx", ".numbers": "save it as .xlsx", ".ppt": "save it as .pptx",
    ".pps": "save it as .pptx", ".pptm": "save it as .pptx", ".dps": "save it as .pptx", ".odp": "save it as .pptx",
    ".key": "save it as .pptx", ".epub": "save it as .html or .pdf", ".mobi": "save it as .pdf", ".msg": "save it as .eml",
    ".mht": "save it as .html", ".mhtml": "save it as .html", ".xml": _AS_TEXT, ".yaml": _AS_TEXT, ".yml": _AS_TEXT,
    ".png": _IMAGE_ADVICE, ".jpg": _IMAGE_ADVICE, ".jpeg": _IMAGE_ADVICE, ".gif": _IMAGE_ADVICE, ".tif": _IMAGE_ADVICE,
    ".tiff": _IMAGE_ADVICE, ".bmp": _IMAGE_ADVICE, ".webp": _IMAGE_ADVICE, ".heic": _IMAGE_ADVICE,
}  # fmt: skip


def kind_of(data: bytes, suffix: str) -> Kind:
    """The kind of file that `data` is; a Kind without a name for text and what is not known.

    `suffix` decides only whether a PDF may have junk before it: a text may quote the first bytes of one.
    """
    for magic, kind in _SIGNED:
        if data.startswith(magic):
            return kind
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _kind_of_compound(data)
    if suffix == ".pdf" and b"%PDF-" in data[:_JUNK_BEFORE_PDF]:
        return PDF
    return _kind_of_structure(data)


def _kind_of_structure(data: bytes) -> Kind:
    """The kind of what has no signature of its own but a structure: images with a length, programs, web pages."""
    if data.startswith(b"BM") and len(data) == int.from_bytes(data[2:6], "little"):
        return Kind("a BMP image", advice=_IMAGE_ADVICE)
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return Kind("a WebP image", advice=_IMAGE_ADVICE)
    place = int.from_bytes(data[60:64], "little")
    if data.startswith(b"MZ") and data[place : place + 4] == b"PE\0\0":
        return _PROGRAM
    beginning = data[:_LOOKED_AT].removeprefix(b"\xef\xbb\xbf")
    if _PAGE_BEGINS.match(beginning) and _PAGE_GOES_ON.search(beginning):
        return PAGE
    return _UNKNOWN


def _kind_of_zip(data: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            mimetype = archive.getinfo("mimetype") if "mimetype" in names else None
            said = archive.read(mimetype) if mimetype and mimetype.file_size < _LOOKED_AT else b""
    except Exception:  # noqa: BLE001 - zipfile raises a dozen kinds; a broken archive is told by the reader
        return _ZIP
    kind = _OPEN_DOCUMENTS.get(said.decode("latin-1").strip())
    if kind:
        return kind
    return next((kind for member, kind in _MEMBERS if any(name.startswith(member) for name in names)), _ZIP)


def _kind_of_compound(data: bytes) -> Kind:
    """Before 2007 Office kept everything in one container; a password puts a new file into it too."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return LOCKED
    return next((kind for name, kind in _OLD.items() if name.encode("utf-16-le") in data), OLD_OFFICE)
