"""Claims in a question that the documents tell otherwise: "from about 40 countries, right?" against their 90."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.evidence import coverage
from assistant.owned import countries_told
from assistant.phrases import phrase
from assistant.quotes import LEAST_AGAINST, LEAST_COVERED, after_figures, quoted, that_tells_the_place
from assistant.turn import Wrote
from index.analysis import STOP_WORDS
from ingest.countries import countries_in, country_of, is_country_code
from ingest.numbers import are_alike, numbers_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.drafting import Drafting
    from assistant.evidence import Unit

_NEAR_ONES = 4  # units of another language looked at for what tells against a claim
_NOUN = 2  # words after a figure that say what it counts


def against_the_draft(drafting: Drafting) -> Iterator[Wrote]:
    """The words that a draft agreed against: it says yes to the figure or the country of a claim, they tell another one.

    What a question presumes is a claim too, and for that one any name will do.
    """
    question = drafting.question
    for found in drafting.fallen if question.is_yes_no or question.presumes else ():
        own = [unit for unit in found.units if unit in drafting.own_units]
        own = _near_ones(drafting) if own and drafting.is_foreign(own[0]) else own
        told = [unit for unit in own if any(_tells_another(each, unit, question.text) for each in found.missing)]
        if not told and own and found.missing and not any(numbers_in(each) or country_of(each) for each in found.missing):
            closest = max(own, key=lambda unit: coverage(unit, drafting.weights))
            told = that_tells_the_place(drafting, closest) or [closest]
        is_claimed = all(each in question.text or each in countries_in(question.text) for each in found.missing)
        is_near = found.share >= LEAST_AGAINST or any(_counts_the_same(question.text, unit) for unit in told)
        if is_near and told and is_claimed:
            told = told[:1] if drafting.is_foreign(told[0]) else told
            line = phrase("otherwise", question.language, quote=" … ".join(quoted(unit) for unit in told))
            yield Wrote(drafting.cited.add(line, told))
            return


def _counts_the_same(claim: str, unit: Unit) -> bool:
    """Whether a unit gives another figure of what a claim counts: "more than 90 countries" against "about 40 countries"."""
    told = after_figures(unit.text)
    return any((thing - STOP_WORDS) & after for thing in after_figures(claim, _NOUN) for after in told)


def _near_ones(drafting: Drafting) -> list[Unit]:
    """The units in another language that are closest in meaning to the question, best first."""
    units = [unit for unit in drafting.own_units if drafting.is_foreign(unit)]
    values = drafting.index.closeness(drafting.question.text, [unit.text for unit in units])
    return [units[n] for n in sorted(range(len(units)), key=lambda n: -values[n])[:_NEAR_ONES]]


def _tells_another(missing: str, unit: Unit, claim: str) -> bool:
    """Whether a unit has another figure or country than the one that is missing, of the same kind."""
    claimed = numbers_in(missing)
    if claimed:
        other = numbers_in(unit.text) - numbers_in(claim)
        return are_alike(other, claimed)
    country = country_of(missing) or (missing if is_country_code(missing) else "")
    return bool(country) and bool(countries_told(unit.text) - {country})


def corrected(drafting: Drafting) -> Iterator[Wrote]:
    """The words that tell another figure than one the question takes for true, when the answer does not show it."""
    question = drafting.question
    if not drafting.cited.parts or drafting.earlier or question.is_broad:
        return
    told = {
        n for c in drafting.cited.citations for n in numbers_in(f"{c.quote} {c.passage.context} {c.passage.document.date}")
    }
    claimed = numbers_in(question.said) - told
    given = numbers_in(drafting.cited.told) - numbers_in(question.text)
    if are_alike(given, claimed):
        return
    same_kind = [unit for unit in drafting.own_units if are_alike(numbers_in(unit.text), claimed)]
    unit = max(same_kind, key=lambda each: coverage(each, drafting.weights), default=None)
    if unit is None or claimed & numbers_in(unit.text) or coverage(unit, drafting.weights) < LEAST_COVERED:
        return
    line = phrase("otherwise_besides", question.language, quote=quoted(unit))
    yield Wrote(drafting.cited.add(line, [unit], new_line=True))
