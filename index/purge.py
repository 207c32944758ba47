"""Takes every trace of a document out of the data directory: the index made anew without it, its history, logs and feedback.

Deleting is not enough: SQLite and Chroma keep deleted text in their files until its place is needed (reliability, IDX-11).
Nor is writing anew: Chroma's graph file is written with whatever its memory held before, which has been seen to be text.
"""

from __future__ import annotations

import ctypes
import logging
from typing import TYPE_CHECKING

from index.runs import scrub

if TYPE_CHECKING:
    from collections.abc import Sequence

    from index.shelf import GenerationShelf
    from ingest.refresh import Progress
    from ingest.sources import FileState

log = logging.getLogger(__name__)

_M_PERTURB = -6  # of <malloc.h>
_PATTERN = 0xA5


def purge(shelf: GenerationShelf, document_ids: Sequence[str], progress: Progress) -> list[FileState]:
    """The files of these documents, and of all that have the same text, of which nothing is left; `shelf` is one anew.

    Raises: DiskError, DamagedIndexError; then nothing was taken away.
    """
    states = shelf.states()
    words = {state.words_sha256 or state.id for state in states if state.id in document_ids}
    purged = [state for state in states if state.id in document_ids or state.words_sha256 in words]
    edition = shelf.edition()
    _fill_memory(_PATTERN)
    try:
        gone = {*document_ids, *(state.id for state in purged)}
        names = {name for each in gone for name in edition.forget(each)} | {state.file for state in purged}
        edition.publish([state for state in states if state.id not in gone], shelf.sources(), progress)
    finally:
        edition.discard()
        _fill_memory(0)
    shelf.generations.clean(kept=1)
    for path in (*sorted((shelf.generations.data / "runs").glob("*.jsonl")), shelf.generations.data / "feedback.jsonl"):
        try:
            scrub(path, names | gone)
        except OSError as error:
            log.warning("%s may still name the document (%s); look through it.", path, error.strerror)
    return purged


def _fill_memory(pattern: int) -> None:
    """From now on glibc gives out memory filled with a pattern, not with what was in it; 0 ends that. Others give it out zeroed."""
    try:
        ctypes.CDLL(None).mallopt(_M_PERTURB, pattern)
    except (AttributeError, OSError, TypeError):
        log.debug("This system has no mallopt.")
