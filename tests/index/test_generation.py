"""Generations: built aside, published whole or not at all, readable while others come, damage told in one sentence."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fakes import HashEmbedder
from library import TUITION, Library, counts

from index import build, draft, generation, probe, store
from index.documents import DocumentWriter
from index.errors import DamagedIndexError, DiskError, IndexingError, MismatchError, NoIndexError
from index.generation import Generations
from index.keyword import KeywordWriter
from index.passage import Query

IN_CHILD = probe.probe_in_child


def all_files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


class TestOpening:
    def test_nothing_published(self, library: Library) -> None:
        assert library.generations.current_id() == ""
        assert library.generations.manifest() is None
        with pytest.raises(NoIndexError, match="tongwen ingest PATH"):
            library.open()

    def test_another_model_is_refused_with_both_names(self, filled: Library) -> None:
        with pytest.raises(MismatchError, match=r"hash \(\w{8}\).*hash \(\w{8}\).*--rebuild"):
            filled.generations.open(HashEmbedder("b"))

    def test_ingest_with_another_model_is_refused_and_changes_nothing(self, filled: Library) -> None:
        before = filled.generations.current_id()
        filled.write("c.txt", "New words about the harbour.")
        filled.embedder = HashEmbedder("b")
        with pytest.raises(MismatchError):
            filled.ingest()
        assert filled.generations.current_id() == before

    def test_a_rebuild_with_another_model_takes_no_old_vector(self, filled: Library) -> None:
        filled.embedder = HashEmbedder("b")
        filled.ingest(rebuild=True)
        assert filled.embedder.embedded == 2
        assert set(filled.found("tuition")) == {"a.txt", "b.txt"}

    @pytest.mark.parametrize("pointer", [b"", b"../../etc\n", b"\xff\xfe\n", b"01ABSENT\n"])
    def test_a_damaged_pointer(self, filled: Library, pointer: bytes) -> None:
        (filled.data / "CURRENT").write_bytes(pointer)
        with pytest.raises(DamagedIndexError, match="tongwen repair"):
            filled.open()
        filled.ingest(rebuild=True)
        assert filled.found("tuition")[0] == "a.txt"

    @pytest.mark.parametrize("name", ["manifest.json", "documents.sqlite", "keyword.sqlite", "vectors.npy", "chroma"])
    def test_a_missing_part(self, filled: Library, name: str) -> None:
        path = filled.published / name
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        with pytest.raises(DamagedIndexError, match="tongwen repair"):
            filled.open()

    @pytest.mark.parametrize(
        "name", ["manifest.json", "documents.sqlite", "keyword.sqlite", "vectors.npy", "chroma/chroma.sqlite3"]
    )
    @pytest.mark.parametrize("keep", [0.0, 0.5])
    def test_a_cut_file_is_told_and_a_rebuild_mends_it(self, filled: Library, name: str, keep: float) -> None:
        path = filled.published / name
        with path.open("r+b") as file:
            file.truncate(int(path.stat().st_size * keep))
        with pytest.raises(DamagedIndexError, match="tongwen repair"):
            filled.open()
        if keep == 0.5:
            filled.ingest(rebuild=True)
            assert filled.found("tuition")[0] == "a.txt"

    def test_an_ingest_over_a_cut_file_is_one_sentence(self, filled: Library) -> None:
        path = filled.published / "documents.sqlite"
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size // 2)
        filled.write("c.txt", "New words about the harbour.")
        with pytest.raises(DamagedIndexError, match="tongwen repair"):
            filled.ingest()

    def test_a_manifest_of_a_newer_format(self, filled: Library) -> None:
        path = filled.published / "manifest.json"
        path.write_text(path.read_text().replace('"format": 2', '"format": 99'))
        with pytest.raises(MismatchError, match="newer Tongwen"):
            filled.open()

    def test_the_data_directory_is_a_file(self, library: Library) -> None:
        library.data.write_text("x")
        with pytest.raises(DiskError, match="data directory"):
            library.open()


class TestPublishing:
    def test_an_open_index_keeps_reading_while_others_are_published(self, filled: Library) -> None:
        index = filled.open()
        first = index.manifest.id
        for number in range(4):
            filled.write("a.txt", f"Now the tuition is {number} yuan, and all else is new.\n")
            filled.ingest()
            found = index.search(Query("tuition"), 5)
            assert found[0].chunk.text == TUITION.strip()
            assert {passage.document.file for passage in found} == {"a.txt", "b.txt"}
        assert not (filled.data / "generations" / first).exists()  # two are kept, and this one is still read
        index.close()

    def test_the_newest_two_are_kept(self, filled: Library) -> None:
        for number in range(3):
            filled.write("a.txt", f"Text number {number} tells about it.\n")
            filled.ingest()
        kept = sorted(path.name for path in (filled.data / "generations").iterdir())
        assert len(kept) == 2
        assert kept[-1] == filled.generations.current_id()

    def test_one_is_kept_when_asked(self, filled: Library) -> None:
        filled.write("a.txt", "Other words about the harbour.\n")
        filled.ingest()
        Generations(filled.data, kept=1).clean()
        assert [path.name for path in (filled.data / "generations").iterdir()] == [filled.generations.current_id()]

    def test_rubbish_of_a_killed_build_is_removed_by_the_next(self, filled: Library) -> None:
        rubbish = filled.data / "generations" / "01AAAAAAAAAAAAAAAAAAAAAAAA"
        (rubbish / "chroma").mkdir(parents=True)
        filled.write("c.txt", "New words about the harbour.")
        filled.ingest()
        assert not rubbish.exists()


def full_disk(*_: object, **__: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def full_database(*_: object, **__: object) -> None:
    message = "database or disk is full"
    raise sqlite3.OperationalError(message)


def broken_chroma(*_: object, **__: object) -> None:
    message = "error returned from database: (code: 13) database or disk is full"
    raise RuntimeError(message)


def hang(*_: object, **__: object) -> None:
    raise subprocess.TimeoutExpired("probe", 300)


FAULTS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "os.replace": lambda patch: patch.setattr(os, "replace", full_disk),
    "os.fsync": lambda patch: patch.setattr(os, "fsync", full_disk),
    "copy": lambda patch: patch.setattr(shutil, "copyfile", full_disk),
    "vectors": lambda patch: patch.setattr(np.lib.format, "open_memmap", full_disk),
    "manifest": lambda patch: patch.setattr(draft, "write_manifest", full_disk),
    "documents": lambda patch: patch.setattr(DocumentWriter, "put", full_database),
    "keyword": lambda patch: patch.setattr(KeywordWriter, "add", full_database),
    "history": lambda patch: patch.setattr(build.History, "record", full_database),
    "chroma": lambda patch: patch.setattr(store, "_storable", broken_chroma),
    "chroma's start": lambda patch: patch.setattr(store, "_client", broken_chroma),
    "probe hangs": lambda patch: patch.setattr(subprocess, "run", hang),
    "probe finds damage": lambda patch: patch.setattr(
        probe, "probe_in_child", lambda _: "2 chunks expected, 1 in the store"
    ),
    "no space": lambda patch: patch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(1, 1, 1000)),  # type: ignore[attr-defined]
}


class TestFaults:
    @pytest.mark.parametrize("fault", FAULTS)
    def test_the_old_generation_stays_and_the_next_ingest_works(self, filled: Library, fault: str) -> None:
        before, others = filled.generations.current_id(), set(all_files(filled.data))
        filled.write("c.txt", "New words about the harbour.")
        with pytest.MonkeyPatch.context() as patch:
            if fault == "probe hangs":
                patch.setattr(probe, "probe_in_child", IN_CHILD)
            FAULTS[fault](patch)
            with pytest.raises((DiskError, DamagedIndexError)) as caught:
                filled.ingest()
        assert "\n" not in str(caught.value)
        assert filled.generations.current_id() == before
        assert set(all_files(filled.data)) == others  # nothing half-built is left
        assert filled.found("tuition")[0] == "a.txt"
        assert counts(filled.ingest()) == {"added": 1, "unchanged": 2}
        assert filled.found("harbour")[0] == "c.txt"

    def test_a_fault_after_the_pointer_moved_does_not_take_the_new_generation_away(
        self, filled: Library, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        filled.write("c.txt", "New words about the harbour.")
        real = generation.sync_directory

        def sync(folder: Path) -> None:
            if folder == filled.data:
                full_disk()
            real(folder)

        monkeypatch.setattr(generation, "sync_directory", sync)
        with contextlib.suppress(IndexingError):
            filled.ingest()
        assert filled.found("harbour") != []  # whichever generation the pointer names is there, whole

    def test_an_interruption_after_publishing_takes_nothing_away(self, filled: Library) -> None:
        def interrupt(stage: str, done: int, _total: int) -> None:
            if stage == "checking" and done:
                raise KeyboardInterrupt

        filled.write("c.txt", "New words about the harbour.")
        with pytest.raises(KeyboardInterrupt):
            filled.ingest(progress=interrupt)
        assert "c.txt" in filled.texts()

    @pytest.mark.parametrize("stage", ["embedding", "indexing", "checking"])
    def test_an_interruption_before_leaves_the_old(self, filled: Library, stage: str) -> None:
        def interrupt(each: str, _done: int, _total: int) -> None:
            if each == stage:
                raise KeyboardInterrupt

        before = set(all_files(filled.data))
        filled.write("c.txt", "New words about the harbour.")
        with pytest.raises(KeyboardInterrupt):
            filled.ingest(progress=interrupt)
        assert set(all_files(filled.data)) == before
        assert filled.found("tuition")[0] == "a.txt"

    @pytest.mark.parametrize(
        "vectors",
        [np.full((1, 64), np.nan, np.float32), np.zeros((1, 64), np.float32), np.ones((3, 64), np.float32)],
        ids=["not a number", "zero", "too many"],
    )
    def test_unusable_vectors_are_refused(
        self, filled: Library, monkeypatch: pytest.MonkeyPatch, vectors: np.ndarray
    ) -> None:
        filled.write("c.txt", "New words about the harbour.")
        monkeypatch.setattr(filled.embedder, "embed_documents", lambda *_: vectors)
        with pytest.raises(DamagedIndexError, match="no usable vectors"):
            filled.ingest()
        assert filled.found("tuition")[0] == "a.txt"

    def test_an_embedder_that_fails_in_the_middle(self, filled: Library, monkeypatch: pytest.MonkeyPatch) -> None:
        before = set(all_files(filled.data))
        filled.write("c.txt", "New words about the harbour.")
        monkeypatch.setattr(filled.embedder, "embed_documents", full_disk)
        with pytest.raises(DiskError):
            filled.ingest()
        assert set(all_files(filled.data)) == before
