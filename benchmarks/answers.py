"""Tongwen and the LangChain tutorial chain side by side: same questions, same documents, same loaded language model.

The two take turns, and take turns at being first. Both read the text that Tongwen's readers found, so the chain is
spared bad readers. Who they are is in systems.py, what their answers are worth in scores.py.
Run: python -m benchmarks.answers --documents FOLDER --questions QA.jsonl [--limit N] [--every K] [--out FILE] [--write].
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.report import machine, write_json, write_section
from benchmarks.scores import Side, fields_of, report
from benchmarks.systems import System, open_systems
from index.telemetry import turn_off

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from evals.cases import Case

_SECTION = "answers"


def compare(
    cases: Sequence[Case],
    systems: dict[str, System],
    settle: Callable[[], None],
    done: Callable[[int, dict[str, Side]], None],
) -> dict[str, Side]:
    """The answers of every system to every case, question by question; `done` is called after each question."""
    sides = {name: Side() for name in systems}
    for number, case in enumerate(cases):
        order = list(systems) if number % 2 else list(reversed(systems))
        for name in order:
            settle()
            _ask(case, systems[name], sides[name])
        done(number + 1, sides)
    return sides


def main() -> int:
    """Runs the comparison and prints its tables."""
    arguments = _parser().parse_args()
    turn_off()
    from assistant.console import Console, use_utf8
    from assistant.settings import read_settings
    from evals.cases import read_cases

    use_utf8()
    console = Console()
    cases = [case for case in read_cases(arguments.questions) if case.is_scored][:: arguments.every][: arguments.limit]
    started = machine()
    with tempfile.TemporaryDirectory(prefix="tongwen-bench-") as folder:
        settings = read_settings(data=Path(folder) / "data")
        systems, settle, sizes = open_systems(arguments.documents, settings, console)
        told = (
            f"{len(cases)} questions of `{arguments.questions.name}` on `{arguments.documents.name}/` ({sizes}), in one run, "
            f"at most {settings.answer_tokens} tokens an answer. {started}"
        )

        def done(count: int, sides: dict[str, Side]) -> None:
            console.progress("asking both", count, len(cases))
            if arguments.out:
                write_json(fields_of(cases[:count], sides, told), arguments.out)

        text = report(cases, compare(cases, systems, settle, done), told)
    console.write(text)
    if arguments.write:
        write_section(_SECTION, text)
    return 0


def _ask(case: Case, system: System, side: Side) -> None:
    try:
        prediction = system.ask(case)
    except Exception as error:  # noqa: BLE001 - one question that fails must not end the run
        side.failures[case.id] = f"{type(error).__name__}: {error}"
        return
    if prediction["answer"].strip():
        side.predictions[case.id] = prediction
    else:
        side.failures[case.id] = prediction.get("problem") or "empty answer"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Compares Tongwen with the LangChain tutorial chain.")
    parser.add_argument("--documents", type=Path, required=True, help="a folder of documents")
    parser.add_argument("--questions", type=Path, required=True, help="a set of questions as `tongwen eval` takes it")
    parser.add_argument("--limit", type=_positive, help="ask only so many")
    parser.add_argument("--every", type=_positive, default=1, help="ask only every so-manieth")
    parser.add_argument("--out", type=Path, help="a JSON file for every answer, written after each question")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/benchmarks.md")
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        message = "give a number from 1"
        raise argparse.ArgumentTypeError(message)
    return number


if __name__ == "__main__":
    sys.exit(main())
