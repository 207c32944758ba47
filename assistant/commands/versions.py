"""`tongwen history`, `diff`, `generations`, `rollback` and `purge`: what documents said before, and going back."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.build import build_shelf
from assistant.console import one_line
from index.errors import NoIndexError
from index.generation import Generations
from index.lock import writing
from index.manifest import read_manifest
from index.purge import purge as purge_documents
from ingest.errors import SourceError
from ingest.wording import edits

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from assistant.console import Console
    from assistant.settings import Settings
    from index.history import Version

_SHOWN_CANDIDATES = 5


def history(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Lists the versions of a document, oldest first."""
    found = _versions(settings, arguments.document)
    lines = [
        f"{each.number:4}  {each.at[:19]}  {each.change:8}  {each.characters:9,} characters  {one_line(each.file, 200)}\n"
        for each in found
    ]
    console.result({"versions": [asdict(each) for each in found]}, "".join(lines))
    return 0


def diff(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Shows what changed in words between two versions of a document, by default the last two."""
    found = [each for each in _versions(settings, arguments.document) if each.characters]
    numbers = [each.number for each in found]
    new = arguments.to or (numbers[-1] if numbers else 0)
    old = arguments.since or next((number for number in reversed(numbers) if number < new), 0)
    for number in (old, new):
        if number not in numbers:
            kept = ", ".join(map(str, numbers)) or "none"
            message = f"{arguments.document} has no version {number or 'before that'} with a text; kept are {kept}."
            raise SourceError(message)
    store = Generations(settings.data).open_history()
    changed = edits(store.text(found[0].document_id, old), store.text(found[0].document_id, new))
    store.close()
    lines = [f"{one_line(found[-1].file, 200)}: version {old} → {new}\n"]
    for each in changed:
        lines.append(f"\n  … {one_line(each.left)} […] {one_line(each.right)} …\n")
        lines += [f"  - {one_line(each.before, 600)}\n"] if each.before else []
        lines += [f"  + {one_line(each.after, 600)}\n"] if each.after else []
    if not changed:
        lines.append("The words are the same.\n")
    fields = {"file": found[-1].file, "from": old, "to": new, "edits": [asdict(each) for each in changed]}
    console.result(fields, "".join(lines))
    return 0


def generations(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Lists the generations that are kept, oldest first; the published one is marked."""
    del arguments
    every = Generations(settings.data)
    current = every.current_id()
    found = []
    for name in every.kept_ids():
        manifest = read_manifest(every.directory(name))
        fields = {"id": name, "created": manifest.created, "documents": len(manifest.indexed), "chunks": manifest.chunks}
        found.append(fields | {"is_current": name == current})
    lines = [
        f"{'*' if each['is_current'] else ' '} {each['id']}  {str(each['created'])[:19]}  {each['documents']:,} documents, "
        f"{each['chunks']:,} chunks\n"
        for each in found
    ]
    console.result({"generations": found}, "".join(lines) or "No generation yet.\n")
    return 0


def rollback(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Publishes the generation before the current one, or the one named; the sources stay as they are."""
    with writing(settings.data):
        every = Generations(settings.data)
        before = every.current_id()
        manifest = every.roll_back(arguments.to or "")
    fields = {"generation": manifest.id, "before": before, "created": manifest.created, "documents": len(manifest.indexed)}
    text = (
        f"Generation {manifest.id} of {manifest.created[:19]} answers now, with {len(manifest.indexed):,} documents; "
        "the next `tongwen ingest` brings it in line with the sources again.\n"
    )
    console.result(fields, text)
    return 0


def purge(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Takes every trace of a document out of the data directory, earlier generations and logs included."""
    with writing(settings.data):
        found = _versions(settings, arguments.document)
        shelf = build_shelf(settings, is_anew=True, progress=console.progress)
        purged = purge_documents(shelf, [found[0].document_id], console.progress)
    files = [state.file for state in purged] or [found[0].file]
    there = [state.file for state in purged if (Path(state.source) / state.file).exists() or Path(state.source).is_file()]
    fields = {"purged": files, "generation": Generations(settings.data).current_id(), "still_in_source": there}
    console.result(fields, f"Nothing is left of {', '.join(one_line(file, 200) for file in files)}.\n")
    if there:
        console.say(
            f"{', '.join(there)}: the file is still in its source; delete it there, or the next ingest adds it again."
        )
    return 0


def _versions(settings: Settings, wanted: str) -> list[Version]:
    """The versions of the one document that `wanted` names: its id, its file, or an end or a part of that no other has.

    Raises: SourceError when none or several are meant; NoIndexError.
    """
    every = Generations(settings.data)
    if not every.current_id():
        message = f"There is no index in {settings.data} yet; run `tongwen ingest PATH` with a folder of documents."
        raise NoIndexError(message)
    store = every.open_history()
    versions = store.versions()
    store.close()
    folded = wanted.casefold()
    tests: tuple[Callable[[str, str], bool], ...] = (
        lambda key, file: wanted in {key, file},
        lambda _, file: file.endswith(f"/{wanted}"),
        lambda _, file: folded in file.casefold(),
    )
    for is_meant in tests:
        meant = {each.document_id: each.file for each in versions if is_meant(each.document_id, each.file)}
        if len(meant) == 1:
            return [each for each in versions if each.document_id in meant]
        if meant:
            several = ", ".join(f"{file} ({key})" for key, file in list(meant.items())[:_SHOWN_CANDIDATES])
            message = f"{wanted!r} names {len(meant)} documents: {several}; give the whole name or the id."
            raise SourceError(message)
    message = f"No document {wanted!r} is or was in this index; `tongwen quality` lists those that are."
    raise SourceError(message)
