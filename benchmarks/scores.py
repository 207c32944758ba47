"""What the two systems of benchmarks.answers are worth: their answers by case, scores, and the tables of both."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.report import percent, ratio, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.cases import Case

TUTORIAL, TONGWEN = "tutorial", "tongwen"
_CLOCKS = ("first_token_seconds", "seconds", "processor_seconds")


@dataclass
class Side:
    """The predictions of one system, by case, and the failures."""

    predictions: dict[str, dict[str, Any]] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """The scores of one system on some cases; seconds are medians over the answered ones."""

    cases: int
    right: int
    refusable: int
    refused: int
    failures: int
    first_token_seconds: float
    seconds: float
    processor_seconds: float


def score(cases: Sequence[Case], side: Side) -> Cell:
    """The scores of a system on `cases`, by the rules of `evals`; a failure is not right."""
    from evals.table import is_right

    told = [(case, side.predictions[case.id]) for case in cases if case.id in side.predictions]
    refusable = [case for case in cases if not case.answerable]
    return Cell(
        cases=len(cases),
        right=sum(is_right(case, prediction) for case, prediction in told),
        refusable=len(refusable),
        refused=sum(bool(prediction["abstained"]) for case, prediction in told if not case.answerable),
        failures=sum(case.id in side.failures for case in cases),
        **{name: median(prediction[name] for _, prediction in told) if told else 0.0 for name in _CLOCKS},
    )


def report(cases: Sequence[Case], sides: dict[str, Side], told: str) -> str:
    """Both tables as Markdown: all questions, then by kind. Ratios are Tongwen's number divided by the chain's."""
    theirs, ours = score(cases, sides[TUTORIAL]), score(cases, sides[TONGWEN])
    whole = [
        ("right", percent(theirs.right, theirs.cases), percent(ours.right, ours.cases), ratio(ours.right, theirs.right)),
        (
            "unanswerable refused",
            percent(theirs.refused, theirs.refusable),
            percent(ours.refused, ours.refusable),
            ratio(ours.refused, theirs.refused),
        ),
        ("median seconds to the first token", *_seconds(theirs.first_token_seconds, ours.first_token_seconds)),
        ("median seconds to the end", *_seconds(theirs.seconds, ours.seconds)),
        ("median processor seconds an answer", *_seconds(theirs.processor_seconds, ours.processor_seconds)),
        ("failures", str(theirs.failures), str(ours.failures), "–"),
    ]
    kinds = list(dict.fromkeys(case.kind for case in cases))
    rows = [_kind_row(kind, [case for case in cases if case.kind == kind], sides) for kind in kinds]
    head = (
        "kind",
        "n",
        "right: chain",
        "Tongwen",
        "first token, s: chain",
        "Tongwen",
        "ratio",
        "end, s: chain",
        "Tongwen",
        "ratio",
    )
    return (
        f"## Answers: the LangChain tutorial chain and Tongwen\n\n{told}\n\n"
        f"{table(('all questions', 'tutorial chain', 'Tongwen', 'Tongwen / chain'), whole)}\n{table(head, rows)}\n"
        "The chain's refusals are read from its words by a generous pattern; an answerable question that it answers "
        "with all that must be there counts as right even if it also says that something is not told. Processor seconds, "
        "of both cores, say what an answer costs whatever else the machine does.\n"
    )


def fields_of(cases: Sequence[Case], sides: dict[str, Side], told: str) -> dict[str, Any]:
    """All of a run as a JSON object: the scores, and each answer with whether it is right."""
    from evals.table import is_right

    rows = [
        {
            "id": case.id,
            "kind": case.kind,
            "answerable": case.answerable,
            "question": case.question,
            **{
                name: {**found, "right": is_right(case, found)}
                if (found := side.predictions.get(case.id))
                else {"failure": side.failures.get(case.id, "")}
                for name, side in sides.items()
            },
        }
        for case in cases
    ]
    return {"about": told, "scores": {name: vars(score(cases, side)) for name, side in sides.items()}, "answers": rows}


def _seconds(theirs: float, ours: float) -> tuple[str, str, str]:
    return f"{theirs:.2f}", f"{ours:.2f}", ratio(ours, theirs)


def _kind_row(kind: str, cases: Sequence[Case], sides: dict[str, Side]) -> tuple[str, ...]:
    theirs, ours = score(cases, sides[TUTORIAL]), score(cases, sides[TONGWEN])
    return (
        kind,
        str(len(cases)),
        f"{theirs.right / len(cases):.0%}",
        f"{ours.right / len(cases):.0%}",
        *_seconds(theirs.first_token_seconds, ours.first_token_seconds),
        *_seconds(theirs.seconds, ours.seconds),
    )
