"""Much work, done so that everything else goes on meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from time import monotonic
from typing import Final

# For how many seconds work may keep the event loop to itself.
_TURN: Final = 0.005


class Turn:
    """The time that work has had since it last yielded to the event loop."""

    def __init__(self) -> None:
        self._began = monotonic()

    @property
    def is_over(self) -> bool:
        """Return whether it is time to yield."""
        return monotonic() - self._began >= _TURN

    async def give_up(self) -> None:
        """Yield, and begin the next turn."""
        await asyncio.sleep(0)
        self._began = monotonic()


async def in_turns[T](things: Iterable[T]) -> AsyncIterator[T]:
    """Go through things, and yield to the event loop every few milliseconds."""
    turn = Turn()
    for thing in things:
        if turn.is_over:
            await turn.give_up()
        yield thing
