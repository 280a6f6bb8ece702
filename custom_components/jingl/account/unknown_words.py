"""Log handset states that Jingl's documentation doesn't mention."""

import re
from typing import Final

from ..api import HandsetStatus
from ..const import LOGGER

# Log no more than this: a few are useful, more would flood the log.
_MOST_WORDS: Final = 20


class UnknownWords:
    """Logs each word once."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def report(self, status: HandsetStatus) -> None:
        """Log the word of a status if it is undocumented and hasn't been logged yet."""
        if status.state is not None or status.reported_state is None:
            return
        # The word may contain the other party's number, which doesn't belong in a log.
        word = re.sub(r"\d", "#", status.reported_state[:40])
        if word not in self._told and len(self._told) < _MOST_WORDS:
            self._told.add(word)
            LOGGER.warning("Jingl reported an undocumented handset state: %r", word)
