"""What one re-ingest did, in counts and names: each file seen ends as exactly one of eight states."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

State = Literal["added", "updated", "unchanged", "renamed", "removed", "duplicate", "skipped", "failed"]


@dataclass(frozen=True)
class Change:
    """What became of one file; `reason` says why it was skipped or failed, or of what it is a duplicate or a new name."""

    state: State
    source: str
    file: str
    reason: str = ""


@dataclass
class Report:
    """What one re-ingest did, or with `is_dry_run` would do. `changes` leaves out what is unchanged."""

    generation: str = ""
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    renamed: int = 0
    removed: int = 0
    duplicate: int = 0
    changes: list[Change] = field(default_factory=list)
    seconds: float = 0.0
    is_dry_run: bool = False

    def count(self, state: State, source: str, file: str, reason: str = "") -> None:
        """Counts one file."""
        if state not in {"skipped", "failed"}:
            setattr(self, state, getattr(self, state) + 1)
        if state != "unchanged":
            self.changes.append(Change(state, source, file, reason))

    @property
    def skipped(self) -> list[tuple[str, str]]:
        """(file, reason) of each that holds nothing to index, or is of no kind that is read."""
        return [(each.file, each.reason) for each in self.changes if each.state == "skipped"]

    @property
    def failed(self) -> list[tuple[str, str]]:
        """(file, reason) of each that could not be read; its last good version stays."""
        return [(each.file, each.reason) for each in self.changes if each.state == "failed"]

    @property
    def done(self) -> int:
        """How many files are as they should be now."""
        return self.added + self.updated + self.unchanged + self.renamed + self.removed + self.duplicate

    @property
    def exit_code(self) -> int:
        """0: all good; 1: done, but something failed; 2: nothing was done."""
        if not self.done:
            return 2
        return 1 if self.failed else 0
