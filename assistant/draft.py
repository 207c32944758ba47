"""Evidence → answer: the model drafts, each sentence is checked before it is shown, and code completes what it can.

The order of the decisions is the order of this file: nothing known of the institution asked for; institutions side by
side; a list that code can tell; whether the evidence answers at all; the draft, sentence by sentence; what the draft
left out; else the words of the documents themselves, or that they do not tell.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.beginnings import beginnings
from assistant.cite import without_markers
from assistant.claims import against_the_draft, corrected
from assistant.complete import completed, listed, side_by_side
from assistant.compose import compose, compose_check
from assistant.counted import asks_for_countries, summed
from assistant.credits import credited
from assistant.dated import against_an_event, publication
from assistant.elapsed import elapsed, reckoned
from assistant.errors import ModelError
from assistant.evidence import coverage
from assistant.expected import holds_what_is_asked, tells_joining, tells_last_day
from assistant.mentions import every_mention
from assistant.missing import KINDS
from assistant.names import NAME, holds_name
from assistant.occasions import occasions
from assistant.owned import countries_told, figures_of_others
from assistant.phrases import phrase
from assistant.question import with_years
from assistant.quotes import after_figures, in_their_words, quoted
from assistant.stated import one_of_several, stated
from assistant.support import Support, support
from assistant.turn import Answer, Wrote
from assistant.unknown import unknown_institution
from index.analysis import STOP_WORDS, words
from ingest.countries import countries_in, country_spans
from ingest.numbers import are_alike, is_year, numbers_in
from ingest.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.drafting import Drafting

_NEAR_THOUGH_NO_WORD = 0.86  # cosine of e5 for a question and words that answer it in other words
_NEAR_WITHOUT_TOPIC = 0.80  # the same when the question asks for nothing but whom it names
_LEAST_SHARE_OF_YES = 0.80
_ALMOST_LIKELY = 0.45  # answerability from which a draft is looked at that is told in full
_LEAST_SHARE_IN_FULL = 0.85
_LEAST_SHARE_OF_FIGURE = 0.6  # the same for a sentence whose news is a figure, which can be looked up
_YES = re.compile(r"^\W*(?:yes|correct|right|true|indeed)\b|^\W*(?:是的|对|没错|正确)", re.IGNORECASE)
_CLEARLY_CLOSER = 0.07  # of the question's words
_LEAST_OF_CLOSEST = 0.7  # of the question's words that the closest evidence holds
_NONE = re.compile(r"\b(?:no|none|not|only|all|every|many|several|both|a single)\b|没有|无|全部|所有", re.IGNORECASE)
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
_SAME_THING = frozenset(word for each in "university institution college school partner".split() for word in words(each))


def answer_events(drafting: Drafting) -> Iterator[Wrote | Answer]:
    """The checked sentences as they come, then the Answer."""
    language = drafting.question.language
    unknown = unknown_institution(drafting.index, drafting.question.text)
    if unknown or not drafting.question.text or not drafting.units:
        name = "unknown_institution" if unknown else "no_evidence"
        yield Answer(phrase(name, language, **({"name": unknown} if unknown else {})), (), "no_evidence")
        return
    yield from against_an_event(drafting)
    yield from publication(drafting) if not drafting.cited.parts else ()
    if not drafting.cited.parts:
        yield from stated(drafting)
        yield from one_of_several(drafting) if not drafting.cited.parts else ()
        yield from credited(drafting) if not drafting.cited.parts else ()
        yield from beginnings(drafting) if not drafting.cited.parts else ()
        yield from occasions(drafting) if not drafting.cited.parts else ()
        yield from every_mention(drafting) if not drafting.cited.parts else ()
    if not drafting.cited.parts and drafting.sides:
        yield from side_by_side(drafting)
    if not drafting.cited.parts:
        yield from summed(drafting)
        yield from listed(drafting) if not drafting.cited.parts else ()
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
        elif _fits(sentence, found, drafting):
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
    agreed = _YES.match(sentence)
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


def _fits(sentence: str, found: Support, drafting: Drafting) -> bool:
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
    if not drafting.question.is_yes_no or not _YES.match(sentence) or found.share >= _LEAST_SHARE_OF_YES:
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
