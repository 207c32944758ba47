"""A set of questions: one JSON object a line → cases. All of it is checked before the first question is asked."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from assistant.errors import QuestionError
from assistant.history import conversation_of
from assistant.turn import Conversation
from evals.errors import EvaluationError

if TYPE_CHECKING:
    from pathlib import Path

MOST_CHARACTERS = 8_000
_LARGEST_BYTES = 100_000_000


@dataclass(frozen=True)
class Case:
    """One question with what a right answer holds; `is_scored` is false for one that comes without that."""

    id: str
    question: str
    conversation: Conversation = field(default_factory=Conversation)
    kind: str = "unknown"
    answerable: bool = True
    must_include: tuple[str | tuple[str, ...], ...] = ()
    must_not_include: tuple[str | tuple[str, ...], ...] = ()
    gold_files: tuple[str, ...] = ()
    is_scored: bool = False


def read_cases(path: Path, most_characters: int = MOST_CHARACTERS) -> list[Case]:
    """The cases of a set, in order.

    Raises: EvaluationError naming the first line that cannot be used.
    """
    cases: list[Case] = []
    seen: dict[str, int] = {}
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip():
            continue
        try:
            case = _case(json.loads(line), most_characters)
        except (ValueError, QuestionError) as error:
            reason = str(error).rstrip(".")
            message = f"{path}, line {number}: {reason}; correct the line, nothing was asked."
            raise EvaluationError(message) from error
        if case.id in seen:
            message = (
                f"{path}, line {number}: the id {case.id!r} is that of line {seen[case.id]} too; give each case its own."
            )
            raise EvaluationError(message)
        seen[case.id] = number
        cases.append(case)
    if not cases:
        message = f"{path} holds no cases; write one JSON object a line."
        raise EvaluationError(message)
    return cases


def read_text(path: Path) -> str:
    """The text of a JSON-lines file.

    Raises: EvaluationError when it cannot be read or is not UTF-8.
    """
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 text (byte {error.start}); save it again as UTF-8."
        raise EvaluationError(message) from error


def read_bytes(path: Path) -> bytes:
    """The bytes of a file of a bearable size.

    Raises: EvaluationError when it cannot be read.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            message = f"{path} is larger than {_LARGEST_BYTES / 1e6:.0f} MB; split it."
            raise EvaluationError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"{path} cannot be read ({error.strerror}); correct the path."
        raise EvaluationError(message) from error


def _case(fields: Any, most_characters: int) -> Case:  # noqa: ANN401 - what a JSON line holds
    if not isinstance(fields, dict):
        message = "it is not a JSON object"
        raise ValueError(message)  # noqa: TRY004 - one kind of error for all that a line can be
    identity, question = fields.get("id"), fields.get("question")
    if not isinstance(identity, str | int) or isinstance(identity, bool) or not str(identity).strip():
        message = "`id` is missing or empty"
        raise ValueError(message)
    if not isinstance(question, str) or not question.replace("\0", "").strip():
        message = "`question` is missing or empty"
        raise ValueError(message)
    if len(question) > most_characters:
        message = f"`question` has {len(question):,} characters, more than {most_characters:,}"
        raise ValueError(message)
    is_scored = "must_include" in fields or "answerable" in fields
    answerable = fields.get("answerable", True)
    if not isinstance(answerable, bool):
        message = "`answerable` is neither true nor false"
        raise ValueError(message)  # noqa: TRY004
    must_include = _strings(fields, "must_include")
    if is_scored and answerable and "must_include" not in fields:
        message = "`must_include` is missing, so no answer could be told right from wrong"
        raise ValueError(message)
    return Case(
        id=str(identity),
        question=question,
        conversation=conversation_of(fields.get("history") or []),
        kind=str(fields.get("kind") or "unknown"),
        answerable=answerable,
        must_include=must_include,
        must_not_include=_strings(fields, "must_not_include"),
        gold_files=_gold_files(fields),
        is_scored=is_scored,
    )


def _strings(fields: dict[str, Any], name: str) -> tuple[str | tuple[str, ...], ...]:
    found: list[str | tuple[str, ...]] = []
    values = fields.get(name) or []
    for each in values if isinstance(values, list) else [None]:
        if isinstance(each, str) and each.strip():
            found.append(each)
        elif isinstance(each, list) and each and all(isinstance(word, str) and word.strip() for word in each):
            found.append(tuple(each))
        else:
            message = f"`{name}` is not a list of strings and lists of strings"
            raise ValueError(message)
    return tuple(found)


def _gold_files(fields: dict[str, Any]) -> tuple[str, ...]:
    gold = fields.get("gold") or []
    if not isinstance(gold, list) or not all(isinstance(each, dict) and isinstance(each.get("file"), str) for each in gold):
        message = "`gold` is not a list of {file, quote}"
        raise ValueError(message)
    return tuple(each["file"] for each in gold)
