"""What the sandbox's child does: one request → one reply. Runs in no other process.

It limits itself before it reads anything, opens files so that none can block it, and tells each fault in one sentence.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import stat
import struct
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from ingest.archive import ArchiveListing, checked_entries, listing, member_bytes
from ingest.chunking import Sizes, chunk
from ingest.describe import describe
from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers import read
from ingest.reply import MOST_TEXT_BYTES, ReadFile, check_amount, packed, packed_words
from ingest.zipformat import Entry

LENGTH = struct.Struct("<Q")
_MOST_MAPPED_BYTES = 700_000_000  # beside the limit: libraries and threads reserve addresses that they never use
_MOST_FROM_FILES_BYTES = 60_000_000  # of the limit: libraries' code in memory, which is no data of this process
_MOST_WRITTEN_BYTES = 32_000_000  # a page's image for a program that reads it; the readers themselves write nothing
_KILL_AT_PARENTS_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)
_AS_WRITTEN = {".txt", ".text", ".md", ".markdown"}  # whose text is as long as the file
_LOOKED_AT_FOR_ZEROS = 65_536
_LONGEST_CHAIN = 20


def serve(requests: BinaryIO, replies: BinaryIO) -> None:
    """Answers requests until there are no more."""
    remembered: dict[str, tuple[Entry, ...]] = {}
    while header := requests.read(LENGTH.size):
        request = json.loads(requests.read(LENGTH.unpack(header)[0]))
        _limit_time(request["most_seconds"])
        reply = _reply(request, remembered)
        replies.write(LENGTH.pack(len(reply)))
        replies.write(reply)
        replies.flush()


def limit_itself(most_memory_bytes: int) -> None:
    """Sets limits that hold even if nobody watches: memory, files, and not to outlive the parent."""
    if sys.platform == "linux":
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(_KILL_AT_PARENTS_DEATH, signal.SIGKILL, 0, 0, 0)
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    limits = {
        resource.RLIMIT_AS: most_memory_bytes + _MOST_MAPPED_BYTES,
        resource.RLIMIT_DATA: most_memory_bytes - _MOST_FROM_FILES_BYTES,
        resource.RLIMIT_FSIZE: _MOST_WRITTEN_BYTES,
        resource.RLIMIT_CORE: 0,
    }
    for kind, most in limits.items():
        _, hard = resource.getrlimit(kind)
        limit = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):  # macOS has no limit on data
            resource.setrlimit(kind, (limit, limit))


def _limit_time(most_seconds: float) -> None:
    """Ends this process when the next request takes more of the processor than it may take in all."""
    try:
        import resource
    except ImportError:
        return
    used = sum(resource.getrusage(resource.RUSAGE_SELF)[:2])
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    soft = int(used + most_seconds * cores) + 2
    resource.setrlimit(resource.RLIMIT_CPU, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def _reply(request: dict[str, Any], remembered: dict[str, tuple[Entry, ...]]) -> bytes:
    try:
        if request["task"] == "list":
            return packed_words({"listing": asdict(_listing(request, remembered))})
        return packed(_read(request, remembered))
    except NothingToReadError as error:
        return packed_words({"nothing": str(error)})
    except OSError as error:
        return packed_words({"unreadable": _of_system(error)})
    except MemoryError:
        return packed_words({"memory": True})
    except UnreadableError as error:
        return packed_words({"memory": True} if _comes_of_memory(error) else {"unreadable": str(error)})
    except Exception as error:  # noqa: BLE001 - the edge of the sandbox: any reader may raise anything
        if _comes_of_memory(error):
            return packed_words({"memory": True})
        fault = f"made its reader fail ({type(error).__name__}); it may be damaged: save it again."
        return packed_words({"unreadable": fault})


def _of_system(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "is not there any more; run the ingest again."
    return f"cannot be opened ({error.strerror}); check its permissions."


def _comes_of_memory(error: BaseException | None) -> bool:
    """Whether a lack of memory is behind an error: readers tell of it in words of their own."""
    for _ in range(_LONGEST_CHAIN):
        if error is None:
            return False
        if isinstance(error, MemoryError):
            return True
        error = error.__cause__ or error.__context__
    return False


def _read(request: dict[str, Any], remembered: dict[str, tuple[Entry, ...]]) -> ReadFile:
    content = _content(request, remembered)
    name = f"page{request['suffix']}" if request["suffix"] else request["file"]
    is_utf16 = b"\0" in content[:_LOOKED_AT_FOR_ZEROS]
    if PurePath(name).suffix.lower() in _AS_WRITTEN and not is_utf16 and len(content) > MOST_TEXT_BYTES:
        check_amount(content.decode("latin-1"), ())
    digest = hashlib.sha256(content).hexdigest()
    reading = read(name, content)
    del content
    check_amount(reading.text, reading.blocks)
    document = describe(
        reading, document_id=request["id"], source=request["source"], file=request["file"], content_hash=digest
    )
    if request["link"]:
        document = replace(document, link=request["link"])
    return ReadFile(document, tuple(chunk(document, Sizes(**request["sizes"]))), digest)


def _content(request: dict[str, Any], remembered: dict[str, tuple[Entry, ...]]) -> bytes:
    with _opened(request) as file:
        if request["member"]:
            return member_bytes(file, _entries(file, remembered), request["member"])
        size, most = os.fstat(file.fileno()).st_size, request["most_bytes"]
        if size > most:
            message = f"has {size / 1e6:,.0f} MB, more than {most / 1e6:.0f} MB; split it."
            raise UnreadableError(message)
        return file.read(size)


def _listing(request: dict[str, Any], remembered: dict[str, tuple[Entry, ...]]) -> ArchiveListing:
    with _opened(request) as file:
        return listing(_entries(file, remembered))


def _entries(file: BinaryIO, remembered: dict[str, tuple[Entry, ...]]) -> tuple[Entry, ...]:
    """The entries of an archive; those of the last one are remembered, for its members come one after the other."""
    state = os.fstat(file.fileno())
    stamp = f"{state.st_dev}:{state.st_ino}:{state.st_size}:{state.st_mtime_ns}"
    if stamp not in remembered:
        remembered.clear()
        remembered[stamp] = checked_entries(file)
    return remembered[stamp]


@contextlib.contextmanager
def _opened(request: dict[str, Any]) -> Iterator[BinaryIO]:
    """The file, held open. No FIFO, socket or device can block it, and none is read.

    Raises: UnreadableError when it is no regular file, lies outside its source, or is not the same at the end.
    """
    path = Path(os.fsdecode(bytes.fromhex(request["path"])))
    _check_kind(path.stat().st_mode)  # before opening: some devices act when they are opened
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(number, "rb") as file:
        before = os.fstat(number)
        _check_kind(before.st_mode)
        _check_place(number, path, request["source"])
        try:
            yield file
        finally:  # also after an error: what was half written is not damaged
            after = os.fstat(number)
            if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
                message = "changed while it was read; run the ingest again."
                raise UnreadableError(message)


def _check_kind(mode: int) -> None:
    if not stat.S_ISREG(mode):
        message = "is not a regular file; only files are read."
        raise UnreadableError(message)


def _check_place(number: int, path: Path, source: str) -> None:
    """Refuses what a link inside the source came to lead to, since the source was listed, outside of it."""
    real = Path(f"/proc/self/fd/{number}")
    if not real.exists() or not path.is_relative_to(source):
        return
    if not real.readlink().is_relative_to(Path(source).resolve()):
        message = "is a link to outside the folder; put the file itself there."
        raise UnreadableError(message)
