"""The command line: reads the arguments, runs one command, and turns every failure into one sentence and an exit code.

0: done · 1: done in part · 2: nothing could be done · 130: interrupted. Nothing heavy is imported before it is needed.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
import traceback
import warnings
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from assistant.console import Console, one_line, use_utf8

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.settings import Settings

_NOTHING_DONE = 2
_INTERRUPTED = 130
_PIPE_CLOSED = 141
_OWN_PACKAGES = ("assistant", "index", "ingest", "evals")
_MOST_PASSAGES = 1000


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """One sentence instead of the whole usage."""
        self.exit(_NOTHING_DONE, f"{self.prog}: {message}; see `{self.prog} --help`.\n")


def main(argv: Sequence[str] | None = None) -> int:
    """The exit code of the command in `argv`, by default that of this process."""
    use_utf8()
    try:
        arguments = _parser().parse_args(argv)
    except SystemExit as ended:  # argparse has said why
        return int(ended.code or 0)
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    except BrokenPipeError:
        code = _PIPE_CLOSED
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if argv is None and code in {_INTERRUPTED, _PIPE_CLOSED}:
        sys.stderr.flush()
        os._exit(code)  # a model may still be writing in its thread; waiting for it, or unwinding it, is not quiet
    return code


def _run(arguments: argparse.Namespace) -> int:
    verbose = getattr(arguments, "verbose", False)
    _log(verbose=verbose)
    console = Console(as_json=getattr(arguments, "json", False))
    try:
        settings = _settings(arguments)
        module, function = arguments.run.split(":")
        return int(getattr(import_module(f"assistant.commands.{module}"), function)(settings, arguments, console))
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001 - the edge: whatever went wrong becomes one sentence
        if verbose:
            traceback.print_exc()
        console.say(f"tongwen: {_sentence(error)}")
        return _NOTHING_DONE


def _settings(arguments: argparse.Namespace) -> Settings:
    from assistant.settings import read_settings
    from index.telemetry import turn_off

    settings = read_settings(
        **{name: getattr(arguments, name, None) for name in ("data", "host", "port")},
    )
    turn_off(offline=settings.offline)
    return settings


def _sentence(error: Exception) -> str:
    """What to tell of an error: its own words when they are meant for people."""
    if type(error).__module__.split(".")[0] in (*_OWN_PACKAGES, "prompts"):
        return one_line(str(error), 1000)
    if isinstance(error, OSError) and error.strerror:
        name = f"{os.fsdecode(error.filename)}: " if isinstance(error.filename, str | bytes) else ""
        return one_line(f"{name}{error.strerror}; correct the path or its permissions.", 1000)
    if type(error).__module__.split(".")[0] in {"sqlite3", "chromadb"}:
        return one_line(f"The index is damaged ({error}); run `tongwen repair`.", 1000)
    if isinstance(error, MemoryError):
        return "There is not enough memory; close other programs or give fewer documents at once."
    return one_line(f"Something unexpected failed ({type(error).__name__}: {error}); --verbose shows where.", 1000)


def _log(*, verbose: bool) -> None:
    logging.basicConfig(stream=sys.stderr, level=logging.ERROR, format="%(message)s", force=True)
    for name in _OWN_PACKAGES:
        logging.getLogger(name).setLevel(logging.DEBUG if verbose else logging.WARNING)
    if not verbose and not sys.warnoptions:
        warnings.simplefilter("ignore")  # those of dependencies are for developers; tests turn them into errors


def _parser() -> argparse.ArgumentParser:
    shared = _Parser(add_help=False, argument_default=argparse.SUPPRESS)
    shared.add_argument("--data", metavar="DIR", help="the data directory (default: TONGWEN_DATA, or one per user)")
    shared.add_argument("--json", action="store_true", help="write the result as one JSON object")
    shared.add_argument("--verbose", action="store_true", help="show what happens inside, and tracebacks")
    parser = _Parser(
        prog="tongwen", description="Answers questions about your documents, with exact citations.", parents=[shared]
    )
    commands = parser.add_subparsers(metavar="COMMAND", required=True, parser_class=_Parser)

    def command(name: str, run: str, text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=text, description=text, parents=[shared])
        added.set_defaults(run=run)
        return added

    ingest = command("ingest", "documents:ingest", "Bring the index in line with folders and files.")
    ingest.add_argument(
        "paths", nargs="*", metavar="PATH", help="a file, folder, archive or address to mirror; none: all known ones"
    )
    ingest.add_argument("--rebuild", action="store_true", help="read every file anew; repairs a damaged index")
    ingest.add_argument("--dry-run", action="store_true", help="tell what would happen, and change nothing")
    ingest.add_argument(
        "--allow-shrink", action="store_true", help="believe a source that has far fewer documents than before"
    )
    ingest.add_argument(
        "--as", dest="kind", choices=("files", "page", "list", "sitemap", "section"), help="what a PATH or address is"
    )
    ingest.add_argument("--depth", type=_count, metavar="N", help="of a section: how many links deep (default 3)")
    ingest.add_argument("--pages", type=_count, metavar="N", help="of a website: most pages taken (default 200)")
    sources = command("sources", "documents:sources", "List the sources that the index mirrors, or remove one.")
    below = sources.add_subparsers(metavar="remove", parser_class=_Parser)
    remove = below.add_parser("remove", help="take a source out of the index", parents=[shared])
    remove.add_argument("source", metavar="SOURCE")
    remove.set_defaults(run="documents:remove")
    runs = command("runs", "documents:runs", "List what re-ingests did, or the events of one.")
    runs.add_argument("run_id", nargs="?", default="", metavar="RUN")
    _add_upkeep(command)
    _add_questions(command)
    _add_catalogue(command)
    _add_eval(commands, shared)
    command("status", "machine:status", "Show the index, the models and where they are.")
    command("weights", "machine:weights", "Fetch the weights of both models now.")
    serve = command("serve", "machine:serve", "Serve the chat.")
    serve.add_argument("--host", default=argparse.SUPPRESS, help="address to listen at (default 127.0.0.1)")
    serve.add_argument("--port", type=int, default=argparse.SUPPRESS, help="port to listen at (default 7860)")
    return parser


def _add_questions(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    ask = command("ask", "questions:ask", "Answer one question.")
    ask.add_argument("question", help='the question; "-" reads it from standard input')
    ask.add_argument("--history", metavar="FILE", help="earlier turns: JSON list or lines of {role, content}")
    search = command("search", "questions:search", "Show the passages closest to a query.")
    search.add_argument("query", help='the query; "-" reads it from standard input')
    search.add_argument("-k", type=_count, default=10, metavar="N", help="how many (default 10)")


def _add_upkeep(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    named = "its file, an end or a part of that, or its id"
    history = command("history", "versions:history", "List what a document said before.")
    history.add_argument("document", metavar="DOC", help=named)
    diff = command("diff", "versions:diff", "Show what changed in words between two versions of a document.")
    diff.add_argument("document", metavar="DOC", help=named)
    diff.add_argument("--from", dest="since", type=int, metavar="N", help="the older version (default: the one before)")
    diff.add_argument("--to", type=int, metavar="N", help="the newer version (default: the last)")
    command("generations", "versions:generations", "List the indexes that are kept.")
    rollback = command("rollback", "versions:rollback", "Go back to the index before the last re-ingest.")
    rollback.add_argument("--to", metavar="GENERATION", help="one of those that `tongwen generations` lists")
    purge = command("purge", "versions:purge", "Take every trace of a document out of the data directory.")
    purge.add_argument("document", metavar="DOC", help=named)
    quality = command("quality", "upkeep:quality", "Show how well each document was read, and what looks wrong.")
    quality.add_argument("document", nargs="?", default="", metavar="DOC", help="a part of its file, or its id")
    command("verify", "upkeep:verify", "Compare every part of the index with every other.")
    command("repair", "upkeep:repair", "Mend a damaged index, keeping all of it that is sound.")
    command("doctor", "upkeep:doctor", "Look at everything that Tongwen stands on.")


def _add_catalogue(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    text = "List the partners, programs, events or figures that the documents tell, each with its words."
    catalogue = command("catalogue", "catalogue:catalogue", text)
    catalogue.add_argument("kind", choices=("partners", "programs", "events", "figures"))
    catalogue.add_argument(
        "--country", action="append", metavar="NAME", help="of this country or region; may be given again"
    )
    catalogue.add_argument("--host", metavar="NAME", help="of this institution")
    catalogue.add_argument("--type", action="append", metavar="TYPE", help="of this kind: scholarship, visit, network …")
    catalogue.add_argument(
        "--year", action="append", type=int, metavar="YEAR", help="events of this year; partners since then"
    )
    form = catalogue.add_mutually_exclusive_group()
    form.add_argument("--csv", dest="as_csv", action="store_true", help="write a table for spreadsheets")
    form.add_argument("--ics", dest="as_calendar", action="store_true", help="write events as a calendar")


def _add_eval(commands: argparse._SubParsersAction[_Parser], shared: _Parser) -> None:
    text = "Measure answers against a set of questions."
    evaluate = commands.add_parser("eval", help=text, description=text, parents=[shared])
    below = evaluate.add_subparsers(metavar="run|show", required=True, parser_class=_Parser)
    run = below.add_parser("run", help="ask every question of a set; goes on where it stopped", parents=[shared])
    run.add_argument("cases", metavar="QA.jsonl")
    run.add_argument("--out", required=True, metavar="PREDICTIONS.jsonl", help="one line a case, written as it is answered")
    run.set_defaults(run="evaluation:run")
    show = below.add_parser("show", help="score predictions that are there", parents=[shared])
    show.add_argument("predictions", metavar="PREDICTIONS.jsonl")
    show.add_argument("cases", metavar="QA.jsonl")
    show.set_defaults(run="evaluation:show")


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if not 1 <= number <= _MOST_PASSAGES:
        message = f"{text!r} is not a number from 1 to {_MOST_PASSAGES}"
        raise argparse.ArgumentTypeError(message)
    return number


if __name__ == "__main__":
    sys.exit(main())
