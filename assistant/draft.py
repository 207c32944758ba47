"""Evidence → answer: the model drafts, each sentence is checked before it is shown, and code completes what it can.

The order of the decisions is the order of this file: nothing known of the institution asked for; what code can tell
without the model; whether the evidence answers at all; the draft, sentence by sentence (fits.py); what the draft left out; else the words of the documents themselves, or that they do not tell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.beginnings import beginnings
from assistant.cite import without_markers
from assistant.claims import against_the_draft, corrected
from assistant.complete import completed, listed, side_by_side
from assistant.compose import compose, compose_check
from assistant.counted import summed
from assistant.credits import credited
from assistant.dated import against_an_event, publication
from assistant.elapsed import elapsed, reckoned
from assistant.errors import ModelError
from assistant.fits import YES, fits
from assistant.mentions import every_mention
from assistant.missing import KINDS
from assistant.names import NAME, holds_name
from assistant.occasions import occasions
from assistant.phrases import phrase
from assistant.question import with_years
from assistant.quotes import in_their_words, quoted
from assistant.stated import one_of_several, stated
from assistant.support import Support, support
from assistant.turn import Answer, Wrote
from assistant.unknown import unknown_institution
from index.analysis import words
from ingest.countries import country_spans
from ingest.numbers import are_alike, numbers_in
from ingest.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.drafting import Drafting

_ALMOST_LIKELY = 0.45  # answerability from which a draft is looked at that is told in full
_LEAST_SHARE_IN_FULL = 0.85
_LEAST_SHARE_OF_FIGURE = 0.6  # the same for a sentence whose news is a figure, which can be looked up
_FRAME = re.compile(
    r"^(?:according to|as (?:stated|mentioned) in) (?:the )?(?:passages?|documents?)(?: \d+)?,?\s*"
    r"|^the (?:passage|document|text)s? (?:states?|says?|tells?|mentions?|indicates?) that\s+|^根据[^，]{1,8}，",
    re.IGNORECASE,
)
_PARENTHESES = re.compile(r"\s*[(（][^()（）]{1,120}[)）]")
_LAST_CLAUSE = re.compile(
    r"(?:,\s+(?:which|who|where|making|becoming|including)\b[^,]*?|(?<=[\u4e00-\u9fff])[，,][^，,]*?)([.。]?)$",
    re.IGNORECASE,
)
_NAME_OF_UNIVERSITY = re.compile(r"[\u4e00-\u9fff]{2,12}?大学")
_OPENS_LIST = re.compile(r"[:：]\s*$")
_TOLD_BY_CODE = (  # in this order, until one tells anything
    against_an_event, publication, stated, one_of_several, credited, beginnings, occasions, every_mention, side_by_side, summed, listed,
)  # fmt: skip


def answer_events(drafting: Drafting) -> Iterator[Wrote | Answer]:
    """The checked sentences as they come, then the Answer."""
    language = drafting.question.language
    unknown = unknown_institution(drafting.index, drafting.question.text)
    if unknown or not drafting.question.text or not drafting.units:
        name = "unknown_institution" if unknown else "no_evidence"
        yield Answer(phrase(name, language, **({"name": unknown} if unknown else {})), (), "no_evidence")
        return
    for tell in _TOLD_BY_CODE:
        if not drafting.cited.parts:
            yield from tell(drafting)
    if drafting.cited.parts:
        yield drafting.cited.answer()
        return
    try:
        likely = drafting.model.likely(compose_check(drafting.material, drafting.question))
        if likely >= min(drafting.least_likely, _ALMOST_LIKELY):
            yield from _drafted(drafting, is_likely=likely >= drafting.least_likely)
            yield from completed(drafting)
            yield from corrected(drafting)
            yield from elapsed(drafting)
            yield from publication(drafting) if drafting.cited.parts else ()
    except ModelError as error:
        yield drafting.cited.answer("partial", str(error))
        return
    if not drafting.cited.parts:
        yield from against_the_draft(drafting)
    if not drafting.cited.parts:
        yield from in_their_words(drafting, likely)
    if drafting.cited.parts:
        yield drafting.cited.answer()
    else:
        yield Answer(phrase("no_evidence", language), (), "no_evidence")


def _drafted(drafting: Drafting, *, is_likely: bool) -> Iterator[Wrote]:
    """The sentences of the draft that stand; a draft that adds nothing to the question is none.

    When it is not likely that the evidence answers, only those whose every new word it holds.
    """
    question = drafting.question
    for sentence in _sentences(drafting.model.stream(compose(drafting.material, question)), question.language):
        sentence, found = _standing(sentence, drafting)  # noqa: PLW2901
        if not is_likely and not _is_told_in_full(sentence, found, drafting):
            continue
        if not found.stands:
            drafting.fallen.append(found)
        elif fits(sentence, found, drafting):
            yield Wrote(drafting.cited.add(_against_the_claim(sentence, found, drafting), found.units))
            if drafting.is_foreign(found.units[0]):
                quote = quoted(found.units[0])
                yield Wrote(
                    drafting.cited.add(phrase("original", question.language, quote=quote), found.units[:1], new_line=True)
                )


def _is_told_in_full(sentence: str, found: Support, drafting: Drafting) -> bool:
    """Whether the units hold nearly all of a sentence, and all of it that the question does not say."""
    told = {word for unit in found.units for word in unit.words} | set(words(drafting.search_text))
    told |= set(words(found.units[0].about)) if found.units else set()
    is_figure = bool(numbers_in(sentence) - numbers_in(drafting.question.text)) and not drafting.question.presumes
    return (
        found.share >= (_LEAST_SHARE_OF_FIGURE if is_figure else _LEAST_SHARE_IN_FULL)
        and drafting.index.word_weights(sentence).keys() <= told
    )


def _against_the_claim(sentence: str, found: Support, drafting: Drafting) -> str:
    """The sentence; without its "yes" when it tells another figure or name than the one it was asked to confirm."""
    question = drafting.question
    agreed = YES.match(sentence)
    if not question.is_yes_no or not agreed:
        return sentence
    claimed, told = numbers_in(question.text), numbers_in(sentence)
    is_other_figure = not claimed <= told and are_alike(told - claimed, claimed - told)
    if not is_other_figure and not _names_another(sentence, found, drafting):
        return sentence
    rest = _FRAME.sub("", sentence[agreed.end() :].lstrip(" ,，.。"))
    return phrase("rather", question.language, sentence=rest[:1].upper() + rest[1:])


def _names_another(sentence: str, found: Support, drafting: Drafting) -> bool:
    """Whether a sentence tells a name that the question lacks, and the units lack one that the question claims."""
    told = " ".join(f"{unit.text} {unit.about}" for unit in found.units)
    held = set(words(told))
    claimed = [name for name in NAME.findall(drafting.question.said) if not holds_name(name, told, held)]
    claimed = [name for name in claimed if not set(words(name)) <= KINDS]
    known = set(words(drafting.search_text))
    new = [name for name in NAME.findall(sentence) if not set(words(name)) <= known]
    return bool(claimed and new) and not drafting.is_foreign(found.units[0])


def _standing(sentence: str, drafting: Drafting) -> tuple[str, Support]:
    """A sentence with its support; when it only stands so, less what it adds in parentheses, before an institution, or for a second part."""
    found = _supported(sentence, drafting)
    in_brief = _PARENTHESES.sub("", sentence)
    of_one_part = _LAST_CLAUSE.sub(r"\1", in_brief) if len(drafting.question.parts) > 1 else sentence
    for shorter in (in_brief, _without_countries_of_institutions(sentence), of_one_part):
        if not found.stands and shorter != sentence:
            again = _supported(shorter, drafting)
            if again.stands:
                return shorter, again
    return sentence, found


def _supported(sentence: str, drafting: Drafting) -> Support:
    dated = with_years(sentence, drafting.today, of_now=False)  # what holds this year a page may tell without a year
    return reckoned(sentence, support(dated, drafting.question, drafting.units, drafting.index), drafting)


def _without_countries_of_institutions(sentence: str) -> str:
    """The sentence less the country that a Chinese one puts before the name of a university: 美国加州大学."""
    for start, end in reversed(country_spans(sentence)):
        if _NAME_OF_UNIVERSITY.match(sentence, end):
            sentence = sentence[:start] + sentence[end:]
    return sentence


def _sentences(pieces: Iterator[str], language: str) -> Iterator[str]:
    """The sentences of a stream as soon as each is complete, without markers; a list and what opens it are one."""
    buffer = ""
    for piece in pieces:
        buffer += piece
        spans = sentence_spans(buffer, language)
        if any(_OPENS_LIST.search(buffer[start:end]) for start, end in spans):
            continue
        for start, end in spans[:-1]:
            if sentence := without_markers(buffer[start:end]):
                yield sentence
        if len(spans) > 1:
            buffer = buffer[spans[-1][0] :]
    if sentence := without_markers(buffer):
        yield sentence
