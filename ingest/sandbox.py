"""Reads documents in a child process, so that no file can hang, crash or fill the memory of this one.

The child gets a path and gives back JSON, never pickles: it has read what anyone may have sent. One child serves
file after file; after a crash or a time-out a new one is started. `python -m ingest.sandbox` is the child.
"""

from __future__ import annotations

import hashlib
import json
import os
import selectors
import struct
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Self

from ingest.child import child_command, child_environment
from ingest.chunking import Sizes, chunk
from ingest.describe import describe
from ingest.document import Chunk, Document, document_from
from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers import read

if TYPE_CHECKING:
    from types import TracebackType

_LENGTH = struct.Struct("<Q")
_MOST_SECONDS = 60.0
_MOST_MEMORY_BYTES = 2_000_000_000  # of address space: libraries alone map 400 MB of it
_MOST_OUTPUT_BYTES = 200_000_000


@dataclass(frozen=True)
class ReadFile:
    """A document with its chunks, and the SHA-256 of the bytes it was read from."""

    document: Document
    chunks: tuple[Chunk, ...]
    sha256: str


class Sandbox:
    """A reader in a child process; use as a context manager."""

    def __init__(self, sizes: Sizes | None = None, most_seconds: float = _MOST_SECONDS) -> None:
        self._sizes = sizes or Sizes()
        self._most_seconds = most_seconds
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._stop()

    def read(self, path: Path, *, document_id: str, source: str, file: str) -> ReadFile:
        """The document in the file at `path`.

        Raises: UnreadableError, NothingToReadError; their messages go on from the file's name.
        """
        request = {
            "path": os.fsencode(path).hex(),
            "id": document_id,
            "source": source,
            "file": file,
            "sizes": asdict(self._sizes),
        }
        answer = json.loads(self._exchange(json.dumps(request).encode()))
        if "nothing" in answer:
            raise NothingToReadError(answer["nothing"])
        if "unreadable" in answer:
            raise UnreadableError(answer["unreadable"])
        document = document_from(answer["document"])
        chunks = tuple(Chunk(**{**fields, "headings": tuple(fields["headings"])}) for fields in answer["chunks"])
        return ReadFile(document, chunks, answer["sha256"])

    def _exchange(self, request: bytes) -> bytes:
        child = self._started()
        assert child.stdin is not None  # noqa: S101 - both are pipes
        assert child.stdout is not None  # noqa: S101
        try:
            child.stdin.write(_LENGTH.pack(len(request)) + request)
            child.stdin.flush()
            deadline = time.monotonic() + self._most_seconds
            (length,) = _LENGTH.unpack(self._received(child.stdout, _LENGTH.size, deadline))
            if length > _MOST_OUTPUT_BYTES:
                self._stop()
                message = "gives more text than can be indexed; split it."
                raise UnreadableError(message)
            return self._received(child.stdout, length, deadline)
        except (BrokenPipeError, EOFError) as error:
            code = child.wait()
            self._stop()
            message = f"made its reader crash (exit code {code}); it may be damaged: save it again."
            raise UnreadableError(message) from error

    def _received(self, pipe: Any, size: int, deadline: float) -> bytes:  # noqa: ANN401 - a pipe with a file number
        data = bytearray()
        with selectors.DefaultSelector() as selector:
            selector.register(pipe, selectors.EVENT_READ)
            while len(data) < size:
                if not selector.select(max(0.0, deadline - time.monotonic())):
                    self._stop()
                    message = f"could not be read within {self._most_seconds:.0f} seconds; split or simplify it."
                    raise UnreadableError(message)
                piece = os.read(pipe.fileno(), min(size - len(data), 1 << 20))
                if not piece:
                    raise EOFError
                data += piece
        return bytes(data)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._child is None or self._child.poll() is not None:
            self._child = subprocess.Popen(  # noqa: S603 - fixed arguments
                child_command("ingest.sandbox"),
                env=child_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
            )
        return self._child

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child.communicate()
            self._child = None


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    path = Path(os.fsdecode(bytes.fromhex(request["path"])))
    try:
        data = path.read_bytes()
        digest = hashlib.sha256(data).hexdigest()
        reading = read(request["file"], data)
        document = describe(
            reading, document_id=request["id"], source=request["source"], file=request["file"], content_hash=digest
        )
        chunks = chunk(document, Sizes(**request["sizes"]))
    except NothingToReadError as error:
        return {"nothing": str(error)}
    except UnreadableError as error:
        return {"unreadable": str(error)}
    except OSError as error:
        return {"unreadable": f"cannot be opened ({error.strerror}); check its permissions."}
    except MemoryError:
        return {"unreadable": "needs more memory than a document may; split it."}
    except Exception as error:  # noqa: BLE001 - the edge of the sandbox: any reader may raise anything
        return {"unreadable": f"made its reader fail ({type(error).__name__}); it may be damaged: save it again."}
    return {"document": asdict(document), "chunks": [asdict(each) for each in chunks], "sha256": digest}


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    while header := requests.read(_LENGTH.size):
        request = json.loads(requests.read(_LENGTH.unpack(header)[0]))
        answer = json.dumps(_answer(request)).encode()
        answers.write(_LENGTH.pack(len(answer)) + answer)
        answers.flush()


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limits
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY_BYTES, _MOST_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Serves requests from standard input until it ends; what libraries print goes to standard error."""
    _limit()
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb") as answers:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        _serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
