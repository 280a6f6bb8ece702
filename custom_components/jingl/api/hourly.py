"""Count how often something happened in the last hour."""

from collections.abc import Callable
from time import monotonic
from typing import Final

_MINUTE: Final = 60
_MINUTES: Final = 60


class HourlyCount:
    """Counts events, and drops those that are over an hour old.

    Counts by the minute, so its size doesn't grow with the number of events.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._counts: dict[int, int] = {}

    def add(self) -> None:
        """Count one event."""
        minute = self._minute()
        if minute not in self._counts:
            self._counts = {m: n for m, n in self._counts.items() if m > minute - _MINUTES}
        self._counts[minute] = self._counts.get(minute, 0) + 1

    @property
    def total(self) -> int:
        """Return how many events there were in the last hour."""
        oldest = self._minute() - _MINUTES
        return sum(count for minute, count in self._counts.items() if minute > oldest)

    def _minute(self) -> int:
        return int(self._clock() // _MINUTE)
