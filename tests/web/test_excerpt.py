"""Quotes in their surroundings: the document's own words, each quote wholly marked."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from assistant.turn import Citation
from assistant.web.excerpt import excerpts
from tests.web.scripted import COUNT, PARTNER_LIST, TABLE, citation, document, passage

WORDS = st.text(alphabet="ab。 \n学", min_size=1, max_size=900)


@st.composite
def cited(draw):
    whole = passage(document("any.txt", draw(WORDS)))
    length = len(whole.document.text)
    citations = []
    for marker in range(1, draw(st.integers(1, 4)) + 1):
        start = draw(st.integers(0, length - 1))
        end = draw(st.integers(start + 1, length))
        citations.append(Citation(marker, whole, whole.document.text[start:end], start, end))
    return citations


@given(cited())
def test_an_excerpt_is_the_documents_words_and_each_quote_is_marked(citations):
    text = citations[0].passage.document.text
    found = excerpts(citations)
    assert all("".join(piece.text for piece in one.pieces) == text[one.start : one.end] for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
    for one in citations:
        marked = "".join(piece.text for part in found for piece in part.pieces if one.marker in piece.markers)
        assert marked == one.quote
        begins = [piece for part in found for piece in part.pieces if one.marker in piece.begins]
        assert len(begins) == 1


def test_a_quote_stands_in_its_surroundings():
    (one,) = excerpts([citation(1, COUNT, "47 partner universities")])
    assert [piece.text for piece in one.pieces][1] == "47 partner universities"
    assert one.pieces[0].text == "Linlan University has valid agreements with "
    assert not one.is_cut_before
    assert not one.is_cut_after


def test_the_surroundings_end_at_the_passage():
    (one,) = excerpts([citation(1, COUNT, "older leaflets say.")])
    assert one.end == COUNT.chunk.end


def test_rows_of_one_table_are_one_excerpt_and_far_quotes_two():
    rows = [citation(1, TABLE, "| Elmsand"), citation(2, TABLE, "| Universidade")]
    assert len(excerpts(rows)) == 1
    far = passage(document("far.txt", "first words. " + "filling words, " * 60 + "last words."))
    first, last = excerpts([citation(1, far, "first words"), citation(2, far, "last words")])
    assert first.is_cut_after
    assert last.is_cut_before
    assert len(first.pieces[-1].text) < 200


def test_a_quote_outside_its_chunk_is_shown_all_the_same():
    elsewhere = replace(citation(1, TABLE, "24 partners"), start=0, end=7, quote=PARTNER_LIST.text[:7])
    (one, *_) = excerpts([elsewhere])
    assert one.start == 0


def test_overlapping_quotes_share_their_words():
    quotes = [citation(1, COUNT, "47 partner universities"), citation(2, COUNT, "partner universities in 21 countries")]
    (one,) = excerpts(quotes)
    assert [(piece.text, piece.markers) for piece in one.pieces if piece.markers] == [
        ("47 ", (1,)),
        ("partner universities", (1, 2)),
        (" in 21 countries", (2,)),
    ]
