"""Whether a sentence that stands also answers: it must be new to the question, of the right institution, from the right place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.counted import asks_for_countries
from assistant.evidence import coverage
from assistant.expected import holds_what_is_asked, tells_joining, tells_last_day
from assistant.names import NAME
from assistant.owned import countries_told, figures_of_others
from assistant.quotes import after_figures
from index.analysis import STOP_WORDS, words
from ingest.countries import countries_in
from ingest.numbers import is_year, numbers_in

if TYPE_CHECKING:
    from assistant.drafting import Drafting
    from assistant.support import Support

_NEAR_THOUGH_NO_WORD = 0.86  # cosine of e5 for a question and words that answer it in other words
_NEAR_WITHOUT_TOPIC = 0.80  # the same when the question asks for nothing but whom it names
_LEAST_SHARE_OF_YES = 0.80
YES = re.compile(r"^\W*(?:yes|correct|right|true|indeed)\b|^\W*(?:是的|对|没错|正确)", re.IGNORECASE)
_CLEARLY_CLOSER = 0.07  # of the question's words
_LEAST_OF_CLOSEST = 0.7  # of the question's words that the closest evidence holds
_NONE = re.compile(r"\b(?:no|none|not|only|all|every|many|several|both|a single)\b|没有|无|全部|所有", re.IGNORECASE)
_SAME_THING = frozenset(word for each in "university institution college school partner".split() for word in words(each))


def fits(sentence: str, found: Support, drafting: Drafting) -> bool:
    """Whether a sentence that stands also answers: new to the question, of the right institution, from the right place."""
    return (
        _adds(sentence, drafting)
        and _is_about_it(found, drafting)
        and not _only_agrees(sentence, found, drafting)
        and holds_what_is_asked(drafting.question, f"{sentence} {found.units[0].text}", found.units[0].about)
        and tells_last_day(
            drafting.question, sentence, [f"{unit.context} {unit.header} {unit.text}" for unit in found.units]
        )
        and tells_joining(drafting.question, [unit.text for unit in found.units])
        and _counts_it(sentence, found, drafting)
        and _is_of_its_subject(sentence, found, drafting)
        and _is_from_the_closest(sentence, found, drafting)
    )


def _is_of_its_subject(sentence: str, found: Support, drafting: Drafting) -> bool:
    """Whether the units are about, or name, each institution that the sentence names."""
    subjects = drafting.index.subjects
    told = " ".join(unit.text for unit in found.units)
    ids = {unit.passage.document.id for unit in found.units}
    named = subjects.named_in(told)
    return all(key in named or ids & set(document_ids) for key, document_ids in subjects.named_in(sentence).items())


def _is_from_the_closest(sentence: str, found: Support, drafting: Drafting) -> bool:
    """Whether what is new in the sentence comes from words that are close to the question: a model mixes neighbours."""
    if drafting.question.is_broad or drafting.earlier or drafting.is_foreign(found.units[0]):
        return True
    known = set(words(drafting.search_text))
    new = {word for word in drafting.index.word_weights(sentence) if word not in known}
    closest = max(coverage(unit, drafting.weights) for unit in drafting.units)
    nearest = [unit for unit in found.units if coverage(unit, drafting.weights) == closest]
    if nearest and not any(_tells_in_its_place(unit.text, sentence, drafting.question.text) for unit in nearest):
        return True  # the closest words tell their part of the sentence too, and nothing else in its place
    giving = [unit for unit in found.units if new & set(words(unit.text))]
    if not giving or max(coverage(unit, drafting.weights) for unit in giving) >= _LEAST_OF_CLOSEST * closest:
        return True
    near = drafting.index.closeness(drafting.question.text, [unit.text for unit in drafting.units])
    return drafting.units[near.index(max(near))] in giving and not nearest


def _tells_in_its_place(text: str, sentence: str, asked: str) -> bool:
    """Whether a text tells another country than the sentence, or another year than the one that is new in it."""
    told = {year for year in numbers_in(text) if is_year(year)} - numbers_in(asked)
    new = {year for year in numbers_in(sentence) if is_year(year)} - numbers_in(asked)
    return bool(countries_told(text) - countries_in(sentence)) or bool(new and told - new)


def _adds(sentence: str, drafting: Drafting) -> bool:
    """Whether the sentence tells more than the question already said; a yes or no tells enough."""
    if drafting.question.is_yes_no:
        return True
    known = set(words(drafting.search_text)) | STOP_WORDS
    new = [word for word in drafting.index.word_weights(sentence) if word not in known]
    return bool(new) or bool(numbers_in(sentence) - numbers_in(drafting.question.text))


def _is_about_it(found: Support, drafting: Drafting) -> bool:
    """Whether the units have to do with what is asked, and not only with the institution that is asked about."""
    question = drafting.question
    if question.is_broad or drafting.earlier or drafting.is_foreign(found.units[0]):
        return True
    about = set(words(found.units[0].about))
    named = set() if question.is_yes_no or question.presumes else set(words(" ".join(question.names)))
    asked = {word for word in drafting.weights if word not in about | named and word not in STOP_WORDS}
    if any(asked & unit.words for unit in found.units):
        return True
    asked -= set(words(" ".join(question.names)))
    near = max(drafting.index.closeness(question.text, [unit.text for unit in found.units]))
    return near >= (_NEAR_THOUGH_NO_WORD if asked else _NEAR_WITHOUT_TOPIC)


def _only_agrees(sentence: str, found: Support, drafting: Drafting) -> bool:
    """Whether a sentence says yes to a claim of which the units do not hold all: a model agrees too readily."""
    if not drafting.question.is_yes_no or not YES.match(sentence) or found.share >= _LEAST_SHARE_OF_YES:
        return False
    asked = drafting.question.text
    tells_more = [name for name in NAME.findall(sentence) if name not in asked] or numbers_in(sentence) - numbers_in(asked)
    return not (len(drafting.question.parts) > 1 and tells_more)  # the answer to another part of the question


def _counts_it(sentence: str, found: Support, drafting: Drafting) -> bool:
    """Whether a number given for "how many students" stands where students are spoken of."""
    question = drafting.question
    if asks_for_countries(question) and len(countries_in(sentence)) > 1:
        return True  # code counts them
    if question.wants_count and len(question.parts) == 1 and not question.wants_comparison and not drafting.earlier:
        new = {n for n in numbers_in(sentence) - numbers_in(question.text) if not is_year(n)}
        others = {n for unit in found.units for n in figures_of_others(question.text, unit)}
        if not new - others and not _NONE.search(sentence):
            return False
    counted = set(words(" ".join(drafting.question.counted))) - STOP_WORDS
    if not counted:
        return True
    if question.wants_count and not drafting.earlier and _is_counted_closer(found, counted, drafting):
        return False
    held = {word for unit in found.units for word in words(unit.text)} | set(words(sentence))
    return bool(counted & held) or bool(counted & _SAME_THING and _SAME_THING & held)


def _is_counted_closer(found: Support, counted: set[str], drafting: Drafting) -> bool:
    """Whether other words of the document, which hold clearly more of the question, give a figure of what is counted too."""
    own_document = {unit.passage.document.id for unit in found.units}
    near = [unit for unit in drafting.own_units if unit.passage.document.id in own_document]
    telling = [unit for unit in near if any(counted & after for after in after_figures(unit.text))]
    own = [coverage(unit, drafting.weights) for unit in found.units if unit in telling]
    others = [coverage(unit, drafting.weights) for unit in telling if unit not in found.units]
    return bool(own and others) and max(others) - max(own) >= _CLEARLY_CLOSER
