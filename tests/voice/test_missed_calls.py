"""The calls that an account's handsets missed, as they are kept and told."""

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    mock_restore_cache_with_extra_data,
)

from homeassistant.core import HomeAssistant, State

from custom_components.jingl.voice.missed_calls import forget_missed_calls, missed_calls
from simulator.state import Account
from tests.conftest import Advance
from tests.voice.conftest import Poll, Say

SALES, WORKSHOP = "101", "102"
ANNA, STRANGER = "0409123456", "0411999999"


async def miss(account: Account, poll: Poll, number: str, extension: str = SALES) -> None:
    """Let a handset miss a call."""
    account.incoming_call(number, extension)
    await poll()
    account.hang_up(extension)
    await poll()


async def test_the_latest_is_told_first(
    account: Account, poll: Poll, say: Say, advance: Advance
) -> None:
    await miss(account, poll, ANNA)
    await advance(60)
    await miss(account, poll, STRANGER, WORKSHOP)
    assert await say("who called") == (
        "2 missed calls: 0411 999 999 called Workshop at 14:11; Anna Smith called Sales at 14:10."
    )
    assert await say("who called on sales") == "One missed call: Anna Smith called Sales at 14:10."


async def test_a_caller_without_a_number_is_told(account: Account, poll: Poll, say: Say) -> None:
    await miss(account, poll, "")
    assert await say("who called") == "One missed call: an unknown number called Sales at 14:10."


async def test_what_a_caller_wrote_in_place_of_a_number_is_not_repeated(
    account: Account, poll: Poll, say: Say
) -> None:
    await miss(account, poll, "Your bank")
    assert await say("who called") == "One missed call: an unknown number called Sales at 14:10."


async def test_a_handset_that_called_has_the_users_name(
    account: Account, poll: Poll, say: Say
) -> None:
    account.place_call(WORKSHOP, SALES)
    await poll()
    account.hang_up(WORKSHOP)
    await poll()
    assert await say("who called") == "One missed call: Workshop called Sales at 14:10."


async def test_a_call_that_was_answered_is_not_missed(
    account: Account, poll: Poll, say: Say
) -> None:
    account.incoming_call(ANNA, SALES)
    await poll()
    account.answer(SALES)
    await poll()
    account.hang_up(SALES)
    await poll()
    assert await say("who called") == "No missed calls in the last 24 hours."


async def test_a_call_is_told_for_a_day(
    account: Account, poll: Poll, say: Say, advance: Advance
) -> None:
    await miss(account, poll, ANNA)
    await advance(24 * 60 * 60)
    assert await say("who called") == (
        "One missed call: Anna Smith called Sales yesterday at 14:10."
    )
    await advance(1)
    assert await say("who called") == "No missed calls in the last 24 hours."


async def test_of_many_only_the_latest_are_spoken(account: Account, poll: Poll, say: Say) -> None:
    for _ in range(7):
        await miss(account, poll, ANNA)
    reply = await say("who called")
    assert reply.startswith("7 missed calls: Anna")
    assert reply.count("Anna Smith called Sales at 14:10") == 5
    assert reply.endswith("; and 2 more.")


async def test_no_more_than_50_are_kept(
    hass: HomeAssistant, loaded: MockConfigEntry, account: Account, poll: Poll
) -> None:
    for number in range(51):
        await miss(account, poll, f"04119999{number:02}")
    numbers = [call.number for call in missed_calls(hass, loaded)]
    assert numbers == [f"04119999{number:02}" for number in range(50, 0, -1)]


async def test_a_caller_has_the_name_that_the_contact_has_now(
    hass: HomeAssistant, loaded: MockConfigEntry, account: Account, poll: Poll, say: Say
) -> None:
    await miss(account, poll, ANNA)
    (anna,) = [each for each in loaded.subentries.values() if each.title == "Anna Smith"]
    hass.config_entries.async_update_subentry(loaded, anna, title="Anna Brown")
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await say("who called") == "One missed call: Anna Brown called Sales at 14:10."
    hass.config_entries.async_remove_subentry(loaded, anna.subentry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await say("who called") == "One missed call: Anna Smith called Sales at 14:10."


async def test_missed_calls_outlive_a_reload_and_are_then_noted_once(
    hass: HomeAssistant, loaded: MockConfigEntry, account: Account, poll: Poll, say: Say
) -> None:
    await miss(account, poll, ANNA)
    assert await hass.config_entries.async_reload(loaded.entry_id)
    await miss(account, poll, STRANGER)
    assert len(list(missed_calls(hass, loaded))) == 2


async def test_a_handset_that_comes_later_is_followed_too(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    account: Account,
    poll: Poll,
    advance: Advance,
) -> None:
    account.add_handset("105", name="Lab")
    await advance(600)
    await poll()
    await miss(account, poll, ANNA, "105")
    assert [call.extension for call in missed_calls(hass, loaded)] == ["105"]


async def test_the_sensors_remember_the_last_ones_before_a_restart(
    hass: HomeAssistant, entry: MockConfigEntry, conversation: None, say: Say
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
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert await say("who called") == (
        "2 missed calls: an unknown number called Workshop at 14:00;"
        " Anna Smith called Sales at 13:00."
    )


async def test_an_account_that_is_removed_is_forgotten(
    hass: HomeAssistant, loaded: MockConfigEntry, account: Account, poll: Poll
) -> None:
    await miss(account, poll, ANNA)
    forget_missed_calls(hass, loaded)
    forget_missed_calls(hass, loaded)
    assert list(missed_calls(hass, loaded)) == []
