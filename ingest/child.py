"""How a module of ours is started in a child process: as ours, whatever lies in the user's working directory.

`python -m` would look there first: a folder `ingest/` or a file `json.py` among the user's own would be run instead.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

_PACKAGES = Path(__file__).resolve().parents[1]
_SECRET = re.compile(r"KEY|TOKEN|SECRET|PASSWORD|CREDENTIAL", re.IGNORECASE)


def child_command(module: str, *arguments: str) -> list[str]:
    """The command that runs `module` with this Python; to be started with `child_environment`."""
    return [sys.executable, "-P", "-m", module, *arguments]


def child_environment() -> dict[str, str]:
    """The environment in which a child finds the packages this process runs from, installed or in a clone."""
    paths = (str(_PACKAGES), os.environ.get("PYTHONPATH", ""))
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))}


def environment_without_secrets() -> dict[str, str]:
    """The same for a child that reads what anyone may have sent: no variable whose name tells of a key or a password."""
    return {name: value for name, value in child_environment().items() if not _SECRET.search(name)}
