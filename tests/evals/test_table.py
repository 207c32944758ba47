"""What counts as right, and the sums over kinds."""

from __future__ import annotations

import pytest

from evals.cases import Case
from evals.table import is_right, summarise, table


def case(number: int, kind: str = "fact", **named: object) -> Case:
    return Case(id=str(number), question="?", kind=kind, is_scored=True, **named)


def told(answer: str, *, abstained: bool = False, **named: object) -> dict:
    return {"answer": answer, "abstained": abstained, "citations": [], **named}


@pytest.mark.parametrize(
    ("wanted", "prediction", "right"),
    [
        (case(1, must_include=("nine",)), told("At nine."), True),
        (case(1, must_include=("nine",)), told("At ten."), False),
        (case(1, must_include=("nine", ("Monday", "周一"))), told("周一 at nine"), True),
        (case(1, must_include=("nine",)), told("Nothing about nine.", abstained=True), False),
        (case(1, must_include=("nine",), must_not_include=("ten",)), told("At nine, not ten."), False),
        (case(1, answerable=False), told("They do not tell.", abstained=True), True),
        (case(1, answerable=False), told("At nine."), False),
        (case(1, answerable=False, must_not_include=("secret",)), told("The secret is safe.", abstained=True), False),
    ],
)
def test_right_is(wanted: Case, prediction: dict, right: bool) -> None:
    assert is_right(wanted, prediction) is right


def test_the_sums() -> None:
    cases = [
        case(1, must_include=("a",), gold_files=("x.txt",)),
        case(2, must_include=("b",)),
        case(3, must_include=("c",)),
        case(4, "unanswerable", answerable=False),
        case(5, "unanswerable", answerable=False),
        Case(id="6", question="?"),
        case(7, must_include=("never asked",)),
    ]
    cited = [{"file": "x.txt", "quote": "a", "exact": True}, {"file": "y.txt", "quote": "b", "exact": False}]
    predictions = {
        "1": told("a", citations=cited, seconds=1.0, first_token_seconds=0.5),
        "2": told("wrong", seconds=3.0, first_token_seconds=1.5),
        "4": told("no", abstained=True, seconds=2.0, first_token_seconds=1.0),
        "5": told("yes", seconds=4.0, first_token_seconds=3.0),
        "6": told("whatever"),
    }
    summary = summarise(cases, predictions, {"3": "down"})
    assert [(row.kind, row.cases, row.right, row.errors) for row in summary.rows] == [
        ("fact", 3, 1, 1),
        ("unanswerable", 2, 1, 0),
    ]
    assert (summary.overall.cases, summary.overall.right, summary.overall.share) == (5, 2, 2 / 5)
    assert (summary.asked, summary.unscored) == (6, 1)
    assert (summary.answered_when_should_refuse, summary.refusable) == (1, 2)
    assert (summary.refused_when_should_answer, summary.answerable) == (0, 2)
    assert (summary.exact_citations, summary.citations, summary.cited_gold) == (1, 2, 1)
    assert summary.total_seconds == (2.0 + 3.0) / 2
    assert summary.first_token_seconds == (1.0 + 1.5) / 2
    assert summary.wrong == ("2", "5")
    fields = summary.fields()
    assert fields["answered_when_should_refuse_share"] == 1 / 2
    assert fields["failures"] == [{"id": "3", "reason": "down"}]
    text = table(summary)
    assert "answered when it should refuse  1 of 2 (50.0%)" in text
    assert "citations exact                 1 of 2 (50.0%)" in text


def test_nothing_asked_is_no_division_by_zero() -> None:
    assert "0 of 0 (0.0%)" in table(summarise([], {}))
