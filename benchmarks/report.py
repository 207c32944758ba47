"""Markdown of the benchmarks: tables, and the sections of docs/benchmarks.md, one a benchmark."""

from __future__ import annotations

import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
_TITLE = "# Benchmarks\n\nWritten by `python -m benchmarks.answers --write` and `python -m benchmarks.ingest --write`.\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table: words in the first column, numbers right of it."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def percent(part: int, whole: int) -> str:
    """The share with both counts; a dash when there is nothing to count."""
    return f"{part / whole:.0%} ({part} of {whole})" if whole else "–"


def ratio(ours: float, theirs: float) -> str:
    """`ours` divided by `theirs`; a dash when that cannot be divided by."""
    return f"{ours / theirs:.2f}" if theirs else "–"


def machine() -> str:
    """When and on what this ran, in one sentence: load of other programs is told, for it makes everything slower."""
    model = platform.machine()
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), model)
    except OSError:
        pass
    load = f", load average {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC on {os.cpu_count()} cores of {model}{load}, Python {platform.python_version()}."


def write_json(found: dict[str, Any], path: Path) -> None:
    """Writes a result whole: a run that is killed leaves the last complete one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.part")
    partial.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    partial.replace(path)


def write_section(name: str, text: str, page: Path = PAGE) -> None:
    """Puts `text` into the page in place of the section of the same name, or at its end."""
    begin, end = f"<!-- {name}: begin -->\n", f"<!-- {name}: end -->\n"
    known = page.read_text("utf-8") if page.is_file() else _TITLE
    before, found, rest = known.partition(begin)
    after = rest.partition(end)[2] if found else ""
    page.parent.mkdir(parents=True, exist_ok=True)
    head = before if found else before.rstrip() + "\n\n"
    page.write_text(f"{head}{begin}{text.strip()}\n{end}{after}", "utf-8")
