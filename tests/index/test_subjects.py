"""Institutions named in a question: by name, letters, sound and slip, and not by half a name of another."""

from __future__ import annotations

import pytest

from index.subjects import Subjects

SUBJECTS = Subjects(
    {
        "d1": ("Zhejiang Shuren University", "ZJSRU"),
        "d2": ("Zhejiang University",),
        "d3": ("浙江大学",),
        "d4": ("Jiangnan University",),
        "d5": ("墨川理工大学",),
        "d6": ("University of Serravela",),
        "d7": ("University of Serravela", "US"),
        "d8": ("Xi'an Jiaotong University",),
    }
)


def named(question: str) -> set[str]:
    return {document for documents in SUBJECTS.named_in(question).values() for document in documents}


def test_documents_about_one_institution_are_joined() -> None:
    assert len(SUBJECTS) == 6  # d2 and d3 are one by their sound, d6 and d7 by their name
    assert named("Tell me about Serravela") == {"d6", "d7"}


@pytest.mark.parametrize(
    ("question", "documents"),
    [
        ("What does ZJSRU offer?", {"d1"}),
        ("what does zjsru offer", {"d1"}),
        ("Zhejiang Shuren University's partners", {"d1"}),
        ("partners of zhejiang shuren", {"d1"}),
        ("Zhejiang University's partners", {"d2", "d3"}),
        ("浙江大学有哪些合作院校？", {"d2", "d3"}),
        ("请问浙江大学在哪里", {"d2", "d3"}),
        ("浙江树人的项目", {"d1"}),
        ("ZJSRU and Zhejiang University", {"d1", "d2", "d3"}),
        ("Zhejiang Ocean University", set()),
        ("浙江海洋大学在哪里", set()),
        ("浙大有哪些合作院校？", {"d2", "d3"}),
        ("浙江树人大学有哪些项目？", {"d1"}),
        ("Jiagnan University fees", {"d4"}),
        ("江南大学的学费", {"d4"}),
        ("JNU", {"d4"}),
        ("fees at JU", {"d4"}),
        ("Does Mochuan have a summer school?", {"d5"}),
        ("墨川理工大学的奖学金", {"d5"}),
        ("Xian Jiaotong", {"d8"}),
        ("Xi’an Jiaotong University", {"d8"}),
        ("How many universities are there?", set()),
        ("Is there a university of technology?", set()),
        ("What is the tuition?", set()),
        ("", set()),
    ],
)
def test_named(question: str, documents: set[str]) -> None:
    assert named(question) == documents


def test_a_name_inside_a_longer_name_does_not_count() -> None:
    assert "d2" not in named("How many partners has Zhejiang Shuren University?")
    assert named("Compare Zhejiang University with Zhejiang Shuren University") == {"d1", "d2", "d3"}


def test_names_of_two_scripts_are_one_by_their_whole_sound() -> None:
    one = Subjects({"a": ("Mochuan University of Technology",), "b": ("墨川理工大学",)})
    two = Subjects({"a": ("Zhejiang University",), "b": ("浙江树人大学",)})
    assert (len(one), len(two)) == (1, 2)
    assert one.named_in("墨川理工大学在哪里") == {"Mochuan University of Technology": ["a", "b"]}
    assert two.named_in("浙江树人大学在哪里") == {"浙江树人大学": ["b"]}
    assert two.named_in("Where is Zhejiang University?") == {"Zhejiang University": ["a"]}


def test_a_page_is_counted_to_the_one_institution_that_it_names() -> None:
    subjects = Subjects({"a": ["Northmere University"], "b": ["沧海大学"], "c": ["SPU", "Sungai Permai University"]})
    assert subjects.told_by("International at Northmere: 2024 in numbers", "…") == "Northmere University"
    assert subjects.told_by("2024 in numbers", "Students of 沧海大学 …") == "沧海大学"
    assert subjects.told_by("2024 in numbers", "Canghai sends ten students.") == "沧海大学"
    assert subjects.told_by("Northmere and SPU sign", "…") == ""
    assert subjects.told_by("2024 in numbers", "nobody is named") == ""


def test_a_chinese_name_without_its_province_is_the_end_of_the_letters() -> None:
    subjects = Subjects({"a": ["ZJSRU"], "b": ["Linlan University"]})
    assert list(subjects.named_in("树人大学有多少合作院校？")) == ["ZJSRU"]
    assert list(subjects.named_in("师范大学有多少合作院校？")) == []
