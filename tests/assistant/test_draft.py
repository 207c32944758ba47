"""A draft sentence by sentence: what of it is shown, in which words, and what it must not agree with."""

from __future__ import annotations

import pytest
from pages import answer, document

from assistant.draft import _sentences
from assistant.phrases import phrase

PAGE = document(
    """# Harbour campus

Tarnholm University has 31 partner universities in 14 countries.

The swimming hall was built in 1987 by the fishers of the old town.

The guest house offers breakfast, boats and bicycles.
""",
    subject="Tarnholm University",
)
CHINESE = document("# 港口校区\n\n游泳馆建于1987年，由老城的渔民建造。\n", language="zh", subject="塔恩大学")


def split(text: str, language: str = "en") -> list[str]:
    return list(_sentences(iter(text), language))


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("It is old. It is small [2].", ["It is old.", "It is small."]),
        ("They are:\n- boots\n- tea", ["They are:\n- boots\n- tea"]),
        ("The hall is old. They are:\n\n1. Boots.\n2. Tea.", ["The hall is old.", "They are:\n\n1. Boots.\n2. Tea."]),
        ("", []),
        ("[1]", []),
    ],
)
def test_sentences_as_they_come(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences


def test_chinese_sentences() -> None:
    assert split("馆很老。馆很小。", "zh") == ["馆很老。", "馆很小。"]
    assert len(split("包括：\n- 靴子\n- 茶", "zh")) == 1


def test_parentheses_that_alone_do_not_stand_are_dropped() -> None:
    found = answer("When was the swimming hall built?", PAGE, draft="The swimming hall was built in 1987 (after 44 storms).")
    assert found.text.startswith("The swimming hall was built in 1987. [1]")
    assert "44" not in found.text


def test_parentheses_that_stand_are_kept() -> None:
    found = answer("When was the swimming hall built?", PAGE, draft="The swimming hall (by the fishers) was built in 1987.")
    assert found.text.startswith("The swimming hall (by the fishers) was built in 1987. [1]")


@pytest.mark.parametrize(
    ("question", "draft"),
    [
        ("Was the swimming hall built in 1987?", "Yes, the swimming hall was built in 1987."),
        ("Does Tarnholm University have 31 partner universities?", "Yes, it has 31 partner universities."),
    ],
)
def test_a_claim_that_is_told_is_confirmed(question: str, draft: str) -> None:
    assert answer(question, PAGE, draft=draft).text.startswith(f"{draft} [1]")


def test_a_yes_beside_another_figure_is_no_yes() -> None:
    found = answer(
        "Was the swimming hall built in 1990?",
        PAGE,
        draft="Yes, according to the passages, the swimming hall was built in 1987.",
    )
    assert found.text.startswith(f"{phrase('rather', 'en', sentence='The swimming hall was built in 1987.')} [1]")


def test_a_yes_beside_another_figure_is_no_yes_in_chinese() -> None:
    found = answer("游泳馆建于1990年吗？", CHINESE, draft="是的，游泳馆建于1987年。")
    assert found.text.startswith(f"{phrase('rather', 'zh', sentence='游泳馆建于1987年。')}[1]")


def test_a_false_claim_is_answered_with_the_words_against_it() -> None:
    found = answer("Was the swimming hall built in 1990?", PAGE, draft="Yes, the swimming hall was built in 1990.")
    quote = "The swimming hall was built in 1987 by the fishers of the old town."
    assert found.text == f"{phrase('otherwise', 'en', quote=quote)} [1]"


def test_the_words_a_draft_agreed_against_are_found_though_the_question_says_much_else() -> None:
    question = "Is it true, as my talkative uncle claimed yesterday during supper, that the swimming hall was built in 1990?"
    found = answer(question, PAGE, draft="Yes, the swimming hall was built in 1990.")
    quote = "The swimming hall was built in 1987 by the fishers of the old town."
    assert found.text == f"{phrase('otherwise', 'en', quote=quote)} [1]"


def test_a_yes_needs_more_of_its_words_than_any_other_sentence() -> None:
    draft = "the guest house offers breakfast, boats and vegetarian dinners with dessert."  # 5 of 8 words, 0.55 < 5/8 < 0.75
    assert "vegetarian" in answer("What does the guest house offer?", PAGE, draft=draft.capitalize()).text
    assert "vegetarian" not in answer("Does the guest house offer boats and dinners?", PAGE, draft=f"Yes, {draft}").text


def test_the_words_a_draft_was_made_of_stand_in_for_it() -> None:
    draft = "The guest house delights everyone with breakfast, boats, sunshine and joy."  # 4 of 8 words: too many its own
    found = answer("What makes guests happy there?", PAGE, draft=draft)
    assert found.text == f"{phrase('words', 'en', quote='The guest house offers breakfast, boats and bicycles.')} [1]"


def test_a_draft_that_only_repeats_the_question_is_none() -> None:
    found = answer("Who built the swimming hall?", PAGE, draft="The swimming hall was built.")
    assert not found.text.startswith("The swimming hall was built.")
    assert "fishers" in found.text


def test_words_of_another_language_are_shown_in_the_original() -> None:
    found = answer("When was the swimming hall built?", CHINESE, draft="The swimming hall was built in 1987.", cosine=0.9)
    quote = "游泳馆建于1987年，由老城的渔民建造。"
    assert found.text == f"The swimming hall was built in 1987. [1]\n\n{phrase('original', 'en', quote=quote)} [1]"


def test_the_date_of_a_page_needs_no_model() -> None:
    page = document("# Swimming hall opens\n\nPublished: 7 March 2026\n\nThe swimming hall opened.\n")
    found = answer("When was the article about the swimming hall published?", page, draft="It was published in 1900.")
    assert "7 March 2026" in found.text
    assert "1900" not in found.text


def test_every_quote_is_exact() -> None:
    found = answer("How many partner universities are there?", PAGE, draft="There are 31 partner universities.")
    assert found.citations
    assert all(c.passage.document.text[c.start : c.end] == c.quote for c in found.citations)


def test_the_country_before_a_university_need_not_be_told() -> None:
    page = document("In 2013 the tea institute opened at the University of Harbour, Davis.\n", subject="江南大学")
    found = answer("茶学院设在哪所大学？", page, draft="茶学院设在美国哈伯大学Davis分校。", cosine=0.9)
    assert found.text.startswith("茶学院设在哈伯大学Davis分校。")


ROWS = document(
    "The harbour college of Bellmark became a university in 1990.\n\nThe harbour of Cawdry was dug in 1995.\n\n"
    "The expo of Bellmark took place in spring. Its harbour guest was the mayor of Dunlow.\n",
    subject="Bellmark University",
)


def test_words_of_a_neighbour_do_not_answer_in_the_place_of_the_closest() -> None:
    draft = "The harbour college of Bellmark became a university in 1995."
    assert "1995" not in answer("When did the harbour college of Bellmark become a university?", ROWS, draft=draft).text


def test_a_draft_told_in_full_is_shown_though_the_model_doubts() -> None:
    question = "When was the swimming hall of the old town built?"
    in_full = "The swimming hall was built in 1987 by the fishers of the old town."
    assert answer(question, PAGE, draft=in_full, likely=0.5).text.startswith(in_full)
    assert answer(question, PAGE, draft="The swimming hall was built in 1987 by rich fishers.", likely=0.5).abstained
    assert answer(question, PAGE, draft=in_full, likely="no").abstained


def test_the_part_of_a_sentence_that_stands_answers_its_part_of_the_question() -> None:
    question = "When was the swimming hall built and who is its keeper?"
    draft = "The swimming hall was built in 1987 by the fishers, who call their keeper Bellamy."
    assert answer(question, PAGE, draft=draft).text.startswith("The swimming hall was built in 1987 by the fishers. [1]")
    assert "fishers." not in answer("When was the swimming hall built?", PAGE, draft=draft).text


def test_what_a_question_presumes_is_held_against_the_documents() -> None:
    page = document("# Fair\n\nThe winter fair of 2026 was held in Norrby with boats, bread and songs.\n")
    found = answer(
        "Why did the keen young organisers decide on Vessby for their winter fair?",
        page,
        draft="The winter fair was held in Vessby with boats, bread and songs.",
    )
    quote = "The winter fair of 2026 was held in Norrby with boats, bread and songs."
    assert found.text.startswith(phrase("otherwise", "en", quote=quote))


def test_last_year_is_a_year_that_must_be_told() -> None:
    page = document("# Fair\n\nNorrby was the guest of honour at the winter fair of 2024.\n", day="2024-03-01")
    question = "Who was the guest of honour at last year's (2026) winter fair?"
    assert answer(question, page, draft="Norrby was the guest of honour at last year's winter fair.").abstained
    told = answer("Who was the guest of honour at the winter fair?", page, draft="Norrby was the guest of honour.")
    assert not told.abstained


def test_a_yes_beside_another_name_is_no_yes() -> None:
    page = document("# Hall\n\nThe hall was built by the fishers of Tarnholm in 1987.\n", subject="Oakby College")
    found = answer(
        "I was told the hall was built by the fishers of Wendover in 1987. Is that so?",
        page,
        draft="Yes, the passage states that the hall was built by the fishers of Tarnholm in 1987.",
    )
    assert found.text.startswith(phrase("rather", "en", sentence="The hall was built by the fishers of Tarnholm in 1987."))


def test_a_yes_that_answers_another_part_of_the_question_is_shown() -> None:
    page = document(
        "# Money\n\nThe college has set up “Gull Grants” in particular to encourage students to go abroad.\n",
        subject="Oakby College",
    )
    question = "Is there any money for students who want to go abroad? What is the grant called?"
    found = answer(question, page, draft='Yes, Oakby College offers "Gull Grants" for students who want to go abroad.')
    assert found.text.startswith('Yes, Oakby College offers "Gull Grants"')


def test_a_figure_of_the_same_thing_from_words_that_hold_less_of_the_question_is_none() -> None:
    page = document(
        "# Abroad\n\nOver 3,000 foreign students from 41 countries have studied here.\n\nIt cooperates with 90 schools in 17 countries.\n",
        subject="Tarnholm University",
    )
    found = answer(
        "From how many countries do the foreign students of Tarnholm University come?",
        page,
        draft="Tarnholm University cooperates with 90 schools in 17 countries.",
    )
    assert "17" not in found.text
    assert "41" in found.text
