"""The table of formats: suffix → reader. A reader turns bytes into a Reading and touches no file, no network."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath

from ingest.document import Reading
from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers.csv_rows import read_csv
from ingest.readers.docx import read_docx
from ingest.readers.doubts import doubts
from ingest.readers.eml import read_eml
from ingest.readers.html import read_html
from ingest.readers.json_values import read_json
from ingest.readers.kinds import ADVICE, LOCKED, OLD_OFFICE, kind_of
from ingest.readers.markdown import read_markdown
from ingest.readers.odt import read_odt
from ingest.readers.pdf import read_pdf
from ingest.readers.plain import read_plain
from ingest.readers.pptx import read_pptx
from ingest.readers.rtf import read_rtf
from ingest.readers.unseen import listed, seen, unseen
from ingest.readers.xlsx import read_xlsx

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
    ".pptx": read_pptx,
    ".xlsx": read_xlsx,
    ".odt": read_odt,
    ".rtf": read_rtf,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".json": read_json,
    ".jsonl": read_json,
    ".ndjson": read_json,
    ".eml": read_eml,
}
_PROGRAMS = {
    ".pdf": "a PDF",
    ".docx": "a Word file",
    ".pptx": "a PowerPoint file",
    ".xlsx": "an Excel file",
    ".odt": "an OpenDocument text",
    ".rtf": "an RTF file",
}


def is_readable(file: str) -> bool:
    """Whether there is a reader for the suffix of `file`."""
    return PurePath(file).suffix.lower() in READERS


def why_unreadable(file: str) -> str:
    """What to tell whoever offers a file whose suffix no reader knows, and as what to save it: "has the ending .doc, …"."""
    suffix = PurePath(file).suffix.lower()
    told = f"has the ending {suffix or '(none)'}, which no reader knows; "
    return told + (f"{ADVICE[suffix]}." if suffix in ADVICE else f"known are {', '.join(READERS)}.")


def read(file: str, data: bytes) -> Reading:
    """What the reader for the suffix of `file` makes of `data`.

    Raises: UnreadableError when no reader fits, the content is of another kind, or the reader fails;
    NothingToReadError when there is no text. The messages go on from the file's name: "… is damaged".
    """
    suffix = PurePath(file).suffix.lower()
    if suffix not in READERS:
        raise UnreadableError(why_unreadable(file))
    if not data.strip():
        message = "is empty."
        raise NothingToReadError(message)
    _check_content(suffix, data)
    reading = READERS[suffix](data)
    if not reading.blocks or not reading.text.strip():
        message = "holds no text."
        raise NothingToReadError(message)
    return replace(
        reading,
        title=seen(reading.title),
        link=seen(reading.link),
        site=seen(reading.site),
        hidden=listed([*reading.hidden, *unseen(reading.text)]),
        warnings=(*reading.warnings, *doubts(reading.text)),
    )


def _check_content(suffix: str, data: bytes) -> None:
    """A file is what its content is; a name that says another thing is told, not believed."""
    kind = kind_of(data, suffix)
    if suffix in kind.endings:
        return
    if kind.endings and kind.endings[0] in READERS:
        message = f"is {kind.name}, not what its ending {suffix} says; rename it."
    elif kind in {LOCKED, OLD_OFFICE}:
        message = f"is {kind.name}; {kind.advice}."
    elif kind.name:
        message = f"is {kind.name}, which no reader knows; {kind.advice}."
    elif suffix in _PROGRAMS:
        message = f"is not {_PROGRAMS[suffix]} inside; rename it or save it again."
    else:
        return
    raise UnreadableError(message)
