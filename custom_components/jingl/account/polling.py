"""How often Jingl is asked. Pure; all times are seconds."""

from dataclasses import dataclass
from typing import Final

# With the list, which is one request for the whole account.
_LIVE: Final = 2.0
_RECENT: Final = 5.0
_QUIET: Final = 15.0

# Where each handset is a request, so many a second are sent on average, and when it is quiet.
_RATE: Final = 2.0
_QUIET_RATE: Final = 2 / 3

_DETAILS: Final = 5 * 60.0
_DETAILS_AFTER_FAILURE: Final = 30.0

# For how long an action, the last call and a refusal for too many requests have their effect.
_ACTION_SPAN: Final = 30.0
_ACTIVITY_SPAN: Final = 30 * 60.0
_RATE_LIMIT_SPAN: Final = 60 * 60.0

# An endpoint that an account lacks is tried again after this.
PROBE_INTERVAL: Final = 10 * 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the cadence depends on; `since_…` is None for never."""

    in_call: bool
    """Whether any handset is in a call."""
    since_action: float | None = None
    since_activity: float | None = None
    """Since a handset was last seen in a call, or an action was for one."""
    since_rate_limit: float | None = None


def status_interval(situation: Situation) -> float:
    """Return after how many seconds to ask again what handsets are doing."""
    return _interval(situation) * _slow_down(situation.since_rate_limit)


def request_rate(situation: Situation, handsets: int) -> float:
    """Return how many requests a second to send on average, where each handset is one.

    As many as have each asked as often as with the list, if that is not too many.
    """
    every = _interval(situation)
    most = _QUIET_RATE if every == _QUIET else _RATE
    return min(most, max(1, handsets) / every) / _slow_down(situation.since_rate_limit)


def details_interval(since_rate_limit: float | None) -> float:
    """Return after how many seconds to ask for the handsets' settings again."""
    return _DETAILS * _slow_down(since_rate_limit)


def retry_interval(since_rate_limit: float | None, *, details: bool = False) -> float:
    """Return after how many seconds to ask again after a failure."""
    return (_DETAILS_AFTER_FAILURE if details else _QUIET) * _slow_down(since_rate_limit)


def is_fresh(since: float | None) -> bool:
    """Return whether something was so recent that its effects are watched for."""
    return _within(since, _ACTION_SPAN)


def _interval(situation: Situation) -> float:
    if situation.in_call or is_fresh(situation.since_action):
        return _LIVE
    return _RECENT if _within(situation.since_activity, _ACTIVITY_SPAN) else _QUIET


def is_slowed_down(since_rate_limit: float | None) -> bool:
    """Return whether a refusal for too many requests still has its effect."""
    return _within(since_rate_limit, _RATE_LIMIT_SPAN)


def _slow_down(since_rate_limit: float | None) -> float:
    return 2.0 if is_slowed_down(since_rate_limit) else 1.0


def _within(since: float | None, span: float) -> bool:
    return since is not None and since < span
