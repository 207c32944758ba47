"""The table of formats: suffix → reader. A reader turns bytes into a Reading and touches no file, no network."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from ingest.document import Reading
from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers.docx import read_docx
from ingest.readers.html import read_html
from ingest.readers.markdown import read_markdown
from ingest.readers.pdf import read_pdf
from ingest.readers.plain import read_plain

READERS: dict[str, Callable[[bytes], Reading]] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".pdf": read_pdf,
    ".docx": read_docx,
}
_MAGIC: tuple[tuple[bytes, str, set[str]], ...] = (
    (b"%PDF-", "PDF", {".pdf"}),
    (b"PK\x03\x04", "zip archive", {".docx"}),
    (b"\x89PNG", "PNG image", set()),
)
_MAGIC_MORE = (
    (b"\xff\xd8\xff", "JPEG image"),
    (b"GIF8", "GIF image"),
    (b"\x7fELF", "program"),
    (b"\xd0\xcf\x11\xe0", "old Office file"),
)


def is_readable(file: str) -> bool:
    """Whether there is a reader for the suffix of `file`."""
    return PurePath(file).suffix.lower() in READERS


def read(file: str, data: bytes) -> Reading:
    """What the reader for the suffix of `file` makes of `data`.

    Raises: UnreadableError when no reader fits, the content is of another kind, or the reader fails;
    NothingToReadError when there is no text. The messages go on from the file's name: "… is damaged".
    """
    suffix = PurePath(file).suffix.lower()
    if suffix not in READERS:
        message = f"has the ending {suffix or '(none)'}, which no reader knows; known are {', '.join(READERS)}."
        raise UnreadableError(message)
    if not data.strip():
        message = "is empty."
        raise NothingToReadError(message)
    _check_content(suffix, data)
    reading = READERS[suffix](data)
    if not reading.blocks or not reading.text.strip():
        message = "holds no text."
        raise NothingToReadError(message)
    return reading


def _check_content(suffix: str, data: bytes) -> None:
    for magic, kind, suffixes in (*_MAGIC, *((magic, kind, set[str]()) for magic, kind in _MAGIC_MORE)):
        if data.startswith(magic) and suffix not in suffixes and not (suffix == ".docx" and kind == "old Office file"):
            message = f"is a {kind}, not what its ending {suffix} says; rename it."
            raise UnreadableError(message)
    if suffix == ".pdf" and b"%PDF-" not in data[:1024]:
        message = "is not a PDF inside; rename it or save it again."
        raise UnreadableError(message)
