"""Errors of the index, one tree: each message says what failed, on which value, and what to do next."""


class IndexingError(Exception):
    """Anything that went wrong in building or reading an index."""


class WeightsError(IndexingError):
    """Model weights are missing, incomplete or not the expected ones."""


class NoIndexError(IndexingError):
    """There is no published generation to read."""


class DamagedIndexError(IndexingError):
    """A generation does not hold what its manifest says, or cannot be opened."""


class MismatchError(IndexingError):
    """The index was built with another embedding model, chunker or format than the settings name."""


class LockedError(IndexingError):
    """Another process is writing the index."""


class DiskError(IndexingError):
    """The disk is full, read-only or the data directory is not a directory."""
