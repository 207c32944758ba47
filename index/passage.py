"""The nouns of retrieval: Query and Passage. Frozen, no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ingest.document import Chunk, Document


@dataclass(frozen=True)
class Query:
    """The standalone search text made from a question; `weight` is its share when several are fused."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True)
class Passage:
    """A chunk retrieved for a query.

    `rank` counts from 1. `similarity` is the fused one, `dense` the cosine of the embeddings (-1 to 1), `keyword`
    the share of the query's weighted words it holds (0 to 1); higher is closer in all. `found_by` names the
    retrievers that had it among their best.
    """

    chunk: Chunk
    document: Document
    context: str
    rank: int
    similarity: float
    dense: float = 0.0
    keyword: float = 0.0
    found_by: tuple[str, ...] = field(default=())
