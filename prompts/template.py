"""Prompt: a Markdown file with strict placeholders. Its version is the hash of its text."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

_PLACEHOLDER = re.compile(r"\{\{(\w+)\}\}")
_COMMENT = re.compile(r"\A<!--.*?-->\s*", re.DOTALL)


class PromptError(Exception):
    """A prompt was given the wrong values, or there is no such prompt."""


@dataclass(frozen=True)
class Prompt:
    """A text for the model with `{{placeholders}}`; a leading HTML comment is for its editors."""

    name: str
    text: str

    @cached_property
    def placeholders(self) -> frozenset[str]:
        """The names that `render` needs, no more and no fewer."""
        return frozenset(_PLACEHOLDER.findall(self.text))

    @cached_property
    def version(self) -> str:
        """The first 12 hexadecimal digits of the SHA-256 of the text."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:12]

    def render(self, **values: str) -> str:
        """The text with its placeholders filled; values are never read as templates themselves.

        Raises: PromptError when a placeholder has no value or a value no placeholder.
        """
        if set(values) != self.placeholders:
            missing, unused = sorted(self.placeholders - set(values)), sorted(set(values) - self.placeholders)
            message = f"Prompt {self.name}: missing {missing or 'nothing'}, unused {unused or 'nothing'}."
            raise PromptError(message)
        return _PLACEHOLDER.sub(lambda match: values[match.group(1)], self.text)


@lru_cache
def load_prompt(name: str) -> Prompt:
    """The prompt in `prompts/<name>.md`.

    Raises: PromptError when there is none.
    """
    path = Path(__file__).parent / f"{name}.md"
    try:
        text = path.read_text("utf-8")
    except OSError as error:
        message = f"There is no prompt {path}."
        raise PromptError(message) from error
    return Prompt(name, _COMMENT.sub("", text).strip())
