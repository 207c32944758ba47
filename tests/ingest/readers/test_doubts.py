"""Doubts about a text are told to staff; ordinary texts raise none."""

from __future__ import annotations

import pytest

from ingest.readers import read
from ingest.readers.doubts import doubts


@pytest.mark.parametrize(
    "text",
    [
        "Café à la Universität".encode().decode("cp1252", "replace"),
        "Itâ€™s â€œopenâ€\u009d",
        "国际交流处欢迎你".encode().decode("latin-1"),
        "国际交流处欢迎你".encode().decode("cp1252", "replace"),
        "锟斤拷锟斤拷",
        "Международный отдел".encode().decode("cp1252", "replace"),
    ],
)
def test_wrong_decoding_is_told(text: str) -> None:
    assert any("wrongly decoded" in doubt for doubt in doubts(text))


@pytest.mark.parametrize(
    "text",
    [
        "São Paulo, Ångström, naïve café, Ærø, Łódź, Ñandú – “really”… €5",
        "国际交流处欢迎你。Área: 5 m² à 20 °C",
        "Международный отдел открыт",
        "İstanbul’da açık; Ünïvërsítÿ; ©2026 ½ «oui»",
        "SÃO PAULO E MARANHÃO",
        "ÂGE, CHÂTEAU, HÔTEL",
    ],
)
def test_ordinary_letters_raise_no_doubt(text: str) -> None:
    assert doubts(text) == ()


def test_lost_and_turned_characters_are_told() -> None:
    assert doubts("a\ufffdb\ufffd") == ("2 characters could not be decoded",)
    assert doubts("a\u202etxt") == ("it has characters that turn the direction of its text",)


def test_a_broken_table_is_told_and_merged_cells_are_not() -> None:
    row = "<tr><td>a</td><td>b</td><td>c</td></tr>"
    broken = f"<table>{row}{row}<tr><td>d</td></tr></table>"
    merged = f"<table>{row}<tr><td colspan='2'>d</td><td>e</td></tr></table>"
    assert read("a.html", broken.encode()).warnings == ("table 1 has rows of different length",)
    assert read("a.html", merged.encode()).warnings == ()


def test_warnings_of_a_file_with_a_few_bad_bytes() -> None:
    data = "国际交流处负责留学生的招生工作。".encode() * 20
    reading = read("a.txt", data[:480] + b"\xff\xfa" + data[480:])
    assert reading.warnings == ("2 characters could not be decoded",)
