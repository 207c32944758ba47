"""Fixtures for crawls of a server on loopback."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).parent))  # for website.py

from website import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as each:
        yield each
