"""An event loop whose time jumps to the next timer as soon as there is nothing else to do."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
import selectors
from time import monotonic
from typing import override

from homeassistant.runner import configure_event_loop


class VirtualTime(selectors.DefaultSelector):
    """The clock of an event loop, and the selector that moves it on.

    Time passes as usual until `jumping`: starting Home Assistant waits for threads, whose work
    would otherwise seem to take hours.
    """

    def __init__(self) -> None:
        super().__init__()
        self._now: float | None = None
        self._gained = 0.0

    def time(self) -> float:
        """Return the loop's time."""
        return monotonic() + self._gained if self._now is None else self._now

    @contextmanager
    def jumping(self) -> Iterator[None]:
        """Stop time during work, and jump over all waiting."""
        self._now = self.time()
        try:
            yield
        finally:
            self._gained = self._now - monotonic()
            self._now = None

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """Wait for events, or jump to the end of the wait."""
        # Without a timer, only a thread can wake the loop.
        if self._now is None or timeout is None:
            return super().select(timeout)
        ready = super().select(0)
        if not ready:
            self._now += max(timeout, 0.0)
        return ready


def virtual_loop(time: VirtualTime) -> asyncio.AbstractEventLoop:
    """Return an event loop like Home Assistant's, in virtual time."""
    loop = asyncio.SelectorEventLoop(time)
    configure_event_loop(loop)
    loop.time = time.time  # type: ignore[method-assign]
    return loop
