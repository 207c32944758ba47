"""Lists in prose: what is counted must be items and nothing else."""

from __future__ import annotations

import pytest
from pages import document, units

from assistant.enumerations import Enumeration, _run, are_of_kind, enumeration_of, shared_items, speaks_of_countries


def listed(text: str) -> Enumeration:
    """The list of a page of one unit."""
    (unit,) = units(document(text))
    found = enumeration_of(unit)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "Partners are in Japan, South Korea, The United States and Spain.",
            ["Japan", "South Korea", "United States", "Spain"],
        ),
        (
            "It hosts laboratories, including the Center for Milk and Honey, the Institute for Tea, and so forth.",
            ["Center for Milk and Honey", "Institute for Tea"],
        ),
        ("合作院校包括法国巴黎大学、德国柏林大学和英国牛津大学。", ["法国巴黎大学", "德国柏林大学", "英国牛津大学"]),
        ("Topics such as soil, rice and tea.", ["soil", "rice", "tea"]),
    ],
)
def test_items_of_a_run(text: str, items: list[str]) -> None:
    assert _run(text) == items


@pytest.mark.parametrize(
    "text",
    [
        "The office, which opened in 1999, is in the north, and it has a garden.",
        "Students who came, by bus, she said, were tired.",
        "No list at all.",
    ],
)
def test_clauses_are_no_list(text: str) -> None:
    assert len(_run(text)) < 3


def test_list_items_go_before_runs() -> None:
    found = listed("Guests may bring things such as these:\n\n- boots, old, new or borrowed\n- (2) lamps\n- tea\n")
    assert found.items[0] == "boots, old, new or borrowed"
    assert len(found.items) == 3


def test_two_are_no_list() -> None:
    assert enumeration_of(units(document("The courses are Rowing and Singing."))[0]) is None


@pytest.mark.parametrize(
    ("text", "thing", "of_kind"),
    [
        ("Partners are in Finland, the UK, South Korea and Spain.", "countries", True),
        ("合作国家包括芬兰、英国、韩国和西班牙。", "国家", True),
        ("Courses are Rowing, Singing and Sewing.", "countries", False),
        ("Partners are in Finland, Rowing, Singing and Spain.", "countries", False),
        ("Courses are Rowing, Singing and Sewing.", "courses", True),
    ],
)
def test_a_list_of_countries_names_countries(text: str, thing: str, *, of_kind: bool) -> None:
    assert are_of_kind(listed(text), thing) == of_kind


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("In how many countries?", True),
        ("Which country?", True),
        ("哪些国家和地区？", True),
        ("Which countryside?", False),
        ("Which courses?", False),
    ],
)
def test_speaking_of_countries(text: str, *, speaks: bool) -> None:
    assert speaks_of_countries(text) == speaks


def test_shared_items_under_any_name() -> None:
    one = listed("Partners are in Finland, the United Kingdom, Korea and Spain.")
    other = listed("合作国家包括英国、韩国、日本和法国。")
    third = listed("Partners are in Britain, South Korea and Peru.")
    assert shared_items([one, other, third]) == ["United Kingdom", "Korea"]
    assert shared_items([one, listed("Courses are Rowing, Singing and Sewing.")]) == []
    assert shared_items([]) == []


def test_how_many_items_a_text_names() -> None:
    found = listed("The courses are River Rowing, Choir Singing and Sail Sewing.")
    assert found.named_in("Choir singing and sewing of sails, rowing.") == 2
    assert found.named_in("") == 0
