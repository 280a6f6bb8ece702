"""How often Jingl is asked."""

from dataclasses import replace

from hypothesis import given, strategies as st
import pytest

from custom_components.jingl.account.polling import (
    PROBE_INTERVAL,
    RecordsSituation,
    Situation,
    details_interval,
    is_believed,
    is_fresh,
    is_slowed_down,
    longest_wait,
    request_rate,
    retry_interval,
    status_interval,
    until_records,
)

MINUTE = 60.0
HOUR = 60 * MINUTE

AT_REST = Situation(in_call=False)

situations = st.builds(
    Situation,
    in_call=st.booleans(),
    since_action=st.none() | st.floats(0, HOUR),
    since_activity=st.none() | st.floats(0, HOUR),
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
    ],
)
def test_with_the_list_the_interval_follows_the_activity(
    situation: Situation, seconds: float
) -> None:
    assert status_interval(situation) == seconds


@pytest.mark.parametrize(
    ("situation", "handsets", "rate"),
    [
        # Each as often as with the list, ...
        (AT_REST, 3, 3 / 15),
        (AT_REST, 10, 10 / 15),
        (replace(AT_REST, since_activity=0), 3, 3 / 5),
        (replace(AT_REST, since_action=29.9), 3, 3 / 2),
        (replace(AT_REST, in_call=True), 1, 1 / 2),
        # ... as long as there aren't too many.
        (AT_REST, 11, 2 / 3),
        (AT_REST, 1000, 2 / 3),
        (replace(AT_REST, since_activity=0), 10, 2),
        (replace(AT_REST, since_activity=0), 1000, 2),
        (replace(AT_REST, in_call=True), 4, 2),
        (replace(AT_REST, in_call=True), 1000, 2),
    ],
)
def test_without_the_list_only_as_many_requests_are_sent_as_are_useful(
    situation: Situation, handsets: int, rate: float
) -> None:
    assert request_rate(situation, handsets) == rate


@pytest.mark.parametrize(
    ("since", "factor"), [(None, 1), (0, 2), (HOUR - 1, 2), (HOUR, 1), (2 * HOUR, 1)]
)
def test_every_interval_doubles_for_an_hour_after_too_many_requests(
    since: float | None, factor: int
) -> None:
    for situation in (
        AT_REST,
        replace(AT_REST, in_call=True),
        replace(AT_REST, since_activity=0),
    ):
        refused = replace(situation, since_rate_limit=since)
        assert status_interval(refused) == factor * status_interval(situation)
        for handsets in (1, 10, 100):
            assert request_rate(refused, handsets) == request_rate(situation, handsets) / factor
    assert is_slowed_down(since) is (factor == 2)
    assert details_interval(since) == factor * 5 * MINUTE
    assert retry_interval(since) == factor * 15
    assert retry_interval(since, details=True) == factor * 30


@given(situation=situations, handsets=st.integers(0, 2000))
def test_the_cadence_always_stays_within_bounds(situation: Situation, handsets: int) -> None:
    assert 2 <= status_interval(situation) <= 30
    assert 1 / 30 <= request_rate(situation, handsets) <= 2


@given(situation=situations, handsets=st.integers(1, 2000))
def test_turns_never_take_longer_than_the_longest_wait(situation: Situation, handsets: int) -> None:
    longest = longest_wait(handsets, situation.since_rate_limit)
    assert longest >= 2 * handsets / request_rate(situation, handsets)
    assert longest <= 6 * max(10, handsets)


@given(situation=situations)
def test_a_call_never_slows_anything_down(situation: Situation) -> None:
    in_call, idle = (replace(situation, in_call=each) for each in (True, False))
    assert status_interval(in_call) <= status_interval(idle)
    assert request_rate(in_call, 10) >= request_rate(idle, 10)


@pytest.mark.parametrize(
    ("since", "expected"), [(None, False), (0, True), (29.9, True), (30, False)]
)
def test_an_action_is_fresh_for_half_a_minute(since: float | None, expected: bool) -> None:
    assert is_fresh(since) is expected


def test_a_missing_endpoint_is_looked_for_again_after_some_minutes() -> None:
    assert 5 * MINUTE <= PROBE_INTERVAL <= HOUR


# Jingl's own records of calls


@pytest.mark.parametrize(
    ("situation", "seconds"),
    [
        # At the start, for what was missed.
        (RecordsSituation(), 0),
        # Some seconds after a call has ended, and again a minute after it.
        (RecordsSituation(since_asked=MINUTE, since_ends=[0]), 5),
        (RecordsSituation(since_asked=MINUTE, since_ends=[3]), 2),
        (RecordsSituation(since_asked=MINUTE, since_ends=[9]), -4),
        (RecordsSituation(since_asked=10, since_ends=[15]), 45),
        (RecordsSituation(since_asked=50, since_ends=[55]), 5),
        (RecordsSituation(since_asked=MINUTE, since_ends=[65]), -5),
        # Both at once, if nobody asked in between.
        (RecordsSituation(since_asked=2 * MINUTE, since_ends=[65]), -60),
        # Asked too early, that counts for nothing.
        (RecordsSituation(since_asked=0, since_ends=[4]), 10),
        # With many calls, the earliest counts, but not too often.
        (RecordsSituation(since_asked=MINUTE, since_ends=[8, 4, 2, 0]), -3),
        (RecordsSituation(since_asked=1, since_ends=[8, 4, 2, 0]), 9),
        # Now and then while there were calls lately, and rarely otherwise.
        (RecordsSituation(since_asked=0, since_ends=[MINUTE]), 5 * MINUTE),
        (RecordsSituation(since_asked=MINUTE, since_ends=[30 * MINUTE - 1]), 4 * MINUTE),
        (RecordsSituation(since_asked=MINUTE, since_ends=[30 * MINUTE]), 59 * MINUTE),
        (RecordsSituation(since_asked=0), HOUR),
        # An account without records is tried three times, then once a day.
        (RecordsSituation(since_asked=0, absences=1, since_ends=[0]), 10 * MINUTE),
        (RecordsSituation(since_asked=MINUTE, absences=2), 9 * MINUTE),
        (RecordsSituation(since_asked=0, absences=3), 24 * HOUR),
        (RecordsSituation(since_asked=HOUR, absences=99, since_ends=[9]), 23 * HOUR),
        # After a failure, ever later.
        (RecordsSituation(since_asked=0, failures=1, since_ends=[0]), MINUTE),
        (RecordsSituation(since_asked=30, failures=2), 90),
        (RecordsSituation(since_asked=0, failures=7), HOUR),
        (RecordsSituation(since_asked=0, failures=10**6), HOUR),
    ],
)
def test_records_of_calls_are_asked_for_when_there_may_be_new_ones(
    situation: RecordsSituation, seconds: float
) -> None:
    assert until_records(situation) == seconds


def test_an_account_without_records_is_believed_the_third_time() -> None:
    assert [is_believed(absences) for absences in range(5)] == [False] * 3 + [True] * 2


records_situations = st.builds(
    RecordsSituation,
    since_asked=st.floats(0, 2 * HOUR),
    since_ends=st.lists(st.floats(0, HOUR), max_size=5),
    absences=st.integers(0, 5),
    failures=st.integers(0, 5),
    since_rate_limit=st.none() | st.floats(0, 2 * HOUR),
)


@given(situation=records_situations)
def test_records_are_asked_for_neither_too_often_nor_too_rarely(
    situation: RecordsSituation,
) -> None:
    asked = situation.since_asked or 0
    assert 10 <= round(until_records(situation) + asked, 3) <= 24 * HOUR


@given(situation=records_situations, since=st.floats(0, HOUR - 1))
def test_records_are_asked_for_no_sooner_where_jingl_wants_fewer_requests(
    situation: RecordsSituation, since: float
) -> None:
    refused = until_records(replace(situation, since_rate_limit=since))
    assert refused >= until_records(replace(situation, since_rate_limit=None))
