"""How the log forgets calls, and finds the last missed one."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from operator import eq
from typing import Any

from hypothesis import given, strategies as st
import pytest

from custom_components.jingl.history.call_log import CallFilter, CallLog, Keep
from custom_components.jingl.history.call_record import CallRecord
from custom_components.jingl.history.calls import CallResult

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def call(number: int, **known: Any) -> CallRecord:
    """Return one of several calls, an hour apart, of two handsets in turns."""
    return CallRecord(
        **{
            "id": str(number),
            "extension": str(100 + number % 2),
            "result": CallResult.MISSED,
            "started": NOON - timedelta(hours=number),
            "jingl_id": f"j{number}" if number % 3 else None,
            **known,
        }
    )


def of_days(log: CallLog) -> list[CallRecord]:
    """Return all records by way of the days, newest first."""
    return [each for day in sorted(log.days, reverse=True) for each in reversed(log.days[day])]


@pytest.mark.parametrize(
    ("keep", "left"),
    [
        (Keep(), 100),
        (Keep(calls=30), 30),
        (Keep(days=2), 49),
        (Keep(days=2, calls=48), 48),
        (Keep(days=2, calls=60), 49),
        (Keep(days=0), 25),
        (Keep(calls=0), 0),
    ],
)
def test_what_is_too_old_or_too_much_is_deleted(keep: Keep, left: int) -> None:
    calls = [call(number) for number in range(100)]
    log = CallLog(calls)
    log.prune(keep, NOON)
    assert [*log] == of_days(log) == calls[:left]
    assert len(log) == left
    assert all(log.get(each.key) is (each if each in calls[:left] else None) for each in calls)
    changes = log.take_changes()
    assert changes.removed == {each.key for each in calls[left:]}
    assert changes.days == {each.started.date() for each in calls[left:]}
    assert changes.records == {}


@given(deeds=st.lists(st.tuples(st.booleans(), st.integers(0, 40)), max_size=30))
def test_the_last_missed_call_is_the_newest_of_all_that_are_left(
    deeds: list[tuple[bool, int]],
) -> None:
    log = CallLog([call(number) for number in range(0, 40, 3)])
    for is_new, number in deeds:
        known = log.get(call(number).key)
        if is_new and known is None:
            log.add(call(number))
        else:
            log.delete(partial(eq, known))
        for extension in ("100", "101", "102"):
            missed = CallFilter(extensions={extension}, results={CallResult.MISSED})
            assert log.last_missed(extension) == next(log.find(missed), None)
        assert [*log] == of_days(log)


@pytest.mark.parametrize("field", ["started", "answered", "ended"])
@pytest.mark.parametrize("time", [-62135596800, 0, 253402300799, 1e308, -1e308])
def test_a_time_that_some_time_zone_cannot_show_is_refused(field: str, time: float) -> None:
    data: Mapping[str, Any] = {"id": "x", "started": NOON.timestamp(), field: time}
    with pytest.raises(ValueError, match=r"."):
        CallRecord.from_json(data)
