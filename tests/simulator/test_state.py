"""Handsets, calls between two parties, holds, hang-ups and the voice mail."""

import pytest

from simulator.errors import (
    BadParameterError,
    NoCallError,
    NoConnectedCallError,
    OperationError,
    UnknownHandsetError,
)
from simulator.state import Account, Cloud, Direction, State, Status

from .conftest import Clock, Play

ADDRESS = "101.100.99.98:1234"
MOBILE = "0409123456"


def test_a_new_handset_is_idle_and_registered(account: Account) -> None:
    assert account.status("100") == Status(extension="100", state=State.IDLE, address=ADDRESS)


def test_a_handset_without_a_name_is_named_after_its_extension(account: Account) -> None:
    assert account.handset("100").name == "Extension 100"
    assert account.add_handset("103", name="").name == ""


def test_an_unregistered_handset_is_unavailable(account: Account) -> None:
    account.handset("100").unregister()
    assert account.status("100") == Status(extension="100", state=State.UNAVAILABLE)
    assert account.incoming_call(MOBILE, "100").ended


def test_a_handset_moves_to_another_address_during_a_call(account: Account) -> None:
    account.incoming_call(MOBILE, "100")
    account.handset("100").register("9.8.7.6:5060")
    assert account.status("100").address == "9.8.7.6:5060"
    assert account.status("100").state is State.RINGING


def test_losing_the_registration_ends_the_call(play: Play) -> None:
    assert play("place_call 100 101, unregister 101") == "Idle / Unavailable / Idle"


def test_removing_a_handset_ends_its_call(play: Play) -> None:
    assert play("place_call 100 101, remove_handset 101") == "Idle / Idle"


def test_an_incoming_call_rings_and_shows_the_caller(account: Account) -> None:
    account.incoming_call(MOBILE, "100")
    assert account.status("100") == Status(
        extension="100",
        state=State.RINGING,
        direction=Direction.INBOUND,
        other_number=MOBILE,
        address=ADDRESS,
    )


def test_the_duration_counts_whole_seconds_since_the_answer(account: Account, clock: Clock) -> None:
    call = account.incoming_call(MOBILE, "100")
    clock.now += 5
    assert (call.age, account.status("100").duration) == (5, 0)
    account.answer("100")
    clock.now += 11.9
    account.hold("100")
    clock.now += 10
    assert account.status("100").duration == 21


def test_calling_an_extension_makes_that_handset_ring(play: Play) -> None:
    assert play("place_call 100 101") == "Calling 101 Internal / Ringing 100 Internal / Idle"
    assert play("answer 101") == "OnCall 101 Internal / OnCall 100 Internal / Idle"


def test_calling_an_outside_number_waits_for_the_other_end(play: Play) -> None:
    assert play(f"place_call 100 {MOBILE}") == f"Calling {MOBILE} Outbound / Idle / Idle"
    assert play("remote_answer 100") == f"OnCall {MOBILE} Outbound / Idle / Idle"


def test_a_number_that_looks_like_an_extension_is_outside(play: Play) -> None:
    assert play("place_call 100 199") == "Calling 199 Outbound / Idle / Idle"


def test_only_the_holding_party_shows_it_until_the_call_is_resumed(play: Play) -> None:
    held = "OnHold 101 Internal / OnCall 100 Internal / Idle"
    assert play("place_call 100 101, answer 101, hold 100, hold 100") == held
    assert play("resume 100, resume 100") == "OnCall 101 Internal / OnCall 100 Internal / Idle"


@pytest.mark.parametrize("extension", ["100", "101"])
def test_an_internal_call_is_one_that_either_handset_can_end(
    account: Account, play: Play, extension: str
) -> None:
    call = account.place_call("100", "101")
    account.answer("101")
    assert account.calls == [call]
    assert play(f"hang_up {extension}") == "Idle / Idle / Idle"
    assert (call.ended, account.calls) == (True, [])


def test_a_call_is_declined_or_cancelled_by_hanging_up(play: Play) -> None:
    for extension in ("101", "100"):
        assert play(f"place_call 100 101, hang_up {extension}") == "Idle / Idle / Idle"


def test_the_other_party_can_hang_up(play: Play) -> None:
    call = f"incoming_call {MOBILE} 100, answer 100, remote_hang_up 100"
    assert play(call) == "Idle / Idle / Idle"


def test_a_second_call_puts_the_first_on_hold(play: Play) -> None:
    play(f"incoming_call {MOBILE} 100, answer 100")
    assert play("place_call 100 101") == "Calling 101 Internal / Ringing 100 Internal / Idle"
    assert play("hang_up 100") == f"OnHold {MOBILE} Inbound / Idle / Idle"


def test_a_second_call_cancels_one_that_is_not_answered(play: Play) -> None:
    second = "Calling 102 Internal / Idle / Ringing 100 Internal"
    assert play("place_call 100 101, place_call 100 102") == second


def test_the_voice_mail_answers_for_a_busy_extension(play: Play) -> None:
    busy = f"OnCall 101 VoiceMail Internal / Calling {MOBILE} Outbound / Idle"
    assert play(f"place_call 101 {MOBILE}, place_call 100 101") == busy


def test_the_voice_mail_answers_for_an_unregistered_handset(play: Play) -> None:
    away = "OnCall 101 VoiceMail Internal / Unavailable / Idle"
    assert play("unregister 101, place_call 100 101") == away


@pytest.mark.parametrize("number", ["*97", "100", "\t*97\n"])
def test_a_handset_hears_its_messages(play: Play, number: str) -> None:
    listening = f"OnCall {number.strip()} VoiceMail Internal / Idle / Idle"
    assert play(f"place_call 100 {number}") == listening
    assert play("remote_hang_up 100") == "Idle / Idle / Idle"


def test_an_outside_caller_sent_to_the_voice_mail_leaves_the_handset_idle(
    account: Account, play: Play
) -> None:
    sent = play(f"incoming_call {MOBILE} 100, send_to_voicemail 100")
    assert (sent, account.calls) == ("Idle / Idle / Idle", [])


def test_a_calling_handset_sent_to_the_voice_mail_shows_it(play: Play) -> None:
    sent = play("place_call 100 101, send_to_voicemail 101")
    assert sent == "OnCall 101 VoiceMail Internal / Idle / Idle"


IDLE = ("answer", "remote_answer", "hang_up", "remote_hang_up", "send_to_voicemail")


@pytest.mark.parametrize(
    ("story", "move", "error"),
    [
        ("", "place_call 100 ", BadParameterError),
        ("", "place_call 100 \t", BadParameterError),
        ("unregister 100", "place_call 100 101", BadParameterError),
        # An idle handset has nothing to answer or end, and only the ringing end answers.
        *(("", f"{move} 100", NoCallError) for move in IDLE),
        ("place_call 100 101", "answer 100", NoCallError),
        ("place_call 100 101", "remote_answer 100", NoCallError),
        ("place_call 100 101, answer 101", "answer 101", NoCallError),
        # A ringing call cannot be held.
        (f"incoming_call {MOBILE} 100", "hold 100", NoConnectedCallError),
        (f"incoming_call {MOBILE} 100", "resume 100", NoConnectedCallError),
        ("remove_handset 101", "hang_up 101", UnknownHandsetError),
    ],
)
def test_an_impossible_operation_is_refused_and_changes_nothing(
    play: Play, story: str, move: str, error: type[OperationError]
) -> None:
    before = play(story)
    with pytest.raises(error):
        play(move)
    assert play("") == before


def test_accounts_do_not_share_users_or_handsets(cloud: Cloud, account: Account) -> None:
    other = cloud.add_account("other")
    other.users["john"] = "changed"
    assert account.users["john"] == "mypassword"
    assert other.handsets == {}


def test_a_group_rings_until_one_handset_answers(account: Account) -> None:
    account.incoming_group_call("0409123456", ["100", "101", "102"])
    assert {account.status(each).state for each in ("100", "101", "102")} == {State.RINGING}
    account.answer("101")
    assert account.status("100").state is account.status("102").state is State.IDLE
    assert account.status("101").state is State.ON_CALL
    account.hang_up("101")
    (record,) = account.records.kept
    assert record.destination.number == "101"


def test_a_group_that_nobody_answers_is_one_record(account: Account) -> None:
    account.incoming_group_call("0409123456", ["100", "101"])
    account.remote_hang_up("100")
    assert account.status("101").state is State.IDLE
    (record,) = account.records.kept
    assert record.answered is None
