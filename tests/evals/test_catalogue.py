"""Facts found against facts written down: what fits, what is counted, and the table."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.catalogue import Score, likeness, main, matches, score
from ingest.facts.fact import KINDS, Fact, Kind, Value


def fact(kind: Kind, name: str, **values: str) -> Fact:
    return Fact(kind, name, 0, 9, tuple(Value(field, text, 0, 1) for field, text in values.items()))  # type: ignore[arg-type]


def gold(kind: Kind, name: str, **fields: object) -> dict[str, object]:
    return {"kind": kind, "name": name, **fields}


def scored(
    found: Sequence[Fact], wanted: Sequence[dict[str, object]]
) -> tuple[dict[str, Score], list[tuple[str, str, str]]]:
    scores = {kind: Score() for kind in KINDS}
    return scores, score(found, wanted, scores)


def test_precision_recall_and_f1() -> None:
    one = Score(found=4, wanted=6, right=3)
    assert one.precision == pytest.approx(3 / 4)
    assert one.recall == pytest.approx(3 / 6)
    assert one.f1 == pytest.approx(2 * 3 / (4 + 6))
    assert (Score().precision, Score().recall, Score().f1) == (0, 0, 0)


def test_likeness() -> None:
    assert likeness("Ostrel University", "ostrel university") == 1
    assert likeness("Ostrel University", "Ostrel University, Germany") == 1
    assert likeness("University of Ostrel", "Ostrel University of") == 1
    assert likeness("abcd", "wxyz") == 0
    assert likeness("ab", "abyz") == pytest.approx(2 * 2 / (2 + 4))  # two letters are too few to be a part


@pytest.mark.parametrize(
    ("found", "wanted", "fits"),
    [
        (fact("partner", "Ostrel University"), gold("partner", "Ostrel University"), 1.0),
        (fact("partner", "Ostrel University"), gold("partner", "Kasuga College"), 0.0),
        (fact("figure", "45 partners", number="45"), gold("figure", "45 partners", number=45), 1.0),
        (fact("figure", "45 partners", number="45"), gold("figure", "45 partners", number=46), 0.0),
        (fact("figure", "1234567 students", number="1234567"), gold("figure", "students", number=1234567), 1.0),
        (fact("event", "Food Festival", date="2026-05-12"), gold("event", "Food Festival", date="2026-05"), 1.0),
        (fact("event", "Food Festival", date="2026"), gold("event", "Food Festival", date="2026-05-12"), 1.0),
        (fact("event", "Food Festival", date="2026-05-12"), gold("event", "Food Festival", date="2026-05-13"), 0.0),
        (fact("event", "Food Festival"), gold("event", "Food Festival", date="2026-05-12"), 1.0),
    ],
)
def test_fits(found: Fact, wanted: dict[str, object], fits: float) -> None:
    assert matches(found, wanted) == pytest.approx(fits)


def test_on_one_day_less_likeness_is_enough() -> None:
    name, other = "Food Festival", "Fair of good meals"
    assert 0.35 <= likeness(name, other) < 0.6
    assert matches(fact("event", name), gold("event", other)) == 0
    assert matches(fact("event", name, date="2026-05-12"), gold("event", other, date="2026-05-12")) == likeness(name, other)


def test_what_is_missed_and_what_is_wrong() -> None:
    scores, differences = scored(
        [fact("partner", "Ostrel University"), fact("partner", "Kasuga College"), fact("event", "Food Festival")],
        [gold("partner", "Ostrel University"), gold("partner", "Winterau Hochschule"), gold("program", "Northern Bridge")],
    )
    assert differences == [
        ("wrong", "partner", "Kasuga College"),
        ("missed", "partner", "Winterau Hochschule"),
        ("missed", "program", "Northern Bridge"),
        ("wrong", "event", "Food Festival"),
    ]
    counts = {kind: (each.wanted, each.found, each.right) for kind, each in scores.items()}
    assert counts == {"partner": (2, 2, 1), "program": (1, 0, 0), "event": (0, 1, 0), "figure": (0, 0, 0)}


def test_what_is_optional_counts_neither_way() -> None:
    wanted = [gold("partner", "Ostrel University", optional=True), gold("partner", "Brennick Academy", optional=True)]
    scores, differences = scored([fact("partner", "Ostrel University")], wanted)
    assert differences == []
    assert (scores["partner"].wanted, scores["partner"].found, scores["partner"].right) == (0, 0, 0)


def test_the_same_once_more_counts_once() -> None:
    again = [
        fact("partner", "Ostrel University"),
        fact("partner", "OSTREL University"),
        fact("partner", "Ostrel University (DE)"),
    ]
    scores, differences = scored(again, [gold("partner", "Ostrel University")])
    assert differences == []
    assert (scores["partner"].found, scores["partner"].right) == (1, 1)


def test_each_fact_fits_the_gold_that_is_most_like_it() -> None:
    wanted = [gold("figure", "students from abroad", number=45), gold("figure", "partner universities", number=45)]
    found = [fact("figure", "45 partner universities", number="45"), fact("figure", "45 students", number="45")]
    scores, differences = scored(found, wanted)
    assert differences == []
    assert scores["figure"].right == 2


def test_fields_that_agree() -> None:
    found = [
        fact("partner", "Ostrel University", country="DE"),
        fact("partner", "Ostrel University", since="2014-05-12"),
        fact("partner", "Kasuga College", country="CN"),
        fact("figure", "45 partners", number="45", at_least="true"),
    ]
    wanted = [
        gold("partner", "Ostrel University", country="DE", since=2014),
        gold("partner", "Kasuga College", country="JP", since="2019"),
        gold("figure", "partners", number=45, at_least=True),
    ]
    scores, _ = scored(found, wanted)
    assert scores["partner"].fields == {"country": [1, 2], "since": [1, 2]}
    assert scores["figure"].fields == {"at_least": [1, 1]}


def test_the_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text(
        "# Partners of Velmora University\n\n- Ostrel University, Germany\n- Brennick University, Canada\n", "utf-8"
    )
    lines = [
        {"file": "mine/a.md", **gold("partner", "Ostrel University", country="DE")},
        {"file": "mine/a.md", **gold("partner", "Kasuga Minato College", country="JP")},
        {"file": "theirs/b.md", **gold("partner", "Not looked at")},
    ]
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    main([str(tmp_path / "gold.jsonl"), "--documents", f"mine={tmp_path}", "--differences"])
    out = capsys.readouterr().out.splitlines()
    assert out[:2] == [
        "wrong   partner  mine/a.md: Brennick University",
        "missed  partner  mine/a.md: Kasuga Minato College",
    ]
    assert out[2].split() == "kind wanted found right precision recall F1 fields that agree".split()
    assert out[3].split() == "partner 2 2 1 0.50 0.50 0.50 country 1 of 1".split()
    assert out[4].split() == "program 0 0 0 0.00 0.00 0.00".split()
    assert len(out) == 3 + len(KINDS)
    main([str(tmp_path / "gold.jsonl"), "--documents", f"mine={tmp_path}", "--differences", "event"])
    assert capsys.readouterr().out.splitlines() == out[2:]
