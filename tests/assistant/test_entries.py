"""Entries picked by a question: all rows or items that hold it, and only when something tells them apart."""

from __future__ import annotations

import pytest
from pages import document, drafting

from assistant.entries import cells, entries_around, named, picked_entries
from assistant.evidence import Unit

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


BY_COUNTRY = document(
    "Partner institutions\n\nWe exchange students with the institutions below.\n\nIRELAND\nElmsand College\nBallyrush Institute *\n\n"
    "FRANCE\nUniversité de Valmer\nÉcole de Rocheverte *\n\nCHINA\nLinlan University\n\n* one term only\n",
    "b.txt",
    subject="Tarnholm University",
)


@pytest.mark.parametrize(
    ("question", "entries"),
    [
        (
            "Which French institutions are partners of Tarnholm University?",
            ["Université de Valmer", "École de Rocheverte *"],
        ),
        (
            "Which European partner institutions are there?",
            ["Elmsand College", "Ballyrush Institute *", "Université de Valmer", "École de Rocheverte *"],
        ),
        ("How many partner institutions are marked as one term only?", ["Ballyrush Institute *", "École de Rocheverte *"]),
        (
            "How many institutions are on the list of partners?",
            [
                "Elmsand College",
                "Ballyrush Institute *",
                "Université de Valmer",
                "École de Rocheverte *",
                "Linlan University",
            ],
        ),
        ("How many partner institutions outside Europe are on the list?", ["Linlan University"]),
        ("How many students came from Ireland to the partner institutions?", []),
        ("Which partner institutions are in Norway?", []),
    ],
)
def test_items_by_country_part_of_the_world_and_note(question: str, entries: list[str]) -> None:
    assert picked(question, BY_COUNTRY) == entries


def test_entries_know_their_heading_and_note() -> None:
    start = BY_COUNTRY.text.index("Elmsand")
    passage = drafting("partners", BY_COUNTRY).passages[0]
    entries = entries_around(Unit(passage, start, start + 5))
    assert [entry.heading for entry in entries] == ["IRELAND", "IRELAND", "FRANCE", "FRANCE", "CHINA"]
    assert [bool(entry.note) for entry in entries] == [False, True, False, True, False]


def test_long_statements_are_no_list() -> None:
    long = "\n".join(f"- The university has worked with partner {n} " + "for many good years " * 8 for n in range(4))
    assert picked("Which partners does the university have?", document(f"# Partners\n\n{long}")) == []


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How many partners are in Spain?", [["Bellmark University"], ["Dunlow Institute"]]),
        ("How many countries of partners are in the table, with Spain?", [["Spain"], ["Spain"]]),
    ],
)
def test_a_row_is_named_by_the_column_that_is_counted(question: str, told: list[list[str]]) -> None:
    drafted = drafting(question, PAGE)
    assert [named(row, drafted.question.counted) for row in picked_entries(drafted)] == told


def test_an_item_may_name_several() -> None:
    page = document("# 合作院校名单\n\n- 德国：甲工业大学、乙大学\n- 法国：丙大学\n- 日本：丁大学\n", language="zh")
    units = picked_entries(drafting("合作院校名单里列出了多少所欧洲院校？", page))
    assert [named(unit, ()) for unit in units] == [["甲工业大学", "乙大学"], ["法国：丙大学"]]


JAPANESE = document(
    "# 協定校一覧\n\n## アジア\n\n- 韓国　海潭大学校（3）\n- 中国　滄瀾大学（2）\n\n## 北米\n\n- アメリカ　バーモント大学（1）\n- カナダ　レイク大学（2）\n",
    language="ja",
    subject="Tarnholm University",
)


def test_a_list_of_another_language_is_told_by_its_countries() -> None:
    assert picked("list the North American partners of Tarnholm University", JAPANESE) == [
        "アメリカ バーモント大学（1）",
        "カナダ レイク大学（2）",
    ]
    assert picked("list the sports of Tarnholm University", JAPANESE) == []


def test_agreements_are_counted_by_their_institutions() -> None:
    assert len(picked("How many agreements with Spain does Tarnholm University list?")) == 2
