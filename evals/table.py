"""Cases and predictions → how many are right, per kind and in all; and the same as a table for people."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from evals.metrics import includes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from evals.cases import Case

REFUSALS = "unanswerable"


@dataclass(frozen=True)
class Row:
    """One kind of question: how many, how many right, and of how many the model failed."""

    kind: str
    cases: int
    right: int
    errors: int

    @property
    def share(self) -> float:
        """The share right, 0 to 1; one whose model failed is not right."""
        return self.right / self.cases if self.cases else 0.0


@dataclass(frozen=True)
class Summary:
    """All that a run tells. Shares are 0 to 1, seconds are medians over the answered cases."""

    rows: tuple[Row, ...]
    overall: Row
    asked: int = 0
    unscored: int = 0
    refusable: int = 0
    answered_when_should_refuse: int = 0
    answerable: int = 0
    refused_when_should_answer: int = 0
    forbidden: int = 0
    citations: int = 0
    exact_citations: int = 0
    cited_gold: int = 0
    first_token_seconds: float = 0.0
    total_seconds: float = 0.0
    wrong: tuple[str, ...] = field(default=())
    failures: tuple[tuple[str, str], ...] = field(default=())

    def fields(self) -> dict[str, Any]:
        """The summary as a JSON object, shares spelled out."""
        found = asdict(self)
        found["rows"] = [{**asdict(row), "share": round(row.share, 4)} for row in self.rows]
        found["overall"] = {**asdict(self.overall), "share": round(self.overall.share, 4)}
        found["answered_when_should_refuse_share"] = round(_share(self.answered_when_should_refuse, self.refusable), 4)
        found["failures"] = [{"id": case_id, "reason": reason} for case_id, reason in self.failures]
        return found


def is_right(case: Case, prediction: Mapping[str, Any]) -> bool:
    """Whether the answer is right: it refuses what it must, else holds all it must and nothing it must not."""
    answer = str(prediction["answer"])
    if any(includes(answer, each) for each in case.must_not_include):
        return False
    if not case.answerable:
        return bool(prediction.get("abstained"))
    return not prediction.get("abstained") and all(includes(answer, each) for each in case.must_include)


def summarise(
    cases: Sequence[Case], predictions: Mapping[str, Mapping[str, Any]], failures: Mapping[str, str] | None = None
) -> Summary:
    """The scores of the cases that have a prediction or a failure; the others were not asked yet."""
    failures = failures or {}
    asked = [case for case in cases if case.id in predictions or case.id in failures]
    scored = [case for case in asked if case.is_scored]
    right = {case.id for case in scored if case.id in predictions and is_right(case, predictions[case.id])}
    told = [case for case in scored if case.id in predictions]
    refusable = [case for case in told if not case.answerable]
    answerable = [case for case in told if case.answerable]
    cited = [each for case in asked if case.id in predictions for each in predictions[case.id].get("citations", [])]
    kinds = list(dict.fromkeys(case.kind for case in scored))
    return Summary(
        rows=tuple(_row(kind, [case for case in scored if case.kind == kind], right, failures) for kind in kinds),
        overall=_row("all", scored, right, failures),
        asked=len(asked),
        unscored=len(asked) - len(scored),
        refusable=len(refusable),
        answered_when_should_refuse=sum(not predictions[case.id].get("abstained") for case in refusable),
        answerable=len(answerable),
        refused_when_should_answer=sum(bool(predictions[case.id].get("abstained")) for case in answerable),
        forbidden=sum(any(includes(predictions[c.id]["answer"], each) for each in c.must_not_include) for c in told),
        citations=len(cited),
        exact_citations=sum(bool(each.get("exact")) for each in cited),
        cited_gold=sum(_cites_gold(case, predictions[case.id]) for case in answerable),
        first_token_seconds=_median(predictions, asked, "first_token_seconds"),
        total_seconds=_median(predictions, asked, "seconds"),
        wrong=tuple(case.id for case in told if case.id not in right),
        failures=tuple((case.id, failures[case.id]) for case in asked if case.id in failures),
    )


def table(summary: Summary) -> str:
    """The summary as text, one line a kind."""
    width = max((len(row.kind) for row in summary.rows), default=0)
    width = max(width, len("kind"))
    lines = [f"{'kind':{width}}  {'n':>5}  {'right':>5}  {'share':>6}  errors"]
    for row in (*summary.rows, summary.overall):
        remark = "  (right: refused)" if row.kind == REFUSALS else ""
        lines.append(f"{row.kind:{width}}  {row.cases:5}  {row.right:5}  {row.share:6.1%}  {row.errors:6}{remark}")
    lines += [
        "",
        f"answered when it should refuse  {_of(summary.answered_when_should_refuse, summary.refusable)}",
        f"refused when it should answer   {_of(summary.refused_when_should_answer, summary.answerable)}",
        f"holds what it must not          {summary.forbidden}",
        f"citations exact                 {_of(summary.exact_citations, summary.citations)}",
        f"cites a gold document           {_of(summary.cited_gold, summary.answerable)}",
        f"median seconds                  first words {summary.first_token_seconds:.2f}, whole {summary.total_seconds:.2f}",
    ]
    if summary.unscored:
        lines.append(f"without a model answer          {summary.unscored} asked, not scored")
    return "\n".join(lines) + "\n"


def _row(kind: str, cases: Sequence[Case], right: set[str], failures: Mapping[str, str]) -> Row:
    return Row(kind, len(cases), sum(case.id in right for case in cases), sum(case.id in failures for case in cases))


def _cites_gold(case: Case, prediction: Mapping[str, Any]) -> bool:
    return any(each.get("file") in case.gold_files for each in prediction.get("citations", []))


def _median(predictions: Mapping[str, Mapping[str, Any]], cases: Sequence[Case], name: str) -> float:
    values = [predictions[case.id].get(name) for case in cases if case.id in predictions]
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    return median(numbers) if numbers else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _of(part: int, whole: int) -> str:
    return f"{part} of {whole} ({_share(part, whole):.1%})"
