"""What has happened that decides when Jingl is asked; `polling` says how. Pure."""

from time import monotonic
from typing import Final

from ..api import JinglRateLimitError

# Jingl is not left alone for longer, whatever it wants.
_LONGEST_WAIT: Final = 24 * 60 * 60.0


class Pace:
    """Notes when somebody acted, when all were asked, and when Jingl wanted to be left alone."""

    def __init__(self) -> None:
        self.acted_at: float | None = None
        self._swept_at: float | None = None
        self._rate_limited_at: float | None = None
        self._not_before = 0.0

    @property
    def since_sweep(self) -> float:
        """Return how many seconds ago all handsets were asked for, 0 if they never were."""
        return since(self._swept_at) or 0.0

    @property
    def since_rate_limit(self) -> float | None:
        """Return how many seconds ago Jingl last wanted fewer requests, None for never."""
        return since(self._rate_limited_at)

    def note_action(self) -> None:
        """Note that somebody acts on a call."""
        self.acted_at = monotonic()

    def note_sweep(self) -> None:
        """Note that all handsets are being asked for."""
        self._swept_at = monotonic()

    def note_rate_limit(self, retry_after: float | None) -> None:
        """Note that Jingl wants fewer requests, and none for so many seconds."""
        self._rate_limited_at = monotonic()
        self._not_before = self._rate_limited_at + min(retry_after or 0.0, _LONGEST_WAIT)

    def check_may_ask(self) -> None:
        """Raise JinglRateLimitError while Jingl wants to be left alone."""
        if (wait := self._not_before - monotonic()) > 0:
            raise JinglRateLimitError(f"asked to wait for another {wait:.0f} s", retry_after=wait)


def since(moment: float | None) -> float | None:
    """Return how many seconds ago a moment of the monotonic clock was, None for never."""
    return None if moment is None else monotonic() - moment
