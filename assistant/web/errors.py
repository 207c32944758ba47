"""Errors of the web chat. Messages are for people: what failed and what to do next."""

from assistant.errors import AssistantError


class ServeError(AssistantError):
    """The chat cannot be served, for instance because its port is in use."""
