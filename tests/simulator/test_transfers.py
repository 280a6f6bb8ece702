"""Blind and attended transfers, and supervision."""

import pytest

from simulator.errors import BadParameterError, NoCallError, NoConnectedCallError
from simulator.state import Account, Direction, State, SupervisionMode

from .conftest import Clock
from .test_state import MOBILE, states


@pytest.fixture
def account(account: Account) -> Account:
    """Let 100 talk to a mobile phone that has called."""
    account.incoming_call(MOBILE, "100")
    account.answer("100")
    return account


def test_a_blind_transfer_frees_the_handset_and_rings_the_target(account: Account) -> None:
    call = account.transfer("100", "101", attended=False)
    assert states(account) == [State.IDLE, State.RINGING, State.IDLE]
    assert account.status("101").other_number == MOBILE
    assert account.status("101").direction is Direction.INBOUND
    assert account.calls == [call]


def test_a_blind_transfer_of_an_internal_call_lets_the_other_handset_call(
    account: Account,
) -> None:
    account.hang_up("100")
    account.place_call("100", "101")
    account.answer("101")
    account.transfer("100", "102", attended=False)
    assert states(account) == [State.IDLE, State.CALLING, State.RINGING]
    account.answer("102")
    assert states(account) == [State.IDLE, State.ON_CALL, State.ON_CALL]


def test_a_call_transferred_outside_leaves_the_account(account: Account) -> None:
    assert account.transfer("100", "0499999999", attended=False).ended
    assert account.calls == []


def test_a_blind_transfer_to_a_busy_extension_reaches_its_voice_mail(account: Account) -> None:
    account.place_call("101", "102")
    assert account.transfer("100", "101", attended=False).ended
    assert states(account) == [State.IDLE, State.CALLING, State.RINGING]


def test_an_attended_transfer_first_consults_the_target(account: Account) -> None:
    account.transfer("100", "101", attended=True)
    assert states(account) == [State.CALLING, State.RINGING, State.IDLE]
    account.answer("101")
    assert states(account) == [State.ON_CALL, State.ON_CALL, State.IDLE]
    assert account.status("100").other_number == "101"


def test_hanging_up_completes_an_attended_transfer(account: Account, clock: Clock) -> None:
    account.transfer("100", "101", attended=True)
    account.answer("101")
    clock.now += 30
    account.hang_up("100")
    clock.now += 2
    assert states(account) == [State.IDLE, State.ON_CALL, State.IDLE]
    status = account.status("101")
    assert (status.other_number, status.duration) == (MOBILE, 2)


def test_hanging_up_before_the_target_answers_leaves_it_ringing(account: Account) -> None:
    account.transfer("100", "101", attended=True)
    account.hang_up("100")
    assert states(account) == [State.IDLE, State.RINGING, State.IDLE]
    assert account.status("101").other_number == MOBILE


def test_a_target_that_declines_leaves_the_first_call_on_hold(account: Account) -> None:
    account.transfer("100", "101", attended=True)
    account.hang_up("101")
    assert states(account) == [State.ON_HOLD, State.IDLE, State.IDLE]
    assert account.status("100").other_number == MOBILE
    account.resume("100")
    assert account.status("100").state is State.ON_CALL


def test_a_consultation_outlives_the_first_party(account: Account) -> None:
    first = account.handset("100").active_call
    assert first is not None
    account.transfer("100", "101", attended=True)
    account.answer("101")
    first.caller.leave(first)
    assert states(account) == [State.ON_CALL, State.ON_CALL, State.IDLE]
    account.hang_up("100")
    assert set(states(account)) == {State.IDLE}


def test_a_handset_that_loses_its_registration_completes_the_transfer(account: Account) -> None:
    account.transfer("100", "101", attended=True)
    account.answer("101")
    account.handset("100").unregister()
    assert states(account) == [State.UNAVAILABLE, State.ON_CALL, State.IDLE]
    assert account.status("101").other_number == MOBILE


def test_a_party_that_had_put_the_call_on_hold_still_does_after_a_transfer(
    account: Account,
) -> None:
    account.hang_up("100")
    account.place_call("100", "101")
    account.answer("101")
    account.hold("101")
    account.transfer("100", "102", attended=False)
    account.answer("102")
    assert states(account) == [State.IDLE, State.ON_HOLD, State.ON_CALL]


def test_a_call_answered_behind_another_one_waits_on_hold(account: Account) -> None:
    account.hang_up("100")
    account.place_call("100", "101")
    account.answer("101")
    account.place_call("101", MOBILE)
    account.transfer("100", "102", attended=False)
    account.answer("102")
    assert states(account) == [State.IDLE, State.CALLING, State.ON_CALL]
    account.hang_up("101")
    assert states(account) == [State.IDLE, State.ON_HOLD, State.ON_CALL]


def test_a_transfer_needs_a_connected_call(account: Account) -> None:
    with pytest.raises(NoConnectedCallError):
        account.transfer("101", "102", attended=False)
    with pytest.raises(BadParameterError):
        account.transfer("100", "", attended=True)
    account.place_call("101", "102")
    with pytest.raises(NoConnectedCallError):
        account.transfer("101", "100", attended=True)


def test_the_voice_mail_cannot_be_transferred(account: Account) -> None:
    account.place_call("101", "*97")
    with pytest.raises(NoConnectedCallError):
        account.transfer("101", "102", attended=False)


def test_a_supervisor_rings_and_answers(account: Account) -> None:
    supervision = account.supervise("100", "101", SupervisionMode.MONITOR)
    call = account.handset("100").active_call
    assert call is not None
    assert call.supervisors == [supervision]
    assert states(account) == [State.ON_CALL, State.RINGING, State.IDLE]
    account.answer("101")
    status = account.status("101")
    assert (status.state, status.direction) == (State.ON_CALL, Direction.INTERNAL)
    assert (status.other_number, status.app) == ("100", "")


def test_the_supervisors_keys_switch_the_mode(account: Account) -> None:
    supervision = account.supervise("100", "101", SupervisionMode.MONITOR)
    account.answer("101")
    modes = []
    for key in "5946":
        account.press_key("101", key)
        modes.append(supervision.mode)
    assert modes == ["coach", "coach", "monitor", "barge"]


def test_keys_in_an_ordinary_call_switch_nothing(account: Account) -> None:
    account.press_key("100", "5")
    assert account.status("100").state is State.ON_CALL
    with pytest.raises(NoConnectedCallError):
        account.press_key("101", "5")


def test_the_end_of_the_call_ends_its_supervision(account: Account) -> None:
    account.supervise("100", "101", SupervisionMode.BARGE)
    account.answer("101")
    account.supervise("100", "102", SupervisionMode.COACH)
    account.remote_hang_up("100")
    assert set(states(account)) == {State.IDLE}


def test_a_supervisor_leaves_without_ending_the_call(account: Account) -> None:
    account.supervise("100", "101", SupervisionMode.COACH)
    account.answer("101")
    account.hang_up("101")
    call = account.handset("100").active_call
    assert call is not None
    assert call.supervisors == []
    assert states(account) == [State.ON_CALL, State.IDLE, State.IDLE]


def test_a_supervisor_who_is_sent_to_the_voice_mail_is_gone(account: Account) -> None:
    supervision = account.supervise("100", "101", SupervisionMode.COACH)
    account.send_to_voicemail("101")
    assert supervision.ended
    assert account.status("101").state is State.IDLE


def test_an_outside_supervisor_answers_remotely(account: Account) -> None:
    supervision = account.supervise("100", "0499999999", SupervisionMode.COACH)
    assert not supervision.connected
    account.remote_answer("100")
    assert supervision.connected
    with pytest.raises(NoCallError):
        account.remote_answer("100")


@pytest.mark.parametrize("number", ["100", "101", "*97"])
def test_who_is_busy_cannot_supervise(account: Account, number: str) -> None:
    account.place_call("101", "102")
    assert account.supervise("100", number, SupervisionMode.MONITOR).ended
    assert states(account) == [State.ON_CALL, State.CALLING, State.RINGING]


def test_a_supervision_is_not_itself_supervised(account: Account) -> None:
    account.supervise("100", "101", SupervisionMode.MONITOR)
    account.answer("101")
    with pytest.raises(NoConnectedCallError):
        account.supervise("101", "102", SupervisionMode.MONITOR)
