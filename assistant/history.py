"""Earlier turns as files and sets hold them, `{role, content}` each, → a Conversation."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from assistant.errors import QuestionError
from assistant.turn import Conversation, Exchange

if TYPE_CHECKING:
    from pathlib import Path

_LARGEST_BYTES = 5_000_000


def conversation_of(turns: Any) -> Conversation:  # noqa: ANN401 - what a JSON file holds
    """The conversation of a list of `{"role": "user" or "assistant", "content": text}`, oldest first.

    Raises: QuestionError naming the first turn that is not of this form.
    """
    if not isinstance(turns, list):
        message = "The history is not a list of {role, content}; see qa/README for its form."
        raise QuestionError(message)
    exchanges: list[Exchange] = []
    asked: str | None = None
    for number, turn in enumerate(turns, start=1):
        role, content = _role_and_content(turn, number)
        if role == "user":
            if asked is not None:
                exchanges.append(Exchange(asked, ""))
            asked = content
        else:
            exchanges.append(Exchange(asked or "", content))
            asked = None
    if asked is not None:
        exchanges.append(Exchange(asked, ""))
    return Conversation(tuple(exchanges))


def read_history(path: Path) -> Conversation:
    """The conversation in a file: a JSON list, an object with `history`, or one JSON object a line.

    Raises: QuestionError when the file cannot be read or understood.
    """
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            message = f"The history {path} is larger than {_LARGEST_BYTES / 1e6:.0f} MB; keep the last turns only."
            raise QuestionError(message)
        text = path.read_text("utf-8-sig")
    except OSError as error:
        message = f"The history {path} cannot be read ({error.strerror}); correct the path."
        raise QuestionError(message) from error
    except UnicodeDecodeError as error:
        message = f"The history {path} is not UTF-8 text; save it again as UTF-8."
        raise QuestionError(message) from error
    try:
        found = _parsed(text)
    except ValueError as error:
        message = f"The history {path} is not JSON ({error}); write a list of {{role, content}}."
        raise QuestionError(message) from error
    return conversation_of(found["history"] if isinstance(found, dict) and "history" in found else found)


def _parsed(text: str) -> Any:  # noqa: ANN401 - what a JSON file holds
    try:
        found = json.loads(text)
    except ValueError:
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    return [found] if isinstance(found, dict) and "role" in found else found


def _role_and_content(turn: Any, number: int) -> tuple[str, str]:  # noqa: ANN401 - what a JSON file holds
    role = turn.get("role") if isinstance(turn, dict) else None
    content = turn.get("content") if isinstance(turn, dict) else None
    if role not in {"user", "assistant"} or not isinstance(content, str):
        message = f'Turn {number} of the history is not {{"role": "user" or "assistant", "content": text}}.'
        raise QuestionError(message)
    return str(role), content
