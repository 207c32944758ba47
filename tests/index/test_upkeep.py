"""Verify finds all drift, repair mends it with as little as can be, and an earlier generation answers for a damaged one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from library import Library

from index import probe
from index.current import CurrentIndex
from index.errors import DamagedIndexError, NoIndexError
from index.repair import Repair, repair
from index.store import ChromaStore
from index.verify import Fault, verify, verify_in_child
from ingest.refresh import Options, refresh
from ingest.report import Report


@pytest.fixture
def many(library: Library) -> Library:
    """Twelve documents in the second of two generations."""
    for number in range(11):
        library.write(f"{number}.md", f"# Page {number}\n\nText number {number} is about harbour {number}.\n")
    library.ingest()
    library.write("11.md", "# Page 11\n\nText number 11 is about harbour 11.\n")
    library.ingest()
    return library


def mended(library: Library, monkeypatch: pytest.MonkeyPatch) -> Repair:
    monkeypatch.setattr("index.repair.verify_in_child", verify)

    def in_line(shelf) -> Report:
        return refresh((), shelf, library.sandbox, Options(rebuild=shelf.rebuild), progress=lambda *_: None)

    return repair(library.generations, library.shelf, in_line, lambda *_: None)


def change(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    with connection:
        for statement in statements:
            connection.execute(statement)
    connection.close()


def lose_documents(folder: Path) -> None:
    change(
        folder / "documents.sqlite",
        "DELETE FROM chunk WHERE document_id = (SELECT id FROM document WHERE file = '3.md')",
        "DELETE FROM document WHERE file = '3.md'",
    )


def edit_text(folder: Path) -> None:
    change(
        folder / "documents.sqlite", "UPDATE document SET body = replace(body, 'harbour 3', 'harbour 4') WHERE file = '3.md'"
    )


def foreign_document(folder: Path) -> None:
    change(
        folder / "documents.sqlite",
        "INSERT INTO document SELECT 'stranger', 'stranger.md', language, subject, tells_subject, body FROM document LIMIT 1",
    )


def break_vector(folder: Path) -> None:
    vectors = np.load(folder / "vectors.npy")
    vectors[3] = 0.0
    np.save(folder / "vectors.npy", vectors)


def lose_keywords(folder: Path) -> None:
    change(folder / "keyword.sqlite", "DELETE FROM chunk WHERE rowid = 3")


def other_keywords(folder: Path) -> None:
    change(folder / "keyword.sqlite", "UPDATE chunk SET words = 'museum' WHERE rowid = 3")


def lose_from_store(folder: Path) -> None:
    store = ChromaStore.open(folder / "chroma")
    store.remove([next(store.vectors())[0][3]])
    store.close()


def add_to_store(folder: Path) -> None:
    store = ChromaStore.open(folder / "chroma")
    store.add(["stranger"], np.eye(1, 64, dtype=np.float32), ["a stranger"], ["x"])
    store.close()


def other_vector_in_store(folder: Path) -> None:
    store = ChromaStore.open(folder / "chroma")
    ids, _, texts = next(store.vectors())
    store.remove(ids[:1])
    store.add(ids[:1], np.eye(1, 64, dtype=np.float32), texts[:1], ["x"])
    store.close()


def flip_history(folder: Path) -> None:
    data = bytearray((folder / "history.sqlite").read_bytes())
    data[-1] ^= 1
    (folder / "history.sqlite").write_bytes(data)


def edit_manifest(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_text(path.read_text().replace('"harbour', '"museum').replace('"chunks": 12', '"chunks": 13'))


def cut_manifest(folder: Path) -> None:
    path = folder / "manifest.json"
    path.write_bytes(path.read_bytes()[:200])


DRIFTS: dict[Callable[[Path], None], tuple[str, str]] = {
    lose_documents: ("documents", "3.md"),
    edit_text: ("documents", "3.md"),
    foreign_document: ("documents", "stranger"),
    break_vector: ("vectors", "*.md"),
    lose_keywords: ("keyword", "*.md"),
    other_keywords: ("keyword", "*.md"),
    lose_from_store: ("store", "*.md"),
    add_to_store: ("store", ""),
    other_vector_in_store: ("store", "*.md"),
    flip_history: ("history", ""),
    edit_manifest: ("manifest", ""),
    cut_manifest: ("manifest", ""),
}


def test_a_sound_index_has_no_faults(many: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    assert verify(many.published) == []
    assert mended(many, monkeypatch).done == "nothing: all is well"


@pytest.mark.parametrize("drift", DRIFTS, ids=lambda drift: drift.__name__)
def test_drift_is_found_named_and_mended(
    many: Library, monkeypatch: pytest.MonkeyPatch, drift: Callable[[Path], None]
) -> None:
    texts, embedded = many.texts(), many.embedder.embedded
    drift(many.published)
    part, document = DRIFTS[drift]
    faults = verify(many.published)
    assert any(Path(fault.document).match(document) if document else True for fault in faults if fault.part == part), faults
    assert part in {fault.part for fault in faults}
    result = mended(many, monkeypatch)
    assert set(result.faults) == set(faults)
    assert verify(many.published) == []
    assert many.texts() == texts
    assert many.found("harbour 7")[0] == "7.md"
    if part in {"keyword", "store", "history"}:
        assert many.embedder.embedded == embedded  # the vectors were sound
    assert result.generation == many.generations.current_id()


def test_a_child_finds_the_same(many: Library) -> None:
    assert verify_in_child(many.published) == []
    lose_keywords(many.published)
    assert verify_in_child(many.published) == verify(many.published) != []


def test_what_kills_the_child_is_a_fault(many: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.verify.child_command", lambda *_: ["sh", "-c", "kill -SEGV $$"])
    assert verify_in_child(many.published) == [Fault("store", "", "opening it ends the process (exit code -11)")]


def test_without_any_sound_generation_the_sources_are_read_anew(many: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = many.texts()
    for folder in (many.data / "generations").iterdir():
        (folder / "documents.sqlite").write_bytes(b"")
    assert mended(many, monkeypatch).done == "read all sources anew"
    assert many.texts() == texts


def test_nothing_is_repaired_where_nothing_is(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NoIndexError):
        mended(library, monkeypatch)


def test_a_damaged_pointer_is_mended(many: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = many.texts()
    (many.data / "CURRENT").write_bytes(b"../..")
    mended(many, monkeypatch)
    assert many.texts() == texts


class TestFallingBack:
    def test_the_generation_before_answers_for_a_damaged_one(
        self, many: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        damaged = many.generations.current_id()
        monkeypatch.setattr(probe, "probe_in_child", lambda folder: "exit code -11" if folder.name == damaged else "")
        index = CurrentIndex(many.generations, many.embedder).get()
        assert index.manifest.id < damaged
        assert "exit code -11" in caplog.text
        assert "tongwen repair" in caplog.text

    def test_a_sound_one_is_probed_once(self, many: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        probed: list[str] = []

        def note(folder: Path) -> str:
            probed.append(folder.name)
            return ""

        monkeypatch.setattr(probe, "probe_in_child", note)
        for _ in range(3):
            many.generations.open_sound(many.embedder).close()
        assert probed == [many.generations.current_id()]
        flip_history(many.published)  # the size stays, the time does not
        many.generations.open_sound(many.embedder).close()
        assert len(probed) == 2

    def test_when_all_are_damaged_it_says_so(self, many: Library) -> None:
        for folder in (many.data / "generations").iterdir():
            (folder / "vectors.npy").unlink()
        with pytest.raises(DamagedIndexError, match="tongwen repair"):
            CurrentIndex(many.generations, many.embedder).get()


class TestGoingBack:
    def test_to_the_generation_before_and_forward_again(self, many: Library) -> None:
        newest = many.generations.current_id()
        assert many.generations.roll_back().id < newest
        assert "11.md" not in many.texts()
        assert many.generations.roll_back(newest).id == newest
        assert "11.md" in many.texts()

    def test_the_next_ingest_brings_it_in_line_again(self, many: Library) -> None:
        many.generations.roll_back()
        assert many.ingest().added == 1
        assert "11.md" in many.texts()

    def test_there_is_nothing_before_the_first(self, filled: Library) -> None:
        with pytest.raises(NoIndexError, match="generation before the current one"):
            filled.generations.roll_back()
        with pytest.raises(NoIndexError, match="01ABSENT"):
            filled.generations.roll_back("01ABSENT")

    def test_a_damaged_one_is_not_gone_back_to(self, many: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        newest = many.generations.current_id()
        monkeypatch.setattr(probe, "probe_in_child", lambda _: "exit code -11")
        with pytest.raises(DamagedIndexError, match="the current one stays"):
            many.generations.roll_back()
        assert many.generations.current_id() == newest
