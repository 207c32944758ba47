"""Fixtures for indexes on disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from library import Library

from index import generation
from index.probe import probe
from ingest.sandbox import Sandbox


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def library(tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Library:
    """An empty library whose builds are probed in this process: a child takes two seconds to start."""
    monkeypatch.setattr(generation, "_verdict", probe)
    return Library(tmp_path, sandbox)
