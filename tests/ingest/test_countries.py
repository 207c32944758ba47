"""Countries under any name, and what is none."""

from __future__ import annotations

import pytest

from ingest.countries import countries_in, country_of, country_spans, currencies, is_country_code, names_of


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Finland", "FI"),
        ("  the  NETHERLANDS ", "NL"),
        ("U.S.A.", "US"),
        ("ＵＫ", "GB"),
        ("Scotland", "GB"),
        ("South Korea", "KR"),
        ("Korea", "KR"),
        ("Deutschland", "DE"),
        ("Les Pays-Bas", "NL"),
        ("México", "MX"),
        ("芬兰", "FI"),
        ("芬蘭", "FI"),
        ("ドイツ", "DE"),
        ("독일", "DE"),
        ("Hong Kong", "HK"),
    ],
)
def test_a_country_under_any_name(name: str, code: str) -> None:
    assert country_of(name) == code


@pytest.mark.parametrize("name", ["", "Tarnholm", "Europe", "in", "IT", "Finland and Spain", "University of Finland"])
def test_anything_else_is_none(name: str) -> None:
    assert country_of(name) == ""


def test_chinese_names_are_known_and_lead_back() -> None:
    assert names_of("FI") == ("芬兰", "芬蘭")
    assert "香港" in names_of("HK")
    assert all(country_of(name) == "KR" for name in names_of("KR"))
    assert names_of("XX") == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Guests from Finland and South Korea row to Spain.", {"FI", "KR", "ES"}),
        ("来自芬兰和西班牙的学生", {"FI", "ES"}),
        ("The finland trams are in Tarnholm.", set()),
    ],
)
def test_countries_in_a_text(text: str, codes: set[str]) -> None:
    assert countries_in(text) == codes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("États-Unis : Harrow University", {"US"}),
        ("L'Italie et la Côte d'Ivoire", {"IT", "CI"}),
        ("México y Brasil", {"MX", "BR"}),
        ("ドイツと韓国の大学", {"DE", "KR"}),
        ("독일과 일본", {"DE", "JP"}),
        ("Long Island University", set()),
        ("印度尼西亚的学生", {"ID"}),  # 印度 is only a part of it
        ("印度尼西亚和印度的学生", {"ID", "IN"}),
    ],
)
def test_countries_in_other_languages(text: str, codes: set[str]) -> None:
    assert countries_in(text) == codes


def test_where_countries_stand() -> None:
    text = "Guests from South Korea and Spain"
    assert [text[a:b] for a, b in country_spans(text)] == ["South Korea", "Spain"]
    assert [("德国和日本")[a:b] for a, b in country_spans("德国和日本")] == ["德国", "日本"]


def test_codes() -> None:
    assert is_country_code("FR")
    assert not is_country_code("XX")
    assert {"AUD", "CNY"} <= currencies()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("universities of North America and Australia", {"AU"}),
        ("Latin America and South Africa", {"ZA"}),
        ("America", {"US"}),
        ("l'Amérique du Nord et le Canada", {"CA"}),
    ],
)
def test_a_part_of_the_world_is_no_country(text: str, codes: set[str]) -> None:
    assert countries_in(text) == codes
