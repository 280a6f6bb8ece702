"""A business day's calls."""

from itertools import groupby, pairwise
from random import Random
from statistics import median

import pytest

from bench.day import HOUR, Day, Moment, moments

EXTENSIONS = [str(100 + number) for number in range(10)]


def seeded(seed: int) -> Random:
    """Return a repeatable random generator."""
    return Random(seed)  # noqa: S311


@pytest.fixture(scope="module")
def week() -> list[list[Moment]]:
    """Return the moments of some days."""
    return [moments(Day(), EXTENSIONS, seeded(seed)) for seed in range(7)]


def calls_of(day: list[Moment]) -> list[list[Moment]]:
    """Return each call's events."""
    calls = []
    for extension in EXTENSIONS:
        own = [moment for moment in day if moment.extension == extension]
        begun = 0
        numbered = [(begun := begun + (m.turn in {"called", "calls"}), m) for m in own]
        calls += [[m for _, m in call] for _, call in groupby(numbered, lambda each: each[0])]
    return calls


def test_the_same_seed_makes_the_same_day() -> None:
    one, same, other = (moments(Day(), EXTENSIONS, seeded(seed)) for seed in (1, 1, 2))
    assert one == same != other


def test_a_day_is_in_order(week: list[list[Moment]]) -> None:
    for day in week:
        assert all(earlier.at <= later.at for earlier, later in pairwise(day))


def test_calls_begin_only_while_the_office_is_open(week: list[list[Moment]]) -> None:
    for day in week:
        for call in calls_of(day):
            assert 8 * HOUR <= call[0].at < 18 * HOUR


def test_a_handset_has_one_call_at_a_time(week: list[list[Moment]]) -> None:
    ways = {
        ("called", "answers", "hangs_up"),
        ("called", "hangs_up"),
        ("calls", "is_answered", "hangs_up"),
        ("calls", "hangs_up"),
    }
    seen = {tuple(m.turn for m in call) for day in week for call in calls_of(day)}
    assert seen == ways


def test_calls_are_as_many_and_as_long_as_documented(week: list[list[Moment]]) -> None:
    calls = [call for day in week for call in calls_of(day)]
    assert len(calls) == pytest.approx(7 * 10 * 10 * 2, rel=0.1)
    assert median(call[1].at - call[0].at for call in calls) == pytest.approx(9, rel=0.1)
    talks = [call[2].at - call[1].at for call in calls if len(call) == 3]
    assert sum(talks) / len(talks) == pytest.approx(120, rel=0.1)


def test_a_shorter_day_has_as_many_calls_per_hour() -> None:
    short = Day().shorter(4)
    assert (short.length, short.opens, short.closes) == (6 * HOUR, 2 * HOUR, 4.5 * HOUR)
    assert short.calls_per_hour == Day().calls_per_hour


def test_if_all_are_busy_a_call_goes_to_voicemail() -> None:
    # A thousand calls an hour, one handset.
    day = moments(Day(calls_per_hour=1000), ["100"], seeded(1))
    assert all(earlier.at <= later.at for earlier, later in pairwise(day))
    begun = sum(moment.turn in {"called", "calls"} for moment in day)
    assert begun == sum(moment.turn == "hangs_up" for moment in day)
