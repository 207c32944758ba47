"""What a site's robots.txt asks for: which paths are left alone, and how long to wait. Fetched once a crawl.

Not `urllib.robotparser`: it takes the first rule that fits where RFC 9309 takes the longest, and knows no `*` and `$`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from ingest.web.address import Address, parse_address
from ingest.web.errors import FailedError, NoPageError, SkippedError, UnansweredError
from ingest.web.fetch import Answer

_OUR_NAME = "tongwen"
_MOST_BYTES = 512_000  # RFC 9309, section 2.5: 500 KiB at least must be read
_LONGEST_DELAY = 10.0
_FOUND, _UNAVAILABLE, _TROUBLE, _TOO_MANY = 200, 400, 500, 429
_SAFE = "%/:@!$&'()*+,;=~?"  # as addresses are written
_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*(.*)")


@dataclass(frozen=True)
class Rules:
    """The group of rules that is for us: (pattern, is it allowed), and the seconds between two requests."""

    rules: tuple[tuple[str, bool], ...] = ()
    delay_seconds: float = 0.0

    def allows(self, target: str) -> bool:
        """Whether path and query may be asked for: the longest rule that fits decides, of two the one that allows."""
        if target == "/robots.txt":
            return True
        fitting = [(len(pattern), allowed) for pattern, allowed in self.rules if _fits(pattern, target)]
        return max(fitting, default=(0, True))[1]


class Robots:
    """The rules of each site met in one crawl. If `is_strict`, a site that does not give its rules out forbids all."""

    def __init__(self, get: Callable[[Address], Answer], *, is_strict: bool) -> None:
        self._get = get
        self._is_strict = is_strict
        self._known: dict[str, Rules | NoPageError] = {}

    def permit(self, address: Address) -> float:
        """The seconds of pause that the site of `address` asks for.

        Raises: SkippedError when it forbids the address; UnansweredError when its rules cannot be had.
        """
        rules = self._known.get(address.origin)
        if rules is None:
            rules = self._known[address.origin] = self._fetched(address.origin)
        if isinstance(rules, NoPageError):
            if not self._is_strict:
                return 0.0
            message = f"is left alone: the robots.txt of its site {rules}"
            raise UnansweredError(message) from rules
        if not rules.allows(address.target):
            message = "is forbidden to programs by the robots.txt of its site; save the page as a file instead."
            raise SkippedError(message)
        return rules.delay_seconds

    def _fetched(self, origin: str) -> Rules | NoPageError:
        try:
            answer = self._get(parse_address(f"{origin}/robots.txt"))
        except NoPageError as error:
            return error
        if answer.status == _FOUND:
            return read_rules(answer.body[:_MOST_BYTES].decode("utf-8", "replace"))
        if _UNAVAILABLE <= answer.status < _TROUBLE and answer.status != _TOO_MANY:
            return Rules()
        return FailedError(f"could not be read (status {answer.status}).")


def read_rules(text: str) -> Rules:
    """The rules of a robots.txt for us: of all groups that name us, or else of those for everyone."""
    ours: list[tuple[str, str]] = []
    everyone: list[tuple[str, str]] = []
    current: list[list[tuple[str, str]]] = []
    is_naming = is_named = False
    for line in text.removeprefix("\ufeff").splitlines():
        found = _LINE.fullmatch(line.partition("#")[0])
        if not found:
            continue
        key, value = found[1].lower(), found[2].strip()
        if key == "user-agent":
            if not is_naming:
                current, is_naming = [], True
            name = value.partition("/")[0].strip().lower()
            current += {_OUR_NAME: [ours], "*": [everyone]}.get(name, [])
            is_named = is_named or name == _OUR_NAME
        elif key in {"allow", "disallow", "crawl-delay"}:
            is_naming = False
            for group in current:
                group.append((key, value))
    group = ours if is_named else everyone
    rules = tuple((quote(value, safe=_SAFE), key == "allow") for key, value in group if key != "crawl-delay" and value)
    return Rules(rules, max((_seconds(value) for key, value in group if key == "crawl-delay"), default=0.0))


def _seconds(value: str) -> float:
    return min(float(value), _LONGEST_DELAY) if re.fullmatch(r"\d{1,6}(\.\d{1,3})?", value, re.ASCII) else 0.0


def _fits(pattern: str, target: str) -> bool:
    """Whether a rule's pattern fits the beginning of `target`; in linear time, for anyone may write the pattern."""
    is_whole = pattern.endswith("$")
    first, *others = pattern.removesuffix("$").split("*")
    if not target.startswith(first):
        return False
    place = len(first)
    for number, part in enumerate(others):
        if is_whole and number == len(others) - 1:
            return len(target) - len(part) >= place and target.endswith(part)
        place = target.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return not is_whole or place == len(target)
