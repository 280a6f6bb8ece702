"""Handsets, calls between two parties, holds, hang-ups and the voice mail."""

import pytest

from simulator.errors import (
    BadParameterError,
    NoCallError,
    NoConnectedCallError,
    UnknownHandsetError,
)
from simulator.state import Account, Cloud, Direction, State, Status

from .conftest import Clock

ADDRESS = "101.100.99.98:1234"
MOBILE = "0409123456"


def states(account: Account) -> list[State]:
    return [account.status(extension).state for extension in account.handsets]


def test_a_new_handset_is_idle_and_registered(account: Account) -> None:
    assert account.status("100") == Status(extension="100", state=State.IDLE, address=ADDRESS)


def test_a_handset_without_a_name_is_named_after_its_extension(account: Account) -> None:
    assert account.handset("100").name == "Extension 100"
    assert account.add_handset("103", name="").name == ""


def test_an_unregistered_handset_is_unavailable(account: Account) -> None:
    account.handset("100").unregister()
    assert account.status("100") == Status(extension="100", state=State.UNAVAILABLE)


def test_a_handset_moves_to_another_address_during_a_call(account: Account) -> None:
    account.incoming_call(MOBILE, "100")
    account.handset("100").register("9.8.7.6:5060")
    assert account.status("100").address == "9.8.7.6:5060"
    assert account.status("100").state is State.RINGING


def test_losing_the_registration_ends_the_call(account: Account) -> None:
    account.place_call("100", "101")
    account.handset("101").unregister()
    assert states(account) == [State.IDLE, State.UNAVAILABLE, State.IDLE]


def test_removing_a_handset_ends_its_call(account: Account) -> None:
    account.place_call("100", "101")
    account.remove_handset("101")
    assert states(account) == [State.IDLE, State.IDLE]
    with pytest.raises(UnknownHandsetError):
        account.status("101")


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
    clock.now += 21.9
    assert account.status("100").state is State.ON_CALL
    assert account.status("100").duration == 21


def test_calling_an_extension_makes_that_handset_ring(account: Account) -> None:
    account.place_call("100", "101")
    caller, callee = account.status("100"), account.status("101")
    assert (caller.state, callee.state) == (State.CALLING, State.RINGING)
    assert caller.direction is callee.direction is Direction.INTERNAL
    assert (caller.other_number, callee.other_number) == ("101", "100")


def test_an_answered_internal_call_is_one_call_of_both_handsets(account: Account) -> None:
    call = account.place_call("100", "101")
    account.answer("101")
    assert account.calls == [call]
    assert states(account) == [State.ON_CALL, State.ON_CALL, State.IDLE]


def test_calling_an_outside_number_waits_for_the_other_end(account: Account) -> None:
    account.place_call("100", MOBILE)
    status = account.status("100")
    assert (status.state, status.direction) == (State.CALLING, Direction.OUTBOUND)
    account.remote_answer("100")
    assert account.status("100").state is State.ON_CALL


def test_a_number_that_looks_like_an_extension_is_outside(account: Account) -> None:
    account.place_call("100", "199")
    assert account.status("100").direction is Direction.OUTBOUND


def test_hold_and_resume_keep_the_duration_counting(account: Account, clock: Clock) -> None:
    account.place_call("100", "101")
    account.answer("101")
    account.hold("100")
    account.hold("100")
    clock.now += 10
    assert states(account) == [State.ON_HOLD, State.ON_CALL, State.IDLE]
    assert account.status("100").duration == 10
    account.resume("100")
    account.resume("100")
    assert account.status("100").state is State.ON_CALL


@pytest.mark.parametrize("extension", ["100", "101"])
def test_either_handset_can_hang_up(account: Account, extension: str) -> None:
    call = account.place_call("100", "101")
    account.answer("101")
    account.hang_up(extension)
    assert call.ended
    assert set(states(account)) == {State.IDLE}


def test_a_ringing_call_is_declined_by_hanging_up(account: Account) -> None:
    account.place_call("100", "101")
    account.hang_up("101")
    assert set(states(account)) == {State.IDLE}


def test_an_outgoing_call_is_cancelled_by_hanging_up(account: Account) -> None:
    account.place_call("100", "101")
    account.hang_up("100")
    assert set(states(account)) == {State.IDLE}


def test_the_other_party_can_hang_up(account: Account) -> None:
    account.incoming_call(MOBILE, "100")
    account.answer("100")
    account.remote_hang_up("100")
    assert account.status("100").state is State.IDLE


def test_a_second_call_puts_the_first_on_hold(account: Account) -> None:
    account.incoming_call(MOBILE, "100")
    account.answer("100")
    account.place_call("100", "101")
    assert account.status("100").other_number == "101"
    account.hang_up("100")
    assert account.status("100").state is State.ON_HOLD
    assert account.status("100").other_number == MOBILE


def test_a_second_call_gives_up_one_that_is_not_answered(account: Account) -> None:
    account.place_call("100", "101")
    account.place_call("100", "102")
    assert states(account) == [State.CALLING, State.IDLE, State.RINGING]


def test_the_voice_mail_answers_for_a_busy_extension(account: Account) -> None:
    account.place_call("101", MOBILE)
    account.place_call("100", "101")
    status = account.status("100")
    assert (status.state, status.app) == (State.ON_CALL, "VoiceMail")
    assert (status.other_number, status.direction) == ("101", Direction.INTERNAL)
    assert account.status("101").other_number == MOBILE


def test_the_voice_mail_answers_for_an_unregistered_handset(account: Account) -> None:
    account.handset("101").unregister()
    account.place_call("100", "101")
    assert account.status("100").app == "VoiceMail"
    assert account.incoming_call(MOBILE, "101").ended


@pytest.mark.parametrize("number", ["*97", "100", " *97 "])
def test_a_handset_hears_its_messages(account: Account, number: str) -> None:
    account.place_call("100", number)
    assert account.status("100").state is State.ON_CALL
    assert account.status("100").app == "VoiceMail"
    account.remote_hang_up("100")
    assert account.status("100").state is State.IDLE


def test_an_outside_caller_sent_to_the_voice_mail_leaves_the_handset_idle(
    account: Account,
) -> None:
    account.incoming_call(MOBILE, "100")
    account.send_to_voicemail("100")
    assert account.status("100").state is State.IDLE
    assert account.calls == []


def test_a_calling_handset_sent_to_the_voice_mail_shows_it(account: Account) -> None:
    account.place_call("100", "101")
    account.send_to_voicemail("101")
    assert states(account) == [State.ON_CALL, State.IDLE, State.IDLE]
    assert account.status("100").app == "VoiceMail"
    assert account.status("100").other_number == "101"


@pytest.mark.parametrize("number", ["", "  "])
def test_an_empty_number_is_refused(account: Account, number: str) -> None:
    with pytest.raises(BadParameterError):
        account.place_call("100", number)
    assert account.status("100").state is State.IDLE


def test_an_unregistered_handset_cannot_call(account: Account) -> None:
    account.handset("100").unregister()
    with pytest.raises(BadParameterError):
        account.place_call("100", "101")


def test_an_idle_handset_has_nothing_to_answer_or_end(account: Account) -> None:
    for operation in (
        account.answer,
        account.remote_answer,
        account.hang_up,
        account.remote_hang_up,
        account.send_to_voicemail,
    ):
        with pytest.raises(NoCallError):
            operation("100")


def test_only_the_ringing_end_answers(account: Account) -> None:
    account.place_call("100", "101")
    for operation in (account.answer, account.remote_answer):
        with pytest.raises(NoCallError):
            operation("100")
    account.answer("101")
    with pytest.raises(NoCallError):
        account.answer("101")


def test_a_ringing_call_cannot_be_held(account: Account) -> None:
    account.incoming_call(MOBILE, "100")
    for operation in (account.hold, account.resume):
        with pytest.raises(NoConnectedCallError):
            operation("100")


def test_accounts_do_not_share_users_or_handsets(cloud: Cloud, account: Account) -> None:
    other = cloud.add_account("other")
    other.users["john"] = "changed"
    assert account.users["john"] == "mypassword"
    assert other.handsets == {}
