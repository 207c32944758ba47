"""Text → doubts about it, one phrase each, for staff: letters that were lost, or decoded wrongly somewhere before."""

from __future__ import annotations

import re

from ingest.readers.unseen import is_turned

# What UTF-8 becomes when it was read as Windows-1252, and Chinese when it went through a wrong encoding and back.
_MOJIBAKE = re.compile(
    r"(?:Ã[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|Â[\u00a0-\u00bf]|â€[\u0080-\u00bf™œ“”˜¦¢\u009d]|"
    r"[åæçèéä][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ¡-¿]{2}|ï¼[\u0080-\u00bfˆŒ‰š›Ÿ]|ã€[\u0080-\u0082‚]|"
    r"[ÐÑ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ](?=[ÐÑ])|锟斤拷|烫烫烫|屯屯屯|锘|ï»¿)"
)
_LEAST_MOJIBAKE = 2
_LEAST_CERTAIN = re.compile("锟斤拷|烫烫烫|屯屯屯|ï»¿")
_SHOWN = 3
_LOST = "\ufffd"
_BARE_LETTERS = re.compile(r"(?:\(cid:\d+\)|[\ue000-\uf8ff]){8,}")  # of a font without a table of its letters


def doubts(text: str) -> tuple[str, ...]:
    """What may be wrong with `text`; nothing for an ordinary one."""
    found = []
    samples = [match.group() for match in _MOJIBAKE.finditer(text)]
    if len(samples) >= _LEAST_MOJIBAKE or _LEAST_CERTAIN.search(text):
        shown = ", ".join(dict.fromkeys(samples[:_SHOWN]))
        found.append(f"its text looks wrongly decoded ({shown})")
    lost = text.count(_LOST)
    if lost:
        found.append(f"{lost} characters could not be decoded" if lost > 1 else "1 character could not be decoded")
    if _BARE_LETTERS.search(text):
        found.append("some letters are of a font that does not tell what they are")
    if is_turned(text):
        found.append("it has characters that turn the direction of its text")
    return tuple(found)
