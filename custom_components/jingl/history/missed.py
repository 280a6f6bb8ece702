"""The calls an account's handsets missed. Pure."""

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from ..api import CallDirection

_MOST: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class MissedCall:
    """A call that nobody at a handset picked up."""

    at: datetime
    extension: str
    number: str | None
    name: str | None
    """The caller's name at that time."""
    direction: CallDirection | None = None


class MissedCalls:
    """The latest missed calls, newest first."""

    def __init__(self, remembered: Iterable[MissedCall] = ()) -> None:
        latest_first = sorted(remembered, key=lambda call: call.at, reverse=True)
        self._calls = deque(latest_first, maxlen=_MOST)

    def __iter__(self) -> Iterator[MissedCall]:
        return iter(self._calls)

    def add(self, call: MissedCall) -> None:
        """Add a call that was just missed."""
        self._calls.appendleft(call)
