"""Fusion: expected values as arithmetic."""

from __future__ import annotations

import pytest

from index.fusion import add_weighted, fuse


def test_dense_is_scaled_between_worst_and_best() -> None:
    fused = fuse({"a": 0.9, "b": 0.8, "c": 0.5}, {}, keyword_weight=0.5)
    assert fused == pytest.approx({"a": 0.5 * 1, "b": 0.5 * (0.8 - 0.5) / (0.9 - 0.5), "c": 0.5 * 0})


def test_keyword_share_is_added_by_its_weight() -> None:
    fused = fuse({"a": 0.9, "b": 0.5}, {"b": 0.6}, keyword_weight=0.3)
    assert fused == pytest.approx({"a": 0.7 * 1, "b": 0.7 * 0 + 0.3 * 0.6})


def test_a_keyword_hit_far_from_the_point_has_little_say() -> None:
    fused = fuse({"a": 0.9, "b": 0.89, "c": 0.5}, {"b": 0.02})
    assert fused["a"] > fused["b"]


def test_a_page_in_another_language_is_taken_to_meet_its_expected_share() -> None:
    fused = fuse({"en": 0.9, "zh": 0.8, "low": 0.4}, {"en": 0.5}, foreign={"zh"}, keyword_weight=0.5)
    d = (0.8 - 0.4) / (0.9 - 0.4)
    assert fused["zh"] == pytest.approx(0.5 * d + 0.5 * (0.8 * d * 0.5))
    assert fused["en"] == pytest.approx(0.5 * 1 + 0.5 * 0.5)


def test_a_foreign_page_keeps_a_larger_share_of_its_own() -> None:
    fused = fuse({"zh": 0.9, "low": 0.4}, {"zh": 1.0}, foreign={"zh"}, keyword_weight=0.5)
    assert fused["zh"] == pytest.approx(0.5 * 1 + 0.5 * 1.0)


def test_all_alike_count_as_best() -> None:
    assert fuse({"a": 0.7, "b": 0.7}, {}, keyword_weight=0.5) == {"a": 0.5, "b": 0.5}


def test_nothing_fuses_to_nothing() -> None:
    assert fuse({}, {"a": 1.0}) == {}


def test_queries_are_added_by_weight() -> None:
    assert add_weighted([(1.0, {"a": 0.5, "b": 0.2}), (0.5, {"b": 0.8, "c": 0.4})]) == pytest.approx(
        {"a": 0.5, "b": 0.2 + 0.5 * 0.8, "c": 0.5 * 0.4}
    )
