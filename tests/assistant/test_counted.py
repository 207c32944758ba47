"""Counts by code: of the list that is meant, and only where nothing else tells the number."""

from __future__ import annotations

import pytest
from pages import answer, document, drafting

from assistant.counted import best_list, counted
from ingest.document import Document

PAGE = document(
    """# Exchange

The exchange programs are Harbour Days, Winter Music and River Studies.

The partner universities are in Finland, Spain, Italy and Japan.

The library opens on Monday, Tuesday, Wednesday, Thursday and Friday.
""",
    subject="Tarnholm University",
)
CHINESE = document("# 交流\n\n交流项目包括：海港营、冬季音乐、河流研究。\n", language="zh")


def lines(question: str, page: Document = PAGE, *, told: str = "") -> list[str]:
    made = drafting(question, page)
    if told:
        made.cited.add(told, [])
    return [wrote.text.rpartition(" [")[0].strip() or wrote.text for wrote in counted(made)]


@pytest.mark.parametrize(
    ("question", "items"),
    [
        ("How many exchange programs are there?", ("Harbour Days", "Winter Music", "River Studies")),
        ("In how many countries are the partner universities?", ("Finland", "Spain", "Italy", "Japan")),
        ("Which countries are the partners in?", ("Finland", "Spain", "Italy", "Japan")),
    ],
)
def test_the_list_that_is_meant(question: str, items: tuple[str, ...]) -> None:
    found = best_list(drafting(question, PAGE))
    assert found is not None
    assert found.items == items


def test_a_list_of_countries_is_meant_by_countries() -> None:
    page = document(
        "The partner universities are Bellmark, Cawdry, Dunlow and Estery. They are in Finland, Spain and Japan.\n"
    )
    found = best_list(drafting("In how many countries are the partner universities?", page))
    assert found is not None
    assert found.items == ("Finland", "Spain", "Japan")


def test_no_list_that_has_to_do_with_the_question() -> None:
    assert best_list(drafting("How many parking lots may visitors from abroad use?", PAGE)) is None


def test_what_a_list_names_is_counted() -> None:
    assert lines("How many exchange programs are there?") == [
        "The documents name 3: Harbour Days, Winter Music, River Studies."
    ]
    assert lines("In how many countries are the partner universities?") == [
        "The documents name 4: Finland, Spain, Italy, Japan."
    ]


def test_chinese_lists_are_counted_in_chinese() -> None:
    assert lines("交流项目列出几项？", CHINESE) == ["文件列出了3个：海港营、冬季音乐、河流研究。[1]"]


@pytest.mark.parametrize("question", ["Which exchange programs are there?", "When does the library open?"])
def test_nothing_is_counted_unasked(question: str) -> None:
    assert lines(question) == []


def test_a_number_that_is_told_stands() -> None:
    assert lines("How many exchange programs are there?", told="There are 12 exchange programs.") == []
    assert lines("How many exchange programs are listed?", told="There are 12 exchange programs.") != []


def test_a_stated_figure_goes_before_a_count() -> None:
    page = document(
        "There are 12 exchange programs.\n\nThe exchange programs are Harbour Days, Winter Music and River Studies.\n"
    )
    assert lines("How many exchange programs are there?", page) == []


def test_only_what_the_list_calls_its_items_is_counted() -> None:
    assert lines("How many students joined exchange programs?") == []
    page = document("The partner universities of the summer are Bellmark, Cawdry and Dunlow.\n")
    assert lines("In how many countries are the partner universities?", page) == []


def test_statements_are_counted_when_the_words_before_call_them_so() -> None:
    long = "\n".join(
        f"- {name} is a program in which guests row, sing and cook for eleven weeks on a very long river." for name in "ABC"
    )
    page = document(f"The exchange programs are:\n\n{long}\n")
    (line,) = lines("How many exchange programs are listed?", page)
    assert line.startswith("The documents name 3: The exchange programs are:")
    assert lines("How many long rivers are listed?", page) == []


GRANTS = document(
    "The office was granted seven harbour projects, six river projects, one large island project (with the town), and three sea projects.\n"
    "\nThe guests came from Finland, Spain and Japan, and they stayed for long.\n"
    "\nThe main duties of the office are:\n\n- To look after all the guests who come from abroad to study in the harbour town for long\n"
    "- To write the papers of the partners\n- To mend the boats\n",
    subject="Tarnholm University",
)


def test_parts_are_added_up() -> None:
    found = answer("How many projects was the office granted, all added up?", GRANTS, draft="It was granted 37 projects.")
    assert "Added up: 7 + 6 + 1 + 3 = 17. [1]" in found.text
    assert "37" not in found.text


def test_countries_that_an_answer_names_are_counted() -> None:
    found = answer(
        "From how many countries did the guests come?", GRANTS, draft="The guests came from Finland, Spain and Japan."
    )
    assert found.text.endswith("They are of 3 countries. [1]")


def test_a_list_called_so_is_counted_however_long_its_items() -> None:
    found = answer("How many main duties does the office list?", GRANTS, draft="The office lists nine main duties.")
    assert "The documents name 3:" in found.text
