"""A call as a whole, as one of its handsets saw it. Pure."""

from dataclasses import dataclass

from ..api import CallDirection
from .calls import CallEvent, CallResult


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSummary:
    """A call that is over."""

    direction: CallDirection | None
    number: str | None
    """The other party's."""
    result: CallResult
    duration_seconds: int
    """For how long it was connected, as far as that was seen."""


def summarise(event: CallEvent) -> CallSummary | None:
    """Return the call whose end an event tells; None for any other event."""
    if event.result is None:
        return None
    return CallSummary(
        direction=event.direction,
        number=event.number,
        result=event.result,
        duration_seconds=event.duration_seconds or 0,
    )
