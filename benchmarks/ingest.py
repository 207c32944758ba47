"""A whole ingest against the bare embedding model on the same texts: same embedder, same batches, same process.

The model is loaded and warm before any clock starts. In each round both are timed, taking turns at being first; the
second ingest of the unchanged files must compute no embedding, else the exit code is 1.
Run: python -m benchmarks.ingest [--documents FOLDER|DOCS.jsonl] [--rounds N] [--out FILE] [--write].
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.report import machine, table, write_json, write_section
from index.telemetry import turn_off

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np

    from index.embedding import Embedder
    from ingest.report import Report

_SECTION = "ingest"
_AIM = 0.8  # of the bare model's speed; the project's own aim
_CORPUS = Path(__file__).parent.parent / "corpus"


class CountingEmbedder:
    """An embedder that counts what it is asked to embed and for how long."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name = embedder.name
        self.embedded = 0
        self.seconds = 0.0

    @property
    def dimension(self) -> int:
        """See Embedder."""
        return self._embedder.dimension

    @property
    def fingerprint(self) -> str:
        """See Embedder."""
        return self._embedder.fingerprint

    def embed_documents(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> np.ndarray:
        """See Embedder."""
        begun = time.monotonic()
        vectors = self._embedder.embed_documents(texts, progress)
        self.embedded += len(texts)
        self.seconds += time.monotonic() - begun
        return vectors

    def embed_query(self, text: str) -> np.ndarray:
        """See Embedder."""
        self.embedded += 1
        return self._embedder.embed_query(text)


@dataclass(frozen=True)
class Round:
    """One round; `embedding` is the part of `first` that the model took."""

    bare_seconds: float
    first_seconds: float
    embedding_seconds: float
    second_seconds: float
    second_embedded: int
    documents: int
    chunks: int

    @property
    def speed(self) -> float:
        """The speed of the whole ingest as a share of the bare model's."""
        return self.bare_seconds / self.first_seconds


def ingest(documents: Path, data: Path, embedder: CountingEmbedder) -> tuple[Report, float]:
    """The report of one ingest into `data` and its seconds, from listing the files to the published pointer.

    Raises: SystemExit when a file could not be read, for then less was measured than is told.
    """
    from index.generation import Generations
    from index.shelf import GenerationShelf
    from ingest.refresh import refresh
    from ingest.sandbox import Sandbox
    from ingest.sources import source_of

    begun = time.monotonic()
    with Sandbox() as sandbox:
        shelf = GenerationShelf(Generations(data), lambda: embedder)
        report = refresh([source_of(documents)], shelf, sandbox, progress=lambda _step, _done, _total: None)
    seconds = time.monotonic() - begun
    if report.failed:
        raise SystemExit("; ".join(f"{file}: {reason}" for file, reason in report.failed))
    return report, seconds


def embedded_texts(data: Path) -> list[str]:
    """The texts that the ingest into `data` gave to the model, in its order."""
    from index.generation import Generations
    from ingest.chunking import embedded_text

    store = Generations(data).open_documents()
    return [embedded_text(each, part) for each in store.documents() for part, _, _ in store.chunks_of(each.id)]


def measure(documents: Path, embedder: Embedder, texts: Sequence[str], *, bare_first: bool) -> Round:
    """One round: the bare model on `texts`, an ingest into a fresh data directory, and the same ingest again."""
    counting = CountingEmbedder(embedder)
    bare = _bare_seconds(embedder, texts) if bare_first else 0.0
    with tempfile.TemporaryDirectory(prefix="tongwen-bench-") as folder:
        report, first = ingest(documents, Path(folder), counting)
        if counting.embedded != len(texts):
            raise SystemExit(f"The ingest embedded {counting.embedded} texts, not the {len(texts)} of the bare model.")
        embedding = counting.seconds
        second = ingest(documents, Path(folder), counting)[1]
    again = counting.embedded - len(texts)
    bare = bare or _bare_seconds(embedder, texts)
    return Round(bare, first, embedding, second, again, report.added, len(texts))


def report_of(rounds: Sequence[Round], told: str) -> str:
    """The results as Markdown; seconds are medians over the rounds, the speed that of each round's own pair."""
    chunks = rounds[0].chunks
    speeds = [each.speed for each in rounds]

    def per_thousand(name: str) -> str:
        return f"{median(getattr(each, name) for each in rounds) * 1000 / chunks:.2f}"

    rows = [
        ("bare embedding model, s per 1,000 chunks", per_thousand("bare_seconds")),
        ("whole ingest, s per 1,000 chunks", per_thousand("first_seconds")),
        ("of it the embedding model", per_thousand("embedding_seconds")),
        (
            f"speed of the ingest / bare model (aim: {_AIM})",
            f"{median(speeds):.2f} ({min(speeds):.2f} to {max(speeds):.2f})",
        ),
        ("second ingest, unchanged: embeddings computed", str(max(each.second_embedded for each in rounds))),
        ("second ingest, unchanged: seconds", f"{median(each.second_seconds for each in rounds):.2f}"),
        ("second ingest / first, seconds", _share_of_first(rounds)),
    ]
    return f"## Ingest: the whole against the bare embedding model\n\n{told}\n\n{table(('', 'median'), rows)}"


def _share_of_first(rounds: Sequence[Round]) -> str:
    """How long the second ingest takes as a share of the first."""
    return f"{median(each.second_seconds / each.first_seconds for each in rounds):.1%}"


def main() -> int:
    """Measures and prints the table; 1 when a second ingest computed embeddings."""
    arguments = _parser().parse_args()
    turn_off()
    from assistant.build import build_embedder
    from assistant.console import Console, use_utf8
    from assistant.settings import read_settings

    use_utf8()
    console = Console()
    settings = read_settings()
    embedder = build_embedder(settings, console.progress)
    started = machine()
    with tempfile.TemporaryDirectory(prefix="tongwen-bench-") as folder:
        documents = _folder(arguments.documents, Path(folder) / "documents")
        console.say("warming up: one ingest that is not counted …")
        counting = CountingEmbedder(embedder)
        ingest(documents, Path(folder) / "data", counting)
        texts = embedded_texts(Path(folder) / "data")
        rounds = []
        for number in range(arguments.rounds):
            rounds.append(measure(documents, embedder, texts, bare_first=number % 2 == 0))
            console.progress("rounds", number + 1, arguments.rounds)
    told = (
        f"{rounds[0].documents} documents, {rounds[0].chunks} chunks of `{arguments.documents.name}`, "
        f"{len(rounds)} rounds, `{settings.embedding_model}`. {started}"
    )
    text = report_of(rounds, told)
    console.write(text)
    if arguments.out:
        write_json({"about": told, "rounds": [{**asdict(each), "speed": each.speed} for each in rounds]}, arguments.out)
    if arguments.write:
        write_section(_SECTION, text)
    return int(any(each.second_embedded for each in rounds))


def _bare_seconds(embedder: Embedder, texts: Sequence[str]) -> float:
    begun = time.monotonic()
    embedder.embed_documents(texts)
    return time.monotonic() - begun


def _folder(documents: Path, target: Path) -> Path:
    """The folder of documents: the given one, or one written of the lines of a JSON-lines file."""
    if documents.is_dir():
        return documents
    from evals.retrieval import read_json_lines, write_documents

    write_documents(read_json_lines(documents), target)
    return target


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Compares a whole ingest with the bare embedding model.")
    parser.add_argument("--documents", type=Path, default=_CORPUS, help="a folder, or JSON lines with doc_id, title, text")
    parser.add_argument("--rounds", type=int, choices=range(1, 21), metavar="N", default=3, help="1 to 20")
    parser.add_argument("--out", type=Path, help="a JSON file for the rounds")
    parser.add_argument("--write", action="store_true", help="put the table into docs/benchmarks.md")
    return parser


if __name__ == "__main__":
    sys.exit(main())
