"""JSON and JSON Lines → Reading: short records become a table, others items "key: value" under headings."""

from __future__ import annotations

import json
from typing import Any

from ingest.dates import date_in
from ingest.document import Reading
from ingest.encoding import decode
from ingest.errors import NothingToReadError, UnreadableError
from ingest.readers.assembly import Assembly

_MOST_COLUMNS = 12
_SHORT = 120  # characters: longer values make a row that nobody can read
_LINE = 200  # a value longer than this is a paragraph
_LEAST_RECORDS = 2
_NAMES = ("title", "name", "question", "subject", "heading", "label", "标题", "名称", "问题", "题目")
_TEXTS = {"text", "content", "body", "description", "正文", "内容"}
_DATES = ("updated", "modified", "date", "published", "日期")
_LINKS = ("url", "link", "source_url")
_MOST_LEVEL = 6
_MOST_FAULTS = 0.2  # of the lines of a JSON Lines file


def read_json(data: bytes) -> Reading:
    """The text of a JSON file, or of one with a JSON value a line.

    Raises: UnreadableError when it is not JSON, with the line at fault, or nests too deep; NothingToReadError when all its
    values are empty.
    """
    text, encoding = decode(data)
    if not text.strip():
        message = "is empty."
        raise NothingToReadError(message)
    assembly = Assembly()
    try:
        value = _loaded(text)
    except json.JSONDecodeError as error:
        value = _lines(text, assembly, error)
    _add(assembly, value)
    if all(block.kind == "heading" for block in assembly.blocks):
        message = "holds no text: its values are empty."
        raise NothingToReadError(message)
    about = value if isinstance(value, dict) else {}
    return Reading(
        text=assembly.text,
        blocks=assembly.blocks,
        title=_first(about, _NAMES),
        date=date_in(_first(about, _DATES)),
        link=_first(about, _LINKS),
        encoding=encoding,
        hidden=assembly.hidden,
        warnings=tuple(assembly.warnings),
    )


def _loaded(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """The value, its numbers as they are written."""
    try:
        return json.loads(text, parse_int=str, parse_float=str)
    except RecursionError as error:
        message = "nests its values too deep to read; simplify it."
        raise UnreadableError(message) from error


def _lines(text: str, assembly: Assembly, error: json.JSONDecodeError) -> list[Any]:
    """The values of JSON Lines; a few lines that are none are left out with a warning."""
    values, faults, filled = [], [], 0
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        filled += 1
        try:
            values.append(_loaded(line))
        except json.JSONDecodeError:
            faults.append(number)
    if (
        not values
        or len(faults) > max(1, _MOST_FAULTS * filled)
        or not any(isinstance(each, dict | list) for each in values)
    ):
        message = f"is not JSON: {error.msg.lower()} in line {error.lineno}, column {error.colno}; mend it there."
        raise UnreadableError(message) from error
    assembly.warnings += [f"line {number} is not JSON and was left out" for number in faults[:5]]
    return values


def _add(assembly: Assembly, value: Any) -> None:  # noqa: ANN401
    """Adds a value and all in it, without recursion: nesting may be deeper than Python's stack."""
    waiting: list[tuple[str, Any, int]] = [("", value, 1)]
    while waiting:
        key, each, level = waiting.pop()
        if isinstance(each, dict):
            inside = list(each.items())
            if key and inside:
                assembly.add("heading", key, level=min(_MOST_LEVEL, level))
            plain = [(name, part) for name, part in inside if not isinstance(part, dict | list)]
            deeper = [(name, part) for name, part in inside if isinstance(part, dict | list)]
            for name, part in plain:
                _add_plain(assembly, name, part)
            waiting.extend((name, part, level + bool(key)) for name, part in reversed(deeper))
        elif isinstance(each, list):
            _add_list(assembly, key, each, level, waiting)
        else:
            _add_plain(assembly, key, each)


def _add_list(assembly: Assembly, key: str, values: list[Any], level: int, waiting: list[tuple[str, Any, int]]) -> None:
    values = [each for each in values if each not in ({}, [], None, "")]
    if key and values:
        assembly.add("heading", key, level=min(_MOST_LEVEL, level))
    inner = level + bool(key)
    if _is_table(values):
        columns = list(dict.fromkeys(name for record in values for name in record))
        rows = [[_shown(record.get(name)) for name in columns] for record in values]
        assembly.add_table([columns, *rows], has_header=True, is_apart=True)
        return
    if not any(isinstance(each, dict | list) for each in values):
        for each in values:
            assembly.add("item" if len(_shown(each)) <= _LINE else "paragraph", _shown(each))
        return
    named = [(_first(each, _NAMES) if isinstance(each, dict) else "", each) for each in values]
    names = [name if 0 < len(name) <= _SHORT else str(number) for number, (name, _) in enumerate(named, start=1)]
    waiting.extend((name, each, inner) for name, each in reversed(list(zip(names, values, strict=True))))


def _is_table(values: list[Any]) -> bool:
    """Whether values are records that make a table: flat, of few keys, their values short."""
    if len(values) < _LEAST_RECORDS or not all(isinstance(each, dict) for each in values):
        return False
    columns = {name for record in values for name in record}
    if not 1 < len(columns) <= _MOST_COLUMNS:
        return False
    parts = [part for record in values for part in record.values()]
    return not any(isinstance(part, dict | list) or len(_shown(part)) > _SHORT for part in parts)


def _add_plain(assembly: Assembly, key: str, value: Any) -> None:  # noqa: ANN401
    text = _shown(value)
    if not text.strip():
        return
    if key.casefold() in _TEXTS:
        for part in text.replace("\r\n", "\n").split("\n\n"):
            assembly.add("paragraph", part)
        return
    line = f"{key}: {text}" if key else text
    assembly.add("item" if len(line) <= _LINE else "paragraph", line)


def _shown(value: Any) -> str:  # noqa: ANN401
    if value is None:
        return ""
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _first(record: dict[str, Any], names: tuple[str, ...]) -> str:
    """The first of these keys that holds a word."""
    found = (record.get(name) for name in names)
    return next((each.strip() for each in found if isinstance(each, str) and each.strip()), "")
