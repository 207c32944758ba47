"""Whose a figure is."""

from __future__ import annotations

from pages import document, units

from assistant.owned import figures_of_others

PAGE = document(
    "Tarnholm University is a member of the Northern Network (NRN). It has 16 members.\n\nThe ARLO has 30 universities.\n",
    "a.txt",
    subject="Tarnholm University",
)


def test_figures_of_what_is_not_asked_about() -> None:
    found = {unit.text[:9]: figures_of_others("How many partners does Tarnholm have?", unit) for unit in units(PAGE)}
    assert found["The ARLO "] == {30}


def test_figures_of_what_is_asked_about_are_its_own() -> None:
    assert all(not figures_of_others("How many universities has ARLO?", unit) for unit in units(PAGE))
