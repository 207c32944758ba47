"""Named points at which a test may kill the process, so that every step of a re-ingest is killed at least once.

Does nothing but compare a name, unless TONGWEN_CRASH_AT is set: "name" or "name:k" kills at the k-th time the point is
passed. The tests list the names from the sources and fail when one was never hit.
"""

from __future__ import annotations

import os
import signal
from collections import Counter

VARIABLE = "TONGWEN_CRASH_AT"
_passed: Counter[str] = Counter()


def crash_point(name: str) -> None:
    """Kills this process, as `kill -9` does, when the environment names this point."""
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return
    _passed[name] += 1
    point, _, count = wanted.partition(":")
    if point == name and _passed[name] == int(count or 1):
        os.kill(os.getpid(), signal.SIGKILL)
