"""A whole call, as one of its handsets saw it."""

import pytest

from custom_components.jingl.api import CallDirection
from custom_components.jingl.history.calls import CallResult
from custom_components.jingl.history.summary import CallSummary, summarise

from .test_calls import ALICE, BOB, events_of, polls

INBOUND, OUTBOUND, INTERNAL = CallDirection
ANSWERED, MISSED, VOICEMAIL, NO_ANSWER, _ = CallResult


def calls(story: str) -> list[CallSummary]:
    """Return the calls that ended during a story."""
    return [call for event in events_of(polls(story)) if (call := summarise(event))]


def test_a_summary_says_who_how_and_how_long() -> None:
    [call] = calls("Idle > Ringing > 10: OnCall 1s > 30: OnHold 21s > 70: OnCall 61s > Idle")
    assert call == CallSummary(
        direction=INBOUND, number=ALICE, result=ANSWERED, duration_seconds=61
    )


@pytest.mark.parametrize(
    ("story", "results"),
    [
        # A call that has not ended has no summary yet.
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
def test_a_call_has_one_summary_when_it_is_over(story: str, results: list[CallResult]) -> None:
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
def test_two_calls_have_a_summary_each(
    story: str, told: list[tuple[CallDirection, str, CallResult]]
) -> None:
    assert [(call.direction, call.number, call.result) for call in calls(story)] == told
