"""`tongwen eval`: measures answers against a set; the only command that looks up to `evals`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evals.run import run as run_set
from evals.run import show as show_set
from evals.table import table

if TYPE_CHECKING:
    import argparse

    from assistant.console import Console
    from assistant.respond import Assistant
    from assistant.settings import Settings
    from evals.table import Summary


def run(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Asks what is not answered yet and prints the table; 1 when the model failed on some, 2 when on all."""

    def build() -> Assistant:
        from assistant.build import build_assistant

        assistant = build_assistant(settings, console.progress)
        assistant.load()  # before the clock of the first answer starts
        return assistant

    out = Path(arguments.out)
    summary = run_set(Path(arguments.cases), out, build, console.progress, settings.question_characters)
    _show(summary, console)
    if not summary.failures:
        return 0
    return 1 if summary.asked > len(summary.failures) else 2


def show(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Prints the table of predictions that are there."""
    del settings
    _show(show_set(Path(arguments.predictions), Path(arguments.cases)), console)
    return 0


def _show(summary: Summary, console: Console) -> None:
    for case_id, reason in summary.failures:
        console.say(f"error: {case_id}: {reason}")
    console.result(summary.fields(), table(summary))
