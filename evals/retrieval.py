"""Measures retrieval alone: recall@k and nDCG@k of the documents that hold the answer.

A set is a folder with documents as JSON lines (`doc_id`, `title`, `text`) and questions with `gold_doc_ids`.
Run: python -m evals.retrieval DOCS.jsonl QUESTIONS.jsonl [--question FIELD] [--k 5].
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

if TYPE_CHECKING:
    from collections.abc import Iterable


def read_json_lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSON-lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def write_documents(documents: Iterable[dict[str, Any]], folder: Path) -> None:
    """Writes each document as a text file whose name is its id, percent-encoded."""
    folder.mkdir(parents=True, exist_ok=True)
    for document in documents:
        text = document["text"]
        title = document.get("title", "")
        body = text if not title or text.startswith(title) else f"{title}\n\n{text}"
        (folder / f"{quote(document['doc_id'], safe='')}.txt").write_text(body, "utf-8")


def document_id(file: str) -> str:
    """The id of the document written to `file`."""
    return unquote(Path(file).stem)
