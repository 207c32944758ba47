"""Errors of evaluation, one tree: each message names the file, the line and what to correct."""


class EvaluationError(Exception):
    """A set or its predictions cannot be used."""
