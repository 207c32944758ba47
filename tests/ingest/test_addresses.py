"""Whose server the addresses of a page are of."""

from __future__ import annotations

import pytest

from ingest.addresses import has_server, institution_of_server


@pytest.mark.parametrize(
    ("text", "institution"),
    [
        ("Write to incoming@northmere.ac.uk", "Northmere"),
        ("邮箱：office@dxnu.edu.cn", "DXNU"),
        ("lena@uni-lindow.de", "Lindow"),
        ("international@unicastello.it", "Castello"),
        ("www.univ-montclair.fr", "Montclair"),
        ("a@northmere.ac.uk, b@northmere.ac.uk, guest@kelder.ac.uk", "Northmere"),
        ("a@northmere.ac.uk, guest@kelder.ac.uk", ""),  # one each: nobody knows whose page it is
        ("somebody@gmail.com, http://example.com", ""),
        ("no address at all", ""),
    ],
)
def test_the_institution_of_the_servers(text: str, institution: str) -> None:
    assert institution_of_server(text) == institution


@pytest.mark.parametrize(
    ("address", "name", "is_made"),
    [
        ("ri@uadu.es", "Universidad del Alto Dulce", True),
        ("office@linlan.example.edu", "Linlan University", True),
        ("office@linlan.example.edu", "Mochuan University of Technology", False),
    ],
)
def test_an_address_made_from_a_name(address: str, name: str, is_made: bool) -> None:
    assert has_server(address, name) is is_made
