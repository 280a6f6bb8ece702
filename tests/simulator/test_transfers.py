"""Blind and attended transfers, and supervision."""

import pytest

from simulator.errors import BadParameterError, NoCallError, NoConnectedCallError, OperationError
from simulator.state import Account, SupervisionMode

from .conftest import Clock, Play
from .test_state import MOBILE

TALKING = f"OnCall {MOBILE} Inbound"


@pytest.fixture
def account(account: Account) -> Account:
    """Return an account where 100 is talking to a mobile that called."""
    account.incoming_call(MOBILE, "100")
    account.answer("100")
    return account


def test_a_blind_transfer_frees_the_handset_and_rings_the_target(
    account: Account, play: Play
) -> None:
    call = account.transfer("100", "101", attended=False)
    assert play("") == f"Idle / Ringing {MOBILE} Inbound / Idle"
    assert account.calls == [call]


def test_a_blind_transfer_of_an_internal_call_lets_the_other_handset_call(play: Play) -> None:
    play("hang_up 100, place_call 100 101, answer 101")
    assert play("transfer 100 102") == "Idle / Calling 102 Internal / Ringing 101 Internal"
    assert play("answer 102") == "Idle / OnCall 102 Internal / OnCall 101 Internal"


def test_a_call_transferred_outside_leaves_the_account(account: Account) -> None:
    assert account.transfer("100", "0499999999", attended=False).ended
    assert account.calls == []


def test_a_blind_transfer_to_a_busy_extension_reaches_its_voice_mail(
    account: Account, play: Play
) -> None:
    account.place_call("101", "102")
    assert account.transfer("100", "101", attended=False).ended
    assert play("") == "Idle / Calling 102 Internal / Ringing 101 Internal"


def test_an_attended_transfer_first_consults_the_target(play: Play) -> None:
    assert play("consult 100 101") == "Calling 101 Internal / Ringing 100 Internal / Idle"
    assert play("answer 101") == "OnCall 101 Internal / OnCall 100 Internal / Idle"


def test_hanging_up_completes_an_attended_transfer(
    account: Account, play: Play, clock: Clock
) -> None:
    play("consult 100 101, answer 101")
    clock.now += 30
    assert play("hang_up 100") == f"Idle / {TALKING} / Idle"
    clock.now += 2
    assert account.status("101").duration == 2


def test_hanging_up_before_the_target_answers_leaves_it_ringing(play: Play) -> None:
    assert play("consult 100 101, hang_up 100") == f"Idle / Ringing {MOBILE} Inbound / Idle"


def test_a_target_that_declines_leaves_the_first_call_on_hold(play: Play) -> None:
    assert play("consult 100 101, hang_up 101") == f"OnHold {MOBILE} Inbound / Idle / Idle"
    assert play("resume 100") == f"{TALKING} / Idle / Idle"


def test_a_consultation_continues_if_the_first_party_hangs_up(account: Account, play: Play) -> None:
    first = account.connected_call("100")
    play("consult 100 101, answer 101")
    first.caller.leave(first)
    assert play("") == "OnCall 101 Internal / OnCall 100 Internal / Idle"
    assert play("hang_up 100") == "Idle / Idle / Idle"


def test_a_handset_that_loses_its_registration_completes_the_transfer(play: Play) -> None:
    completed = f"Unavailable / {TALKING} / Idle"
    assert play("consult 100 101, answer 101, unregister 100") == completed


def test_a_party_that_had_put_the_call_on_hold_still_does_after_a_transfer(play: Play) -> None:
    play("hang_up 100, place_call 100 101, answer 101, hold 101")
    holding = "Idle / OnHold 102 Internal / OnCall 101 Internal"
    assert play("transfer 100 102, answer 102") == holding


def test_a_call_answered_behind_another_one_waits_on_hold(play: Play) -> None:
    play(f"hang_up 100, place_call 100 101, answer 101, place_call 101 {MOBILE}")
    behind = f"Idle / Calling {MOBILE} Outbound / OnCall 101 Internal"
    assert play("transfer 100 102, answer 102") == behind
    assert play("hang_up 101") == "Idle / OnHold 102 Internal / OnCall 101 Internal"


def test_a_supervisor_rings_answers_and_leaves_without_ending_the_call(
    account: Account, play: Play
) -> None:
    supervision = account.supervise("100", "101", SupervisionMode.MONITOR)
    call = account.connected_call("100")
    assert call.supervisors == [supervision]
    assert play("") == f"{TALKING} / Ringing 100 Internal / Idle"
    assert play("answer 101") == f"{TALKING} / OnCall 100 Internal / Idle"
    assert play("hang_up 101") == f"{TALKING} / Idle / Idle"
    assert call.supervisors == []


def test_the_supervisors_keys_switch_the_mode(account: Account) -> None:
    supervision = account.supervise("100", "101", SupervisionMode.MONITOR)
    account.answer("101")
    modes = []
    for key in "5946":
        account.press_key("101", key)
        modes.append(supervision.mode)
    assert modes == ["coach", "coach", "monitor", "barge"]


def test_keys_in_an_ordinary_call_do_nothing(play: Play) -> None:
    assert play("press_key 100 5") == f"{TALKING} / Idle / Idle"


def test_the_end_of_the_call_ends_its_supervision(play: Play) -> None:
    play("monitor 100 101, answer 101, monitor 100 102")
    assert play("remote_hang_up 100") == "Idle / Idle / Idle"


def test_a_supervisor_who_is_sent_to_the_voice_mail_is_gone(account: Account, play: Play) -> None:
    supervision = account.supervise("100", "101", SupervisionMode.COACH)
    assert play("send_to_voicemail 101") == f"{TALKING} / Idle / Idle"
    assert supervision.ended


def test_an_outside_supervisor_answers_remotely(account: Account) -> None:
    supervision = account.supervise("100", "0499999999", SupervisionMode.COACH)
    assert not supervision.connected
    account.remote_answer("100")
    assert supervision.connected
    with pytest.raises(NoCallError):
        account.remote_answer("100")


@pytest.mark.parametrize("number", ["100", "101", "*97"])
def test_a_busy_handset_cannot_supervise(account: Account, play: Play, number: str) -> None:
    before = play("place_call 101 102")
    assert account.supervise("100", number, SupervisionMode.MONITOR).ended
    assert play("") == before


@pytest.mark.parametrize(
    ("story", "move", "error"),
    [
        # Only a connected call to a person is transferred or supervised.
        ("", "transfer 101 102", NoConnectedCallError),
        ("place_call 101 102", "consult 101 100", NoConnectedCallError),
        ("place_call 101 *97", "transfer 101 102", NoConnectedCallError),
        ("monitor 100 101, answer 101", "monitor 101 102", NoConnectedCallError),
        ("", "press_key 101 5", NoConnectedCallError),
        ("", "consult 100 ", BadParameterError),
    ],
)
def test_an_impossible_operation_is_refused_and_changes_nothing(
    play: Play, story: str, move: str, error: type[OperationError]
) -> None:
    before = play(story)
    with pytest.raises(error):
        play(move)
    assert play("") == before
