"""Fixtures for re-ingests on disk."""

from library import filled, library, sandbox

__all__ = ["filled", "library", "sandbox"]
