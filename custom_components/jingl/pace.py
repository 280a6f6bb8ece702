"""What has happened that decides when Jingl is asked; `polling` says how."""

from collections.abc import Iterable, Set as AbstractSet
from datetime import datetime, timedelta
from typing import Final

from homeassistant.util import dt as dt_util

from .api import JinglRateLimitError
from .polling import is_fresh

# Jingl is not left alone for longer, whatever it wants.
_LONGEST_WAIT: Final = timedelta(days=1)


class Pace:
    """Notes when somebody acted, when all were asked, and when Jingl wanted to be left alone."""

    def __init__(self) -> None:
        self._acted_at: dict[str, datetime] = {}
        self._swept_at: datetime | None = None
        self._rate_limited_at: datetime | None = None
        self._not_before: datetime | None = None

    @property
    def acted_on(self) -> AbstractSet[str]:
        """Return the handsets of which an action was so lately that its effects show by now."""
        return {each for each, moment in self._acted_at.items() if is_fresh(since(moment))}

    @property
    def last_action_at(self) -> datetime | None:
        """Return when the last action was."""
        return max(self._acted_at.values(), default=None)

    @property
    def since_sweep(self) -> float:
        """Return how many seconds ago all handsets were asked for, 0 if they never were."""
        return since(self._swept_at) or 0.0

    @property
    def since_rate_limit(self) -> float | None:
        """Return how many seconds ago Jingl last wanted fewer requests, None for never."""
        return since(self._rate_limited_at)

    def note_action(self, extensions: Iterable[str]) -> None:
        """Take it that somebody acts on these handsets' calls."""
        self._acted_at.update(dict.fromkeys(extensions, dt_util.utcnow()))

    def note_sweep(self) -> None:
        """Take it that all handsets are being asked for."""
        self._swept_at = dt_util.utcnow()

    def note_rate_limit(self, retry_after: float | None) -> None:
        """Take it that Jingl wants fewer requests, and none for so many seconds."""
        now = dt_util.utcnow()
        self._rate_limited_at = now
        wait = min(retry_after or 0.0, _LONGEST_WAIT.total_seconds())
        self._not_before = now + timedelta(seconds=wait)

    def check_may_ask(self) -> None:
        """Raise JinglRateLimitError while Jingl wants to be left alone."""
        if self._not_before and (wait := -(since(self._not_before) or 0.0)) > 0:
            raise JinglRateLimitError(f"asked to wait for another {wait:.0f} s", retry_after=wait)


def since(moment: datetime | None) -> float | None:
    """Return how many seconds ago a moment was, None for one that never was."""
    return None if moment is None else (dt_util.utcnow() - moment).total_seconds()
