"""The language of a text, by its script or by its words."""

from __future__ import annotations

import pytest

from ingest.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("How many partner universities are there in Europe?", "en"),
        ("我校与多少所大学有合作关系？", "zh"),
        ("我校与 Linlan 大学合作", "zh"),
        ("国際交流センターの窓口は九時に開きます。", "ja"),
        ("국제교류처는 아홉 시에 엽니다.", "ko"),
        ("Международный отдел открыт с девяти часов.", "ru"),
        ("Das Büro für Internationales öffnet um neun Uhr und schließt um vier.", "de"),
        ("Le bureau des relations internationales est ouvert toute la semaine.", "fr"),
        ("La oficina de relaciones internacionales está abierta toda la semana.", "es"),
    ],
)
def test_the_main_language_is_found(text: str, language: str) -> None:
    assert language_of(text) == language


def test_an_ideograph_weighs_as_three_letters() -> None:
    assert language_of("国国 abcde") == "zh"  # 2 · 3 = 6 > 5
    assert language_of("国 abcde fgh are the words") == "en"  # 1 · 3 = 3 < 20


@pytest.mark.parametrize("text", ["", "12 + 3", "ZJSRU", "MoU"])
def test_what_tells_nothing_gets_the_default(text: str) -> None:
    assert language_of(text, default="en") == "en"
    assert language_of("", default="zh") == "zh"
