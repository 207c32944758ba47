"""Parts of the world and adjectives → countries."""

from __future__ import annotations

import pytest

from ingest.regions import adjectives_in, everywhere_but, territories_in


@pytest.mark.parametrize(
    ("text", "within", "without"),
    [
        ("Which European universities are partners?", {"FR", "IE"}, {"US", "CN"}),
        ("列出了多少所欧洲院校", {"FR"}, {"CN"}),
        ("Combien d'universités africaines", {"KE", "MA"}, {"FR"}),
        ("universities in the Americas", {"US", "BR", "MX"}, {"ES"}),
        ("partners in South America", {"BR"}, {"US", "MX"}),
        ("北美的合作院校", {"US", "CA"}, {"BR"}),
        ("Latin American partners", {"MX", "BR"}, {"US"}),
        ("Hochschulen in Asien", {"JP"}, {"AU"}),
        ("アジアの大学", {"CN"}, {"DE"}),
        ("partners in the EU", {"FR", "IE"}, {"GB", "CH"}),
        ("accordi extra-UE", {"FR"}, {"GB"}),
        ("欧盟国家", {"DE"}, {"NO"}),
        ("feu and revue", set(), {"FR"}),
    ],
)
def test_a_part_of_the_world(text: str, within: set[str], without: set[str]) -> None:
    found = territories_in(text)
    assert within <= found
    assert not without & found


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Which French institutions", {"FR"}),
        ("American and Brazilian guests", {"US", "BR"}),
        ("partners in Germany", {"DE"}),
        ("courses taught in English", set()),
        ("universités canadiennes", {"CA"}),
        ("italienische Hochschulen", {"IT"}),
        ("universidades brasileñas y japonesas", {"BR", "JP"}),
        ("austrian and australian guests", {"AT", "AU"}),
        ("the office of the university", set()),
    ],
)
def test_adjectives_and_names(text: str, codes: set[str]) -> None:
    assert territories_in(text) == codes


def test_everywhere_but() -> None:
    found = everywhere_but(territories_in("Europe"))
    assert {"CN", "US", "KE"} <= found
    assert "FR" not in found


def test_adjectives_alone() -> None:
    assert adjectives_in("Chinese food and Brazilian music in Asia") == {"CN", "BR"}
