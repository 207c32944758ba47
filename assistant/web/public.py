"""The public page: which reply answers which act of a visitor. No logic and no visitor's state here.

The Chat lives in `gr.State`, one for each open page; nothing on the Blocks belongs to anybody.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.web.answering import Answering
from assistant.web.chat import Chat
from assistant.web.page import FONTS
from assistant.web.parts import Changes, Parts, laid_out
from assistant.web.places import AT_ONCE, WAITING, Places
from assistant.web.replies import Replies, language_for
from assistant.web.texts import Language

_MOST_EVENTS = 2_000  # in Gradio's own queue; ours is Places, which tells visitors what they wait for
_QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def build_app(
    assistant: Answering, feedback: Path | None = None, *, at_once: int = AT_ONCE, queue: int = WAITING
) -> gr.Blocks:
    """The public page as Blocks; serve it with `serve`, which adds its styles, its script and its guard.

    `feedback` is the folder that thumbs are kept in; None shows no thumbs. `at_once` answers are under way
    together and `queue` visitors may wait; others are told that it is busy.
    """
    replies = Replies(assistant, feedback, Places(at_once, queue))
    with gr.Blocks(title="Tongwen 同文", fill_width=True, analytics_enabled=False) as app:
        parts = laid_out()
        _wire_answers(parts, replies)
        _wire_page(parts, replies, app)
    return app.queue(max_size=_MOST_EVENTS, default_concurrency_limit=None, api_open=False)


def page_theme() -> gr.themes.Base:
    """A theme that asks no font of another host."""
    return gr.themes.Base(font=FONTS, font_mono=["ui-monospace", "monospace"])


def _wire_answers(parts: Parts, replies: Replies) -> None:
    async def ask(question: str, chat: Chat, language: Language) -> AsyncGenerator[Changes]:
        async with aclosing(replies.ask(question, chat, language)) as screens:
            async for screen in screens:
                yield parts.changes(screen)

    async def ask_again(chat: Chat, language: Language) -> AsyncGenerator[Changes]:
        async with aclosing(replies.ask_again(chat, language)) as screens:
            async for screen in screens:
                yield parts.changes(screen)

    answering: dict[str, Any] = _QUIET | {
        "outputs": parts.conversation,
        "concurrency_limit": None,
        "trigger_mode": "once",
    }
    typed = [parts.question, parts.chat, parts.language]
    gr.on([parts.question.submit, parts.ask.click], ask, typed, **answering)
    for example in parts.examples:
        example.click(ask, [example, parts.chat, parts.language], **answering)
    parts.latest.retry(ask_again, [parts.chat, parts.language], **answering)
    parts.stop.click(replies.stop, [parts.chat], None, concurrency_limit=None, **_QUIET)


def _wire_page(parts: Parts, replies: Replies, app: gr.Blocks) -> None:
    async def start_over(chat: Chat, language: Language) -> Changes:
        return parts.changes(await replies.start_over(chat, language))

    def rate(rating: gr.EventData, chat: Chat, language: Language) -> Changes:
        return parts.changes(replies.rate(rating._data or {}, chat, language))  # noqa: SLF001 Gradio's documented way

    def arrive(chosen: str, chat: Chat, request: gr.Request) -> Changes:
        wanted = request.query_params.get("lang", "") or chosen
        language = language_for(wanted, request.headers.get("accept-language", ""))
        return page_in(language, chat) | {parts.poll: gr.Timer(active=bool(replies.obstacle(language)))}

    def switch(language: Language, chat: Chat) -> Changes:
        other: Language = "en" if language == "zh" else "zh"
        return page_in(other, chat) | {parts.chosen: other}

    def page_in(language: Language, chat: Chat) -> Changes:
        conversation = parts.changes(replies.whole(chat, language))
        return conversation | parts.worded(language, replies.examples(language)) | {parts.notice: replies.obstacle(language)}

    def look_again(language: Language, chat: Chat) -> Changes:
        obstacle = replies.obstacle(language)
        if obstacle:
            return {parts.notice: obstacle}
        return page_in(language, chat) | {parts.poll: gr.Timer(active=False)}

    quiet: dict[str, Any] = _QUIET | {"concurrency_limit": None}
    app.load(arrive, [parts.chosen, parts.chat], parts.all, **quiet)
    parts.switch.click(switch, [parts.language, parts.chat], parts.all, **quiet)
    parts.poll.tick(look_again, [parts.language, parts.chat], parts.all, **quiet)
    parts.fresh.click(start_over, [parts.chat, parts.language], parts.conversation, **quiet)
    for turns in (parts.latest, parts.earlier):
        turns.like(rate, [parts.chat, parts.language], parts.conversation, **quiet)
