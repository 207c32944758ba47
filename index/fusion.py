"""Joins what the two retrievers found: a weighted sum of similarities that each say how sure they are.

Rank fusion treats a leg that found nothing to the point like one that did (stack: Chinese 0.994 → 0.715); here a
keyword hit counts by the share of the query it meets, a dense one by its place between the best and the field.
A page in another language than the query's cannot share its words: it is taken to meet as large a share of them as
its dense similarity lets expect, so that no language drowns another (docs/decisions/008).
Source: S. Bruch, S. Gai, A. Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", ACM TOIS 2023.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

KEYWORD_WEIGHT = 0.5  # chosen by `make bench-retrieval` (docs/decisions/008), as is the next
_EXPECTED_SHARE = 0.8


def fuse(
    dense: Mapping[str, float],
    keyword: Mapping[str, float],
    foreign: Collection[str] = (),
    keyword_weight: float = KEYWORD_WEIGHT,
) -> dict[str, float]:
    """The fused similarity of each chunk: (1 - w) · d + w · k.

    d is the dense similarity scaled so that the best candidate has 1 and the worst 0; k the keyword similarity,
    0 to 1, and for `foreign` chunks at least 0.8 · d · (the best k). `dense` holds every candidate, `keyword` perhaps fewer.
    """
    if not dense:
        return {}
    low, high = min(dense.values()), max(dense.values())
    best_share = max(keyword.values(), default=0.0)
    fused = {}
    for chunk_id, similarity in dense.items():
        scaled = (similarity - low) / (high - low) if high > low else 1.0
        share = keyword.get(chunk_id, 0.0)
        if chunk_id in foreign:
            share = max(share, _EXPECTED_SHARE * scaled * best_share)
        fused[chunk_id] = (1 - keyword_weight) * scaled + keyword_weight * share
    return fused


def add_weighted(parts: Sequence[tuple[float, Mapping[str, float]]]) -> dict[str, float]:
    """The weighted sum of several queries' similarities; a chunk missing from one gets nothing from it."""
    total: dict[str, float] = {}
    for weight, similarities in parts:
        for chunk_id, similarity in similarities.items():
            total[chunk_id] = total.get(chunk_id, 0.0) + weight * similarity
    return total
