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

    TALKED = "talked"
    MISSED = "missed"
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"  # the other party's, or one's own when listening to messages


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


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, on both clocks."""

    monotonic: float
    """In seconds, for comparing."""
    wall: datetime
    """For display only, since the wall clock may jump."""


class _Phase(Enum):
    """The phase of a call, which decides its events."""

    NONE = auto()
    RINGING = auto()
    CALLING = auto()
    MACHINE = auto()  # this handset called, and voicemail answered
    TALKING = auto()
    HELD = auto()
    VOICEMAIL = auto()  # somebody called this handset, and its voicemail answered


_PHASES: Final[Mapping[HandsetState, _Phase]] = {
    HandsetState.IDLE: _Phase.NONE,
    # An unregistered phone can't be on a call.
    HandsetState.OFFLINE: _Phase.NONE,
    HandsetState.RINGING: _Phase.RINGING,
    HandsetState.CALLING: _Phase.CALLING,
    HandsetState.ON_CALL: _Phase.TALKING,
    HandsetState.ON_HOLD: _Phase.HELD,
}

# How one call can continue, with the events of each step. Anything else means two calls.
_GOES_ON: Final[Mapping[tuple[_Phase, _Phase], tuple[CallEventType, ...]]] = {
    (_Phase.RINGING, _Phase.RINGING): (),
    (_Phase.RINGING, _Phase.TALKING): (_ANSWERED,),
    (_Phase.RINGING, _Phase.HELD): (_ANSWERED, _HELD),
    (_Phase.RINGING, _Phase.VOICEMAIL): (_MISSED,),
    (_Phase.CALLING, _Phase.CALLING): (),
    (_Phase.CALLING, _Phase.MACHINE): (),
    (_Phase.CALLING, _Phase.TALKING): (_ANSWERED,),
    (_Phase.CALLING, _Phase.HELD): (_ANSWERED, _HELD),
    (_Phase.MACHINE, _Phase.MACHINE): (),
    (_Phase.MACHINE, _Phase.TALKING): (_ANSWERED,),
    (_Phase.MACHINE, _Phase.HELD): (_ANSWERED, _HELD),
    (_Phase.TALKING, _Phase.TALKING): (),
    (_Phase.TALKING, _Phase.HELD): (_HELD,),
    # Jingl may report the connection first and the application later.
    (_Phase.TALKING, _Phase.VOICEMAIL): (_MISSED,),
    (_Phase.TALKING, _Phase.MACHINE): (),
    (_Phase.HELD, _Phase.HELD): (),
    (_Phase.HELD, _Phase.TALKING): (_RESUMED,),
    (_Phase.VOICEMAIL, _Phase.VOICEMAIL): (),
}
# The events of a new call by its phase; the direction tells who started it.
_BEGINS: Final[Mapping[_Phase, tuple[CallEventType, ...]]] = {
    _Phase.NONE: (),
    _Phase.RINGING: (_INCOMING,),
    _Phase.CALLING: (_OUTGOING,),
    _Phase.MACHINE: (_OUTGOING,),
    _Phase.TALKING: (_ANSWERED,),
    _Phase.HELD: (_ANSWERED, _HELD),
    _Phase.VOICEMAIL: (_INCOMING, _MISSED),
}
_BEGAN_BY: Final[Mapping[CallDirection | None, tuple[CallEventType, ...]]] = {
    CallDirection.INBOUND: (_INCOMING,),
    CallDirection.OUTBOUND: (_OUTGOING,),
    CallDirection.INTERNAL: (),  # either handset may have called the other
    None: (),
}
# How a call turned out, by its last phase.
_RESULTS: Final[Mapping[_Phase, CallResult]] = {
    _Phase.CALLING: CallResult.NO_ANSWER,
    _Phase.MACHINE: CallResult.VOICEMAIL,
    _Phase.TALKING: CallResult.TALKED,
    _Phase.HELD: CallResult.TALKED,
}
_UNANSWERED: Final = {_Phase.RINGING, _Phase.CALLING}
_TALKED: Final = {_Phase.MACHINE, _Phase.TALKING, _Phase.HELD}  # this handset is connected
_CONNECTED: Final = _TALKED | {_Phase.VOICEMAIL}


@dataclass(frozen=True, slots=True)
class _Count:
    """A call's duration as Jingl reported it, and when."""

    seconds: int
    told: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCall:
    """What we last knew about a handset's call, or that there was none."""

    phase: _Phase
    status: HandsetStatus
    """The last one, with gaps filled in from earlier ones."""
    began: float
    """When it was first seen."""
    seen: float
    """When it was last seen."""
    connected: Moment | None
    count: _Count | None
    """What to compare the next duration with."""
    aside: bool = False
    """Whether Jingl has shown another call in its place."""
    behind: KnownCall | None = None
    """The call that may be on hold while this one is shown."""

    @property
    def connected_at(self) -> datetime | None:
        """Return when the call was connected, to the second; constant throughout the call."""
        return self.connected.wall if self.connected else None


def follow_call(
    known: KnownCall | None, status: HandsetStatus, at: Moment
) -> tuple[KnownCall | None, list[CallEvent]]:
    """Process a status; return what we now know and the events, oldest first.

    `known` is the result for the previous status, or None for the first status, whose call causes
    no events. A status with an undocumented word changes nothing.
    """
    phase = _phase(known, status)
    if phase is None:
        return known, []
    # Handset Select's words can't express ringing or hold: a call they omit may not have ended.
    if known is None or known.status.in_words is not status.in_words:
        return _known(None, phase, status, at), []
    same = _which(known, phase, status, at)
    others = [call for call in (known.behind, known) if call and call is not same]
    may_go_on = (call for call in reversed(others) if _may_go_on(call, same, phase, at))
    behind = next(may_go_on, None)
    events = [event for call in others if call is not behind for event in _over(call)]
    now = _known(same, phase, status, at, behind)
    events += _events(_GOES_ON[same.phase, phase], now.status) if same else _begun(phase, status)
    return now, events


def is_in_call(status: HandsetStatus | None) -> bool:
    """Return whether the handset is busy; one that is offline or unknown to Jingl isn't."""
    return (
        status is not None and status.state is not None and _PHASES[status.state] is not _Phase.NONE
    )


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


def _phase(known: KnownCall | None, status: HandsetStatus) -> _Phase | None:
    if status.state is None:
        return None
    phase = _PHASES[status.state]
    if phase in _CONNECTED and _is_voicemail(status.app):
        called = status.direction is CallDirection.INBOUND or (
            status.direction is not CallDirection.OUTBOUND
            and known is not None
            and known.phase in {_Phase.RINGING, _Phase.VOICEMAIL}
            # Somebody may listen to a message right after missing the call, e.g. at *97.
            and not (status.other_party or "").startswith("*")
            and _may_be_party(known, status)
        )
        return _Phase.VOICEMAIL if called else _Phase.MACHINE
    return phase


def _is_voicemail(app: str | None) -> bool:
    return app is not None and re.sub(r"[\W_]", "", app).lower() == "voicemail"


def _which(known: KnownCall, phase: _Phase, status: HandsetStatus, at: Moment) -> KnownCall | None:
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


def _may_go_on(call: KnownCall, same: KnownCall | None, phase: _Phase, at: Moment) -> bool:
    """Return whether a call may be on hold while Jingl shows another one."""
    # After an outage, assume it is over.
    lately = call.aside or at.monotonic - call.seen <= _UNSEEN
    return call.phase in _TALKED and (same is not None or (phase in _UNANSWERED and lately))


def _may_be(call: KnownCall, phase: _Phase, status: HandsetStatus, at: Moment) -> bool:
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
    least = call.count.seconds if call.phase is _Phase.HELD else running
    return max(least - duration, 0, duration - running) - (0 if call.aside else _JITTER)


def _least(call: KnownCall, phase: _Phase, at: Moment) -> float:
    """Return the shortest duration, in seconds, that Jingl can report next for a call."""
    if call.phase not in _CONNECTED or phase is _Phase.HELD:
        return 0  # a hold may have its own count of seconds
    may_be_held = call.aside or call.phase is _Phase.HELD
    unseen = 0 if may_be_held else at.monotonic - call.seen - _UNSEEN
    if call.count is None:
        return unseen
    if may_be_held:
        return call.count.seconds - _JITTER  # a hold may stop the count
    return max(min(call.count.seconds, _running(call.count, at) - _JITTER), unseen)


def _running(count: _Count, at: Moment) -> float:
    return count.seconds + at.monotonic - count.told


def _since_ring(call: KnownCall, at: Moment) -> float:
    return at.monotonic - call.began


def _known(
    before: KnownCall | None,
    phase: _Phase,
    status: HandsetStatus,
    at: Moment,
    behind: KnownCall | None = None,
) -> KnownCall:
    """Return what we now know about a call that continues or, without `before`, a new one."""
    return KnownCall(
        phase=phase,
        status=_whole(before, status) if before else status,
        began=before.began if before else at.monotonic,
        seen=at.monotonic,
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
    before: KnownCall | None, phase: _Phase, status: HandsetStatus, at: Moment
) -> _Count | None:
    duration = status.duration_seconds
    count = None if duration is None else _Count(duration, at.monotonic)
    if before is None or before.phase not in _CONNECTED:
        return count
    if count is None or phase is not _Phase.HELD:
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


def _begun(phase: _Phase, status: HandsetStatus) -> list[CallEvent]:
    events = _BEGINS[phase]
    if _ANSWERED in events:
        events = _BEGAN_BY[status.direction] + events
    return _events(events, status)


def _over(call: KnownCall) -> list[CallEvent]:
    """Return the events for a call that is over."""
    if call.phase in {_Phase.NONE, _Phase.VOICEMAIL}:
        return []
    if call.phase is _Phase.RINGING:
        return _events((_MISSED,), call.status)
    (ended,) = _events((_ENDED,), call.status)
    connected = call.seen - call.connected.monotonic if call.connected else 0
    return [replace(ended, duration_seconds=int(connected), result=_RESULTS[call.phase])]


def _events(types: tuple[CallEventType, ...], status: HandsetStatus) -> list[CallEvent]:
    return [
        CallEvent(
            type=event,
            direction=status.direction,
            number=status.other_party,
            application=status.app,
            result=CallResult.MISSED if event is _MISSED else None,
        )
        for event in types
    ]
