"""The command line with the real weights, from documents to a cited answer, in processes that cannot reach the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DOCUMENT = """Office of International Cooperation, Mochuan University

The university has 47 partner universities in 19 countries. The summer school takes 40 students a year and costs 600 yuan.

The dormitory on the north campus was opened in 2016.
"""
OFFLINE = textwrap.dedent("""
    import os, socket, sys
    def refuse(self, address):
        if isinstance(address, tuple) and not str(address[0]).startswith(("127.", "::1")):
            os.write(2, f"CALLED {address}".encode())
            os._exit(99)
        return connect(self, address)
    connect, socket.socket.connect = socket.socket.connect, refuse
    find = socket.getaddrinfo
    def look_up(host, *rest, **named):
        if host not in (None, "", "localhost", "127.0.0.1", "::1"):
            os.write(2, f"LOOKED UP {host}".encode())
            os._exit(99)
        return find(host, *rest, **named)
    socket.getaddrinfo = look_up
    from assistant.cli import main
    sys.exit(main(sys.argv[1:]))
""")

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("real")
    (folder / "documents").mkdir()
    (folder / "documents" / "office.txt").write_text(DOCUMENT, "utf-8")
    return folder


def tongwen(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "TONGWEN_DATA": str(folder / "data")}
    command = [sys.executable, "-c", OFFLINE, *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False, cwd=folder)


def test_from_documents_to_a_cited_answer_without_a_network(folder: Path) -> None:
    assert tongwen(folder, "weights").returncode == 0
    ingested = tongwen(folder, "ingest", "documents", "--json")
    assert ingested.returncode == 0, ingested.stderr
    asked = tongwen(folder, "ask", "How many partner universities does Mochuan University have?", "--json")
    assert asked.returncode == 0, asked.stderr
    found = json.loads(asked.stdout)
    assert "47" in found["answer"]
    assert found["citations"]
    for each in found["citations"]:
        assert DOCUMENT[each["start"] : each["end"]] == each["quote"]


def test_what_the_documents_do_not_tell_is_refused(folder: Path) -> None:
    asked = tongwen(folder, "ask", "What is the telephone number of the library of Mochuan University?", "--json")
    assert asked.returncode == 0, asked.stderr
    assert json.loads(asked.stdout)["abstained"] is True


def test_a_question_in_chinese_finds_the_english_document(folder: Path) -> None:
    searched = tongwen(folder, "search", "学校有多少所伙伴大学？", "-k", "1", "--json")
    (passage,) = json.loads(searched.stdout)["passages"]
    assert "47 partner universities" in passage["text"]
