"""Rows → cells, however they are parted."""

from __future__ import annotations

import pytest

from ingest.cells import are_rows, cells_of, is_header_row, is_row


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| Elmsand | Ireland |  | 2013 |", ["Elmsand", "Ireland", "", "2013"]),
        ("Elmsand\tIreland\t2013", ["Elmsand", "Ireland", "2013"]),
        ("Sept 3    Welcome day", ["Sept 3", "Welcome day"]),
        ("Irland – Elmsand College – 3", ["Irland", "Elmsand College", "3"]),
        ("中国／雲南大学／2003年", ["中国", "雲南大学", "2003年"]),
        ("Elmsand;Ireland;2013-09-01", ["Elmsand", "Ireland", "2013-09-01"]),
        ("one cell only", ["one cell only"]),
        ("", [""]),
    ],
)
def test_cells(row: str, cells: list[str]) -> None:
    assert cells_of(row) == cells


def test_only_tabs_and_bars_make_a_row_by_themselves() -> None:
    assert is_row("a\tb")
    assert is_row("| a | b |")
    assert not is_row("a – b – c")
    assert not is_row("| a |")


def test_loose_rows_have_as_many_cells_parted_alike() -> None:
    assert are_rows(["a – b – c", "d – e – f"])
    assert not are_rows(["a – b – c", "d – e"])
    assert not are_rows(["a – b", "c – d"])
    assert not are_rows(["a – b – c", "d／e／f"])


def test_a_header_has_no_figure_at_the_start_of_a_cell() -> None:
    assert is_header_row(["Partner", "Since"])
    assert not is_header_row(["Elmsand", "2013"])
