"""Table rows picked by a question: all of them, and only when something tells them apart."""

from __future__ import annotations

import pytest
from pages import document, drafting

from assistant.entries import cells, picked_entries

TABLE = """# Partners

| Partner | Country | Since |
|---|---|---|
| Bellmark University | Spain | 2011 |
| Cawdry College | Finland | 2014 |
| Dunlow Institute | Spain | 2019 |
| Estery University | Germany | 2020 |

## Offices

| Office | Floor |
|---|---|
| Visas for Spain | 2 |
| Housing | 3 |
| Sports | 4 |
"""
PAGE = document(TABLE, subject="Tarnholm University")
CHINESE = document(
    "# 合作院校\n\n| 学校 | 国家 |\n|---|---|\n| 贝尔大学 | 西班牙 |\n| 考德学院 | 芬兰 |\n| 邓洛大学 | 西班牙 |\n",
    language="zh",
)


def picked(question: str, page: object = PAGE) -> list[str]:
    return [cells(row) for row in picked_entries(drafting(question, page))]


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        (
            "Which partners are in Spain?",
            ["Bellmark University, Spain, 2011", "Dunlow Institute, Spain, 2019"],
        ),
        ("Which partners are in Germany?", ["Estery University, Germany, 2020"]),
        ("Which partners of the university are German?", ["Estery University, Germany, 2020"]),
        ("Which partners in Spain since 2019?", ["Dunlow Institute, Spain, 2019"]),
    ],
)
def test_rows_with_what_only_some_have(question: str, rows: list[str]) -> None:
    assert picked(question) == rows


def test_rows_of_a_chinese_table() -> None:
    assert picked("合作院校中哪些学校在西班牙？", CHINESE) == ["贝尔大学, 西班牙", "邓洛大学, 西班牙"]


@pytest.mark.parametrize(
    "question",
    [
        "Which partners are there?",  # nothing tells the rows apart
        "Which partners are in Norway?",  # no row has it
        "How is the weather in Spain during a long and rainy winter?",  # the table has to do with little of it
    ],
)
def test_no_rows_when_the_question_picks_none(question: str) -> None:
    assert picked(question) == []


def test_no_rows_without_a_table_or_of_a_tiny_one() -> None:
    assert picked("Which partners are in Spain?", document("Our partners are in Spain.")) == []
    tiny = document("# Partners\n\n| Partner | Country |\n|---|---|\n| Bellmark | Spain |\n| Cawdry | Finland |\n")
    assert picked("Which partners are in Spain?", tiny) == []


def test_picked_entries_are_places_in_the_document() -> None:
    rows = picked_entries(drafting("Which partners are in Spain?", PAGE))
    assert [PAGE.text[row.start : row.end] for row in rows] == [row.text for row in rows]
    assert {row.header for row in rows} == {"| Partner | Country | Since |"}


def test_empty_cells_are_not_read() -> None:
    page = document(
        "# Partners\n\n| Partner | Town | Country |\n|---|---|---|\n| Ayr | | Spain |\n| B | | Italy |\n| C | | Italy |\n"
    )
    assert picked("Which partners are in Spain?", page) == ["Ayr, Spain"]
