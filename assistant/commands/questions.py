"""`tongwen ask` and `tongwen search`: questions to the index."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.console import one_line
from assistant.errors import QuestionError
from assistant.history import read_history
from assistant.turn import Conversation, Finished, Wrote

if TYPE_CHECKING:
    import argparse

    from assistant.console import Console
    from assistant.settings import Settings
    from assistant.turn import Turn
    from index.passage import Passage
    from ingest.document import Document

_MOST_BYTES_A_CHARACTER = 4


def ask(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Answers one question; 0 also when the documents do not tell, 1 when the model failed."""
    question = _question(arguments.question, settings.question_characters)
    conversation = read_history(Path(arguments.history)) if arguments.history else Conversation()
    from assistant.build import build_assistant

    assistant = build_assistant(settings, console.progress)
    assistant.load()  # before the clock of the answer starts
    streamed, turn = "", None
    for event in assistant.respond(question, conversation):
        if isinstance(event, Wrote) and not console.as_json:
            streamed += event.text
            console.write(event.text)
        if isinstance(event, Finished):
            turn = event.turn
    if turn is None:
        message = "The answer did not finish; ask again."
        raise QuestionError(message)
    console.result(turn_fields(turn), _ending(turn, streamed))
    if turn.answer.problem:
        console.say(f"tongwen: {turn.answer.problem}")
    return 1 if turn.answer.problem else 0


def search(settings: Settings, arguments: argparse.Namespace, console: Console) -> int:
    """Shows the passages closest to a query, best first."""
    query = _question(arguments.query, settings.question_characters)
    from assistant.build import build_index
    from index.passage import Query

    passages = build_index(settings, console.progress).get().search(Query(query), arguments.k)
    lines = [
        f"{p.rank:3}  {p.similarity:.3f}  {'+'.join(p.found_by):13}  {one_line(p.document.file, 60)}  "
        f"{one_line(p.context, 80)}\n     {one_line(p.chunk.text, 200)}\n"
        for p in passages
    ]
    console.result({"query": query, "passages": [passage_fields(p) for p in passages]}, "".join(lines) or "No passages.\n")
    return 0


def turn_fields(turn: Turn) -> dict[str, Any]:
    """A turn as the JSON object that `tongwen ask --json` writes."""
    answer = turn.answer
    citations = [
        {
            "marker": each.marker,
            "file": each.passage.document.file,
            "quote": each.quote,
            "start": each.start,
            "end": each.end,
            "title": each.passage.document.title,
            "date": each.passage.document.date,
            "link": each.passage.document.link,
            **place_fields(each.passage.document, each.start),
        }
        for each in answer.citations
    ]
    seconds = {name: round(getattr(turn.seconds, name), 3) for name in ("rewrite", "search", "first_token", "total")}
    return {
        "question": turn.question,
        "answer": answer.text,
        "outcome": answer.outcome,
        "abstained": answer.abstained,
        "problem": answer.problem,
        "citations": citations,
        "passages": [passage_fields(each) for each in turn.passages],
        "seconds": seconds,
        "model": turn.model,
        "language": turn.language,
        "generation": turn.generation,
        "queries": [query.text for query in turn.queries],
        "prompts": turn.prompts,
    }


def passage_fields(passage: Passage) -> dict[str, Any]:
    """A passage as a JSON object; higher similarities are closer."""
    return {
        "rank": passage.rank,
        "file": passage.document.file,
        "title": passage.document.title,
        "date": passage.document.date,
        "context": passage.context,
        "start": passage.chunk.start,
        "end": passage.chunk.end,
        **place_fields(passage.document, passage.chunk.start),
        "text": passage.chunk.text,
        "similarity": round(passage.similarity, 4),
        "dense": round(passage.dense, 4),
        "keyword": round(passage.keyword, 4),
        "found_by": list(passage.found_by),
    }


def place_fields(document: Document, offset: int) -> dict[str, Any]:
    """The page, slide or sheet (`page_kind`) of the character at `offset`, from 1, and the name of a sheet; None without pages."""
    page = document.page_of(offset)
    return {"page": page, "page_kind": document.page_kind if page else "", "page_name": document.page_name_of(offset)}


def _question(argument: str, most_characters: int) -> str:
    """The text of an argument or, for "-", of standard input; never more of it than can be answered.

    Raises: QuestionError when it is empty, too long or not text.
    """
    most_bytes = most_characters * _MOST_BYTES_A_CHARACTER
    data = sys.stdin.buffer.read(most_bytes + 1) if argument == "-" else os.fsencode(argument)
    if len(data) > most_bytes:
        message = f"The question is longer than {most_characters:,} characters; please ask a shorter one."
        raise QuestionError(message)
    try:
        text = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        message = "The question is not UTF-8 text; type it, or save its file as UTF-8."
        raise QuestionError(message) from error
    if "\0" in text:
        message = "The question holds NUL bytes, so it is not text; type what you would like to know."
        raise QuestionError(message)
    if not text:
        message = "The question is empty; type what you would like to know."
        raise QuestionError(message)
    if len(text) > most_characters:
        message = f"The question has {len(text):,} characters, more than {most_characters:,}; please ask a shorter one."
        raise QuestionError(message)
    return text


def _ending(turn: Turn, streamed: str) -> str:
    """What is still to be written after the words that came: the rest of the answer, then its citations."""
    text = turn.answer.text
    rest = text[len(streamed) :] if text.startswith(streamed) else f"\n\n{text}"
    lines = [f"{rest}\n"] if text or streamed else []
    if turn.answer.citations:
        lines.append("\n")
    for each in turn.answer.citations:
        document = each.passage.document
        page = document.page_of(each.start)
        place = f"{document.page_kind} {document.page_name_of(each.start) or page}" if page else ""
        about = ", ".join(part for part in (document.title, document.file, place, document.date) if part)
        lines.append(f"[{each.marker}] “{one_line(each.quote, 400)}” — {one_line(about, 200)}\n")
    if turn.passages and not turn.answer.citations:
        lines.append("\nClosest passages:\n")
        lines += [f"  {one_line(p.document.file, 60)}: {one_line(p.chunk.text, 160)}\n" for p in turn.passages[:3]]
    return "".join(lines)
