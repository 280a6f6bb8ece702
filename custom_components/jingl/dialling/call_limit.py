"""How many calls are too many: a loop in an automation must not dial all night. Pure."""

from collections import deque
from datetime import datetime, timedelta


class CallLimit:
    """Counts the calls of an account in a window of time that moves along."""

    def __init__(self) -> None:
        self._calls: deque[datetime] = deque()

    def take(self, now: datetime, *, calls: int, window: timedelta) -> bool:
        """Count a call, unless there were as many as are permitted within the window."""
        while self._calls and self._calls[0] <= now - window:
            self._calls.popleft()
        if len(self._calls) >= calls:
            return False
        self._calls.append(now)
        return True
