"""Predictions: one JSON line a case, written as soon as it is answered, so that a run can stop at any moment."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any

from evals.cases import read_bytes
from evals.errors import EvaluationError

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.turn import Turn


def prediction_of(case_id: str, turn: Turn) -> dict[str, Any]:
    """The line for one turn: the form of the sets' README, with what our own table needs beside it."""
    answer = turn.answer
    return {
        "id": case_id,
        "answer": answer.text,
        "outcome": answer.outcome,
        "abstained": answer.abstained,
        "citations": [
            {
                "file": each.passage.document.file,
                "quote": each.quote,
                "start": each.start,
                "end": each.end,
                "exact": bool(each.quote) and each.passage.document.text[each.start : each.end] == each.quote,
            }
            for each in answer.citations
        ],
        "seconds": round(turn.seconds.total, 3),
        "first_token_seconds": round(turn.seconds.first_token, 3),
        "problem": answer.problem,
        "model": turn.model,
        "generation": turn.generation,
    }


def read_predictions(path: Path) -> dict[str, dict[str, Any]]:
    """The predictions in a file, by id; a last line that was torn by a crash is left out.

    Raises: EvaluationError when another line is no prediction.
    """
    return _parsed(read_bytes(path), path)[0]


def resume(path: Path) -> dict[str, dict[str, Any]]:
    """The predictions that are there already; cuts off a torn last line so that the next one stands alone.

    Raises: EvaluationError when the file holds something else than predictions, or cannot be written.
    """
    try:
        with path.open("ab"):
            pass
        found, sound_bytes, is_ended = _parsed(read_bytes(path), path)
        if sound_bytes < path.stat().st_size:
            os.truncate(path, sound_bytes)
        if not is_ended:
            append(path, None)
    except OSError as error:
        message = f"{path} cannot be written ({error.strerror}); choose another --out."
        raise EvaluationError(message) from error
    return found


def append(path: Path, prediction: dict[str, Any] | None) -> None:
    """Adds one line and hands it to the system at once; None ends a line that has no end."""
    with path.open("a", encoding="utf-8") as file:
        file.write((json.dumps(prediction, ensure_ascii=False) if prediction else "") + "\n")


def _parsed(data: bytes, path: Path) -> tuple[dict[str, dict[str, Any]], int, bool]:
    """The predictions, how many bytes of them are sound, and whether the last sound one ends its line."""
    found: dict[str, dict[str, Any]] = {}
    lines = data.split(b"\n")  # bytes, for a crash can cut a letter in two
    sound = 0
    for number, line in enumerate(lines, start=1):
        is_last = number == len(lines)
        if line.strip():
            try:
                fields = json.loads(line)
                found[str(fields["id"])] = {**fields, "answer": str(fields["answer"])}
            except (ValueError, KeyError, TypeError) as error:
                if is_last:
                    return found, sound, True
                message = f"{path}, line {number} is no prediction; choose another --out, or remove the line."
                raise EvaluationError(message) from error
        sound += len(line) + (not is_last)
    return found, sound, not lines[-1].strip()
