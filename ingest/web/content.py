"""An answer of a server → the suffix of its reader and its bytes, or why it is no page. Touches no network, no file."""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from pathlib import PurePosixPath

from ingest.readers import is_readable
from ingest.web.address import Address
from ingest.web.errors import FailedError, GoneError, SkippedError, UnansweredError
from ingest.web.fetch import Answer
from ingest.web.markup import is_login_form

_OFFICE = "application/vnd.openxmlformats-officedocument"
_SUFFIXES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "application/x-pdf": ".pdf",
    f"{_OFFICE}.wordprocessingml.document": ".docx",
    f"{_OFFICE}.presentationml.presentation": ".pptx",
    f"{_OFFICE}.spreadsheetml.sheet": ".xlsx",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/rtf": ".rtf",
    "text/rtf": ".rtf",
}
_SAY_NOTHING = {"", "application/octet-stream", "binary/octet-stream", "application/download", "application/x-download",
                "application/force-download", "application/zip", "application/x-zip-compressed"}  # fmt: skip
_NEVER_TEXT = {"image", "video", "audio", "font"}
_TEXTS = {".html", ".txt", ".md", ".csv", ".tsv"}
_IN_ARCHIVE = (("word/", ".docx"), ("ppt/", ".pptx"), ("xl/", ".xlsx"))
_HTML_START = re.compile(rb"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_LOGIN = re.compile(r"(?:^|[/._-])(?:log-?in|sign-?in|sso|shibboleth|cas)(?:$|[/._-])", re.IGNORECASE)
_CHARSET = re.compile(r"""charset\s*=\s*["']?([A-Za-z0-9_:.+-]{2,40})""", re.IGNORECASE)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,24})""", re.IGNORECASE)
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Source: https://encoding.spec.whatwg.org/#names-and-labels, for what the web calls by a narrower name.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254",
              "shift_jis": "cp932", "euc_kr": "cp949", "big5": "big5hkscs", "tis-620": "cp874"}  # fmt: skip
_SEVEN_BITS = ("iso2022", "hz", "utf-16", "utf-32")  # their bytes can pass for UTF-8
_NO_CHARSETS = {"utf-7", "unicode-escape", "raw-unicode-escape", "punycode", "idna", "undefined"}
_FOUND, _TROUBLE = 200, 500
_GONE, _CLOSED, _TOO_MANY = {404, 410}, {401, 402, 403, 407, 511}, 429


def document_in(answer: Answer, asked: Address) -> tuple[str, bytes]:
    """The suffix of the reader to use and the bytes of a document, text in UTF-8 where its charset was told.

    Raises: GoneError, FailedError, SkippedError with the reason why the answer to `asked` is no document.
    """
    check_status(answer.status)
    if answer.address.path != asked.path and _LOGIN.search(answer.address.path) and not _LOGIN.search(asked.path):
        message = "redirects to a login page; only public pages are read."
        raise FailedError(message)
    if not answer.body.strip():
        message = "is empty."
        raise FailedError(message)
    suffix = _suffix(answer)
    if not is_readable(f"page{suffix}"):
        message = f"is of a kind that no reader knows ({suffix})."
        raise SkippedError(message)
    data = _in_utf8(answer) if suffix in _TEXTS else answer.body
    if suffix == ".html" and is_login_form(data):
        message = "is a login page; only public pages are read."
        raise FailedError(message)
    return suffix, data


def check_status(status: int) -> None:
    """Passes status 200 alone.

    Raises: GoneError, FailedError with what any other status means for the page.
    """
    if status == _FOUND:
        return
    if status in _GONE:
        message = f"is gone ({status})."
        raise GoneError(message)
    if status == _TOO_MANY:
        message = "asks for fewer requests; try again later."
        raise UnansweredError(message)
    if status in _CLOSED:
        message = f"needs a login or is closed to programs ({status}); save it as a file instead."
    elif status >= _TROUBLE:
        message = f"is on a server with trouble of its own ({status}); try again later."
    else:
        message = f"gave no page but the status {status}."
    raise FailedError(message)


def _suffix(answer: Answer) -> str:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    data = answer.body
    told = PurePosixPath(answer.address.path).suffix.lower()
    if kind.partition("/")[0] in _NEVER_TEXT:
        message = f"is no text ({kind[:60]})."
        raise FailedError(message)
    if data.startswith(b"%PDF-"):
        return ".pdf"
    suffix = _SUFFIXES.get(kind, "")
    if suffix == ".pdf" and b"%PDF-" not in data[:1024]:
        message = "is not the PDF that its server says it is."
        raise FailedError(message)
    if suffix == ".txt" and told in _TEXTS - {".html"}:
        return told
    if not suffix and kind in _SAY_NOTHING:
        suffix = _suffix_by_bytes(data, told)
    if not suffix:
        message = f"is of a kind that no reader knows ({kind[:60] or 'not told'})."
        raise SkippedError(message)
    return suffix


def _suffix_by_bytes(data: bytes, told: str) -> str:
    if data.startswith(b"PK\x03\x04"):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
            names = []
        return next((suffix for start, suffix in _IN_ARCHIVE if any(name.startswith(start) for name in names)), "")
    if _HTML_START.match(data, 0, 4_096):
        return ".html"
    return told if told in _TEXTS and b"\0" not in data[:4_096] else ""


def _in_utf8(answer: Answer) -> bytes:
    """The bytes as UTF-8 when the server told a charset that fits them; else as they came, for the reader to detect.

    Many servers tell ISO-8859-1 for whatever they send: bytes that are UTF-8, or a page that says otherwise, win.
    """
    data = answer.body
    found = _CHARSET.search(answer.headers.get("content-type", ""))
    try:
        charset = codecs.lookup(found[1]).name if found else ""
    except LookupError:
        return data
    if not charset or charset in _NO_CHARSETS or charset.startswith("utf-8") or data.startswith(_MARKS):
        return data
    if not charset.startswith(_SEVEN_BITS) and _decodes(data, "utf-8"):
        return data
    charset = _SUPERSETS.get(charset, charset)
    if charset == "cp1252" and _DECLARED.search(data[:2_048]):
        return data
    try:
        return data.decode(charset).encode("utf-8")
    except (UnicodeError, LookupError):
        return data


def _decodes(data: bytes, charset: str) -> bool:
    try:
        data.decode(charset)
    except UnicodeDecodeError:
        return False
    return True
