"""Why an address gave no page: failed, gone or skipped are different states. Reasons go on from the address."""

from __future__ import annotations

from ingest.errors import IngestError


class NoPageError(IngestError):
    """An address gave no page; the message is the reason."""


class FailedError(NoPageError):
    """The page could not be had this time: its last good version stays."""


class UnansweredError(FailedError):
    """The server did not answer, or asks to be left alone: a sign for its other pages too."""


class RefusedError(FailedError):
    """The address may not be asked: its form, its port, or the network it leads to."""


class GoneError(NoPageError):
    """A positive no: there is no such page any more."""


class SkippedError(NoPageError):
    """The page is there and is not taken."""
