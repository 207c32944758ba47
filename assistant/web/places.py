"""How many answers may be under way together, and how many visitors may wait for one: counts only, nobody's words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

AT_ONCE = 32  # answers under way together
WAITING = 64  # visitors waiting for a place before others are told that it is busy


class Places:
    """The places of one served assistant; to be used from its event loop only."""

    def __init__(self, at_once: int = AT_ONCE, waiting: int = WAITING) -> None:
        self._free = asyncio.Semaphore(at_once)
        self._most_waiting = waiting
        self._waiting = 0

    @property
    def are_taken(self) -> bool:
        """Whether one more would have to wait."""
        return self._free.locked()

    @property
    def are_full(self) -> bool:
        """Whether nobody more may wait."""
        return self._free.locked() and self._waiting >= self._most_waiting

    @asynccontextmanager
    async def one(self, given_up: asyncio.Event) -> AsyncGenerator[None]:
        """A place, as soon as there is one; returns without one when the visitor gives up before."""
        waits: list[asyncio.Future[bool]] = [
            asyncio.ensure_future(self._free.acquire()),
            asyncio.ensure_future(given_up.wait()),
        ]
        try:
            await self._either(waits)
            yield
        finally:
            self._leave(waits)

    async def _either(self, waits: list[asyncio.Future[bool]]) -> None:
        self._waiting += 1
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._waiting -= 1

    def _leave(self, waits: list[asyncio.Future[bool]]) -> None:
        """Gives back what was taken."""
        place, giving_up = waits
        giving_up.cancel()
        if place.done() and not place.cancelled():
            self._free.release()
        else:
            place.cancel()
