"""What evidence supports: all numbers, names and limiting words of a sentence, and most of its telling words."""

from __future__ import annotations

import pytest
from pages import MemoryIndex, document, units

from assistant.owned import figures_of_others
from assistant.question import read_question
from assistant.support import Support, support

PAGE = """# Partners

Tarnholm University has 31 partner universities in 14 countries.

The harbour campus has 900 students, the hill campus has 450 students.

The river course runs from 2026-09-14 to 2026-11-20.

Tarnholm is one of only two universities in the north with a ship of its own.

The lake campus closed. The museum is open on Sundays.
"""
ENGLISH = document(PAGE, subject="Tarnholm University/塔恩大学")
CHINESE = document("# 合作\n\n塔恩大学在芬兰有31所合作院校。\n\n克努特负责港口校区。\n", language="zh", subject="塔恩大学")


def supported(
    sentence: str, question: str = "What is there to know?", *, page: object = ENGLISH, cosine: float = 0.9
) -> Support:
    return support(sentence, read_question(question), units(page), MemoryIndex(cosine=cosine))


@pytest.mark.parametrize(
    "sentence",
    [
        "Tarnholm University has 31 partner universities in 14 countries.",
        "According to the passages, the university has thirty-one partner universities.",
        "The harbour campus has 900 students, while the hill campus has 450 students.",
        "The river course runs from September to November 2026.",
        "The river course starts on 14 September 2026.",
        "Tarnholm is one of only two northern universities with a ship.",
        "The museum is open on Sundays.",
    ],
)
def test_stands(sentence: str) -> None:
    assert supported(sentence).stands


@pytest.mark.parametrize(
    ("sentence", "missing"),
    [
        ("Tarnholm University has 32 partner universities in 14 countries.", "32"),
        ("The university has 31 partner universities in Norway.", "Norway"),
        ("The river course runs from October to November 2026.", "October"),
        ("The museum is never open on Sundays.", "never"),
        ("Bellmark University has 31 partner universities in 14 countries.", "Bellmark"),
        ("Tarnholm University has 32 partner universities in 15 countries.", "15"),
        ("The museum was the first to open on Sundays.", "first"),
        ("Tarnholm is the only university in the north with a ship of its own.", "the only"),
    ],
)
def test_what_is_missing_is_named(sentence: str, missing: str) -> None:
    found = supported(sentence)
    assert not found.stands
    assert missing in found.missing


def test_too_many_words_of_its_own_do_not_stand() -> None:
    found = supported("The museum cooks generous breakfasts for hungry sailors on Sundays.")
    assert found.missing == ()
    assert found.share == pytest.approx(
        2 / 7
    )  # museum and Sundays, of: museum cook generous breakfast hungry sailor Sundays
    assert not found.stands


def test_each_half_of_a_contrast_needs_its_own_support() -> None:
    pages = units(document("Alder Hall was built in 1950.", "a.md"), document("Birch Hall was built in 1960.", "b.md"))

    def found(sentence: str) -> Support:
        return support(sentence, read_question("Compare the halls."), pages, MemoryIndex())

    right = found("Alder Hall was built in 1950, while Birch Hall was built in 1960.")
    assert right.stands
    assert {unit.passage.document.file for unit in right.units} == {"a.md", "b.md"}
    assert not found("Alder Hall was built in 1950, while Birch Hall was built in 1970.").stands


def test_a_sentence_is_not_pieced_together_from_two_documents() -> None:
    pages = units(document("Alder Hall was built of stone.", "a.md"), document("Birch Hall cost 900 crowns.", "b.md"))
    found = support("Alder Hall was built of stone for 900 crowns.", read_question("Tell me."), pages, MemoryIndex())
    assert not found.stands


def test_a_year_of_the_question_may_stand_elsewhere_in_the_document() -> None:
    page = document("# Fair\n\nThe fair of 2026 was cold.\n\nThe fair had forty guests.\n")
    guests = [unit for unit in units(page) if "guests" in unit.text]
    sentence = "The fair had forty guests in 2026."
    assert support(sentence, read_question("How many guests had the fair in 2026?"), guests, MemoryIndex()).stands
    assert not support(sentence, read_question("How many guests had the fair?"), guests, MemoryIndex()).stands
    assert not support(sentence, read_question("Did the fair have guests in 2026?"), guests, MemoryIndex()).stands


def test_a_claim_lends_no_limiting_word() -> None:
    page, sentence = document("The museum is open on Sundays."), "Only the museum is open on Sundays."
    assert supported(sentence, "What is only open on Sundays?", page=page).stands
    assert supported(sentence, "Is only the museum open on Sundays?", page=page).missing == ("Only",)


def test_figures_of_another_network_are_not_borrowed() -> None:
    page = document("The ARLO has 16 universities. Tarnholm University joined the ARLO.", subject="Tarnholm University/TAHU")
    (network, _) = units(page)
    assert figures_of_others("How many partners has Tarnholm University?", network) == {16.0}
    assert figures_of_others("How many members has ARLO?", network) == set()
    assert not supported("Tarnholm University has 16 universities.", page=page).stands
    assert supported("The ARLO has 16 universities.", page=page).stands


def test_the_long_name_of_an_abbreviation_is_no_new_name() -> None:
    page = document("In 14 countries 31 partners work with THU.")
    assert supported("The Tarnholm Harbour University works with 31 partners in 14 countries.", page=page).missing == ()


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("Tarnholm University has 31 partners in Finland.", "How many partners does Tarnholm University have?"),
        ("The campus at the harbour is led by Kenute.", "Who leads the campus of Vessby?"),
        ("Vessby has 31 partners.", "How many partners has Vessby?"),
    ],
)
def test_names_and_figures_across_languages(sentence: str, question: str) -> None:
    assert supported(sentence, question, page=CHINESE).missing == ()


@pytest.mark.parametrize(
    "sentence",
    ["There are 32 partners in Finland.", "There are 31 partners in Norway.", "The campus is led by Rosalind."],
)
def test_what_the_other_language_does_not_tell(sentence: str) -> None:
    assert not supported(sentence, page=CHINESE, cosine=0.95).stands


def test_across_languages_the_meaning_must_be_close() -> None:
    sentence = "There are 31 partners in Finland."
    assert supported(sentence, page=CHINESE, cosine=0.82).stands
    assert not supported(sentence, page=CHINESE, cosine=0.79).stands


def test_nothing_supports_without_units() -> None:
    assert not support("It has 31 partners.", read_question("How many?"), [], MemoryIndex()).stands


def test_figures_of_two_institutions_cannot_be_swapped() -> None:
    other = document(
        "# Bellmark\n\nBellmark University has 40 partner universities.\n", subject="Bellmark University", file="bellmark.md"
    )
    every = [*units(ENGLISH), *units(other)]
    question = read_question("How many partners have Tarnholm University and Bellmark University?")

    def stands(sentence: str) -> bool:
        return support(sentence, question, every, MemoryIndex()).stands

    assert stands("Tarnholm University has 31 partner universities, while Bellmark University has 40 partner universities.")
    assert not stands(
        "Tarnholm University has 40 partner universities, while Bellmark University has 31 partner universities."
    )


def test_a_claimed_figure_must_count_the_same_thing() -> None:
    page = document(
        "# Numbers\n\nWe have 118 active agreements.\n\nFunding came for 131 students.\n", subject="Tarnholm University"
    )
    claim = "Tarnholm has 131 active agreements, right?"
    assert "131" in supported("Yes, Tarnholm has 131 active agreements.", claim, page=page).missing
    assert "118" not in supported("No, Tarnholm has 118 active agreements.", claim, page=page).missing
    assert (
        "131"
        not in supported("Yes, there is funding for 131 students.", "Is there funding for 131 students?", page=page).missing
    )


def test_across_languages_a_month_must_be_told() -> None:
    page = document("# 报名\n\n港口课程的报名截止日期为5月31日，请按时申请。\n", language="zh")
    assert supported("The last day to apply is 31 May.", page=page).stands
    assert not supported("The last day to apply is 31 December.", page=page).stands


def test_months_in_other_languages() -> None:
    page = document("# Curso\n\nEl curso de remo empezaría en septiembre de 2027 en el puerto viejo.\n", language="es")
    assert supported("The rowing course starts in September 2027.", page=page).stands
    assert "month" in supported("The rowing course starts in October 2027.", page=page).missing


def test_a_claim_takes_no_country_from_another_place() -> None:
    page = document(
        "# News\n\nTarnholm signed an agreement with the harbour region of Finland.\n\nTarnholm opens the Rowers Workshop in Estonia.\n",
        subject="Tarnholm University",
    )
    claim = "The Rowers Workshop of Tarnholm is in Finland, right?"
    assert supported("Yes, the Rowers Workshop of Tarnholm is in Finland.", claim, page=page).missing == ("Finland",)
    assert supported("Yes, the Rowers Workshop of Tarnholm is in Estonia.", claim, page=page).missing == ()


def test_the_first_of_two_names_must_be_told_as_well() -> None:
    page = document("Bellmark has 40 partner universities.", subject="Bellmark University")
    assert "Vessby" in supported("Vessby and Bellmark have 40 partner universities.", page=page).missing


def test_the_short_name_of_what_a_page_is_about_is_no_new_name() -> None:
    page = document("The campus wants its guests to have courage and patience.", subject="Tarnholm Harbour University")
    assert supported("The campus of THU wants its guests to have courage and patience.", page=page).stands
    assert supported("The campus of TBU wants its guests to have courage and patience.", page=page).missing == ("TBU",)


def test_words_of_the_question_are_never_empty() -> None:
    page = document("The rowers include many guests in their running events at Tarnholm.", subject="Tarnholm University")
    claim = "Tarnholm is a document-run place for running, right?"
    assert supported("Yes, Tarnholm is a document-run place.", claim, page=page).share < 1.0
    assert (
        supported("Yes, Tarnholm is a document-run place.", page=page).share
        > supported("Yes, Tarnholm is a document-run place.", claim, page=page).share
    )


def test_a_half_with_only_a_year_is_held_by_the_words_closest_in_meaning() -> None:
    page = document(
        "# Guests\n\nSince 1977, guests have received training.\n\nSince 1979, teachers have gone abroad to study.\n"
    )
    question = read_question("What began earlier, training guests or sending teachers?")

    def stands(sentence: str) -> bool:
        return support(sentence, question, units(page), MemoryIndex()).stands

    assert stands("Training guests of the house began in 1977, while sending teachers abroad began in 1979.")
    assert not stands("Training guests of the house began in 1979, while sending teachers abroad began in 1977.")
    assert not stands("Since 1979, guests have received training, while since 1977 teachers have gone abroad to study.")


FESTIVAL = document(
    "# News\n\nThe Harbour Festival (HAFE) is a meeting of seafaring schools. Since its inception in 1998, it has drawn many guests.\n\n"
    "The river course is old. It began in 2011.\n"
)


def test_a_sentence_that_leans_on_the_one_before_supports_with_it() -> None:
    found = supported("HAFE has been taking place since 1998.", "Since when has HAFE been taking place?", page=FESTIVAL)
    assert found.stands
    assert "HAFE" in found.units[0].text
    assert "1998" in found.units[0].text


def test_a_year_of_another_pair_is_not_lent() -> None:
    assert not supported(
        "HAFE has been taking place since 2011.", "Since when has HAFE been taking place?", page=FESTIVAL
    ).stands
