"""How many calls are too many."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from custom_components.jingl.dialling.call_limit import CallLimit

START = datetime(2026, 11, 3, 9, tzinfo=UTC)
WINDOW = timedelta(minutes=5)


def take(limit: CallLimit, seconds: float, calls: int = 10) -> bool:
    """Ask for a call at so many seconds after the start."""
    return limit.take(START + timedelta(seconds=seconds), calls=calls, window=WINDOW)


def test_as_many_calls_as_permitted_are_made_and_no_more() -> None:
    limit = CallLimit()
    assert [take(limit, 0) for _ in range(12)] == [True] * 10 + [False] * 2


def test_a_call_counts_until_the_window_has_passed_it() -> None:
    limit = CallLimit()
    assert take(limit, 0, calls=2)
    assert take(limit, 100, calls=2)
    assert not take(limit, 299.9, calls=2)
    assert take(limit, 300, calls=2)
    assert not take(limit, 399.9, calls=2)
    assert take(limit, 400, calls=2)


def test_what_was_refused_does_not_count() -> None:
    limit = CallLimit()
    assert take(limit, 0, calls=1)
    assert not any(take(limit, second, calls=1) for second in range(1, 300))
    assert take(limit, 300, calls=1)


def test_another_limit_holds_from_then_on() -> None:
    limit = CallLimit()
    assert all(take(limit, 0, calls=3) for _ in range(3))
    assert not take(limit, 1, calls=2)
    assert take(limit, 1, calls=4)
    assert limit.take(START + timedelta(seconds=61), calls=1, window=timedelta(minutes=1))


def test_a_clock_that_goes_back_opens_no_gap() -> None:
    limit = CallLimit()
    assert all(take(limit, 0) for _ in range(10))
    assert not take(limit, -3600)


@given(
    pauses=st.lists(st.floats(0, 400), max_size=60),
    calls=st.integers(1, 5),
)
def test_within_no_window_are_more_calls_than_permitted(pauses: list[float], calls: int) -> None:
    limit = CallLimit()
    now, made = START, list[datetime]()
    for pause in pauses:
        now += timedelta(seconds=pause)
        before = sum(each > now - WINDOW for each in made)
        permitted = limit.take(now, calls=calls, window=WINDOW)
        assert permitted == (before < calls)
        if permitted:
            made.append(now)
