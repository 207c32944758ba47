"""Errors and problems → one sentence in the language of the page. The English sentence is the assistant's own."""

from __future__ import annotations

import logging

from assistant.errors import AssistantError, ModelError, QuestionError
from assistant.model import MESSAGES
from assistant.web.texts import text
from index.errors import IndexingError, NoIndexError

log = logging.getLogger(__name__)

_LONG = 100  # a question shorter than this was not refused for its length


def problem_of(error: Exception, language: str, question: str = "") -> str:
    """The sentence to show for an error; one that is not ours is logged, and told without its words."""
    if not isinstance(error, AssistantError | IndexingError):
        log.error("A question could not be answered", exc_info=error)
        return text(language, "failed_other")
    if language != "zh":
        return str(error)
    match error:
        case ModelError():
            return text(language, f"model_{error.kind}") if error.kind in MESSAGES else str(error)
        case QuestionError() if len(question) >= _LONG:
            return text(language, "question_too_long", count=f"{len(question):,}")
        case QuestionError():
            return text(language, "question_refused")
        case NoIndexError():
            return text(language, "no_index")
        case IndexingError():
            return text(language, "index_failed")
        case _:
            return str(error)


def problem_in(problem: str, language: str) -> str:
    """A problem that an answer tells, in the language of the page where it is a known one."""
    if language != "zh":
        return problem
    kind = next((kind for kind, message in MESSAGES.items() if message == problem), "")
    return text(language, f"model_{kind}") if kind else problem
