"""Whether a handset is registered, from where, and what changed."""

from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.jingl.api import HandsetState, HandsetStatus, Registration
from custom_components.jingl.history.registration import (
    KnownRegistration,
    RegistrationEvent,
    RegistrationEventType,
    follow_registration,
    is_registered,
)

REGISTERED, UNREGISTERED, ADDRESS_CHANGED = RegistrationEventType
HERE, THERE = "203.0.113.1", "2001:db8::7"
# Another address that the same phone gave itself.
ALSO_THERE = "2001:db8::8:9:a:b"


def status(
    ip: str | None, state: HandsetState | None = HandsetState.IDLE, port: int | None = 5060
) -> HandsetStatus:
    return HandsetStatus(
        extension="100", state=state, registration=Registration(ip=ip, port=port) if ip else None
    )


OFF = status(None, HandsetState.OFFLINE)


def follow(*statuses: HandsetStatus) -> list[RegistrationEvent]:
    """Return the events for these statuses, one poll after another."""
    known: KnownRegistration | None = None
    told: list[RegistrationEvent] = []
    for seen in statuses:
        known, events = follow_registration(known, seen)
        told += events
    return told


@pytest.mark.parametrize(
    ("seen", "registered"),
    [
        (status(HERE), True),
        (status(None), False),
        (OFF, False),
        # Jingl may send its last address.
        (status(HERE, HandsetState.OFFLINE), False),
        # A phone in a call is online, wherever it is.
        (status(None, HandsetState.RINGING), True),
        (status(None, HandsetState.CALLING), True),
        (status(None, HandsetState.ON_CALL), True),
        (status(None, HandsetState.ON_HOLD), True),
        (status(HERE, None), True),
        (status(None, None), False),
    ],
)
def test_a_phone_with_an_address_or_a_call_is_registered(
    seen: HandsetStatus, registered: bool
) -> None:
    assert is_registered(seen) is registered


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ([status(HERE)], []),
        ([OFF], []),
        ([status(HERE), status(HERE), status(HERE, port=5061)], []),
        ([status(HERE), OFF, OFF], [(UNREGISTERED, HERE, None)]),
        ([OFF, status(HERE)], [(REGISTERED, None, HERE)]),
        ([status(HERE), status(THERE)], [(ADDRESS_CHANGED, HERE, THERE)]),
        (
            [status(HERE), OFF, status(HERE)],
            [(UNREGISTERED, HERE, None), (REGISTERED, HERE, HERE)],
        ),
        (
            [status(HERE), OFF, status(THERE)],
            [
                (UNREGISTERED, HERE, None),
                (REGISTERED, HERE, THERE),
                (ADDRESS_CHANGED, HERE, THERE),
            ],
        ),
        (
            [status(HERE), status(THERE, HandsetState.OFFLINE), status(THERE)],
            [
                (UNREGISTERED, HERE, None),
                (REGISTERED, HERE, THERE),
                (ADDRESS_CHANGED, HERE, THERE),
            ],
        ),
        # In a call, while Jingl sends no address.
        (
            [status(HERE), status(None, HandsetState.ON_CALL), status(THERE)],
            [(ADDRESS_CHANGED, HERE, THERE)],
        ),
        ([OFF, status(None, HandsetState.RINGING), status(HERE)], [(REGISTERED, None, None)]),
        ([status("203.0.113.1"), status("203.0.113.2")], [(ADDRESS_CHANGED, HERE, "203.0.113.2")]),
        ([status(THERE), status(ALSO_THERE), status(THERE)], []),
        ([status("fe80::1%eth0"), status("fe80::2%eth1")], []),
        (
            [status(THERE), OFF, status(ALSO_THERE)],
            [(UNREGISTERED, THERE, None), (REGISTERED, THERE, ALSO_THERE)],
        ),
        (
            [status(THERE), status("2001:db8:0:1::7")],
            [(ADDRESS_CHANGED, THERE, "2001:db8:0:1::7")],
        ),
        ([status(THERE), status(HERE)], [(ADDRESS_CHANGED, THERE, HERE)]),
    ],
)
def test_the_events_of_a_change(
    seen: list[HandsetStatus], told: list[tuple[RegistrationEventType, str | None, str | None]]
) -> None:
    assert [(event.type, event.old_ip, event.new_ip) for event in follow(*seen)] == told


@given(
    st.lists(
        st.builds(
            status,
            st.sampled_from([None, HERE, THERE, ALSO_THERE]),
            st.sampled_from([None, *HandsetState]),
        ),
        min_size=1,
    )
)
def test_the_events_add_up(seen: list[HandsetStatus]) -> None:
    told = follow(*seen)
    # An undocumented word alone reports nothing.
    seen = [s for s in seen if s.state or s.registration] or [status(HERE)]
    # Online and offline alternate, and the last one matches the final status.
    online = is_registered(seen[0])
    for event in told:
        if event.type is not ADDRESS_CHANGED:
            assert (event.type is REGISTERED) is not online
            online = not online
    assert online is is_registered(seen[-1])
    # Every move is reported once, and nothing else is.
    places = [s.registration.ip for s in seen if s.registration and is_registered(s)]
    moves = [(a, b) for a, b in pairwise(places) if a != b and HERE in {a, b}]
    assert [(e.old_ip, e.new_ip) for e in told if e.type is ADDRESS_CHANGED] == moves


@given(st.sampled_from([None, HERE]), st.sampled_from([None, *HandsetState]))
def test_an_unchanged_status_reports_nothing(ip: str | None, state: HandsetState | None) -> None:
    assert follow(*[status(ip, state)] * 3) == []
