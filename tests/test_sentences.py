"""What happened, as the logbook tells it."""

import pytest

from custom_components.jingl.api import CallDirection
from custom_components.jingl.call_events import CallEvent, CallEventType
from custom_components.jingl.history import HandsetEvent
from custom_components.jingl.registration import RegistrationEvent, RegistrationEventType
from custom_components.jingl.sentences import readable, sentence


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


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("0409123456", "0409 123 456"),
        ("+61409123456", "+61 409 123 456"),
        ("0391234567", "(03) 9123 4567"),
        ("1300654321", "1300 654 321"),
        ("131213", "13 12 13"),
        ("101", "101"),
        ("+442079460000", "+442079460000"),
        (None, "an unknown number"),
    ],
)
def test_a_number_is_written_as_it_is_spoken(number: str | None, written: str) -> None:
    assert readable(number) == written
