"""Setting up, unloading and removing an account."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component

from custom_components.jingl.const import DOMAIN
from custom_components.jingl.coordinator import JinglCoordinator
from custom_components.jingl.dialling.gate import dial_record
from simulator.faults import Html, StatusCode
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, state_of
from tests.contacts import Contacts


def handset_device(
    device_registry: dr.DeviceRegistry, entry: MockConfigEntry, identifier: str
) -> dr.DeviceEntry:
    """Return the device of this identifier."""
    device = device_registry.async_get_device_by_identifier((DOMAIN, identifier), entry.entry_id)
    assert device
    return device


async def test_the_handsets_devices_hang_below_the_accounts(
    loaded: MockConfigEntry, device_registry: dr.DeviceRegistry
) -> None:
    account = handset_device(device_registry, loaded, "mycompany")
    reception = handset_device(device_registry, loaded, "mycompany_100")
    assert account.entry_type is dr.DeviceEntryType.SERVICE
    assert reception.via_device_id == account.id
    assert (reception.name, reception.model) == ("Reception", "Extension 100")
    assert reception.configuration_url == account.configuration_url
    assert account.configuration_url == f"https://{loaded.data['host']}"


async def test_an_account_is_unloaded_and_loaded_again(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    assert await hass.config_entries.async_unload(loaded.entry_id)
    assert loaded.state is ConfigEntryState.NOT_LOADED
    assert state_of(hass, "sensor.reception_status") == STATE_UNAVAILABLE
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done()
    assert state_of(hass, "sensor.reception_status") == "idle"


async def test_unique_ids_survive_a_rename_and_a_new_login(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    account: Account,
    entity_registry: er.EntityRegistry,
    advance: Advance,
) -> None:
    entries = er.async_entries_for_config_entry(entity_registry, loaded.entry_id)
    before = {entity.unique_id for entity in entries}
    account.handsets["100"].name = "Front desk"
    account.users["mary"] = "other"
    hass.config_entries.async_update_entry(
        loaded, data={**loaded.data, "username": "mary", "password": "other"}, title="Office"
    )
    assert await hass.config_entries.async_reload(loaded.entry_id)
    await advance(301)
    entries = er.async_entries_for_config_entry(entity_registry, loaded.entry_id)
    assert {entity.unique_id for entity in entries} == before


@pytest.mark.parametrize(
    "fault", [StatusCode(404), StatusCode(500), StatusCode(503, {"Retry-After": "5"}), Html()]
)
async def test_set_up_is_tried_again_later_where_jingl_fails(
    hass: HomeAssistant, entry: MockConfigEntry, server: Server, fault: StatusCode | Html
) -> None:
    server.add_fault(fault)
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key


async def test_handsets_go_by_their_extensions_until_their_names_can_be_read(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    server: Server,
    device_registry: dr.DeviceRegistry,
    advance: Advance,
) -> None:
    server.add_fault(StatusCode(500), path=r"/api/handset(/.*)?")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await advance(0)
    assert state_of(hass, "sensor.handset_100_status") == "idle"
    assert state_of(hass, "switch.handset_100_recording") == STATE_UNAVAILABLE
    server.clear_faults()
    await advance(31)
    assert state_of(hass, "switch.handset_100_recording") == "off"
    assert handset_device(device_registry, entry, "mycompany_100").name == "Reception"


async def test_handsets_keep_their_names_where_these_cannot_be_read_after_a_restart(
    hass: HomeAssistant, loaded: MockConfigEntry, server: Server
) -> None:
    server.add_fault(StatusCode(500), path=r"/api/handset(/.*)?")
    assert await hass.config_entries.async_reload(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert state_of(hass, "sensor.reception_status") == "idle"
    assert handset_device(dr.async_get(hass), loaded, "mycompany_100").name == "Reception"


async def test_set_up_is_tried_again_later_where_jingl_is_not_there(
    hass: HomeAssistant, entry: MockConfigEntry, server: Server
) -> None:
    await server.stop()
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert entry.state is ConfigEntryState.SETUP_RETRY
    assert entry.error_reason_translation_key == "cannot_connect"
    await server.start()
    await hass.config_entries.async_reload(entry.entry_id)
    assert entry.state.value == "loaded"


async def test_a_handset_that_the_options_leave_out_loses_its_device(
    hass: HomeAssistant, loaded: MockConfigEntry, device_registry: dr.DeviceRegistry
) -> None:
    hass.config_entries.async_update_entry(
        loaded, options={"handsets": ["100"], "ignored": ["101", "102"], "track_new": True}
    )
    assert await hass.config_entries.async_reload(loaded.entry_id)
    await hass.async_block_till_done()
    names = {
        device.name
        for device in dr.async_entries_for_config_entry(device_registry, loaded.entry_id)
    }
    assert names == {"mycompany", "Reception"}
    assert hass.states.get("sensor.sales_status") is None


async def test_only_the_device_of_a_handset_that_is_not_followed_can_be_deleted(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    assert await async_setup_component(hass, "config", {})
    stale = device_registry.async_get_or_create(
        config_entry_id=loaded.entry_id, identifiers={(DOMAIN, "mycompany_999")}
    )
    client = await hass_ws_client(hass)
    for device, deletable in (
        (handset_device(device_registry, loaded, "mycompany"), False),
        (handset_device(device_registry, loaded, "mycompany_100"), False),
        (stale, True),
    ):
        answer = await client.remove_device(device.id)
        assert answer["success"] is deletable


async def test_no_device_can_be_deleted_while_it_is_not_known_which_handsets_there_are(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    assert await async_setup_component(hass, "config", {})
    reception = handset_device(device_registry, loaded, "mycompany_100")
    assert await hass.config_entries.async_unload(loaded.entry_id)
    client = await hass_ws_client(hass)
    answer = await client.remove_device(reception.id)
    assert answer["error"]["code"] == "home_assistant_error"


async def test_contacts_are_followed_once_and_only_while_the_account_is_loaded(
    hass: HomeAssistant, entry: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[JinglCoordinator] = []

    def note(coordinator: JinglCoordinator) -> None:
        told.append(coordinator)

    monkeypatch.setattr(JinglCoordinator, "async_update_listeners", note)
    assert await hass.config_entries.async_setup(entry.entry_id)
    contacts = Contacts(hass, entry)
    told.clear()
    jane = contacts.add("Jane", "0409 123 456")
    assert told == [entry.runtime_data.coordinator]
    assert await hass.config_entries.async_reload(entry.entry_id)
    told.clear()
    contacts.change(jane, "Jane Jones")
    assert told == [entry.runtime_data.coordinator]
    assert await hass.config_entries.async_unload(entry.entry_id)
    told.clear()
    contacts.remove(jane)
    assert told == []


async def test_a_contact_that_was_added_while_the_account_was_not_loaded_is_known(
    hass: HomeAssistant, loaded: MockConfigEntry, account: Account
) -> None:
    account.incoming_call("0409123456", "100")
    assert await hass.config_entries.async_unload(loaded.entry_id)
    Contacts(hass, loaded).add("Jane", "0409 123 456")
    assert await hass.config_entries.async_setup(loaded.entry_id)
    await hass.async_block_till_done()
    state = hass.states.get("sensor.reception_status")
    assert state
    assert state.attributes["other_party"] == "Jane"


async def test_what_an_account_was_refused_is_forgotten_with_it_and_not_before(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    refusals = dial_record(hass, loaded).refusals
    assert await hass.config_entries.async_reload(loaded.entry_id)
    assert dial_record(hass, loaded).refusals is refusals
    await hass.config_entries.async_remove(loaded.entry_id)
    assert dial_record(hass, loaded).refusals is not refusals
