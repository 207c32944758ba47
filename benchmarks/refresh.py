"""A re-ingest of a large index in which little changed, beside embedding the changed chunks alone.

The index is filled with documents read from files as always, but with vectors drawn by chance, for to embed 100,000 chunks
takes a quarter of an hour; what changes then goes through the real model, warm before any clock starts.
Run: python -m benchmarks.refresh [--documents N] [--sections N] [--changed SHARE] [--out FILE] [--write].
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.ingest import CountingEmbedder
from benchmarks.report import machine, table, write_json, write_section
from index.telemetry import turn_off

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from index.embedding import Embedder

_SECTION = "refresh"
_MOST_TIMES, _MOST_MORE_SECONDS = 5.0, 10.0  # of embedding alone, and on top: the project's own bound
_WORDS = (
    "harbour museum tuition library scholarship dormitory visa exchange partner university agreement summer school delegation "
    "visit lecture student teacher campus program degree office event fair festival conference country region deadline fee"
).split()


class DrawnEmbedder(CountingEmbedder):
    """Vectors by chance, under the name of the real model; `is_real` switches to it."""

    is_real = False

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
        """See Embedder."""
        if self.is_real:
            return super().embed_documents(texts, progress)
        drawn = np.random.default_rng(len(texts)).normal(size=(len(texts), self.dimension)).astype(np.float32)
        return np.asarray(drawn / np.linalg.norm(drawn, axis=1, keepdims=True))


@dataclass(frozen=True)
class Measured:
    """Seconds of each part; `peak_mb` is the most resident memory of this process in MB.

    `growth_mb` is what it grew by while it read files, from a quarter of them to the last.
    """

    documents: int
    chunks: int
    first_seconds: float
    nothing_seconds: float
    changed_chunks: int
    refresh_seconds: float
    bare_seconds: float
    rollback_seconds: float
    peak_mb: float
    growth_mb: float

    @property
    def bound_seconds(self) -> float:
        """What the re-ingest may take at most."""
        return _MOST_TIMES * self.bare_seconds + _MOST_MORE_SECONDS


def seconds_of(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    begun = time.monotonic()
    work()
    return time.monotonic() - begun


def resident_mb() -> float:
    """The resident memory of this process in MB."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def page(number: int, edition: int, length: int) -> str:
    """A page of so many sections, of words by chance."""
    drawn = random.Random(f"{number} {edition}")
    sections = []
    for section in range(length):
        words = " ".join(drawn.choice(_WORDS) for _ in range(70))
        sections.append(
            f"## Section {section} of page {number}\n\n{words.capitalize()}, told in {2000 + drawn.randrange(26)}.\n"
        )
    return f"# Page {number}\n\n" + "\n".join(sections)


def write_pages(folder: Path, numbers: Iterable[int], edition: int, length: int) -> None:
    """Writes these pages, 500 to a folder."""
    for number in numbers:
        path = folder / f"{number // 500:03}" / f"{number:06}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(number, edition, length), "utf-8")


def measure(folder: Path, documents: int, share: float, embedder: Embedder, length: int = 10) -> Measured:
    """Fills an index, changes a share of its pages, and times the re-ingest and its parts."""
    import resource

    from index.draft import Draft  # noqa: F401 - imported before a clock starts
    from index.generation import Generations
    from index.shelf import GenerationShelf
    from ingest.refresh import refresh
    from ingest.report import Report
    from ingest.sandbox import Sandbox
    from ingest.sources import source_of

    drawn = DrawnEmbedder(embedder)
    generations = Generations(folder / "data")
    sources = folder / "documents"
    write_pages(sources, range(documents), 0, length)
    memory: dict[int, float] = {}

    def told(stage: str, done: int, _total: int) -> None:
        if stage == "reading" and done in {documents // 4, documents - 1}:
            memory[done] = resident_mb()

    def run() -> tuple[Report, float]:
        begun = time.monotonic()
        with Sandbox() as sandbox:
            shelf = GenerationShelf(generations, lambda: drawn)
            report = refresh([source_of(sources)], shelf, sandbox, progress=told)
        return report, time.monotonic() - begun

    first, first_seconds = run()
    if first.added != documents:
        sys.exit(f"Only {first.added} of {documents} documents were read: {first.failed[:3]}")
    growth = memory[documents - 1] - memory[documents // 4]
    nothing_seconds = run()[1]
    write_pages(sources, random.Random(1).sample(range(documents), max(1, round(share * documents))), 1, length)
    drawn.is_real = True
    drawn.embed_query("warm")
    before = drawn.embedded
    refresh_seconds = run()[1]
    changed = drawn.embedded - before
    texts = [page(number, 2, length)[:600] for number in range(changed)]
    bare_seconds = seconds_of(lambda: embedder.embed_documents(texts))
    rollback_seconds = seconds_of(generations.roll_back)
    manifest = generations.manifest()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    chunks = manifest.chunks if manifest else 0
    return Measured(
        documents,
        chunks,
        first_seconds,
        nothing_seconds,
        changed,
        refresh_seconds,
        bare_seconds,
        rollback_seconds,
        peak,
        growth,
    )


def report_text(found: Measured) -> str:
    """The section of docs/benchmarks.md."""
    rows = [
        ("first ingest (vectors drawn)", f"{found.first_seconds:.1f}"),
        ("nothing changed", f"{found.nothing_seconds:.2f}"),
        (f"embedding the {found.changed_chunks:,} changed chunks alone", f"{found.bare_seconds:.1f}"),
        ("the re-ingest of the changed pages", f"{found.refresh_seconds:.1f}"),
        ("its bound: five times that, and 10 s", f"{found.bound_seconds:.1f}"),
        ("rollback", f"{found.rollback_seconds:.1f}"),
    ]
    return (
        f"## Re-ingest of {found.documents:,} documents, {found.chunks:,} chunks, of which {found.changed_chunks:,} changed\n\n"
        f"{machine()} Memory of the process: at most {found.peak_mb:,.0f} MB; while files were read, from the "
        f"first quarter to the last, it grew by {found.growth_mb:,.0f} MB.\n\n{table(('step', 'seconds'), rows)}"
    )


def main() -> int:
    """Measures and writes; 1 when the re-ingest takes longer than its bound."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--sections", type=int, default=10)
    parser.add_argument("--changed", type=float, default=0.01)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    turn_off(offline=True)
    from assistant.build import build_embedder
    from assistant.settings import read_settings

    embedder = build_embedder(read_settings())
    embedder.embed_query("warm")
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), arguments.documents, arguments.changed, embedder, arguments.sections)
    text = report_text(found)
    sys.stdout.write(text)
    if arguments.out:
        write_json(arguments.out, asdict(found))
    if arguments.write:
        write_section(_SECTION, text)
    return 0 if found.refresh_seconds <= found.bound_seconds else 1


if __name__ == "__main__":
    sys.exit(main())
