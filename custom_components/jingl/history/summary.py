"""A call as a whole, as one of its handsets saw it. Pure."""

from dataclasses import dataclass

from ..api import CallDirection
from .calls import CallEvent, CallResult


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSummary:
    """A call that is over."""

    direction: CallDirection | None
    number: str | None
    """The other party's number."""
    result: CallResult
    duration_seconds: int
    """How long it was connected, by the polls that saw it."""


def summarise(event: CallEvent) -> CallSummary | None:
    """Return a summary of the call an event ends; None for any other event."""
    if event.result is None:
        return None
    return CallSummary(
        direction=event.direction,
        number=event.number,
        result=event.result,
        duration_seconds=event.duration_seconds or 0,
    )
