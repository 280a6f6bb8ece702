"""How an account's missed calls are kept and reported."""

from typing import Final

import pytest
from pytest_homeassistant_custom_component.common import mock_restore_cache_with_extra_data

from homeassistant.core import HomeAssistant, State

from custom_components.jingl.voice.missed_calls import forget_missed_calls, missed_calls
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance
from tests.switchboard import Office
from tests.voice.conftest import add_office

SALES, WORKSHOP = "101", "102"
ANNA, STRANGER = "0409123456", "0411999999"
NONE: Final = "No missed calls in the last 24 hours."


async def test_the_latest_comes_first(office: Office, advance: Advance) -> None:
    await office.miss(ANNA)
    await advance(60)
    await office.miss(STRANGER, WORKSHOP)
    await office.hears(
        {
            "who called": "2 missed calls: 0411 999 999 called Workshop at 14:11; Anna Smith called"
            " Sales at 14:10.",
            "who called on sales": "One missed call: Anna Smith called Sales at 14:10.",
        }
    )


@pytest.mark.parametrize("caller", ["", "Your bank"], ids=["withheld", "words"])
async def test_a_caller_without_a_number_is_reported_but_not_the_text_sent_instead(
    office: Office, caller: str
) -> None:
    await office.miss(caller)
    reply = await office.say("who called")
    assert reply == "One missed call: an unknown number called Sales at 14:10."


async def test_a_handset_that_called_has_the_users_name(office: Office) -> None:
    office.account.place_call(WORKSHOP, SALES)
    await office.poll()
    office.account.hang_up(WORKSHOP)
    await office.poll()
    assert await office.say("who called") == "One missed call: Workshop called Sales at 14:10."


async def test_a_call_that_was_answered_is_not_missed(office: Office) -> None:
    await office.talk(ANNA)
    office.account.hang_up(SALES)
    await office.poll()
    assert await office.say("who called") == NONE


async def test_a_missed_call_is_reported_for_a_day(office: Office, advance: Advance) -> None:
    await office.miss(ANNA)
    await advance(24 * 60 * 60)
    reply = await office.say("who called")
    assert reply == "One missed call: Anna Smith called Sales yesterday at 14:10."
    await advance(1)
    assert await office.say("who called") == NONE


async def test_if_there_are_many_only_the_latest_are_spoken(office: Office) -> None:
    for _ in range(7):
        await office.miss(ANNA)
    reply = await office.say("who called")
    assert reply.startswith("7 missed calls: Anna")
    assert reply.count("Anna Smith called Sales at 14:10") == 5
    assert reply.endswith("; and 2 more.")


async def test_no_more_than_50_are_kept(office: Office) -> None:
    for number in range(51):
        await office.miss(f"04119999{number:02}")
    numbers = [call.number for call in missed_calls(office.hass, office.entry)]
    assert numbers == [f"04119999{number:02}" for number in range(50, 0, -1)]


async def test_a_caller_has_the_name_that_the_contact_has_now(office: Office) -> None:
    entries, entry = office.hass.config_entries, office.entry
    await office.miss(ANNA)
    (anna,) = [each for each in entry.subentries.values() if each.title == "Anna Smith"]
    entries.async_update_subentry(entry, anna, title="Anna Brown")
    await office.settled()
    assert await office.say("who called") == "One missed call: Anna Brown called Sales at 14:10."
    entries.async_remove_subentry(entry, anna.subentry_id)
    await office.settled()
    assert await office.say("who called") == "One missed call: Anna Smith called Sales at 14:10."


async def test_missed_calls_survive_a_reload_and_are_then_recorded_once(office: Office) -> None:
    await office.miss(ANNA)
    await office.reload()
    await office.miss(STRANGER)
    assert len(list(missed_calls(office.hass, office.entry))) == 2


async def test_a_handset_added_later_is_followed_too(office: Office, advance: Advance) -> None:
    office.account.add_handset("105", name="Lab")
    await advance(600)
    await office.poll()
    await office.miss(ANNA, "105")
    assert [call.extension for call in missed_calls(office.hass, office.entry)] == ["105"]


@pytest.mark.usefixtures("conversation")
async def test_the_sensors_remember_the_last_ones_from_before_a_restart(
    hass: HomeAssistant, server: Server, account: Account
) -> None:
    mock_restore_cache_with_extra_data(
        hass,
        [
            (
                State(f"sensor.{handset}_last_missed_call", at),
                {
                    "native_value": {"__type": "<class 'datetime.datetime'>", "isoformat": at},
                    "native_unit_of_measurement": None,
                    "party": party,
                },
            )
            for handset, at, party in (
                ("sales", "2026-07-06T03:00:00+00:00", {"number": ANNA, "name": "Anna Smith"}),
                ("workshop", "2026-07-06T04:00:00+00:00", {}),
                ("reception", "2026-07-01T04:00:00+00:00", {"number": ANNA}),
            )
        ],
    )
    office = await add_office(hass, server, account)
    assert await office.say("who called") == (
        "2 missed calls: an unknown number called Workshop at 14:00;"
        " Anna Smith called Sales at 13:00."
    )


async def test_an_account_that_is_removed_is_forgotten(office: Office) -> None:
    await office.miss(ANNA)
    forget_missed_calls(office.hass, office.entry)
    forget_missed_calls(office.hass, office.entry)
    assert list(missed_calls(office.hass, office.entry)) == []
