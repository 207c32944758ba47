"""The files of a generation: are they there, whole and readable; and what the system says of a disk, in one sentence."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from index.errors import DamagedIndexError, DiskError
from index.manifest import VECTORS_FILE

if TYPE_CHECKING:
    from index.manifest import Manifest


def read_vectors(directory: Path) -> np.ndarray:
    """The vectors of a generation, mapped, not loaded.

    Raises: DamagedIndexError.
    """
    try:
        vectors: np.ndarray = np.load(directory / VECTORS_FILE, mmap_mode="r", allow_pickle=False)
    except (OSError, ValueError, EOFError) as error:
        message = f"The vectors in {directory} cannot be read ({error}); run `tongwen repair`."
        raise DamagedIndexError(message) from error
    return vectors


def check_files(manifest: Manifest, directory: Path) -> None:
    """Looks at the presence and sizes of the files that a manifest names.

    Raises: DamagedIndexError.
    """
    for name, size in manifest.files.items():
        path = directory / name
        if not path.is_file() or path.stat().st_size != size:
            message = f"The file {path} of the index is missing or cut; run `tongwen repair`."
            raise DamagedIndexError(message)


@contextmanager
def disk_errors(data: Path) -> Iterator[None]:
    """Turns what the system and SQLite say of a disk into one sentence.

    Raises: DiskError.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or error
        message = f"The index could not be written to {data} ({reason}); free space or check permissions."
        raise DiskError(message) from error


def sync_directory(directory: Path) -> None:
    """Makes the names in a directory durable.

    Raises: OSError.
    """
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sha256_of(path: Path) -> str:
    """The hash of a file as a manifest names it.

    Raises: OSError.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
