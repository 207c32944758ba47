"""Re-ingests in processes of their own, to be killed or starved there without two seconds of imports each."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from library import Library

ROOT = Path(__file__).parents[1]
SOAK = int(os.environ.get("SOAK", "1"))  # `make soak` sets it: so many times as many random cases
# A server that forks a child for each order it is given; the child ingests and is killed on the way, by itself at a named
# point, or by the test, to which it tells its number; or no file of its may grow beyond so many bytes.
SERVER = """
import json, os, resource, sys
from pathlib import Path
import chromadb, lxml.html, numpy
from index import probe
from index.errors import IndexingError
from index.lock import writing
from ingest import crash
from ingest.sandbox import Sandbox
from library import Library

probe.probe_in_child = probe.probe
for line in sys.stdin:
    order = json.loads(line)
    child = os.fork()
    if child:
        print(json.dumps(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])), flush=True)
        continue
    os.environ[crash.VARIABLE] = order.get("at", "")
    if "largest" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["largest"], resource.RLIM_INFINITY))
    with Sandbox() as sandbox:
        library = Library(Path(order["folder"]), sandbox)
        with writing(library.data):
            if "at" not in order and "largest" not in order:
                print(json.dumps({"pid": os.getpid()}), flush=True)
            try:
                library.ingest()
            except IndexingError as error:
                print(json.dumps({"error": str(error)}), flush=True)
                os._exit(2)
    os._exit(0)
"""
POINTS = sorted(
    {
        point
        for package in ("ingest", "index")
        for path in (ROOT / package).rglob("*.py")
        for point in re.findall(r'crash_point\("([\w-]+)"\)', path.read_text("utf-8"))
    }
)
AFTER = {"published", "clean"}  # the points at which the new generation is published already

Server = subprocess.Popen[str]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    command = [sys.executable, "-c", SERVER]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment
    ) as server:
        yield server
        server.communicate()


def answer(server: Server) -> object:
    assert server.stdout is not None
    return json.loads(server.stdout.readline())


def order(server: Server, **fields: str | int) -> None:
    assert server.stdin is not None
    server.stdin.write(json.dumps(fields) + "\n")
    server.stdin.flush()


def killed_at(server: Server, library: Library, point: str) -> bool:
    """Whether an ingest was killed at `point`, "name" or "name:k", rather than ended."""
    order(server, folder=str(library.data.parent), at=point)
    code = answer(server)
    assert code in {0, -signal.SIGKILL}
    return code != 0
