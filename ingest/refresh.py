"""One re-ingest, its steps in order: list → compare → read what changed → keep the rest → publish → report.

Knows nothing of vectors or stores: it hands documents to a Shelf, which publishes all of them or none. A file that
cannot be read is not a file that is gone: its last good version stays.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from ingest.document import Chunk, Document
from ingest.errors import NothingToReadError, SourceError, UnreadableError
from ingest.sandbox import Sandbox
from ingest.sources import Entry, FileState, Listing, list_source, new_id, source_name

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Prepared:
    """A document ready for the index, with the state of the file it came from."""

    state: FileState
    document: Document
    chunks: tuple[Chunk, ...]


class Shelf(Protocol):
    """What a re-ingest needs of the index."""

    def generation(self) -> str:
        """The id of the published generation, or ""."""

    def sources(self) -> tuple[str, ...]:
        """The sources that it mirrors."""

    def states(self) -> list[FileState]:
        """The state of each file in it."""

    def kept(self, states: Sequence[FileState]) -> list[Prepared]:
        """The documents of these files as they are in it, cut into chunks as is done today."""

    def publish(self, prepared: Sequence[Prepared], sources: Sequence[str], progress: Progress) -> str:
        """Makes these documents the published generation, all or none; gives back its id."""


@dataclass
class Report:
    """What one re-ingest did. Each file seen is counted exactly once; lists hold (file, reason)."""

    generation: str = ""
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    renamed: int = 0
    removed: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)
    failed: list[tuple[str, str]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def exit_code(self) -> int:
        """0: all good; 1: done, but something failed; 2: nothing was done."""
        if not self.failed:
            return 0 if self.added + self.updated + self.unchanged + self.renamed + self.removed else 2
        return 1 if self.added + self.updated + self.unchanged + self.renamed + self.removed else 2


def refresh(paths: Sequence[Path], shelf: Shelf, sandbox: Sandbox, *, rebuild: bool = False, progress: Progress) -> Report:
    """Brings the index in line with the sources at `paths` (all known ones when empty); other sources stay.

    `rebuild` reads every file anew and publishes a new generation even when nothing changed.
    """
    begun = time.monotonic()
    report = Report(generation=shelf.generation())
    names = [source_name(path) for path in paths] or list(shelf.sources())
    listings = _listed(names, shelf, report)
    known = shelf.states()
    outside = [state for state in known if state.source not in listings]
    before = [state for state in known if state.source in listings]
    plan = _compared(listings, before, report, rebuild=rebuild)
    read = _read(plan, {state.id for state in known}, sandbox, report, progress)
    states = [*outside, *plan.unchanged, *read.kept]
    sources = sorted({*shelf.sources(), *listings})
    is_changed = rebuild or read.prepared or report.removed or report.renamed or set(sources) != set(shelf.sources())
    if is_changed and (states or read.prepared or report.removed):
        report.generation = shelf.publish([*shelf.kept(states), *read.prepared], sources, progress)
    report.seconds = round(time.monotonic() - begun, 3)
    return report


def forget(source: str, shelf: Shelf, progress: Progress) -> Report:
    """Takes a source and all its documents out of the index.

    Raises: SourceError when the index does not mirror it.
    """
    begun = time.monotonic()
    names = {source, source_name(Path(source))}
    if not names & set(shelf.sources()):
        message = f"{source} is not a source of this index; `tongwen sources` lists them."
        raise SourceError(message)
    states = [state for state in shelf.states() if state.source not in names]
    removed = len(shelf.states()) - len(states)
    sources = [each for each in shelf.sources() if each not in names]
    generation = shelf.publish(shelf.kept(states), sources, progress)
    return Report(generation, removed=removed, unchanged=len(states), seconds=round(time.monotonic() - begun, 3))


@dataclass
class _Plan:
    unchanged: list[FileState]
    to_read: list[tuple[Entry, FileState | None]]


@dataclass
class _Read:
    prepared: list[Prepared]
    kept: list[FileState]


def _listed(names: Sequence[str], shelf: Shelf, report: Report) -> dict[str, Listing]:
    """The listing of each source that can be listed; a source that is suddenly empty counts as out of reach."""
    listings: dict[str, Listing] = {}
    for name in dict.fromkeys(names):
        try:
            listing = list_source(name)
        except SourceError as error:
            report.failed.append((name, str(error)))
            continue
        had = sum(state.source == name for state in shelf.states())
        if not listing.entries and had:
            reason = f"is empty now but gave {had} documents before; if that is right, run `tongwen sources remove {name}`."
            report.failed.append((name, reason))
            continue
        if not listing.entries and not listing.skipped:
            report.failed.append((name, "is empty: it holds no documents."))
            continue
        report.skipped += listing.skipped
        listings[name] = listing
    return listings


def _compared(listings: dict[str, Listing], before: Sequence[FileState], report: Report, *, rebuild: bool) -> _Plan:
    """Splits files into unchanged, renamed, gone and to be read; counts what needs no reading."""
    by_place = {(state.source, state.file): state for state in before}
    entries = [entry for listing in listings.values() for entry in listing.entries]
    places = {(entry.source, entry.file) for entry in entries}
    gone = {state.sha256: state for state in before if (state.source, state.file) not in places}
    plan = _Plan([], [])
    lost = {state.id for state in gone.values()} | {state.id for state in before if (state.source, state.file) not in places}
    for entry in entries:
        state = by_place.get((entry.source, entry.file))
        if state and state.stamp == entry.stamp and not rebuild:
            plan.unchanged.append(state)
            continue
        digest = _digest(entry.path)
        if state and state.sha256 == digest and not rebuild:
            plan.unchanged.append(replace(state, stamp=entry.stamp))
        elif state is None and digest in gone and gone[digest].id in lost:
            renamed = gone[digest]
            lost.discard(renamed.id)
            report.renamed += 1
            plan.to_read.append((entry, renamed))
        else:
            plan.to_read.append((entry, state))
    report.unchanged += len(plan.unchanged)
    report.removed += len(lost)
    return plan


def _digest(path: Path) -> str:
    """The SHA-256 of a file, or "" when it cannot be read: then its reader will say why."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def _read(plan: _Plan, taken: set[str], sandbox: Sandbox, report: Report, progress: Progress) -> _Read:
    """Reads what changed; new files get ids that are not `taken`. What fails keeps its last good version; what is empty is skipped."""
    result = _Read([], [])
    for number, (entry, state) in enumerate(plan.to_read):
        progress("reading", number, len(plan.to_read))
        document_id = state.id if state else new_id(entry.source, entry.file, taken)
        taken.add(document_id)
        is_renamed = state is not None and (state.source, state.file) != (entry.source, entry.file)
        try:
            found = sandbox.read(entry.path, document_id=document_id, source=entry.source, file=entry.file)
        except NothingToReadError as error:
            report.skipped.append((entry.file, str(error)))
            report.removed += state is not None and not is_renamed
            continue
        except UnreadableError as error:
            report.failed.append((entry.file, str(error)))
            if state:
                result.kept.append(state)
            continue
        new = FileState(document_id, entry.source, entry.file, entry.stamp, found.sha256)
        result.prepared.append(Prepared(new, found.document, found.chunks))
        if state is None:
            report.added += 1
        elif not is_renamed:
            report.updated += state.sha256 != found.sha256
            report.unchanged += state.sha256 == found.sha256
    if plan.to_read:
        progress("reading", len(plan.to_read), len(plan.to_read))
    return result
