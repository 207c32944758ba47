"""Measures retrieval alone: recall@k and nDCG@k of the documents that hold the answer.

A set is a folder with documents as JSON lines (`doc_id`, `title`, `text`) and questions with `gold_doc_ids`.
Run: python -m evals.retrieval DOCS.jsonl QUESTIONS.jsonl [--question FIELD] [-k 5].
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

from evals.metrics import ndcg_at_k, recall_at_k
from index.telemetry import turn_off

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


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


def measure(
    documents: list[dict[str, Any]],
    questions: list[dict[str, Any]],
    field: str,
    k: int,
    progress: Callable[[str, int, int], None],
) -> dict[str, float]:
    """Means over the questions that have a gold document: recall@k, nDCG@k and seconds a search."""
    from assistant.build import build_index, build_shelf
    from assistant.settings import read_settings
    from index.passage import Query
    from ingest.refresh import refresh
    from ingest.sandbox import Sandbox
    from ingest.sources import source_of

    asked = [each for each in questions if each.get(field) and each.get("gold_doc_ids")]
    with tempfile.TemporaryDirectory() as folder, Sandbox() as sandbox:
        write_documents(documents, Path(folder) / "documents")
        settings = read_settings(data=Path(folder) / "data")
        refresh(
            [source_of(Path(folder) / "documents")], build_shelf(settings, progress=progress), sandbox, progress=progress
        )
        index = build_index(settings).get()
        index.search(Query(asked[0][field]), k)  # loads the model before the clock starts
        recalls, gains = [], []
        begun = time.monotonic()
        for number, each in enumerate(asked, start=1):
            # Several chunks may be of one document: it counts once, at its best place.
            found = index.search(Query(each[field]), 4 * k)
            ranked = list(dict.fromkeys(document_id(passage.document.file) for passage in found))
            recalls.append(recall_at_k(ranked, each["gold_doc_ids"], k))
            gains.append(ndcg_at_k(ranked, each["gold_doc_ids"], k))
            progress("searching", number, len(asked))
        seconds = time.monotonic() - begun
        index.close()
    count = len(asked)
    return {"questions": count, "recall": sum(recalls) / count, "ndcg": sum(gains) / count, "seconds": seconds / count}


def main() -> int:
    """Prints the scores of one set."""
    parser = argparse.ArgumentParser(description="Measures retrieval alone.")
    parser.add_argument("documents", type=Path)
    parser.add_argument("questions", type=Path)
    parser.add_argument("--question", default="question", help="the field that holds the question")
    parser.add_argument("-k", type=int, default=5)
    arguments = parser.parse_args()
    turn_off()
    from assistant.console import Console

    documents, questions = read_json_lines(arguments.documents), read_json_lines(arguments.questions)
    scores = measure(documents, questions, arguments.question, arguments.k, Console().progress)
    sys.stdout.write(
        f"{arguments.documents.stem} · {arguments.question} · {scores['questions']} questions · "
        f"recall@{arguments.k} {scores['recall']:.3f} · nDCG@{arguments.k} {scores['ndcg']:.3f} · "
        f"{scores['seconds'] * 1000:.0f} ms a search\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
