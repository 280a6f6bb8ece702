"""Much work, done so that everything else goes on meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import monotonic
from typing import Final

# For how many seconds work may keep the event loop to itself.
_TURN: Final = 0.005


async def in_turns[T](things: Iterable[T]) -> AsyncIterator[T]:
    """Go through things, and yield to the event loop every few milliseconds."""
    began = monotonic()
    for thing in things:
        if monotonic() - began >= _TURN:
            await asyncio.sleep(0)
            began = monotonic()
        yield thing
