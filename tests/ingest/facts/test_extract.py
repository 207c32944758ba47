"""All facts of a document: in order, each once, not too many, and every one with its words inside the document."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pages import document

from ingest.chunking import chunk
from ingest.describe import describe
from ingest.document import Document, document_from
from ingest.errors import NothingToReadError, UnreadableError
from ingest.facts import extract
from ingest.facts.extract import facts_of
from ingest.facts.fact import KINDS, Fact, Value, fact_from, unique
from ingest.readers import read
from ingest.reply import ReadFile, packed, unpacked
from ingest.sandbox import Sandbox

CORPUS = Path(__file__).parents[3] / "corpus"
PAGE = """# Velmora University: partners and news of 2026

Velmora University has 45 partner universities in 20 countries.

| University | Country | Since |
|---|---|---|
| Ostrel University | Germany | 2014 |

- 12 May: Orientation Day
- Velmora Bridge Scholarship: 20 places
"""


def check(page: Document, facts: tuple[Fact, ...]) -> None:
    """What holds for the facts of every document."""
    assert len(facts) <= extract.MOST_FACTS
    assert len(set(facts)) == len(facts)
    assert [fact.start for fact in facts] == sorted(fact.start for fact in facts)
    for fact in facts:
        assert fact.kind in KINDS
        assert fact.name.strip()
        assert "\n" not in fact.name
        for start, end in [(fact.start, fact.end), *((value.start, value.end) for value in fact.values)]:
            assert 0 <= start < end <= len(page.text), fact
            assert page.text[start:end].strip(), fact
        if fact.kind == "figure":
            assert fact.get("number").isdigit()


@pytest.fixture(scope="module")
def corpus() -> Iterator[list[Document]]:
    """The documents of ours, as a child process reads them."""
    with Sandbox() as sandbox:
        yield [
            sandbox.read(path, document_id=path.name, source="corpus", file=path.name).document
            for path in sorted(CORPUS.iterdir())
            if path.is_file()
        ]


def test_every_fact_of_our_documents_has_its_words(corpus: list[Document]) -> None:
    assert len(corpus) >= 16
    for page in corpus:
        check(page, page.facts)
    told = {fact.kind for page in corpus for fact in page.facts}
    assert told == set(KINDS)


def test_a_child_sends_the_facts_that_are_found_here(corpus: list[Document]) -> None:
    for page in corpus:
        assert page.facts == facts_of(page), page.file


def test_the_facts_of_a_page() -> None:
    page = document(PAGE, subject="Velmora University")
    facts = facts_of(page)
    check(page, facts)
    assert {(fact.kind, fact.name) for fact in facts if fact.kind != "figure"} == {
        ("partner", "Ostrel University"),
        ("event", "Orientation Day"),
        ("program", "Velmora Bridge Scholarship"),
    }
    assert sorted(fact.get("number") for fact in facts if fact.kind == "figure") == ["20", "20", "45"]


def test_described_documents_have_them() -> None:
    page = describe(read("a.md", PAGE.encode()), document_id="d", source="/s", file="a.md", content_hash="h")
    assert page.facts == facts_of(page)
    assert {fact.kind for fact in page.facts} == set(KINDS)


def test_they_come_back_from_a_reply_and_from_json() -> None:
    page = document(PAGE)
    found = ReadFile(page, tuple(chunk(page)), "0" * 64)
    assert len(page.facts) >= 5
    assert unpacked(bytearray(packed(found))) == found
    back = document_from(json.loads(json.dumps(asdict(page), ensure_ascii=False)))
    assert back == page
    assert back.facts == page.facts


def test_a_document_written_before_there_were_facts_has_none() -> None:
    fields = json.loads(json.dumps(asdict(document(PAGE))))
    del fields["facts"]
    assert document_from(fields) == replace(document(PAGE), facts=())


def test_values_of_a_fact() -> None:
    values = (Value("country", "DE", 1, 2), Value("partner", "A", 3, 4), Value("partner", "B", 5, 6))
    fact = Fact("program", "X", 0, 9, values)
    assert (fact.get("country"), fact.get("partner"), fact.get("since")) == ("DE", "A", "")
    assert (fact.all("partner"), fact.all("since")) == (["A", "B"], [])
    assert fact_from(asdict(fact)) == fact


def test_each_once_in_the_order_of_the_text() -> None:
    one, two, three = Fact("partner", "B", 4, 9), Fact("partner", "A", 4, 9), Fact("event", "C", 0, 3)
    assert unique([one, two, one, three]) == (three, two, one)


def test_not_more_than_the_most(monkeypatch: pytest.MonkeyPatch) -> None:
    page = document("# Partner universities\n\n" + "".join(f"- Ostrel {letter}nick University\n" for letter in "ABCDEFGHIJ"))
    assert len(facts_of(page)) == 10
    monkeypatch.setattr(extract, "MOST_FACTS", 4)
    assert [fact.name for fact in facts_of(page)] == [f"Ostrel {letter}nick University" for letter in "ABCD"]


def check_text(text: str) -> None:
    try:
        page = document(text)
    except (UnreadableError, NothingToReadError):
        return
    check(page, facts_of(page))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text(text: str) -> None:
    check_text(text)


PIECES = (
    "# |## |- |\n|\n\n|Germany|德国|：|:|University |University of |Ostrel |大学|学院|合作|partner |agreement |signed |12 May |2026 |8–19 July |"
    "5月14日|2026年|Forum |Summer School |Scholarship |奖学金|“|”|(|)|（|）|,|、|，|。|. |45 |students |1,200|二十|所|高校|more than |and |"
    "Network |until |31.02.|12.–15.05.2026|\u00a0|\t|2+2|项目|İ|ß|𠮷|\u0301|\u2028|９|²|٣|to |Last updated: "
).split("|")  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(
    st.lists(st.sampled_from([*PIECES, "| Partner | Country |\n|---|---|\n", "| ", " | ", " |\n"]), max_size=40).map("".join)
)
def test_any_words(text: str) -> None:
    check_text(text)
