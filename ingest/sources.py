"""Sources and what is in them now: folders and files are listed here, archives and the web with the help of others.

A source is a place that the index mirrors: a file, a folder with all below it, an archive, or pages of a website. Listing
reads no document; it says why an entry is left out.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ingest.errors import SourceError
from ingest.readers import is_readable

SourceKind = Literal["files", "page", "list", "sitemap", "section"]
ARCHIVE = ".zip"
_LARGEST_FILE_BYTES = 50_000_000
_LARGEST_ARCHIVE_BYTES = 500_000_000
_DEEPEST = 40


@dataclass(frozen=True)
class Source:
    """A place that the index mirrors.

    `name` is an absolute path ("files", and the file of a "list" of addresses), or an address. `depth` and `pages` bound
    a "section"; 0 is the default of the crawler.
    """

    name: str
    kind: SourceKind = "files"
    depth: int = 0
    pages: int = 0


@dataclass(frozen=True)
class FileState:
    """What is known of a file since it was last read.

    `stamp` (size, modification and change time; of a page what its server gave) tells cheaply that it cannot have changed;
    `sha256` that it has not. `words_sha256` is the hash of its text: two files with one text are one document, and the
    second is a `duplicate_of` the first, by id. `misses` counts how often in a row its server called it gone.
    """

    id: str
    source: str
    file: str
    stamp: str
    sha256: str
    words_sha256: str = ""
    duplicate_of: str = ""
    misses: int = 0


@dataclass(frozen=True)
class Entry:
    """A file found in a source: its name relative to the source, where its bytes are, and its stamp.

    `path` is None for a page that has not changed since it was last fetched. `member` names a file inside the archive at
    `path`; `link` and `suffix` are the address of a page and the ending of the reader for it.
    """

    source: str
    file: str
    path: Path | None
    stamp: str
    member: str = ""
    link: str = ""
    suffix: str = ""


@dataclass(frozen=True)
class Listing:
    """All of one source now: files to read, and (name, reason) of those left out.

    `failed` are those that could not be looked at: what is known of them, or below them when the name ends in "/", stays.
    `gone` are pages that their server calls gone. Unless the listing `is_whole`, what it lacks may still be there.
    """

    entries: tuple[Entry, ...]
    skipped: tuple[tuple[str, str], ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    gone: tuple[str, ...] = ()
    is_whole: bool = True


def source_name(path: Path) -> str:
    """The name under which a path is remembered as a source: absolute, links resolved."""
    return str(path.expanduser().resolve())


def source_of(path: Path) -> Source:
    """A file, a folder or an archive as a source."""
    return Source(source_name(path))


def new_id(source: str, file: str, taken: set[str]) -> str:
    """An id for a file seen for the first time: the same for the same place, but never one in use."""
    for attempt in range(len(taken) + 1):
        digest = hashlib.sha256(f"{source}\0{file}\0{attempt}".encode("utf-8", "surrogateescape")).hexdigest()[:16]
        if digest not in taken:
            return digest
    message = f"No free id for {file}."  # unreachable: there are more attempts than ids
    raise SourceError(message)


def shown(name: str) -> str:
    """A file name that can be printed and stored, whatever bytes it is made of."""
    return "".join(c if c.isprintable() else "\ufffd" for c in os.fsencode(name).decode("utf-8", "replace"))


def told_apart(file: str) -> str:
    """The name shown, with a mark where characters had to be replaced: two such names may look alike."""
    name = shown(file)
    if name == file:
        return name
    mark = hashlib.sha256(os.fsencode(file)).hexdigest()[:6]
    suffix = Path(name).suffix
    return f"{name.removesuffix(suffix)} ({mark}){suffix}"


class FileWalk:
    """A walk through one file or folder; afterwards holds what it found, archives apart: they are opened elsewhere.

    Raises: SourceError when there is no such path, or it cannot be read.
    """

    def __init__(self, source: str) -> None:
        self._source = source
        self.entries: list[Entry] = []
        self.archives: list[Entry] = []
        self.skipped: list[tuple[str, str]] = []
        self.failed: list[tuple[str, str]] = []
        root = Path(source)
        try:
            status = root.stat()
        except FileNotFoundError:
            message = f"There is no file or folder {source}; correct the path, or run `tongwen sources remove {source}`."
            raise SourceError(message) from None
        except OSError as error:
            message = f"{source} cannot be read ({error.strerror}); check its permissions."
            raise SourceError(message) from error
        if stat.S_ISDIR(status.st_mode):
            self._walk(root, "", depth=0)
        else:
            self._add(root, root.name, status)

    def _walk(self, folder: Path, prefix: str, *, depth: int) -> None:
        if depth > _DEEPEST:
            self.skipped.append((shown(prefix), f"is more than {_DEEPEST} folders deep"))
            return
        try:
            found = sorted(os.scandir(folder), key=lambda each: each.name)
        except OSError as error:
            if depth == 0:
                message = f"{folder} cannot be read ({error.strerror}); check its permissions."
                raise SourceError(message) from error
            self.failed.append((shown(prefix), f"cannot be listed ({error.strerror})"))
            return
        for each in found:
            if not each.name.startswith((".", "~$")):
                self._visit(each, f"{prefix}{each.name}", depth)

    def _visit(self, each: os.DirEntry[str], name: str, depth: int) -> None:
        try:
            if each.is_symlink() and not _stays_inside(Path(each.path), Path(self._source)):
                self.skipped.append((shown(name), "is a link to outside the folder or to nowhere"))
            elif not each.is_dir():
                self._add(Path(each.path), name, each.stat())
            elif each.is_symlink():
                self.skipped.append((shown(name), "is a link to a folder that is read under its own name"))
            else:
                self._walk(Path(each.path), f"{name}/", depth=depth + 1)
        except OSError as error:  # it went, or lost its permissions, since the folder was listed
            self.failed.append((told_apart(name), f"cannot be looked at ({error.strerror}); run the ingest again."))

    def _add(self, path: Path, file: str, status: os.stat_result) -> None:
        is_archive = file.lower().endswith(ARCHIVE)
        most = _LARGEST_ARCHIVE_BYTES if is_archive else _LARGEST_FILE_BYTES
        reason = ""
        if not stat.S_ISREG(status.st_mode):
            reason = "is not a regular file"
        elif not is_archive and not is_readable(file):
            reason = f"has the ending {Path(file).suffix or '(none)'}, which no reader knows"
        elif status.st_size > most:
            reason = f"has {status.st_size / 1e6:.0f} MB, more than {most / 1e6:.0f} MB; split it"
        if reason:
            self.skipped.append((told_apart(file), reason))
            return
        stamp = f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"
        (self.archives if is_archive else self.entries).append(Entry(self._source, told_apart(file), path, stamp))


def _stays_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False
