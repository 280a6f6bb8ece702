"""How often to ask Jingl. Pure; all times are in seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

# With a list, which takes one request for the whole account.
_LIVE: Final = 2.0
_RECENT: Final = 5.0
_QUIET: Final = 15.0

# Average requests per second when each handset needs its own, usually and when it is quiet.
_RATE: Final = 2.0
_QUIET_RATE: Final = 2 / 3

_DETAILS: Final = 5 * 60.0
_DETAILS_AFTER_FAILURE: Final = 30.0

# Jingl's own records of calls: so long after a call has ended, since a record appears some seconds
# later, and may change after that; in any case this often; and never more often.
_RECORDS_AFTER_CALL: Final = (5.0, 60.0)
_RECORDS_RECENT: Final = 5 * 60.0
# A call that rang between two polls may be known to Jingl alone.
_RECORDS_QUIET: Final = 60 * 60.0
_RECORDS_APART: Final = 10.0
_RECORDS_AFTER_FAILURE: Final = 60.0
_RECORDS_ABSENT: Final = 24 * 60 * 60.0
# That often in a row, the account must seem to lack them until this is believed.
_ABSENCES: Final = 3

# How long an action, the last call and a rate limit affect polling.
_ACTION_SPAN: Final = 30.0
_ACTIVITY_SPAN: Final = 30 * 60.0
_RATE_LIMIT_SPAN: Final = 60 * 60.0

# How long before trying a missing endpoint again.
PROBE_INTERVAL: Final = 10 * 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What the polling interval depends on; `since_…` is None for never."""

    in_call: bool
    """Whether any handset is on a call."""
    since_action: float | None = None
    since_activity: float | None = None
    """Since a handset was last seen on a call, or somebody last acted on one."""
    since_rate_limit: float | None = None


def status_interval(situation: Situation) -> float:
    """Return how many seconds to wait before asking again what handsets are doing."""
    return _interval(situation) * _slow_down(situation.since_rate_limit)


def request_rate(situation: Situation, handsets: int) -> float:
    """Return the average requests per second to send when each handset needs its own.

    Enough to ask for each as often as with a list, up to a maximum.
    """
    every = _interval(situation)
    most = _QUIET_RATE if every == _QUIET else _RATE
    return min(most, max(1, handsets) / every) / _slow_down(situation.since_rate_limit)


def longest_wait(handsets: int, since_rate_limit: float | None) -> float:
    """Return how many seconds a handset may have to wait for its turn: twice a quiet round."""
    quiet = Situation(in_call=False, since_rate_limit=since_rate_limit)
    return 2 * handsets / request_rate(quiet, handsets)


def details_interval(since_rate_limit: float | None) -> float:
    """Return how many seconds to wait before reading the handsets' settings again."""
    return _DETAILS * _slow_down(since_rate_limit)


def retry_interval(since_rate_limit: float | None, *, details: bool = False) -> float:
    """Return how many seconds to wait before asking again after a failure."""
    return (_DETAILS_AFTER_FAILURE if details else _QUIET) * _slow_down(since_rate_limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordsSituation:
    """What it depends on when to ask for Jingl's own records of calls."""

    since_asked: float | None = None
    """None for never."""
    since_ends: Sequence[float] = ()
    """For each call that has ended lately: since then."""
    absences: int = 0
    """How often in a row the account seemed to have no records."""
    failures: int = 0
    """How often in a row asking failed otherwise."""
    since_rate_limit: float | None = None


def until_records(situation: RecordsSituation) -> float:
    """Return in how many seconds to ask for Jingl's own records; they are due from 0 down."""
    asked = situation.since_asked
    if asked is None:
        return 0.0
    slow_down = _slow_down(situation.since_rate_limit)
    if situation.absences:
        is_absent = is_believed(situation.absences)
        return (_RECORDS_ABSENT if is_absent else PROBE_INTERVAL) - asked
    if situation.failures:
        # Limited, because a float can't hold every power of 2.
        doubled = _RECORDS_AFTER_FAILURE * 2.0 ** min(situation.failures - 1, 10)
        return min(doubled, _RECORDS_QUIET) * slow_down - asked
    recent = any(_within(since, _ACTIVITY_SPAN) for since in situation.since_ends)
    wanted = [
        after - since
        for since in situation.since_ends
        for after in _RECORDS_AFTER_CALL
        if since - asked < after
    ]
    regular = (_RECORDS_RECENT if recent else _RECORDS_QUIET) * slow_down - asked
    return max(min([*wanted, regular]), _RECORDS_APART * slow_down - asked)


def is_believed(absences: int) -> bool:
    """Return whether an account that has so often seemed to have no records has none."""
    return absences >= _ABSENCES


def is_fresh(since: float | None) -> bool:
    """Return whether something is so recent that its effects may still show."""
    return _within(since, _ACTION_SPAN)


def _interval(situation: Situation) -> float:
    if situation.in_call or is_fresh(situation.since_action):
        return _LIVE
    return _RECENT if _within(situation.since_activity, _ACTIVITY_SPAN) else _QUIET


def is_slowed_down(since_rate_limit: float | None) -> bool:
    """Return whether a recent rate limit still slows down polling."""
    return _within(since_rate_limit, _RATE_LIMIT_SPAN)


def _slow_down(since_rate_limit: float | None) -> float:
    return 2.0 if is_slowed_down(since_rate_limit) else 1.0


def _within(since: float | None, span: float) -> bool:
    return since is not None and since < span
