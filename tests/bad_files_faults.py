"""A sandbox whose child's reader does what the file says: hang, crash, raise, eat memory, and worse."""

from __future__ import annotations

import sys

from ingest.sandbox import Sandbox

# The child with a reader that does what the file says.
FAULTY_CHILD = """
import ctypes, subprocess, sys, time
from pathlib import Path
from ingest import readers, sandbox
from ingest.readers.plain import read_plain

def read(data):
    order = data.decode().split()[0]
    if order == "hang":
        time.sleep(60)
    if order == "crash":
        ctypes.string_at(0)
    if order == "exit":
        sys.exit(3)
    if order == "eat":
        [bytearray(1_000_000_000) for _ in range(9)]
    if order == "fill":
        held = []
        while True:
            held.append(b"x" * 3_000_000)
    if order == "breed":
        code = "import time; held = b'x' * 90_000_000; time.sleep(60)"
        [each.wait() for each in [subprocess.Popen([sys.executable, "-c", code]) for _ in range(2)]]
    if order == "sleep":
        subprocess.run(["sleep", "61"])
    if order == "big":
        Path("big.tmp").write_bytes(bytes(40_000_000))
    if order == "raise":
        raise RuntimeError("details of no use")
    if order == "recurse":
        read(data)
    if order == "print":
        print("noise on standard output", flush=True)
    if order == "much":
        return read_plain(b"many words. " * 700_000)
    if order == "lines":
        return read_plain(b"- one word of many\\n" * 110_000)
    if order == "chatter":
        sandbox.os.write(5, b"x" * 100)
    return read_plain(data)

readers.READERS[".txt"] = read
sandbox.main()
"""


class FaultySandbox(Sandbox):
    """A sandbox whose child's reader follows orders."""

    started = 0

    def _command(self) -> list[str]:
        self.started += 1
        return [sys.executable, "-c", FAULTY_CHILD, str(self._most_memory)]
