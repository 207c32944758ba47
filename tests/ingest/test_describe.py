"""What a document gets beside its text: title, language, date, subject."""

from __future__ import annotations

from ingest.describe import describe
from ingest.document import Document
from ingest.readers import read


def described(file: str, text: str) -> Document:
    return describe(read(file, text.encode()), document_id="1", source="/s", file=file, content_hash="h")


def test_the_readers_title_comes_first() -> None:
    assert described("a.md", "# Summer *School*\n\nText.").title == "Summer School"


def test_else_the_first_heading() -> None:
    assert (
        described("a.txt", "Summer School\n\nOur school runs in July and is open to students of all countries.").title
        == "Summer School"
    )


def test_else_the_beginning_of_the_first_sentence() -> None:
    assert described("a.txt", "The office is open. It closes at five.").title == "The office is open."
    assert described("a.txt", "国际处九点上班。五点下班。").title == "国际处九点上班。"


def test_a_long_title_is_cut_at_a_word() -> None:
    title = described("a.txt", "word " * 60 + "end.").title
    assert title == " ".join(["word"] * 22) + "…"  # 22 · 5 = 110 characters with the space
    assert len(title) == 110


def test_language_date_and_subject() -> None:
    document = described("a.txt", "通知\n\n临澜大学国际交流处负责外事工作。我校欢迎各国同学前来学习。\n\n2026年9月1日\n")
    assert (document.language, document.date) == ("zh", "2026-09-01")
    assert document.subject is not None
    assert document.subject.name == "临澜大学"
    assert (document.id, document.source, document.file, document.content_hash) == ("1", "/s", "a.txt", "h")


def test_the_page_of_an_offset() -> None:
    document = described("a.txt", "Some text.")
    assert document.page_of(3) is None
    paged = Document(**{**document.__dict__, "page_starts": (0, 4, 8)})
    assert [paged.page_of(offset) for offset in (0, 3, 4, 9)] == [1, 1, 2, 3]
