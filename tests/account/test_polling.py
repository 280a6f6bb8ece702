"""How often Jingl is asked."""

from dataclasses import replace

from hypothesis import given, strategies as st
import pytest

from custom_components.jingl.account.polling import (
    PROBE_INTERVAL,
    Situation,
    details_interval,
    is_fresh,
    retry_interval,
    status_interval,
    sweep_interval,
)

MINUTE = 60.0
HOUR = 60 * MINUTE

AT_REST = Situation(listed=True, handsets=3, in_call=False)
AT_REST_EACH = replace(AT_REST, listed=False)

situations = st.builds(
    Situation,
    listed=st.booleans(),
    handsets=st.integers(0, 2000),
    in_call=st.booleans(),
    since_action=st.none() | st.floats(0, HOUR),
    since_activity=st.none() | st.floats(0, HOUR),
    since_sweep=st.floats(0, 2 * HOUR),
    since_rate_limit=st.none() | st.floats(0, 2 * HOUR),
)


@pytest.mark.parametrize(
    ("situation", "seconds"),
    [
        # While any handset is in a call, and for 30 s after an action.
        (replace(AT_REST, in_call=True), 2),
        (replace(AT_REST, in_call=True, since_activity=0), 2),
        (replace(AT_REST, since_action=0), 2),
        (replace(AT_REST, since_action=29.9), 2),
        (replace(AT_REST, since_action=29.9, since_activity=HOUR), 2),
        # Within 30 minutes of the last activity.
        (replace(AT_REST, since_action=30, since_activity=30), 5),
        (replace(AT_REST, since_activity=0), 5),
        (replace(AT_REST, since_activity=30 * MINUTE - 1), 5),
        # When it has been quiet for longer.
        (replace(AT_REST, since_activity=30 * MINUTE), 15),
        (replace(AT_REST, since_action=30), 15),
        (AT_REST, 15),
        # However many there are.
        (replace(AT_REST, handsets=1000), 15),
        (replace(AT_REST, handsets=1000, in_call=True), 2),
        # However long ago the last sweep was.
        (replace(AT_REST, since_sweep=HOUR), 15),
    ],
)
def test_with_the_list_the_interval_follows_the_activity(
    situation: Situation, seconds: float
) -> None:
    assert status_interval(situation) == seconds


@pytest.mark.parametrize(
    ("handsets", "seconds"), [(0, 15), (1, 15), (30, 15), (31, 15.5), (100, 50), (1000, 500)]
)
def test_without_the_list_a_sweep_comes_less_often_the_more_handsets_there_are(
    handsets: int, seconds: float
) -> None:
    situation = replace(AT_REST_EACH, handsets=handsets)
    assert sweep_interval(situation) == seconds
    assert status_interval(situation) == seconds


@pytest.mark.parametrize(
    ("situation", "seconds"),
    [
        # In between, those that are busy or were acted on.
        (replace(AT_REST_EACH, in_call=True), 3),
        (replace(AT_REST_EACH, since_action=29.9), 3),
        (replace(AT_REST_EACH, since_action=30), 15),
        (replace(AT_REST_EACH, since_activity=0), 15),
        # But the next sweep comes in time, and never at once.
        (replace(AT_REST_EACH, since_sweep=5), 10),
        (replace(AT_REST_EACH, in_call=True, since_sweep=10), 3),
        (replace(AT_REST_EACH, in_call=True, since_sweep=13), 2),
        (replace(AT_REST_EACH, in_call=True, since_sweep=14.5), 1),
        (replace(AT_REST_EACH, in_call=True, since_sweep=HOUR), 1),
        (replace(AT_REST_EACH, since_sweep=HOUR), 1),
        (replace(AT_REST_EACH, handsets=100, in_call=True, since_sweep=15), 3),
    ],
)
def test_without_the_list_only_the_interesting_handsets_are_asked_between_sweeps(
    situation: Situation, seconds: float
) -> None:
    assert status_interval(situation) == seconds


@pytest.mark.parametrize(
    ("since", "factor"), [(None, 1), (0, 2), (HOUR - 1, 2), (HOUR, 1), (2 * HOUR, 1)]
)
def test_every_interval_doubles_for_an_hour_after_a_refusal_for_too_many_requests(
    since: float | None, factor: int
) -> None:
    for situation in (
        AT_REST,
        AT_REST_EACH,
        replace(AT_REST, in_call=True),
        replace(AT_REST_EACH, in_call=True),
        replace(AT_REST, since_activity=0),
    ):
        refused = replace(situation, since_rate_limit=since)
        assert status_interval(refused) == factor * status_interval(situation)
        assert sweep_interval(refused) == factor * sweep_interval(situation)
    assert details_interval(since) == factor * 5 * MINUTE
    assert retry_interval(since) == factor * 15
    assert retry_interval(since, details=True) == factor * 30


@given(situation=situations)
def test_no_interval_is_ever_shorter_than_a_second_or_longer_than_a_sweep(
    situation: Situation,
) -> None:
    assert 1 <= status_interval(situation) <= max(30, sweep_interval(situation))


@given(situation=situations)
def test_a_call_never_makes_the_interval_longer(situation: Situation) -> None:
    in_call = status_interval(replace(situation, in_call=True))
    assert in_call <= status_interval(replace(situation, in_call=False))


@pytest.mark.parametrize(
    ("since", "expected"), [(None, False), (0, True), (29.9, True), (30, False)]
)
def test_an_action_is_fresh_for_half_a_minute(since: float | None, expected: bool) -> None:
    assert is_fresh(since) is expected


def test_what_an_account_lacks_is_looked_for_again_after_some_minutes() -> None:
    assert 5 * MINUTE <= PROBE_INTERVAL <= HOUR
