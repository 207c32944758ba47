"""What one case of the corpus of bad files is: where it comes from, how it is made, and what must become of it."""

from __future__ import annotations

import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.sources import told_apart

# "refused" is skipped or failed; "any" is whatever but a crash; "unseen" is in no list and not in the index.
STATES = {
    "indexed": {"indexed"},
    "skipped": {"skipped"},
    "failed": {"failed"},
    "refused": {"skipped", "failed"},
    "any": {"indexed", "skipped", "failed"},
    "unseen": {"unseen"},
}
SECRET = "TheSecretOfTheRegistrar"


@dataclass(frozen=True)
class Around:
    """What lies around a bad file for it to reach for: a secret file, and a port that nobody may call."""

    secret: Path
    port: int


@dataclass(frozen=True)
class BadFile:
    """A bad file. `row` is that of the catalogue; `inside` names the member of an archive whose state is told.

    `make` gives its bytes, or `place` puts it on disk; `reason` is searched in what is told; a heavy one takes seconds.
    """

    row: str
    file: str
    make: Callable[[Around], bytes] | None
    state: str
    reason: str = ""
    inside: str = ""
    is_heavy: bool = False
    place: Callable[[Path], None] | None = None

    @property
    def name(self) -> str:
        """The name under which a report tells of it."""
        return told_apart(f"{self.row}/{self.file}") + (f"/{self.inside}" if self.inside else "")

    def put(self, folder: Path, around: Around) -> Path:
        """Puts it on disk in the folder of its row."""
        path = folder / self.row / self.file
        path.parent.mkdir(parents=True, exist_ok=True)
        if self.place:
            self.place(path)
        elif self.make and not path.exists():
            path.write_bytes(self.make(around))
        return path


def case(
    row: int, file: str, content: bytes | Callable[..., bytes], state: str, reason: str = "", *, heavy: bool = False
) -> BadFile:
    """A case from its bytes, from a function that gives them, or from one that gives them for what lies around."""

    def make(around: Around) -> bytes:
        if isinstance(content, bytes):
            return content
        return content(around) if content.__code__.co_argcount > len(content.__defaults__ or ()) else content()

    return BadFile(f"ING-{row:02}", file, make, state, reason, is_heavy=heavy)


def noise(size: int, seed: int = 1) -> bytes:
    """Random bytes, the same each time."""
    return random.Random(seed).randbytes(size)


def deflated(pieces: Iterator[bytes], *, raw: bool = False, level: int = 9) -> bytes:
    """What deflate makes of the pieces, without holding them all."""
    packer = zlib.compressobj(level, wbits=-15 if raw else 15)
    return b"".join([*map(packer.compress, pieces), packer.flush()])


def repeated(piece: bytes, size: int) -> Iterator[bytes]:
    """`piece` again and again, about a megabyte at a time, `size` bytes in all."""
    block = piece * max(1, 1_000_000 // len(piece))
    whole, rest = divmod(size, len(block))
    yield from (block for _ in range(whole))
    yield block[:rest]
