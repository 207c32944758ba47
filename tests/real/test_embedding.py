"""The real embedding model: both backends agree, both languages meet, prefixes and order are kept."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.settings import Settings
from index.embedding import DEFAULT_MODEL, FolderEmbedder, open_embedder
from index.errors import WeightsError

pytestmark = [pytest.mark.real, pytest.mark.filterwarnings("default")]

TEXTS = [
    "[Linlan University › Fees] Tuition for exchange students is 3,000 yuan a year.",
    "[临澜大学 › 学费] 交换生的学费为每年三千元。",
    "The library opens at eight and closes at ten.",
    "图书馆八点开门，十点关门。",
    "Students from abroad apply for a visa with the letter of admission.",
    "留学生凭录取通知书申请签证。",
    "The summer school takes place at the harbour in July.",
    "暑期学校七月在港口举行。",
    "Our football team won three to one.",
    "word " * 900,
]
QUERIES = [
    "How much is the tuition?",
    "学费是多少？",
    "When does the library open?",
    "签证怎么申请？",
    "Wann ist die Sommerschule?",
]


@pytest.fixture(scope="module")
def embedder() -> FolderEmbedder:
    try:
        return open_embedder(DEFAULT_MODEL, Settings().cache, offline=True)
    except WeightsError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="module")
def vectors(embedder: FolderEmbedder) -> np.ndarray:
    return embedder.embed_documents(TEXTS)


def folder(embedder: FolderEmbedder) -> Path:
    return embedder._folder


def nearest(query: np.ndarray, rows: np.ndarray, k: int) -> list[int]:
    return [int(row) for row in np.argsort(-(rows @ query))[:k]]


def test_unit_rows_of_the_told_length(embedder: FolderEmbedder, vectors: np.ndarray) -> None:
    assert vectors.shape == (len(TEXTS), embedder.dimension) == (len(TEXTS), 384)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-3)


def test_rows_come_in_the_order_of_the_texts(embedder: FolderEmbedder, vectors: np.ndarray) -> None:
    """Texts are embedded from short to long; a row alone must be the row in company, up to the padding."""
    for number in (0, 3, 8):
        alone = embedder.embed_documents([TEXTS[number]])[0]
        assert float(alone @ vectors[number]) > 0.99
        assert nearest(alone, vectors, 1) == [number]


def test_progress_is_told_to_the_end(embedder: FolderEmbedder) -> None:
    told: list[int] = []
    embedder.embed_documents(["short text"] * 20, told.append)
    assert told == [16, 20]


def test_queries_and_documents_are_embedded_differently(embedder: FolderEmbedder) -> None:
    text = TEXTS[2]
    assert float(embedder.embed_query(text) @ embedder.embed_documents([text])[0]) < 0.999


@pytest.mark.parametrize(
    ("query", "english", "chinese"),
    [(QUERIES[0], 0, 1), (QUERIES[1], 0, 1), (QUERIES[2], 2, 3), (QUERIES[3], 4, 5), (QUERIES[4], 6, 7)],
)
def test_a_question_finds_both_languages(
    embedder: FolderEmbedder, vectors: np.ndarray, query: str, english: int, chinese: int
) -> None:
    """Of each language the right text is nearest; which language comes first is for the index to put right."""
    vector = embedder.embed_query(query)
    assert nearest(vector, vectors[0:8:2], 1) == [english // 2]
    assert nearest(vector, vectors[1:8:2], 1) == [chinese // 2]


def test_both_backends_agree(embedder: FolderEmbedder) -> None:
    torch = FolderEmbedder(folder(embedder), name="torch", backend="torch")
    openvino = FolderEmbedder(folder(embedder), name="openvino", backend="openvino")
    by_torch, by_openvino = torch.embed_documents(TEXTS), openvino.embed_documents(TEXTS)
    assert np.sum(by_torch * by_openvino, axis=1).min() > 0.99
    for query in QUERIES:
        ours, theirs = openvino.embed_query(query), torch.embed_query(query)
        assert nearest(ours, by_openvino, 2) == nearest(theirs, by_torch, 2)
        assert set(nearest(ours, by_openvino, 5)) & set(nearest(theirs, by_torch, 5)) >= set(nearest(theirs, by_torch, 4))
    assert torch.fingerprint == openvino.fingerprint == embedder.fingerprint


def test_the_fingerprint_follows_the_files(embedder: FolderEmbedder, tmp_path: Path) -> None:
    for path in folder(embedder).iterdir():
        if path.is_file() and path.name != "tongwen-fingerprint.json" and not path.name.startswith("openvino"):
            (tmp_path / path.name).symlink_to(path)
    assert FolderEmbedder(tmp_path, name="copy").fingerprint == embedder.fingerprint
    prompts = (tmp_path / "config_sentence_transformers.json").read_text()
    (tmp_path / "config_sentence_transformers.json").unlink()
    (tmp_path / "config_sentence_transformers.json").write_text(prompts.replace("query: ", "question: "))
    assert FolderEmbedder(tmp_path, name="copy").fingerprint != embedder.fingerprint


def test_no_such_model_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="neither a folder nor in the cache"):
        open_embedder("nobody/no-such-model", tmp_path, offline=True)
    with pytest.raises(WeightsError, match="fetching is off"):
        open_embedder(DEFAULT_MODEL, tmp_path, offline=True)
