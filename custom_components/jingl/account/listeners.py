"""Listeners by subject, so that each is only called for what concerns it."""

from collections.abc import Callable, Collection, Hashable, Iterable

from homeassistant.core import callback

from ..api import in_turns
from ..const import LOGGER

type Action = Callable[[], None]


class Listeners[T: Hashable]:
    """Listeners by subject."""

    def __init__(self) -> None:
        self._by_subject: dict[T, list[Action]] = {}

    @property
    def subjects(self) -> Collection[T]:
        """Return the subjects that have listeners."""
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

    async def tell(self, subjects: Iterable[T]) -> None:
        """Call the listeners of these subjects; one that fails doesn't affect the others."""
        async for subject in in_turns(subjects):
            for listener in tuple(self._by_subject.get(subject, ())):
                try:
                    listener()
                except Exception:
                    LOGGER.exception("Unexpected error while reporting changes to %s", subject)
