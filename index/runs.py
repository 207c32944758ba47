"""One log a re-ingest: `runs/<id>.jsonl` in the data directory, one event a line, the report last.

Nothing that fails here stops the re-ingest: a log is not worth an index.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ulid import ULID

log = logging.getLogger(__name__)

_FOLDER = "runs"
_KEPT = 200


class RunLog:
    """The log of one run, written as it goes on."""

    def __init__(self, data: Path, command: str) -> None:
        self.id = str(ULID())
        self._path = data / _FOLDER / f"{self.id}.jsonl"
        self._step = ""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            for old in sorted(self._path.parent.glob("*.jsonl"))[: -(_KEPT - 1)]:
                old.unlink(missing_ok=True)
        self.write("begun", command=command, pid=os.getpid())

    def write(self, event: str, **fields: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
        """Adds one event with its time, in UTC."""
        line = {"at": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event, **fields}
        try:
            with self._path.open("a", encoding="utf-8", errors="replace") as file:
                file.write(json.dumps(line, ensure_ascii=True) + "\n")
        except OSError as error:
            log.warning("The log %s cannot be written (%s); the run goes on without.", self._path, error.strerror)

    def progress(self, step: str, done: int, total: int) -> None:
        """Notes when a step begins and when it is done."""
        if step != self._step or done >= total:
            self._step = step
            self.write("step", step=step, done=done, total=total)


def runs(data: Path) -> list[dict[str, Any]]:
    """What is known of each run, newest first: `id`, `begun`, `command`, `ended` and `report`, or `error`; "" when it was killed."""
    found = []
    for path in sorted((data / _FOLDER).glob("*.jsonl"), reverse=True):
        events = read_run(path)
        if not events:
            continue
        last = events[-1]
        found.append(
            {
                "id": path.stem,
                "begun": events[0].get("at", ""),
                "command": events[0].get("command", ""),
                "ended": last["at"] if last["event"] in {"ended", "failed"} else "",
                "report": last.get("report", {}),
                "error": last.get("error", "") if last["event"] == "failed" else "",
            }
        )
    return found


def read_run(path: Path) -> list[dict[str, Any]]:
    """The events of a log; lines that a crash cut are left out."""
    events = []
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            for line in file:
                with contextlib.suppress(ValueError):
                    event = json.loads(line)
                    if isinstance(event, dict) and {"at", "event"} <= set(event):
                        events.append(event)
    except OSError as error:
        log.warning("The log %s cannot be read (%s).", path, error.strerror)
    return events


def scrub(path: Path, words: set[str]) -> int:
    """Takes every line that holds one of `words` out of a file of JSON lines; how many went.

    Raises: OSError; then the file is as it was.
    """
    if not path.is_file():
        return 0
    lines = path.read_text("utf-8", "replace").splitlines(keepends=True)
    wanted = {
        form for word in words if word for form in (json.dumps(word)[1:-1], json.dumps(word, ensure_ascii=False)[1:-1])
    }
    kept = [line for line in lines if not any(word in line for word in wanted)]
    if len(kept) < len(lines):
        partial = path.with_name(f"{path.name}.part")
        partial.write_text("".join(kept), "utf-8")
        partial.chmod(path.stat().st_mode & 0o777)
        partial.replace(path)
    return len(lines) - len(kept)
