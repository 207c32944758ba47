"""Serves the scripted assistant in a process of its own: `python -m tests.web.served FOLDER`.

In the folder: `gate` (the last draft word waits while there is a file "hold"), `journal` (asked and closed, a line
each), `feedback.jsonl`, and `obstacle` (why it is not ready, while there is such a file).
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.web.payloads import PAYLOADS
from tests.web.scripted import (
    Answer,
    Conversation,
    Event,
    Iterator,
    Reply,
    ScriptedAssistant,
    citation,
    document,
    passage,
)

ROOT = Path(__file__).parents[2]
LONGEST_SECONDS = 20


class FolderAssistant(ScriptedAssistant):
    """The scripted assistant, steered and watched through files."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.folder = folder
        poisons = {f"inject {number};": poisoned(payload) for number, payload in enumerate(PAYLOADS)}
        endless = Reply(Answer("It ended."), draft=("word ",) * 2_000)
        self.replies = poisons | {"endless": endless} | self.replies

    def respond(self, question: str, conversation: Conversation | None = None) -> Iterator[Event]:
        self._note(f"asked {question}")
        try:
            for event in super().respond(question, conversation):
                yield event
                if "endless" in question:
                    time.sleep(0.02)
        except GeneratorExit:
            self._note(f"closed {question}")
            raise

    def ready(self) -> str:
        obstacle = self.folder / "obstacle"
        return obstacle.read_text(encoding="utf-8") if obstacle.exists() else ""

    def _wait(self) -> None:
        limit = time.monotonic() + LONGEST_SECONDS
        while (self.folder / "hold").exists() and time.monotonic() < limit:
            time.sleep(0.02)

    def _note(self, line: str) -> None:
        with (self.folder / "journal").open("a", encoding="utf-8") as journal:
            journal.write(f"{line}\n")


def poisoned(payload: str) -> Reply:
    """A reply with `payload` wherever a document or a model has words."""
    fields = {"file": payload, "title": payload, "date": payload, "link": payload}
    one = passage(document(payload, f"{payload} forty-seven {payload}", **fields))
    answer = Answer(f"{payload} [1]", (citation(1, one, "forty-seven"),), "partial", payload)
    return Reply(answer, (one,), (payload, payload))


@dataclass(frozen=True)
class Site:
    """A served page: its address and the folder that steers it."""

    address: str
    folder: Path

    def hold(self) -> None:
        """From now on answers wait before their last draft word."""
        (self.folder / "hold").touch()

    def let_go(self) -> None:
        """Waiting answers go on."""
        (self.folder / "hold").unlink(missing_ok=True)

    def journal(self) -> list[str]:
        """What was asked and closed since the start."""
        path = self.folder / "journal"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def wait_for(self, line: str, count: int = 1) -> None:
        """Returns once the journal has the line `count` times."""
        limit = time.monotonic() + LONGEST_SECONDS
        while self.journal().count(line) < count:
            assert time.monotonic() < limit, self.journal()
            time.sleep(0.02)


@contextmanager
def site_in(folder: Path, queue: int = 64) -> Iterator[Site]:
    """A served page until the block ends."""
    command = [sys.executable, "-m", "tests.web.served", str(folder), str(queue)]
    served = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        line = served.stderr.readline()
        assert line.startswith("Tongwen is ready: "), line + served.stderr.read()
        yield Site(line.removeprefix("Tongwen is ready: ").strip(), folder)
    finally:
        served.terminate()
        served.communicate(timeout=LONGEST_SECONDS)


if __name__ == "__main__":
    from assistant.web.serve import serve

    at = Path(sys.argv[1])
    serve(FolderAssistant(at), port=0, data=at, queue=int(sys.argv[2]))
