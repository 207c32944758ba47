"""Serving: the one line it says, the port in use, Ctrl-C."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.web.serve import address_of, serve
from tests.web.scripted import ScriptedAssistant

ROOT = Path(__file__).parents[2]
SCRIPT = """
from tests.web.scripted import ScriptedAssistant
from assistant.web.serve import serve
serve(ScriptedAssistant(), port=0)
print("goodbye")
"""


def test_a_port_in_use_is_told_in_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AssistantError, match=f"^Port {port} on 127.0.0.1 is in use; .* --port.$"):
            serve(ScriptedAssistant(), port=port)


def test_an_address_of_another_machine_is_told():
    with pytest.raises(AssistantError, match="--host"):
        serve(ScriptedAssistant(), host="192.0.2.1", port=0)


def test_the_address_is_one_to_open():
    assert address_of("127.0.0.1", 7860) == "http://127.0.0.1:7860"
    assert address_of("0.0.0.0", 80) == "http://127.0.0.1:80"
    assert address_of("::1", 80) == "http://[::1]:80"


def test_it_says_where_it_is_and_ends_quietly():
    served = subprocess.Popen(
        [sys.executable, "-c", SCRIPT],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert served.stderr.readline().startswith("Tongwen is ready: http://127.0.0.1:")
        served.send_signal(signal.SIGINT)
        out, err = served.communicate(timeout=20)
    finally:
        served.kill()
    assert (served.returncode, out, err) == (0, "goodbye\n", "")
