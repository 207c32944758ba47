"""The one writer's lock on a data directory; names its holder to whoever comes second. Readers take none."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from index.errors import DiskError, LockedError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LOCK = "ingest.lock"
_HOLDER = "ingest.holder.json"


@contextmanager
def writing(data: Path) -> Iterator[None]:
    """Holds the lock while the block runs; the system frees it when the process dies, however it dies.

    Raises: LockedError when another process holds it; DiskError when the directory cannot be written.
    """
    try:
        data.mkdir(parents=True, exist_ok=True)
        lock = FileLock(data / _LOCK)
        lock.acquire(timeout=0)
    except Timeout:
        raise LockedError(_refusal(data)) from None
    except OSError as error:
        message = (
            f"The data directory {data} cannot be written ({error.strerror or error}); check the path and its permissions."
        )
        raise DiskError(message) from error
    try:
        fields = {
            "pid": os.getpid(),
            "host": socket.gethostname(),
            "since": datetime.now(UTC).isoformat(timespec="seconds"),
            "command": " ".join(sys.argv[:3]),
        }
        with contextlib.suppress(OSError):  # a full disk: whoever comes second is told less
            (data / _HOLDER).write_text(json.dumps(fields), "utf-8")
        yield
    finally:
        (data / _HOLDER).unlink(missing_ok=True)
        lock.release()


def holder(data: Path) -> str:
    """Who holds the lock, as it said of itself; "" when nobody left a word."""
    try:
        fields = json.loads((data / _HOLDER).read_text("utf-8"))
        return f"process {fields['pid']} on {fields['host']} since {fields['since']} ({fields['command']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _refusal(data: Path) -> str:
    return (
        f"The index in {data} is being written by {holder(data) or 'another process'}; wait for it to end, then try again."
    )
