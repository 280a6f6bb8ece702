"""What happens to a handset's calls between two polls."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
import re
import shlex

from hypothesis import given, strategies as st
import pytest

from custom_components.jingl.api import CallDirection, HandsetState, HandsetStatus
from custom_components.jingl.history.calls import (
    CallEvent,
    CallEventType,
    CallResult,
    Course,
    KnownCall,
    Moment,
    count_active_calls,
    follow_call,
    is_in_call,
)

INCOMING, OUTGOING, ANSWERED, HELD, RESUMED, MISSED, ENDED = CallEventType
INBOUND, OUTBOUND, INTERNAL = CallDirection

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
ALICE, BOB = "0409123456", "0398765432"
CONNECTED = {HandsetState.ON_CALL, HandsetState.ON_HOLD}


def after(seconds: float, *, jump: float = 0) -> Moment:
    """Return a moment after noon; the wall clock may have jumped."""
    return Moment(seconds, NOON + timedelta(seconds=seconds + jump))


def status(
    state: HandsetState | None,
    number: str | None = None,
    direction: CallDirection | None = INBOUND,
    duration: int | None = None,
    app: str | None = None,
) -> HandsetStatus:
    return HandsetStatus(
        extension="100",
        state=state,
        direction=direction,
        duration_seconds=duration,
        other_party=number,
        app=app,
    )


IDLE = status(HandsetState.IDLE, direction=None)

STATES = {
    "Idle": HandsetState.IDLE,
    "Off": HandsetState.OFFLINE,
    "Ringing": HandsetState.RINGING,
    "Calling": HandsetState.CALLING,
    "OnCall": HandsetState.ON_CALL,
    "VoiceMail": HandsetState.ON_CALL,
    "OnHold": HandsetState.ON_HOLD,
    "Parked": None,
}
DIRECTIONS = {"in": INBOUND, "out": OUTBOUND, "internal": INTERNAL, "?": None}
PARTIES = {"A": ALICE, "B": BOB, "nobody": None}


def read(text: str) -> HandsetStatus:
    """Return a status from these tests' notation, e.g. `OnCall B 9s out`.

    By default, the party is A and the direction follows from the state.
    """
    word, *rest = shlex.split(text)
    number: str | None = None if word in {"Idle", "Off"} else ALICE
    direction: CallDirection | None = INBOUND if number else None
    duration = None
    if word in {"Ringing", "Calling"}:
        direction, duration = (INBOUND if word == "Ringing" else OUTBOUND), 0
    for each in rest:
        if each in DIRECTIONS:
            direction = DIRECTIONS[each]
        elif each.endswith("s") and each[:-1].isdecimal():
            duration = int(each[:-1])
        else:
            number = PARTIES.get(each, each)
    app = "VoiceMail" if word == "VoiceMail" else None
    return status(STATES[word], number, direction, duration, app)


def polls(story: str) -> list[tuple[float, HandsetStatus]]:
    """Return what is seen when, e.g. `Idle > Ringing > 30: Idle`; by default 2 seconds pass."""
    seen: list[tuple[float, HandsetStatus]] = []
    for text in story.split(" > "):
        at, _, words = text.rpartition(": ")
        seen.append((float(at) if at else seen[-1][0] + 2 if seen else 0, read(words)))
    return seen


def watch(seen: Iterable[tuple[float, HandsetStatus]]) -> list[tuple[KnownCall, list[CallEvent]]]:
    """Return what was known and reported after each poll, given its time and what was seen.

    Late events are left out: nothing else than a log gets them.
    """
    known: KnownCall | None = None
    told = []
    for at, each in seen:
        known, events = follow_call(known, each, after(at))
        if known:
            told.append((known, [event for event in events if not event.late]))
    return told


def events_of(seen: Iterable[tuple[float, HandsetStatus]]) -> list[CallEvent]:
    return [event for _, events in watch(seen) for event in events]


def types_of(story: str) -> list[CallEventType]:
    return [event.type for event in events_of(polls(story))]


def cases(text: str) -> dict[str, list[str]]:
    """Return the stories and their results, keyed by the sentence above each."""
    sentences = re.findall(r"^(\S.*)\n((?:    .*\n)+)", text, re.MULTILINE)
    return {sentence: f"{' '.join(story.split())} ".split(" = ") for sentence, story in sentences}


# --- One step after another


@pytest.mark.parametrize(
    ("story", "told"),
    [
        # From idle.
        ("Idle > Idle", ""),
        ("Idle > Off > Idle", ""),
        ("Idle > Ringing", "incoming"),
        ("Off > Ringing", "incoming"),
        ("Idle > Calling", "outgoing"),
        ("Idle > OnCall 1s", "incoming answered"),
        ("Idle > OnCall 1s out", "outgoing answered"),
        # Nothing shows who began it.
        ("Idle > OnCall 1s internal", "answered"),
        ("Idle > OnCall 1s ?", "answered"),
        ("Idle > OnHold 1s", "incoming answered held"),
        ("Idle > VoiceMail 1s", "incoming missed"),
        ("Idle > VoiceMail 1s out", "outgoing"),
        ("Idle > VoiceMail *97 1s internal", "outgoing"),
        # From ringing.
        ("Idle > Ringing > Idle", "incoming missed"),
        ("Idle > Ringing > Off", "incoming missed"),
        ("Idle > Ringing > Ringing", "incoming"),
        ("Idle > Ringing > Ringing B", "incoming missed incoming"),
        ("Idle > Ringing > OnCall 1s", "incoming answered"),
        ("Idle > Ringing internal > OnCall 1s internal", "incoming answered"),
        ("Idle > Ringing > OnHold 1s", "incoming answered held"),
        ("Idle > Ringing > VoiceMail 1s", "incoming missed"),
        ("Idle > Ringing 101 internal > VoiceMail 101 1s internal", "incoming missed"),
        ("Idle > Ringing > VoiceMail 1s ?", "incoming missed"),
        ("Idle > Ringing > Calling", "incoming missed outgoing"),
        ("Idle > Ringing > OnCall B 9s out", "incoming missed outgoing answered"),
        # Whoever missed a call listens to the message.
        ("Idle > Ringing > VoiceMail *97 1s internal", "incoming missed outgoing"),
        ("Idle > Ringing anonymous > VoiceMail *97 1s internal", "incoming missed outgoing"),
        # From calling.
        ("Idle > Calling > Idle", "outgoing ended"),
        ("Idle > Calling > Calling", "outgoing"),
        ("Idle > Calling > Calling B", "outgoing ended outgoing"),
        ("Idle > Calling > OnCall 1s out", "outgoing answered"),
        ("Idle > Calling > OnHold 1s out", "outgoing answered held"),
        ("Idle > Calling > VoiceMail 1s out", "outgoing"),
        ("Idle > Calling 101 internal > VoiceMail 101 1s internal", "outgoing"),
        ("Idle > Calling > Ringing", "outgoing ended incoming"),
        # From the other's voicemail.
        ("Idle > Calling > VoiceMail 1s out > Idle", "outgoing ended"),
        ("Idle > Calling > VoiceMail 1s out > VoiceMail 3s out", "outgoing"),
        ("Idle > Calling > VoiceMail 1s out > OnCall 3s out", "outgoing answered"),
        ("Idle > Calling > VoiceMail 1s out > OnHold 3s out", "outgoing answered held"),
        # From being on a call.
        ("Idle > OnCall 9s > Idle", "incoming answered ended"),
        ("Idle > OnCall 9s > Off", "incoming answered ended"),
        ("Idle > OnCall 9s > OnCall 11s", "incoming answered"),
        ("Idle > OnCall 9s > OnHold 11s", "incoming answered held"),
        ("Idle > OnCall 90s > OnCall 1s", "incoming answered ended incoming answered"),
        ("Idle > OnCall 9s > OnCall B 11s", "incoming answered ended incoming answered"),
        ("Idle > OnCall 9s > OnCall 11s out", "incoming answered ended outgoing answered"),
        ("Idle > OnCall 90s > VoiceMail 1s", "incoming answered ended incoming missed"),
        # From a hold.
        ("Idle > OnHold 9s > Idle", "incoming answered held ended"),
        ("Idle > OnHold 9s > OnHold 11s", "incoming answered held"),
        ("Idle > OnHold 9s > OnCall 11s", "incoming answered held resumed"),
        ("Idle > OnHold 90s > OnCall 1s", "incoming answered held ended incoming answered"),
        # From its own voicemail.
        ("Idle > VoiceMail 1s > VoiceMail 3s", "incoming missed"),
        ("Idle > VoiceMail 1s > Idle", "incoming missed"),
        ("Idle > VoiceMail 90s > VoiceMail 1s", "incoming missed incoming missed"),
        ("Idle > VoiceMail 9s > Ringing", "incoming missed incoming"),
        ("Idle > VoiceMail 1s > OnCall B 1s", "incoming missed incoming answered"),
        ("Idle > VoiceMail 9s > VoiceMail *97 1s internal", "incoming missed outgoing"),
        # An undocumented word reports nothing.
        ("Parked > OnCall 5s", ""),
        ("Idle > Parked > Idle", ""),
        ("Idle > Ringing > Parked > OnCall 1s > Parked > Idle", "incoming answered ended"),
        # Without durations.
        ("Idle > OnCall ? > OnCall ? > OnCall B ? > Idle", "answered ended answered ended"),
        ("OnCall 100s > OnCall > OnCall 104s", ""),
        ("OnCall 100s > OnCall > OnCall 5s", "ended incoming answered"),
    ],
)
def test_the_events_of_a_change(story: str, told: str) -> None:
    assert types_of(story) == told.split()


@pytest.mark.parametrize(
    ("story", "told"),
    [
        ("Idle", ""),
        ("Ringing", ""),
        ("OnCall 600s", ""),
        ("VoiceMail 600s", ""),
        # What happens to it afterwards is reported.
        ("Ringing > OnCall 1s", "answered"),
        ("Ringing > Idle", "missed"),
        ("Calling > OnCall 1s out", "answered"),
        ("OnCall 600s > OnHold 602s", "held"),
        ("OnCall 600s > Idle", "ended"),
        ("OnCall 600s > OnCall B 1s", "ended incoming answered"),
        ("VoiceMail 600s > Idle", ""),
    ],
)
def test_a_call_already_running_at_start_is_not_reported(story: str, told: str) -> None:
    assert types_of(story) == told.split()


ONE_CALL = cases("""
another server counts a second less
    OnCall 61s > OnCall 60s > OnCall 64s > Idle = ended
another server counts five seconds less
    OnCall 61s > OnCall 56s > Idle = ended
one server is five seconds ahead, the other one behind
    OnCall 65s > OnCall 57s =
the ring is a queue's, the call a caller's
    Idle > Ringing 'Sales queue' > OnCall 1s > Idle = incoming answered ended
the ring withholds the number, the call does not
    Idle > Ringing anonymous > OnCall 1s > Idle = incoming answered ended
the number is withheld in capitals, too
    Idle > Ringing anonymous > OnCall Anonymous 1s > OnCall '' 3s > Idle = incoming answered ended
the number comes and goes
    Idle > Ringing > OnCall nobody 1s ? > OnHold '' 3s > OnHold nobody 3s > OnCall 7s
        > Idle = incoming answered held resumed ended
a word comes and goes
    Idle > Ringing > OnCall 'Sales queue' 1s > OnCall 3s > OnCall 'sales QUEUE' 5s
        > Idle = incoming answered ended
an extension has the digit for the outside line
    Idle > Ringing 101 internal > OnCall 0101 1s internal > Idle = incoming answered ended
a service number has the country's prefix
    Idle > Ringing 131213 > OnCall +61131213 1s > Idle = incoming answered ended
a number becomes an address
    Idle > Ringing > OnCall 'sip:+61409123456@host;x=y' 1s > Idle = incoming answered ended
a colleague put the caller through
    Idle > Ringing 101 internal > OnCall 1s > Idle = incoming answered ended
who is on the phone is not who rang, but was connected since
    Idle > Ringing > 30: OnCall B 28s > Idle = incoming answered ended
who is on the phone is not who rang, and since when is not told
    Idle > Ringing > OnCall B > Idle = incoming answered ended
a caller who rings has waited in a queue that counts
    Idle > Ringing > OnCall 90s > Idle = incoming answered ended
a short dial is answered by a number
    Idle > Calling *12 > OnCall 1s out > Idle = outgoing answered ended
a hold counts nothing
    OnCall 100s > OnHold 0s > OnCall 104s > Idle = held resumed ended
a hold counts its own seconds
    OnCall 100s > OnHold 3s > 60: OnHold 61s > OnCall 162s > Idle = held resumed ended
a hold counts its own seconds, and so does what follows it
    OnCall 100s > OnHold 0s > 60: OnHold 58s > OnCall 1s > OnCall 3s > Idle = held resumed ended
the application is told later
    Idle > OnCall 1s > VoiceMail 3s > Idle = incoming answered missed
voicemail takes a caller whose name rang
    Idle > Ringing 'Sales queue' > VoiceMail 1s > Idle = incoming missed
""")
TWO_CALLS = cases("""
the second has begun anew
    OnCall 50s > OnCall 3s > Idle = ended incoming answered ended
both withhold their numbers
    OnCall anonymous 50s > OnCall anonymous 3s > Idle = ended incoming answered ended
both withhold their numbers, in words of their own
    OnCall anonymous 50s > OnCall Private 3s > Idle = ended incoming answered ended
a queue sent both
    OnCall 'Sales queue' 50s > OnCall 3s > Idle = ended incoming answered ended
each is of another city
    OnCall 0291234567 2s > OnCall 0391234567 4s > Idle = ended incoming answered ended
two handsets ring one after the other
    Idle > Ringing 100 internal > Ringing 101 internal > Idle = incoming missed incoming missed
two words ring one after the other
    Idle > Ringing Sales > Ringing Workshop > Idle = incoming missed incoming missed
who is on the phone called, and did not answer
    Idle > Ringing > OnCall B 1s out > Idle = incoming missed outgoing answered ended
who is on the phone is not who rang, and was there before
    Idle > Ringing > OnCall B 90s > Idle = incoming missed incoming answered ended
the number was withheld for a moment in between
    Idle > OnCall 1s > OnHold nobody 3s
        > OnCall B 5s = incoming answered held ended incoming answered
a waiting caller gives up
    OnCall 101s > Ringing '' > OnCall 105s > Idle = incoming missed ended
a waiting caller with the same number gives up
    OnCall 101s > Ringing > OnCall 105s > Idle = incoming missed ended
a waiting caller gives up right after the first was answered
    Idle > OnCall 1s > Ringing nobody > OnCall 5s > Idle = incoming answered incoming missed ended
a waiting caller gives up, and durations are not told
    OnCall > Ringing B > OnCall > Idle = incoming missed ended
two waiting callers give up
    OnCall 101s > Ringing B > Ringing 101 internal > OnCall 107s
        > Idle = incoming missed incoming missed ended
a waiting caller reaches the voicemail
    OnCall 101s > Ringing B > VoiceMail B 1s > OnCall 107s > Idle = incoming missed ended
a waiting caller gives up while the first is on hold
    OnHold 101s > Ringing B > OnHold 105s > OnCall 107s > Idle = incoming missed resumed ended
the first is put on hold while a waiting caller gives up
    OnCall 101s > Ringing B > OnHold 105s > OnCall 107s > Idle = incoming missed held resumed ended
the first hangs up while the second rings
    OnCall 101s > Ringing B > Idle = incoming ended missed
the second is answered, and the first may be on hold until the phone is idle
    OnCall 101s > Ringing B > OnCall B 1s > OnCall B 3s > Idle = incoming answered ended ended
the second is answered while the first is on hold, who is taken back
    OnHold 101s > Ringing B > OnCall B 1s > 60: OnCall 161s
        > Idle = incoming answered resumed ended ended
the second is answered, the first taken back after a hold that does not count
    OnCall 101s > Ringing B > OnCall B 1s > 600: OnCall 103s > Idle = incoming answered ended ended
the phone is handed from one to the other and back
    OnCall 101s > Ringing B > OnCall B 1s > OnCall 107s > OnCall B 5s > OnCall 111s
        > Idle = incoming answered ended ended
both withhold their numbers, and the second is answered
    OnCall anonymous 101s > Ringing '' > OnCall anonymous 1s > OnCall anonymous 107s
        > Idle = incoming answered ended ended
the same party calls again at once
    OnCall 101s > Ringing > OnCall 1s > OnCall 3s > Idle = incoming answered ended ended
somebody is consulted who does not answer
    OnCall 101s > Calling B > OnCall 105s > Idle = outgoing ended ended
somebody is consulted who answers
    OnCall 101s > Calling B > OnCall B 1s out > OnCall 107s > Idle = outgoing answered ended ended
the second rings after an outage
    OnCall 101s > 60: Ringing B > Idle = ended incoming missed
a third caller rings while two are there
    OnCall 101s > Ringing B > OnCall B 1s > Ringing 101 internal > OnCall B 5s
        > Idle = incoming answered ended incoming missed ended
""")


@pytest.mark.parametrize(("story", "told"), ONE_CALL.values(), ids=ONE_CALL)
def test_it_is_one_call_even_if(story: str, told: str) -> None:
    assert types_of(story) == told.split()


@pytest.mark.parametrize(("story", "told"), TWO_CALLS.values(), ids=TWO_CALLS)
def test_there_are_two_calls_if(story: str, told: str) -> None:
    assert types_of(story) == told.split()


@pytest.mark.parametrize("app", ["VoiceMail", "Voicemail", "voice mail", "VOICE_MAIL"])
def test_voicemail_is_known_however_it_is_spelt(app: str) -> None:
    assert events_of([(0, IDLE), (2, replace(read("OnCall 1s"), app=app))])[-1].type is MISSED


@pytest.mark.parametrize("app", ["Queue", "VoiceMailMenu", "Conference"])
def test_another_application_answers_like_a_person(app: str) -> None:
    assert events_of([(0, IDLE), (2, replace(read("OnCall 1s"), app=app))])[-1].type is ANSWERED


@pytest.mark.parametrize(
    ("story", "number", "directions"),
    [
        # It stays known even once Jingl stops sending it.
        ("Idle > Ringing > OnCall nobody 1s ? > OnHold '' 3s > Idle", ALICE, {INBOUND}),
        ("Idle > Ringing > OnCall anonymous 1s > OnCall 'Sales queue' 3s > Idle", ALICE, {INBOUND}),
        # From then on it is known.
        ("Ringing 'Sales queue' > OnCall 1s > Idle", ALICE, {INBOUND}),
        ("Ringing 101 internal > OnCall 1s > Idle", ALICE, {INBOUND}),
    ],
)
def test_an_event_has_the_most_that_was_known_about_a_party(
    story: str, number: str, directions: set[CallDirection]
) -> None:
    told = events_of(polls(story))
    assert {event.number for event in told} == {number}
    assert {event.direction for event in told} == directions


def test_an_event_has_everything_that_is_known() -> None:
    assert events_of([(0, IDLE), (2.5, replace(read("OnCall 1s"), app="Queue")), (32.5, IDLE)]) == [
        CallEvent(type=INCOMING, direction=INBOUND, number=ALICE, application="Queue"),
        CallEvent(
            type=ANSWERED,
            direction=INBOUND,
            number=ALICE,
            application="Queue",
            course=Course(
                started=NOON + timedelta(seconds=1), answered=NOON + timedelta(seconds=1)
            ),
        ),
        CallEvent(
            type=ENDED,
            direction=INBOUND,
            number=ALICE,
            application="Queue",
            duration_seconds=1,
            result=CallResult.ANSWERED,
            course=Course(
                started=NOON + timedelta(seconds=1),
                answered=NOON + timedelta(seconds=1),
                ended=NOON + timedelta(seconds=32.5),
            ),
        ),
    ]


@pytest.mark.parametrize(
    ("story", "durations"),
    [
        ("Idle > OnCall 1s > OnCall 3s > Idle", [3]),
        ("OnCall 600s > OnCall 602s > Idle", [602]),
        ("OnCall > 10: OnCall > Idle", [10]),
        # Including holds, whether or not Jingl counts them.
        ("OnCall 10s > 10: OnHold 10s > 40: OnHold 10s > Idle", [50]),
        # Never answered.
        ("Idle > Calling > 30: Calling > Idle", [0]),
        # While another one rang.
        ("OnCall 101s > Ringing '' > OnCall 105s > OnCall 107s > Idle", [107]),
        ("OnCall 101s > Ringing B > OnCall B 1s > OnCall B 3s > Idle", [101, 3]),
    ],
)
def test_the_final_duration_is_the_last_one_seen(story: str, durations: list[int]) -> None:
    told = events_of(polls(story))
    assert [event.duration_seconds for event in told if event.type is ENDED] == durations


# --- Who has been talking since when


CONNECTED_AT = cases("""
answered between two polls
    Ringing > OnCall 1s > OnCall 3s = None 1 1
already running at the start
    OnCall 600s > OnCall 602s = -600 -600
durations are rounded and come late
    0.9: OnCall 10s > 2.1: OnCall 11s > 8.7: OnCall 13s > 9.0: OnCall 18s = -10 -10 -10 -10
a slow answer right after the call was connected
    OnCall 1s > 11: OnCall 2s > 13: OnCall 14s = -1 -1 -1
another call with the same party
    OnCall 20s > OnCall 1s = -20 1
another call, older than the last one was
    OnCall 2s > 15: OnCall B 10s = -2 5
called again by the same party during an outage
    OnCall 20s > 300: OnCall 60s = -20 240
idle in between
    OnCall 90s > Idle > OnCall 1s = -90 None 3
back to the first of two calls
    OnCall 100s > 10: OnCall B 10s > 20: OnCall 120s = -100 0 -100
back to the first after the second rang
    OnCall 100s > Ringing B > OnCall B 1s > OnCall 106s = -100 None 3 -100
a hold during which the duration runs on
    OnCall 10s > 10: OnHold 20s > 40: OnHold 50s > 50: OnCall 60s
        > 52: OnCall 62s = -10 -10 -10 -10 -10
a hold during which the duration stops
    OnCall 10s > 10: OnHold nobody 20s > 400: OnHold nobody 20s > 410: OnCall 22s
        > 412: OnCall 24s > 440: OnCall 52s = -10 -10 -10 -10 -10 -10
held at once and for long, while the duration stops
    OnCall 0s > 3: OnHold 0s > 6: OnHold 0s > 90: OnHold 0s > 93: OnCall 3s = 0 0 0 0 0
other calls after a hold
    OnHold 50s > 10: OnCall B 3s > 20: OnHold 101 1s = -50 7 19
no durations
    0.4: OnCall > 10: OnCall > 20: OnHold nobody > 30: OnCall > 40: OnCall B
        > 50: OnCall B = 0 0 0 0 40 40
a duration is missing once
    OnCall 10s > OnCall > OnCall 14s = -10 -10 -10
neither durations nor numbers
    OnCall nobody ? > OnCall nobody ? = 0 0
""")


@pytest.mark.parametrize(("story", "connected"), CONNECTED_AT.values(), ids=CONNECTED_AT)
def test_the_moment_that_a_call_was_connected(story: str, connected: str) -> None:
    shown = [known.connected_at for known, _ in watch(polls(story))]
    seconds = [at and (at - NOON).total_seconds() for at in shown]
    assert seconds == [None if at == "None" else float(at) for at in connected.split()]


@pytest.mark.parametrize("jump", [-3600, 3600], ids=["back", "forward"])
@pytest.mark.parametrize(
    ("story", "told"),
    [
        ("Idle > Ringing > OnCall 1s > OnCall 3s > OnCall 5s > Idle", "incoming answered ended"),
        ("OnCall 100s > OnCall 102s", ""),
    ],
)
def test_a_wall_clock_jump_moves_the_time_shown_once_and_nothing_else(
    story: str, told: str, jump: float
) -> None:
    seen = polls(story)
    for jumps_at in range(1, len(seen)):
        known: KnownCall | None = None
        events: list[CallEvent] = []
        shown: list[datetime] = []
        for n, (at, each) in enumerate(seen):
            known, more = follow_call(known, each, after(at, jump=jump if n >= jumps_at else 0))
            assert known
            events += more
            shown += [known.connected_at] if known.connected_at else []
        assert [event.type for event in events] == told.split()
        assert [event.duration_seconds for event in events if event.type is ENDED] in ([], [5])
        moves = [(b - a).total_seconds() for a, b in pairwise(shown) if a != b]
        assert moves in ([], [jump])


@given(
    age=st.integers(0, 7200),
    pauses=st.lists(
        st.tuples(st.floats(0.5, 60), st.booleans(), st.floats(0, 10)), min_size=1, max_size=30
    ),
)
def test_the_start_of_a_call_does_not_move_however_late_answers_come(
    age: int, pauses: list[tuple[float, bool, float]]
) -> None:
    at = 0.0
    seen: list[tuple[float, HandsetStatus]] = []
    for pause, held, late in pauses:
        at += pause
        seen.append((at + late, read(f"{'OnHold' if held else 'OnCall'} {age + int(at)}s")))
        at += late
    told = watch(seen)
    assert len({known.connected_at for known, _ in told}) == 1
    assert {event.type for _, events in told for event in events} <= {HELD, RESUMED}


any_status = st.builds(
    status,
    st.sampled_from([*HandsetState, None]),
    st.sampled_from([None, ALICE, BOB, "sip:0409123456@host", "Sales queue", "anonymous", "101"]),
    st.sampled_from([None, *CallDirection]),
    st.none() | st.integers(0, 99999) | st.integers(0, 20),
    st.sampled_from([None, "VoiceMail", "Queue"]),
)


@given(seen=st.lists(st.tuples(st.floats(0, 60), st.floats(-9999, 9999), any_status)))
def test_whatever_jingl_says_a_connected_call_has_a_start_to_the_second_that_is_not_ahead(
    seen: list[tuple[float, float, HandsetStatus]],
) -> None:
    known: KnownCall | None = None
    now = 0.0
    told: Counter[CallEventType] = Counter()
    for pause, jump, each in seen:
        now += pause
        at, before = after(now, jump=jump), known
        known, events = follow_call(known, each, at)
        if each.state is None:
            assert known is before
            assert events == []
            continue
        assert known
        assert (known.connected_at is not None) == (each.state in CONNECTED)
        if known.connected_at:
            assert known.connected_at.microsecond == 0
            assert known.connected_at <= at.wall + timedelta(seconds=60)
        ended = [event for event in events if event.type is ENDED]
        assert [e for e in events if e.duration_seconds is not None] == ended
        assert all((event.duration_seconds or 0) >= 0 for event in ended)
        told.update(event.type for event in events)
    if known and known.status.state in {HandsetState.IDLE, HandsetState.OFFLINE}:
        begun = told[INCOMING] + told[OUTGOING]
        # A call already running at the start is not reported, nor is who began an internal one.
        assert told[MISSED] + told[ENDED] <= begun + told[ANSWERED] + 1
        assert known.behind is None


# --- One call, however Jingl describes it


@given(data=st.data())
def test_a_calls_start_and_end_are_reported_once_however_jingl_describes_it(
    data: st.DataObject,
) -> None:
    """Try any name for its party, durations five seconds off either way, and any poll times."""
    draw = data.draw
    ring, length = draw(seconds(1, 60)), draw(seconds(0, 300))
    hold = sorted((draw(seconds(0, length)), draw(seconds(0, length))))
    words = st.sampled_from(
        [
            *(None, "", "anonymous", "Private", "Sales queue", "SALES  queue"),
            *(ALICE, "+61409123456", "0061 409 123 456", "sip:61409123456@host", "09123456"),
        ]
    )
    put_through = draw(st.booleans())  # by a colleague
    told_durations, own_count = draw(st.booleans()), draw(st.booleans())
    looks = sorted(draw(st.sets(seconds(0.25, ring + length - 0.25), min_size=1, max_size=30)))
    seen = [(0.0, IDLE)]
    for at in looks:
        since = at - ring
        if since < 0:
            colleague = "101", INTERNAL
            number, direction = colleague if put_through else (draw(words), INBOUND)
            seen.append((at, status(HandsetState.RINGING, number, direction, 0)))
            continue
        held = hold[0] <= since < hold[1]
        duration = max(0, int(since - hold[0] * (held and own_count)) + draw(st.integers(-5, 5)))
        state = HandsetState.ON_HOLD if held else HandsetState.ON_CALL
        seen.append((at, status(state, draw(words), INBOUND, duration if told_durations else None)))
    told = Counter(event.type for event in events_of([*seen, (ring + length, IDLE)]))
    assert told[INCOMING] == 1
    assert told[ANSWERED] == (looks[-1] >= ring)
    assert told[MISSED] == (looks[-1] < ring)
    assert told[ENDED] == told[ANSWERED]
    assert told[HELD] - told[RESUMED] in {0, 1}


# --- Calls as they really were


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call as it really was."""

    incoming: bool
    internal: bool
    number: str
    ring: float
    answered_by: str | None
    """A person, a machine, or nobody."""
    stretches: tuple[float, ...]
    """How long it was connected: in turn talking and on hold."""
    gap: float
    """For how long the phone was idle afterwards."""

    @property
    def direction(self) -> CallDirection:
        if self.internal:
            return INTERNAL
        return INBOUND if self.incoming else OUTBOUND

    def truth(self) -> list[CallEventType]:
        """Return everything that really happened."""
        told = [INCOMING if self.incoming else OUTGOING]
        if self.answered_by == "person":
            holds = (HELD, RESUMED) * len(self.stretches)
            return [*told, ANSWERED, *holds[: len(self.stretches) - 1], ENDED]
        return [*told, MISSED if self.incoming else ENDED]

    def readings(self) -> list[list[CallEventType]]:
        """Return the truth and its alternative: a missed call, if nothing more was seen."""
        told = self.truth()
        return [told, [INCOMING, MISSED]] if told[:2] == [INCOMING, ANSWERED] else [told]


@dataclass(frozen=True, kw_only=True)
class Ways:
    """Details that Jingl may handle one way or another."""

    hold_stops_the_clock: bool
    hold_hides_the_number: bool
    durations: bool
    directions: bool


TALKATIVE = Ways(
    hold_stops_the_clock=False, hold_hides_the_number=False, durations=True, directions=True
)


@dataclass(frozen=True)
class History:
    """Everything that happened to a phone, from noon on."""

    idle_at_first: float
    calls: tuple[Call, ...]

    def phases(self) -> list[tuple[float, float, int | None, HandsetState, float]]:
        """Return each phase's start, end, call, state and the seconds connected before it."""
        at = self.idle_at_first
        phases: list[tuple[float, float, int | None, HandsetState, float]] = [
            (0, at, None, HandsetState.IDLE, 0)
        ]

        def add(seconds: float, call: int | None, state: HandsetState, before: float = 0) -> None:
            nonlocal at
            if seconds:
                phases.append((at, at + seconds, call, state, before))
                at += seconds

        for index, call in enumerate(self.calls):
            add(call.ring, index, HandsetState.RINGING if call.incoming else HandsetState.CALLING)
            connected = at
            for stretch, seconds in enumerate(call.stretches):
                state = HandsetState.ON_HOLD if stretch % 2 else HandsetState.ON_CALL
                add(seconds, index, state, at - connected)
            add(call.gap, None, HandsetState.IDLE)
        return phases

    def status(self, at: float, ways: Ways) -> HandsetStatus:
        """Return Jingl's answer at a moment."""
        begin, _, index, state, before = next(
            phase for phase in reversed(self.phases()) if phase[0] <= at
        )
        if index is None or at >= self.end:
            return IDLE
        call = self.calls[index]
        connected = state in CONNECTED
        held = state is HandsetState.ON_HOLD
        duration = before + at - begin
        if ways.hold_stops_the_clock:
            holds = sum(call.stretches[1::2][: self._stretch(index, at) // 2])
            duration = duration - holds - (at - begin if held else 0)
        return status(
            state,
            None if held and ways.hold_hides_the_number else call.number,
            call.direction if ways.directions else None,
            (int(duration) if connected else 0) if ways.durations else None,
            "VoiceMail" if connected and call.answered_by == "machine" else None,
        )

    def _stretch(self, index: int, at: float) -> int:
        """Return which connected stretch of a call this is."""
        return sum(p[2] == index and p[3] in CONNECTED and p[1] <= at for p in self.phases())

    @property
    def end(self) -> float:
        return self.phases()[-1][1]


# Quarter seconds, so that sums are exact.
def seconds(least: float, most: float) -> st.SearchStrategy[float]:
    return st.integers(int(least * 4), int(most * 4)).map(lambda quarters: quarters / 4)


# Including some of the account's own handsets.
DIFFERENT = tuple(f"04{n:02}123456" for n in range(10)) + tuple(str(n) for n in range(101, 106))


@st.composite
def histories(draw: st.DrawFn, *, distinct: bool = False, longest: float = 100) -> History:
    """Draw a history; `longest` is the longest time in one phase."""
    some = st.sampled_from(DIFFERENT if distinct else [ALICE, BOB, "101"])
    calls: list[Call] = []
    for number in draw(st.lists(some, min_size=1, max_size=5, unique=distinct)):
        answered_by = draw(st.sampled_from(["person", "machine", None]))
        stretches = 0 if answered_by is None else 1
        if answered_by == "person":
            stretches = draw(st.integers(1, 4))
        incoming, internal = draw(st.booleans()), len(number) == len("101")
        # When one handset calls another and voicemail answers, it only shows on the calling one.
        if answered_by == "machine" and incoming and internal:
            answered_by, stretches = None, 0
        # A ringing call has one; and a call between handsets doesn't show by its
        # direction whether it is inbound or outbound.
        rings = answered_by is None or internal or draw(st.booleans())
        calls.append(
            Call(
                incoming=incoming,
                internal=internal,
                number=number,
                ring=draw(seconds(1, longest)) if rings else 0,
                answered_by=answered_by,
                stretches=tuple(draw(seconds(1, longest)) for _ in range(stretches)),
                gap=draw(seconds(1, 100)),
            )
        )
    return History(draw(seconds(1, 20)), tuple(calls))


@st.composite
def moments(draw: st.DrawFn, history: History) -> list[float]:
    """Draw poll times, in order and without duplicates."""
    return sorted(draw(st.sets(seconds(0, history.end + 20), min_size=1, max_size=40)))


@st.composite
def close_moments(draw: st.DrawFn, history: History) -> list[float]:
    """Draw poll times that miss no phase."""
    inside = {begin + draw(seconds(0, end - begin - 0.25)) for begin, end, *_ in history.phases()}
    return sorted(inside | set(draw(moments(history))) | {0, history.end})


@st.composite
def answers(
    draw: st.DrawFn, history: History, looks: Sequence[float], ways: Ways
) -> list[tuple[float, HandsetStatus]]:
    """Draw when the answers arrive, at most 10 seconds late, and the form of their numbers."""
    polls = []
    for at, following in pairwise([*looks, looks[-1] + 20]):
        late = draw(seconds(0, min(10, following - at)))
        seen = history.status(at, ways)
        if seen.other_party and len(seen.other_party) > len("101") and draw(st.booleans()):
            seen = replace(seen, other_party="+61 " + seen.other_party.removeprefix("0"))
        polls.append((at + late, seen))
    return polls


def facts(events: Iterable[CallEvent]) -> list[tuple[CallEventType, str]]:
    """Return types and numbers, with the numbers in one form."""
    return [(e.type, (e.number or "").replace("+61 ", "0")) for e in events]


def is_explained(events: Sequence[tuple[CallEventType, str]], calls: Iterable[Call]) -> bool:
    """Return whether the events are what was seen of the calls, in order, each once.

    Only a call's end may be reported later, because another call may have been shown instead.
    """
    ends = Counter(fact for fact in events if fact[0] is ENDED)
    events = [fact for fact in events if fact[0] is not ENDED]
    truly = Counter((ENDED, call.number) for call in calls if ENDED in call.truth())
    told = {0}
    for call in calls:
        reached = set(told)
        for reading in call.readings():
            here = set(told)
            for kind in reading:
                here |= {n + 1 for n in here if events[n : n + 1] == [(kind, call.number)]}
            reached |= here
        told = reached
    return len(events) in told and ends <= truly


every_way = st.builds(
    Ways,
    hold_stops_the_clock=st.booleans(),
    hold_hides_the_number=st.booleans(),
    durations=st.booleans(),
    directions=st.booleans(),
)


def remove_gaps(history: History) -> History:
    """Let calls follow each other without a gap, unless that equals one longer call."""
    calls = [
        replace(call, gap=0)
        if following.ring and (call.number != following.number or sum(call.stretches) > 30)
        else call
        for call, following in pairwise(history.calls)
    ]
    return History(history.idle_at_first, (*calls, history.calls[-1]))


@given(data=st.data())
def test_if_every_phase_is_seen_the_events_are_exactly_what_happened(data: st.DataObject) -> None:
    history = data.draw(histories())
    if data.draw(st.booleans()):
        history = remove_gaps(history)
    ways = data.draw(every_way)
    if any(not call.ring for call in history.calls):
        # If a call did not ring, only the direction shows who began it.
        ways = replace(ways, directions=True)
    looks = data.draw(close_moments(history))
    told = events_of(data.draw(answers(history, looks, ways)))
    truth = [(kind, call) for call in history.calls for kind in call.truth()]
    # When calls follow without a gap, the first might be on hold until the phone is idle.
    for is_end in (False, True):
        expected = [(kind, call) for kind, call in truth if (kind is ENDED) is is_end]
        here = [event for event in told if (event.type is ENDED) is is_end]
        order = sorted if is_end else list
        assert order(facts(here)) == order((kind, call.number) for kind, call in expected)
        if ways.directions and not is_end:
            assert [event.direction for event in here] == [call.direction for _, call in expected]


@given(data=st.data())
def test_every_event_really_happened_once_and_in_this_order(data: st.DataObject) -> None:
    ways = replace(TALKATIVE, durations=data.draw(st.booleans()))
    # Without durations, two calls with somebody may look like one.
    history = data.draw(histories(distinct=not ways.durations))
    looks = data.draw(moments(history))
    told = watch(data.draw(answers(history, looks, ways)))
    assert told[0][1] == []
    events = facts(event for _, events in told for event in events)
    assert is_explained(events, history.calls)


@given(data=st.data())
def test_an_unseen_short_hold_ends_no_call_even_if_it_stops_the_duration(
    data: st.DataObject,
) -> None:
    ways = replace(TALKATIVE, hold_stops_the_clock=True)
    history = data.draw(histories(longest=9))
    looks = data.draw(moments(history))
    events = facts(events_of(data.draw(answers(history, looks, ways))))
    assert is_explained(events, history.calls)


def look_like_one(seen: Sequence[HandsetStatus]) -> set[str | None]:
    """Return parties where no poll saw the first hang up and the second ring."""
    return {
        each.other_party
        for ring, call in pairwise(seen)
        for each in (ring, call)
        if ring.state in {HandsetState.RINGING, HandsetState.CALLING}
        and call.state in CONNECTED
        and ring.other_party != call.other_party
    }


@given(data=st.data())
def test_everything_seen_of_a_call_is_reported(data: st.DataObject) -> None:
    """If each call has its own number, what was seen determines the events."""
    history = data.draw(histories(distinct=True))
    looks = [*data.draw(moments(history)), history.end + 20]
    told = facts(events_of(data.draw(answers(history, looks, TALKATIVE))))
    seen = [history.status(at, TALKATIVE) for at in looks]
    unclear = look_like_one(seen)
    for call in history.calls:
        mine = [s.state for s in seen if s.other_party == call.number]
        if not mine or call.number in unclear:
            continue
        kinds = [kind for kind, number in told if number == call.number]
        running = seen[0].other_party == call.number
        answered_before = running and mine[0] in CONNECTED
        person = call.answered_by == "person"
        met = person and not CONNECTED.isdisjoint(mine)
        voicemail = call.answered_by == "machine" and call.incoming
        assert kinds.count(ANSWERED) == (met and not answered_before)
        assert kinds.count(ENDED) == (met or not call.incoming)
        assert kinds.count(MISSED) == (
            call.incoming and not met and not (voicemail and answered_before)
        )
        # Nobody saw who began it.
        unknown = person and call.internal and mine[0] in CONNECTED
        if not unknown:
            assert kinds.count(INCOMING if call.incoming else OUTGOING) == (not running)
        assert kinds.count(HELD) == sum(
            state is HandsetState.ON_HOLD and before is not HandsetState.ON_HOLD
            for before, state in pairwise([mine[0] if running else None, *mine])
        )


@given(data=st.data())
def test_polling_more_often_contradicts_nothing(data: st.DataObject) -> None:
    history = data.draw(histories(distinct=True))
    looks = [*data.draw(moments(history)), history.end + 20]
    often = [(at, history.status(at, TALKATIVE)) for at in looks]
    rarely = [often[0], *(poll for poll in often[1:-1] if data.draw(st.booleans())), often[-1]]
    more, less = facts(events_of(often)), facts(events_of(rarely))
    unclear = look_like_one([s for _, s in often]) | look_like_one([s for _, s in rarely])
    for kind, number in less:
        if number in unclear:
            continue
        later_told_otherwise = kind is MISSED and (ANSWERED, number) in more
        assert more.count((kind, number)) >= less.count((kind, number)) or later_told_otherwise
        assert not (kind is ANSWERED and (MISSED, number) in more)


@given(data=st.data())
def test_an_unchanged_status_reports_nothing(data: st.DataObject) -> None:
    history, ways = data.draw(histories()), data.draw(every_way)
    polls = data.draw(answers(history, data.draw(moments(history)), ways))
    known: KnownCall | None = None
    for at, seen in polls:
        known, _ = follow_call(known, seen, after(at))
        again, events = follow_call(known, seen, after(at + 2))
        assert events == []
        assert known
        assert again
        assert (again.phase, again.status, again.connected_at) == (
            known.phase,
            known.status,
            known.connected_at,
        )


@given(data=st.data())
def test_an_outage_invents_nothing(data: st.DataObject) -> None:
    history = data.draw(histories(distinct=True))
    looks = data.draw(close_moments(history))
    begin, end = sorted((data.draw(seconds(0, history.end)), data.draw(seconds(0, history.end))))
    missed = [at for at in looks if begin < at < end]
    polls = [(at, history.status(at, TALKATIVE)) for at in looks if at not in missed]
    told = facts(events_of(polls))
    assert is_explained(told, history.calls)
    # A call that exists before and after has neither started nor ended.
    going_on = {
        history.status(at, TALKATIVE).other_party for at in looks if not begin < at < end
    } - {None}
    for number in going_on:
        assert told.count((ENDED, str(number))) <= 1
        assert told.count((ANSWERED, str(number))) <= 1


@pytest.mark.parametrize("gap", [1, 15, 600, 86400])
def test_an_outage_is_not_an_end(gap: int) -> None:
    assert types_of(f"OnCall 10s > {gap}: OnCall {10 + gap}s") == []
    assert types_of(f"Ringing > {gap}: Ringing") == []


# --- Handsets in a call, and the number of calls


@pytest.mark.parametrize("first", [False, True], ids=["words at last", "words at first"])
def test_a_call_that_words_leave_out_has_neither_started_nor_ended(first: bool) -> None:
    ring, words = read("Ringing"), replace(IDLE, in_words=True)
    before, after_it = (words, ring) if first else (ring, words)
    known, _ = follow_call(None, before, after(0))
    known, events = follow_call(known, after_it, after(2))
    assert events == []
    # From then on it is followed as reported.
    _, events = follow_call(known, replace(read("OnCall 1s"), in_words=not first), after(4))
    assert [event.type for event in events][-1] is ANSWERED


def test_a_call_first_known_in_words_gets_its_true_start() -> None:
    words = replace(read("OnCall"), duration_seconds=None, in_words=True)
    known, _ = follow_call(None, words, after(60))
    known, events = follow_call(known, read("OnCall 62s"), after(62))
    assert known
    assert known.connected_at == NOON
    assert events == []


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (HandsetState.IDLE, False),
        (HandsetState.OFFLINE, False),
        (None, False),
        (HandsetState.RINGING, True),
        (HandsetState.CALLING, True),
        (HandsetState.ON_CALL, True),
        (HandsetState.ON_HOLD, True),
    ],
)
def test_a_handset_is_in_a_call_from_the_first_ring(
    state: HandsetState | None, expected: bool
) -> None:
    assert is_in_call(status(state)) is expected


def test_an_unknown_handset_is_not_in_a_call() -> None:
    assert not is_in_call(None)


@pytest.mark.parametrize(
    ("statuses", "count"),
    [
        ([], 0),
        ([None, ("100", HandsetState.IDLE, None), ("101", None, None)], 0),
        ([("100", HandsetState.RINGING, ALICE), ("101", HandsetState.CALLING, BOB)], 0),
        ([("100", HandsetState.ON_CALL, ALICE), ("101", HandsetState.ON_HOLD, BOB)], 2),
        ([("100", HandsetState.ON_CALL, "101"), ("101", HandsetState.ON_CALL, "100")], 1),
        ([("100", HandsetState.ON_HOLD, "0101"), ("101", HandsetState.ON_CALL, "sip:100@host")], 1),
        # Two phones called by the same caller.
        ([("100", HandsetState.ON_CALL, ALICE), ("101", HandsetState.ON_CALL, ALICE)], 2),
        ([("100", HandsetState.ON_CALL, None), ("101", HandsetState.ON_CALL, None)], 2),
        ([("100", HandsetState.ON_CALL, "Private"), ("101", HandsetState.ON_CALL, "Private")], 2),
    ],
)
def test_a_call_between_two_handsets_counts_once(
    statuses: list[tuple[str, HandsetState | None, str | None] | None], count: int
) -> None:
    assert (
        count_active_calls(
            each and HandsetStatus(extension=each[0], state=each[1], other_party=each[2])
            for each in statuses
        )
        == count
    )


def test_a_handset_whose_voicemail_answers_is_not_in_a_call() -> None:
    statuses = [
        HandsetStatus(extension=e, state=HandsetState.ON_CALL, other_party=other, app="VoiceMail")
        for e, other in (("100", "101"), ("101", "100"))
    ]
    assert count_active_calls(statuses) == 2
