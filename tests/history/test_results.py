"""How calls turn out, as their handsets saw them."""

import pytest

from custom_components.jingl.api import CallDirection
from custom_components.jingl.history.calls import CallEvent, CallResult

from .test_calls import ALICE, BOB, events_of, polls

INBOUND, OUTBOUND, INTERNAL = CallDirection
ANSWERED, MISSED, VOICEMAIL, NO_ANSWER, _ = CallResult


def calls(story: str) -> list[CallEvent]:
    """Return the events that say how a call turned out."""
    return [event for event in events_of(polls(story)) if event.result]


def test_the_last_event_says_who_it_was_and_for_how_long() -> None:
    [call] = calls("Idle > Ringing > 10: OnCall 1s > 30: OnHold 21s > 70: OnCall 61s > Idle")
    assert (call.direction, call.number) == (INBOUND, ALICE)
    assert (call.result, call.duration_seconds) == (ANSWERED, 61)


@pytest.mark.parametrize(
    ("story", "results"),
    [
        # A call that has not ended has no result yet.
        ("Idle > Ringing > OnCall 1s > OnHold 3s", []),
        ("Idle > Ringing > Idle", [MISSED]),
        ("Idle > Ringing > Off", [MISSED]),
        ("Idle > Ringing > VoiceMail 1s > VoiceMail 3s > Idle", [MISSED]),
        # The application became known later.
        ("Idle > OnCall 1s > VoiceMail 3s > Idle", [MISSED]),
        ("Idle > Calling > Idle", [NO_ANSWER]),
        ("Idle > Calling > OnCall 1s out > Idle", [ANSWERED]),
        ("Idle > Calling > VoiceMail 1s out > Idle", [VOICEMAIL]),
        ("Idle > Calling > OnCall 1s out > VoiceMail 3s out > Idle", [VOICEMAIL]),
        ("Idle > Calling > VoiceMail 1s out > OnCall 3s out > Idle", [ANSWERED]),
        ("Idle > VoiceMail *97 1s internal > Idle", [VOICEMAIL]),
        # It ended while on hold.
        ("Idle > Ringing > OnCall 1s > OnHold 3s > Idle", [ANSWERED]),
        # It was running when Home Assistant started.
        ("OnCall 600s > Idle", [ANSWERED]),
        ("VoiceMail 600s > Idle", []),
    ],
)
def test_a_call_has_one_result_when_it_is_over(story: str, results: list[CallResult]) -> None:
    assert [call.result for call in calls(story)] == results


@pytest.mark.parametrize(
    ("story", "told"),
    [
        # An attended transfer: Bob is asked first.
        (
            "Idle > Ringing > OnCall 1s > 20: OnHold 18s > Calling B > OnCall B 1s out > Idle",
            [(INBOUND, ALICE, ANSWERED), (OUTBOUND, BOB, ANSWERED)],
        ),
        # Bob is not there, so the caller is taken back.
        (
            "Idle > Ringing > OnCall 1s > OnHold 3s > Calling B > OnCall 7s > Idle",
            [(OUTBOUND, BOB, NO_ANSWER), (INBOUND, ALICE, ANSWERED)],
        ),
        # Bob rings in vain during another call.
        (
            "Idle > Ringing > OnCall 1s > Ringing B > OnCall 5s > Idle",
            [(INBOUND, BOB, MISSED), (INBOUND, ALICE, ANSWERED)],
        ),
    ],
)
def test_two_calls_have_a_result_each(
    story: str, told: list[tuple[CallDirection, str, CallResult]]
) -> None:
    assert [(call.direction, call.number, call.result) for call in calls(story)] == told
