"""At what time of day a handset has calls. Pure; all times are monotonic seconds."""

from typing import Final

_HOUR: Final = 3600.0
_HOURS: Final = 24

# After this long, a call counts half.
_HALF_LIFE: Final = 7 * 24 * _HOUR


class Habit:
    """How many calls a handset has in each hour of the day; recent calls count more.

    Uses the hours of the monotonic clock: which of them is noon doesn't matter, and nobody can
    change that clock.
    """

    def __init__(self) -> None:
        # By hour: the weight of the calls as of the last one, and when that was.
        self._calls: dict[int, tuple[float, float]] = {}

    def note_call(self, at: float) -> None:
        """Note that a call began."""
        self._calls[_hour(at)] = self.calls(at) + 1, at

    def calls(self, at: float) -> float:
        """Return the weight of past calls at this time of day."""
        count, last = self._calls.get(_hour(at), (0.0, at))
        weight: float = 0.5 ** ((at - last) / _HALF_LIFE)
        return count * weight


def _hour(at: float) -> int:
    return int(at // _HOUR) % _HOURS
