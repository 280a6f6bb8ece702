"""Decide which handset to ask next when each needs its own request. Pure.

Every second request goes to the handset that has waited longest, so that none waits more than twice
the average. The others go where a change is likeliest: first to handsets that are ringing, calling
or were just acted on, then by how long each has waited, which counts more on a call and for
handsets that usually have calls at this time of day.

All times are monotonic seconds.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf
from typing import Final

# The most requests per second. Unused ones can be saved up to this number.
MOST: Final = 3

# The least time between two rounds of requests: a second, less the jitter of timers.
_APART: Final = 0.9

# A handset that is ringing, calling or was just acted on comes first after this many seconds.
_SOON: Final = 2.0

# How much more a handset's waiting time counts while it is on a call.
_IN_CALL: Final = 1.25

# Calls to assume for every handset, so that its first one doesn't count as a habit.
_AT_LEAST: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """What decides when it is a handset's turn."""

    asked_at: float | None = None
    urgent: bool = False
    """Whether it is ringing or calling, or somebody has just acted on its calls."""
    in_call: bool = False
    calls: float = 0.0
    """How many calls it usually has at this time of day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How many requests may be sent."""

    left: float = MOST
    """How many requests were left after those sent `at` that time."""
    at: float | None = None
    """When requests were last sent; None for never."""
    sent: int = 0
    """How many requests have been sent so far."""

    def requests(self, now: float, rate: float) -> int:
        """Return how many requests may be sent now, at an average `rate` per second."""
        if self.at is not None and now - self.at < _APART:
            return 0
        return max(0, int(self._left(now, rate)))

    def wait(self, now: float, rate: float) -> float:
        """Return how many seconds to wait before the next request."""
        apart = 0.0 if self.at is None else self.at + _APART - now
        return max(0.0, apart, (1 - self._left(now, rate)) / rate)

    def used_up(self, now: float) -> Budget:
        """Return the budget after asking all handsets at once: nothing is left."""
        return Budget(left=0, at=now, sent=self.sent)

    def less(self, requests: int, now: float, rate: float) -> Budget:
        """Return the budget after sending this many requests."""
        if not requests:
            return self
        return Budget(left=self._left(now, rate) - requests, at=now, sent=self.sent + requests)

    def _left(self, now: float, rate: float) -> float:
        since = 0.0 if self.at is None else now - self.at
        return min(MOST, self.left + rate * since)


def turns(
    now: float,
    waiting: Mapping[str, Waiting],
    budget: Budget,
    rate: float,
    *,
    at_least: int = 0,
    others: int = 0,
) -> tuple[list[str], Budget]:
    """Return which handsets to ask now, and what is left of the budget then.

    `at_least` so many, even if they have to be owed. So many `others` requests are sent anyway.
    """
    number = min(max(at_least, budget.requests(now, rate) - others), len(waiting))
    waits = {
        e: inf if each.asked_at is None else now - each.asked_at for e, each in waiting.items()
    }
    used_to = _AT_LEAST + sum(each.calls for each in waiting.values()) / max(1, len(waiting))

    def likely(extension: str) -> tuple[bool, float]:
        each, waits_for = waiting[extension], waits[extension]
        # The best waiting time grows with about the cube root of how rare a handset's calls are.
        weight = ((each.calls + _AT_LEAST) / used_to) ** (1 / 3) * (_IN_CALL if each.in_call else 1)
        return each.urgent and waits_for >= _SOON, waits_for * weight

    asked: list[str] = []
    for turn in range(budget.sent, budget.sent + number):
        asked.append(max(waits, key=waits.__getitem__ if turn % 2 else likely))
        del waits[asked[-1]]
    return asked, budget.less(number + others, now, rate)
