"""`tongwen ingest` and `tongwen sources`: what the index mirrors."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.build import build_shelf
from assistant.console import one_line
from index.generation import Generations
from index.lock import writing
from ingest.errors import SourceError
from ingest.refresh import Report, forget, refresh
from ingest.sandbox import Sandbox

if TYPE_CHECKING:
    import argparse

    from assistant.console import Console
    from assistant.settings import Settings


def ingest(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Brings the index in line with its sources and reports; 0 all good, 1 in part, 2 nothing done."""
    paths = [_path(text) for text in arguments.paths]
    with writing(settings.data), Sandbox() as sandbox:
        shelf = build_shelf(settings, rebuild=arguments.rebuild, progress=console.progress)
        if not paths and not shelf.sources():
            message = "The index mirrors no source yet; name a folder or file: `tongwen ingest PATH`."
            raise SourceError(message)
        if arguments.rebuild and paths:
            paths += [Path(source) for source in shelf.damaged_sources()]
        report = refresh(paths, shelf, sandbox, rebuild=arguments.rebuild, progress=console.progress)
    _show(report, console)
    return report.exit_code


def sources(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Lists the sources with the count of documents of each."""
    del arguments
    manifest = Generations(settings.data).manifest()
    documents = manifest.documents if manifest else ()
    found = [
        {"source": name, "documents": sum(entry.source == name for entry in documents)}
        for name in (manifest.sources if manifest else ())
    ]
    lines = [f"{each['documents']:6}  {one_line(str(each['source']), 1000)}" for each in found]
    console.result({"sources": found}, "".join(f"{line}\n" for line in lines) or "No sources yet.\n")
    return 0


def remove(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Takes a source with all its documents out of the index."""
    with writing(settings.data):
        report = forget(arguments.source, build_shelf(settings, progress=console.progress), console.progress)
    _show(report, console)
    return 0


def _path(text: str) -> Path:
    if not text.strip() or "\0" in text:
        message = f"{text!r} is no path; name a folder or file: `tongwen ingest PATH`."
        raise SourceError(message)
    return Path(text)


def _show(report: Report, console: Console) -> None:
    found: dict[str, Any] = asdict(report)
    for name in ("skipped", "failed"):
        found[name] = [{"file": file, "reason": reason} for file, reason in found[name]]
        for each in found[name]:
            console.say(f"{name}: {one_line(each['file'], 400)}: {one_line(each['reason'], 400)}")
    counts = [f"{name} {found[name]}" for name in ("added", "updated", "unchanged", "renamed", "removed")]
    counts += [f"{name} {len(found[name])}" for name in ("skipped", "failed")]
    generation = report.generation or "none"
    console.result(found, f"{', '.join(counts)} · generation {generation} · {report.seconds:.1f} s\n")
