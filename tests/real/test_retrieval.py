"""The sample corpus with the real embedding model: questions of both languages find the right file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import Settings
from index.embedding import DEFAULT_MODEL, open_embedder
from index.errors import WeightsError
from index.generation import Generations
from index.passage import Query
from index.search import Index
from index.shelf import GenerationShelf
from ingest.refresh import refresh
from ingest.sandbox import Sandbox
from ingest.sources import source_of

pytestmark = [pytest.mark.real, pytest.mark.filterwarnings("default")]

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    try:
        embedder = open_embedder(DEFAULT_MODEL, Settings().cache, offline=True)
    except WeightsError as error:
        pytest.skip(str(error))
    generations = Generations(tmp_path_factory.mktemp("real") / "data")
    with Sandbox() as sandbox:
        report = refresh(
            [source_of(CORPUS)], GenerationShelf(generations, lambda: embedder), sandbox, progress=lambda *_: None
        )
    assert report.exit_code == 0
    assert report.failed == []
    assert report.added == len(list(CORPUS.iterdir()))
    index = generations.open(embedder)
    yield index
    index.close()


@pytest.mark.parametrize(
    ("question", "file"),
    [
        ("When does the International Office in Elmsand close at the end of 2026?", "elmsand-office-closing-notice.txt"),
        ("埃尔姆桑德的国际办公室年底什么时候关门？", "elmsand-office-closing-notice.txt"),
        ("Who approves a memorandum of understanding at Serravela?", "serravela-agreement-procedure.md"),
        ("塞拉维拉大学签订国际协议要走哪些步骤？", "serravela-agreement-procedure.md"),
        ("What age limit holds for Mochuan's scholarships?", "mochuan-scholarships-2027-zh.md"),
        ("墨川理工大学奖学金对HSK有什么要求？", "mochuan-scholarships-2027-zh.md"),
        ("临澜大学夏季学校2027年在哪里举行？", "linlan-summer-school-2027-zh.txt"),
        ("Which partner university does Linlan have in Africa?", "linlan-partners-2025.md"),
        ("临澜大学在非洲有合作大学吗？", "linlan-partners-2025.md"),
        ("What does the Atlantic Summer School 2027 teach?", "serravela-summer-school-2027.pdf"),
        ("How do I aply for a place in the Atlantik Sumer School?", "serravela-summer-school-2027.pdf"),
    ],
)
def test_a_question_finds_its_file(index: Index, question: str, file: str) -> None:
    files = dict.fromkeys(passage.document.file for passage in index.search(Query(question), 8))
    assert file in list(files)[:3]


def test_every_document_says_what_it_is(index: Index) -> None:
    for document in index.documents.documents():
        assert document.title
        assert document.language in {"en", "zh"}


def test_each_chunk_is_found_by_its_own_words(index: Index) -> None:
    missed = []
    for document in index.documents.documents():
        for chunk, _, _ in index.documents.chunks_of(document.id)[::4]:
            found = index.search(Query(chunk.text[:300]), 5)
            if chunk.text not in [passage.chunk.text for passage in found]:
                missed.append((document.file, chunk.text[:60]))
    assert missed == []
