"""When a handset's current call began."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.jingl.api import HandsetState, HandsetStatus
from custom_components.jingl.calls import call_started, is_in_call

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
ON_CALL, ON_HOLD = HandsetState.ON_CALL, HandsetState.ON_HOLD

# Who, state, seconds of the call according to Jingl; None for a handset that was not asked.
type Seen = tuple[HandsetState | None, int | None, str | None]


def after(seconds: float) -> datetime:
    """Return a moment after noon."""
    return NOON + timedelta(seconds=seconds)


def follow(*polls: tuple[float, Seen]) -> list[float | None]:
    """Return, for each poll, how many seconds after noon the call seems to have begun."""
    before: HandsetStatus | None = None
    started: datetime | None = None
    told: list[float | None] = []
    for at, (state, duration, party) in polls:
        now = HandsetStatus(
            extension="100", state=state, duration_seconds=duration, other_party=party
        )
        started = call_started(before, started, now, after(at))
        before = now
        told.append(None if started is None else (started - NOON).total_seconds())
    return told


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
    assert is_in_call(HandsetStatus(extension="100", state=state)) is expected


def test_a_handset_that_is_not_known_is_in_no_call() -> None:
    assert not is_in_call(None)


@pytest.mark.parametrize(
    "state",
    [
        HandsetState.IDLE,
        HandsetState.UNAVAILABLE,
        HandsetState.RINGING,
        HandsetState.CALLING,
        None,
    ],
)
def test_a_call_that_is_not_connected_has_not_begun(state: HandsetState | None) -> None:
    assert follow((0, (ON_CALL, 10, "A")), (2, (state, 12, "A"))) == [-10, None]


@pytest.mark.parametrize(
    ("polls", "told"),
    [
        pytest.param(
            [(0, (HandsetState.RINGING, 0, "A")), (2, (ON_CALL, 1, "A")), (4, (ON_CALL, 3, "A"))],
            [None, 1, 1],
            id="answered between two polls",
        ),
        pytest.param(
            [(0, (ON_CALL, 600, "A")), (2, (ON_CALL, 602, "A"))],
            [-600, -600],
            id="already running at the start",
        ),
        pytest.param(
            [
                (0.9, (ON_CALL, 10, "A")),
                (2.1, (ON_CALL, 11, "A")),
                (8.7, (ON_CALL, 13, "A")),
                (9.0, (ON_CALL, 18, "A")),
            ],
            [-10, -10, -10, -10],
            id="durations are rounded and come late",
        ),
        pytest.param(
            [(0, (ON_CALL, 20, "A")), (2, (ON_CALL, 1, "A"))],
            [-20, 1],
            id="another call with the same party",
        ),
        pytest.param(
            [(0, (ON_CALL, 2, "A")), (15, (ON_CALL, 10, "B"))],
            [-2, 5],
            id="another call that is older than the last one was",
        ),
        pytest.param(
            [(0, (ON_CALL, 90, "A")), (2, (HandsetState.IDLE, 0, None)), (4, (ON_CALL, 1, "A"))],
            [-90, None, 3],
            id="idle in between",
        ),
        pytest.param(
            [(0, (ON_CALL, 100, "A")), (10, (ON_CALL, 10, "B")), (20, (ON_CALL, 120, "A"))],
            [-100, 0, -100],
            id="back to the first of two calls",
        ),
        pytest.param(
            [
                (0, (ON_CALL, 10, "A")),
                (10, (ON_HOLD, 20, "A")),
                (40, (ON_HOLD, 50, "A")),
                (50, (ON_CALL, 60, "A")),
                (52, (ON_CALL, 62, "A")),
            ],
            [-10] * 5,
            id="a hold during which the duration runs on",
        ),
        pytest.param(
            [
                (0, (ON_CALL, 10, "A")),
                (10, (ON_HOLD, 20, None)),
                (40, (ON_HOLD, 20, None)),
                (50, (ON_CALL, 22, "A")),
                (52, (ON_CALL, 24, "A")),
                (80, (ON_CALL, 52, "A")),
            ],
            [-10] * 6,
            id="a hold during which the duration stops",
        ),
        pytest.param(
            [(0, (ON_HOLD, 50, "A")), (10, (ON_CALL, 3, "B")), (20, (ON_HOLD, 1, "C"))],
            [-50, 7, 19],
            id="other calls after a hold",
        ),
        pytest.param(
            [
                (0.4, (ON_CALL, None, "A")),
                (10, (ON_CALL, None, "A")),
                (20, (ON_HOLD, None, None)),
                (30, (ON_CALL, None, "A")),
                (40, (ON_CALL, None, "B")),
                (50, (ON_CALL, None, "B")),
            ],
            [0, 0, 0, 0, 40, 40],
            id="no durations",
        ),
        pytest.param(
            [(0, (ON_CALL, 10, "A")), (2, (ON_CALL, None, "A")), (4, (ON_CALL, 14, "A"))],
            [-10, -10, -10],
            id="a duration is missing once",
        ),
        pytest.param(
            [(0, (ON_CALL, None, None)), (2, (ON_CALL, None, None))],
            [0, 0],
            id="neither durations nor numbers",
        ),
    ],
)
def test_the_begin_of_a_call(polls: list[tuple[float, Seen]], told: list[float | None]) -> None:
    assert follow(*polls) == told


@given(
    age=st.integers(0, 7200),
    polls=st.lists(
        st.tuples(st.floats(0.5, 60), st.sampled_from([ON_CALL, ON_HOLD]), st.floats(0, 3)),
        min_size=1,
        max_size=30,
    ),
)
def test_the_begin_does_not_move_however_late_answers_come(
    age: int, polls: list[tuple[float, HandsetState, float]]
) -> None:
    at = 0.0
    seen: list[tuple[float, Seen]] = []
    for pause, state, late in polls:
        at += pause
        seen.append((at + late, (state, age + int(at), "A")))
        at += late
    assert len(set(follow(*seen))) == 1


@given(
    polls=st.lists(
        st.tuples(
            st.floats(0, 60),
            st.sampled_from([*HandsetState, None]),
            st.none() | st.integers(0, 99999),
            st.sampled_from([None, "A", "B"]),
        )
    )
)
def test_a_connected_call_always_has_a_begin_to_the_second_that_is_not_ahead(
    polls: list[tuple[float, HandsetState | None, int | None, str | None]],
) -> None:
    at = 0.0
    seen: list[tuple[float, Seen]] = []
    for pause, state, duration, party in polls:
        at += pause
        seen.append((at, (state, duration, party)))
    for (moment, (state, _, _)), told in zip(seen, follow(*seen), strict=True):
        assert (told is not None) == (state in {ON_CALL, ON_HOLD})
        assert told is None or (told == int(told) and told <= moment)


def test_what_was_not_known_before_does_not_matter() -> None:
    now = HandsetStatus(extension="100", state=ON_CALL, duration_seconds=10)
    # As after a restart of Home Assistant, or a poll that failed.
    assert call_started(None, None, now, NOON) == after(-10)
    assert call_started(None, after(-500), now, NOON) == after(-10)
    assert call_started(now, None, now, NOON) == after(-10)
