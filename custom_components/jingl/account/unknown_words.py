"""Words for what a handset does that Jingl's documentation does not know."""

import re
from typing import Final

from ..api import HandsetStatus
from ..const import LOGGER

# So many are logged: a few are news, more would be a flood.
_MOST_WORDS: Final = 20


class UnknownWords:
    """Tells of each word once."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def report(self, status: HandsetStatus) -> None:
        """Log the word of a status if it is not documented, and was not logged before."""
        if status.state is not None or status.reported_state is None:
            return
        # It may hold the other party's number, which does not belong in a log.
        word = re.sub(r"\d", "#", status.reported_state[:40])
        if word not in self._told and len(self._told) < _MOST_WORDS:
            self._told.add(word)
            LOGGER.warning("Jingl reported an undocumented handset state: %r", word)
