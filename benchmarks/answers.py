"""Tongwen and the LangChain tutorial chain side by side: same questions, same documents, same loaded language model.

The two take turns, and take turns at being first. Both read the text that Tongwen's readers found, so the chain is
spared bad readers. Clocks run from the question to the first words a reader sees and to the end.
Run: python -m benchmarks.answers --documents FOLDER --questions QA.jsonl [--limit N] [--every K] [--out FILE] [--write].
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, Protocol

from benchmarks.report import machine, percent, ratio, table, write_json, write_section
from index.telemetry import turn_off

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.console import Console
    from assistant.respond import Assistant
    from assistant.settings import Settings
    from benchmarks.tutorial import TutorialChain
    from evals.cases import Case

_WARM_UP = "What is this about?"
_TUTORIAL, _TONGWEN = "tutorial", "tongwen"
_SECTION = "answers"
_CLOCKS = ("first_token_seconds", "seconds", "processor_seconds")


class System(Protocol):
    """One of the two that are compared."""

    def ask(self, case: Case) -> dict[str, Any]:
        """A prediction as `evals` scores it, with `first_token_seconds`, `seconds` and `processor_seconds`."""


class Tongwen:
    """Tongwen as the chat has it."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, case: Case) -> dict[str, Any]:
        """See System; words count as seen when the page would show them."""
        from assistant.errors import ModelError
        from assistant.turn import Finished, Wrote
        from evals.predictions import prediction_of

        begun, burnt, first = time.monotonic(), time.process_time(), 0.0
        for event in self._assistant.respond(case.question, case.conversation):
            if isinstance(event, Wrote | Finished):
                first = first or time.monotonic() - begun
            if isinstance(event, Finished):
                prediction = prediction_of(case.id, event.turn)
                clocks = {"seconds": time.monotonic() - begun, "processor_seconds": time.process_time() - burnt}
                return {**prediction, "first_token_seconds": first, **clocks}
        raise ModelError("cut", "The answer did not finish.")


class Tutorial:
    """The tutorial chain."""

    def __init__(self, chain: TutorialChain) -> None:
        self._chain = chain

    def ask(self, case: Case) -> dict[str, Any]:
        """See System.

        `abstained` is read from the words, and only where refusing is right: an answer that holds all it must is
        right, whatever else it says does not stand there.
        """
        from benchmarks.tutorial import is_refusal

        begun, burnt, first = time.monotonic(), time.process_time(), 0.0
        words = []
        for word in self._chain.stream(case.question, case.conversation):
            if word:
                first = first or time.monotonic() - begun
                words.append(word)
        seconds = time.monotonic() - begun
        answer = "".join(words).strip()
        return {
            "id": case.id,
            "answer": answer,
            "abstained": is_refusal(answer) and not case.answerable,
            "refused": is_refusal(answer),
            "first_token_seconds": first or seconds,
            "seconds": seconds,
            "processor_seconds": time.process_time() - burnt,
        }


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


def report(cases: Sequence[Case], sides: dict[str, Side], told: str) -> str:
    """Both tables as Markdown: all questions, then by kind. Ratios are Tongwen's number divided by the chain's."""
    theirs, ours = score(cases, sides[_TUTORIAL]), score(cases, sides[_TONGWEN])
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
        systems, settle, sizes = _opened(arguments.documents, settings, console)
        told = (
            f"{len(cases)} questions of `{arguments.questions.name}` on `{arguments.documents.name}/` ({sizes}), in one run, "
            f"at most {settings.answer_tokens} tokens an answer. {started}"
        )

        def done(count: int, sides: dict[str, Side]) -> None:
            console.progress("asking both", count, len(cases))
            if arguments.out:
                write_json(_fields(cases[:count], sides, told), arguments.out)

        text = report(cases, compare(cases, systems, settle, done), told)
    console.write(text)
    if arguments.write:
        write_section(_SECTION, text)
    return 0


def _opened(documents: Path, settings: Settings, console: Console) -> tuple[dict[str, System], Callable[[], None], str]:
    """Both systems over the same documents with the same chat model, loaded and warm; how to wait for it; how large."""
    from assistant.build import build_assistant, build_shelf
    from benchmarks.minilm import MiniLM
    from benchmarks.tutorial import TutorialChain
    from evals.cases import Case
    from index.generation import Generations
    from ingest.refresh import refresh
    from ingest.sandbox import Sandbox

    with Sandbox() as sandbox:
        found = refresh([documents], build_shelf(settings, progress=console.progress), sandbox, progress=console.progress)
    for file, reason in found.failed:
        console.say(f"{file}: {reason}")
    contents = Generations(settings.data).contents()
    assistant = build_assistant(settings, console.progress)
    chat = assistant._model.chat  # noqa: SLF001 - the very same loaded model, not a second one like it
    console.say("loading the models …")
    assistant.load()
    chain = TutorialChain((document for document, _ in contents.values()), MiniLM(settings.cache), chat)
    systems: dict[str, System] = {_TUTORIAL: Tutorial(chain), _TONGWEN: Tongwen(assistant)}
    for system in systems.values():
        system.ask(Case("warm-up", _WARM_UP))
    chunks = sum(len(parts) for _, parts in contents.values())
    sizes = f"{len(contents)} documents; {chain.chunks} chunks of the chain, {chunks} of Tongwen; both with {assistant._model.name}"  # noqa: SLF001
    lock = getattr(chat, "_lock", None)

    def settle() -> None:
        """Waits until an answer that was broken off has left the processor to the next."""
        if lock:
            with lock:
                pass

    return systems, settle, sizes


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


def _seconds(theirs: float, ours: float) -> tuple[str, str, str]:
    return f"{theirs:.2f}", f"{ours:.2f}", ratio(ours, theirs)


def _kind_row(kind: str, cases: Sequence[Case], sides: dict[str, Side]) -> tuple[str, ...]:
    theirs, ours = score(cases, sides[_TUTORIAL]), score(cases, sides[_TONGWEN])
    return (
        kind,
        str(len(cases)),
        f"{theirs.right / len(cases):.0%}",
        f"{ours.right / len(cases):.0%}",
        *_seconds(theirs.first_token_seconds, ours.first_token_seconds),
        *_seconds(theirs.seconds, ours.seconds),
    )


def _fields(cases: Sequence[Case], sides: dict[str, Side], told: str) -> dict[str, Any]:
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
