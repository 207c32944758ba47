"""Listings and what is known → what is unchanged, renamed, gone and to be read. Reads files only to hash them.

Failed is not gone: only what a whole listing lacks, or what a server twice called gone, is removed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath

from ingest.report import Report
from ingest.sources import Entry, FileState, Listing

_MOST_SHRINK = 0.3  # of the documents of a source: fewer by more than this is asked about
_LEAST_SHRINK = 2  # one file less is an ordinary edit, however small the folder
_MISSES_TO_GO = 2
STAYS = "; its last good version stays."


@dataclass
class Plan:
    """What is to be done: states that stay, those that have a new name, those that go, and entries to be read."""

    unchanged: list[FileState] = field(default_factory=list)
    renamed: list[tuple[Entry, FileState]] = field(default_factory=list)
    removed: list[FileState] = field(default_factory=list)
    kept: list[FileState] = field(default_factory=list)
    to_read: list[tuple[Entry, FileState | None]] = field(default_factory=list)


def shrink(listing: Listing, before: Sequence[FileState]) -> str:
    """Why a listing should not be believed without asking: it has far fewer documents than before; "" when it may be."""
    had, has = sum(not _stays(state, listing) for state in before), len(listing.entries)
    if had and not has:
        return f"is empty now but gave {had} documents before"
    if had - has >= _LEAST_SHRINK and had - has > _MOST_SHRINK * had:
        return f"gives {has} documents now but gave {had} before"
    return ""


def compare(listings: Mapping[str, Listing], before: Sequence[FileState], report: Report, *, rebuild: bool) -> Plan:
    """The plan for these listings; counts in the report what needs no reading."""
    plan = Plan()
    entries = [entry for listing in listings.values() for entry in listing.entries]
    by_place = {(state.source, state.file): state for state in before}
    places = {(entry.source, entry.file) for entry in entries}
    absent = [state for state in before if (state.source, state.file) not in places]
    missing = [state for state in absent if _is_gone(state, listings[state.source], plan, report)]
    for source, listing in listings.items():
        for number, (file, reason) in enumerate((*listing.failed, *listing.skipped)):
            is_told = any(state.source == source and _is_of(state, file) for state in absent)  # with each document
            if not is_told:
                report.count("failed" if number < len(listing.failed) else "skipped", source, file, reason)
        for file in listing.gone:
            if (source, file) not in by_place:
                report.count("failed", source, file, "is not there: its server answers that there is no such page.")
    lost = _Lost(missing)
    for entry in entries:
        state = by_place.get((entry.source, entry.file))
        if state and entry.path is None:
            plan.unchanged.append(replace(state, stamp=entry.stamp, misses=0))
            continue
        if state and state.stamp == entry.stamp and not entry.link and not rebuild:
            plan.unchanged.append(state)
            continue
        digest = "" if entry.member or entry.path is None else _digest(entry.path)
        if state and state.sha256 == digest and not rebuild:
            plan.unchanged.append(replace(state, stamp=entry.stamp, misses=0))
        elif state is None and (old := lost.take(digest)):
            is_read_alike = PurePath(old.file).suffix.lower() == PurePath(entry.file).suffix.lower()
            if is_read_alike and not rebuild:
                plan.renamed.append((entry, old))
            else:
                plan.to_read.append((entry, old))
            report.count("renamed", entry.source, entry.file, f"was {old.file}")
        else:
            plan.to_read.append((entry, state))
    plan.removed = lost.rest
    for state in plan.removed:
        report.count("removed", state.source, state.file)
    plan.to_read.sort(key=lambda each: each[1] is None)  # what is known first: of two files with one text it stays the first
    return plan


class _Lost:
    """Documents whose files are gone: a new file with the bytes of one is that one renamed."""

    def __init__(self, states: Sequence[FileState]) -> None:
        self.rest = sorted(states, key=lambda state: bool(state.duplicate_of))

    def take(self, digest: str) -> FileState | None:
        found = next((state for state in self.rest if digest and state.sha256 == digest), None)
        if found:
            self.rest.remove(found)
        return found


def _is_gone(state: FileState, listing: Listing, plan: Plan, report: Report) -> bool:
    """Whether a file that is not among the entries is gone; one that may still be there is kept, and told of."""
    if state.file in listing.gone:
        if state.misses + 1 >= _MISSES_TO_GO:
            return True
        plan.kept.append(replace(state, misses=state.misses + 1))
        report.count("failed", state.source, state.file, "is not there (404 or 410); it goes if that is so next time too.")
        return False
    if reason := _stays(state, listing):
        plan.kept.append(state)
        report.count("failed", state.source, state.file, f"{reason.rstrip('.;')}{STAYS}")
        return False
    if not listing.is_whole:
        plan.kept.append(state)
        report.count("unchanged", state.source, state.file)
        return False
    return True


def _stays(state: FileState, listing: Listing) -> str:
    """Why a file, or the folder it is in, could not be looked at or may not be read: then it is not gone; "" when it could."""
    for file, reason in (*listing.failed, *listing.skipped):
        if _is_of(state, file):
            return reason
    return ""


def _is_of(state: FileState, file: str) -> bool:
    """Whether a name of a listing is that of a file, or of a folder or an archive it is in."""
    return file == state.file or (file.endswith("/") and state.file.startswith(file))


def _digest(path: Path) -> str:
    """The SHA-256 of a file, or "" when it cannot be read: then its reader will say why."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
