"""What changed in words, and that the edits lead from the old text to the new."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.wording import edits


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("It costs 3,000 yuan.", "It costs 4,000 yuan.", [("3", "4")]),
        ("one\ntwo\nthree\n", "one\nthree\n", [("two\n", "")]),
        ("The fair is in May.", "The book fair is in May.", [("", " book")]),
        ("学费为三千元。", "学费为四千元。", [("三", "四")]),
        ("It opens at nine sharp.", "It opens about ten sharp.", [("at nine", "about ten")]),
        ("same", "same", []),
    ],
)
def test_the_words_that_changed(old: str, new: str, told: list[tuple[str, str]]) -> None:
    assert [(each.before, each.after) for each in edits(old, new)] == told


def test_what_stands_around_is_shown() -> None:
    [edit] = edits("The old fee is 10 yuan a day.", "The old fee is 20 yuan a day.")
    assert (edit.left, edit.right) == ("The old fee is ", " yuan a day.")


@given(st.text("ab 1\n三", max_size=40), st.text("ab 1\n三", max_size=40))
def test_the_edits_lead_back_from_the_new_text_to_the_old(old: str, new: str) -> None:
    text = new
    for edit in reversed(edits(old, new)):
        assert text[edit.start :].startswith(edit.after)
        text = text[: edit.start] + edit.before + text[edit.start + len(edit.after) :]
    assert text == old
