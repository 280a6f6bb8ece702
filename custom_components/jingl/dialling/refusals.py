"""What was refused, and how often. Pure."""

from collections import Counter, defaultdict, deque
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from .policy import Refusal

# Somebody who mistypes is no reason to worry; an automation that is refused all the time is.
MANY_REFUSALS: Final = 10
_WINDOW: Final = timedelta(hours=1)


class Refusals:
    """Counts an account's refusals since Home Assistant started."""

    def __init__(self) -> None:
        self._counts: Counter[Refusal] = Counter()
        # The last ones of each rule, and of all under None.
        self._recent: defaultdict[Refusal | None, deque[datetime]] = defaultdict(
            lambda: deque(maxlen=MANY_REFUSALS)
        )

    def add(self, refusal: Refusal, now: datetime) -> None:
        """Count a refusal."""
        self._counts[refusal] += 1
        for key in (refusal, None):
            self._recent[key].append(now)

    def pile_up(self, refusal: Refusal | None = None) -> bool:
        """Tell whether the last ten were within an hour: those of one rule, or of all."""
        recent = self._recent[refusal]
        return len(recent) == MANY_REFUSALS and recent[-1] - recent[0] <= _WINDOW

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how often each rule refused."""
        return {str(refusal): count for refusal, count in sorted(self._counts.items())}
