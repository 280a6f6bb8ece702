"""What happened to a handset's calls between two polls. Pure.

Jingl reports states, not events; these are inferred from successive states. What cannot be told is
read as the least that must have happened: a phone that rang and is idle now has missed a call, even
if somebody answered and hung up in between.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
import re
from typing import Final

from ..api import CallDirection, HandsetState, HandsetStatus
from ..numbers.phone_number import party_keys, same_party

# By how much whole seconds and slow answers can move the moment that a call was connected.
_JITTER: Final = timedelta(seconds=30)


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
    HandsetState.UNAVAILABLE: _Phase.NONE,
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
_CONNECTED: Final = {_Phase.MACHINE, _Phase.TALKING, _Phase.HELD, _Phase.VOICEMAIL}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCall:
    """What was last known of a handset's call, or that there was none."""

    phase: _Phase
    status: HandsetStatus
    seen_at: datetime
    connected_at: datetime | None
    """When it was connected, to the second; the same throughout a call."""


def follow_call(
    known: KnownCall | None, status: HandsetStatus, at: datetime
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
        return _known(phase, status, at, None), []
    if _is_same_call(known, phase, status, at):
        # What Jingl does not tell any more, such as the number of a call on hold.
        status = replace(
            status,
            other_party=status.other_party or known.status.other_party,
            direction=status.direction or known.status.direction,
            duration_seconds=known.status.duration_seconds
            if status.duration_seconds is None
            else status.duration_seconds,
        )
        now = _known(phase, status, at, known.connected_at)
        return now, _events(_GOES_ON[known.phase, phase], status)
    return _known(phase, status, at, None), _ended(known) + _begun(phase, status)


def is_in_call(status: HandsetStatus | None) -> bool:
    """Tell whether the handset is busy: a phone that is off or unknown to Jingl is not."""
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
            # Whoever missed a call may listen to the message at once.
            and _may_be_same_party(known.status.other_party, status.other_party)
        )
        return _Phase.VOICEMAIL if called else _Phase.MACHINE
    return phase


def _is_voicemail(app: str | None) -> bool:
    return app is not None and re.sub(r"[\W_]", "", app).lower() == "voicemail"


def _is_same_call(known: KnownCall, phase: _Phase, status: HandsetStatus, at: datetime) -> bool:
    if (known.phase, phase) not in _GOES_ON:
        return False
    if not _may_be_same_party(known.status.other_party, status.other_party):
        return False
    if len({known.status.direction, status.direction} - {None}) > 1:
        return False
    if known.phase not in _CONNECTED or status.duration_seconds is None:
        return True
    if status.duration_seconds < (known.status.duration_seconds or 0):
        return False
    # Connected since, while another call was connected then; but holding may stop the count.
    since = at - timedelta(seconds=status.duration_seconds) - known.seen_at
    return since <= _JITTER or _Phase.HELD in {known.phase, phase}


def _may_be_same_party(one: str | None, other: str | None) -> bool:
    """Return whether two may be one party: nobody in particular may be anybody."""
    return not (party_keys(one) and party_keys(other)) or same_party(one, other)


def _known(
    phase: _Phase, status: HandsetStatus, at: datetime, connected_at: datetime | None
) -> KnownCall:
    if phase not in _CONNECTED:
        connected_at = None
    elif connected_at is None:
        connected_at = at.replace(microsecond=0) - timedelta(seconds=status.duration_seconds or 0)
    return KnownCall(phase=phase, status=status, seen_at=at, connected_at=connected_at)


def _begun(phase: _Phase, status: HandsetStatus) -> list[CallEvent]:
    events = _BEGINS[phase]
    if _ANSWERED in events:
        events = _BEGAN_BY[status.direction] + events
    return _events(events, status)


def _ended(known: KnownCall) -> list[CallEvent]:
    if known.phase in {_Phase.NONE, _Phase.VOICEMAIL}:
        return []
    if known.phase is _Phase.RINGING:
        return _events((_MISSED,), known.status)
    connected = known.seen_at - (known.connected_at or known.seen_at)
    return [
        CallEvent(
            type=_ENDED,
            direction=known.status.direction,
            number=known.status.other_party,
            application=known.status.app,
            duration_seconds=int(connected.total_seconds()),
        )
    ]


def _events(types: tuple[CallEventType, ...], status: HandsetStatus) -> list[CallEvent]:
    return [
        CallEvent(
            type=event,
            direction=status.direction,
            number=status.other_party,
            application=status.app,
        )
        for event in types
    ]
