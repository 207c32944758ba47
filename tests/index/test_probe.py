"""The probe in its child process: a sound generation passes, damage is told."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from library import Library

from index.manifest import read_manifest, write_manifest
from index.probe import probe_in_child


def test_the_child_finds_damage(filled: Library) -> None:
    path = filled.published
    assert probe_in_child(path) == ""
    connection = sqlite3.connect(path / "documents.sqlite")
    with connection:
        connection.execute("DELETE FROM chunk WHERE row = 1")
    connection.close()
    assert probe_in_child(path) == "documents.sqlite is not as it was written"
    write_manifest(replace(read_manifest(path), hashes={}), path)
    assert probe_in_child(path) == "2 chunks expected, 2 in the store, 1 with text"


@pytest.mark.usefixtures("among_strays")
def test_the_child_is_ours_whatever_lies_in_the_working_directory(filled: Library) -> None:
    assert probe_in_child(filled.published) == ""
