"""Do a lot of work in short turns, so that it doesn't block the event loop."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import monotonic
from typing import Final

# How many seconds of work may block the event loop.
_TURN: Final = 0.005


class Turn:
    """A stretch of work between two yields to the event loop."""

    def __init__(self) -> None:
        self._began = monotonic()

    @property
    def is_over(self) -> bool:
        """Return whether it is time to yield."""
        return monotonic() - self._began >= _TURN

    async def give_up(self) -> None:
        """Yield to the event loop, then begin the next turn."""
        await asyncio.sleep(0)
        self._began = monotonic()


async def in_turns[T](things: Iterable[T]) -> AsyncIterator[T]:
    """Iterate over things, yielding to the event loop every few milliseconds."""
    turn = Turn()
    for thing in things:
        if turn.is_over:
            await turn.give_up()
        yield thing
