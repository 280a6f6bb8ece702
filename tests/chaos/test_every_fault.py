"""Every fault in the simulator, with every kind of request, at every stage."""

from typing import get_args

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError

from simulator.api import CALL_PARAMETERS
from simulator.faults import Body, Fault, StatusCode
from simulator.state import Account

from .table import ACTIONS, FAULTS, ONE_SETTINGS, ONE_STATUS, READS, Read, act
from .trial import NEXT_TRY, SETTINGS_ARE_DUE, Trial
from .truth import SETTINGS, STATUSES

every_read = pytest.mark.parametrize("read", READS.values(), ids=READS)
every_action = pytest.mark.parametrize("parameter", ACTIONS)

REFUSAL, NOT_FOUND = StatusCode(401), StatusCode(404)


@pytest.fixture
def account(account: Account) -> Account:
    """Return the account with two handsets, which prove as much as three, and a call's record."""
    account.remove_handset("102")
    account.show_records()
    account.incoming_call("0491570006", "101")
    account.remote_hang_up("101")
    return account


@pytest.fixture
def entry(hass: HomeAssistant, entry: MockConfigEntry, account: Account) -> MockConfigEntry:
    """Return the entry that follows both."""
    options = {**entry.options, "handsets": [*account.handsets]}
    hass.config_entries.async_update_entry(entry, options=options)
    return entry


def test_the_table_is_complete() -> None:
    assert {type(fault) for fault in FAULTS} == set(get_args(Fault.__value__))
    assert set(ACTIONS) == {*CALL_PARAMETERS, "name", "notes", "recording"}


@every_read
async def test_while_running(trial: Trial, read: Read, subtests: pytest.Subtests) -> None:
    for number, fault in enumerate(FAULTS):
        with subtests.test(repr(fault)):
            await trial.begin(has_lists=read.has_lists)
            trial.server.add_fault(fault, path=read.path)
            change_calls(trial.account, number)
            change_settings(trial.account, number)
            await trial.advance(SETTINGS_ARE_DUE)
            trial.check_nothing_is_wrong(stale=stale_once(read, fault))
            change_calls(trial.account, number + 100)
            await trial.advance(pause(read, fault))
            trial.check_nothing_is_wrong()
            suffers, login = trial.suffers, is_refused(read, fault)
            is_told = suffers and not is_gone(read, fault)
            assert trial.said_away() == is_told, trial.lines
            await trial.recover(pause(read, fault), login=login)
            # A new login starts from scratch.
            assert trial.said_back() == (is_told and not login), trial.lines
            assert trial.writes == []
            await trial.check_nothing_is_left_behind()


@every_read
@pytest.mark.parametrize("is_reload", [False, True], ids=["first set-up", "reload"])
async def test_while_starting(
    trial: Trial, read: Read, is_reload: bool, subtests: pytest.Subtests
) -> None:
    entries, entry = trial.hass.config_entries, trial.entry
    for number, fault in enumerate(FAULTS):
        with subtests.test(repr(fault)):
            await trial.begin(has_lists=read.has_lists)
            start = entries.async_reload if is_reload else entries.async_setup
            if not is_reload:
                assert await entries.async_unload(entry.entry_id)
            trial.server.add_fault(fault, path=read.path)
            change_calls(trial.account, number)
            change_settings(trial.account, number)
            await trial.run(start(entry.entry_id))
            # Without Handset Status, which may seem missing for now, Select's words are used.
            mute = {"100"} if (read, fault) == (ONE_STATUS, NOT_FOUND) else set[str]()
            trial.check_nothing_is_wrong(in_words=True, mute=mute)
            suffers, is_loaded = trial.suffers, entry.state is ConfigEntryState.LOADED
            is_told = suffers and not is_gone(read, fault)
            assert trial.said_away() == is_told, trial.lines
            # The user is only asked to log in after a second refusal.
            assert trial.forms == []
            login = is_refused(read, fault)
            # Statuses show even without settings.
            assert is_loaded or "status" in read.path
            if login:
                await trial.advance(NEXT_TRY)
            await trial.recover(pause(read, fault), login=login)
            # If an account could not be set up, nothing logs that it later could.
            assert trial.said_back() == (is_told and is_loaded), trial.lines
            assert trial.writes == []
            await trial.check_nothing_is_left_behind()


@every_action
async def test_a_write(trial: Trial, parameter: str, subtests: pytest.Subtests) -> None:
    for fault in FAULTS:
        with subtests.test(repr(fault)):
            # Let the last call be seen to end; after a pause the next might be taken for it.
            trial.account.handset("100").drop_calls()
            await trial.advance(NEXT_TRY)
            begin_a_call(trial.account)
            await trial.advance(SETTINGS_ARE_DUE)
            await trial.begin(has_lists=True)
            trial.server.add_fault(fault, method="PUT")
            error = await trial.run(act(trial.hass, parameter))
            (write,) = trial.writes
            assert [name for name, _ in write.query] == [parameter]
            if write.acted:
                assert error in {None, "outcome_unknown"}
            else:
                # But an answer of success is believed.
                assert error or isinstance(fault, Body)
            trial.check_nothing_is_wrong()
            assert trial.said_away() == trial.suffers, trial.lines
            # Without permission for one thing, the user may still be logged in.
            await trial.recover(NEXT_TRY, login=False)
            assert trial.writes == [write]
            await trial.check_nothing_is_left_behind()


async def test_a_change_of_a_call(trial: Trial, subtests: pytest.Subtests) -> None:
    await trial.begin(has_lists=True)
    await trial.advance(NEXT_TRY)
    for fault in FAULTS:
        with subtests.test(repr(fault)):
            await trial.begin(has_lists=True)
            trial.server.add_fault(fault, method="PUT")
            error = await trial.run(change_a_call(trial))
            (write,) = trial.writes
            assert write.path == "/api/call/4277"
            if write.acted:
                assert error in {None, "call_change_unclear"}
            else:
                # But an answer of success is believed.
                assert error or isinstance(fault, Body)
            trial.check_nothing_is_wrong()
            assert trial.said_away() == trial.suffers, trial.lines
            await trial.recover(NEXT_TRY, login=False)
            assert trial.writes == [write]
            assert trial.server.call_uploads == 0
            await trial.check_nothing_is_left_behind()


async def change_a_call(trial: Trial) -> str | None:
    """Change the rating of the call in the log, and return the error's key."""
    data = trial.entry.runtime_data
    (record,) = (each for each in data.calls.log if each.jingl_id == "4277")
    try:
        await data.coordinator.async_update_call(record, notes="Taps", rating=5)
    except HomeAssistantError as err:
        return err.translation_key
    return None


def pause(read: Read, fault: Fault) -> float:
    """Return the seconds within which there is another try."""
    if "status" in read.path:
        return NEXT_TRY
    if is_rate_limit(fault):
        return 2 * SETTINGS_ARE_DUE  # twice the usual, like all intervals then
    # "No such handset" is an answer, and "may not read settings" almost is: neither is a
    # failure that may be over soon.
    lasting = NOT_FOUND if read == ONE_SETTINGS else REFUSAL
    return SETTINGS_ARE_DUE if fault == lasting else NEXT_TRY


def stale_once(read: Read, fault: Fault) -> frozenset[str]:
    """Return what may be stale after a single failure."""
    if "status" not in read.path:
        return SETTINGS
    # Settings are read after a successful status poll.
    return SETTINGS | STATUSES if is_refused(read, fault) else frozenset()


def is_refused(read: Read, fault: Fault) -> bool:
    """Return whether Jingl refuses the login as a whole, and not only some reads."""
    return fault == REFUSAL and "status" in read.path and read != ONE_STATUS


def is_gone(read: Read, fault: Fault) -> bool:
    """Return whether a handset is unknown, which raises a repair and logs nothing."""
    return (read, fault) == (ONE_SETTINGS, NOT_FOUND)


def is_rate_limit(fault: Fault) -> bool:
    """Return whether Jingl asks for fewer requests."""
    return isinstance(fault, StatusCode) and (fault.code == 429 or "Retry-After" in fault.headers)


def begin_a_call(account: Account) -> None:
    """Reset Reception, and connect it to an outside party."""
    reception = account.handset("100")
    reception.name, reception.notes, reception.recording = "Reception", "", False
    reception.drop_calls()
    account.place_call("100", "0491570006")
    account.remote_answer("100")


def change_calls(account: Account, number: int) -> None:
    """Change every field of the handsets' statuses."""
    account.handset("100").drop_calls()
    account.incoming_call(f"04{number:08}", "100")
    if number % 2:
        account.answer("100")
    account.handset("101").register(f"203.0.113.{number}:5060")


def change_settings(account: Account, number: int) -> None:
    """Change all of a handset's settings."""
    handset = account.handset("100")
    handset.name = handset.notes = f"Text {number}"
    handset.location = handset.outgoing_cli = f"03{number:08}"
    handset.recording = not handset.recording
