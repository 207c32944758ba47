"""Characters that nobody sees: taken out of texts that we assemble, and told where they carry a message.

Texts that stay letter for letter what the file holds keep theirs, and only tell. Knows nothing of formats.
"""

from __future__ import annotations

import re

_MOST_HIDDEN = 20
_HIDDEN_CHARACTERS = 200
_LEAST_RUN = 8  # zero-width characters in a row: word breaks and emoji need no more than a few
_LEAST_MESSAGE = 4
_TAGS = 0xE0000  # the tag character of a letter stands this far above it

# Joiners shape Arabic and Indic words and emoji; variation selectors choose the shape of an ideograph.
_JOINED = "\u0600-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\ufb50-\ufdff\ufe00-\ufe0f\ufe70-\ufefc\u2190-\u2bff\U0001f000-\U0001faff"
_IDEOGRAPHS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\U0001fffe\U0001ffff\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
    f"|(?<![{_JOINED}])[\u200c\u200d]|(?<![{_IDEOGRAPHS}])[\U000e0100-\U000e01ef]"
)
_TAGGED = re.compile("(?<![\U0001f3f4\U000e0000-\U000e007f])(?:[\U000e0000-\U000e007f][\u200b-\u200d\u2060]*)+")
_RUN = re.compile(f"[\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]{{{_LEAST_RUN},}}")
_TURNED = re.compile("[\u202d\u202e]")


def seen(text: str) -> str:
    """`text` without control characters, zero-width characters, tag characters and halves of characters."""
    return _UNSEEN.sub("", text) if _UNSEEN.search(text) else text


def unseen(text: str) -> list[str]:
    """The messages that `text` carries in characters nobody sees; common word breaks and joiners are none."""
    found = []
    for match in _TAGGED.finditer(text):
        letters = "".join(chr(ord(c) - _TAGS) for c in match.group() if ord(c) >= _TAGS).strip()
        message = "".join(c for c in letters if c.isprintable())
        if len(message) >= _LEAST_MESSAGE:
            found.append(message)
    found.extend(f"{len(match.group())} zero-width characters in a row" for match in _RUN.finditer(text))
    return found


def is_turned(text: str) -> bool:
    """Whether `text` has characters that make it read backwards on a screen."""
    return bool(_TURNED.search(text))


def listed(hidden: list[str]) -> tuple[str, ...]:
    """Hidden texts as they are shown to staff: on one line each, none twice, at most 20 of at most 200 characters."""
    lines = (" ".join(seen(text).split())[:_HIDDEN_CHARACTERS] for text in hidden)
    return tuple(dict.fromkeys(line for line in lines if any(c.isalnum() for c in line)))[:_MOST_HIDDEN]
