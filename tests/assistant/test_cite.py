"""Markers from models go; markers of ours lead to exact words."""

from __future__ import annotations

import pytest

from assistant.cite import without_markers


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("It has 21 partners [1].", "It has 21 partners."),
        ("It has 21 partners [1, 2] in Asia.", "It has 21 partners in Asia."),
        ("有21所【3†source】。", "有21所。"),
        ("The 2+2 program [A] stays.", "The 2+2 program [A] stays."),
    ],
)
def test_markers_of_the_model_go(written: str, kept: str) -> None:
    assert without_markers(written) == kept
