"""Where a command writes: results to stdout, progress and remarks to stderr, both UTF-8 whatever the locale."""

from __future__ import annotations

import io
import json
import sys
import time
from typing import Any

_EVERY_SECONDS = 2.0
_LONG_SECONDS = 120


class Console:
    """The two streams of one command; with `as_json` a result is one JSON object instead of text."""

    def __init__(self, *, as_json: bool = False) -> None:
        self.as_json = as_json
        self._step = ""
        self._shown = 0.0
        self._begun, self._from = 0.0, 0

    def result(self, found: dict[str, Any], text: str = "") -> None:
        """Writes a result: the object as JSON, or `text`."""
        self.write(json.dumps(found, ensure_ascii=False, indent=2) + "\n" if self.as_json else text)

    def write(self, text: str) -> None:
        """Writes to stdout at once."""
        sys.stdout.write(_shown(text))
        sys.stdout.flush()

    def say(self, text: str) -> None:
        """Writes a line to stderr."""
        sys.stderr.write(_shown(text) + "\n")
        sys.stderr.flush()

    def progress(self, step: str, done: int, total: int) -> None:
        """Shows how far a long step is: its first and last line at once, others every two seconds."""
        is_new, is_over = step != self._step, done >= total
        if is_new:
            self._begun, self._from = time.monotonic(), done
        if not (is_new or is_over or time.monotonic() - self._shown >= _EVERY_SECONDS):
            return
        self._step, self._shown = step, time.monotonic()
        if total > 10_000_000:  # noqa: PLR2004 - so many can only be bytes
            self.say(f"{step}: {done / 1e6:,.0f} of {total / 1e6:,.0f} MB")
        elif total > 1:
            self.say(f"{step}: {done:,} of {total:,}{self._left(done, total)}")
        elif is_new:
            self.say(f"{step} …")

    def _left(self, done: int, total: int) -> str:
        """About how long the rest of a step takes, once a part of it is done."""
        passed, part = time.monotonic() - self._begun, done - self._from
        if part <= 0 or done >= total or passed < _EVERY_SECONDS:
            return ""
        seconds = passed / part * (total - done)
        return f", about {seconds:.0f} s left" if seconds < _LONG_SECONDS else f", about {seconds / 60:.0f} min left"


def use_utf8() -> None:
    """Makes both streams UTF-8 under any locale; what cannot be encoded is shown escaped, never an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def one_line(text: str, limit: int = 160) -> str:
    """`text` on one line without control characters, cut at `limit` characters."""
    line = " ".join("".join(c if c.isprintable() or c.isspace() else "\ufffd" for c in text).split())
    return line if len(line) <= limit else line[: limit - 1] + "…"


def _shown(text: str) -> str:
    """`text` with the bytes that Python could not read in a path or an argument read as UTF-8 after all."""
    try:
        return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    except UnicodeEncodeError:  # half a letter, as JSON can hold it
        return text.encode("utf-8", "replace").decode("utf-8")
