"""Scores as pure functions: formula and source in each docstring."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Collection, Sequence


def recall_at_k(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """The share of `relevant` among the first `k` of `ranked`, 0 to 1.

    |{first k} ∩ relevant| / |relevant|. Source: Manning, Raghavan, Schütze, "Introduction to Information Retrieval", 8.4.
    """
    return len(set(ranked[:k]) & set(relevant)) / len(set(relevant)) if relevant else 0.0


def ndcg_at_k(ranked: Sequence[str], relevant: Collection[str], k: int) -> float:
    """Normalised discounted cumulative gain with binary relevance, 0 to 1.

    DCG = Σ rel_i / log2(i + 1), i from 1, each once; divided by that of the best order.
    Source: Järvelin, Kekäläinen, "Cumulated gain-based evaluation of IR techniques", ACM TOIS 2002.
    """
    firsts = {each: rank for rank, each in reversed(list(enumerate(ranked[:k], start=1)))}  # found again is no gain
    gain = sum(1 / math.log2(rank + 1) for each, rank in firsts.items() if each in relevant)
    best = sum(1 / math.log2(rank + 1) for rank in range(1, min(k, len(set(relevant))) + 1))
    return gain / best if best else 0.0


def normalised(text: str) -> str:
    """`text` without what does not matter for a match: case, width, white space, thousands separators."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\s+", "", re.sub(r"(?<=\d)[,，'’ ](?=\d{3}(?!\d))", "", folded))


def includes(answer: str, wanted: str | Sequence[str]) -> bool:
    """Whether `answer` holds `wanted`, or one of its alternatives, under `normalised`."""
    alternatives = [wanted] if isinstance(wanted, str) else wanted
    return any(normalised(each) in normalised(answer) for each in alternatives)
