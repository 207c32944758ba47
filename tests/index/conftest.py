"""Fixtures for re-ingests on disk."""

from forked import server
from library import among_strays, filled, library, sandbox

__all__ = ["among_strays", "filled", "library", "sandbox", "server"]
