"""A question and its answer, as far as it has come → safe HTML on one line. Pure."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from assistant.web.evidence_html import anchor, evidence_html
from assistant.web.filter import Allowed, answer_html, clean, escape, web_link
from assistant.web.icons import icon
from assistant.web.problems import problem_in
from assistant.web.texts import counted, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.turn import Answer, Turn
    from assistant.web.chat import Shown


def turn_html(shown: Shown, language: str, *, is_latest: bool, feedback: bool) -> str:
    """The question, the steps so far, the answer, and what can be done with it."""
    body = _answer(shown, language) if shown.is_over else _draft(shown, language)
    acts = _acts(shown, language, is_latest=is_latest, feedback=feedback) if shown.is_over else ""
    busy = "false" if shown.is_over else "true"
    return (
        f'<article class="turn is-{shown.stage}" id="t{shown.number}" data-number="{shown.number}" aria-busy="{busy}">'
        f'<h2 class="question"><span class="spoken">{text(language, "asked_by")}: </span>{escape(shown.question)}</h2>'
        f"{_steps(shown, language)}{body}{acts}</article>"
    )


def earlier_html(earlier: Sequence[Shown], language: str, *, feedback: bool) -> str:
    """Earlier questions, oldest first, each with its evidence folded away."""
    return "".join(
        '<div class="pair">'
        + turn_html(shown, language, is_latest=False, feedback=feedback)
        + _folded(shown, language)
        + "</div>"
        for shown in earlier
    )


def welcome_html(language: str) -> str:
    """What the empty page says."""
    return f'<div class="welcome"><h2>{text(language, "welcome")}</h2><p>{text(language, "welcome_more")}</p></div>'


def plain_text(answer: Answer) -> str:
    """The answer with its sources as plain text, for the clipboard."""
    sources = []
    for one in answer.citations:
        document = one.passage.document
        about = ", ".join(part for part in (document.title, document.file, document.date, web_link(document.link)) if part)
        sources.append(f"[{one.marker}] “{' '.join(one.quote.split())}” ({about})")
    return clean("\n".join([answer.text, *([""] if sources else []), *sources]))


def _folded(shown: Shown, language: str) -> str:
    inside = evidence_html(shown, language)
    return f'<details class="folded"><summary>{text(language, "evidence")}</summary>{inside}</details>' if inside else ""


def _steps(shown: Shown, language: str) -> str:
    """The steps taken: each on its way while it lasts, one line of summary at the end."""
    if shown.stage in {"finished", "failed"}:
        summary = _summary(shown.turn, language) if shown.turn else ""
        return f'<p class="steps" role="status">{summary}</p>' if summary else ""
    found = _found(shown, language)
    steps = {
        "waiting": [("now", text(language, "step_queued"))],
        "searching": [("now", text(language, "step_searching"))],
        "found": [("done", found), ("now", text(language, "step_writing"))],
        "writing": [("done", found), ("now", text(language, "step_writing"))],
        "stopped": [("done", found)] if shown.passages else [],
    }.get(shown.stage, [])
    items = "".join(f'<span class="step is-{state}">{words}</span>' for state, words in steps)
    return f'<p class="steps" role="status">{items}</p>'


def _found(shown: Shown, language: str) -> str:
    if not shown.passages:
        return text(language, "step_found_none")
    documents = len({one.document.id for one in shown.passages})
    return text(
        language,
        "step_found",
        passages=counted(language, "passage", len(shown.passages)),
        documents=counted(language, "document", documents),
    )


def _summary(turn: Turn, language: str) -> str:
    documents = len({one.document.id for one in turn.passages})
    values = {
        "passages": counted(language, "passage", len(turn.passages)),
        "documents": counted(language, "document", documents),
        "seconds": f"{turn.seconds.total:.1f}",
    }
    if not turn.answer.citations:
        return text(language, "summary_none", **values)
    return text(language, "summary", cited=counted(language, "place", len(turn.answer.citations)), **values)


def _draft(shown: Shown, language: str) -> str:
    del language
    return f'<div class="answer is-draft">{answer_html(shown.draft)}</div>' if shown.draft.strip() else ""


def _answer(shown: Shown, language: str) -> str:
    if shown.turn is None:
        words = _draft(shown, language)
        told = text(language, "stopped") if shown.stage == "stopped" else text(language, "failed")
        kind = "stopped" if shown.stage == "stopped" else "problem"
        return words + _label(kind, told, shown.problem)
    answer = shown.turn.answer
    allowed = Allowed(
        markers={one.marker: anchor(shown.number, one.marker) for one in answer.citations},
        links=frozenset(link for one in shown.passages if (link := web_link(one.document.link))),
    )
    words = answer_html(answer.text, allowed)
    body = f'<div class="answer" lang="{html.escape(shown.turn.language, quote=True)}">{words}</div>' if words else ""
    problem = problem_in(answer.problem, language)
    if answer.outcome == "no_evidence":
        return f'<div class="absent">{_label("absent", text(language, "no_evidence"), problem)}{body}</div>'
    if answer.outcome == "partial" or problem:
        title = text(language, "partial" if words else "failed")
        return body + _label("problem", title, problem or text(language, "partial_reason"))
    return body


def _label(kind: str, title: str, reason: str) -> str:
    drawing = {"absent": icon("absent"), "problem": icon("partial"), "stopped": ""}[kind]
    more = f" <span>{escape(reason)}</span>" if reason else ""
    return f'<p class="label is-{kind}">{drawing}<strong>{title}</strong>{more}</p>'


def _acts(shown: Shown, language: str, *, is_latest: bool, feedback: bool) -> str:
    """Copy, ask again, thumbs: the buttons under an answer."""
    acts = []
    has_words = shown.turn is not None and bool(shown.turn.answer.text.strip())
    if shown.turn is not None and has_words:
        plain = html.escape(plain_text(shown.turn.answer), quote=True).replace("\n", "&#10;")
        acts.append(
            f'<button type="button" class="act" data-act="copy" data-text="{plain}" data-done="{text(language, "copied")}">'
            f"{icon('copy')}<span>{text(language, 'copy')}</span></button>"
        )
    if is_latest:
        acts.append(_button("again", "again", text(language, "ask_again"), shown.number))
    if feedback and has_words:
        acts.append(_thumbs(shown, language))
    return f'<div class="acts">{"".join(acts)}</div>' + (_reason(shown, language) if feedback else "") if acts else ""


def _button(act: str, drawing: str, words: str, number: int) -> str:
    return (
        f'<button type="button" class="act" data-act="{act}" data-number="{number}">'
        f"{icon(drawing)}<span>{words}</span></button>"
    )


def _thumbs(shown: Shown, language: str) -> str:
    buttons = []
    for act, name, is_chosen in (
        ("up", "helpful", shown.helpful is True),
        ("down", "not_helpful", shown.helpful is False),
    ):
        words = text(language, name)
        buttons.append(
            f'<button type="button" class="act is-icon" data-act="{act}" data-number="{shown.number}" '
            f'aria-pressed="{"true" if is_chosen else "false"}" aria-label="{words}" '
            f'title="{words}. {text(language, "feedback_note")}">{icon(act)}</button>'
        )
    return f'<span class="thumbs">{"".join(buttons)}</span>'


def _reason(shown: Shown, language: str) -> str:
    """The optional reason after a thumbs-down, and the thanks."""
    if shown.helpful is None:
        return ""
    if shown.helpful or shown.reason_given:
        return f'<p class="thanks" role="status">{text(language, "thanks")}</p>'
    label = text(language, "why_not")
    return (
        f'<p class="reason"><input type="text" maxlength="500" placeholder="{label}" aria-label="{label}" '
        f'data-reason="{shown.number}"><button type="button" class="act" data-act="reason" '
        f'data-number="{shown.number}">{text(language, "send_reason")}</button></p>'
    )
