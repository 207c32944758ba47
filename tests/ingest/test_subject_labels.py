"""The subjects of 72 documents in twelve languages against labels written by hand (docs/decisions/006)."""

from __future__ import annotations

import json
from pathlib import Path

from index.subjects import Subjects
from ingest.describe import describe
from ingest.readers import read

DOCUMENTS = Path(__file__).parents[2] / "evals" / "documents"
LEAST_RIGHT = 62


def is_right(label: dict[str, object]) -> bool:
    file = str(label["file"])
    found = describe(
        read(file, (DOCUMENTS / "mixed" / file).read_bytes()), document_id=file, source="s", file=file, content_hash="h"
    )
    names = label["names"]
    assert isinstance(names, list)
    wanted = [str(name) for name in (label["institution"], *names) if name]
    if not found.subject or not wanted:
        return not found.subject and not wanted
    return any(len(Subjects({"a": [name], "b": [want]})) == 1 for name in found.subject.names for want in wanted)


def test_most_documents_are_about_whom_their_label_says() -> None:
    labels = [json.loads(line) for line in (DOCUMENTS / "mixed-subjects.jsonl").read_text("utf-8").splitlines()]
    wrong = [label["file"] for label in labels if not is_right(label)]
    assert len(labels) == 72
    assert len(labels) - len(wrong) >= LEAST_RIGHT, wrong
