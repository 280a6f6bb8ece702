"""Who listens for what, so that nobody runs a line for what does not concern them."""

import asyncio
from collections.abc import Callable, Collection, Coroutine, Hashable, Iterable, Sequence
from functools import partial
from typing import Any, Final

from homeassistant.core import callback

from .const import LOGGER
from .turns import in_turns

# How many subjects are told of, or other things done, before everybody else has a turn.
_AT_ONCE: Final = 25

type Action = Callable[[], None]


class Listeners[T: Hashable]:
    """Listeners by the subject that concerns them."""

    def __init__(self, run: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        """Take a function that runs a coroutine at once until it waits, and then by and by."""
        self._run = run
        self._by_subject: dict[T, list[Action]] = {}
        self._lock = asyncio.Lock()

    @property
    def subjects(self) -> Collection[T]:
        """Return what anybody listens for."""
        return self._by_subject.keys()

    @callback
    def add(self, subject: T, listener: Action) -> None:
        """Add a listener."""
        self._by_subject.setdefault(subject, []).append(listener)

    @callback
    def remove(self, subject: T, listener: Action) -> None:
        """Remove a listener."""
        listeners = self._by_subject[subject]
        listeners.remove(listener)
        if not listeners:
            del self._by_subject[subject]

    @callback
    def tell(self, subjects: Iterable[T], then: Iterable[Action]) -> None:
        """Call those whom these subjects concern, then do the rest: at once, unless it is much."""
        actions: list[Action] = [partial(self._tell_of, subject) for subject in subjects]
        actions += then
        if actions:
            self._run(self._act(actions))

    async def all_told(self) -> None:
        """Wait until what began earlier has been told."""
        async with self._lock:
            pass

    async def _act(self, actions: Sequence[Action]) -> None:
        async with self._lock:
            if len(actions) > _AT_ONCE:
                await asyncio.sleep(0)
            async for act in in_turns(actions, _AT_ONCE):
                act()

    @callback
    def _tell_of(self, subject: T) -> None:
        """Call those whom a subject concerns; one that fails does not keep it from the others."""
        for listener in tuple(self._by_subject.get(subject, ())):
            try:
                listener()
            except Exception:
                LOGGER.exception("Unexpected error telling what changed of %s", subject)
