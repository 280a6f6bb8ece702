"""Work out what happened to a handset's calls between two polls. Pure.

Jingl reports states, not events, so we infer events from successive states. Where several things
may have happened, we assume the least: a phone that was ringing and is now idle has missed a call,
even if somebody answered and hung up in between; a call may be on hold while another one is ringing
or being placed, and has ended once the phone is idle.

Whether two states belong to the same call:

- Numbers of two different parties mean two calls. A word in place of a number fits any party.
- If the call has been connected for fewer seconds than before, it is another call.
- A call that connected after the phone started to ring is the call that rang, whatever its party is
  now: a colleague may have transferred it. A call that was already connected is another one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
import re
from typing import Final

from ..api import CallDirection, HandsetState, HandsetStatus
from ..numbers.party import is_number, party_keys, same_party

# Seconds by which two durations may differ although they should be equal: each server is up to five
# seconds off either way, and drops fractions.
_JITTER: Final = 11
# Seconds that may be missing from a duration, due to slow answers and holds between polls.
_UNSEEN: Final = 30
# How far the wall clock has to jump before we correct the start of a call.
_JUMP: Final = timedelta(seconds=60)


class CallEventType(StrEnum):
    """What can happen to a call."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    ANSWERED = "answered"
    HELD = "held"
    RESUMED = "resumed"
    MISSED = "missed"
    ENDED = "ended"


_INCOMING, _OUTGOING, _ANSWERED, _HELD, _RESUMED, _MISSED, _ENDED = CallEventType


class CallResult(StrEnum):
    """How a call can turn out."""

    ANSWERED = "answered"
    MISSED = "missed"
    VOICEMAIL = "voicemail"  # the other party's, or one's own when listening to messages
    NO_ANSWER = "no_answer"
    ANSWERED_ELSEWHERE = "answered_elsewhere"  # by another handset that rang, too


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """When what happened to a call, by the polls that saw it."""

    started: datetime
    """When it was first seen, or when it was connected if that was earlier."""
    answered: datetime | None = None
    """When it was connected."""
    ended: datetime | None = None
    """When it was first seen to be over; None if that is unknown, or it goes on."""
    rung_seconds: int | None = None
    """How long it rang, here or at the other party; None if nobody saw it ring."""
    held_seconds: int = 0
    """How long it was on hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent:
    """Something that happened to a call."""

    type: CallEventType
    direction: CallDirection | None
    number: str | None
    """The other party's number."""
    application: str | None
    duration_seconds: int | None = None
    """How long an ended call was connected, by the polls that saw it."""
    result: CallResult | None = None
    """How the call turned out: set once per call, when it is missed or has ended."""
    course: Course | None = None
    """When what happened, set together with the result and for answered calls."""
    late: bool = False
    """Whether this was over before we looked. Only the log needs it then."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, on both clocks."""

    monotonic: float
    """In seconds, for comparing."""
    wall: datetime
    """For display only, since the wall clock may jump."""


class CallPhase(Enum):
    """The phase of a call, which decides its events."""

    NONE = auto()
    RINGING = auto()
    CALLING = auto()
    MACHINE = auto()  # this handset called, and voicemail answered
    TALKING = auto()
    HELD = auto()
    VOICEMAIL = auto()  # somebody called this handset, and its voicemail answered


_PHASES: Final[Mapping[HandsetState, CallPhase]] = {
    HandsetState.IDLE: CallPhase.NONE,
    # An unregistered phone can't be on a call.
    HandsetState.OFFLINE: CallPhase.NONE,
    HandsetState.RINGING: CallPhase.RINGING,
    HandsetState.CALLING: CallPhase.CALLING,
    HandsetState.ON_CALL: CallPhase.TALKING,
    HandsetState.ON_HOLD: CallPhase.HELD,
}

# How one call can continue, with the events of each step. Anything else means two calls.
_GOES_ON: Final[Mapping[tuple[CallPhase, CallPhase], tuple[CallEventType, ...]]] = {
    (CallPhase.RINGING, CallPhase.RINGING): (),
    (CallPhase.RINGING, CallPhase.TALKING): (_ANSWERED,),
    (CallPhase.RINGING, CallPhase.HELD): (_ANSWERED, _HELD),
    (CallPhase.RINGING, CallPhase.VOICEMAIL): (_MISSED,),
    (CallPhase.CALLING, CallPhase.CALLING): (),
    (CallPhase.CALLING, CallPhase.MACHINE): (),
    (CallPhase.CALLING, CallPhase.TALKING): (_ANSWERED,),
    (CallPhase.CALLING, CallPhase.HELD): (_ANSWERED, _HELD),
    (CallPhase.MACHINE, CallPhase.MACHINE): (),
    (CallPhase.MACHINE, CallPhase.TALKING): (_ANSWERED,),
    (CallPhase.MACHINE, CallPhase.HELD): (_ANSWERED, _HELD),
    (CallPhase.TALKING, CallPhase.TALKING): (),
    (CallPhase.TALKING, CallPhase.HELD): (_HELD,),
    # Jingl may report the connection first and the application later.
    (CallPhase.TALKING, CallPhase.VOICEMAIL): (_MISSED,),
    (CallPhase.TALKING, CallPhase.MACHINE): (),
    (CallPhase.HELD, CallPhase.HELD): (),
    (CallPhase.HELD, CallPhase.TALKING): (_RESUMED,),
    (CallPhase.VOICEMAIL, CallPhase.VOICEMAIL): (),
}
# The events of a new call by its phase; the direction tells who started it.
_BEGINS: Final[Mapping[CallPhase, tuple[CallEventType, ...]]] = {
    CallPhase.NONE: (),
    CallPhase.RINGING: (_INCOMING,),
    CallPhase.CALLING: (_OUTGOING,),
    CallPhase.MACHINE: (_OUTGOING,),
    CallPhase.TALKING: (_ANSWERED,),
    CallPhase.HELD: (_ANSWERED, _HELD),
    CallPhase.VOICEMAIL: (_INCOMING, _MISSED),
}
_BEGAN_BY: Final[Mapping[CallDirection | None, tuple[CallEventType, ...]]] = {
    CallDirection.INBOUND: (_INCOMING,),
    CallDirection.OUTBOUND: (_OUTGOING,),
    CallDirection.INTERNAL: (),  # either handset may have called the other
    None: (),
}
# How a call turned out, by its last phase.
_RESULTS: Final[Mapping[CallPhase, CallResult]] = {
    CallPhase.CALLING: CallResult.NO_ANSWER,
    CallPhase.MACHINE: CallResult.VOICEMAIL,
    CallPhase.TALKING: CallResult.ANSWERED,
    CallPhase.HELD: CallResult.ANSWERED,
}
_UNANSWERED: Final = {CallPhase.RINGING, CallPhase.CALLING}
_TALKED: Final = {CallPhase.MACHINE, CallPhase.TALKING, CallPhase.HELD}  # this handset is connected
_CONNECTED: Final = _TALKED | {CallPhase.VOICEMAIL}


@dataclass(frozen=True, slots=True)
class _Count:
    """A call's duration as Jingl reported it, and when."""

    seconds: int
    told: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCall:
    """What we last knew about a handset's call, or that there was none."""

    phase: CallPhase
    status: HandsetStatus
    """The last one, with gaps filled in from earlier ones."""
    began: Moment
    """When it was first seen."""
    seen: float
    """When it was last seen."""
    held: float = 0.0
    """For how many seconds it has been on hold so far."""
    connected: Moment | None
    count: _Count | None
    """What to compare the next duration with."""
    aside: bool = False
    """Whether Jingl has shown another call in its place."""
    behind: KnownCall | None = None
    """The call that may be on hold while this one is shown."""
    restored: bool = False
    """Whether it was last seen before a restart."""

    @property
    def connected_at(self) -> datetime | None:
        """Return when the call was connected, to the second; constant throughout the call."""
        return self.connected.wall if self.connected else None

    @property
    def is_talking(self) -> bool:
        """Return whether this handset is connected to somebody, or has them on hold."""
        return self.phase in {CallPhase.TALKING, CallPhase.HELD}


def follow_call(
    known: KnownCall | None, status: HandsetStatus, at: Moment
) -> tuple[KnownCall | None, list[CallEvent]]:
    """Process a status; return what we now know and the events, oldest first.

    `known` is the result for the previous status, or None for the first status. A call that had
    begun before it, or was over by then, only causes late events. A status with an undocumented
    word changes nothing.
    """
    phase = _phase(known, status)
    if phase is None:
        return known, []
    if known is None:
        return _known(None, phase, status, at), _late(_begun(phase, status, at))
    if known.status.in_words is not status.in_words:
        return _follow_other_source(known, phase, status, at)
    now, events = _follow(known, phase, status, at)
    return now, _late(events) if known.restored else events


def _follow(
    known: KnownCall, phase: CallPhase, status: HandsetStatus, at: Moment
) -> tuple[KnownCall, list[CallEvent]]:
    same = _which(known, phase, status, at)
    others = [call for call in (known.behind, known) if call and call is not same]
    may_go_on = (call for call in reversed(others) if _may_go_on(call, same, phase, at))
    behind = next(may_go_on, None)
    events = [event for call in others if call is not behind for event in _over(call, at)]
    now = _known(same, phase, status, at, behind)
    if same:
        events += _events(_GOES_ON[same.phase, phase], now, at)
    else:
        events += _begun(phase, status, at)
    return now, events


def _follow_other_source(
    known: KnownCall, phase: CallPhase, status: HandsetStatus, at: Moment
) -> tuple[KnownCall, list[CallEvent]]:
    """Follow a status in words after one in fields, or the other way round.

    Handset Select's words can't express ringing or hold: a call they omit may not have ended.
    """
    same = known if _may_be(known, phase, status, at) else None
    is_over = same is None and known.phase is CallPhase.TALKING
    events = _late(_over(known, at)) if is_over else []
    if same and not status.in_words:
        # Words don't say since when it has been connected.
        same = replace(same, connected=None, count=None)
    return _known(same, phase, status, at), events


def _late(events: Iterable[CallEvent]) -> list[CallEvent]:
    return [replace(event, late=True) for event in events if event.type in {_MISSED, _ENDED}]


def is_in_call(status: HandsetStatus | None) -> bool:
    """Return whether the handset is busy; one that is offline or unknown to Jingl isn't."""
    return (
        status is not None
        and status.state is not None
        and _PHASES[status.state] is not CallPhase.NONE
    )


def is_voicemail(app: str | None) -> bool:
    """Return whether an application, or a name in its place, is a voice mail."""
    return app is not None and re.sub(r"[\W_]", "", app).lower() == "voicemail"


def count_active_calls(statuses: Iterable[HandsetStatus | None]) -> int:
    """Count the connected calls; a call between two of these handsets counts once."""
    connected = [s for s in statuses if s and s.state and _PHASES[s.state] in _CONNECTED]
    return len({parties_of_call(status) for status in connected})


def parties_of_call(status: HandsetStatus) -> frozenset[str]:
    """Return the parties of a call, equal for both handsets if they are on a call together."""
    # If voicemail answered, its owner isn't on this call and may be on another.
    other = None if status.app else status.other_party
    return frozenset(
        (party_keys(each) or (status.extension,))[0] for each in (status.extension, other)
    )


def _phase(known: KnownCall | None, status: HandsetStatus) -> CallPhase | None:
    if status.state is None:
        return None
    phase = _PHASES[status.state]
    if phase in _CONNECTED and is_voicemail(status.app):
        called = status.direction is CallDirection.INBOUND or (
            status.direction is not CallDirection.OUTBOUND
            and known is not None
            and known.phase in {CallPhase.RINGING, CallPhase.VOICEMAIL}
            # Somebody may listen to a message right after missing the call, e.g. at *97.
            and not (status.other_party or "").startswith("*")
            and _may_be_party(known, status)
        )
        return CallPhase.VOICEMAIL if called else CallPhase.MACHINE
    return phase


def _which(
    known: KnownCall, phase: CallPhase, status: HandsetStatus, at: Moment
) -> KnownCall | None:
    """Return the known call a status belongs to, if any; the likelier one if both fit."""
    behind = known.behind
    if behind is None or not _may_be(behind, phase, status, at):
        return known if _may_be(known, phase, status, at) else None
    if not _may_be(known, phase, status, at):
        return behind
    # The party is better evidence than the duration.
    return min(
        (known, behind),
        key=lambda call: (not _may_be_party(call, status), _misfit(call, status, at)),
    )


def _may_go_on(call: KnownCall, same: KnownCall | None, phase: CallPhase, at: Moment) -> bool:
    """Return whether a call may be on hold while Jingl shows another one."""
    # After an outage, assume it is over.
    lately = call.aside or at.monotonic - call.seen <= _UNSEEN
    return call.phase in _TALKED and (same is not None or (phase in _UNANSWERED and lately))


def _may_be(call: KnownCall, phase: CallPhase, status: HandsetStatus, at: Moment) -> bool:
    """Return whether a status can belong to a call."""
    if (call.phase, phase) not in _GOES_ON:
        return False
    party, directions = _may_be_party(call, status), _directions(call, status)
    duration = status.duration_seconds
    if call.phase in _UNANSWERED and phase in _CONNECTED:
        since = duration is None or duration <= _since_ring(call, at) + _JITTER
        return (party or since) and directions != {CallDirection.INBOUND, CallDirection.OUTBOUND}
    counts_on = duration is None or duration >= _least(call, phase, at)
    return party and len(directions) <= 1 and counts_on


def _may_be_party(call: KnownCall, status: HandsetStatus) -> bool:
    """Return whether the party fits a call; a missing, withheld or worded one fits any number."""
    one, other = call.status.other_party, status.other_party
    return (
        not (party_keys(one) and party_keys(other))
        or same_party(one, other)
        or is_number(one or "") is not is_number(other or "")
    )


def _directions(call: KnownCall, status: HandsetStatus) -> set[CallDirection]:
    return {each for each in (call.status.direction, status.direction) if each}


def _misfit(call: KnownCall, status: HandsetStatus, at: Moment) -> float:
    """Return how many seconds a duration is off from what a matching call should have."""
    duration = status.duration_seconds
    if duration is None:
        return 0
    if call.phase in _UNANSWERED:
        return max(0, duration - _since_ring(call, at))
    if call.count is None:
        return 0
    running = _running(call.count, at)
    least = call.count.seconds if call.phase is CallPhase.HELD else running
    return max(least - duration, 0, duration - running) - (0 if call.aside else _JITTER)


def _least(call: KnownCall, phase: CallPhase, at: Moment) -> float:
    """Return the shortest duration, in seconds, that Jingl can report next for a call."""
    if call.phase not in _CONNECTED or phase is CallPhase.HELD:
        return 0  # a hold may have its own count of seconds
    may_be_held = call.aside or call.phase is CallPhase.HELD
    unseen = 0 if may_be_held else at.monotonic - call.seen - _UNSEEN
    if call.count is None:
        return unseen
    if may_be_held:
        return call.count.seconds - _JITTER  # a hold may stop the count
    return max(min(call.count.seconds, _running(call.count, at) - _JITTER), unseen)


def _running(count: _Count, at: Moment) -> float:
    return count.seconds + at.monotonic - count.told


def _since_ring(call: KnownCall, at: Moment) -> float:
    return at.monotonic - call.began.monotonic


def _known(
    before: KnownCall | None,
    phase: CallPhase,
    status: HandsetStatus,
    at: Moment,
    behind: KnownCall | None = None,
) -> KnownCall:
    """Return what we now know about a call that continues or, without `before`, a new one."""
    return KnownCall(
        phase=phase,
        status=_whole(before, status) if before else status,
        began=before.began if before else at,
        seen=at.monotonic,
        held=_held(before, at) if before else 0.0,
        connected=_connected(before, status, at) if phase in _CONNECTED else None,
        count=_count(before, phase, status, at) if phase in _CONNECTED else None,
        behind=replace(behind, aside=True, behind=None) if behind else None,
    )


def _whole(before: KnownCall, status: HandsetStatus) -> HandsetStatus:
    """Return a status with its gaps filled in, such as the number, which may vanish on hold."""
    party, known = status.other_party, before.status.other_party
    # After a colleague transfers a call, the known number is theirs, not the party's.
    if party != known and len(_directions(before, status)) <= 1:
        party = max(party, known, key=_clarity)
    direction = status.direction or before.status.direction
    if (party, direction) == (status.other_party, status.direction):
        return status
    return replace(status, other_party=party, direction=direction)


def _clarity(party: str | None) -> int:
    """Return how much a party says: a number most, then a word, then a withheld or missing one."""
    return bool(party) + bool(party_keys(party)) + is_number(party or "")


def _count(
    before: KnownCall | None, phase: CallPhase, status: HandsetStatus, at: Moment
) -> _Count | None:
    duration = status.duration_seconds
    count = None if duration is None else _Count(duration, at.monotonic)
    if before is None or before.phase not in _CONNECTED:
        return count
    if count is None or phase is not CallPhase.HELD:
        return count or before.count
    # A hold may have its own count of seconds, and then so may what follows it.
    anew = before.count is None or count.seconds < before.count.seconds - _JITTER
    return None if anew else before.count


def _connected(before: KnownCall | None, status: HandsetStatus, at: Moment) -> Moment:
    """Return when a call was connected, corrected if the wall clock has jumped since."""
    known = before.connected if before else None
    ago = at.monotonic - known.monotonic if known else status.duration_seconds or 0
    wall = (at.wall - timedelta(seconds=int(ago))).replace(microsecond=0)
    if known and abs(wall - known.wall) <= _JUMP:
        return known
    return Moment(at.monotonic - ago, wall)


def _held(before: KnownCall, at: Moment) -> float:
    """Return for how many seconds a call that goes on has been on hold."""
    was_held = before.aside or before.phase is CallPhase.HELD
    return before.held + (at.monotonic - before.seen if was_held else 0.0)


def _wall(moment: Moment, at: Moment) -> datetime:
    """Return a moment's time of day, corrected if the wall clock has jumped since."""
    wall = at.wall - timedelta(seconds=at.monotonic - moment.monotonic)
    return wall if abs(wall - moment.wall) > _JUMP else moment.wall


def _begun(phase: CallPhase, status: HandsetStatus, at: Moment) -> list[CallEvent]:
    events = _BEGINS[phase]
    if _ANSWERED in events:
        events = _BEGAN_BY[status.direction] + events
    return _events(events, _known(None, phase, status, at), at)


def _over(call: KnownCall, at: Moment) -> list[CallEvent]:
    """Return the events for a call that is over."""
    if call.phase in {CallPhase.NONE, CallPhase.VOICEMAIL}:
        return []
    if call.phase is CallPhase.RINGING:
        (missed,) = _events((_MISSED,), call, at)
        # Meanwhile somebody may have answered it.
        return [replace(missed, result=None) if _was_over(call, at) else missed]
    (ended,) = _events((_ENDED,), call, at)
    connected = call.seen - call.connected.monotonic if call.connected else 0
    is_known = call.connected or not _was_over(call, at)
    return [
        replace(
            ended,
            duration_seconds=int(connected),
            result=_RESULTS[call.phase] if is_known else None,
            course=_course(call, at, is_over=True),
        )
    ]


def _events(types: tuple[CallEventType, ...], call: KnownCall, at: Moment) -> list[CallEvent]:
    return [
        CallEvent(
            type=event,
            direction=call.status.direction,
            number=call.status.other_party,
            application=call.status.app,
            result=CallResult.MISSED if event is _MISSED else None,
            course=_course(call, at, is_over=event is _MISSED)
            if event in {_ANSWERED, _MISSED}
            else None,
        )
        for event in types
    ]


def _course(call: KnownCall, at: Moment, *, is_over: bool) -> Course:
    is_missed = call.phase in {CallPhase.RINGING, CallPhase.VOICEMAIL}
    connected = None if is_missed else call.connected
    began = _wall(call.began, at)
    answered = _wall(connected, at) if connected else None
    # A call that was never seen to ring is known only from then on.
    rung_until = connected.monotonic if connected else call.seen
    rung = rung_until - call.began.monotonic
    return Course(
        started=min(began, answered or began),
        answered=answered,
        ended=at.wall if is_over and not _was_over(call, at) else None,
        rung_seconds=int(rung) if rung > 0 or call.phase in _UNANSWERED else None,
        held_seconds=int(call.held),
    )


def _was_over(call: KnownCall, at: Moment) -> bool:
    """Return whether a call may have been over long before we looked again after a restart."""
    return call.restored and at.monotonic - call.seen > _UNSEEN
