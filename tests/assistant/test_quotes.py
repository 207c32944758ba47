"""The documents' own words: which of them answer when no draft stands, and which speak against a question."""

from __future__ import annotations

import pytest
from pages import answer, document, drafting, units

from assistant.claims import corrected
from assistant.phrases import phrase
from assistant.quotes import closest_quotes, in_their_words, in_words_of, of_each_name, quoted
from ingest.document import Document

PAGE = document(
    """# Harbour campus

Tarnholm University has 31 partner universities in 14 countries.

The ferry to the island museum costs 12 crowns.

The swimming hall was built in 1987.

The guest house of the rowers offers breakfast.
""",
    subject="Tarnholm University",
)
CHINESE = document("# 港口校区\n\n去岛上博物馆的渡船票价12克朗。\n\n游泳馆建于1987年。\n", language="zh", subject="塔恩大学")


def said(question: str, *pages: Document, likely: float = 1.0, cosine: float | None = None) -> str:
    made = drafting(question, *pages, cosine=cosine)
    return "".join(wrote.text for wrote in in_their_words(made, likely))


def words_of(text: str, language: str = "en") -> str:
    return phrase("words", language, quote=text)


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("What does the ferry to the museum cost?", "The ferry to the island museum costs 12 crowns."),
        ("When was the swimming hall built?", "The swimming hall was built in 1987."),
        ("How many partner universities are there?", "Tarnholm University has 31 partner universities in 14 countries."),
    ],
)
def test_the_closest_words_answer(question: str, quote: str) -> None:
    assert said(question, PAGE).startswith(f"{words_of(quote)} [1]")


def test_in_chinese() -> None:
    assert said("去博物馆的渡船票价多少克朗？", CHINESE).startswith(words_of("去岛上博物馆的渡船票价12克朗。", "zh"))


@pytest.mark.parametrize(
    "question",
    [
        "When does the guest house of the rowers open?",  # a time is asked for and none is told
        "How many rowers are in the guest house?",  # no figure of rowers
        "What did the swimming hall cost in 1990?",  # a year that stands nowhere
        "Which dentist treats lame reindeer near glaciers?",  # nothing is close
    ],
)
def test_words_that_do_not_answer_are_not_quoted(question: str) -> None:
    assert said(question, PAGE) == ""


def test_an_unlikely_answer_is_not_quoted() -> None:
    assert said("What does the ferry to the museum cost?", PAGE, likely=0.1) == ""


@pytest.mark.parametrize(
    ("question", "quote"),
    [
        ("Was the swimming hall built in 1990?", "The swimming hall was built in 1987."),
        ("Does the ferry to the island museum cost 15 crowns?", "The ferry to the island museum costs 12 crowns."),
    ],
)
def test_a_claim_is_not_confirmed_however_unlikely_an_answer(question: str, quote: str) -> None:
    assert said(question, PAGE, likely=0.0) == f"{phrase('otherwise', 'en', quote=quote)} [1]"


def test_words_of_another_language_must_be_close() -> None:
    question = "What is the price of the boat to the museum?"
    assert "12克朗" in said(question, CHINESE, cosine=0.9)
    assert said(question, CHINESE, cosine=0.79) == ""


def test_figures_that_are_of_others_count_nothing() -> None:
    page = document("The ARLO has 16 partner universities in total.", subject="Tarnholm University")
    assert said("How many partner universities does Tarnholm have?", page) == ""
    assert "16" in said("How many partner universities does the ARLO have?", page)


def test_each_quote_adds_to_those_before() -> None:
    page = document(
        "# Traffic\n\nBoats sail on rivers. Boats sail on lakes and rivers. Trams run at night. Lamps are green."
    )
    found = closest_quotes(drafting("Where do boats sail, on lakes or rivers, and what do trams do at night?", page), set())
    assert [unit.text for unit in found] == ["Boats sail on lakes and rivers.", "Trams run at night."]


def test_for_each_name_its_own_words() -> None:
    page = document("Alder has a tower. Alder has 40 rooms. Birch has 50 rooms.")
    made = drafting("Compare how many rooms Alder and Birch have.", page)
    assert [unit.text for unit in of_each_name(made)] == ["Alder has 40 rooms.", "Birch has 50 rooms."]
    made.cited.add("Told.", of_each_name(made)[:1])
    assert [unit.text for unit in of_each_name(made)] == ["Birch has 50 rooms."]


def test_quotes_of_several_documents_say_whom_they_are_about() -> None:
    (unit,) = units(document("It opened in 1987.", subject="Tarnholm University"))
    assert in_words_of(unit, "en", is_mixed=True) == "Tarnholm University: “It opened in 1987.”"
    assert in_words_of(unit, "zh", is_mixed=False) == "文件原文：“It opened in 1987.”"
    (unit,) = units(document("It opened in 1987."))
    assert in_words_of(unit, "en", is_mixed=True) == words_of("It opened in 1987.")


def test_long_quotes_are_cut_at_a_word_and_stand_on_one_line() -> None:
    (unit,) = units(document("Bring:\n\n- boots\n- tea\n"))
    assert quoted(unit) == "Bring: - boots - tea"
    (unit,) = units(document("sailing " * 100 + "."))
    assert quoted(unit) == " ".join(["sailing"] * (700 // 8)) + " …"  # 8 letters each with its space


def corrections(question: str, *, told: str = "They are listed.") -> list[str]:
    """What is set right beside an answer that says `told`."""
    made = drafting(question, PAGE)
    if told:
        made.cited.add(told, [])
    return [wrote.text.strip() for wrote in corrected(made)]


def test_a_false_figure_of_the_question_is_corrected_beside_the_answer() -> None:
    quote = "Tarnholm University has 31 partner universities in 14 countries."
    line = f"{phrase('otherwise_besides', 'en', quote=quote)} [1]"
    assert corrections("Who are the 45 partner universities of Tarnholm University?") == [line]


@pytest.mark.parametrize(
    "question",
    [
        "Who are the 31 partner universities of Tarnholm University?",  # what it takes for true is told
        "Who are the partner universities of Tarnholm University?",  # it claims nothing
        "Who were the partner universities of Tarnholm University in 1950?",  # a year is no number of partners
        "Who feeds the 45 reindeer?",  # nothing is told of reindeer
    ],
)
def test_nothing_to_correct(question: str) -> None:
    assert corrections(question) == []


def test_nothing_is_corrected_without_an_answer() -> None:
    assert corrections("Who are the 45 partner universities of Tarnholm University?", told="") == []


CLAIMED = document(
    "Since 1987, guests from more than 90 countries have rowed here.\n\nThe sailing club began in 2000.\n\n"
    "# Festival\n\nThe music festival is a large event. Since its beginning in 2000 it has drawn guests.\n",
    subject="Tarnholm University",
)


def test_a_claimed_figure_is_answered_by_the_one_that_counts_the_same() -> None:
    question = "Tarnholm's exchange visitors have come from about 40 countries, right?"
    found = answer(question, CLAIMED, draft="Yes, the exchange visitors have come from about 40 countries.")
    assert "The documents do not confirm that." in found.text
    assert "90 countries" in found.text
    other = answer("Tarnholm has about 40 boats, right?", CLAIMED, draft="Yes, Tarnholm has about 40 boats.")
    assert "90 countries" not in other.text


def test_what_began_in_the_same_year_is_quoted_from_each_place() -> None:
    found = answer("Which club and which event both began in 2000?", CLAIMED, draft="The moon and the sun did.")
    assert "sailing club" in found.text
    assert "music festival" in found.text


def test_a_name_that_is_asked_for_is_no_claim() -> None:
    page = document("Our university met Harbour University for the 3+1 program.\n", subject="Tarnholm University")
    question = "Which IELTS score do I need for the 3+1 program with Harbour University?"
    assert answer(question, page, draft="You need 6.5.", likely="no").abstained


def test_a_place_that_no_page_has_is_answered_with_where_it_was() -> None:
    page = document(
        "# News\n\nThe Coastal Fair is the largest and most loved fair of the coast. The Coastal Fair was held in Oderfurt in May.\n",
        subject="Tarnholm University",
    )
    found = answer(
        "Why did they choose Hamburg for the Coastal Fair?",
        page,
        draft="They chose Hamburg because the Coastal Fair is the largest fair.",
    )
    assert "held in Oderfurt" in found.text
    assert found.text.startswith("The documents do not confirm that.")
