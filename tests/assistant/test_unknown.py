"""Institutions that no document has heard of."""

from __future__ import annotations

import pytest
from pages import MemoryIndex, document, passages

from assistant.unknown import unknown_institution

INDEX = MemoryIndex(passages(document("# Office\n\nTarnholm University has a harbour.", subject="Tarnholm University")))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("How many students has Wendover University?", "Wendover University"),
        ("温洛弗大学有多少学生？", "温洛弗大学"),
        ("How many students has Tarnholm University?", ""),
        ("APRU（环太平洋大学联盟）的宗旨是什么？", ""),
        ("外国大学生可以申请吗？", ""),
    ],
)
def test_the_name_that_nothing_tells_of(text: str, name: str) -> None:
    assert unknown_institution(INDEX, text) == name
