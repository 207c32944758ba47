"""`tongwen ingest`, `tongwen sources` and `tongwen runs`: what the index mirrors, and what became of it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.build import build_shelf
from assistant.console import one_line
from index.generation import Generations
from index.lock import writing
from index.runs import RunLog, read_run
from index.runs import runs as every_run
from ingest.errors import SourceError
from ingest.refresh import Options, forget, refresh
from ingest.report import Report
from ingest.sandbox import Sandbox
from ingest.sources import Source, SourceKind, source_name, source_of

if TYPE_CHECKING:
    import argparse

    from assistant.console import Console
    from assistant.settings import Settings
    from ingest.refresh import Progress

_COUNTS = ("added", "updated", "unchanged", "renamed", "removed", "duplicate")
_SITEMAP = ("sitemap.xml", "sitemap.xml.gz", "sitemap_index.xml")


def ingest(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Brings the index in line with its sources and reports; 0 all good, 1 in part, 2 nothing done."""
    asked = [_source(text, arguments) for text in arguments.paths]
    options = Options(
        rebuild=arguments.rebuild,
        is_dry_run=arguments.dry_run,
        allow_shrink=arguments.allow_shrink,
        local_ports=tuple(int(port) for port in settings.local_ports.split(",") if port),
    )
    with writing(settings.data), _ended_by_sigterm(), _logged(settings, "ingest", console) as (run, progress):
        shelf = build_shelf(settings, rebuild=arguments.rebuild, progress=progress)
        if not asked and not shelf.sources():
            message = "The index mirrors no source yet; name a folder or file: `tongwen ingest PATH`."
            raise SourceError(message)
        if arguments.rebuild and asked:
            asked += [source for source in shelf.damaged_sources() if source.name not in {each.name for each in asked}]
        with Sandbox() as sandbox:
            report = refresh(asked, shelf, sandbox, options, progress=progress)
        run.write("ended", report=_fields(report))
    _show(report, console)
    return report.exit_code


def sources(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Lists the sources with the count of documents of each."""
    del arguments
    manifest = Generations(settings.data).manifest()
    documents = manifest.documents if manifest else ()
    found = [
        {"source": each.name, "kind": each.kind, "documents": sum(entry.source == each.name for entry in documents)}
        for each in (manifest.sources if manifest else ())
    ]
    lines = [f"{each['documents']:6}  {each['kind']:8}  {one_line(str(each['source']), 1000)}" for each in found]
    console.result({"sources": found}, "".join(f"{line}\n" for line in lines) or "No sources yet.\n")
    return 0


def remove(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Takes a source with all its documents out of the index."""
    with writing(settings.data), _ended_by_sigterm(), _logged(settings, "sources remove", console) as (run, progress):
        report = forget(arguments.source, build_shelf(settings, progress=progress), progress)
        run.write("ended", report=_fields(report))
    _show(report, console)
    return 0


def runs(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Lists what re-ingests did, newest first, or the events of one."""
    if arguments.run_id:
        path = settings.data / "runs" / f"{arguments.run_id}.jsonl"
        if not arguments.run_id.isalnum() or not path.is_file():
            message = f"There is no run {arguments.run_id}; `tongwen runs` lists them."
            raise SourceError(message)
        events = read_run(path)
        text = "".join(
            f"{event.pop('at')}  {event.pop('event')}  {one_line(str(event), 400)}\n" for event in map(dict, events)
        )
        console.result({"events": events}, text)
        return 0
    found = every_run(settings.data)
    lines = []
    for each in found:
        told = each["error"] or (_counts(each["report"]) if each["report"] else "did not end: it was killed or is running")
        lines.append(f"{each['id']}  {each['begun'][:19]}  {each['command']}: {one_line(told, 300)}\n")
    console.result({"runs": found}, "".join(lines) or "No runs yet.\n")
    return 0


@contextmanager
def _logged(settings: Settings, command: str, console: Console) -> Iterator[tuple[RunLog, Progress]]:
    """A log of the run, and progress that goes into it and onto the console."""
    run = RunLog(settings.data, command)

    def progress(step: str, done: int, total: int) -> None:
        run.progress(step, done, total)
        console.progress(step, done, total)

    try:
        yield run, progress
    except KeyboardInterrupt:
        run.write("failed", error="was cancelled; the index is as it was")
        raise
    except Exception as error:
        run.write("failed", error=one_line(str(error), 1000))
        raise


@contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """A polite kill ends the run as Ctrl-C does: what was built is removed, the old index stays."""

    def end(_signal: int, _frame: object) -> None:
        raise KeyboardInterrupt

    try:
        before = signal.signal(signal.SIGTERM, end)
    except ValueError:  # not the main thread: whoever runs it there minds signals itself
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _source(text: str, arguments: argparse.Namespace) -> Source:
    """The source that an argument names: an address, or a path."""
    if not text.strip() or "\0" in text:
        message = f"{text!r} is no path; name a folder or file: `tongwen ingest PATH`."
        raise SourceError(message)
    kind: SourceKind | None = arguments.kind
    bounds = {"depth": arguments.depth or 0, "pages": arguments.pages or 0}
    if not text.lower().startswith(("http://", "https://")):
        if kind in {None, "files"}:
            return source_of(Path(text))
        if kind == "list":
            return Source(source_name(Path(text)), "list", **bounds)
        message = f"{text!r} is no address of a website; {kind} sources begin with https:// or http://."
        raise SourceError(message)
    if kind in {"files", "list"}:
        message = f"{text!r} is an address, but --as {kind} wants a path; leave --as out to mirror the page."
        raise SourceError(message)
    guessed: SourceKind = "sitemap" if text.lower().split("?")[0].endswith(_SITEMAP) else "page"
    return Source(text.strip(), kind or guessed, **bounds)


def _fields(report: Report) -> dict[str, Any]:
    found: dict[str, Any] = {"generation": report.generation}
    found |= {name: getattr(report, name) for name in _COUNTS}
    for name in ("skipped", "failed"):
        found[name] = [{"file": file, "reason": reason} for file, reason in getattr(report, name)]
    found |= {"seconds": report.seconds, "dry_run": report.is_dry_run, "changes": [asdict(each) for each in report.changes]}
    return found


def _counts(fields: dict[str, Any]) -> str:
    counts = [f"{name} {fields[name]}" for name in _COUNTS]
    counts += [f"{name} {len(fields[name])}" for name in ("skipped", "failed")]
    return ("dry run: " if fields["dry_run"] else "") + ", ".join(counts)


def _show(report: Report, console: Console) -> None:
    fields = _fields(report)
    for each in report.changes:
        if each.state in {"skipped", "failed"} or report.is_dry_run:
            what = f"would be {each.state}" if report.is_dry_run and each.state not in {"skipped", "failed"} else each.state
            reason = f": {one_line(each.reason, 400)}" if each.reason else ""
            console.say(f"{what}: {one_line(each.file, 400)}{reason}")
    generation = f"generation {report.generation or 'none'}"
    console.result(fields, f"{_counts(fields)} · {generation} · {report.seconds:.1f} s\n")
