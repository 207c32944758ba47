"""The command as a process of its own: quick to start, UTF-8 under any locale, quiet when cut off, and never calling home."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
HEAVY = (
    "torch",
    "transformers",
    "sentence_transformers",
    "chromadb",
    "gradio",
    "openvino",
    "openvino_genai",
    "langchain",
    "lxml",
)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("TONGWEN_", "LC_", "LANG"))}
    own = {"HOME": str(tmp_path), "PYTHONPATH": str(ROOT), "TONGWEN_DATA": str(tmp_path / "data")}
    return kept | own | {"TONGWEN_CACHE": str(tmp_path / "cache"), "TONGWEN_OFFLINE": "1"}


def tongwen(environment: dict[str, str], *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "assistant.cli", *arguments]
    return subprocess.run(command, env=environment, input=stdin, capture_output=True, timeout=60, check=False)


def test_help_and_status_import_nothing_heavy(environment: dict[str, str]) -> None:
    program = textwrap.dedent("""
        import json, sys
        from assistant.cli import main
        sys.stdout, out = sys.stderr, sys.stdout
        codes = [main(["--help"]), main(["status"]), main(["sources"])]
        json.dump([codes, sorted(m for m in sys.modules if m in %r)], out)
    """)
    command = [sys.executable, "-c", program % (HEAVY,)]
    result = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=True)
    assert json.loads(result.stdout) == [[0, 0, 0], []]


@pytest.mark.parametrize(
    "locale", [{"LANG": "C"}, {"LC_ALL": "POSIX"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}]
)
def test_output_is_utf8_under_any_locale(environment: dict[str, str], locale: dict[str, str], tmp_path: Path) -> None:
    data = tmp_path / "数据 é"
    result = tongwen(environment | locale, "status", "--json", "--data", str(data))
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout.decode("utf-8"))["data"] == str(data)


def test_without_weights_it_says_so_and_loses_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The office is open.\n", "utf-8")
    result = tongwen(environment, "ingest", str(tmp_path / "a.txt"))
    assert (result.returncode, result.stdout) == (2, b"")
    assert b"The weights of multilingual-e5-small (4 bit) are not in" in result.stderr
    assert b"Traceback" not in result.stderr
    assert tongwen(environment, "status").returncode == 0


@pytest.mark.parametrize(
    ("arguments", "settings", "told"),
    [
        (["ask", "When?"], {}, b"run `tongwen ingest PATH`"),
        (["ask", "-"], {}, b"The question is empty"),
        (["ask"], {}, b"arguments are required: question"),
        (["frobnicate"], {}, b"invalid choice"),
        ([], {}, b"arguments are required: COMMAND"),
        (["status"], {"TONGWEN_PORT": "70000"}, b"TONGWEN_PORT"),
        (["status"], {"TONGWEN_EMBEDDING_BACKEND": "gpu"}, b"TONGWEN_EMBEDDING_BACKEND"),
        (["ingest", "/no/such/path"], {}, b"There is no file or folder /no/such/path"),
        (["eval", "run", "/no/such/set", "--out", "/tmp/x"], {}, b"/no/such/set cannot be read"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(
    environment: dict[str, str], arguments: list[str], settings: dict[str, str], told: bytes
) -> None:
    result = tongwen(environment | settings, *arguments)
    assert result.returncode == 2
    assert told in result.stderr
    assert result.stderr.count(b"\n") == 1


def test_a_data_directory_that_cannot_be_written_is_refused(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The office is open.\n", "utf-8")
    result = tongwen(environment, "ingest", str(tmp_path / "a.txt"), "--data", "/proc/tongwen")
    assert result.returncode == 2
    assert b"The data directory /proc/tongwen cannot be written" in result.stderr
    assert result.stderr.count(b"\n") == 1


def test_a_reader_that_goes_away_is_no_error(environment: dict[str, str]) -> None:
    program = f"import os, sys; sys.path.insert(0, {str(ROOT)!r}); from assistant.cli import main; sys.argv = ['tongwen', 'status']; sys.exit(main())"
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run(
        [sys.executable, "-c", program], env=environment, stdout=writing, stderr=subprocess.PIPE, timeout=60, check=False
    )
    os.close(writing)
    assert (process.returncode, process.stderr) == (141, b"")


def test_an_interrupt_is_quiet(environment: dict[str, str]) -> None:
    command = [sys.executable, "-m", "assistant.cli", "ask", "-"]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        time.sleep(1.5)  # it waits for the question on standard input
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, b"")


def test_what_the_environment_asks_for_does_not_turn_telemetry_on(environment: dict[str, str]) -> None:
    program = textwrap.dedent("""
        import socket, sys
        def refuse(*_): raise SystemExit("it called home")
        socket.socket.connect = socket.socket.connect_ex = refuse
        socket.getaddrinfo = refuse
        from index.telemetry import turn_off
        turn_off()
        import os
        import chromadb, gradio, huggingface_hub.constants, openvino.tools.ovc
        from gradio.analytics import analytics_enabled
        assert not analytics_enabled()
        assert huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY
        assert "telemetry_stub" in type(openvino.tools.ovc.telemetry).__module__
        assert "openvino_ga" not in "".join(os.listdir(os.path.expanduser("~")))
    """)
    asked = {"GRADIO_ANALYTICS_ENABLED": "True", "HF_HUB_DISABLE_TELEMETRY": "0", "LANGCHAIN_TRACING_V2": "true"}
    command = [sys.executable, "-c", program]
    result = subprocess.run(command, env=environment | asked, capture_output=True, timeout=120, check=False)
    assert result.returncode == 0, result.stderr


def test_ports_in_use_and_addresses_that_are_none_are_told_before_anything_is_loaded(environment: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        in_use = tongwen(environment, "serve", "--port", port)
    assert in_use.returncode == 2
    assert f"127.0.0.1:{port} cannot be listened at (Address already in use)".encode() in in_use.stderr
    for arguments in (["--host", "no such host"], ["--port", "99999"], ["--port", "x"]):
        result = tongwen(environment, "serve", *arguments)
        assert result.returncode == 2
        assert result.stderr.count(b"\n") == 1
