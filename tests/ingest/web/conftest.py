"""A fresh site on loopback for each test."""

from __future__ import annotations

from website import site

__all__ = ["site"]
