"""Bad entries of a folder: names, kinds and sizes that only a disk can hold. What a machine refuses is told and left out."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Callable
from pathlib import Path

from bad_files_case import BadFile

_WORDS = "Words of a document with an odd name: {}.\n"


def _put(row: int, file: str, place: Callable[[Path], None], state: str, reason: str = "") -> BadFile:
    return BadFile(f"ING-{row:02}", file, None, state, reason, place=place)


def _written(path: Path) -> None:
    path.write_text(_WORDS.format(os.fsencode(path.name).hex()), "utf-8")


def _sparse(size: int) -> Callable[[Path], None]:
    def place(path: Path) -> None:
        with path.open("wb") as file:
            file.write(b"Words.")
            try:
                file.truncate(size)
            except OSError:  # the file system has a lower limit
                file.truncate(1_100_000_000)

    return place


def _linked(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def _outside(path: Path) -> None:
    away = path.parents[2] / "outside"
    away.mkdir(exist_ok=True)
    (away / "secret.txt").write_text("Words outside of the folder.")
    path.symlink_to(away / "secret.txt" if path.suffix else away)


def _socket(path: Path) -> None:
    here = Path.cwd()
    with socket.socket(socket.AF_UNIX) as bound:
        os.chdir(path.parent)  # its whole path may be too long for a socket
        try:
            bound.bind(path.name)
        finally:
            os.chdir(here)


def _device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))
    except PermissionError:  # not as root: a FIFO stands for it
        print(f"no device can be made here: {path.name} is a FIFO")  # noqa: T201
        os.mkfifo(path)


def _deep(path: Path) -> None:
    folder = path.joinpath(*[f"d{number}" for number in range(50)])
    folder.mkdir(parents=True)
    _written(folder / "deep.txt")


def odd_names() -> list[BadFile]:
    """ING-17: names that shells, pages, terminals and databases trip over."""
    names = [
        os.fsdecode(b"bytes\xff\xfe.txt"), os.fsdecode(b"bytes\xff\xfd.txt"), "line\nend.txt", "tab\there.txt", "return\r.txt",
        "x" * 251 + ".txt", "文" * 83 + ".txt", "<img src=x onerror=alert(1)>.txt", "a\u202etxt.exe.txt", "-rf.txt", "--help.txt",
        "caf\u00e9.txt", "cafe\u0301.txt", "Same.txt", "same.txt", "CON.txt", "aux.md", "$(touch evil).txt", "; rm x;.txt",
        "'quote\".txt", "percent%s%00.txt", "*?.txt", " blank .txt", "point..txt", "emoji😀.txt", "zero\u200bwidth.txt",
        "\\back\\slash.txt", "colon:name.txt", "[link](http:x).md", "{{7*7}}.txt", "a.TXT", "\x1b[31mred.txt", "\x7f.txt",
    ]  # fmt: skip
    return [_put(17, name, _written, "indexed") for name in names]


def odd_sizes() -> list[BadFile]:
    """ING-20: too large to be read, by what the disk says."""
    large = "MB, more than"
    return [
        _put(20, "sparse.txt", _sparse(1_100_000_000), "skipped", large),
        _put(20, "sparse.pdf", _sparse(1_100_000_000), "skipped", large),
        _put(20, "sparse.zip", _sparse(1_100_000_000), "skipped", large),
        _put(20, "terabyte.txt", _sparse(1 << 40), "skipped", large),
        _put(20, "hundred.txt", _sparse(100_000_000), "skipped", large),
        _put(20, "sparse400.zip", _sparse(400_000_000), "failed", "table of contents"),
        _put(20, "zero.txt", _linked("/dev/zero"), "skipped", "link to outside"),
        _put(20, "full.csv", _linked("/dev/full"), "skipped", "link to outside"),
    ]


def odd_entries() -> list[BadFile]:
    """ING-21: what stands in a folder but is no file of it."""
    return [
        _put(21, "fifo.txt", os.mkfifo, "skipped", "not a regular file"),
        _put(21, "fifo.zip", os.mkfifo, "skipped", "not a regular file"),
        _put(21, "socket.md", _socket, "skipped", "not a regular file"),
        _put(21, "device.txt", _device, "skipped", "not a regular file"),
        _put(21, "dangling.txt", _linked("nowhere.txt"), "skipped", "nowhere"),
        _put(21, "loop.txt", _linked("loop.txt"), "skipped", "nowhere"),
        _put(21, "loop", _linked(".."), "skipped", "link to a folder|outside"),
        _put(21, "outside.txt", _outside, "skipped", "outside"),
        _put(21, "outside", _outside, "skipped", "outside"),
        _put(21, "passwd.txt", _linked("/etc/passwd"), "skipped", "outside"),
        _put(21, "proc.txt", _linked("/proc/self/environ"), "skipped", "outside"),
        _put(21, ".hidden.txt", _written, "unseen"),
        _put(21, "~$lock.docx", _written, "unseen"),
        _put(21, "folder.txt", lambda path: path.mkdir(), "unseen"),
        BadFile("ING-21", "levels", None, "unseen", inside="/".join(f"d{n}" for n in range(50)) + "/deep.txt", place=_deep),
        _put(21, "no ending", _written, "skipped", "no reader knows"),
        _put(21, "program.exe", _written, "skipped", "no reader knows"),
    ]


def placed_files() -> list[BadFile]:
    """All of them."""
    return [*odd_names(), *odd_sizes(), *odd_entries()]
