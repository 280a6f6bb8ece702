"""What was refused, and how often. Pure."""

from collections import Counter, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from .dial_policy import Refusal

# Somebody who mistypes is no reason to worry; an automation that is refused all the time is.
MANY_REFUSALS: Final = 10
_WINDOW: Final = timedelta(hours=1)


class Refusals:
    """Counts an account's refusals since Home Assistant started."""

    def __init__(self) -> None:
        self._counts: Counter[Refusal] = Counter()
        self._recent: deque[datetime] = deque(maxlen=MANY_REFUSALS)

    def add(self, refusal: Refusal, now: datetime) -> bool:
        """Count a refusal; return whether they pile up."""
        self._counts[refusal] += 1
        self._recent.append(now)
        return len(self._recent) == MANY_REFUSALS and now - self._recent[0] <= _WINDOW

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how often each rule refused."""
        return {str(refusal): count for refusal, count in sorted(self._counts.items())}
