"""Reads documents in a child process, so that no file can hang, crash or fill the memory of this one.

The child gets a path and gives back a reply, never pickles: it has read what anyone may have sent. One child serves
file after file; after a crash, a time-out or a greedy file a new one is started. `python -m ingest.sandbox` is the child.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import subprocess
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self, cast

from ingest.archive import ArchiveListing, Member
from ingest.child import child_command, environment_without_secrets
from ingest.chunking import Sizes
from ingest.errors import NothingToReadError, UnreadableError
from ingest.inside import LENGTH, limit_itself, serve
from ingest.reply import MOST_REPLY_BYTES, ReadFile, unpacked
from ingest.watch import end_together, resident_bytes

if TYPE_CHECKING:
    from types import TracebackType

_MOST_SECONDS = 60.0
_MOST_MEMORY_BYTES = 512_000_000  # a fresh child holds 30 MB, 75 MB with the libraries of all formats loaded
_MOST_FILE_BYTES = 50_000_000
_LOOK_SECONDS = 0.05
_LAST_SECONDS = 2.0
_NEAR_THE_LIMIT = 0.8
_FRESH_AGAIN = 0.4  # of the memory: a child that still holds more after a file is replaced before the next

__all__ = ["ArchiveListing", "Member", "ReadFile", "Sandbox"]


class Sandbox:
    """A reader in a child process; use as a context manager.

    `most_memory_bytes` is of resident memory, that of programs which the child starts included; `peak_bytes` is the most
    that was seen in the last request.
    """

    def __init__(
        self,
        sizes: Sizes | None = None,
        most_seconds: float = _MOST_SECONDS,
        *,
        most_memory_bytes: int = _MOST_MEMORY_BYTES,
        most_file_bytes: int = _MOST_FILE_BYTES,
    ) -> None:
        self._sizes = sizes or Sizes()
        self._most_seconds = most_seconds
        self._most_memory = most_memory_bytes
        self._most_file = most_file_bytes
        self._child: subprocess.Popen[bytes] | None = None
        self.peak_bytes = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._stop()

    def read(  # noqa: PLR0913 - what a document is known by, each with a name of its own
        self, path: Path, *, document_id: str, source: str, file: str, member: str = "", link: str = "", suffix: str = ""
    ) -> ReadFile:
        """The document in the file at `path`, or in the `member` (its key in the listing) of the archive there.

        `link` is given to the document in place of what the file says of itself; `suffix` chooses the reader in place of
        the name's own, for names that have none.
        Raises: UnreadableError, NothingToReadError; their messages go on from the file's name.
        """
        named = {"id": document_id, "source": source, "file": file, "member": member, "link": link, "suffix": suffix}
        found = self._asked({"task": "read", **named, "sizes": asdict(self._sizes)}, path)
        if isinstance(found, ReadFile):
            return found
        raise _not_understood()

    def list_archive(self, path: Path) -> ArchiveListing:
        """The documents in the ZIP archive at `path`, and what of it is refused.

        Raises: UnreadableError when the archive is damaged or a bomb; the message goes on from its name.
        """
        found = self._asked({"task": "list", "source": ""}, path)
        if isinstance(found, ReadFile) or "listing" not in found:
            raise _not_understood()
        told = found["listing"]
        entries = tuple(Member(**fields) for fields in told["entries"])
        return ArchiveListing(entries, tuple((name, reason) for name, reason in told["refused"]))

    def _asked(self, request: dict[str, Any], path: Path) -> ReadFile | dict[str, Any]:
        limits = {"most_seconds": self._most_seconds, "most_bytes": self._most_file}
        reply = self._exchange(json.dumps({**request, **limits, "path": os.fsencode(path).hex()}).encode())
        try:
            found = unpacked(reply)
        except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
            self._stop()
            raise _not_understood() from error
        if isinstance(found, ReadFile):
            return found
        if "memory" in found or ("unreadable" in found and self._is_near_the_limit()):
            raise self._too_greedy()
        if "nothing" in found:
            raise NothingToReadError(found["nothing"])
        if "unreadable" in found:
            raise UnreadableError(found["unreadable"])
        return found

    def _exchange(self, request: bytes) -> bytearray:
        child = self._started()
        pipe = cast("BinaryIO", child.stdout)
        self.peak_bytes = 0
        deadline = time.monotonic() + self._most_seconds
        try:
            cast("BinaryIO", child.stdin).write(LENGTH.pack(len(request)) + request)
            (length,) = LENGTH.unpack(self._received(pipe, LENGTH.size, deadline))
            if length > MOST_REPLY_BYTES:
                self._stop()
                raise _not_understood()
            reply = self._received(pipe, length, deadline)
        except (BrokenPipeError, EOFError) as error:
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(_LAST_SECONDS)  # it is ending: its own exit code tells more than that of being killed
            code = self._stop()
            if self._is_near_the_limit():
                raise self._too_greedy() from error
            message = f"made its reader crash (exit code {code}); it may be damaged: save it again."
            raise UnreadableError(message) from error
        except BaseException:  # an interrupted exchange leaves half a reply in the pipe
            self._stop()
            raise
        held = resident_bytes(child.pid)
        self.peak_bytes = max(self.peak_bytes, held)
        if held > _FRESH_AGAIN * self._most_memory:
            self._stop()
        return reply

    def _received(self, pipe: BinaryIO, size: int, deadline: float) -> bytearray:
        data = bytearray(size)
        position = 0
        with selectors.DefaultSelector() as selector, memoryview(data) as view:
            selector.register(pipe, selectors.EVENT_READ)
            while position < size:
                if not selector.select(_LOOK_SECONDS):
                    self._watch(deadline)
                    continue
                count = os.readv(pipe.fileno(), [view[position:]])
                if not count:
                    raise EOFError
                position += count
        return data

    def _watch(self, deadline: float) -> None:
        """Ends a child that takes too much memory or too long."""
        child = cast("subprocess.Popen[bytes]", self._child)
        self.peak_bytes = max(self.peak_bytes, resident_bytes(child.pid))
        if self.peak_bytes > self._most_memory:
            self._stop()
            raise self._too_greedy()
        if time.monotonic() > deadline:
            self._stop()
            message = f"could not be read within {self._most_seconds:.0f} seconds; split or simplify it."
            raise UnreadableError(message)

    def _is_near_the_limit(self) -> bool:
        """Whether a fault comes of memory, whatever it is called: libraries in C end themselves, or blame the file."""
        return self.peak_bytes > _NEAR_THE_LIMIT * self._most_memory

    def _too_greedy(self) -> UnreadableError:
        return UnreadableError(f"needs more than {self._most_memory / 1e6:.0f} MB of memory to read; split it.")

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._stop()
            self._child = subprocess.Popen(  # noqa: S603 - fixed arguments
                self._command(),
                env=environment_without_secrets(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,  # so that what it starts is ended with it
            )
        return self._child

    def _command(self) -> list[str]:
        return child_command("ingest.sandbox", str(self._most_memory))

    def _stop(self) -> int:
        """Ends the child and what it started; its exit code, 0 when there is none."""
        child, self._child = self._child, None
        return end_together(child) if child else 0


def _not_understood() -> UnreadableError:
    return UnreadableError("made its reader answer what cannot be understood; it may be damaged: save it again.")


def main() -> None:
    """Serves requests from standard input until it ends; what libraries print goes to standard error."""
    limit_itself(int(sys.argv[1]) if sys.argv[1:] else _MOST_MEMORY_BYTES)
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as replies:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        serve(sys.stdin.buffer, replies)


if __name__ == "__main__":
    main()
