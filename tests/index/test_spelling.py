"""Slips of the keyboard: mended by the words of the documents, then by a dictionary; names and what nobody knows stay."""

from __future__ import annotations

import pytest

from index.spelling import corrected

DOCUMENTS = {"kestrelbay": "kestrelbay", "kestrelbai": "kestrelbay", "erazmus": "erazmus"}


def nearest(word: str) -> str:
    return DOCUMENTS.get(word, "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hw many plases hav u at kestrelbai", "how many places have you at kestrelbay"),
        ("wich scolarship is for studens", "which scholarship is for students"),
        ("is teh erazmus office open", "is the erazmus office open"),  # the documents know the word
        ("When is the deadline for Kestrelbai?", "When is the deadline for Kestrelbai?"),  # a name as it was typed
        ("who reads xqvzk", "who reads xqvzk"),
        ("write to offce@kestrel.edu or www.offce.org", "write to offce@kestrel.edu or www.offce.org"),
        ("江南大学有多少 studens", "江南大学有多少 students"),
        ("", ""),
    ],
)
def test_slips_are_mended(typed: str, meant: str) -> None:
    assert corrected(typed, nearest) == meant
