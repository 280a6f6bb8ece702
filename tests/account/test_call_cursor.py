"""Up to which of Jingl's own records of calls have been read for good."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
import json
from typing import Any

from hypothesis import example, given, strategies as st
import pytest

from custom_components.jingl.account.call_cursor import CallCursor
from custom_components.jingl.api import JinglCall

START = datetime(2026, 10, 5, 9, tzinfo=UTC)
NEVER: tuple[datetime, ...] = ()


def at(minutes: float) -> datetime:
    """Return a moment."""
    return START + timedelta(minutes=minutes)


def call(call_id: object, minutes: float, lasted: float = 1) -> JinglCall:
    """Return the record of a call that began and ended so many minutes after the start."""
    return JinglCall(id=str(call_id), started=at(minutes), duration_seconds=int(lasted * 60))


CURSOR = CallCursor(since=at(-1000))


def test_settled_records_are_passed_and_recent_ones_are_read_again() -> None:
    calls = [call(1, 0), call(2, 10), call(3, 28)]
    cursor = CURSOR.passing(calls, at(30), NEVER)
    assert (cursor.after, cursor.taken) == ("2", frozenset({"3"}))
    assert all(cursor.has_read(each) for each in calls)
    assert not cursor.has_read(call(4, 29))


def test_ids_that_are_no_numbers_are_passed_by_their_time() -> None:
    calls = [call("call/9", 0), call("call/10", 10), call("call/8", 28)]
    cursor = CURSOR.passing(calls, at(30), NEVER)
    assert (cursor.after, cursor.since) == (None, at(10))
    assert cursor.started_after == at(10)
    assert all(cursor.has_read(each) for each in calls)
    assert not cursor.has_read(call("call/11", 10)), "two may begin at the same time"


def test_what_follows_an_unsettled_record_is_not_passed() -> None:
    # It went on for an hour, and may have had its id from the beginning.
    calls = [call(1, 0), call(2, 5, lasted=60), call(3, 10)]
    assert CURSOR.passing(calls, at(70), NEVER).after == "1"
    assert CURSOR.passing(calls, at(76), NEVER).after == "3"


def test_a_call_that_goes_on_may_be_listed_before_those_that_came_later() -> None:
    calls = [call(1, 0), call(3, 20)]
    assert CURSOR.passing(calls, at(60), [at(10)]).after == "1"
    assert CURSOR.passing(calls, at(60), NEVER).after == "3"


def test_a_call_that_never_ends_holds_up_nothing() -> None:
    calls = [call(1, 0), call(3, 20), call(4, 9 * 60, lasted=10**5)]
    assert CURSOR.passing(calls[:2], at(10 * 60), [at(10)]).after == "3"
    assert CURSOR.passing(calls, at(14 * 60), NEVER).after == "4"


def test_a_call_from_the_future_holds_up_nothing() -> None:
    calls = [call(1, 0), call(2, 10**6), call(3, 10)]
    cursor = CURSOR.passing(calls, at(30), NEVER)
    assert (cursor.after, cursor.taken) == ("3", frozenset())


def test_an_empty_list_changes_nothing() -> None:
    cursor = CURSOR.passing([call(1, 0), call(2, 28)], at(30), NEVER)
    assert cursor.passing([], at(60), NEVER) == cursor


def test_a_list_of_old_records_does_not_lead_back() -> None:
    cursor = CURSOR.passing([call(7, 0)], at(30), NEVER)
    assert cursor.passing([call(5, -50), call(6, -40)], at(60), NEVER).after == "7"


def test_the_next_page_follows_the_highest_id_in_whatever_order() -> None:
    page = [call(10, 3), call(9, 2), call(8, 1)]
    assert CURSOR.next_page(page, by_time=False) == replace(CURSOR, after="10")
    assert CURSOR.next_page(page, by_time=True) == replace(CURSOR, since=at(3))


def test_with_ids_the_search_still_leaves_out_what_is_long_past() -> None:
    cursor = CURSOR.passing([call(1, 0)], at(30), NEVER)
    assert cursor.started_after == at(-4 * 60)


@pytest.mark.parametrize(
    "calls",
    [
        [call(1, 0), call(2, 28)],
        [call("a", 0), call("b", 28), call("c", 29)],
        [call("9" * 90, 0)],
    ],
)
def test_a_cursor_is_kept_as_json(calls: list[JinglCall]) -> None:
    cursor = CURSOR.passing(calls, at(30), NEVER)
    data = json.loads(json.dumps(cursor.as_json()))
    assert CallCursor.from_json(data, at(99), at(99)) == cursor


@pytest.mark.parametrize(
    "data",
    [
        *({}, {"after": "5"}, {"since": None}, {"since": "now"}, {"since": [1]}, {"since": 1e300}),
        *({"since": float("nan")}, {"since": 5, "taken": 7}),
    ],
    ids=str,
)
def test_a_cursor_that_cannot_be_read_begins_where_it_should(data: dict[str, Any]) -> None:
    assert CallCursor.from_json(data, at(99), at(99)) == CallCursor(since=at(99))


@pytest.mark.parametrize("after", [5, "", "x", "-1", "٤", None, ["5"]], ids=repr)
def test_of_a_kept_cursor_only_a_number_is_an_id(after: object) -> None:
    data = {"since": START.timestamp(), "after": after, "taken": ["7", 8, None]}
    assert CallCursor.from_json(data, at(99), at(99)) == CallCursor(
        since=START, taken=frozenset({"7"})
    )


@pytest.mark.parametrize(("since", "read"), [(10**6, at(99)), (98, at(98))])
def test_a_cursor_from_the_future_goes_on_from_now(since: float, read: datetime) -> None:
    data = CallCursor(since=at(since), after="5").as_json()
    assert CallCursor.from_json(data, at(0), at(99)) == CallCursor(since=read, after="5")


# Any server and any calls


@dataclass(frozen=True, kw_only=True)
class Jingl:
    """A server with records of calls, as it may be."""

    calls: Sequence[tuple[float, float]]
    """When each began, and how long it lasted, in minutes."""
    by_start: bool
    """Whether a call gets its id when it begins, and not when it ends."""
    has_numbers: bool
    knows_after: bool
    knows_start: bool
    newest_first: bool
    delay: float

    def listed(self, now: datetime) -> list[JinglCall]:
        """Return what is listed at a time."""
        in_order = sorted(self.calls, key=lambda each: each if self.by_start else (sum(each), each))
        prefix = "" if self.has_numbers else "call/"
        records = [call(f"{prefix}{n}", *each) for n, each in enumerate(in_order, 1)]
        minutes = (now - START).total_seconds() / 60
        return [
            record
            for record, each in zip(records, in_order, strict=True)
            if sum(each) + self.delay <= minutes
        ]

    def search(self, cursor: CallCursor, now: datetime) -> list[JinglCall]:
        """Return what is found from a place on."""
        found: Iterable[JinglCall] = self.listed(now)
        if self.knows_after and self.has_numbers:
            found = [each for each in found if int(each.id) > int(cursor.after or 0)]
        if self.knows_start:
            found = [each for each in found if each.started >= cursor.started_after]
        return sorted(found, key=lambda each: int(each.id.removeprefix("call/")))[
            :: -1 if self.newest_first else 1
        ]

    def begun(self, now: datetime) -> list[datetime]:
        """Return when the calls began that go on or are just over."""
        minutes = (now - START).total_seconds() / 60
        return [at(began) for began, lasted in self.calls if began <= minutes < began + lasted + 10]


servers = st.builds(
    Jingl,
    calls=st.lists(
        st.tuples(
            st.integers(0, 600).map(lambda tenths: tenths / 2),
            st.one_of(st.integers(0, 10), st.integers(0, 230)).map(float),
        ),
        max_size=12,
        unique=True,
    ),
    by_start=st.booleans(),
    has_numbers=st.booleans(),
    knows_after=st.booleans(),
    knows_start=st.booleans(),
    newest_first=st.booleans(),
    delay=st.sampled_from([0.0, 0.1, 1.0]),
)


@given(server=servers, reads=st.lists(st.integers(0, 700), max_size=15).map(sorted))
@example(
    server=Jingl(
        calls=[(0.0, 120.0), (1.0, 4.0)],
        by_start=True,
        has_numbers=True,
        knows_after=True,
        knows_start=True,
        newest_first=False,
        delay=0.1,
    ),
    reads=[120, 130],
)
def test_every_record_is_read_and_none_is_new_twice(server: Jingl, reads: list[int]) -> None:
    cursor = CURSOR
    new: list[str] = []
    for minutes in [*reads, 1000]:
        now = at(minutes)
        found = server.search(cursor, now)
        new += [each.id for each in found if not cursor.has_read(each)]
        cursor = cursor.passing(found, now, server.begun(now))
        cursor = CallCursor.from_json(cursor.as_json(), START, now)
    assert sorted(new) == sorted(each.id for each in server.listed(at(1000)))


@given(server=servers, reads=st.lists(st.integers(0, 700), max_size=15).map(sorted))
def test_a_record_that_may_still_change_is_read_again(server: Jingl, reads: list[int]) -> None:
    cursor = CURSOR
    for minutes in reads:
        now = at(minutes)
        found = server.search(cursor, now)
        recent = [
            each
            for each in server.listed(now)
            if each.started + timedelta(seconds=each.duration_seconds or 0)
            > now - timedelta(minutes=9)
        ]
        assert {each.id for each in recent} <= {each.id for each in found}
        cursor = cursor.passing(found, now, server.begun(now))
