"""Errors of ingest, one tree: each message says what failed, on which value, and what to do next."""


class IngestError(Exception):
    """Anything that went wrong between a source and its chunks."""


class SourceError(IngestError):
    """A source cannot be listed: no such path, not readable, or suddenly empty."""


class UnreadableError(IngestError):
    """A document cannot be read: damaged, encrypted, not what its name says, or over a limit."""


class NothingToReadError(IngestError):
    """A document holds no text: it is skipped, not failed."""
