"""Saying once that something cannot be read, and once that it can be again."""

from collections.abc import Collection, Mapping

from ..const import LOGGER


class Outage:
    """What is said of one thing that may fail for a while."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._is_on = False

    def begin(self, why: object) -> None:
        """Say that it cannot be read, unless that was said already."""
        if not self._is_on:
            LOGGER.warning("Can't read the %s: %s", self._what, why)
        self._is_on = True

    def end(self) -> None:
        """Say that it can be read again, if it could not."""
        if self._is_on:
            LOGGER.info("The %s can be read again", self._what)
        self._is_on = False

    def settle(
        self, silent: Collection[str], failed: Mapping[str, Exception], *, all_asked: bool = True
    ) -> None:
        """Say what there is to say of handsets that did not answer, if there are any.

        That there are none any more tells only an answer for all of them: one that answers every
        other time would fill the log.
        """
        if silent:
            self.begin(
                next(iter(failed.values()), f"Jingl doesn't know {', '.join(sorted(silent))}")
            )
        elif all_asked:
            self.end()
