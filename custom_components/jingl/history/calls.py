"""What happened to a handset's calls between two polls. Pure.

Jingl reports states, not events; these are inferred from successive states. What cannot be told is
read as the least that must have happened: a phone that rang and is idle now has missed a call, even
if somebody answered and hung up in between; a call during which another one rings or is placed may
be on hold from then on, and has ended once the phone is idle.

Whether two states are of one call:

- Two numbers of different parties are of two calls. A word in place of a number may be anybody's.
- A call that has been connected for fewer seconds than the one before is another one.
- What was connected since the phone rang is the call that rang, whatever its party is called now: a
  colleague may have put it through. What was seen connected before is not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
import re
from typing import Final

from ..api import CallDirection, HandsetState, HandsetStatus
from ..numbers.party import is_number, party_keys, same_party

# Seconds that two durations may be apart where they should be equal: each server is up to five off
# either way, and leaves out fractions.
_JITTER: Final = 11
# Seconds that slow answers, and holds that nobody saw, may take from a duration.
_UNSEEN: Final = 30
# By how much the wall clock has to jump for the start of a call to be told anew.
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
    """How a call can go."""

    TALKED = "talked"
    MISSED = "missed"
    NO_ANSWER = "no_answer"
    VOICEMAIL = "voicemail"  # of the other party, or one's own that is listened to


@dataclass(frozen=True, slots=True, kw_only=True)
class CallEvent:
    """Something that happened to a call."""

    type: CallEventType
    direction: CallDirection | None
    number: str | None
    """The other party's."""
    application: str | None
    duration_seconds: int | None = None
    """For how long a call that ended was connected, as far as that was seen."""
    result: CallResult | None = None
    """How the call went, once it was missed or has ended: told once of every call."""


@dataclass(frozen=True, slots=True)
class Moment:
    """When something is seen."""

    monotonic: float
    """Seconds, to be compared."""
    wall: datetime
    """To be shown, since the wall clock may jump."""


class _Phase(Enum):
    """Where a call is, as far as its events are concerned."""

    NONE = auto()
    RINGING = auto()
    CALLING = auto()
    MACHINE = auto()  # this handset called, and no person answered but a voicemail
    TALKING = auto()
    HELD = auto()
    VOICEMAIL = auto()  # somebody called this handset, and its voicemail answered


_PHASES: Final[Mapping[HandsetState, _Phase]] = {
    HandsetState.IDLE: _Phase.NONE,
    # A phone without registration has no call.
    HandsetState.OFFLINE: _Phase.NONE,
    HandsetState.RINGING: _Phase.RINGING,
    HandsetState.CALLING: _Phase.CALLING,
    HandsetState.ON_CALL: _Phase.TALKING,
    HandsetState.ON_HOLD: _Phase.HELD,
}

# How one call goes on, and what that tells. Any other succession is of two calls.
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
    # The application may be told later than that there is a connection.
    (_Phase.TALKING, _Phase.VOICEMAIL): (_MISSED,),
    (_Phase.TALKING, _Phase.MACHINE): (),
    (_Phase.HELD, _Phase.HELD): (),
    (_Phase.HELD, _Phase.TALKING): (_RESUMED,),
    (_Phase.VOICEMAIL, _Phase.VOICEMAIL): (),
}
# What a call that was not there before tells; who began it is told by its direction.
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
    CallDirection.INTERNAL: (),  # one of the account's handsets called the other
    None: (),
}
# How a call went that ends like this.
_RESULTS: Final[Mapping[_Phase, CallResult]] = {
    _Phase.CALLING: CallResult.NO_ANSWER,
    _Phase.MACHINE: CallResult.VOICEMAIL,
    _Phase.TALKING: CallResult.TALKED,
    _Phase.HELD: CallResult.TALKED,
}
_UNANSWERED: Final = {_Phase.RINGING, _Phase.CALLING}
_TALKED: Final = {_Phase.MACHINE, _Phase.TALKING, _Phase.HELD}  # by this handset
_CONNECTED: Final = _TALKED | {_Phase.VOICEMAIL}


@dataclass(frozen=True, slots=True)
class _Count:
    """For how long a call had been connected, by what Jingl told at a time."""

    seconds: int
    told: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCall:
    """What was last known of a handset's call, or that there was none."""

    phase: _Phase
    status: HandsetStatus
    """The last one; what it does not tell is as the ones before told."""
    began: float
    """When it was first seen."""
    seen: float
    """When it was last seen."""
    connected: Moment | None
    count: _Count | None
    """What the next duration is compared with."""
    aside: bool = False
    """Whether another call was shown in its place."""
    behind: KnownCall | None = None
    """The call in whose place this one is shown, if that may go on."""

    @property
    def connected_at(self) -> datetime | None:
        """Return when it was connected, to the second; the same throughout a call."""
        return self.connected.wall if self.connected else None


def follow_call(
    known: KnownCall | None, status: HandsetStatus, at: Moment
) -> tuple[KnownCall | None, list[CallEvent]]:
    """Take in a status seen at a moment; return what is known now and what happened, oldest first.

    `known` is what the previous status returned, None at the start: a call that is running then is
    not reported. A status whose word is not documented tells nothing.
    """
    phase = _phase(known, status)
    if phase is None:
        return known, []
    # Handset Select's words know no ringing and no hold: what they leave out has not ended.
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
    """Return whether the handset is busy: a phone that is off or unknown to Jingl is not."""
    return (
        status is not None and status.state is not None and _PHASES[status.state] is not _Phase.NONE
    )


def count_active_calls(statuses: Iterable[HandsetStatus | None]) -> int:
    """Count the connected calls; one between two of these handsets is one call."""
    connected = [s for s in statuses if s and s.state and _PHASES[s.state] in _CONNECTED]
    return len({parties_of_call(status) for status in connected})


def parties_of_call(status: HandsetStatus) -> frozenset[str]:
    """Return the same for the two handsets that are in a call with each other."""
    # Whose voicemail answers is not in the call, and may be in another one.
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
            # Whoever missed a call may listen to the message at once, e.g. at *97.
            and not (status.other_party or "").startswith("*")
            and _may_be_party(known, status)
        )
        return _Phase.VOICEMAIL if called else _Phase.MACHINE
    return phase


def _is_voicemail(app: str | None) -> bool:
    return app is not None and re.sub(r"[\W_]", "", app).lower() == "voicemail"


def _which(known: KnownCall, phase: _Phase, status: HandsetStatus, at: Moment) -> KnownCall | None:
    """Return the call that a status is of, if that is known; the likelier one if it may be both."""
    behind = known.behind
    if behind is None or not _may_be(behind, phase, status, at):
        return known if _may_be(known, phase, status, at) else None
    if not _may_be(known, phase, status, at):
        return behind
    # The party tells more than the duration.
    return min(
        (known, behind),
        key=lambda call: (not _may_be_party(call, status), _misfit(call, status, at)),
    )


def _may_go_on(call: KnownCall, same: KnownCall | None, phase: _Phase, at: Moment) -> bool:
    """Return whether a call may be on hold while another one is shown."""
    # After an outage it is over.
    lately = call.aside or at.monotonic - call.seen <= _UNSEEN
    return call.phase in _TALKED and (same is not None or (phase in _UNANSWERED and lately))


def _may_be(call: KnownCall, phase: _Phase, status: HandsetStatus, at: Moment) -> bool:
    """Return whether a status can be of a call."""
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
    """Return whether the party may be a call's: nobody in particular, or a word, may be anybody."""
    one, other = call.status.other_party, status.other_party
    return (
        not (party_keys(one) and party_keys(other))
        or same_party(one, other)
        or is_number(one or "") is not is_number(other or "")
    )


def _directions(call: KnownCall, status: HandsetStatus) -> set[CallDirection]:
    return {each for each in (call.status.direction, status.direction) if each}


def _misfit(call: KnownCall, status: HandsetStatus, at: Moment) -> float:
    """Return by how many seconds a duration is off that of a call that it can be of."""
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
    """Return the least seconds that a call can tell next."""
    if call.phase not in _CONNECTED or phase is _Phase.HELD:
        return 0  # a hold may count its own seconds
    may_be_held = call.aside or call.phase is _Phase.HELD
    unseen = 0 if may_be_held else at.monotonic - call.seen - _UNSEEN
    if call.count is None:
        return unseen
    if may_be_held:
        return call.count.seconds - _JITTER  # and stop the count meanwhile
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
    """Return what is known now of a call that goes on, or else of a new one."""
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
    """Return a status with what it does not tell any more, such as the number while on hold."""
    party, known = status.other_party, before.status.other_party
    # Of a colleague who put somebody through, the number is not the party's.
    if party != known and len(_directions(before, status)) <= 1:
        party = max(party, known, key=_clarity)
    direction = status.direction or before.status.direction
    if (party, direction) == (status.other_party, status.direction):
        return status
    return replace(status, other_party=party, direction=direction)


def _clarity(party: str | None) -> int:
    """Return more for a number than for a word, and for that than for nobody in particular."""
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
    # A hold may count its own seconds, and then what follows it may, too.
    anew = before.count is None or count.seconds < before.count.seconds - _JITTER
    return None if anew else before.count


def _connected(before: KnownCall | None, status: HandsetStatus, at: Moment) -> Moment:
    """Return when a call was connected, shown anew if the wall clock has jumped since."""
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
    """Return what happened to a call that is over."""
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
