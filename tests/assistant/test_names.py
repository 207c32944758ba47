"""Names in other forms."""

from __future__ import annotations

import pytest

from assistant.names import holds_name
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
