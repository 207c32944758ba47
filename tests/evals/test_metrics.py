"""Scores against values written as arithmetic."""

from __future__ import annotations

import math

import pytest

from evals.metrics import includes, ndcg_at_k, normalised, recall_at_k


def test_recall_is_the_share_of_the_relevant_among_the_first() -> None:
    assert recall_at_k(["a", "b", "c"], ["a", "c"], 2) == 1 / 2
    assert recall_at_k(["a", "b", "c"], ["a", "c"], 3) == 2 / 2
    assert recall_at_k([], ["a"], 5) == 0 / 1
    assert recall_at_k(["a"], [], 5) == 0


def test_ndcg_discounts_by_rank() -> None:
    assert ndcg_at_k(["a", "b"], ["a"], 5) == 1
    assert ndcg_at_k(["b", "a"], ["a"], 5) == pytest.approx((1 / math.log2(3)) / (1 / math.log2(2)))
    best = 1 / math.log2(2) + 1 / math.log2(3)
    assert ndcg_at_k(["a", "x", "b"], ["a", "b"], 3) == pytest.approx((1 / math.log2(2) + 1 / math.log2(4)) / best)
    assert ndcg_at_k(["a"], [], 3) == 0


def test_what_is_found_twice_counts_once() -> None:
    assert recall_at_k(["a", "a"], ["a"], 2) == 1 / 1
    assert ndcg_at_k(["a", "a"], ["a"], 2) == 1
    assert ndcg_at_k(["x", "a", "a"], ["a"], 3) == pytest.approx((1 / math.log2(3)) / (1 / math.log2(2)))


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("There are 5,000 people.", "5000"),
        ("There are 5000 people.", "5,000"),
        ("共有３６所大学", "36 所"),
        ("JIANGNAN university", "Jiangnan University"),
        ("nine of them", ["9", "nine"]),
        ("line\nbreak", "line break"),
    ],
)
def test_a_match_looks_past_case_width_separators_and_spaces(answer: str, wanted: str | list[str]) -> None:
    assert includes(answer, wanted)


@pytest.mark.parametrize(("answer", "wanted"), [("There are 500.", "5,000"), ("ten", ["9", "nine"]), ("", "a")])
def test_what_is_not_there_does_not_match(answer: str, wanted: str | list[str]) -> None:
    assert not includes(answer, wanted)


def test_a_comma_that_separates_no_thousands_stays() -> None:
    assert normalised("1,23 and 4, 567") == "1,23and4,567"
