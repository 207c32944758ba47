"""Questions that set institutions side by side: for each institution its own best evidence, so that none is missed.

"Compare A and B" names them; "which universities …" asks which of all institutions the documents tell it of.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.evidence import choose, coverage, is_foreign
from index.analysis import words
from index.passage import Query
from ingest.numbers import numbers_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.evidence import Unit
    from assistant.question import Question
    from index.passage import Passage
    from index.search import Index

_PASSAGES_EACH = 4
_TOKENS_EACH = 400.0  # looked at, not shown to a model
_MOST_SIDES = 6
_LEAST_OF_BEST = 0.6  # an institution whose best words hold less of the question than this share of the best is not told of
_FIGURE_BONUS = 0.1  # comparisons mostly ask for figures
_COMPARING = frozenset(
    word
    for each in "rank show figure figures number compare more most less versus than each both per every respectively give".split()
    for word in words(each)
)
_ASKING = frozenset(
    word
    for each in "university universities institution institutions college colleges school office name mention have has list "
    "document documents among 大学 学校 高校 院校 哪些 哪所".split()
    for word in words(each)
)


@dataclass(frozen=True)
class Side:
    """One institution with the units about it that answer best, the first one best of all."""

    name: str
    units: tuple[Unit, ...]


def sides_of(index: Index, question: Question, passages: Sequence[Passage]) -> list[Side]:
    """The institutions a question sets side by side; fewer than two when it does not."""
    named = index.subjects.named_in(question.text)
    if len(named) > 1:
        return [_side(index, question, key, ids) for key, ids in list(named.items())[:_MOST_SIDES]]
    if question.asks_institutions and len(named) < 1:
        return _told_of(index, question, passages)
    return []


def _side(index: Index, question: Question, key: str, document_ids: Sequence[str]) -> Side:
    asked = _without(question.text, index, list(index.subjects.named_in(question.text)))
    found = index.search_about(Query(asked), document_ids, _PASSAGES_EACH)
    units = choose(index, asked, found, _TOKENS_EACH)
    return Side(key, _best_first(index, asked, units))


def _told_of(index: Index, question: Question, passages: Sequence[Passage]) -> list[Side]:
    """The institutions whose documents hold the rare words of the question."""
    weights = {w: v for w, v in index.word_weights(question.text).items() if w not in _ASKING}
    groups: dict[str, list[Passage]] = {}
    for passage in passages:
        subject = passage.document.subject
        groups.setdefault(subject.name if subject else passage.document.title, []).append(passage)
    found = []
    for name, own in groups.items():
        units = choose(index, question.text, own[:_PASSAGES_EACH], _TOKENS_EACH)
        best = max(units, key=lambda unit: _hold(unit, weights, question.text), default=None)
        if best is not None:
            found.append((_hold(best, weights, question.text), Side(name, (best,))))
    top = max((share for share, _ in found), default=0.0)
    kept = [side for share, side in found if share and share >= _LEAST_OF_BEST * top]
    return kept[:_MOST_SIDES] if len(kept) > 1 else []


def _hold(unit: Unit, weights: Mapping[str, float], text: str) -> float:
    return unit.passage.dense if is_foreign(text, unit.text) else coverage(unit, weights)


def _without(text: str, index: Index, keys: Sequence[str]) -> str:
    """The question without the names of the institutions: they decide where to look, not what for."""
    for key in keys:
        span = index.subjects.mention_of(key, text)
        if span:
            text = text[: span[0]] + " " + text[span[1] :]
    return text if words(text) else " ".join(keys)


def _best_first(index: Index, asked: str, units: Sequence[Unit]) -> tuple[Unit, ...]:
    weights = {word: weight for word, weight in index.word_weights(asked).items() if word not in _COMPARING}
    return tuple(sorted(units, key=lambda unit: -coverage(unit, weights) - _FIGURE_BONUS * bool(numbers_in(unit.text))))
