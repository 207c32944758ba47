"""Thumbs → one line of `feedback.jsonl`: question, answer, evidence, generation, verdict; nothing about the visitor.

A failure to write is logged and never reaches the chat.
"""

from __future__ import annotations

import json
import logging
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.turn import Turn

log = logging.getLogger(__name__)

FILE = "feedback.jsonl"
_MOST_BYTES = 64 * 1024 * 1024
_MOST_REASON = 500


def feedback_record(turn: Turn, *, token: str, helpful: bool, reason: str = "") -> dict[str, Any]:
    """What is kept of a thumb; a later record with the same `token` is about the same answer and replaces it."""
    return {
        "token": token,
        "day": datetime.now(UTC).date().isoformat(),
        "helpful": helpful,
        "reason": reason.strip()[:_MOST_REASON],
        "question": turn.question,
        "answer": turn.answer.text,
        "outcome": turn.answer.outcome,
        "citations": [
            {"marker": one.marker, "file": one.passage.document.file, "quote": one.quote} for one in turn.answer.citations
        ],
        "language": turn.language,
        "model": turn.model,
        "generation": turn.generation,
    }


def keep(record: dict[str, Any], path: Path) -> bool:
    """Whether the record was added to the end of `path`; one record is one line, readable by its owner only."""
    line = json.dumps(record, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            if os.fstat(descriptor).st_size + len(line) > _MOST_BYTES:
                log.warning("%s is full (%d bytes); move it away to keep feedback", path, _MOST_BYTES)
                return False
            return os.write(descriptor, line) == len(line)
        finally:
            os.close(descriptor)
    except OSError as error:
        log.warning("Feedback could not be written to %s: %s", path, error)
        return False
