"""Questions that set institutions side by side: for each institution its own best evidence, so that none is missed.

"Compare A and B" names them; "which universities …" asks which of all institutions the documents tell it of.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.enumerations import are_of_kind, enumeration_of
from assistant.evidence import closeness_of, coverage, leans_back, scaled, units_of
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
_PASSAGES_BY_NAME = 12
_MOST_SIDES = 6
_LEAST_OF_BEST = 0.6  # an institution whose best words hold less of the question than this share of the best is not told of
_UNITS_EACH = 3
_OF_WHAT_IT_LEANS_ON = 0.9  # the worth of "This includes …" is that of the sentence before it, times this
_LIST_BONUS = 0.5  # when it is asked what two lists share
_ALL = 0.99  # of the names in the question, held by the words of one institution alone
_FIGURE_BONUS = 0.2  # comparisons mostly ask for figures
_WANTED_FIGURE_BONUS = 1.0  # "how many" asks for nothing else
_SIZES = re.compile(
    r"\b(?:bigger|larger|more|most|fewer|fewest|less|greater|wider|biggest|largest|smaller|smallest|size|older|oldest|earlier|"
    r"longer|longest|shorter|higher|lower|cheaper)\b|更|最|较[多少大小早晚长短高低]",
    re.IGNORECASE,
)
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
    """The institutions a question sets side by side, or the one that it looks for; empty when it does neither."""
    named = index.subjects.named_in(question.text)
    if len(named) > 1 and question.wants_comparison:
        return [_side(index, question, key, ids) for key, ids in list(named.items())[:_MOST_SIDES]]
    if question.asks_institutions and not named:
        return _told_of(index, question, passages)
    return []


def _side(index: Index, question: Question, key: str, document_ids: Sequence[str]) -> Side:
    asked = _without(question.text, index, list(index.subjects.named_in(question.text)))
    found = index.search_about(Query(asked), document_ids, _PASSAGES_EACH)
    units = list(dict.fromkeys(unit for passage in found for unit in units_of(passage)))
    return Side(key, _best_first(index, question, asked, units))


def _told_of(index: Index, question: Question, passages: Sequence[Passage]) -> list[Side]:
    """The institutions whose documents hold the rare words of the question."""
    names = question.names
    telling = " ".join(names) if names else question.text
    weights = {w: v for w, v in index.word_weights(telling).items() if w not in _ASKING}
    more = index.search(Query(telling), _PASSAGES_BY_NAME) if names else []
    groups: dict[str, list[Passage]] = {}
    for passage in dict.fromkeys([*passages, *more]):
        subject = passage.document.subject
        groups.setdefault(subject.name if subject else passage.document.title, []).append(passage)
    found = []
    for name, own in groups.items():
        units = [unit for passage in own for unit in units_of(passage)]
        best = max(units, key=lambda unit: _hold(unit, weights, question.language), default=None)
        if best is not None:
            found.append((_hold(best, weights, question.language), Side(name, (best,))))
    top = max((share for share, _ in found), default=0.0)
    kept = [side for share, side in found if share and share >= _LEAST_OF_BEST * top]
    is_certain = len(kept) > 1 or (bool(names) and top >= _ALL)
    return kept[:_MOST_SIDES] if is_certain else []


def _hold(unit: Unit, weights: Mapping[str, float], language: str) -> float:
    return scaled(unit.passage.dense) if unit.language != language else coverage(unit, weights)


def _without(text: str, index: Index, keys: Sequence[str]) -> str:
    """The question without the names of the institutions: they decide where to look, not what for."""
    text = index.subjects.left_out_of(text, keys)
    return text if words(text) else " ".join(keys)


def _best_first(index: Index, question: Question, asked: str, units: Sequence[Unit]) -> tuple[Unit, ...]:
    """The units by their words, their closeness in meaning, and whether they are what is asked for: figures or a list."""
    weights = {word: weight for word, weight in index.word_weights(asked).items() if word not in _COMPARING}
    known = numbers_in(asked)
    is_of_size = question.wants_count or (question.wants_comparison and _SIZES.search(question.text))
    figure = _WANTED_FIGURE_BONUS if is_of_size else _FIGURE_BONUS
    worth = closeness_of(index, asked, units)
    for number, unit in enumerate(units):
        worth[number] += coverage(unit, weights) + figure * bool(numbers_in(unit.text) - known)
        if leans_back(units, number):
            worth[number] = max(worth[number], _OF_WHAT_IT_LEANS_ON * worth[number - 1])
        found = enumeration_of(unit) if question.wants_shared else None
        worth[number] += _LIST_BONUS * (found is not None and are_of_kind(found, question.text))
    return tuple(units[number] for number in sorted(range(len(units)), key=lambda n: (-worth[n], n))[:_UNITS_EACH])
