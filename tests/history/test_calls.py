"""What happened to a handset's calls between two polls."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.jingl.api import CallDirection, HandsetState, HandsetStatus
from custom_components.jingl.history.calls import (
    CallEvent,
    CallEventType,
    KnownCall,
    count_active_calls,
    follow_call,
    is_in_call,
)

INCOMING, OUTGOING, ANSWERED, HELD, RESUMED, MISSED, ENDED = CallEventType
INBOUND, OUTBOUND, INTERNAL = CallDirection

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
ALICE, BOB = "0409123456", "0398765432"


def after(seconds: float) -> datetime:
    """Return a moment after noon."""
    return NOON + timedelta(seconds=seconds)


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
OFF = status(HandsetState.UNAVAILABLE, direction=None)


def ringing(number: str | None = ALICE, direction: CallDirection | None = INBOUND) -> HandsetStatus:
    return status(HandsetState.RINGING, number, direction, 0)


def calling(
    number: str | None = ALICE, direction: CallDirection | None = OUTBOUND
) -> HandsetStatus:
    return status(HandsetState.CALLING, number, direction, 0)


def talking(
    duration: int | None,
    number: str | None = ALICE,
    direction: CallDirection | None = INBOUND,
    app: str | None = None,
) -> HandsetStatus:
    return status(HandsetState.ON_CALL, number, direction, duration, app)


def holding(
    duration: int | None,
    number: str | None = ALICE,
    direction: CallDirection | None = INBOUND,
) -> HandsetStatus:
    return status(HandsetState.ON_HOLD, number, direction, duration)


def voicemail(
    duration: int | None,
    number: str | None = ALICE,
    direction: CallDirection | None = INBOUND,
) -> HandsetStatus:
    return talking(duration, number, direction, "VoiceMail")


def watch(*polls: tuple[float, HandsetStatus]) -> list[tuple[KnownCall | None, list[CallEvent]]]:
    """Return what was known and what was told after each poll, a moment and what was seen."""
    known: KnownCall | None = None
    told = []
    for at, seen in polls:
        known, events = follow_call(known, seen, after(at))
        told.append((known, events))
    return told


def events_of(*polls: tuple[float, HandsetStatus]) -> list[CallEvent]:
    return [event for _, events in watch(*polls) for event in events]


def types_of(*statuses: HandsetStatus, every: float = 2) -> list[CallEventType]:
    """Return what is told of these statuses, seen one poll after another."""
    return [event.type for event in events_of(*((at * every, s) for at, s in enumerate(statuses)))]


# --- One step after another


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        # From idle.
        ([IDLE, IDLE], []),
        ([IDLE, OFF, IDLE], []),
        ([IDLE, ringing()], [INCOMING]),
        ([OFF, ringing()], [INCOMING]),
        ([IDLE, calling()], [OUTGOING]),
        ([IDLE, talking(1)], [INCOMING, ANSWERED]),
        ([IDLE, talking(1, direction=OUTBOUND)], [OUTGOING, ANSWERED]),
        # Who began it is not told.
        ([IDLE, talking(1, direction=INTERNAL)], [ANSWERED]),
        ([IDLE, talking(1, direction=None)], [ANSWERED]),
        ([IDLE, holding(1)], [INCOMING, ANSWERED, HELD]),
        ([IDLE, voicemail(1)], [INCOMING, MISSED]),
        ([IDLE, voicemail(1, direction=OUTBOUND)], [OUTGOING]),
        ([IDLE, voicemail(1, "*97", INTERNAL)], [OUTGOING]),
        # From ringing.
        ([IDLE, ringing(), IDLE], [INCOMING, MISSED]),
        ([IDLE, ringing(), OFF], [INCOMING, MISSED]),
        ([IDLE, ringing(), ringing()], [INCOMING]),
        ([IDLE, ringing(), ringing(BOB)], [INCOMING, MISSED, INCOMING]),
        ([IDLE, ringing(), talking(1)], [INCOMING, ANSWERED]),
        ([IDLE, ringing(direction=INTERNAL), talking(1, direction=INTERNAL)], [INCOMING, ANSWERED]),
        ([IDLE, ringing(), holding(1)], [INCOMING, ANSWERED, HELD]),
        ([IDLE, ringing(), voicemail(1)], [INCOMING, MISSED]),
        ([IDLE, ringing("101", INTERNAL), voicemail(1, "101", INTERNAL)], [INCOMING, MISSED]),
        ([IDLE, ringing(), voicemail(1, direction=None)], [INCOMING, MISSED]),
        ([IDLE, ringing(), calling()], [INCOMING, MISSED, OUTGOING]),
        ([IDLE, ringing(), talking(1, BOB)], [INCOMING, MISSED, INCOMING, ANSWERED]),
        (
            [IDLE, ringing(), talking(1, direction=OUTBOUND)],
            [INCOMING, MISSED, OUTGOING, ANSWERED],
        ),
        # Whoever missed a call listens to the message.
        ([IDLE, ringing(), voicemail(1, "*97", INTERNAL)], [INCOMING, MISSED, OUTGOING]),
        # From calling.
        ([IDLE, calling(), IDLE], [OUTGOING, ENDED]),
        ([IDLE, calling(), calling()], [OUTGOING]),
        ([IDLE, calling(), calling(BOB)], [OUTGOING, ENDED, OUTGOING]),
        ([IDLE, calling(), talking(1, direction=OUTBOUND)], [OUTGOING, ANSWERED]),
        ([IDLE, calling(), holding(1, direction=OUTBOUND)], [OUTGOING, ANSWERED, HELD]),
        ([IDLE, calling(), voicemail(1, direction=OUTBOUND)], [OUTGOING]),
        ([IDLE, calling("101", INTERNAL), voicemail(1, "101", INTERNAL)], [OUTGOING]),
        ([IDLE, calling(), ringing()], [OUTGOING, ENDED, INCOMING]),
        # From the other's voicemail.
        (
            [IDLE, calling(), voicemail(1, direction=OUTBOUND), IDLE],
            [OUTGOING, ENDED],
        ),
        (
            [IDLE, calling(), voicemail(1, direction=OUTBOUND), voicemail(3, direction=OUTBOUND)],
            [OUTGOING],
        ),
        (
            [IDLE, calling(), voicemail(1, direction=OUTBOUND), talking(3, direction=OUTBOUND)],
            [OUTGOING, ANSWERED],
        ),
        (
            [IDLE, calling(), voicemail(1, direction=OUTBOUND), holding(3, direction=OUTBOUND)],
            [OUTGOING, ANSWERED, HELD],
        ),
        # From talking.
        ([IDLE, talking(9), IDLE], [INCOMING, ANSWERED, ENDED]),
        ([IDLE, talking(9), OFF], [INCOMING, ANSWERED, ENDED]),
        ([IDLE, talking(9), talking(11)], [INCOMING, ANSWERED]),
        ([IDLE, talking(9), holding(11)], [INCOMING, ANSWERED, HELD]),
        ([IDLE, talking(9), talking(1)], [INCOMING, ANSWERED, ENDED, INCOMING, ANSWERED]),
        ([IDLE, talking(9), talking(11, BOB)], [INCOMING, ANSWERED, ENDED, INCOMING, ANSWERED]),
        (
            [IDLE, talking(9), talking(11, direction=OUTBOUND)],
            [INCOMING, ANSWERED, ENDED, OUTGOING, ANSWERED],
        ),
        ([IDLE, talking(9), ringing()], [INCOMING, ANSWERED, ENDED, INCOMING]),
        ([IDLE, talking(9), calling()], [INCOMING, ANSWERED, ENDED, OUTGOING]),
        ([IDLE, talking(9), voicemail(1)], [INCOMING, ANSWERED, ENDED, INCOMING, MISSED]),
        # From a hold.
        ([IDLE, holding(9), IDLE], [INCOMING, ANSWERED, HELD, ENDED]),
        ([IDLE, holding(9), holding(11)], [INCOMING, ANSWERED, HELD]),
        ([IDLE, holding(9), talking(11)], [INCOMING, ANSWERED, HELD, RESUMED]),
        (
            [IDLE, holding(9), talking(1)],
            [INCOMING, ANSWERED, HELD, ENDED, INCOMING, ANSWERED],
        ),
        ([IDLE, holding(9), ringing()], [INCOMING, ANSWERED, HELD, ENDED, INCOMING]),
        # From the own voicemail.
        ([IDLE, voicemail(1), voicemail(3)], [INCOMING, MISSED]),
        ([IDLE, voicemail(1), IDLE], [INCOMING, MISSED]),
        ([IDLE, voicemail(9), voicemail(1)], [INCOMING, MISSED] * 2),
        ([IDLE, voicemail(9), ringing()], [INCOMING, MISSED, INCOMING]),
        ([IDLE, voicemail(1), talking(1, BOB)], [INCOMING, MISSED, INCOMING, ANSWERED]),
        ([IDLE, voicemail(9), voicemail(1, "*97", INTERNAL)], [INCOMING, MISSED, OUTGOING]),
    ],
)
def test_what_a_change_tells(seen: list[HandsetStatus], told: list[CallEventType]) -> None:
    assert types_of(*seen) == told


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ([IDLE], []),
        ([ringing()], []),
        ([talking(600)], []),
        ([voicemail(600)], []),
        # What happens to it afterwards is.
        ([ringing(), talking(1)], [ANSWERED]),
        ([ringing(), IDLE], [MISSED]),
        ([calling(), talking(1, direction=OUTBOUND)], [ANSWERED]),
        ([talking(600), holding(602)], [HELD]),
        ([talking(600), IDLE], [ENDED]),
        ([talking(600), talking(1, BOB)], [ENDED, INCOMING, ANSWERED]),
        ([voicemail(600), IDLE], []),
    ],
)
def test_a_call_already_running_at_start_is_not_reported(
    seen: list[HandsetStatus], told: list[CallEventType]
) -> None:
    assert types_of(*seen) == told


@pytest.mark.parametrize("app", ["VoiceMail", "Voicemail", "voice mail", "VOICE_MAIL"])
def test_voicemail_is_known_however_it_is_spelt(app: str) -> None:
    assert types_of(IDLE, talking(1, app=app)) == [INCOMING, MISSED]


@pytest.mark.parametrize("app", ["Queue", "VoiceMailMenu", "Conference"])
def test_another_application_answers_like_a_person(app: str) -> None:
    assert types_of(IDLE, talking(1, app=app)) == [INCOMING, ANSWERED]


def test_a_word_that_is_not_documented_tells_nothing() -> None:
    parked = status(None)
    assert types_of(parked, talking(5)) == []
    assert types_of(IDLE, ringing(), parked, talking(1), parked, IDLE) == [
        INCOMING,
        ANSWERED,
        ENDED,
    ]
    assert types_of(IDLE, parked, IDLE) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("0409123456", "sip:+61409123456@host", True),
        ("131213", "+61131213", True),
        ("101", "0101", True),
        ("0409123456", "0409123457", False),
        ("0291234567", "0391234567", False),
        ("100", "101", False),
        # Nobody in particular.
        ("anonymous", "Private", True),
        ("anonymous", "0409123456", True),
        (None, "0409123456", True),
        ("0409123456", None, True),
    ],
)
def test_a_number_is_one_in_all_its_forms(one: str | None, other: str | None, same: bool) -> None:
    told = [INCOMING] if same else [INCOMING, MISSED, INCOMING]
    assert types_of(IDLE, ringing(one), ringing(other)) == told


def test_the_number_and_direction_of_a_call_stay_known_when_they_are_not_told_any_more() -> None:
    told = events_of(
        (0, IDLE),
        (2, ringing()),
        (4, talking(1, None, None)),
        (6, holding(3, None)),
        (8, holding(3, None, None)),
        (10, talking(7)),
        (12, IDLE),
    )
    assert [event.type for event in told] == [INCOMING, ANSWERED, HELD, RESUMED, ENDED]
    assert {event.number for event in told} == {ALICE}
    assert {event.direction for event in told} == {INBOUND}


def test_another_caller_is_not_confused_with_one_whose_number_was_hidden_for_a_moment() -> None:
    assert types_of(IDLE, talking(1), holding(3, None), talking(5, BOB)) == [
        INCOMING,
        ANSWERED,
        HELD,
        ENDED,
        INCOMING,
        ANSWERED,
    ]


def test_an_event_says_all_that_is_known() -> None:
    assert events_of((0, IDLE), (2.5, talking(1, app="Queue")), (32.5, IDLE)) == [
        CallEvent(type=INCOMING, direction=INBOUND, number=ALICE, application="Queue"),
        CallEvent(type=ANSWERED, direction=INBOUND, number=ALICE, application="Queue"),
        CallEvent(
            type=ENDED, direction=INBOUND, number=ALICE, application="Queue", duration_seconds=1
        ),
    ]


@pytest.mark.parametrize(
    ("polls", "duration"),
    [
        ([(0, IDLE), (2, talking(1)), (4, talking(3)), (6, IDLE)], 3),
        ([(0, talking(600)), (2, talking(602)), (4, IDLE)], 602),
        ([(0, talking(None)), (10, talking(None)), (12, IDLE)], 10),
        # With its holds, whether or not Jingl counts them.
        ([(0, talking(10)), (10, holding(10)), (40, holding(10)), (42, IDLE)], 50),
        # Never answered.
        ([(0, IDLE), (2, calling()), (30, calling()), (32, IDLE)], 0),
    ],
)
def test_the_duration_at_the_end_is_as_far_as_it_was_seen(
    polls: list[tuple[float, HandsetStatus]], duration: int
) -> None:
    assert [e.duration_seconds for e in events_of(*polls) if e.type is ENDED] == [duration]


# --- Jingl without durations: the words of Handset Select know idle and connected only


def test_without_durations_a_call_begins_and_ends_all_the_same() -> None:
    connected, other = talking(None, direction=None), talking(None, BOB, None)
    assert types_of(IDLE, connected, connected, other, IDLE) == [
        ANSWERED,
        ENDED,
        ANSWERED,
        ENDED,
    ]


def test_a_duration_that_is_missing_once_is_not_forgotten() -> None:
    assert types_of(talking(100), talking(None), talking(104)) == []
    assert types_of(talking(100), talking(None), talking(5)) == [ENDED, INCOMING, ANSWERED]


# --- Who has been talking since when


@pytest.mark.parametrize(
    ("polls", "connected"),
    [
        pytest.param(
            [(0, ringing()), (2, talking(1)), (4, talking(3))],
            [None, 1, 1],
            id="answered between two polls",
        ),
        pytest.param(
            [(0, talking(600)), (2, talking(602))], [-600, -600], id="already running at the start"
        ),
        pytest.param(
            [(0.9, talking(10)), (2.1, talking(11)), (8.7, talking(13)), (9.0, talking(18))],
            [-10] * 4,
            id="durations are rounded and come late",
        ),
        pytest.param(
            [(0, talking(1)), (11, talking(2)), (13, talking(14))],
            [-1, -1, -1],
            id="a slow answer right after the call was connected",
        ),
        pytest.param(
            [(0, talking(20)), (2, talking(1))], [-20, 1], id="another call with the same party"
        ),
        pytest.param(
            [(0, talking(2)), (15, talking(10, BOB))],
            [-2, 5],
            id="another call that is older than the last one was",
        ),
        pytest.param(
            [(0, talking(20)), (300, talking(60))],
            [-20, 240],
            id="called again by the same party during an outage",
        ),
        pytest.param(
            [(0, talking(90)), (2, IDLE), (4, talking(1))], [-90, None, 3], id="idle in between"
        ),
        pytest.param(
            [(0, talking(100)), (10, talking(10, BOB)), (20, talking(120))],
            [-100, 0, -100],
            id="back to the first of two calls",
        ),
        pytest.param(
            [
                (0, talking(10)),
                (10, holding(20)),
                (40, holding(50)),
                (50, talking(60)),
                (52, talking(62)),
            ],
            [-10] * 5,
            id="a hold during which the duration runs on",
        ),
        pytest.param(
            [
                (0, talking(10)),
                (10, holding(20, None)),
                (400, holding(20, None)),
                (410, talking(22)),
                (412, talking(24)),
                (440, talking(52)),
            ],
            [-10] * 6,
            id="a hold during which the duration stops",
        ),
        pytest.param(
            [(0, talking(0)), (3, holding(0)), (6, holding(0)), (90, holding(0)), (93, talking(3))],
            [0] * 5,
            id="held at once and for long, while the duration stops",
        ),
        pytest.param(
            [(0, holding(50)), (10, talking(3, BOB)), (20, holding(1, "101"))],
            [-50, 7, 19],
            id="other calls after a hold",
        ),
        pytest.param(
            [
                (0.4, talking(None)),
                (10, talking(None)),
                (20, holding(None, None)),
                (30, talking(None)),
                (40, talking(None, BOB)),
                (50, talking(None, BOB)),
            ],
            [0, 0, 0, 0, 40, 40],
            id="no durations",
        ),
        pytest.param(
            [(0, talking(10)), (2, talking(None)), (4, talking(14))],
            [-10, -10, -10],
            id="a duration is missing once",
        ),
        pytest.param(
            [(0, talking(None, None)), (2, talking(None, None))],
            [0, 0],
            id="neither durations nor numbers",
        ),
    ],
)
def test_the_moment_that_a_call_was_connected(
    polls: list[tuple[float, HandsetStatus]], connected: list[float | None]
) -> None:
    moments = [known and known.connected_at for known, _ in watch(*polls)]
    assert [m and (m - NOON).total_seconds() for m in moments] == connected


@given(
    age=st.integers(0, 7200),
    polls=st.lists(
        st.tuples(st.floats(0.5, 60), st.booleans(), st.floats(0, 10)), min_size=1, max_size=30
    ),
)
def test_the_start_of_a_call_does_not_move_however_late_answers_come(
    age: int, polls: list[tuple[float, bool, float]]
) -> None:
    at = 0.0
    seen: list[tuple[float, HandsetStatus]] = []
    for pause, held, late in polls:
        at += pause
        duration = age + int(at)
        seen.append((at + late, holding(duration) if held else talking(duration)))
        at += late
    told = watch(*seen)
    assert len({known.connected_at for known, _ in told if known}) == 1
    assert {event.type for _, events in told for event in events} <= {HELD, RESUMED}


@given(
    polls=st.lists(
        st.tuples(
            st.floats(0, 60),
            st.sampled_from([*HandsetState, None]),
            st.none() | st.integers(0, 99999),
            st.sampled_from([None, ALICE, BOB]),
            st.sampled_from([None, *CallDirection]),
            st.sampled_from([None, "VoiceMail", "Queue"]),
        )
    )
)
def test_whatever_jingl_says_a_connected_call_has_a_start_to_the_second_that_is_not_ahead(
    polls: list[
        tuple[
            float,
            HandsetState | None,
            int | None,
            str | None,
            CallDirection | None,
            str | None,
        ]
    ],
) -> None:
    known: KnownCall | None = None
    at = 0.0
    for pause, state, duration, number, direction, app in polls:
        at += pause
        before = known
        known, events = follow_call(
            known, status(state, number, direction, duration, app), after(at)
        )
        if state is None:
            assert known is before
            assert events == []
            continue
        assert known
        connected = state in {HandsetState.ON_CALL, HandsetState.ON_HOLD}
        assert (known.connected_at is not None) == connected
        if known.connected_at:
            assert known.connected_at.microsecond == 0
            assert known.connected_at <= after(at)
        assert all(
            (event.duration_seconds is not None) == (event.type is ENDED) for event in events
        )
        assert all((event.duration_seconds or 0) >= 0 for event in events)


# --- Calls as they truly were

# What a phone shows from one moment on until the next: not only its state.
type Look = tuple[float, HandsetStatus]


@dataclass(frozen=True, kw_only=True)
class Call:
    """A call as it truly was."""

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
        """Return all that truly happened."""
        told = [INCOMING if self.incoming else OUTGOING]
        if self.answered_by == "person":
            holds = (HELD, RESUMED) * len(self.stretches)
            return [*told, ANSWERED, *holds[: len(self.stretches) - 1], ENDED]
        return [*told, MISSED if self.incoming else ENDED]

    def readings(self) -> list[list[CallEventType]]:
        """Return the truth and what else may be told: that it was missed if nobody saw more."""
        told = self.truth()
        return [told, [INCOMING, MISSED]] if told[:2] == [INCOMING, ANSWERED] else [told]


@dataclass(frozen=True, kw_only=True)
class Ways:
    """What Jingl might do in one way or another."""

    hold_stops_the_clock: bool
    hold_hides_the_number: bool
    durations: bool
    directions: bool


TALKATIVE = Ways(
    hold_stops_the_clock=False, hold_hides_the_number=False, durations=True, directions=True
)


@dataclass(frozen=True)
class History:
    """All that happened to a phone, from noon on."""

    idle_at_first: float
    calls: tuple[Call, ...]

    def phases(self) -> list[tuple[float, float, int | None, HandsetState, float]]:
        """Return begin, end, call, state and the seconds connected before, of all phases."""
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
        """Return what Jingl says at a moment."""
        begin, _, index, state, before = next(
            phase for phase in reversed(self.phases()) if phase[0] <= at
        )
        if index is None or at >= self.end:
            return IDLE
        call = self.calls[index]
        connected = state in {HandsetState.ON_CALL, HandsetState.ON_HOLD}
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
        states = (HandsetState.ON_CALL, HandsetState.ON_HOLD)
        return sum(p[2] == index and p[3] in states and p[1] <= at for p in self.phases())

    @property
    def end(self) -> float:
        return self.phases()[-1][1]


# Quarters of seconds, so that sums are exact.
def seconds(least: float, most: float) -> st.SearchStrategy[float]:
    return st.integers(int(least * 4), int(most * 4)).map(lambda quarters: quarters / 4)


# With some of the account's own handsets.
DIFFERENT = tuple(f"04{n:02}123456" for n in range(10)) + tuple(str(n) for n in range(101, 106))


@st.composite
def histories(draw: st.DrawFn, *, distinct: bool = False, longest: float = 100) -> History:
    """Draw a history; `longest` is for how long a call stays in one phase."""
    some = st.sampled_from(DIFFERENT if distinct else [ALICE, BOB, "101"])
    calls: list[Call] = []
    for number in draw(st.lists(some, min_size=1, max_size=5, unique=distinct)):
        answered_by = draw(st.sampled_from(["person", "machine", None]))
        stretches = 0 if answered_by is None else 1
        if answered_by == "person":
            stretches = draw(st.integers(1, 4))
        incoming, internal = draw(st.booleans()), len(number) == len("101")
        # The voicemail of a handset that another one called shows on that other one only.
        if answered_by == "machine" and incoming and internal:
            answered_by, stretches = None, 0
        # A call that only rings has to; one of a handset with another is not known by its
        # direction as incoming or outgoing, either.
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
    """Draw moments at which somebody looks, in order, each once."""
    return sorted(draw(st.sets(seconds(0, history.end + 20), min_size=1, max_size=40)))


@st.composite
def close_moments(draw: st.DrawFn, history: History) -> list[float]:
    """Draw moments that miss no phase."""
    inside = {begin + draw(seconds(0, end - begin - 0.25)) for begin, end, *_ in history.phases()}
    return sorted(inside | set(draw(moments(history))) | {0, history.end})


@st.composite
def answers(
    draw: st.DrawFn, history: History, looks: Sequence[float], ways: Ways
) -> list[tuple[float, HandsetStatus]]:
    """Draw when the answers come, at most 10 seconds late, and in which form the numbers are."""
    polls = []
    for at, following in pairwise([*looks, looks[-1] + 20]):
        late = draw(seconds(0, min(10, following - at)))
        seen = history.status(at, ways)
        if seen.other_party and len(seen.other_party) > len("101") and draw(st.booleans()):
            seen = replace(seen, other_party="+61 " + seen.other_party.removeprefix("0"))
        polls.append((at + late, seen))
    return polls


def facts(events: Iterable[CallEvent]) -> list[tuple[CallEventType, str]]:
    """Return types and numbers, these in one form."""
    return [(e.type, (e.number or "").replace("+61 ", "0")) for e in events]


def is_explained(events: Sequence[tuple[CallEventType, str]], calls: Iterable[Call]) -> bool:
    """Tell whether the events are what of the calls was seen, in order, each event once."""
    told = {0}
    for call in calls:
        reached = set(told)
        for reading in call.readings():
            here = set(told)
            for kind in reading:
                here |= {n + 1 for n in here if events[n : n + 1] == [(kind, call.number)]}
            reached |= here
        told = reached
    return len(events) in told


every_way = st.builds(
    Ways,
    hold_stops_the_clock=st.booleans(),
    hold_hides_the_number=st.booleans(),
    durations=st.booleans(),
    directions=st.booleans(),
)


def _party(call: Call) -> tuple[str, bool]:
    return call.number, call.incoming


def remove_gaps(history: History) -> History:
    """Let calls follow each other at once, where that is not the same as one longer call."""
    calls = [
        replace(call, gap=0)
        if following.ring and (call.stretches or _party(call) != _party(following))
        else call
        for call, following in pairwise(history.calls)
    ]
    return History(history.idle_at_first, (*calls, history.calls[-1]))


@given(data=st.data())
def test_whoever_sees_every_phase_is_told_exactly_what_happened(data: st.DataObject) -> None:
    history = data.draw(histories())
    if data.draw(st.booleans()):
        history = remove_gaps(history)
    ways = data.draw(every_way)
    if any(not call.ring for call in history.calls):
        # Nothing but the direction tells who began a call that did not ring.
        ways = replace(ways, directions=True)
    looks = data.draw(close_moments(history))
    told = events_of(*data.draw(answers(history, looks, ways)))
    assert facts(told) == [(kind, call.number) for call in history.calls for kind in call.truth()]
    if ways.directions:
        told_directions = [event.direction for event in told]
        assert told_directions == [c.direction for c in history.calls for _ in c.truth()]


@given(data=st.data())
def test_whatever_is_told_did_happen_in_this_order_and_once(data: st.DataObject) -> None:
    ways = replace(TALKATIVE, durations=data.draw(st.booleans()))
    history = data.draw(histories())
    looks = data.draw(moments(history))
    told = watch(*data.draw(answers(history, looks, ways)))
    assert told[0][1] == []
    events = facts(event for _, events in told for event in events)
    assert is_explained(events, history.calls)


@given(data=st.data())
def test_a_short_hold_that_nobody_saw_ends_no_call_where_it_stops_the_clock(
    data: st.DataObject,
) -> None:
    ways = replace(TALKATIVE, hold_stops_the_clock=True)
    history = data.draw(histories(longest=9))
    looks = data.draw(moments(history))
    events = facts(events_of(*data.draw(answers(history, looks, ways))))
    assert is_explained(events, history.calls)


@given(data=st.data())
def test_of_every_call_is_told_what_was_seen_of_it(data: st.DataObject) -> None:
    """Where every call has a number of its own, what is seen settles what is told."""
    history = data.draw(histories(distinct=True))
    looks = data.draw(moments(history))
    told = facts(events_of(*data.draw(answers(history, looks, TALKATIVE))))
    seen = [history.status(at, TALKATIVE) for at in looks]
    for call in history.calls:
        mine = [s.state for s in seen if s.other_party == call.number]
        kinds = [kind for kind, number in told if number == call.number]
        first_of_all, gone = seen[0].other_party == call.number, seen[-1].other_party != call.number
        person = call.answered_by == "person"
        met = person and bool({HandsetState.ON_CALL, HandsetState.ON_HOLD} & set(mine))
        at_first = mine[:1] if first_of_all else []
        assert kinds.count(ANSWERED) == (
            met and at_first not in ([HandsetState.ON_CALL], [HandsetState.ON_HOLD])
        )
        assert kinds.count(ENDED) == (bool(mine) and gone and (met or not call.incoming))
        if call.answered_by == "machine" and call.incoming:
            voicemail_at_first = at_first == [HandsetState.ON_CALL]
            is_told = HandsetState.ON_CALL in mine or (bool(mine) and gone)
            assert kinds.count(MISSED) == (is_told and not voicemail_at_first)
        else:
            assert kinds.count(MISSED) == (call.incoming and bool(mine) and gone and not met)
        begun = OUTGOING if not call.incoming else INCOMING
        unclear = (
            call.internal
            and call.ring
            and mine
            and mine[0]
            in {
                HandsetState.ON_CALL,
                HandsetState.ON_HOLD,
            }
        )
        if not (unclear and person):
            assert kinds.count(begun) == (bool(mine) and not first_of_all)
        assert kinds.count(HELD) == sum(
            state is HandsetState.ON_HOLD and before is not HandsetState.ON_HOLD
            for before, state in pairwise(
                [mine[0] if first_of_all else None, *mine] if mine else []
            )
        )


@given(data=st.data())
def test_looking_more_often_contradicts_nothing(data: st.DataObject) -> None:
    history = data.draw(histories(distinct=True))
    looks = data.draw(moments(history))
    often = [(at, history.status(at, TALKATIVE)) for at in looks]
    rarely = [often[0], *(poll for poll in often[1:] if data.draw(st.booleans()))]
    more, less = facts(events_of(*often)), facts(events_of(*rarely))
    final = less and rarely[-1] != often[-1]
    for kind, number in less:
        later_told_otherwise = kind is MISSED and (ANSWERED, number) in more
        assert more.count((kind, number)) >= less.count((kind, number)) or later_told_otherwise
        assert not (final and kind is ANSWERED and (MISSED, number) in more)


@given(data=st.data())
def test_the_same_status_again_tells_nothing(data: st.DataObject) -> None:
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
    told = facts(events_of(*polls))
    assert is_explained(told, history.calls)
    # A call that is there before and afterwards is neither ended nor begun.
    going_on = {
        history.status(at, TALKATIVE).other_party for at in looks if not begin < at < end
    } - {None}
    for number in going_on:
        assert told.count((ENDED, str(number))) <= 1
        assert told.count((ANSWERED, str(number))) <= 1


@pytest.mark.parametrize("gap", [1, 15, 600, 86400])
def test_an_outage_is_not_an_end(gap: float) -> None:
    assert events_of((0, talking(10)), (gap, talking(10 + int(gap)))) == []
    assert events_of((0, ringing()), (gap, ringing())) == []


# --- Who is in a call, and how many there are


@pytest.mark.parametrize("first", [False, True], ids=["words at last", "words at first"])
def test_what_words_leave_out_has_neither_ended_nor_begun(first: bool) -> None:
    ring, words = ringing(), replace(IDLE, in_words=True)
    before, after_it = (words, ring) if first else (ring, words)
    known, _ = follow_call(None, before, NOON)
    known, events = follow_call(known, after_it, after(2))
    assert events == []
    # From then on it is followed as told.
    _, events = follow_call(known, replace(talking(1), in_words=not first), after(4))
    assert [event.type for event in events][-1] is ANSWERED


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (HandsetState.IDLE, False),
        (HandsetState.UNAVAILABLE, False),
        (None, False),
        (HandsetState.RINGING, True),
        (HandsetState.CALLING, True),
        (HandsetState.ON_CALL, True),
        (HandsetState.ON_HOLD, True),
    ],
)
def test_a_handset_is_in_a_call_from_the_first_ring_on(
    state: HandsetState | None, expected: bool
) -> None:
    assert is_in_call(status(state)) is expected


def test_a_handset_that_is_not_known_is_in_no_call() -> None:
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
        # Two phones that one caller has called.
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


def test_whose_voicemail_answers_is_in_no_call() -> None:
    statuses = [
        HandsetStatus(extension=e, state=HandsetState.ON_CALL, other_party=other, app="VoiceMail")
        for e, other in (("100", "101"), ("101", "100"))
    ]
    assert count_active_calls(statuses) == 2
