"""Leave Jingl alone when it asks for that, about something that polls need not wait for."""

from time import monotonic

from ..api import JinglError, JinglRateLimitError
from .pace import LONGEST_WAIT, Pace


class Courtesy:
    """Notes until when not to ask for one kind of thing."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._not_before = 0.0

    @property
    def is_asked_to_wait(self) -> bool:
        """Return whether Jingl wants us to wait."""
        return self._not_before > monotonic()

    def check(self) -> None:
        """Raise JinglRateLimitError while Jingl wants us to wait."""
        if (wait := self._not_before - monotonic()) > 0:
            raise JinglRateLimitError(f"asked to wait for another {wait:.0f} s", retry_after=wait)

    def obey(self, err: JinglError, *, is_known: bool = True) -> bool:
        """Wait if Jingl wants fewer requests; return whether it does.

        Polls slow down as well, unless it isn't known whether the account has such things at all:
        a server may always answer like this about others.
        """
        if not isinstance(err, JinglRateLimitError) and err.retry_after is None:
            return False
        self._not_before = monotonic() + min(err.retry_after or 0.0, LONGEST_WAIT)
        if is_known and err.status:  # else it is our own word, or perhaps no rate limit
            self._pace.note_slow_down()
        return True
