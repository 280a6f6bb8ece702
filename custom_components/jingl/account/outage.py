"""Log once that something can't be read, and once that it can be read again."""

from collections.abc import Collection, Mapping
from time import monotonic

from ..const import LOGGER


class Outage:
    """The log messages for one thing that may fail for a while."""

    def __init__(self, what: str, *, calm: float = 0.0) -> None:
        """Prepare to log; handsets that failed must answer for `calm` seconds to end an outage."""
        self._what = what
        self._calm = calm
        self._silent_at = 0.0
        self._is_on = False

    def begin(self, why: object) -> None:
        """Log that it can't be read, unless that has been logged."""
        if not self._is_on:
            LOGGER.warning("Can't read the %s: %s", self._what, why)
        self._is_on = True

    def end(self) -> None:
        """Log that it can be read again, if it couldn't."""
        if self._is_on:
            LOGGER.info("The %s can be read again", self._what)
        self._is_on = False

    def settle(self, silent: Collection[str], failed: Mapping[str, Exception]) -> None:
        """Begin an outage if handsets didn't answer, or else end it."""
        if silent:
            self._silent_at = monotonic()
            self.begin(
                next(iter(failed.values()), f"Jingl doesn't know {', '.join(sorted(silent))}")
            )
        elif monotonic() - self._silent_at >= self._calm:
            self.end()
