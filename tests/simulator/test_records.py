"""Records of calls that have ended."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from simulator import records
from simulator.calls import Call, PartyKind, Supervision
from simulator.errors import OperationError
from simulator.records import Record
from simulator.state import Account, Cloud

from .conftest import BEGINNING, Clock, Play
from .test_invariants import EXTENSIONS, Operation, operations

MOBILE = "0409123456"


@pytest.fixture
def account(account: Account) -> Account:
    """Return an account whose records are complete when a call ends."""
    account.records.style.delay = 0
    return account


def told(record: Record) -> str:
    """Return a record as `incoming 0409123456 > 100 7 s`, or with `no answer`."""
    connected = "no answer" if record.answered is None else f"{record.duration} s"
    parties = f"{record.caller.number} > {record.destination.number} {record.destination.name}"
    return f"{record.direction} {parties.removesuffix(' Extension ' + parties[-3:])} {connected}"


def test_a_record_says_when_a_call_rang_was_answered_and_ended(
    account: Account, clock: Clock
) -> None:
    account.incoming_call(MOBILE, "100")
    clock.now += 4
    account.answer("100")
    clock.now += 11.9
    account.hang_up("100")
    (record,) = account.records.kept
    assert record.started == BEGINNING
    assert record.answered == BEGINNING + timedelta(seconds=4)
    assert record.ended == BEGINNING + timedelta(seconds=15.9)
    assert record.duration == 11


def test_a_call_in_progress_has_no_record(account: Account, play: Play) -> None:
    play(f"incoming_call {MOBILE} 100, answer 100, hold 100, resume 100")
    assert account.records.kept == []


@pytest.mark.parametrize(
    ("story", "record"),
    [
        (f"incoming_call {MOBILE} 100, hang_up 100", f"incoming {MOBILE} > 100 no answer"),
        (
            f"incoming_call {MOBILE} 100, answer 100, remote_hang_up 100",
            f"incoming {MOBILE} > 100 0 s",
        ),
        (f"place_call 100 {MOBILE}, hang_up 100", f"outgoing 100 > {MOBILE}  no answer"),
        (
            f"place_call 100 {MOBILE}, remote_answer 100, hang_up 100",
            f"outgoing 100 > {MOBILE}  0 s",
        ),
        ("place_call 100 101, hang_up 100", "internal 100 > 101 no answer"),
        ("place_call 100 101, answer 101, unregister 100", "internal 100 > 101 0 s"),
        ("place_call 100 *97, hang_up 100", "internal 100 > *97 VoiceMail 0 s"),
        # A busy or unregistered handset never rings, but it was called.
        (
            f"unregister 100, incoming_call {MOBILE} 100",
            f"incoming {MOBILE} > 100 VoiceMail no answer",
        ),
        (
            f"incoming_call {MOBILE} 100, send_to_voicemail 100",
            f"incoming {MOBILE} > 100 VoiceMail no answer",
        ),
        (
            "place_call 100 101, send_to_voicemail 101, hang_up 100",
            "internal 100 > 101 VoiceMail 0 s",
        ),
    ],
)
def test_every_call_has_one_record_once_it_has_ended(
    account: Account, play: Play, story: str, record: str
) -> None:
    play(story)
    assert [told(each) for each in account.records.kept] == [record]


def test_a_blind_transfer_has_a_record_of_both_calls_and_none_of_a_consultation(
    account: Account, play: Play
) -> None:
    play(f"incoming_call {MOBILE} 100, answer 100, transfer 100 101, answer 101, hang_up 101")
    assert [told(each) for each in account.records.kept] == [
        f"incoming {MOBILE} > 100 0 s",
        f"incoming {MOBILE} > 101 0 s",
    ]


def test_an_attended_transfer_has_a_record_of_the_consultation_too(
    account: Account, play: Play, clock: Clock
) -> None:
    play(f"incoming_call {MOBILE} 100, answer 100, consult 100 101, answer 101")
    clock.now += 3
    play("hang_up 100, hang_up 101")
    assert [told(each) for each in account.records.kept] == [
        f"incoming {MOBILE} > 100 3 s",
        "internal 100 > 101 3 s",
        f"incoming {MOBILE} > 101 0 s",
    ]


def test_a_call_that_leaves_the_account_is_recorded_until_then(
    account: Account, play: Play
) -> None:
    play(f"incoming_call {MOBILE} 100, answer 100, transfer 100 0499999999")
    assert [told(each) for each in account.records.kept] == [f"incoming {MOBILE} > 100 0 s"]


def test_a_supervision_has_no_record_of_its_own(account: Account, play: Play) -> None:
    play(f"incoming_call {MOBILE} 100, answer 100, monitor 100 101, answer 101, hang_up 101")
    assert account.records.kept == []


def test_the_call_is_recorded_if_one_of_its_handsets_is(
    account: Account, play: Play, clock: Clock
) -> None:
    account.handset("101").recording = True
    for caller, extension in (("100", "101"), ("101", "102"), ("100", "102")):
        play(f"place_call {caller} {extension}, answer {extension}")
        clock.now += 11
        play(f"hang_up {caller}")
    assert [each.has_audio for each in account.records.kept] == [True, True, False]


def test_a_call_without_duration_has_no_recording(account: Account, play: Play) -> None:
    account.handset("100").recording = True
    play(f"incoming_call {MOBILE} 100, answer 100, hang_up 100, incoming_call {MOBILE} 100")
    play("hang_up 100")
    assert [each.has_audio for each in account.records.kept] == [False, False]


def test_a_record_is_shown_some_seconds_after_the_end(account: Account, clock: Clock) -> None:
    account.records.style.delay = 20
    account.incoming_call(MOBILE, "100").end()
    clock.now += 19
    assert account.records.shown == []
    clock.now += 1
    assert account.records.shown == account.records.kept


def test_a_call_that_ended_later_may_have_its_record_earlier(account: Account) -> None:
    for delay in (20, 0):
        account.records.style.delay = delay
        account.incoming_call(MOBILE, "100").end()
    assert account.records.shown == account.records.kept[1:]


def test_a_call_keeps_the_names_that_it_ended_with(account: Account) -> None:
    call = account.place_call("100", "101")
    account.handset("101").name = "Sales"
    call.end()
    account.handset("101").name = "Nobody"
    (record,) = account.records.kept
    assert (record.caller.name, record.destination.name) == ("Extension 100", "Sales")


def test_a_call_that_is_ended_twice_has_one_record(account: Account) -> None:
    call = account.incoming_call(MOBILE, "100")
    call.end()
    call.end()
    assert len(account.records.kept) == 1


def test_the_number_of_records_kept_is_limited(
    account: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(records, "MOST_RECORDS", 2)
    for _ in range(3):
        account.incoming_call(MOBILE, "100").end()
    assert [each.number for each in account.records.kept] == [4278, 4279]


@pytest.mark.freeze_time("2026-11-22 09:00:00+11:00")
def test_the_default_wall_clock_is_the_computers() -> None:
    account = Cloud(Clock()).add_account()
    account.add_handset("100")
    account.incoming_call(MOBILE, "100").end()
    (record,) = account.records.kept
    assert record.ended == datetime(2026, 11, 21, 22, tzinfo=UTC)


@given(st.lists(operations, max_size=40))
def test_every_call_and_nothing_else_has_exactly_one_record(
    sequence: list[Operation],
) -> None:
    clock = Clock()
    account = Cloud(clock, wall_clock=clock.unix_time).add_account()
    for extension in EXTENSIONS:
        account.add_handset(extension)
    seen: dict[datetime, Call] = {}
    for operation in [*sequence, *map(_drop_calls, EXTENSIONS)]:
        # No two calls start at the same moment.
        clock.now += 1
        try:
            operation(account)
        except OperationError:
            continue
        for call in account.calls:
            if not isinstance(call, Supervision):
                started = datetime.fromtimestamp(clock.unix_time() - call.age, UTC)
                seen[started] = call
    found = {record.started: record for record in account.records.kept}
    assert len(found) == len(account.records.kept)
    assert seen.keys() <= found.keys()
    for started, call in seen.items():
        assert call.ended
        check(call, found[started])
    for started in found.keys() - seen.keys():
        # No handset showed a call that voice mail took at once.
        assert found[started].ended == started
        assert found[started].destination.name == "VoiceMail"
        assert found[started].answered is None


def check(call: Call, record: Record) -> None:
    parties = (record.caller.number, record.destination.number)
    assert parties == (call.caller.number, call.callee.number)
    assert (record.answered is not None) == (call.connected_at is not None and call.in_account)
    if record.answered is not None and call.connected_at is not None:
        rang = (record.answered - record.started).total_seconds()
        assert rang == call.connected_at - call.started_at
    outside = [party.kind is PartyKind.OUTSIDE for party in call.parties]
    directions = {(True, False): "incoming", (False, True): "outgoing", (False, False): "internal"}
    assert record.direction == directions[outside[0], outside[1]]


def _drop_calls(extension: str) -> Operation:
    return lambda account: account.handset(extension).drop_calls()
