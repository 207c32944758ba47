"""The keyword leg: shares of a query met, in any script, with slips of the pen put right."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.errors import DamagedIndexError
from index.keyword import KeywordSearch, KeywordWriter

CHUNKS = {
    "fees": "Tuition costs 3,000 yuan a year for exchange students.",
    "housing": "Housing is free; students live on the campus.",
    "summer": "暑期学校在七月举行，欢迎各国同学报名。",
    "mou": "The memorandum with Serravela was signed in 2013.",
    "visa": "The embassy gives the visa after the letter of admission.",
    "double": "The 2+2 program leads to two degrees.",
    "harbour": "Excursions go to the harbour and to the museum.",
}


@pytest.fixture(scope="module")
def keyword(tmp_path_factory: pytest.TempPathFactory) -> KeywordSearch:
    path = tmp_path_factory.mktemp("keyword") / "keyword.sqlite"
    written(path, CHUNKS)
    return KeywordSearch(path)


def written(path: Path, chunks: dict[str, str]) -> None:
    writer = KeywordWriter(path)
    writer.add((row, chunk_id, text) for row, (chunk_id, text) in enumerate(chunks.items()))
    writer.close()


def best(keyword: KeywordSearch, query: str) -> str:
    return (keyword.search(query, 3) or [("", 0.0)])[0][0]


@pytest.mark.parametrize(
    ("query", "chunk"),
    [
        ("What is the tuition?", "fees"),
        ("3000 yuan", "fees"),
        ("excursion to museums", "harbour"),
        ("暑期学校什么时候", "summer"),
        ("2+2", "double"),
        ("Who signed the memoranda with Serravela", "mou"),
        ("MEMORANDUM", "mou"),
    ],
)
def test_the_right_chunk_comes_first(keyword: KeywordSearch, query: str, chunk: str) -> None:
    assert best(keyword, query) == chunk


@pytest.mark.parametrize(
    ("query", "chunk"), [("Serravella", "mou"), ("tuiton", "fees"), ("memoramdun", "mou"), ("embasy", "visa")]
)
def test_a_slip_is_put_right(keyword: KeywordSearch, query: str, chunk: str) -> None:
    assert best(keyword, query) == chunk


def test_a_correction_counts_less_than_the_word_as_written(keyword: KeywordSearch) -> None:
    assert keyword.weighted_words("serravela tuiton") == {"serravela": 1.0, "tuition": 0.7}


@pytest.mark.parametrize("query", ["visas", "fee", "visit", "Elmsand"])
def test_known_short_or_far_words_are_not_corrected(keyword: KeywordSearch, query: str) -> None:
    assert 0.7 not in keyword.weighted_words(query).values()


def test_the_similarity_is_the_share_of_the_query_met(keyword: KeywordSearch) -> None:
    [(_, whole)] = keyword.search("memorandum", 1)
    [(chunk, half)] = keyword.search("memorandum zzz", 1)
    n, found = len(CHUNKS), 1
    met = math.log((n - found + 0.5) / (found + 0.5))  # inverse document frequency of a word in one chunk
    absent = math.log((n - 0 + 0.5) / (0 + 0.5))  # of a word in none
    assert chunk == "mou"
    assert half == pytest.approx(whole * met / (met + absent))
    assert 0 < half < whole <= 1


def test_best_first_at_most_k_and_within_range(keyword: KeywordSearch) -> None:
    found = keyword.search("students of the campus pay tuition", 2)
    assert len(found) == 2
    assert 1 >= found[0][1] >= found[1][1] > 0


def test_nothing_is_found_by_nothing(keyword: KeywordSearch) -> None:
    assert keyword.search("", 5) == keyword.search("!?", 5) == keyword.search("zzzz", 5) == []


def test_holds(keyword: KeywordSearch) -> None:
    assert keyword.holds("museum")
    assert not keyword.holds("dentist")


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    written(tmp_path / "k", {})
    assert KeywordSearch(tmp_path / "k").search("anything", 3) == []


def test_a_damaged_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "k").write_bytes(b"not a database" * 100)
    with pytest.raises(DamagedIndexError, match="tongwen repair"):
        KeywordSearch(tmp_path / "k")
    with pytest.raises(DamagedIndexError, match="tongwen repair"):
        KeywordSearch(tmp_path / "absent")


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    '"',
                    "'",
                    "*",
                    "NEAR",
                    "AND",
                    "OR NOT",
                    "(",
                    ":",
                    "^",
                    "-",
                    "id:",
                    "\0",
                    "学",
                    "ﬁ",
                    "½",
                    "Ⅷ",
                    "\u0301",
                    "\ud800",
                ]
            ),
            max_size=12,
        ).map(" ".join),
    )
)
def test_no_query_fails(keyword: KeywordSearch, query: str) -> None:
    assert all(0 <= share <= 1 for _, share in keyword.search(query, 5))
