"""How well the facts of documents are found, against facts that a person wrote down: precision, recall and F1 per kind.

`python -m evals.catalogue evals/catalogue/dev.jsonl --documents seeds=../shared/seeds corpus=corpus …`. Each line of a set is a fact
(`file`, `kind`, `name`, fields); those marked `optional` count neither way.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rapidfuzz import fuzz

from ingest.facts.extract import facts_of
from ingest.facts.fact import KINDS, Fact, Field, Kind
from ingest.sandbox import Sandbox

if TYPE_CHECKING:
    from collections.abc import Sequence

_ALIKE: dict[Kind, float] = {"partner": 0.8, "program": 0.6, "event": 0.6, "figure": 0.5}
_ALIKE_ON_ONE_DAY = 0.35  # names of an event whose dates agree
_COMPARED: dict[Kind, tuple[Field, ...]] = {
    "partner": ("country", "since"),
    "program": ("type",),
    "event": ("date",),
    "figure": ("at_least",),
}
_LEAST_PART = 4  # characters of a name that stands inside another


@dataclass
class Score:
    """Counts for one kind of fact; `fields` has, for each field compared, how many of the matched facts agree, of how many."""

    found: int = 0
    wanted: int = 0
    right: int = 0
    fields: dict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))

    @property
    def precision(self) -> float:
        """Right of those found, 0 to 1."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Right of those wanted, 0 to 1."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def likeness(name: str, other: str) -> float:
    """How alike two names are, 0 to 1: by their letters, their words, or one inside the other."""
    a, b = name.casefold(), other.casefold()
    short, long = sorted((a, b), key=len)
    inside = len(short) >= _LEAST_PART and short in long
    return max(fuzz.ratio(a, b), fuzz.token_set_ratio(a, b), 100.0 * inside) / 100


def matches(fact: Fact, gold: dict[str, Any]) -> float:
    """How well a fact found fits one written down; 0 when it is another."""
    alike = likeness(fact.name, gold["name"])
    if fact.kind == "figure":
        same = fact.get("number") == f"{gold['number']:.0f}"
        return 0.5 + alike / 2 if same else 0.0
    if fact.kind == "event":
        date, told = fact.get("date"), str(gold.get("date") or "")
        if date and told and not (date.startswith(told) or told.startswith(date)):
            return 0.0
        return alike if alike >= (_ALIKE_ON_ONE_DAY if date and told else _ALIKE["event"]) else 0.0
    return alike if alike >= _ALIKE[fact.kind] else 0.0


def score(found: Sequence[Fact], gold: Sequence[dict[str, Any]], scores: dict[str, Score]) -> list[tuple[str, str, str]]:
    """Adds one document to the scores; gives ("missed" or "wrong", kind, name) for each difference."""
    differences: list[tuple[str, str, str]] = []
    for kind in KINDS:
        facts = _merged([fact for fact in found if fact.kind == kind])
        wanted = [each for each in gold if each["kind"] == kind]
        pairs = sorted(
            ((matches(f, g), not g.get("optional"), n, m) for n, f in enumerate(facts) for m, g in enumerate(wanted)),
            reverse=True,
        )
        by_fact: dict[int, int] = {}
        by_gold: dict[int, int] = {}
        for fit, _, n, m in pairs:
            if fit and n not in by_fact and m not in by_gold:
                by_fact[n], by_gold[m] = m, n
        result = scores[kind]
        for n, fact in enumerate(facts):
            target = wanted[by_fact[n]] if n in by_fact else None
            if target is None and any(matches(fact, each) for each in wanted):
                continue  # the same once more
            if target is not None and target.get("optional"):
                continue
            result.found += 1
            if target is None:
                differences.append(("wrong", kind, fact.name))
                continue
            result.right += 1
            for name in _COMPARED[kind]:
                told = _plain(target.get(name))
                if told:
                    agree = result.fields[name]
                    value = fact.get(name)
                    agree[1] += 1
                    agree[0] += bool(value) and (value.startswith(told) or told.startswith(value))
        for m, each in enumerate(wanted):
            if not each.get("optional"):
                result.wanted += 1
                if m not in by_gold:
                    differences.append(("missed", kind, each["name"]))
    return differences


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) and value else "" if isinstance(value, bool) else str(value or "")


def _merged(facts: Sequence[Fact]) -> list[Fact]:
    """The facts, those of one name joined: what any of them tells, they tell."""
    joined: dict[tuple[str, str], Fact] = {}
    for fact in facts:
        key = (fact.name.casefold(), fact.get("date") if fact.kind == "event" else "")
        known = joined.get(key)
        values = (*known.values, *fact.values) if known else fact.values
        joined[key] = Fact(fact.kind, fact.name, fact.start, fact.end, values)
    return list(joined.values())


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints the table, and with --differences what was missed and what is wrong."""
    parser = argparse.ArgumentParser(prog="python -m evals.catalogue", description="Measure the facts found in documents.")
    parser.add_argument("gold", type=Path)
    parser.add_argument("--documents", nargs="+", required=True, metavar="NAME=FOLDER")
    parser.add_argument("--differences", nargs="?", const="all", default="", metavar="KIND")
    given = parser.parse_args(arguments)
    folders = dict(each.split("=", 1) for each in given.documents)
    gold: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in given.gold.read_text("utf-8").splitlines():
        fact = json.loads(line)
        gold[fact["file"]].append(fact)
    scores: dict[str, Score] = {kind: Score() for kind in KINDS}
    with Sandbox() as sandbox:
        for file in sorted(gold):
            folder, name = file.split("/", 1)
            if folder not in folders:
                continue
            document = sandbox.read(Path(folders[folder]) / name, document_id="x", source=folder, file=name).document
            for what, kind, told in score(facts_of(document), gold[file], scores):
                if given.differences in {"all", kind}:
                    _say(f"{what:7} {kind:8} {file}: {told}")
    _say(f"{'kind':9}{'wanted':>8}{'found':>8}{'right':>8}{'precision':>11}{'recall':>9}{'F1':>7}  fields that agree")
    for kind, each in scores.items():
        agree = ", ".join(f"{name} {right} of {total}" for name, (right, total) in sorted(each.fields.items()))
        counts = f"{each.wanted:8}{each.found:8}{each.right:8}{each.precision:11.2f}{each.recall:9.2f}{each.f1:7.2f}"
        _say(f"{kind:9}{counts}  {agree}")


if __name__ == "__main__":
    main()
