"""PDF → Reading: the text layer page by page, wrapped lines joined, running headers and page numbers left out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ingest.document import Block, Reading
from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers.assembly import Assembly
from ingest.readers.ocr import Ocr
from ingest.readers.pdf_lines import page_text
from ingest.readers.pdf_unseen import take_unseen
from ingest.readers.structure import blocks_of

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MARGIN_LINES = 3  # running headers and footers stand within this many lines of the page's edge
_MOST_PAGES = 5000
_PAGE_NUMBER = re.compile(
    r"(?<=page )\d+(?: (?:of|/) \d+)?|(?<=第)\s*\d+\s*(?=页)|(?<=共)\s*\d+\s*(?=页)|^\W{0,3}\d{1,4}(?: ?(?:/|of) ?\d+)?\W{0,3}$|"
    r"(?<=[^\d\W] \| )\d{1,4}$|^\d{1,4}(?= \| [^\d\W])|(?<=[^\d\W] )\d{1,4}$|^\d{1,4}(?= [^\d\W])",
    re.IGNORECASE,
)
_LEAST_LETTERS = 8
_MOST_NAMED = 20
_JUNK_TITLE = re.compile(r"^(untitled|microsoft word|.*\.(docx?|pdf|indd|xlsx?)$|document\d*$)", re.IGNORECASE)
_CJK_BREAK = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef])\n(?=[\u3000-\u9fff\uff00-\uffef])")
_HYPHEN_BREAK = re.compile(r"(?<=[a-zß-ÿ])[-\u00ad\ufffe\x02]\n(?=[a-zß-ÿ])")


@dataclass
class _Pages:
    """The text of each page, and what is to be told of the pages by their numbers."""

    texts: list[str] = field(default_factory=list)
    title: str = ""
    hidden: list[str] = field(default_factory=list)
    by_ocr: list[int] = field(default_factory=list)
    unread: list[int] = field(default_factory=list)
    empty: list[int] = field(default_factory=list)

    @property
    def warnings(self) -> tuple[str, ...]:
        told = []
        if self.by_ocr:
            told.append(f"{_named(self.by_ocr)} {'were' if len(self.by_ocr) > 1 else 'was'} read by OCR")
        if self.unread:
            told.append(f"{_named(self.unread)}: no time was left for OCR")
        if self.empty:
            told.append(f"{_named(self.empty)} {'have' if len(self.empty) > 1 else 'has'} no text")
        return tuple(told)


def read_pdf(data: bytes) -> Reading:
    """The text of a PDF with the offset of each page; pages that are images are read by OCR where it is installed.

    Raises: UnreadableError when it is encrypted or damaged; NothingToReadError when no page has any text.
    """
    ocr = Ocr()
    pages = _read_pages(data, ocr)
    running = _running_lines(pages.texts)
    assembly = Assembly()
    site: list[str] = []
    for page in pages.texts:
        assembly.turn_page()
        lines = page.split("\n")
        left_out = {number for number in _margins(lines) if _key(lines[number]) in running}
        site.extend(lines[number] for number in sorted(left_out))
        body = "\n".join(line for number, line in enumerate(lines) if number not in left_out)
        for block in blocks_of(body):
            _add(assembly, block, body)
    text = assembly.text
    if sum(c.isalpha() for c in text) < _LEAST_LETTERS:
        needs = "and OCR found none either" if ocr.is_installed else "it needs OCR (install tesseract)"
        message = f"holds no text, only images; {needs}."
        raise NothingToReadError(message)
    for words in pages.hidden:
        assembly.hide(words)
    return Reading(
        text=text,
        blocks=assembly.blocks,
        title=pages.title if pages.title and not _JUNK_TITLE.match(pages.title) else assembly.first_heading(),
        site="\n".join(dict.fromkeys(site)),
        page_starts=assembly.page_starts,
        hidden=assembly.hidden,
        warnings=pages.warnings,
    )


def _read_pages(data: bytes, ocr: Ocr) -> _Pages:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as pdf:
            return _pages_of(pdf, ocr)
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower()
        message = "is password-protected; save it without one." if is_locked else "is damaged or not a PDF."
        raise UnreadableError(message) from error


def _pages_of(pdf: PdfDocument, ocr: Ocr) -> _Pages:
    if len(pdf) > _MOST_PAGES:
        message = f"has {len(pdf)} pages, more than {_MOST_PAGES}; split it."
        raise UnreadableError(message)
    pages = _Pages(title=str(pdf.get_metadata_value("Title") or "").strip())
    for number in range(len(pdf)):
        page = pdf[number]
        pages.hidden.extend(take_unseen(page))
        text = page_text(page.get_textpage())
        if not text.strip():
            text = ocr.text_of(page)
            told = pages.by_ocr if text else pages.unread if ocr.is_late else pages.empty
            told.append(number + 1)
        pages.texts.append(text)
        page.close()
    return pages


def _named(numbers: list[int]) -> str:
    """The pages by their numbers: "page 3", "pages 1, 2"; many are counted, the first of them named."""
    shown = ", ".join(map(str, numbers[:_MOST_NAMED])) + (" …" if len(numbers) > _MOST_NAMED else "")
    return f"{'pages' if len(numbers) > 1 else 'page'} {shown}"


def _running_lines(pages: list[str]) -> set[str]:
    """Lines at the edges that come again on at least half of the pages, but for the page number."""
    if len(pages) < 2:  # noqa: PLR2004 - one page repeats nothing
        return set()
    counts: Counter[str] = Counter()
    for page in pages:
        lines = page.split("\n")
        counts.update({_key(lines[number]) for number in _margins(lines)})
    return {key for key, count in counts.items() if count >= max(2, len(pages) / 2) and key}


def _margins(lines: list[str]) -> set[int]:
    """The numbers of the lines at the page's edges."""
    filled = [number for number, line in enumerate(lines) if line.strip()]
    return {*filled[:_MARGIN_LINES], *filled[-_MARGIN_LINES:]}


def _key(line: str) -> str:
    """The line without its page number; other numbers stay, for rows of figures look alike without them."""
    return _PAGE_NUMBER.sub("#", " ".join(line.split()))


def _add(assembly: Assembly, block: Block, body: str) -> None:
    words = _HYPHEN_BREAK.sub("", body[block.start : block.end])
    words = _CJK_BREAK.sub("", words).replace("\n", " ")
    assembly.add(block.kind, words, level=block.level, header=block.header)
