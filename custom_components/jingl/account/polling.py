"""How often Jingl is asked. Pure; all times are seconds."""

from dataclasses import dataclass
from typing import Final

# With the list, which is one request for the whole account.
_LIVE: Final = 2.0
_RECENT: Final = 5.0
_QUIET: Final = 15.0

# Handset by handset.
_LIVE_EACH: Final = 3.0
_SWEEP_PER_HANDSET: Final = 0.5

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

    listed: bool
    """Whether one request brings the whole account."""
    handsets: int
    in_call: bool
    """Whether any handset is in a call."""
    since_action: float | None = None
    since_activity: float | None = None
    """Since a handset was last seen in a call, or an action was for one."""
    since_sweep: float = 0.0
    """Since all handsets were last asked for."""
    since_rate_limit: float | None = None


def status_interval(situation: Situation) -> float:
    """Return after how many seconds to ask again what handsets are doing."""
    slow_down = _slow_down(situation.since_rate_limit)
    live = situation.in_call or is_fresh(situation.since_action)
    if situation.listed:
        recent = _within(situation.since_activity, _ACTIVITY_SPAN)
        return (_LIVE if live else _RECENT if recent else _QUIET) * slow_down
    until_sweep = max(1.0, sweep_interval(situation) - situation.since_sweep)
    return min(_LIVE_EACH * slow_down, until_sweep) if live else until_sweep


def sweep_interval(situation: Situation) -> float:
    """Return after how many seconds to ask for all handsets again, where each is a request."""
    every = max(_QUIET, _SWEEP_PER_HANDSET * situation.handsets)
    return every * _slow_down(situation.since_rate_limit)


def details_interval(since_rate_limit: float | None) -> float:
    """Return after how many seconds to ask for the handsets' settings again."""
    return _DETAILS * _slow_down(since_rate_limit)


def retry_interval(since_rate_limit: float | None, *, details: bool = False) -> float:
    """Return after how many seconds to ask again after a failure."""
    return (_DETAILS_AFTER_FAILURE if details else _QUIET) * _slow_down(since_rate_limit)


def is_fresh(since: float | None) -> bool:
    """Return whether something was so recent that its effects are watched for."""
    return _within(since, _ACTION_SPAN)


def _slow_down(since_rate_limit: float | None) -> float:
    return 2.0 if _within(since_rate_limit, _RATE_LIMIT_SPAN) else 1.0


def _within(since: float | None, span: float) -> bool:
    return since is not None and since < span
