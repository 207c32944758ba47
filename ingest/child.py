"""How a module of ours is started in a child process: as ours, whatever lies in the user's working directory.

`python -m` would look there first: a folder `ingest/` or a file `json.py` among the user's own would be run instead.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

_PACKAGES = Path(__file__).resolve().parents[1]


def child_command(module: str, *arguments: str) -> list[str]:
    """The command that runs `module` with this Python; to be started with `child_environment`."""
    return [sys.executable, "-P", "-m", module, *arguments]


def child_environment() -> dict[str, str]:
    """The environment in which a child finds the packages this process runs from, installed or in a clone."""
    paths = (str(_PACKAGES), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}
