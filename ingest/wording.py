"""Two texts → what changed in words: replaced, added and taken away, each with a few words around it."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|\s+|[^\w\s]|_+"
)
_AROUND = 40  # characters shown before and after
_MOST_TOKENS = 4_000  # of two passages compared word by word; longer ones are shown whole


@dataclass(frozen=True)
class Edit:
    """A place where the words differ: `before` is in the old text only, `after` in the new; either may be "".

    `start` is where it begins in the new text; `left` and `right` are what stands around it there.
    """

    before: str
    after: str
    start: int
    left: str = ""
    right: str = ""


def edits(old: str, new: str) -> list[Edit]:
    """What changed from `old` to `new`, in order; changes of white space alone count too, as one edit each."""
    found = []
    old_lines, new_lines = old.splitlines(keepends=True), new.splitlines(keepends=True)
    at = [0]
    for line in new_lines:
        at.append(at[-1] + len(line))
    matcher = difflib.SequenceMatcher(a=old_lines, b=new_lines, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind != "equal":
            found += _within("".join(old_lines[i1:i2]), "".join(new_lines[j1:j2]), at[j1])
    return [_with_words_around(each, new) for each in found]


def _within(old: str, new: str, start: int) -> list[Edit]:
    """The edits of two passages that differ; those parted by nothing but white space are one."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(before) + len(after) > _MOST_TOKENS or not before or not after:
        return [Edit(old, new, start)]
    found: list[Edit] = []
    position = start
    pending = ""
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        gone, come = "".join(before[i1:i2]), "".join(after[j1:j2])
        if kind == "equal":
            pending = come if found and not come.strip() else ""
        elif pending:
            last = found.pop()
            found.append(Edit(last.before + pending + gone, last.after + pending + come, last.start))
            pending = ""
        else:
            found.append(Edit(gone, come, position))
        position += len(come)
    return found


def _with_words_around(edit: Edit, new: str) -> Edit:
    end = edit.start + len(edit.after)
    left = new[max(0, edit.start - _AROUND) : edit.start].rpartition("\n")[2]
    right = new[end : end + _AROUND].partition("\n")[0]
    return Edit(edit.before, edit.after, edit.start, left, right)
