"""`tongwen quality`, `verify`, `repair` and `doctor`: is what was read good, is the index sound, is the installation."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from assistant.build import build_shelf
from assistant.console import one_line
from index.errors import IndexingError
from index.generation import Generations
from index.lock import holder, writing
from index.repair import repair as repair_index
from index.verify import verify_in_child
from ingest.errors import SourceError
from ingest.quality import Quality
from ingest.quality import quality as quality_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from assistant.console import Console
    from assistant.settings import Settings
    from index.shelf import GenerationShelf
    from ingest.report import Report

_LEAST_FREE_BYTES = 2_000_000_000
_SHOWN_FAULTS = 50


def quality(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Shows how well each document was read, and what looks wrong in it."""
    store = Generations(settings.data).open_documents()
    found = []
    for document_id in store.ids():
        document = store.document(document_id)
        if arguments.document.casefold() in f"{document.file}\n{document_id}".casefold():
            found.append(quality_of(document, [part for part, _, _ in store.chunks_of(document_id)]))
    store.close()
    if arguments.document and not found:
        message = f"No document {arguments.document!r} is in this index; `tongwen quality` lists those that are."
        raise SourceError(message)
    found.sort(key=lambda each: (each.source, each.file))
    console.result({"documents": [asdict(each) for each in found]}, "".join(map(_quality_lines, found)))
    return 0


def verify(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Compares every part of the published generation with every other; 1 when something is wrong."""
    del arguments
    generations = Generations(settings.data)
    current = generations.current_id()
    if not current:
        generations.open_documents()  # says that there is no index yet
    console.progress("verifying", 0, 1)
    faults = verify_in_child(generations.directory(current))
    lines = [f"{each.part}: {one_line(each.document, 200) or 'the whole'}: {one_line(each.what, 400)}\n" for each in faults]
    more = f"… and {len(faults) - _SHOWN_FAULTS} more\n" if len(faults) > _SHOWN_FAULTS else ""
    text = "".join(lines[:_SHOWN_FAULTS]) + more + ("Run `tongwen repair`.\n" if faults else "All is well.\n")
    console.result({"generation": current, "faults": [asdict(each) for each in faults]}, text)
    return 1 if faults else 0


def repair(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Mends a damaged index, keeping all of it that is sound."""
    del arguments
    from ingest.refresh import refresh
    from ingest.sandbox import Sandbox

    def shelf(**options: Any) -> GenerationShelf:  # noqa: ANN401 - those of build_shelf
        return build_shelf(settings, progress=console.progress, **options)

    def in_line(made: GenerationShelf) -> Report:
        from ingest.refresh import Options

        with Sandbox() as sandbox:
            return refresh((), made, sandbox, Options(rebuild=made.rebuild), progress=console.progress)

    with writing(settings.data):
        result = repair_index(Generations(settings.data), shelf, in_line, console.progress)
    for fault in result.faults[:_SHOWN_FAULTS]:
        console.say(f"found: {fault.part}: {one_line(fault.document, 200) or 'the whole'}: {one_line(fault.what, 400)}")
    console.result(asdict(result), f"Done: {result.done}. Generation {result.generation} answers now.\n")
    return 0


def doctor(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Looks at everything that Tongwen stands on; 1 when something has to be done."""
    del arguments
    checks = list(_checks(settings))
    lines = [f"{'ok  ' if each['ok'] else 'FIX '} {each['name']:16} {each['told']}\n" for each in checks]
    console.result({"checks": checks}, "".join(lines))
    return 0 if all(each["ok"] for each in checks) else 1


def _checks(settings: Settings) -> Iterator[dict[str, Any]]:
    def told(name: str, text: str, *, ok: bool) -> dict[str, Any]:
        return {"name": name, "told": text, "ok": ok}

    version = ".".join(map(str, sys.version_info[:3]))
    yield told("python", version, ok=sys.version_info >= (3, 11))
    for name, folder in (("data directory", settings.data), ("cache", settings.cache)):
        existing = next(path for path in (folder, *folder.parents) if path.exists())
        is_writable = existing.is_dir() and os.access(existing, os.W_OK | os.X_OK)
        free = shutil.disk_usage(existing).free
        what = f"{folder}, {free / 1e9:.1f} GB free" if is_writable else f"{folder} cannot be written; check its permissions"
        yield told(name, what, ok=is_writable and free > _LEAST_FREE_BYTES)
    generations = Generations(settings.data)
    try:
        manifest = generations.checked_manifest(deeply=True)
        text = (
            f"generation {manifest.id}, {len(manifest.indexed):,} documents"
            if manifest
            else "none: run `tongwen ingest PATH`"
        )
        yield told("index", text, ok=manifest is not None)
    except IndexingError as error:
        yield told("index", one_line(str(error), 400), ok=False)
        manifest = None
    for source in manifest.sources if manifest else ():
        is_there = source.kind not in {"files", "list"} or os.path.exists(source.name)  # noqa: PTH110 - a name of any bytes
        yield told("source", source.name if is_there else f"{source.name} is not there", ok=is_there)
    who = holder(settings.data)
    yield told("writer", who or "none", ok=True)
    from assistant.commands.machine import weights_there

    for fields in weights_there(settings):
        where = "present" if fields["present"] else "missing: run `tongwen weights`"
        yield told("weights", f"{fields['name']}: {where}", ok=bool(fields["present"]))
    is_read = shutil.which("tesseract") is not None
    yield told("ocr", "tesseract is there" if is_read else "no tesseract: pages that are images are not read", ok=True)


def _quality_lines(found: Quality) -> str:
    pages = f", {found.pages} pages" if found.pages else ""
    tables = f", {found.tables} tables" if found.tables else ""
    low, middle, high = found.chunk_sizes
    lines = [
        f"{one_line(found.file, 200)}\n",
        f"    {found.language}, {found.date or 'no date'}, {one_line(found.subject, 100) or 'no institution'}\n",
        f"    {found.characters:,} characters{pages}{tables}, {found.chunks} chunks of {low} to {high} letters ({middle})\n",
        *(f"    ! {one_line(each, 300)}\n" for each in found.warnings),
        *(f"    ! hidden: {one_line(each, 200)}\n" for each in found.hidden),
        *(f"    ! an order: {one_line(each, 200)}\n" for each in found.orders),
    ]
    return "".join(lines)
