"""What frames the conversation: masthead, note, the head of the page, and the script that turns clicks into events."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from assistant.web.filter import escape
from assistant.web.texts import text

STATIC = Path(__file__).parent / "static"
FONTS = ["-apple-system", "Segoe UI", "Roboto", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif"]
LANGUAGE_TAGS = {"en": "en", "zh": "zh-Hans"}

# Runs once for each list of turns: a click on one of their buttons becomes a Gradio event.
TURN_EVENTS = """
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]');
  if (!button) return;
  const act = button.dataset.act, number = Number(button.dataset.number);
  if (act === 'again') trigger('retry', {});
  if (act === 'up' || act === 'down') trigger('like', {number, act});
  if (act === 'reason') {
    const field = element.querySelector('input[data-reason="' + number + '"]');
    trigger('like', {number, act, reason: field ? field.value : ''});
  }
});
"""


def masthead_html(language: str) -> str:
    """The name of the place and what it is; carries the language of the page."""
    return (
        f'<div class="name" data-language="{LANGUAGE_TAGS[language]}" data-ask="{escape(text(language, "question_label"))}" '
        f'data-too-long="{escape(text(language, "far_too_long"))}">'
        '<span class="seal" aria-hidden="true" lang="zh"><span>同</span><span>文</span></span>'
        f"<div><h1>{text(language, 'title')}</h1><p>{text(language, 'what_it_is')}</p></div></div>"
    )


def note_html(language: str) -> str:
    """The line under the question: what an answer is worth."""
    return f"<p>{text(language, 'note')}</p>"


def examples_html(language: str) -> str:
    """The line over the example questions."""
    return f"<p>{text(language, 'examples')}</p>"


def head_html() -> str:
    """The links to the page's own styles and script; their addresses change with their content."""
    return (
        f'<link rel="icon" type="image/svg+xml" href="tongwen.svg?{version("tongwen.svg")}">'
        f'<link rel="stylesheet" href="tongwen.css?{version("tongwen.css")}">'
        f'<script defer src="tongwen.js?{version("tongwen.js")}"></script>'
    )


@cache
def version(name: str) -> str:
    """Ten hexadecimal digits that change with the file."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:10]
