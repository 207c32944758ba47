"""Plain lines → blocks: lists without bullets, tables without bars, headings between them, prose left as it is."""

from __future__ import annotations

import pytest

from ingest.readers.structure import blocks_of


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind, text[block.start : block.end]) for block in blocks_of(text)]


def kinds(text: str) -> list[str]:
    return [kind for kind, _ in blocks(text)]


def test_partners_by_country() -> None:
    text = (
        "Partners\n\nIRELAND\nElmsand College\nBallyrush Institute *\n\nSPAIN\nUniversity of Serravela\n\n* one term only\n"
    )
    assert blocks(text) == [
        ("heading", "Partners"),
        ("heading", "IRELAND"),
        ("item", "Elmsand College"),
        ("item", "Ballyrush Institute *"),
        ("heading", "SPAIN"),
        ("item", "University of Serravela"),
        ("item", "* one term only"),
    ]


def test_a_country_of_three_letters_heads_its_list() -> None:
    assert kinds("Partners abroad\n\nUSA\nCedar College\nPrairie State College\n")[1] == "heading"


@pytest.mark.parametrize(
    "lines",
    [
        ("Dates: 3 - 14 July 2027", "Place: Harbour campus", "Fee: EUR 600", "Places: 30"),
        ("日本：北川大学、南山大学", "韩国：汉江大学", "泰国：湄南大学"),
        ("Sept 3   Welcome day, Great Hall", "Oct 8    Information on Spain", "Nov 4    Applications open"),
        ("Degree in Tourism + Licence (Université de Valmer, France)", "Degree in Farming + Laurea (Università di Porto Vecchio e Mare, Italy)",
         "Master in Heritage + Maestría (Universidad de Santa Lucía del Río, Mexico)"),
    ],
)  # fmt: skip
def test_short_lines_one_under_the_other_are_items(lines: tuple[str, ...]) -> None:
    text = "About the programme\n\n" + "\n".join(lines) + "\n\nThe office answers questions on weekdays.\n"
    assert [body for kind, body in blocks(text) if kind == "item"] == list(lines)


def test_a_label_with_its_value_is_no_heading() -> None:
    text = (
        "一、综合科（行政楼413室）\n科长：滕一舟\n职责：因公出国（境）手续办理；来访团组接待；外事文书翻译；外事经费管理。\n"
    )
    assert kinds(text) == ["heading", "item", "paragraph"]


def test_the_last_item_of_a_list_is_no_heading() -> None:
    text = "Courses\n\n- German language\n- Forests\n- Europe\n\nThe fee covers tuition and the excursion to the mine.\n"
    assert kinds(text) == ["heading", "item", "item", "item", "paragraph"]


def test_lines_each_between_blank_ones_are_a_list_under_the_first() -> None:
    text = "Our partners\n\nElmsand College\n\nSerravela School\n\nLinlan Academy\n\nHousing\n\nEvery guest gets a room on the campus for the term.\n"
    assert kinds(text) == ["heading", "item", "item", "item", "heading", "paragraph"]


def test_two_headings_over_each_other_stay_headings() -> None:
    text = "Exchange\n\nBefore you come\n\nYou need a visa, which takes about six weeks to get.\n"
    assert kinds(text) == ["heading", "heading", "paragraph"]


@pytest.mark.parametrize(
    "text",
    [
        (
            "The university welcomes exchange students every year in September and in\nMarch, and it helps them with housing, visas "
            "and the first steps in a new\ncountry. They live on the campus and eat in one of the four halls there.\n"
        ),
        (
            "Die Universität nimmt jedes Jahr Studierende auf und hilft ihnen bei der Suche nach\nWohnung, Visum und Versicherung. "
            "Das Büro liegt im Haus sieben nahe dem alten Hafen.\n"
        ),
        "学校每年接收交换生，并为他们办理签证、住宿、保险等各项手续，国际处设在行政楼四层，\n周一至周五对外办公，节假日除外，欢迎来访并提前预约时间与地点等。\n",
    ],
)
def test_wrapped_prose_is_one_paragraph(text: str) -> None:
    assert kinds(text) == ["paragraph"]


def test_rows_parted_by_dashes_under_a_line_that_names_the_columns() -> None:
    text = "Partner – Land – Plätze\n\nElmsand – Irland – 3\nSerravela – Spanien – 2\nLinlan – China – 5\n"
    found = blocks_of(text)
    assert [block.kind for block in found] == ["row"] * 4
    assert {block.header for block in found[1:]} == {"Partner – Land – Plätze"}


def test_rows_under_headings_share_the_header_above_them() -> None:
    text = "協定校\n\n国／大学／年\n\n【アジア】\n中国／雲南大学／2003年\n韓国／漢江大学／2000年\n\n【欧州】\nドイツ／緑川大学／1989年\n"
    rows = [block for block in blocks_of(text) if block.kind == "row"]
    assert [text[block.start : block.end] for block in rows] == [
        "中国／雲南大学／2003年",
        "韓国／漢江大学／2000年",
        "ドイツ／緑川大学／1989年",
    ]
    assert {block.header for block in rows} == {"国／大学／年"}


def test_a_sentence_with_dashes_is_no_row() -> None:
    assert kinds("The office – as ever – helps.\n") == ["paragraph"]
