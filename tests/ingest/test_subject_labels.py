"""The subjects of documents in many languages against labels written by hand (docs/decisions/006)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.subjects import Subjects
from ingest.describe import describe
from ingest.readers import read

DOCUMENTS = Path(__file__).parents[2] / "evals" / "documents"


def is_right(folder: str, label: dict[str, object]) -> bool:
    file = str(label["file"])
    found = describe(
        read(file, (DOCUMENTS / folder / file).read_bytes()), document_id=file, source="s", file=file, content_hash="h"
    )
    names = label["names"]
    assert isinstance(names, list)
    wanted = [str(name) for name in (label["institution"], *names) if name]
    if not found.subject or not wanted:
        return not found.subject and not wanted
    return any(len(Subjects({"a": [name], "b": [want]})) == 1 for name in found.subject.names for want in wanted)


@pytest.mark.parametrize(("folder", "documents", "least_right"), [("mixed", 72, 62), ("offices", 36, 35)])
def test_most_documents_are_about_whom_their_label_says(folder: str, documents: int, least_right: int) -> None:
    labels = [json.loads(line) for line in (DOCUMENTS / f"{folder}-subjects.jsonl").read_text("utf-8").splitlines()]
    wrong = [label["file"] for label in labels if not is_right(folder, label)]
    assert len(labels) == documents
    assert documents - len(wrong) >= least_right, wrong
