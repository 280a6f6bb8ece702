"""Log once that something can't be read, and once that it can be read again."""

from collections.abc import Collection, Mapping

from ..const import LOGGER


class Outage:
    """The log messages for one thing that may fail for a while."""

    def __init__(self, what: str) -> None:
        self._what = what
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

    def settle(
        self, silent: Collection[str], failed: Mapping[str, Exception], *, all_asked: bool = True
    ) -> None:
        """Begin an outage if handsets didn't answer, or else end it.

        It ends only once all have been asked: otherwise a handset that answers every other time
        would flood the log.
        """
        if silent:
            self.begin(
                next(iter(failed.values()), f"Jingl doesn't know {', '.join(sorted(silent))}")
            )
        elif all_asked:
            self.end()
