"""The command line in this process, with a hash embedder and a fake chat model for weights."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fakes import FakeChat, HashEmbedder
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatResult

from assistant import build, cli
from assistant.model import Model
from index import probe

OFFICE = (
    "Office of International Cooperation, Mochuan University\n\nThe office opens at nine o'clock on weekdays. "
    "The office is on the third floor of the library.\n\nThe summer school takes 40 students a year.\n"
)


class OfficeChat(FakeChat):
    """Says yes when asked whether the passages tell the answer, and then gives its replies."""

    def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **kwargs: Any) -> ChatResult:
        if isinstance(self.replies[0], Exception):
            raise self.replies[0]
        return ChatResult(generations=[ChatGeneration(message=AIMessage("yes"))])


@dataclass
class Result:
    """What a command left: its exit code and both streams."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def chat() -> FakeChat:
    return OfficeChat(replies=["The office opens at nine o'clock on weekdays. [1]"])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "office.txt").write_text(OFFICE, "utf-8")
    (folder / "fees.md").write_text("# Fees\n\nThe application fee is 600 yuan for every student.\n", "utf-8")
    return folder


@pytest.fixture
def tongwen(
    data: Path, chat: FakeChat, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Result]:
    """Runs one command as `main` would; builds are probed in this process, for a child takes two seconds to start."""
    embedder = HashEmbedder()
    monkeypatch.setattr(build, "build_embedder", lambda *_: embedder)
    monkeypatch.setattr(build, "build_model", lambda *_: Model(chat, "fake"))
    monkeypatch.setattr(probe, "probe_in_child", probe.probe)
    monkeypatch.setenv("TONGWEN_DATA", str(data))

    def run(*arguments: str | Path, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        capsys.readouterr()
        code = cli.main([str(each) for each in arguments])
        return Result(code, *capsys.readouterr())

    return run


@pytest.fixture
def indexed(tongwen: Callable[..., Result], documents: Path) -> Callable[..., Result]:
    """The command line over an index of two documents."""
    assert tongwen("ingest", documents).code == 0
    return tongwen
