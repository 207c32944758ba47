"""Errors of the assistant, one tree. Messages are for people: what failed and what to do next."""


class AssistantError(Exception):
    """Anything that keeps the assistant from answering."""


class SettingsError(AssistantError):
    """A setting has no usable value."""


class QuestionError(AssistantError):
    """The question itself cannot be taken: empty, or too long."""


class ModelError(AssistantError):
    """The language model gave no usable answer; `kind` names why, for the language of the page."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind
