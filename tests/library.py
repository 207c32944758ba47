"""A data directory with a hash embedder: ingest and search in one line, for tests of whole re-ingests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes import HashEmbedder

from index import probe
from index.generation import Generations
from index.passage import Query
from index.search import Index
from index.shelf import GenerationShelf
from ingest.refresh import Options, forget, refresh
from ingest.report import Report
from ingest.sandbox import Sandbox
from ingest.sources import source_of

TUITION = "Linlan University asks a tuition of 3,000 yuan for each year of study.\n"
HOUSING = "Housing on the campus of Linlan University is free for exchange students.\n"


class Library:
    """`data` and `sources` are folders under `root`; `stages` lists the progress told in the last ingest."""

    def __init__(self, root: Path, sandbox: Sandbox, embedder: HashEmbedder | None = None) -> None:
        self.data, self.sources = root / "data", root / "sources"
        self.sources.mkdir(parents=True, exist_ok=True)
        self.sandbox = sandbox
        self.embedder = embedder or HashEmbedder()
        self.stages: list[str] = []

    @property
    def generations(self) -> Generations:
        return Generations(self.data)

    @property
    def published(self) -> Path:
        """The folder of the published generation."""
        return self.data / "generations" / self.generations.current_id()

    def write(self, file: str, text: str) -> Path:
        path = self.sources / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return path

    def shelf(self, **options: Any) -> GenerationShelf:
        """The shelf of a re-ingest; `options` are those of GenerationShelf."""
        return GenerationShelf(options.pop("generations", self.generations), lambda: self.embedder, **options)

    def ingest(self, *paths: Path, progress: Callable[[str, int, int], None] | None = None, **options: bool) -> Report:
        """Brings `paths`, or the folder `sources`, in line; `options` are those of ingest.refresh.Options."""
        self.stages = []

        def told(stage: str, done: int, total: int) -> None:
            self.stages.append(stage)
            if progress:
                progress(stage, done, total)

        shelf = self.shelf(rebuild=options.get("rebuild", False))
        sources = [source_of(path) for path in paths or (self.sources,)]
        return refresh(sources, shelf, self.sandbox, Options(**options), progress=told)

    def ingest_into(self, shelf: GenerationShelf) -> Report:
        """As `ingest`, into a shelf of the test's own."""
        return refresh([source_of(self.sources)], shelf, self.sandbox, progress=lambda *_: None)

    def forget(self, source: Path) -> Report:
        return forget(str(source), self.shelf(), lambda *_: None)

    def open(self) -> Index:
        return self.generations.open(self.embedder)

    def found(self, question: str, k: int = 20) -> list[str]:
        """The files of the passages found, best first."""
        index = self.open()
        files = [passage.document.file for passage in index.search(Query(question), k)]
        index.close()
        return files

    def texts(self) -> dict[str, str]:
        """The text of each file as indexed."""
        index = self.open()
        texts = {document.file: document.text for document in index.documents.documents()}
        index.close()
        return texts


def counts(report: Report) -> dict[str, int]:
    """What a report counts, without zeros; lists by their length."""
    names = ("added", "updated", "unchanged", "renamed", "removed", "duplicate", "skipped", "failed")
    values = {name: getattr(report, name) for name in names}
    return {name: value if isinstance(value, int) else len(value) for name, value in values.items() if value}


@pytest.fixture(scope="session")
def sandbox() -> Iterator[Sandbox]:
    """One reader in a child process for all tests."""
    with Sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def library(tmp_path: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Library:
    """An empty library whose builds are probed in this process: a child takes two seconds to start."""
    monkeypatch.setattr(probe, "probe_in_child", probe.probe)
    return Library(tmp_path, sandbox)


@pytest.fixture
def filled(library: Library) -> Library:
    """A library of two documents, ingested."""
    library.write("a.txt", TUITION)
    library.write("b.txt", HOUSING)
    library.ingest()
    return library


@pytest.fixture
def among_strays(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """A working directory with packages of the names of ours, none of which may be imported."""
    folder = tmp_path_factory.mktemp("strays")
    for package in ("ingest", "index"):
        (folder / package).mkdir()
        (folder / package / "__init__.py").write_text("raise SystemExit('a stray package was imported')\n")
    monkeypatch.chdir(folder)
    monkeypatch.delenv("PYTHONPATH", raising=False)
