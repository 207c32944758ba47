"""Which kind a text speaks of, by the first of several forms that it holds."""

from __future__ import annotations

import re
from collections.abc import Sequence

Kinds = tuple[tuple[str, re.Pattern[str]], ...]


def kinds(*forms: tuple[str, str]) -> Kinds:
    """Names of kinds with the words that tell each, in the order in which they are tried; capitals do not matter."""
    return tuple((name, re.compile(form, re.IGNORECASE)) for name, form in forms)


def kind_of(forms: Kinds, text: str) -> str:
    """The name of the first kind whose words `text` holds, "" when it holds none."""
    return next((name for name, form in forms if form.search(text)), "")


def has_any(stems: Sequence[str], folded: str) -> bool:
    """Whether a text without capitals holds one of the stems: many times quicker than one pattern of them all."""
    return any(stem in folded for stem in stems)
