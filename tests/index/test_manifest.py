"""The manifest: comes back as it was written, and is refused when it is not wholly there."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from fakes import HashEmbedder

from index.errors import DamagedIndexError, MismatchError
from index.manifest import DocumentEntry, Manifest, read_manifest, write_manifest
from ingest.sources import Source

MANIFEST = Manifest(
    id="01A",
    created="2026-01-02T03:04:05+00:00",
    embedding_name="hash",
    embedding_fingerprint=HashEmbedder().fingerprint,
    dimension=64,
    chunker="1:500:800",
    documents=(
        DocumentEntry("d", "/s", "中文\ud800.txt", "1:2:3", "ab", "cd", "", 0, 2, "标题", "zh", "2026-01-02", "临澜大学"),
    ),
    sources=(Source("/s"), Source("https://office.example/", "section", 2, 50)),
    chunks=2,
    rows=3,
    files={"vectors.npy": 10},
)


def test_it_comes_back_as_written(tmp_path: Path) -> None:
    write_manifest(MANIFEST, tmp_path)
    assert read_manifest(tmp_path) == MANIFEST


@pytest.mark.parametrize("keep", [0, 1, 100, -1, -2])
def test_a_cut_one_is_refused(tmp_path: Path, keep: int) -> None:
    write_manifest(MANIFEST, tmp_path)
    path = tmp_path / "manifest.json"
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(DamagedIndexError, match="no readable manifest"):
        read_manifest(tmp_path)


@pytest.mark.parametrize("content", ["[]", "null", "{}", '{"format": 1}', '"x"', '{"format": "1"}'])
def test_another_shape_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(DamagedIndexError, match="no readable manifest"):
        read_manifest(tmp_path)


def test_a_field_of_no_meaning_is_refused(tmp_path: Path) -> None:
    write_manifest(MANIFEST, tmp_path)
    fields = json.loads((tmp_path / "manifest.json").read_text())
    (tmp_path / "manifest.json").write_text(json.dumps({**fields, "surprise": 1}))
    with pytest.raises(DamagedIndexError):
        read_manifest(tmp_path)


def test_an_altered_one_is_refused(tmp_path: Path) -> None:
    write_manifest(MANIFEST, tmp_path)
    path = tmp_path / "manifest.json"
    path.write_text(path.read_text().replace('"chunks": 2', '"chunks": 3'))
    with pytest.raises(DamagedIndexError, match="checksum"):
        read_manifest(tmp_path)


def test_one_of_the_first_format_is_understood(tmp_path: Path) -> None:
    fields = asdict(MANIFEST) | {"format": 1, "sources": ["/s"]}
    for name in ("rows", "hashes"):
        del fields[name]
    fields["documents"] = [
        {"id": "d", "source": "/s", "file": "a.txt", "stamp": "1:2:3", "sha256": "ab", "chunks": 2, "title": "A"}
    ]
    (tmp_path / "manifest.json").write_text(json.dumps(fields))
    found = read_manifest(tmp_path)
    assert (found.sources, found.rows, found.documents[0].title) == ((Source("/s"),), 2, "A")


def test_the_model_is_compared_by_its_fingerprint_not_its_name() -> None:
    MANIFEST.check_embedder(HashEmbedder())
    replace(MANIFEST, embedding_name="other").check_embedder(HashEmbedder())
    with pytest.raises(MismatchError, match="TONGWEN_EMBEDDING_MODEL"):
        MANIFEST.check_embedder(HashEmbedder("b"))
