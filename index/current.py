"""The index of whichever generation is current: follows the pointer, and stays with the last good one.

Shared by all threads; takes no lock on the data directory and changes nothing in it.
"""

from __future__ import annotations

import contextlib
import logging
import threading
from typing import TYPE_CHECKING

from index.errors import IndexingError

if TYPE_CHECKING:
    from index.embedding import Embedder
    from index.generation import Generations
    from index.search import Index

log = logging.getLogger(__name__)


class CurrentIndex:
    """The published generation, re-opened when the pointer moves: what the chat reads from."""

    def __init__(self, generations: Generations, embedder: Embedder) -> None:
        self._generations = generations
        self._embedder = embedder
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._refused = ""  # the id of a generation that could not be opened: not tried again at each question

    def get(self) -> Index:
        """The index of the generation that is current now; keeps the last good one when the new one is damaged.

        Raises: NoIndexError, DamagedIndexError, MismatchError when there is none to fall back on.
        """
        with self._lock:
            if self._index is None:
                self._index = self._generations.open_sound(self._embedder)
                with contextlib.suppress(IndexingError):
                    self._refused = self._generations.current_id()
                return self._index
            try:
                current = self._generations.current_id()
                if current not in {self._index.manifest.id, self._refused}:
                    self._refused = current
                    # The old one is not closed: a question in another thread may still read it. Its last user's end closes it.
                    self._index = self._generations.open(self._embedder, is_probed=True)
            except IndexingError as error:
                log.warning("The new index is not used, the last good one is: %s", error)
            return self._index
