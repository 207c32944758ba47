"""Mends a damaged index with as little as can be: what is sound is kept, and nothing is embedded that need not be.

In this order: the documents are sound → all else is made of them again; an earlier generation is sound → it is published, and
the sources are brought in line from there; neither → all sources are read anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.errors import DamagedIndexError, IndexingError, NoIndexError
from index.manifest import read_manifest
from index.verify import Fault, verify_in_child

if TYPE_CHECKING:
    from index.generation import Generations
    from index.shelf import GenerationShelf
    from ingest.refresh import Progress
    from ingest.report import Report

Refresh = Callable[["GenerationShelf"], "Report"]
MakeShelf = Callable[..., "GenerationShelf"]


@dataclass(frozen=True)
class Repair:
    """What was wrong, what was done about it, and the generation that is published now."""

    faults: tuple[Fault, ...]
    done: str
    generation: str


def repair(generations: Generations, make_shelf: MakeShelf, refresh: Refresh, progress: Progress) -> Repair:
    """Brings back a sound index; `refresh` brings all sources of a shelf in line.

    Raises: NoIndexError when nothing was ever published; SourceError, DiskError.
    """
    damaged = _current(generations)
    progress("verifying", 0, 1)
    faults = tuple(verify_in_child(generations.directory(damaged))) if damaged else (Fault("pointer", "", "is damaged"),)
    progress("verifying", 1, 1)
    if not faults:
        return Repair((), "nothing: all is well", damaged)
    parts = {fault.part for fault in faults}
    if not parts & {"manifest", "documents", "pointer"}:
        generation = _remade(generations, make_shelf, has_vectors="vectors" not in parts, progress=progress)
        done = "made anew from its documents" + (", which were embedded again" if "vectors" in parts else "")
        return _settled(generations, damaged, Repair(faults, done, generation))
    for name in reversed(generations.kept_ids()):
        if name != damaged and not verify_in_child(generations.directory(name)):
            generations.point_to(name)
            report = refresh(make_shelf())
            done = f"went back to {name}, then brought the sources in line"
            return _settled(generations, damaged, Repair(faults, done, report.generation))
    shelf = make_shelf(rebuild=True)
    if not shelf.sources():
        message = (
            f"The index in {generations.data} cannot be mended, and names no source; run `tongwen ingest --rebuild PATH`."
        )
        raise DamagedIndexError(message)
    report = refresh(shelf)
    return _settled(generations, damaged, Repair(faults, "read all sources anew", report.generation))


def _current(generations: Generations) -> str:
    """The published id, "" when the pointer is damaged or names nothing that is there."""
    try:
        current = generations.current_id()
    except DamagedIndexError:
        return ""
    if not current and not generations.kept_ids():
        message = f"There is no index in {generations.data} yet; run `tongwen ingest PATH` with a folder of documents."
        raise NoIndexError(message)
    return current


def _remade(generations: Generations, make_shelf: MakeShelf, *, has_vectors: bool, progress: Progress) -> str:
    """A generation of the documents of the published one, all else made anew; its id."""
    manifest = read_manifest(generations.directory(generations.current_id()))
    generations.trusted = "vectors" if has_vectors else "documents"
    shelf = make_shelf(generations=generations, manifest=manifest)
    edition = shelf.edition()
    try:
        return edition.publish(shelf.states(), shelf.sources(), progress)
    finally:
        edition.discard()


def _settled(generations: Generations, damaged: str, result: Repair) -> Repair:
    """Takes the damaged generation away, so that nothing falls back on it."""
    try:
        if damaged and damaged != generations.current_id():
            shutil.rmtree(generations.directory(damaged), ignore_errors=True)
    except IndexingError:  # the pointer is damaged still: then nothing was published
        pass
    return result
