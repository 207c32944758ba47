"""A source → its listing: folders and files by a walk, archives through the sandbox, websites through the crawler."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from ingest.errors import SourceError, UnreadableError
from ingest.readers import is_readable
from ingest.sources import Entry, FileState, FileWalk, Listing, Source

if TYPE_CHECKING:
    from ingest.sandbox import Sandbox
    from ingest.web.crawl import WebSource
    from ingest.web.fetch import Fetcher

Progress = Callable[[str, int, int], None]

_MOST_LIST_BYTES = 1_000_000


class Lister:
    """Lists sources; pages of websites are fetched into `folder` on the way, for only that shows what there is.

    Of this machine's own servers only those on `local_ports` are asked.
    """

    def __init__(self, sandbox: Sandbox, folder: Path, local_ports: Sequence[int] = ()) -> None:
        self._sandbox = sandbox
        self._folder = folder
        self._allowed = frozenset((number, port) for number in ("127.0.0.1", "::1") for port in local_ports)
        self._fetcher: Fetcher | None = None

    def listing(self, source: Source, states: Sequence[FileState], progress: Progress) -> Listing:
        """What is in a source now; `states` are of its files, for asking a server only what is new.

        Raises: SourceError when it cannot be listed at all.
        """
        if source.kind == "files":
            return self._of_files(source.name)
        return self._of_pages(source, states, progress)

    def _of_files(self, source: str) -> Listing:
        walk = FileWalk(source)
        entries, skipped, failed = list(walk.entries), list(walk.skipped), list(walk.failed)
        for archive in walk.archives:
            assert archive.path is not None  # noqa: S101 - found on disk
            try:
                found = self._sandbox.list_archive(archive.path)
            except UnreadableError as error:
                failed.append((f"{archive.file}/", str(error)))
                continue
            skipped += [(f"{archive.file}/{name}", reason) for name, reason in found.refused]
            for member in found.entries:
                name = f"{archive.file}/{member.name}"
                if is_readable(member.name):
                    entries.append(replace(archive, file=name, stamp=member.stamp, member=member.key))
                else:
                    suffix = PurePosixPath(member.name).suffix or "(none)"
                    skipped.append((name, f"has the ending {suffix}, which no reader knows"))
        entries.sort(key=lambda entry: entry.file)
        return Listing(tuple(entries), tuple(sorted(skipped)), tuple(sorted(failed)))

    def _of_pages(self, source: Source, states: Sequence[FileState], progress: Progress) -> Listing:
        from ingest.web.crawl import crawl
        from ingest.web.fetch import Fetcher

        self._fetcher = self._fetcher or Fetcher(allowed=self._allowed)
        self._folder.mkdir(parents=True, exist_ok=True)
        stamps = {state.file: state.stamp for state in states if state.stamp}
        found = crawl(_web_source(source), self._folder, stamps, self._fetcher, progress)
        entries = [
            Entry(source.name, page.address, page.path, page.stamp, link=page.link, suffix=page.suffix)
            for page in found.pages
        ]
        is_whole = source.kind in {"page", "list"} or not (found.failed or found.skipped)
        return Listing(
            tuple(sorted(entries, key=lambda entry: entry.file)), found.skipped, found.failed, found.gone, is_whole
        )


def _web_source(source: Source) -> WebSource:
    from ingest.web.crawl import WebSource

    bounds = {name: value for name, value in (("depth", source.depth), ("pages", source.pages)) if value}
    if source.kind == "list":
        return WebSource("", "list", _addresses(source.name), **bounds)
    return WebSource(source.name, source.kind, **bounds)  # type: ignore[arg-type]


def _addresses(file: str) -> tuple[str, ...]:
    """The addresses in a text file, one a line; blank lines and those that begin with # are left out.

    Raises: SourceError when the file cannot be read or names none.
    """
    try:
        with Path(file).open("rb") as opened:
            text = opened.read(_MOST_LIST_BYTES).decode("utf-8-sig", "replace")
    except OSError as error:
        message = f"The list of addresses {file} cannot be read ({error.strerror}); correct the path or its permissions."
        raise SourceError(message) from error
    lines = (line.strip() for line in text.splitlines())
    found = tuple(dict.fromkeys(line for line in lines if line and not line.startswith("#")))
    if not found:
        message = f"The list {file} names no address; write one a line."
        raise SourceError(message)
    return found
