"""Any sequence of adding, changing, renaming, deleting, killing and going back leaves what a dict says."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from forked import AFTER, POINTS, SOAK, Server, killed_at
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from library import Library

from index import probe
from index.verify import verify

pytestmark = pytest.mark.faults

NAMES = st.sampled_from([f"{letter}.txt" for letter in "abcdef"] + ["deep/g.md", "deep/h.md"])
WORDS = st.sampled_from("harbour museum tuition library scholarship dormitory visa exchange".split())


class Sequences(RuleBasedStateMachine):
    """`files` is what lies in the folder, `indexed` what the index should hold, `before` what it held one generation ago."""

    server: Server
    sandbox: Any

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.library = Library(self.root, self.sandbox)
        self.files: dict[str, str] = {}
        self.indexed: dict[str, str] = {}
        self.generations: dict[str, dict[str, str]] = {}
        self.ids: dict[str, str] = {}
        self.number = 0

    def teardown(self) -> None:
        shutil.rmtree(self.root, ignore_errors=True)

    @rule(name=NAMES, word=WORDS)
    def write(self, name: str, word: str) -> None:
        self.number += 1
        self.files[name] = f"Text {self.number} is about the {word}.\n"
        self.library.write(name, self.files[name])

    @precondition(lambda self: self.files)
    @rule(data=st.data(), name=NAMES)
    def copy(self, data: st.DataObject, name: str) -> None:
        """One text under two names."""
        self.files[name] = self.files[data.draw(st.sampled_from(sorted(self.files)))]
        self.library.write(name, self.files[name])

    @precondition(lambda self: len(self.files) > 1)
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.files)))
        del self.files[name]
        (self.library.sources / name).unlink()

    @precondition(lambda self: self.files)
    @rule(data=st.data(), name=NAMES)
    def rename(self, data: st.DataObject, name: str) -> None:
        old = data.draw(st.sampled_from(sorted(self.files)))
        if name not in self.files:
            self.files[name] = self.files.pop(old)
            path = self.library.sources / name
            path.parent.mkdir(parents=True, exist_ok=True)
            (self.library.sources / old).rename(path)

    @precondition(lambda self: self.files)
    @rule(rebuild=st.booleans())
    def ingest(self, *, rebuild: bool) -> None:
        report = self.library.ingest(rebuild=rebuild, allow_shrink=True)
        assert report.failed == report.skipped == []
        known = report.added + report.updated + report.unchanged + report.renamed + report.duplicate
        assert known == len(self.files)
        self.published(dict(self.files))

    @precondition(lambda self: self.files and self.generations)
    @rule(point=st.sampled_from([point for point in POINTS if point not in AFTER]))
    def kill(self, point: str) -> None:
        """A point before publishing: the index stays as it is, or the run ends when the point is not passed."""
        before = self.library.generations.current_id()
        killed = killed_at(self.server, self.library, point)
        now = self.library.generations.current_id()
        assert not (killed and now != before)
        if now != before:
            self.published(dict(self.files))

    @precondition(lambda self: len(self.library.generations.kept_ids()) > 1 if self.generations else False)
    @rule()
    def roll_back(self) -> None:
        older = [name for name in self.library.generations.kept_ids() if name < self.library.generations.current_id()]
        if older:
            self.library.generations.roll_back()
            self.indexed = self.generations[older[-1]]

    def published(self, files: dict[str, str]) -> None:
        self.indexed = files
        self.generations[self.library.generations.current_id()] = files

    @invariant()
    def the_index_is_what_the_dict_says(self) -> None:
        if not getattr(self, "generations", None):
            return
        texts = self.library.texts()
        assert set(texts.values()) == set(self.indexed.values())  # of one text under two names, one is there
        assert len(texts) == len(set(self.indexed.values()))
        assert texts.items() <= self.indexed.items()
        assert verify(self.library.published) == []

    @precondition(lambda self: getattr(self, "generations", None))
    @rule(data=st.data())
    def ask(self, data: st.DataObject) -> None:
        text = data.draw(st.sampled_from(sorted(self.indexed.values())))
        found = self.library.found(text.rstrip(), 3)
        assert self.indexed[found[0]] == text or text.split()[1] in self.indexed[found[0]]


@pytest.mark.usefixtures("library")
def test_any_sequence(server: Server, sandbox: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "probe_in_child", probe.probe)
    machine = type("Bound", (Sequences,), {"server": server, "sandbox": sandbox})
    from hypothesis.stateful import run_state_machine_as_test

    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=6 * SOAK,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
        ),
    )
