"""What a process and all it started hold in memory, and how they are ended together. Knows nothing of documents.

Where there is no /proc it says 0: there the limits that the child sets itself hold alone.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from pathlib import Path

_KILOBYTE = 1024


def resident_bytes(number: int) -> int:
    """The resident memory of the process `number` and of all below it, in bytes; 0 where it cannot be told."""
    total, waiting = 0, [number]
    while waiting:
        process = Path(f"/proc/{waiting.pop()}")
        with contextlib.suppress(OSError):  # it has ended, or there is no /proc
            total += _resident(process / "status")
            for thread in (process / "task").iterdir():
                waiting += map(int, (thread / "children").read_text().split())
    return total


def end_together(child: subprocess.Popen[bytes]) -> int:
    """The exit code of a child after it and all it started were killed; it must lead a session of its own."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError, PermissionError):  # they have ended by themselves
            os.killpg(child.pid, signal.SIGKILL)
    else:
        child.kill()
    for pipe in (child.stdin, child.stdout):
        if pipe:
            with contextlib.suppress(OSError):
                pipe.close()
    return child.wait()


def _resident(status: Path) -> int:
    for line in status.read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * _KILOBYTE
    return 0  # it has ended but was not waited for
