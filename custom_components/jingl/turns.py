"""Much work, done so that everything else goes on meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Iterable


async def in_turns[T](things: Iterable[T], at_once: int) -> AsyncIterator[T]:
    """Go through things, and let everybody else have a turn after every few."""
    for number, thing in enumerate(things):
        if number and number % at_once == 0:
            await asyncio.sleep(0)
        yield thing
