"""The log of an account's calls."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from custom_components.jingl.api import CallDirection, JinglCall
from custom_components.jingl.history.call_log import CallFilter, CallLog, Keep
from custom_components.jingl.history.call_record import CallRecord, CallSource
from custom_components.jingl.history.calls import CallEventType, CallResult

from .watched_office import WatchedOffice, numbers

ANSWERED, MISSED, VOICEMAIL, NO_ANSWER, ELSEWHERE = CallResult
INBOUND, OUTBOUND, INTERNAL = CallDirection
ALICE, BOB = "0409123456", "0398765432"
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
HANDSETS = {"100", "101", "102"}


def call(minute: float = 0, extension: str | None = "100", **fields: object) -> CallRecord:
    """Return a call that a handset missed so many minutes after noon."""
    started = NOON + timedelta(minutes=minute)
    record = CallRecord(
        id=f"{int(started.timestamp())}-{extension}",
        extension=extension,
        direction=INBOUND,
        number=ALICE,
        result=MISSED,
        started=started,
        ended=started + timedelta(seconds=20),
    )
    return replace(record, **fields)  # type: ignore[arg-type]


@pytest.fixture(name="office")
def office_fixture() -> WatchedOffice:
    """Return an office that is watched."""
    return WatchedOffice()


# --- What handsets saw


def test_an_answered_call_has_all_its_times(office: WatchedOffice) -> None:
    office.account.incoming_call(ALICE, "100")
    office.look(after=2)
    office.after(6).answer("100")
    office.look(after=1)
    office.after(10).hold("100")
    office.look(after=1)
    office.after(5).resume("100")
    office.look(after=1)
    office.after(9).hang_up("100")
    office.look(after=1)
    (record,) = office.log
    start = office.moment.wall - timedelta(seconds=34)
    assert record == CallRecord(
        id=record.id,
        extension="100",
        direction=INBOUND,
        number=ALICE,
        result=ANSWERED,
        started=start,
        answered=start + timedelta(seconds=6),
        ended=start + timedelta(seconds=34),
        rung_seconds=6,
        connected_seconds=18,
        held_seconds=6,
    )


def test_a_missed_call_and_a_call_that_nobody_answered(office: WatchedOffice) -> None:
    office.account.incoming_call(ALICE, "100")
    office.account.place_call("101", BOB)
    office.look(after=2)
    office.after(20).remote_hang_up("100")
    office.account.hang_up("101")
    office.look(after=1)
    assert office.results() == [("100", ALICE, MISSED), ("101", BOB, NO_ANSWER)]
    assert {(each.answered, each.connected_seconds) for each in office.log} == {(None, None)}


def test_a_call_between_two_handsets_is_one_with_two_sides(office: WatchedOffice) -> None:
    office.account.place_call("100", "101")
    office.look(after=2)
    office.after(2).answer("101")
    office.look(after=2)
    office.after(2).hang_up("101")
    office.look(after=2)
    one, other = office.log
    assert one.id == other.id
    assert {(each.extension, each.number) for each in office.log} == {
        ("100", "101"),
        ("101", "100"),
    }
    assert one.result is other.result is ANSWERED


def test_what_another_handset_answered_is_not_missed(office: WatchedOffice) -> None:
    office.account.incoming_group_call(ALICE, ["100", "101", "102"])
    office.look(after=2)
    office.after(5).answer("101")
    office.look(after=1)
    assert {(e, event.type) for e, event in office.told if event.result} == {
        ("100", CallEventType.ENDED),
        ("102", CallEventType.ENDED),
    }
    office.after(30).hang_up("101")
    office.look(after=1)
    assert {*office.results()} == {
        ("100", ALICE, ELSEWHERE),
        ("101", ALICE, ANSWERED),
        ("102", ALICE, ELSEWHERE),
    }
    assert len({each.id for each in office.log}) == 1
    assert office.log.last_missed("100") is None


def test_if_handsets_are_asked_in_turn_a_missed_call_is_corrected(office: WatchedOffice) -> None:
    office.account.incoming_group_call(ALICE, ["100", "101"])
    office.look("100", after=2)
    office.after(5).answer("101")
    office.look("100", after=2)
    assert office.results() == [("100", ALICE, MISSED)]
    office.look("101", after=3)
    assert office.results() == [("100", ALICE, ELSEWHERE)]
    office.log.take_changes()


def test_a_quick_answer_between_two_looks_is_not_missed_by_the_others(
    office: WatchedOffice,
) -> None:
    office.account.incoming_group_call(ALICE, ["100", "101"])
    office.look("100", after=2)
    office.after(2).answer("101")
    office.look("101", after=1)
    office.after(3).hang_up("101")
    office.look("101", after=1)
    office.look("100", after=3)
    assert {*office.results()} == {("100", ALICE, ELSEWHERE), ("101", ALICE, ANSWERED)}


@pytest.mark.parametrize("caller", [ALICE, ""])
def test_a_call_that_a_whole_group_missed_is_one(office: WatchedOffice, caller: str) -> None:
    office.account.incoming_group_call(caller, ["100", "101"])
    office.look(after=2)
    office.after(9).remote_hang_up("100")
    office.look(after=1)
    assert [each.result for each in office.log] == [MISSED, MISSED]
    assert len({each.id for each in office.log}) == 1


def test_two_callers_at_once_are_two_calls(office: WatchedOffice) -> None:
    office.account.incoming_call(ALICE, "100")
    office.account.incoming_call(BOB, "101")
    office.look(after=2)
    office.after(3).answer("101")
    office.look(after=1)
    office.after(3).remote_hang_up("100")
    office.look(after=1)
    assert office.results() == [("100", ALICE, MISSED)]


def test_a_transfer_shows_where_the_call_went(office: WatchedOffice) -> None:
    office.account.incoming_call(ALICE, "100")
    office.account.answer("100")
    office.look(after=2)
    office.after(20).transfer("100", "101", attended=False)
    office.look(after=2)
    office.after(5).answer("101")
    office.look(after=2)
    office.after(5).hang_up("101")
    office.look(after=2)
    transferred = {each.extension: each.transferred_to for each in office.log}
    assert transferred == {"100": "101", "101": None}


def test_a_call_over_a_restart_keeps_its_start(office: WatchedOffice) -> None:
    office.account.incoming_call(ALICE, "100")
    office.look(after=2)
    office.after(4).answer("100")
    office.look(after=1)
    office.restart(after=120)
    office.after(60).hang_up("100")
    office.look(after=1)
    (record,) = office.log
    assert (record.result, record.rung_seconds, record.connected_seconds) == (ANSWERED, 4, 121)


@pytest.mark.parametrize(
    ("answered", "result"), [(True, ANSWERED), (False, None)], ids=["talking", "ringing"]
)
def test_a_call_that_ended_while_nobody_looked_has_no_end(
    office: WatchedOffice, answered: bool, result: CallResult | None
) -> None:
    office.account.incoming_call(ALICE, "100")
    if answered:
        office.account.answer("100")
    office.look(after=2)
    office.after(4).remote_hang_up("100")
    office.restart(after=600)
    (record,) = office.log
    assert (record.result, record.ended, record.connected_seconds) == (result, None, None)
    assert office.told == [each for each in office.told if each[1].result is None]


def test_a_call_that_is_lost_sight_of_is_one_record() -> None:
    log = CallLog()
    answered = NOON + timedelta(seconds=90)
    log.add(call(result=ANSWERED, answered=answered, ended=None))
    log.add(
        call(
            1.5,
            result=ANSWERED,
            answered=answered + timedelta(seconds=2),
            ended=NOON + timedelta(minutes=9),
            connected_seconds=500,
        )
    )
    (record,) = log
    assert (record.started, record.connected_seconds) == (NOON, 500)


def test_a_call_that_another_one_hid_once_it_was_answered_is_not_missed(
    office: WatchedOffice,
) -> None:
    office.account.incoming_call(ALICE, "100")
    office.look(after=1)
    office.after(1).answer("100")
    office.account.place_call("100", BOB)
    office.look(after=1)
    office.after(1).hang_up("100")
    office.look(after=1)
    office.after(1).remote_hang_up("100")
    office.look(after=1)
    assert office.results() == [("100", ALICE, ANSWERED), ("100", BOB, NO_ANSWER)]


def test_a_call_back_at_once_is_another_call(office: WatchedOffice) -> None:
    office.account.incoming_call(ALICE, "100")
    office.look(after=1)
    office.after(1).remote_hang_up("100")
    office.look(after=1)
    office.account.place_call("100", ALICE)
    office.look(after=1)
    office.account.remote_answer("100")
    office.look(after=1)
    office.account.hang_up("100")
    office.look(after=1)
    assert office.results() == [("100", ALICE, MISSED), ("100", ALICE, ANSWERED)]


# --- Jingl's records


def jingl(**fields: object) -> JinglCall:
    """Return Jingl's record of a call that 100 answered after 5 seconds, for a minute."""
    record = JinglCall(
        id="1",
        started=NOON,
        duration_seconds=60,
        direction=INBOUND,
        caller_number=ALICE,
        destination_number="100",
        is_answered=True,
        answer_delay_seconds=5,
        has_audio=True,
    )
    return replace(record, **fields)  # type: ignore[arg-type]


def test_what_was_seen_is_completed_by_jingls_record() -> None:
    log = CallLog([call(0.2, result=None, ended=None)])
    log.merge(jingl(notes="Agreed", rating=4), HANDSETS)
    (record,) = log
    assert record == call(
        0.2,
        result=ANSWERED,
        answered=NOON + timedelta(seconds=5),
        ended=NOON + timedelta(seconds=65),
        connected_seconds=60,
        source=CallSource.BOTH,
        jingl_id="1",
        recording=True,
        notes="Agreed",
        rating=4,
    )


def test_a_call_that_was_first_seen_late_is_told_once() -> None:
    log = CallLog([call(1.5)])
    log.merge(jingl(is_answered=False, duration_seconds=0, answer_delay_seconds=None), HANDSETS)
    assert [each.source for each in log] == [CallSource.BOTH]


def test_what_was_not_seen_is_added_and_told_once() -> None:
    log = CallLog()
    log.merge(jingl(has_audio=False), HANDSETS)
    log.merge(jingl(), HANDSETS)
    log.merge(jingl(), HANDSETS)
    (record,) = log
    assert (record.extension, record.result, record.recording) == ("100", ANSWERED, True)
    assert record.source is CallSource.JINGL


def test_what_jingl_told_first_is_completed_by_what_is_seen_later() -> None:
    log = CallLog()
    log.merge(jingl(is_answered=False, duration_seconds=0), HANDSETS)
    log.add(call(0.3, name="Alice"))
    (record,) = log
    assert (record.source, record.result, record.name) == (CallSource.BOTH, MISSED, "Alice")
    log.merge(jingl(is_answered=False, duration_seconds=0, notes="Later"), HANDSETS)
    assert [each.notes for each in log] == ["Later"]


def test_an_internal_record_has_two_sides() -> None:
    log = CallLog()
    log.merge(jingl(direction=INTERNAL, caller_number="101", is_answered=False), HANDSETS)
    one, other = sorted(log, key=lambda each: each.extension or "")
    assert one.id == other.id
    assert (one.extension, one.number, one.result) == ("100", "101", MISSED)
    assert (other.extension, other.number, other.result) == ("101", "100", NO_ANSWER)


@pytest.mark.parametrize("delay", [5, None], ids=["v2", "v1"])
@pytest.mark.parametrize("is_seen_first", [True, False])
def test_what_only_jingl_knows_to_be_answered_elsewhere_is_not_missed(
    delay: float | None, is_seen_first: bool
) -> None:
    log = CallLog()
    theirs = jingl(destination_number="102", answer_delay_seconds=delay)
    if is_seen_first:
        log.add(call())
    log.merge(theirs, HANDSETS)
    if not is_seen_first:
        log.add(call())
    assert {(each.extension, each.result) for each in log} == {
        ("100", ELSEWHERE),
        ("102", ANSWERED),
    }
    assert len({each.id for each in log}) == 1


def test_a_recording_is_that_of_the_handset_which_answered_not_of_one_that_only_rang() -> None:
    log = CallLog()
    log.add(call(1 / 60))
    answered = NOON + timedelta(seconds=8)
    log.add(call(5 / 60, "101", result=ANSWERED, answered=answered, connected_seconds=60))
    # Called was the number of a group, which is no handset's.
    log.merge(jingl(destination_number="0312345678", answer_delay_seconds=None), HANDSETS)
    assert {(each.extension, each.result, each.recording) for each in log} == {
        ("100", ELSEWHERE, None),
        ("101", ANSWERED, True),
    }


@pytest.mark.parametrize(
    ("rung", "duration", "result"),
    [(18, 2, ANSWERED), (18, 45, MISSED), (5, 14, ANSWERED), (20, 0, MISSED)],
)
@pytest.mark.parametrize("is_outbound", [False, True])
def test_a_call_was_only_answered_unseen_if_that_fits_between_two_polls(
    rung: int, duration: int, result: CallResult, is_outbound: bool
) -> None:
    log, theirs = CallLog(), jingl(duration_seconds=duration)
    seen = call(rung_seconds=rung)
    if is_outbound:
        seen = replace(seen, direction=OUTBOUND, result=NO_ANSWER)
        theirs = replace(theirs, direction=OUTBOUND, caller_number="100", destination_number=ALICE)
    log.add(seen)
    log.merge(theirs, HANDSETS)
    (record,) = log
    assert record.result is (NO_ANSWER if is_outbound and result is MISSED else result)


def test_what_was_answered_elsewhere_stays_so_when_jingls_record_is_read_again() -> None:
    log = CallLog()
    theirs = jingl(id="2", destination_number="101", is_answered=False, duration_seconds=0)
    for call_of_jingl in (theirs, jingl(), theirs):
        log.merge(call_of_jingl, HANDSETS)
    assert {(each.extension, each.result) for each in log} == {
        ("100", ANSWERED),
        ("101", ELSEWHERE),
    }


def test_many_calls_at_once_have_their_own_ids() -> None:
    log = CallLog()
    for number in range(300):
        log.merge(jingl(id=str(number), destination_number="0391112222"), HANDSETS)
    assert len({each.id for each in log}) == 300
    assert max(len(each.id) for each in log) < 30


def test_a_record_of_no_handset_belongs_to_the_account() -> None:
    log = CallLog()
    log.merge(jingl(destination_number="0391112222"), HANDSETS)
    (record,) = log
    assert (record.extension, record.number, record.direction) == (None, ALICE, INBOUND)


def test_an_outside_caller_who_shows_a_handsets_number_is_not_that_handset() -> None:
    log = CallLog()
    log.merge(jingl(caller_number="101"), HANDSETS)
    assert [each.extension for each in log] == ["100"]


@pytest.mark.parametrize(
    ("caller", "called", "direction", "logged"),
    [
        (ALICE, "102", INBOUND, []),
        (ALICE, "102", None, []),
        ("102", ALICE, OUTBOUND, []),
        ("102", "103", INTERNAL, []),
        ("102", "100", INTERNAL, ["100"]),
        ("100", "102", INTERNAL, ["100"]),
        ("102", "100", INBOUND, ["100"]),
    ],
)
def test_a_handset_that_is_ignored_has_no_side(
    caller: str, called: str, direction: CallDirection | None, logged: list[str]
) -> None:
    log = CallLog()
    record = jingl(caller_number=caller, destination_number=called, direction=direction)
    log.merge(record, HANDSETS, {"102", "103"})
    assert [each.extension for each in log] == logged


@pytest.mark.parametrize(
    "other",
    [
        {"started": NOON + timedelta(minutes=2)},
        {"started": NOON - timedelta(minutes=3), "is_answered": False},
        {"caller_number": BOB},
        {"destination_number": "101"},
        {"direction": OUTBOUND, "caller_number": "100", "destination_number": ALICE},
    ],
    ids=[
        "another time",
        "an earlier time",
        "another party",
        "another handset",
        "another direction",
    ],
)
def test_another_call_is_not_taken_for_the_same(other: dict[str, object]) -> None:
    log = CallLog([call()])
    log.merge(jingl(**other), HANDSETS)
    assert len(log) == 2


def test_a_deleted_call_does_not_come_back() -> None:
    log = CallLog()
    log.merge(jingl(), HANDSETS)
    assert log.delete(lambda _: True) == 1
    log.merge(jingl(), HANDSETS)
    assert not [*log]


def test_a_call_that_was_deleted_before_jingl_told_it_does_not_come_back() -> None:
    log = CallLog([call(0.2), call(0.2, extension="101", number="100", direction=INTERNAL)])
    log.delete(lambda each: each.extension == "100")
    log.merge(jingl(), HANDSETS)
    log.merge(jingl(notes="Later"), HANDSETS)
    assert [each.extension for each in log] == ["101"]


@pytest.mark.parametrize(("minute", "calls"), [(0.2, 0), (0.3, 1)])
def test_a_deleted_call_is_forgotten_once_jingls_records_of_that_time_were_read(
    minute: float, calls: int
) -> None:
    log = CallLog([call(0.2)])
    log.delete(lambda _: True)
    log.forget_deleted(NOON + timedelta(minutes=minute))
    log.merge(jingl(), HANDSETS)
    assert len(log) == calls


def test_a_deleted_call_does_not_hide_the_next_one_of_the_same_caller() -> None:
    log = CallLog([call(0), call(0.5)])
    log.delete(lambda each: each.started == NOON)
    log.merge(jingl(is_answered=False), HANDSETS)
    log.merge(jingl(id="2", started=NOON + timedelta(seconds=30), is_answered=False), HANDSETS)
    (record,) = log
    assert record.jingl_id == "2"


# --- Asking it


def test_calls_are_found_newest_first() -> None:
    log = CallLog([call(5), call(0), call(60 * 24), call(3)])
    assert [each.started for each in log.find(CallFilter())] == [
        NOON + timedelta(minutes=each) for each in (60 * 24, 5, 3, 0)
    ]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (CallFilter(extensions={"101"}), [BOB]),
        (CallFilter(extensions={"100", None}), ["sip:9", ALICE]),
        (CallFilter(directions={OUTBOUND}), [BOB]),
        (CallFilter(results={MISSED}), ["sip:9", ALICE]),
        (CallFilter(since=NOON + timedelta(minutes=1)), ["sip:9", BOB]),
        (CallFilter(until=NOON + timedelta(minutes=1)), [ALICE]),
    ],
)
def test_calls_are_found_by_what_is_known_of_them(wanted: CallFilter, found: list[str]) -> None:
    log = CallLog(
        [
            call(),
            call(1, "101", number=BOB, name="Bob", direction=OUTBOUND, result=NO_ANSWER),
            call(60 * 24, None, number="sip:9"),
        ]
    )
    assert numbers(log.find(wanted)) == found


def test_calls_can_be_read_while_the_log_goes_on() -> None:
    log = CallLog([call(), call(1), call(-24 * 60)])
    reading = log.find(CallFilter())
    assert next(reading) == call(1)
    log.delete(lambda record: record.started < NOON)
    log.add(call(24 * 60))
    assert [*reading] == [call(), call(-24 * 60)]


def test_only_so_much_is_kept() -> None:
    log = CallLog(call(60 * 24 * each) for each in range(40))
    now = NOON + timedelta(days=39, minutes=1)
    log.take_changes()
    log.prune(Keep(days=30), now)
    assert len(log) == 30
    assert len(log.take_changes().days) == 10
    log.prune(Keep(days=30, calls=7), now)
    assert [each.started.day for each in log.find(CallFilter())] == [5, 4, 3, 2, 1, 31, 30]
    log.prune(Keep(days=0), now)
    assert len(log) == 1


def test_a_change_names_its_day_only() -> None:
    log = CallLog([call(), call(60 * 24)])
    record = log.add(call(60 * 48))
    changes = log.take_changes()
    assert changes.days == {record.started.date()}
    assert [*changes.records.values()] == [record]
    assert not log.take_changes().days


def test_a_day_that_is_being_written_does_not_change() -> None:
    log = CallLog([call()])
    (before,) = log.days.values()
    log.add(call(5))
    assert len(before) == 1


def test_two_calls_in_the_same_second_have_their_own_ids() -> None:
    log = CallLog()
    assert len({log.add(call(number=number)).id for number in (ALICE, BOB, None)}) == 3


def test_a_call_that_is_told_again_after_a_power_cut_is_one() -> None:
    log = CallLog()
    fraction = timedelta(milliseconds=700)
    log.add(call(started=NOON + fraction))
    log.add(call(result=None, ended=None))
    (record,) = log
    assert (record.result, record.ended) == (MISSED, NOON + timedelta(seconds=20))
