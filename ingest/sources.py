"""Folders and files → what is there now. Lists, never reads contents; says why an entry is left out.

A source is a path that the index mirrors: one file, or a folder with all below it.
"""

from __future__ import annotations

import hashlib
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from ingest.errors import SourceError
from ingest.readers import is_readable

_LARGEST_FILE_BYTES = 50_000_000
_DEEPEST = 40


@dataclass(frozen=True)
class FileState:
    """What is known of a file since it was last read.

    `stamp` (size, modification and change time) tells cheaply that it cannot have changed; `sha256` that it has not.
    """

    id: str
    source: str
    file: str
    stamp: str
    sha256: str


@dataclass(frozen=True)
class Entry:
    """A file found in a source: its absolute path, its name relative to the source, and its stamp."""

    source: str
    file: str
    path: Path
    stamp: str


@dataclass(frozen=True)
class Listing:
    """All of one source: files to read, and (name, reason) of those left out."""

    entries: tuple[Entry, ...]
    skipped: tuple[tuple[str, str], ...]


def source_name(path: Path) -> str:
    """The name under which a path is remembered as a source: absolute, links resolved."""
    return str(path.expanduser().resolve())


def list_source(source: str) -> Listing:
    """What is in a source now.

    Raises: SourceError when there is no such path, or it cannot be read.
    """
    root = Path(source)
    try:
        mode = root.stat().st_mode
    except FileNotFoundError:
        message = f"There is no file or folder {source}; correct the path, or run `tongwen sources remove {source}`."
        raise SourceError(message) from None
    except OSError as error:
        message = f"{source} cannot be read ({error.strerror}); check its permissions."
        raise SourceError(message) from error
    entries: list[Entry] = []
    skipped: list[tuple[str, str]] = []
    if stat.S_ISDIR(mode):
        _walk(source, root, "", entries, skipped, depth=0)
    else:
        _add(source, root, root.name, root.stat(), entries, skipped)
    return Listing(tuple(sorted(entries, key=lambda entry: entry.file)), tuple(sorted(skipped)))


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


def _told_apart(file: str) -> str:
    """The name shown, with a mark where characters had to be replaced: two such names may look alike."""
    name = shown(file)
    if name == file:
        return name
    mark = hashlib.sha256(os.fsencode(file)).hexdigest()[:6]
    suffix = Path(name).suffix
    return f"{name.removesuffix(suffix)} ({mark}){suffix}"


def _walk(  # noqa: PLR0913 - one recursion, two collections
    source: str, folder: Path, prefix: str, entries: list[Entry], skipped: list[tuple[str, str]], *, depth: int
) -> None:
    if depth > _DEEPEST:
        skipped.append((shown(prefix), f"is more than {_DEEPEST} folders deep"))
        return
    try:
        found = sorted(os.scandir(folder), key=lambda each: each.name)
    except OSError as error:
        if depth == 0:
            message = f"{folder} cannot be read ({error.strerror}); check its permissions."
            raise SourceError(message) from error
        skipped.append((shown(prefix), f"cannot be listed ({error.strerror})"))
        return
    for each in found:
        name = f"{prefix}{each.name}"
        if each.name.startswith((".", "~$")):
            continue
        if each.is_symlink() and not _stays_inside(Path(each.path), Path(source)):
            skipped.append((shown(name), "is a link to outside the folder or to nowhere"))
        elif each.is_dir():
            if each.is_symlink():
                skipped.append((shown(name), "is a link to a folder that is read under its own name"))
            else:
                _walk(source, Path(each.path), f"{name}/", entries, skipped, depth=depth + 1)
        else:
            _add(source, Path(each.path), name, each.stat(), entries, skipped)


def _stays_inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _add(  # noqa: PLR0913 - one entry, two collections
    source: str, path: Path, file: str, status: os.stat_result, entries: list[Entry], skipped: list[tuple[str, str]]
) -> None:
    reason = ""
    if not stat.S_ISREG(status.st_mode):
        reason = "is not a regular file"
    elif not is_readable(file):
        reason = f"has the ending {Path(file).suffix or '(none)'}, which no reader knows"
    elif status.st_size > _LARGEST_FILE_BYTES:
        reason = f"has {status.st_size / 1e6:.0f} MB, more than {_LARGEST_FILE_BYTES / 1e6:.0f} MB; split it"
    if reason:
        skipped.append((shown(file), reason))
        return
    stamp = f"{status.st_size}:{status.st_mtime_ns}:{status.st_ctime_ns}"
    entries.append(Entry(source, _told_apart(file), path, stamp))
