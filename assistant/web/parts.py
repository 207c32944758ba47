"""The components of the public page, where they stand, and how a Screen or a language changes them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import gradio as gr

from assistant.web.chat import Chat
from assistant.web.page import TURN_EVENTS, examples_html, masthead_html, note_html
from assistant.web.replies import MOST_EXAMPLES, Screen
from assistant.web.texts import text

_POLL_SECONDS = 2.0
Changes = dict[Any, Any]


@dataclass(frozen=True)
class Parts:
    """The components that change; `language`, `chosen` and `chat` belong to one open page each."""

    language: gr.State
    chosen: gr.BrowserState
    chat: gr.State
    masthead: gr.HTML
    switch: gr.Button
    fresh: gr.Button
    notice: gr.HTML
    earlier: gr.HTML
    latest: gr.HTML
    evidence: gr.HTML
    offer: gr.Column
    offer_title: gr.HTML
    examples: tuple[gr.Button, ...]
    question: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    note: gr.HTML
    poll: gr.Timer

    @property
    def all(self) -> list[Any]:
        """Every component, as outputs of an event that returns Changes."""
        values = [getattr(self, one.name) for one in fields(self)]
        return [part for value in values for part in (value if isinstance(value, tuple) else (value,))]

    @property
    def conversation(self) -> list[Any]:
        """The components that a Screen changes."""
        return [
            self.chat,
            self.question,
            self.earlier,
            self.latest,
            self.evidence,
            self.notice,
            self.ask,
            self.stop,
            self.offer,
            self.fresh,
        ]

    def changes(self, screen: Screen) -> Changes:
        """What a Screen changes; never empty, for Gradio takes an empty dict for a value."""
        changes: Changes = {self.notice: gr.skip()}
        plain = {
            self.chat: screen.chat,
            self.question: screen.question,
            self.earlier: screen.earlier,
            self.latest: screen.latest,
            self.evidence: screen.evidence,
            self.notice: screen.notice,
        }
        changes |= {part: value for part, value in plain.items() if value is not None}
        if screen.is_busy is not None:
            changes |= {self.ask: gr.Button(visible=not screen.is_busy), self.stop: gr.Button(visible=screen.is_busy)}
        if screen.is_empty is not None:
            changes |= {self.offer: gr.Column(visible=screen.is_empty), self.fresh: gr.Button(visible=not screen.is_empty)}
        return changes

    def worded(self, language: str, examples: list[str]) -> Changes:
        """The frame of the page in a language, with example questions in it."""
        changes: Changes = {
            self.language: language,
            self.masthead: masthead_html(language),
            self.switch: gr.Button(text(language, "switch_language")),
            self.fresh: gr.Button(text(language, "new_conversation")),
            self.offer_title: examples_html(language) if examples else "",
            self.question: gr.Textbox(placeholder=text(language, "placeholder")),
            self.ask: gr.Button(text(language, "ask")),
            self.stop: gr.Button(text(language, "stop")),
            self.note: note_html(language),
        }
        padded = [*examples, *[""] * MOST_EXAMPLES][:MOST_EXAMPLES]
        return changes | {
            button: gr.Button(words, visible=bool(words)) for button, words in zip(self.examples, padded, strict=True)
        }


def _html(value: str, elem_id: str, js_on_load: str | None = None) -> gr.HTML:
    """Our own HTML in our own style."""
    return gr.HTML(value, elem_id=elem_id, js_on_load=js_on_load, apply_default_css=False)


def laid_out() -> Parts:
    """The components in their places; call inside a Blocks."""
    language, chat = gr.State("en"), gr.State(Chat())
    chosen = gr.BrowserState("", storage_key="tongwen-language", secret="tongwen")  # noqa: S106 it hides nothing
    with gr.Row(elem_id="top"):
        masthead = _html(masthead_html("en"), "masthead")
        fresh = gr.Button(text("en", "new_conversation"), elem_id="fresh", size="sm", visible=False)
        switch = gr.Button(text("en", "switch_language"), elem_id="switch", size="sm")
    with gr.Column(elem_id="reading"):
        earlier = _html("", "earlier", TURN_EVENTS)
        with gr.Row(elem_id="now"):
            latest = _html("", "latest", TURN_EVENTS)
            evidence = _html("", "evidence")
        with gr.Column(elem_id="offer") as offer:
            offer_title = _html("", "offer-title")
            examples = tuple(gr.Button("", elem_classes=["example"], visible=False) for _ in range(MOST_EXAMPLES))
    with gr.Column(elem_id="desk"):
        notice = _html("", "notice")
        with gr.Row(elem_id="composer"):
            question = gr.Textbox(
                lines=1, max_lines=8, show_label=False, container=False, autofocus=True, elem_id="question", scale=1
            )
            ask = gr.Button(text("en", "ask"), elem_id="ask", variant="primary", scale=0)
            stop = gr.Button(text("en", "stop"), elem_id="stop", visible=False, scale=0)
        note = _html("", "note")
    return Parts(
        language=language,
        chosen=chosen,
        chat=chat,
        masthead=masthead,
        switch=switch,
        fresh=fresh,
        notice=notice,
        earlier=earlier,
        latest=latest,
        evidence=evidence,
        offer=offer,
        offer_title=offer_title,
        examples=examples,
        question=question,
        ask=ask,
        stop=stop,
        note=note,
        poll=gr.Timer(_POLL_SECONDS, active=False),
    )
