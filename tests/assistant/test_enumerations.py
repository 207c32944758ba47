"""Lists in prose: what is counted must be items and nothing else."""

from __future__ import annotations

import pytest

from assistant.enumerations import _run


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "Partners are in Japan, South Korea, The United States and Spain.",
            ["Japan", "South Korea", "United States", "Spain"],
        ),
        (
            "It hosts laboratories, including the Center for Milk and Honey, the Institute for Tea, and so forth.",
            ["Center for Milk and Honey", "Institute for Tea"],
        ),
        ("合作院校包括法国巴黎大学、德国柏林大学和英国牛津大学。", ["法国巴黎大学", "德国柏林大学", "英国牛津大学"]),
        ("Topics such as soil, rice and tea.", ["soil", "rice", "tea"]),
    ],
)
def test_items_of_a_run(text: str, items: list[str]) -> None:
    assert _run(text) == items


@pytest.mark.parametrize(
    "text",
    [
        "The office, which opened in 1999, is in the north, and it has a garden.",
        "Students who came, by bus, she said, were tired.",
        "No list at all.",
    ],
)
def test_clauses_are_no_list(text: str) -> None:
    assert len(_run(text)) < 3
