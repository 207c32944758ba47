"""Index.search with a hash embedder: ranks, provenance, weights of queries, institutions, languages, two users."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from library import Library

from index.errors import DamagedIndexError
from index.passage import Query
from index.search import Index, SearchSettings

LINLAN = "Linlan University asks a tuition of 3,000 yuan. Our office of Linlan University is at the harbour gate.\n"
ELMSAND = "Elmsand College asks a tuition of 5,000 euros. Our office of Elmsand College is at the castle gate.\n"
CHINESE = "墨川理工大学国际交流处负责留学生工作。我校学费每年两万元，奖学金由学校发放。\n"


@pytest.fixture
def index(library: Library) -> Iterator[Index]:
    library.write("linlan.txt", LINLAN)
    library.write("elmsand.txt", ELMSAND)
    library.write("mochuan.txt", CHINESE)
    for number in range(4):
        library.write(f"other{number}.txt", f"The museum number {number} shows paintings of the sea and of boats.\n")
    library.ingest()
    index = library.open()
    yield index
    index.close()


def files(index: Index, *queries: Query, k: int = 3) -> list[str]:
    return [passage.document.file for passage in index.search(queries, k)]


def test_ranks_similarities_and_exact_offsets(index: Index) -> None:
    passages = index.search(Query("museum paintings"), 5)
    assert [passage.rank for passage in passages] == [1, 2, 3, 4, 5]
    similarities = [passage.similarity for passage in passages]
    assert similarities == sorted(similarities, reverse=True)
    for passage in passages:
        assert passage.document.text[passage.chunk.start : passage.chunk.end] == passage.chunk.text
        assert -1 <= passage.dense <= 1 + 1e-6
        assert 0 <= passage.keyword <= 1
        assert set(passage.found_by) <= {"dense", "keyword"}
    assert passages[0].found_by == ("dense", "keyword")


def test_an_institution_that_is_named_comes_first(index: Index) -> None:
    assert files(index, Query("What is the tuition at Linlan?"))[0] == "linlan.txt"
    assert files(index, Query("What is the tuition at Elmsand?"))[0] == "elmsand.txt"
    assert files(index, Query("墨川理工大学的学费"))[0] == "mochuan.txt"


def test_the_bonus_of_a_named_institution_is_added(index: Index) -> None:
    def similarity(bonus: float) -> dict[str, float]:
        found = index.search(Query("the gate of Linlan University"), 7, SearchSettings(subject_bonus=bonus))
        return {passage.document.file: passage.similarity for passage in found}

    without, with_bonus = similarity(0.0), similarity(0.3)
    assert with_bonus["linlan.txt"] == pytest.approx(without["linlan.txt"] + 0.3)
    assert with_bonus["elmsand.txt"] == pytest.approx(without["elmsand.txt"])


def test_queries_are_fused_by_weight(index: Index) -> None:
    tuition, museum = "tuition of Linlan University", "museum number 2 paintings"
    assert files(index, Query(tuition, 1.0), Query(museum, 0.1))[0] == "linlan.txt"
    assert files(index, Query(tuition, 0.1), Query(museum, 1.0))[0] == "other2.txt"


def test_search_about_stays_with_the_documents_asked_for(index: Index) -> None:
    [elmsand] = index.subjects.named_in("Elmsand College").values()
    passages = index.search_about(Query("museum paintings"), elmsand, 5)
    assert {passage.document.file for passage in passages} == {"elmsand.txt"}
    assert index.search_about(Query("museum"), [], 5) == []


def test_the_words_of_the_documents(index: Index) -> None:
    assert index.holds_word("paintings")
    assert index.holds_word("painting")
    assert not index.holds_word("dentist")


def test_a_query_without_words_does_no_harm(index: Index) -> None:
    assert len(index.search(Query(""), 3)) == 3
    assert len(index.search(Query("？！"), 3)) == 3
    assert index.search([], 3) == []


def test_many_threads_get_what_one_gets(index: Index) -> None:
    questions = ["tuition of Linlan University", "Elmsand College office", "museum number 2", "墨川理工大学的学费"]
    expected = {question: files(index, Query(question)) for question in questions}
    wrong: list[str] = []

    def ask(question: str) -> None:
        for _ in range(5):
            wrong.extend([question] * (files(index, Query(question)) != expected[question]))

    threads = [threading.Thread(target=ask, args=(question,)) for question in questions * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_vectors_in_memory_stand_in_for_a_store_that_cannot_be_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.write("a.txt", "The tuition is 600 yuan a year.\n")
    library.write("b.txt", "The harbour is open in summer.\n")
    library.ingest()
    index = library.open()
    expected = [passage.chunk.id for passage in index.search(Query("tuition"), 2)]

    def gone(*_: object) -> list[tuple[str, float]]:
        message = "no segments"
        raise DamagedIndexError(message)

    monkeypatch.setattr(index._store, "nearest", gone)
    assert [passage.chunk.id for passage in index.search(Query("tuition"), 2)] == expected
    index.close()


def test_words_of_documents_are_embedded_once(library: Library) -> None:
    library.write("a.txt", "The tuition is 600 yuan a year.\n")
    library.ingest()
    index = library.open()
    before = library.embedder.embedded
    first = index.closeness("tuition", ["The tuition is 600 yuan", "the harbour", "the harbour"])
    again = index.closeness("harbour", ["the harbour", "The tuition is 600 yuan"])
    assert library.embedder.embedded - before == 2
    assert first[0] > first[1] == first[2]
    assert again[0] > again[1]
    index.close()
