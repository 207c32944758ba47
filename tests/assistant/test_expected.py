"""A question for a time, a sum, an address or names is answered by words that have one."""

from __future__ import annotations

import pytest

from assistant.expected import asks_how_to_reach, holds_what_is_asked, tells_joining, tells_last_day
from assistant.question import read_question


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When does the dormitory open?", "It opens on 3 September."),
        ("When does the dormitory open?", "It opens once the term begins."),
        ("And when was it built?", "It was built in 1987."),
        ("What is the deadline for the Harbour scholarship?", "Apply by 15 May."),
        ("When in 2026 is the fair?", "The fair of 2026 is in October."),
        ("宿舍什么时候开放？", "宿舍于9月3日开放。"),
        ("How much is the dormitory?", "It costs 900 crowns a month."),
        ("How much is the dormitory?", "It is free for guests."),
        ("宿舍费用是多少？", "每月九百元。"),
        ("宿舍费用是多少？", "免费提供。"),
        ("What is the e-mail address of the office?", "Write to desk@tarnholm.example."),
        ("What is the phone number of the office?", "Call +99 (0) 555 01 02."),
        ("国际处的网址是什么？", "见 www.tarnholm.example。"),
        ("What are the names of the partner universities?", "They are Bellmark University and Cawdry College."),
        ("Who leads the office?", "Anything will do."),
    ],
)
def test_what_is_asked_is_there(question: str, text: str) -> None:
    assert holds_what_is_asked(read_question(question), text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("When does the dormitory open?", "The dormitory has two kitchens."),
        ("When in 2026 is the fair?", "The fair of 2026 has many visitors."),
        ("宿舍什么时候开放？", "宿舍有两个厨房。"),
        ("How much is the dormitory?", "The dormitory lies by the harbour."),
        ("How much is a room for 2 guests?", "A room for 2 guests has a kitchen."),
        ("宿舍费用是多少？", "宿舍在港口旁边。"),
        ("What is the e-mail address of the office?", "The office answers letters."),
        ("国际处的网址是什么？", "国际处在港口旁边。"),
        ("What are the names of the partner universities?", "There are many of them in Asia."),
    ],
)
def test_words_without_it_are_no_answer(question: str, text: str) -> None:
    assert not holds_what_is_asked(read_question(question), text)


def test_the_institution_itself_is_no_name_asked_for() -> None:
    asked = read_question("What are the names of the partner institutions of Tarnholm University?")
    assert not holds_what_is_asked(asked, "Tarnholm University has partners.")
    assert not holds_what_is_asked(asked, "TAHU has partners.", about="Tarnholm University TAHU")
    assert holds_what_is_asked(asked, "TAHU works with Bellmark University.", about="Tarnholm University TAHU")


def test_another_institution_is_asked_for_besides_one() -> None:
    asked = read_question("Besides Tarnholm University one more won the prize. Which university was it?")
    assert not holds_what_is_asked(asked, "Tarnholm University won the prize, one of two that did.")
    assert holds_what_is_asked(asked, "Tarnholm University and Bellmark University won the prize.")
    assert holds_what_is_asked(read_question("Besides English, what is spoken in the hall?"), "Finnish is spoken there.")


@pytest.mark.parametrize(
    "question", ["When does the hall open and how much is a bed in it?", "Was the dormitory opened when the term began?"]
)
def test_questions_of_several_parts_and_claims_are_let_pass(question: str) -> None:
    assert holds_what_is_asked(read_question(question), "The dormitory has two kitchens.")


@pytest.mark.parametrize(
    ("text", "reach"),
    [
        ("What is your telephone number?", True),
        ("Is there a website?", True),
        ("办公室电话是多少？", True),
        ("How many students are there?", False),
        ("办公室在哪里？", False),
    ],
)
def test_how_to_reach(text: str, *, reach: bool) -> None:
    assert asks_how_to_reach(text) == reach


@pytest.mark.parametrize(
    ("question", "sentence", "text", "tells"),
    [
        ("What is the deadline for the course?", "It is 20 May 2025.", "Apply by 20 May 2025.", True),
        ("What is the deadline for the course?", "It is 26 July 2025.", "Departure: 26 July 2025", False),
        ("How much is it, and until when can I apply?", "You can apply until 26 July.", "We leave on 26 July.", False),
        ("多少钱，报名到哪天为止？", "报名到7月26日为止。", "离校：7月26日", False),
        ("多少钱，报名到哪天为止？", "报名到5月20日为止。", "截止日期：5月20日", True),
        ("Until when is the agreement valid?", "It is valid until 2027.", "signed 2022, valid to 2027", True),
        ("When does the course begin?", "It begins on 6 July.", "Arrival: 6 July", True),
        ("多少钱，报名到哪天为止？", "报名到7月26日为止。", "7月6日（报到）—7月26日（离校）", False),
        ("Until when does the course last?", "It lasts until 26 July.", "6 – 26 July", True),
        ("What is the deadline for the course?", "There are two of them.", "Two are given.", True),
    ],
)
def test_a_last_day_is_told_as_one(question: str, sentence: str, text: str, *, tells: bool) -> None:
    assert tells_last_day(read_question(question), sentence, [text]) is tells


def test_an_amount_is_a_sum() -> None:
    asked = read_question("What amount does a student get from the Gull Grants?")
    assert not holds_what_is_asked(asked, "The college has set up Gull Grants to encourage students.")
    assert holds_what_is_asked(asked, "A Gull Grant is 300 euros a month.")


@pytest.mark.parametrize(
    ("question", "text", "tells"),
    [
        ("When did Tarnholm join the alliance?", "The alliance was formed in 1994.", False),
        ("When did Tarnholm join the alliance?", "Tarnholm joined in 1998.", True),
        (
            "In which year did Tarnholm become a member?",
            "Tarnholm is a founding member of the alliance, formed in 1994.",
            True,
        ),
        ("塔恩大学哪一年加入联盟？", "联盟成立于1994年。", False),
        ("When was the alliance formed?", "The alliance was formed in 1994.", True),
    ],
)
def test_a_year_of_joining_stands_where_joining_is_spoken_of(question: str, text: str, tells: bool) -> None:
    assert tells_joining(read_question(question), [text]) is tells


@pytest.mark.parametrize(
    ("question", "text", "holds"),
    [
        ("Which other university was honoured?", "The Northern Association honoured it.", False),
        ("Which other university was honoured?", "Bellmark University was honoured too.", True),
        ("What are the names of the eight partner universities?", "It works with the CRA.", False),
    ],
)
def test_another_university_is_named_in_full(question: str, text: str, holds: bool) -> None:
    assert holds_what_is_asked(read_question(question), text, "Tarnholm University") is holds
