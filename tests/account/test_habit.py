"""The times of day when a handset usually has calls."""

import pytest

from custom_components.jingl.account.habit import Habit

HOUR = 3600.0
DAY = 24 * HOUR
NINE = 9 * HOUR


def test_without_calls_there_is_no_habit() -> None:
    assert Habit().calls(NINE) == 0


def test_a_call_counts_at_its_time_of_day() -> None:
    habit = Habit()
    for minutes in (0, 20, 59):
        habit.note_call(NINE + 60 * minutes)
    assert habit.calls(NINE) == pytest.approx(3, abs=0.01)
    assert habit.calls(NINE + HOUR) == habit.calls(NINE - HOUR) == 0
    assert 2.5 < habit.calls(NINE + DAY) < 3


def test_a_call_a_week_ago_counts_for_half() -> None:
    habit = Habit()
    habit.note_call(NINE)
    assert habit.calls(NINE + 7 * DAY) == pytest.approx(0.5)
    habit.note_call(NINE + 7 * DAY)
    assert habit.calls(NINE + 7 * DAY) == pytest.approx(1.5)
