"""Follow-ups: what is written out, what is carried, what is left alone."""

from __future__ import annotations

import pytest

from assistant.rewrite import leans, rewrite
from assistant.turn import Exchange
from index.subjects import Subjects

SUBJECTS = Subjects({"a": ["Elmsand University"], "b": ["Linlan University", "临岚大学"]})


def test_a_name_alone_takes_the_place_of_the_last() -> None:
    earlier = [Exchange("How many partners does Elmsand University have?", "Forty.")]
    found = rewrite("and Linlan University?", earlier, SUBJECTS)
    assert found.text == "How many partners does Linlan University have?"
    assert found.earlier == ()


def test_a_pronoun_keeps_the_exchange_and_searches_both_turns() -> None:
    earlier = [Exchange("When was the office of Elmsand University opened?", "In 1999.")]
    found = rewrite("And who leads it?", earlier, SUBJECTS)
    assert found.text == "And who leads it?"
    assert found.earlier == (earlier[0],)
    assert [query.weight for query in found.queries] == [0.5, 0.5]
    assert found.about == "Elmsand University"


def test_thanks_are_no_topic() -> None:
    earlier = [Exchange("When was Elmsand University founded?", "In 1950."), Exchange("Thanks.", "You are welcome.")]
    assert rewrite("and its library?", earlier, SUBJECTS).earlier == (earlier[0],)


def test_a_whole_question_stands_alone() -> None:
    earlier = [Exchange("When was Elmsand University founded?", "In 1950.")]
    question = "How many exchange students does Linlan University send to Germany every year?"
    found = rewrite(question, earlier, SUBJECTS)
    assert (found.text, found.earlier, len(found.queries)) == (question, (), 1)


@pytest.mark.parametrize("question", ["那临岚大学呢？", "What about its fees?", "And in Spain?"])
def test_leaning(question: str) -> None:
    assert leans(question)


def test_a_name_after_a_question_without_one_goes_before_it() -> None:
    earlier = [Exchange("When does the summer course begin?", "In July.")]
    assert (
        rewrite("What about Linlan University?", earlier, SUBJECTS).text
        == "Linlan University: When does the summer course begin?"
    )
    assert (
        rewrite("那临岚大学呢？", [Exchange("夏季课程什么时候开始？", "七月。")], SUBJECTS).text
        == "临岚大学: 夏季课程什么时候开始？"
    )


@pytest.mark.parametrize("name", ["Vessby University", "University of Vessby", "维斯大学"])
def test_an_institution_nobody_knows_is_told_by_its_form(name: str) -> None:
    earlier = [Exchange("How many partners does Elmsand University have?", "Forty.")]
    assert rewrite(f"What about {name}?", earlier, SUBJECTS).text == f"How many partners does {name} have?"


def test_any_other_word_is_no_institution() -> None:
    earlier = [Exchange("How many partners does Elmsand University have?", "Forty.")]
    found = rewrite("What about Spain?", earlier, SUBJECTS)
    assert (found.text, found.about) == ("What about Spain?", "Elmsand University")


def test_with_two_names_before_nothing_is_put_in_place() -> None:
    earlier = [Exchange("Is Elmsand University older than Linlan University?", "Yes.")]
    assert rewrite("What about Vessby University?", earlier, SUBJECTS).text == "What about Vessby University?"


def test_a_question_that_names_nobody_stays_with_whom_the_talk_is_about() -> None:
    earlier = [Exchange("What is the application fee at Elmsand University?", "EUR 100.")]
    found = rewrite("how many host universities can I put on the form when I apply for an exchange?", earlier, SUBJECTS)
    assert found.about == "Elmsand University"
    assert all("Elmsand University" in query.text for query in found.queries)


def test_a_question_that_names_nobody_after_talk_of_nobody_stands_alone() -> None:
    earlier = [Exchange("How is the weather in the north at this time of the year?", "Cold.")]
    question = "how many host universities can I put on the form when I apply for an exchange?"
    assert rewrite(question, earlier, SUBJECTS).earlier == ()


@pytest.mark.parametrize(
    ("last", "now", "full"),
    [
        ("Which of your partners are in Germany?", "and in the Netherlands?", "Which of your partners are in Netherlands?"),
        ("德国有哪些合作院校？", "那日本呢？", "日本有哪些合作院校？"),
        ("Which partners are in Germany or France?", "and in Spain?", ""),
        ("Which partners are there?", "and in Spain?", ""),
    ],
)
def test_another_country_takes_the_place_of_the_last(last: str, now: str, full: str) -> None:
    found = rewrite(now, [Exchange(last, "Some.")], SUBJECTS)
    assert found.text == (full or now)


def test_a_question_with_a_name_of_its_own_is_not_searched_under_whom_the_talk_was_about() -> None:
    earlier = [Exchange("What is the application fee at Elmsand University?", "EUR 100.")]
    found = rewrite("Is it true that the AREX was held in Vessby?", earlier, SUBJECTS)
    assert found.queries[0].text == "Is it true that the AREX was held in Vessby?"


def test_a_capital_that_begins_a_sentence_is_no_name() -> None:
    earlier = [Exchange("When was Elmsand University founded?", "In 1950.")]
    assert rewrite("I would need a visa. What is my last day to apply?", earlier, SUBJECTS).about == "Elmsand University"
    assert rewrite("I would need a guide. Which banks of Ghent are open?", earlier, SUBJECTS).about == ""


def test_a_question_that_leans_on_a_name_alone_is_about_it() -> None:
    found = rewrite("how many members", [Exchange("What is HARBOURNET?", "A network.")], SUBJECTS)
    assert found.about == "HARBOURNET"
    assert rewrite("how many members", [Exchange("Are HARBOURNET and SEANET alike?", "No.")], SUBJECTS).about == ""


def test_the_name_of_the_last_question_goes_before_an_institution_of_earlier_ones() -> None:
    talk = [
        Exchange("What is the application fee at Elmsand University?", "EUR 100."),
        Exchange("What is HARBOURNET?", "A network."),
    ]
    assert rewrite("how many members", talk, SUBJECTS).about == "HARBOURNET"


def test_a_chain_of_its_keeps_what_it_began_with() -> None:
    earlier = [Exchange("What is the COFA?", "A fair."), Exchange("When was it set up?", "In 2003.")]
    assert rewrite("How many schools belong to it?", earlier, SUBJECTS).about == "COFA"


def test_a_chain_ends_where_another_name_comes_in() -> None:
    earlier = [Exchange("What is the COFA?", "A fair."), Exchange("Does Elmsand University go there?", "Yes.")]
    assert rewrite("How many students does it have?", earlier, SUBJECTS).about == "Elmsand University"
