"""One re-ingest, its steps in order: list → compare → read what changed → settle duplicates → publish → report.

Knows nothing of vectors or stores: it hands documents to a Shelf's Edition, which publishes all of them or none. A file that
cannot be read is not a file that is gone: its last good version stays.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

from ingest.compare import STAYS, Plan, compare, shrink
from ingest.crash import crash_point
from ingest.document import Chunk, Document
from ingest.errors import NothingToReadError, SourceError, UnreadableError
from ingest.listing import Lister
from ingest.report import Report
from ingest.sandbox import Sandbox
from ingest.sources import Entry, FileState, Listing, Source, new_id, source_name

_DUPLICATE = "has the text of another document, which is cited for both"
Progress = Callable[[str, int, int], None]
Change = Literal["added", "updated", "renamed", "removed"]  # of a document, from one generation to the next


class Edition(Protocol):
    """The next generation in the making: nothing of it is seen before `publish`, and nothing after `discard`."""

    def put(self, state: FileState, document: Document, chunks: Sequence[Chunk], change: Change) -> None:
        """Adds a document, or puts it in the place of its earlier version."""

    def adopt(self, state: FileState, of: FileState, change: Change) -> None:
        """Takes over what the published generation has of the document `of`, under the id and name of `state`."""

    def remove(self, state: FileState) -> None:
        """Takes a document out."""

    def publish(self, states: Sequence[FileState], sources: Sequence[Source], progress: Progress) -> str:
        """Makes the documents of these states the published generation, all or none; gives back its id."""

    def discard(self) -> None:
        """Leaves everything as it was; nothing happens when it is published."""


class Shelf(Protocol):
    """What a re-ingest needs of the index."""

    def generation(self) -> str:
        """The id of the published generation, or ""."""

    def sources(self) -> tuple[Source, ...]:
        """The sources that it mirrors."""

    def states(self) -> list[FileState]:
        """The state of each file in it."""

    def folder(self) -> Path:
        """A folder for what is fetched on the way; it is emptied afterwards."""

    def edition(self) -> Edition:
        """Begins the next generation."""

    def rehearsal(self) -> Edition:
        """An edition for a dry run: it takes documents and does nothing."""


@dataclass(frozen=True)
class Options:
    """How a re-ingest is done.

    `rebuild` reads every file anew and publishes even when nothing changed; `is_dry_run` publishes nothing;
    `allow_shrink` believes a source that has far fewer documents than before. From `local_ports` of this machine pages may be
    fetched, which is refused else.
    """

    rebuild: bool = False
    is_dry_run: bool = False
    allow_shrink: bool = False
    local_ports: tuple[int, ...] = ()


def refresh(
    sources: Sequence[Source],
    shelf: Shelf,
    sandbox: Sandbox,
    options: Options | None = None,
    *,
    progress: Progress,
) -> Report:
    """Brings the index in line with these sources (all known ones when empty); other sources stay."""
    begun = time.monotonic()
    options = options or Options()
    report = Report(generation=shelf.generation(), is_dry_run=options.is_dry_run)
    known, mirrored = shelf.states(), _mirrored(sources, shelf.sources())
    lister = Lister(sandbox, shelf.folder(), options.local_ports)
    listings = _listed(mirrored, lister, known, report, options, progress)
    crash_point("listed")
    outside = [state for state in known if state.source not in listings]
    before = [state for state in known if state.source in listings]
    plan = compare(listings, before, report, rebuild=options.rebuild)
    edition = shelf.rehearsal() if options.is_dry_run else shelf.edition()
    try:
        states = _settled(plan, outside, known, edition, sandbox, report, progress)
        remembered = {source.name: source for source in (*shelf.sources(), *(s for s in mirrored if s.name in listings))}
        every = tuple(remembered[name] for name in sorted(remembered))
        is_changed = options.rebuild or every != shelf.sources() or _unstamped(states) != _unstamped(known)
        if is_changed and (states or known) and not options.is_dry_run:
            report.generation = edition.publish(states, every, progress)
    finally:
        edition.discard()
    report.seconds = round(time.monotonic() - begun, 3)
    return report


def forget(source: str, shelf: Shelf, progress: Progress) -> Report:
    """Takes a source and all its documents out of the index.

    Raises: SourceError when the index does not mirror it.
    """
    begun = time.monotonic()
    names = {source, source_name(Path(source))}
    if not names & {each.name for each in shelf.sources()}:
        message = f"{source} is not a source of this index; `tongwen sources` lists them."
        raise SourceError(message)
    report = Report()
    states: list[FileState] = []
    removed: list[FileState] = []
    for state in shelf.states():
        (removed if state.source in names else states).append(state)
        report.count("removed" if state.source in names else "unchanged", state.source, state.file)
    edition = shelf.edition()
    try:
        for each in removed:
            edition.remove(each)
        states = _promoted(states, {state.id: state for state in shelf.states()}, edition)
        sources = [each for each in shelf.sources() if each.name not in names]
        report.generation = edition.publish(states, sources, progress)
    finally:
        edition.discard()
    report.seconds = round(time.monotonic() - begun, 3)
    return report


def _mirrored(asked: Sequence[Source], known: Sequence[Source]) -> list[Source]:
    """The sources to bring in line, each once; one that is known keeps what is not asked anew."""
    remembered = {source.name: source for source in known}
    found = {}
    for source in asked or known:
        old = remembered.get(source.name, source)
        is_bounded = source.depth or source.pages or source.kind != "page"
        found[source.name] = source if is_bounded else old
    return list(found.values())


def _listed(  # noqa: PLR0913 - one step of `refresh`, cut out
    sources: Sequence[Source],
    lister: Lister,
    known: Sequence[FileState],
    report: Report,
    options: Options,
    progress: Progress,
) -> dict[str, Listing]:
    """The listing of each source that can be listed; one that suddenly has far fewer documents is not believed."""
    listings: dict[str, Listing] = {}
    for source in sources:
        had = [state for state in known if state.source == source.name]
        try:
            listing = lister.listing(source, had if not options.rebuild else (), progress)
        except SourceError as error:
            report.count("failed", source.name, source.name, str(error))
            continue
        if not options.allow_shrink and (reason := shrink(listing, had)):
            what = f"if that is right, run again with --allow-shrink, or `tongwen sources remove {source.name}`."
            report.count("failed", source.name, source.name, f"{reason}; {what}")
            continue
        if not had and not (listing.entries or listing.skipped or listing.failed or listing.gone):
            report.count("failed", source.name, source.name, "is empty: it holds no documents.")
            continue
        listings[source.name] = listing
    return listings


def _settled(  # noqa: PLR0913 - one step of `refresh`, cut out
    plan: Plan,
    outside: Sequence[FileState],
    known: Sequence[FileState],
    edition: Edition,
    sandbox: Sandbox,
    report: Report,
    progress: Progress,
) -> list[FileState]:
    """The states of the next generation, what changed put into the edition on the way."""
    states = [*outside, *plan.kept, *plan.unchanged]
    for state in plan.removed:
        edition.remove(state)
    for entry, old in plan.renamed:
        new = replace(old, source=entry.source, file=entry.file, stamp=entry.stamp)
        if not old.duplicate_of:
            edition.adopt(new, old, "renamed")
        states.append(new)
    owners = {state.words_sha256: state.id for state in states if state.words_sha256 and not state.duplicate_of}
    taken = {state.id for state in known}
    for number, (entry, known_as) in enumerate(plan.to_read):
        progress("reading", number, len(plan.to_read))
        read = _read(entry, known_as, taken, owners, edition, sandbox, report)
        states += [read] if read else []
        crash_point("read")
    if plan.to_read:
        progress("reading", len(plan.to_read), len(plan.to_read))
    settled = _promoted(states, {state.id: state for state in known}, edition)
    duplicates = {state.id for state in settled if state.duplicate_of}
    for same in plan.unchanged:
        if same.id in duplicates:
            report.count("duplicate", same.source, same.file, _DUPLICATE)
        else:
            report.count("unchanged", same.source, same.file)
    return settled


def _read(  # noqa: PLR0913 - one step of `refresh`, cut out
    entry: Entry,
    old: FileState | None,
    taken: set[str],
    owners: dict[str, str],
    edition: Edition,
    sandbox: Sandbox,
    report: Report,
) -> FileState | None:
    """The new state of a file that has to be read; its old one when that fails; None when there is nothing of it."""
    assert entry.path is not None  # noqa: S101 - only unchanged pages have none
    document_id = old.id if old else new_id(entry.source, entry.file, taken)
    taken.add(document_id)
    is_renamed = old is not None and (old.source, old.file) != (entry.source, entry.file)
    try:
        found = sandbox.read(
            entry.path,
            document_id=document_id,
            source=entry.source,
            file=entry.file,
            member=entry.member,
            link=entry.link,
            suffix=entry.suffix,
        )
    except (NothingToReadError, UnreadableError) as error:
        if old is None:
            is_empty = isinstance(error, NothingToReadError)
            report.count("skipped" if is_empty else "failed", entry.source, entry.file, str(error))
            return None
        owners.setdefault(old.words_sha256, old.id)
        if not is_renamed:
            report.count("failed", entry.source, entry.file, f"{str(error).rstrip('.')}{STAYS}")
            return old
        new = replace(old, source=entry.source, file=entry.file)
        if not old.duplicate_of:
            edition.adopt(new, old, "renamed")
        return new
    words = hashlib.sha256(found.document.text.rstrip().encode("utf-8", "surrogatepass")).hexdigest()
    state = FileState(document_id, entry.source, entry.file, entry.stamp, found.sha256, words)
    owner = owners.setdefault(words, document_id)
    if owner != document_id:
        if old and not old.duplicate_of:
            edition.remove(old)
        if not is_renamed:
            report.count("duplicate", entry.source, entry.file, _DUPLICATE)
        return replace(state, duplicate_of=owner)
    is_same = old is not None and old.sha256 == found.sha256
    change: Change = "renamed" if is_renamed else "added" if old is None else "updated"
    edition.put(state, found.document, found.chunks, change)
    if not is_renamed:
        report.count("unchanged" if is_same else change, entry.source, entry.file)
    return state


def _promoted(states: Sequence[FileState], known: dict[str, FileState], edition: Edition) -> list[FileState]:
    """The states, each duplicate of a document that has gone or changed in the care of another, or itself the document now."""
    owners = {state.words_sha256: state for state in states if not state.duplicate_of}
    found = []
    for state in states:
        owner = owners.get(state.words_sha256)
        if not state.duplicate_of:
            found.append(state)
        elif owner:
            found.append(replace(state, duplicate_of=owner.id))
        else:
            own = replace(state, duplicate_of="")
            edition.adopt(own, known[state.duplicate_of], "added")
            owners[own.words_sha256] = own
            found.append(own)
    return found


def _unstamped(states: Sequence[FileState]) -> set[FileState]:
    return {replace(state, stamp="") for state in states}
