"""Answers one question inside a conversation: question → passages → prompt → checked answer."""
