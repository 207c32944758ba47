"""Names in other forms."""

from __future__ import annotations

import pytest

from assistant.names import holds_in_ideographs, holds_name
from index.analysis import words


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("MoU", "a Memorandum of Understanding was signed"),
        ("UC", "opened at the University of California"),
        ("Korean", "a university in South Korea"),
        ("French", "students from France"),
        ("U.S.", "partners in the United States"),
        ("Linlan", "Linlan University"),
    ],
)
def test_is_held(name: str, told: str) -> None:
    assert holds_name(name, told, set(words(told)))


@pytest.mark.parametrize(
    ("name", "told"), [("Germany", "France was the guest"), ("WUN", "the APRU network"), ("Berlin", "Bern")]
)
def test_is_not_held(name: str, told: str) -> None:
    assert not holds_name(name, told, set(words(told)))


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Finland", "芬兰的合作院校"),
        ("Finland", "芬蘭的合作院校"),
        ("UK", "来自英国的学生"),
        ("Korea", "与韩国合作"),
        ("Linlan", "临岚大学成立"),
        ("Mochuan", "墨川理工"),
        ("TOEFL", "托福成绩75分"),
    ],
)
def test_ideographs_tell_a_latin_name(name: str, told: str) -> None:
    assert holds_in_ideographs(name, told)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Finland", "挪威的合作院校"),
        ("Norrby", "临岚大学成立"),
        ("Da", "临岚大学成立"),
        ("Linlan", "Linlan"),
        ("IELTS", "托福成绩75分"),
    ],
)
def test_other_ideographs_do_not(name: str, told: str) -> None:
    assert not holds_in_ideographs(name, told)
