"""What successive statuses of a handset say about its calls. Pure."""

from datetime import datetime, timedelta
from typing import Final

from .api import HandsetState, HandsetStatus

_IN_CALL: Final = {
    HandsetState.ON_CALL,
    HandsetState.RINGING,
    HandsetState.CALLING,
    HandsetState.ON_HOLD,
}
_CONNECTED: Final = {HandsetState.ON_CALL, HandsetState.ON_HOLD}

# By how much whole seconds and a slow answer can move the moment that a duration points at.
_JITTER: Final = timedelta(seconds=5)


def is_in_call(status: HandsetStatus | None) -> bool:
    """Tell whether the handset is busy: a phone that is off or unknown to Jingl is not."""
    return status is not None and status.state in _IN_CALL


def call_started(
    before: HandsetStatus | None, started: datetime | None, now: HandsetStatus, at: datetime
) -> datetime | None:
    """Return when the current call was connected, to the second; None without a connected call.

    `before` and `started` are the last status and what was returned for it. The moment stays the
    same during a call, though the durations that it is derived from are rounded and arrive late.
    """
    if now.state not in _CONNECTED:
        return None
    derived = (at - timedelta(seconds=now.duration_seconds or 0)).replace(microsecond=0)
    if before is None or before.state not in _CONNECTED or started is None:
        return derived
    # A number that is not told, as on hold perhaps, is not another number.
    another = len({before.other_party, now.other_party} - {None}) > 1
    if now.duration_seconds is None:
        # Without durations a call is known by its number only.
        return derived if another else started
    if abs(derived - started) <= _JITTER:
        return started
    # Whether the duration runs on while a call is on hold is not documented. If not, the start
    # seems to move, and stays moved after the hold, but the duration never goes back.
    went_back = now.duration_seconds < (before.duration_seconds or 0)
    return derived if another or went_back else started
