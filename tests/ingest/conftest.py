"""Fixtures for re-ingests on disk."""

from library import library, sandbox

__all__ = ["library", "sandbox"]
