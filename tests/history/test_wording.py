"""What happened, as the logbook tells it."""

import pytest

from custom_components.jingl.api import CallDirection
from custom_components.jingl.history.calls import CallEvent, CallEventType
from custom_components.jingl.history.registration import RegistrationEvent, RegistrationEventType
from custom_components.jingl.history.tracker import HandsetEvent
from custom_components.jingl.history.wording import sentence


def call(
    kind: str,
    number: str | None = "0409123456",
    direction: CallDirection = CallDirection.INBOUND,
    duration: int | None = None,
) -> CallEvent:
    """Return an event of a call."""
    return CallEvent(
        type=CallEventType(kind),
        direction=direction,
        number=number,
        application=None,
        duration_seconds=duration,
    )


def registration(kind: str) -> RegistrationEvent:
    """Return an event of a phone that moved."""
    return RegistrationEvent(
        type=RegistrationEventType(kind), old_ip="203.0.113.1", new_ip="203.0.113.2"
    )


@pytest.mark.parametrize(
    ("event", "name", "words"),
    [
        (call("incoming"), None, "was called by 0409 123 456"),
        (call("outgoing"), "Sales", "called Sales"),
        (call("answered"), None, "began talking with 0409 123 456"),
        (
            call("answered", direction=CallDirection.OUTBOUND),
            None,
            "got an answer from 0409 123 456",
        ),
        (call("held"), None, "put 0409 123 456 on hold"),
        (call("resumed"), None, "resumed the call with 0409 123 456"),
        (call("missed"), None, "missed a call from 0409 123 456"),
        (call("missed", None), None, "missed a call from an unknown number"),
        (call("missed", "0391234567"), None, "missed a call from (03) 9123 4567"),
        (call("missed", "0011442079460958"), None, "missed a call from +44 20 7946 0958"),
        (call("missed", "101"), None, "missed a call from 101"),
        (call("missed", "Anonymous"), None, "missed a call from Anonymous"),
        (call("missed", None), "Jane", "missed a call from Jane"),
        (call("ended", duration=125), None, "ended the call with 0409 123 456 after 2 min 5 s"),
        (call("ended", duration=5), None, "ended the call with 0409 123 456 after 5 s"),
        (call("ended", duration=0), None, "ended the call with 0409 123 456"),
        (registration("registered"), None, "went online"),
        (registration("unregistered"), None, "went offline"),
        (registration("address_changed"), None, "moved from 203.0.113.1 to 203.0.113.2"),
    ],
)
def test_an_event_reads_as_a_sentence(event: HandsetEvent, name: str | None, words: str) -> None:
    assert sentence(event, name) == words
