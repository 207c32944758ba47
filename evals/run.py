"""One run of a set: read and check all of it, skip what is answered already, ask the rest, write each line at once."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Protocol

from assistant.errors import AssistantError
from evals.cases import MOST_CHARACTERS, read_cases
from evals.errors import EvaluationError
from evals.predictions import append, prediction_of, read_predictions, resume
from evals.table import Summary, summarise
from index.errors import IndexingError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from assistant.turn import Conversation, Turn
    from evals.cases import Case

log = logging.getLogger(__name__)


class Asks(Protocol):
    """What a run needs of an assistant."""

    def ask(self, question: str, conversation: Conversation) -> Turn:
        """The finished turn."""


def run(
    cases_path: Path,
    out: Path,
    build: Callable[[], Asks],
    progress: Callable[[str, int, int], None],
    most_characters: int = MOST_CHARACTERS,
) -> Summary:
    """The scores of a whole set, what was answered in earlier runs included.

    Cases whose model failed are kept apart in `<out>.errors` and asked again by the next run.
    Raises: EvaluationError before anything is asked, when the set or the file of predictions cannot be used.
    """
    cases = read_cases(cases_path, most_characters)
    if out.exists() and out.samefile(cases_path):
        message = f"--out names the set {cases_path} itself; choose another file."
        raise EvaluationError(message)
    done = resume(out)
    left = [case for case in cases if case.id not in done]
    failures: dict[str, str] = {}
    if left:
        assistant = build()
        progress("asking", len(cases) - len(left), len(cases))
        for number, case in enumerate(left, start=len(cases) - len(left) + 1):
            failure = _ask(case, assistant, out)
            if failure:
                failures[case.id] = failure
            progress("asking", number, len(cases))
    _write_failures(out, failures)
    return summarise(cases, read_predictions(out), failures)


def show(predictions: Path, cases_path: Path) -> Summary:
    """The scores of predictions that are there.

    Raises: EvaluationError.
    """
    return summarise(read_cases(cases_path), read_predictions(predictions))


def failures_path(out: Path) -> Path:
    """Where the failures of a run are kept."""
    return out.with_name(out.name + ".errors")


def _ask(case: Case, assistant: Asks, out: Path) -> str:
    """Asks one case and writes its line; gives back why there is none, or "".

    An index that cannot be read ends the run: every other case would fail alike.
    """
    try:
        turn = assistant.ask(case.question, case.conversation)
    except AssistantError as error:
        return str(error)
    except IndexingError:
        raise
    except Exception as error:
        log.exception("Case %s failed.", case.id)
        return f"{type(error).__name__}: {error}"
    if turn.answer.problem and not turn.answer.text.strip():
        return turn.answer.problem
    append(out, prediction_of(case.id, turn))
    return ""


def _write_failures(out: Path, failures: dict[str, str]) -> None:
    path = failures_path(out)
    path.unlink(missing_ok=True)
    for case_id, reason in failures.items():
        append(path, {"id": case_id, "error": reason})
