"""What happened, as the logbook tells it after the handset's name. Pure."""

from typing import Final

from ..api import CallDirection
from ..numbers.party import readable
from .calls import CallEvent, CallEventType
from .registration import RegistrationEventType
from .tracker import HandsetEvent

_CALLS: Final = {
    CallEventType.INCOMING: "was called by {party}",
    CallEventType.OUTGOING: "called {party}",
    CallEventType.ANSWERED: "began talking with {party}",
    CallEventType.HELD: "put {party} on hold",
    CallEventType.RESUMED: "resumed the call with {party}",
    CallEventType.MISSED: "missed a call from {party}",
    CallEventType.ENDED: "ended the call with {party}",
}
_REGISTRATIONS: Final = {
    RegistrationEventType.REGISTERED: "went online",
    RegistrationEventType.UNREGISTERED: "went offline",
    RegistrationEventType.ADDRESS_CHANGED: "moved from {old} to {new}",
}


def sentence(event: HandsetEvent, name: str | None) -> str:
    """Return what a handset did, for example "missed a call from 0409 123 456".

    `name` is the other party's, where it is known.
    """
    if not isinstance(event, CallEvent):
        return _REGISTRATIONS[event.type].format(old=event.old_ip, new=event.new_ip)
    words = _CALLS[event.type]
    if event.type is CallEventType.ANSWERED and event.direction is CallDirection.OUTBOUND:
        words = "got an answer from {party}"
    return words.format(party=name or _number(event.number)) + _after(event.duration_seconds)


def _number(number: str | None) -> str:
    return "an unknown number" if number is None else readable(number)


def _after(seconds: int | None) -> str:
    if not seconds:
        return ""
    minutes, seconds = divmod(seconds, 60)
    return f" after {minutes} min {seconds} s" if minutes else f" after {seconds} s"
