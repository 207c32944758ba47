"""A page that is an image → its text, by the program tesseract where it is installed; slow, so it has a time to keep."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

_MOST_SECONDS = 40.0  # of one file: the sandbox ends a reader after 60
_DOTS_PER_INCH = 200
_POINTS_PER_INCH = 72
_MOST_PIXELS = 20_000_000
_LANGUAGES = ("eng", "chi_sim", "chi_tra")
# Tesseract sets a space between every two Chinese characters.
_CJK_SPACE = re.compile(r"(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]) +(?=[\u3000-\u303f\u3400-\u9fff\uff00-\uffef])")


class Ocr:
    """Reads the pages of one file until its time is up. `is_late` tells that it was, for the page asked for last."""

    def __init__(self, most_seconds: float = _MOST_SECONDS) -> None:
        self.is_late = False
        self._program = shutil.which("tesseract")
        self._deadline = time.monotonic() + most_seconds
        self._languages = ""

    @property
    def is_installed(self) -> bool:
        """Whether there is a program to read images."""
        return self._program is not None

    def text_of(self, page: PdfPage) -> str:
        """The text that a page shows; "" where there is none, no time left, or no program."""
        if self._program is None or not _has_image(page):
            return ""
        left = self._deadline - time.monotonic()
        self.is_late = left <= 0
        if self.is_late:
            return ""
        try:
            found = self._run([*self._wanted(), "--psm", "3", "--dpi", str(_DOTS_PER_INCH)], _picture(page), left)
        except subprocess.TimeoutExpired:
            self.is_late = True
            return ""
        except OSError:
            return ""
        lines = (_CJK_SPACE.sub("", line).rstrip() for line in found.replace("\f", "").split("\n"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def _wanted(self) -> list[str]:
        """The option for those of our languages that are installed."""
        if not self._languages:
            told = subprocess.run(  # noqa: S603 - fixed arguments
                [str(self._program), "--list-langs"], capture_output=True, check=False, timeout=10
            )
            installed = told.stdout.decode("utf-8", "replace").split()
            self._languages = "+".join(each for each in _LANGUAGES if each in installed)
        return ["-l", self._languages] if self._languages else []

    def _run(self, options: list[str], picture: bytes, seconds: float) -> str:
        done = subprocess.run(  # noqa: S603 - fixed arguments
            [str(self._program), "stdin", "stdout", *options],
            input=picture,
            capture_output=True,
            check=False,
            timeout=seconds,
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
        )
        return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""


def _has_image(page: PdfPage) -> bool:
    """Whether anything is drawn on the page: a blank one needs no reading."""
    return next(iter(page.get_objects(max_depth=3)), None) is not None


def _picture(page: PdfPage) -> bytes:
    """The page in shades of grey, as a portable graymap: it needs no library to write."""
    width, height = page.get_size()
    scale = _DOTS_PER_INCH / _POINTS_PER_INCH
    scale = min(scale, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    bitmap = page.render(scale=scale, grayscale=True)
    rows = memoryview(bitmap.buffer).cast("B")
    lines = (bytes(rows[number * bitmap.stride : number * bitmap.stride + bitmap.width]) for number in range(bitmap.height))
    return b"P5 %d %d 255\n" % (bitmap.width, bitmap.height) + b"".join(lines)
