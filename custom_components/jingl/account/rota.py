"""Whose turn it is to be asked, where each handset is a request of its own. Pure.

Every other request goes to the handset that has waited longest, so that none is asked more rarely
than twice the average. The others go where something new is likeliest: first to handsets that ring,
call or were just acted on, then by how long each has waited, which counts for more in a call and
for those that are used to calls at this time of day.

All times are seconds of the monotonic clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Final

# So many requests a second at most. What is not used can be saved up to that.
MOST: Final = 3

# Two rounds of requests are so far apart: a second, less what timers are off.
_APART: Final = 0.9

# A handset that rings, calls or was just acted on comes first after so many seconds.
_SOON: Final = 2.0

# How much more the time counts that a handset in a call has waited.
_IN_CALL: Final = 1.25

# So many calls everybody is taken to be used to, so that the first one is no habit.
_AT_LEAST: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What decides when a handset's turn is."""

    asked_at: float | None = None
    urgent: bool = False
    """Whether it rings or calls, or somebody has just acted on its calls."""
    in_call: bool = False
    calls: float = 0.0
    """How many calls it is used to at this time of day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many requests may be sent."""

    left: float = MOST
    """How many could be sent `at` a moment."""
    at: float | None = None
    """When requests were last sent; None for never."""
    sent: int = 0
    """How many turns there were so far."""

    def requests(self, now: float, rate: float) -> int:
        """Return how many may be sent now, at so many a second on average."""
        if self.at is not None and now - self.at < _APART:
            return 0
        return max(0, int(self._left(now, rate)))

    def wait(self, now: float, rate: float) -> float:
        """Return in how many seconds the next one may be sent."""
        apart = 0.0 if self.at is None else self.at + _APART - now
        return max(0.0, apart, (1 - self._left(now, rate)) / rate)

    def used_up(self, now: float) -> Budget:
        """Return what is left after all were asked at once: nothing that could be saved up."""
        return Budget(left=0, at=now, sent=self.sent)

    def less(self, requests: int, now: float, rate: float) -> Budget:
        """Return what is left after so many were sent."""
        if not requests:
            return self
        return Budget(left=self._left(now, rate) - requests, at=now, sent=self.sent + requests)

    def _left(self, now: float, rate: float) -> float:
        since = 0.0 if self.at is None else now - self.at
        return min(MOST, self.left + rate * since)


def turns(
    now: float, waiting: Mapping[str, Waiting], budget: Budget, rate: float
) -> tuple[list[str], Budget]:
    """Return which handsets to ask now, and what is left of the budget then."""
    number = min(budget.requests(now, rate), len(waiting))
    waits = {
        e: inf if each.asked_at is None else now - each.asked_at for e, each in waiting.items()
    }
    used_to = _AT_LEAST + sum(each.calls for each in waiting.values()) / max(1, len(waiting))

    def likely(extension: str) -> tuple[bool, float]:
        each, waits_for = waiting[extension], waits[extension]
        # For how long each best waits is about the cube root of how rare its calls are.
        weight = ((each.calls + _AT_LEAST) / used_to) ** (1 / 3) * (_IN_CALL if each.in_call else 1)
        return each.urgent and waits_for >= _SOON, waits_for * weight

    asked: list[str] = []
    for turn in range(budget.sent, budget.sent + number):
        asked.append(max(waits, key=waits.__getitem__ if turn % 2 else likely))
        del waits[asked[-1]]
    return asked, budget.less(number, now, rate)
