"""Find out whether what two handsets saw, or a handset and Jingl, is the same call. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from ..api import CallDirection
from ..numbers.party import party_keys, same_party
from .call_record import CallRecord, CallSource
from .calls import CallEvent, CallEventType, CallResult, KnownCall
from .jingl_sides import CONNECTED
from .tracker import HandsetEvent

# By how much the starts of one call may differ: handsets are asked up to every 15 seconds.
APART: Final = timedelta(seconds=30)
# The same for callers without a number, whom only the time tells apart; and for clocks.
_CLOSE: Final = timedelta(seconds=5)
# The start of a call that is kept over a restart has no fractions of seconds.
_SAME: Final = timedelta(seconds=1)
# Hardly anybody lets a phone ring for longer.
_LONGEST_RING: Final = timedelta(seconds=90)


def mark_answered_elsewhere(
    events: Iterable[tuple[str, HandsetEvent]], calls: Mapping[str, KnownCall]
) -> list[tuple[str, HandsetEvent]]:
    """Return the events; a call that another handset has answered ends instead of being missed."""
    return [
        (
            extension,
            as_answered_elsewhere(event)
            if isinstance(event, CallEvent)
            and event.type is CallEventType.MISSED
            and any(
                _has_answered(event, each, call)
                for each, call in calls.items()
                if each != extension
            )
            else event,
        )
        for extension, event in events
    ]


def as_answered_elsewhere(event: CallEvent) -> CallEvent:
    """Return the event that a call ends that seemed to be missed."""
    return replace(
        event,
        type=CallEventType.ENDED,
        result=CallResult.ANSWERED_ELSEWHERE,
        duration_seconds=0,
    )


def is_answered_by(missed: CallRecord, other: CallRecord) -> bool:
    """Return whether a call that one handset missed is one that another handset answered."""
    answered = other.answered
    if answered is None and other.result is CallResult.ANSWERED:
        answered = other.started  # Jingl doesn't always say how long it rang
    return (
        other.extension != missed.extension
        and answered is not None
        and other.direction is not CallDirection.OUTBOUND
        and _is_within(answered, missed.started, missed.ended)
        and _is_same_caller(missed.number, missed.started, other.number, other.started)
    )


def is_other_side(one: CallRecord, other: CallRecord) -> bool:
    """Return whether two records are of one call, as two handsets saw it."""
    if one.extension == other.extension or abs(one.started - other.started) > APART:
        return False
    if same_party(one.number, other.extension) and same_party(other.number, one.extension):
        return True
    is_inbound = CallDirection.INBOUND is one.direction is other.direction
    return is_inbound and _is_same_caller(one.number, one.started, other.number, other.started)


def is_transferred(one: CallRecord, other: CallRecord) -> bool:
    """Return whether one handset's call, when it ended, was already at another handset."""
    return (
        one.answered is not None
        and one.ended is not None
        and one.extension != other.extension
        and one.answered < other.started <= one.ended
        and same_party(one.number, other.number)
    )


def is_seen_twice(one: CallRecord, other: CallRecord) -> bool:
    """Return whether two records of a handset are of one call, lost sight of in between.

    The first may seem to be missed, if the handset showed another call once it was answered. Or
    its day was written, but not that it was over, when the power failed.
    """
    if one.extension != other.extension or one.source is CallSource.JINGL:
        return False
    if len({one.direction, other.direction} - {None}) > 1:
        return False  # somebody called back
    if other.answered is None:
        return (
            one.answered is None
            and abs(one.started - other.started) <= _SAME
            and _is_same_caller(one.number, one.started, other.number, other.started)
        )
    if one.answered is None:
        return _is_within(other.answered, one.started, one.ended) and same_party(
            one.number, other.number
        )
    is_close = abs(one.answered - other.answered) <= _CLOSE
    return is_close and may_be_party(one.number, other.number)


def joined(one: CallRecord, other: CallRecord) -> CallRecord:
    """Return the two records of a call that was lost sight of in between as one."""
    return replace(
        other,
        id=one.id,
        result=other.result or one.result,
        ended=other.ended or one.ended,
        started=min(one.started, other.started),
        number=other.number or one.number,
        name=other.name or one.name,
        rung_seconds=one.rung_seconds if other.rung_seconds is None else other.rung_seconds,
        transferred_to=other.transferred_to or one.transferred_to,
        source=one.source,
        jingl_id=one.jingl_id,
        recording=one.recording,
        notes=one.notes,
        rating=one.rating,
    )


def latest_start(theirs: CallRecord) -> datetime:
    """Return until when a handset may have first shown a call that Jingl recorded."""
    if theirs.result in CONNECTED:
        return theirs.started + timedelta(seconds=theirs.connected_seconds or 0)
    # How long it rang is not known.
    return theirs.started + _LONGEST_RING


def may_complete(seen: CallRecord, theirs: CallRecord) -> bool:
    """Return whether one of Jingl's records may be of a call that a handset has seen."""
    return (
        seen.source is CallSource.SEEN
        and theirs.source is CallSource.JINGL
        and theirs.extension in {None, seen.extension}
        and any(
            moment is not None and theirs.started - APART <= moment <= latest_start(theirs) + APART
            for moment in (seen.started, seen.answered)
        )
        and len({seen.direction, theirs.direction} - {None}) <= 1
        and may_be_party(seen.number, theirs.number)
    )


def may_be_party(one: str | None, other: str | None) -> bool:
    """Return whether two numbers may be the same party's; an unknown one may be anybody's."""
    return same_party(one, other) or not (party_keys(one) and party_keys(other))


def _has_answered(missed: CallEvent, extension: str, call: KnownCall) -> bool:
    course, connected = missed.course, call.connected
    return (
        course is not None
        and connected is not None
        and call.is_talking
        and call.status.direction is not CallDirection.OUTBOUND
        and _is_within(connected.wall, course.started, course.ended)
        and _is_same_caller(missed.number, course.started, call.status.other_party, call.began.wall)
        # Not the colleague who was calling.
        and not same_party(missed.number, extension)
    )


def _is_within(answered: datetime, rang: datetime, stopped: datetime | None) -> bool:
    return rang - _CLOSE <= answered <= (stopped or rang + APART) + _CLOSE


def _is_same_caller(
    one: str | None, one_started: datetime, other: str | None, other_started: datetime
) -> bool:
    if party_keys(one) or party_keys(other):
        return same_party(one, other)
    return abs(one_started - other_started) <= _CLOSE
