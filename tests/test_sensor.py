"""Sensors of a handset."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry, snapshot_platform
from syrupy.assertion import SnapshotAssertion

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN, Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from simulator.faults import Body
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, state_of


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@pytest.mark.freeze_time("2026-11-22 09:00:00+11:00")
async def test_every_sensor_of_a_handset_on_a_call(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: Account,
    entity_registry: er.EntityRegistry,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("custom_components.jingl.PLATFORMS", [Platform.SENSOR])
    account.remove_handset("101")
    account.remove_handset("102")
    account.incoming_call("0412345678", "100")
    account.answer("100")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    await snapshot_platform(hass, entity_registry, snapshot, entry.entry_id)


@pytest.mark.usefixtures("loaded")
async def test_the_rare_sensors_are_disabled_at_first(
    hass: HomeAssistant, entity_registry: er.EntityRegistry
) -> None:
    for key in ("application", "outgoing_caller_id", "location"):
        entity_id = f"sensor.reception_{key}"
        assert hass.states.get(entity_id) is None
        registered = entity_registry.async_get(entity_id)
        assert registered
        assert registered.disabled_by is er.RegistryEntryDisabler.INTEGRATION


@pytest.mark.usefixtures("loaded")
async def test_the_status_follows_a_call(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    assert state_of(hass, "sensor.reception_status") == "idle"
    assert state_of(hass, "sensor.reception_other_party") == STATE_UNKNOWN

    account.incoming_call("0412345678", "100")
    await advance(16)
    assert state_of(hass, "sensor.reception_status") == "ringing"
    assert state_of(hass, "sensor.reception_other_party") == "0412345678"
    assert state_of(hass, "sensor.reception_call_direction") == "inbound"
    assert state_of(hass, "sensor.reception_call_started") == STATE_UNKNOWN

    account.answer("100")
    await advance(3)
    assert state_of(hass, "sensor.reception_status") == "on_call"

    account.hold("100")
    await advance(3)
    assert state_of(hass, "sensor.reception_status") == "on_hold"

    account.hang_up("100")
    await advance(3)
    assert state_of(hass, "sensor.reception_status") == "idle"
    assert state_of(hass, "sensor.reception_other_party") == STATE_UNKNOWN


@pytest.mark.usefixtures("loaded")
async def test_a_call_between_handsets_shows_on_both(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    account.place_call("100", "101")
    await advance(16)
    assert state_of(hass, "sensor.reception_status") == "calling"
    assert state_of(hass, "sensor.sales_status") == "ringing"
    assert state_of(hass, "sensor.sales_call_direction") == "internal"


@pytest.mark.usefixtures("loaded")
async def test_the_start_of_a_call_does_not_move_during_it(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    account.incoming_call("0412345678", "100")
    account.answer("100")
    await advance(16)
    started = state_of(hass, "sensor.reception_call_started")
    for seconds in (2.3, 2.6, 2.1, 2.9, 2.4):
        await advance(seconds)
        assert state_of(hass, "sensor.reception_call_started") == started


@pytest.mark.usefixtures("loaded")
async def test_a_phone_that_is_off_is_unavailable_but_known(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    account.handsets["100"].unregister()
    await advance(16)
    assert state_of(hass, "sensor.reception_status") == "unavailable"
    # The other sensors are there: it is the phone that is not.
    assert state_of(hass, "sensor.reception_registration_ip") == STATE_UNKNOWN
    assert state_of(hass, "switch.reception_recording") == "off"


@pytest.mark.usefixtures("loaded")
async def test_a_phone_that_moves_shows_its_new_address(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    account.handsets["100"].register("[2001:db8::7]:5060")
    await advance(16)
    assert state_of(hass, "sensor.reception_registration_ip") == "2001:db8::7"


@pytest.mark.usefixtures("loaded")
async def test_a_state_that_is_not_documented_is_unknown_and_reported_once(
    hass: HomeAssistant,
    server: Server,
    advance: Advance,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.add_fault(
        Body(b'[{"extensionnumber": "100", "state": "Parked 0412345678"}]'),
        path="/api/handsetstatus",
    )
    await advance(16)
    await advance(16)
    assert state_of(hass, "sensor.reception_status") == STATE_UNKNOWN
    assert state_of(hass, "sensor.sales_status") == "idle"
    warnings = [record for record in caplog.records if "not documented" in record.message]
    assert len(warnings) == 1
    assert "Parked" in warnings[0].message
    # A word may have a number in it.
    assert "0412345678" not in caplog.text


@pytest.mark.usefixtures("loaded")
async def test_settings_that_cannot_be_read_do_not_take_the_status_along(
    hass: HomeAssistant, server: Server, advance: Advance
) -> None:
    server.add_fault(Body(b"nonsense"), path=r"/api/handset(/.*)?")
    await advance(301)
    assert state_of(hass, "sensor.reception_status") == "idle"
    assert state_of(hass, "switch.reception_recording") == STATE_UNAVAILABLE
    server.clear_faults()
    await advance(31)
    assert state_of(hass, "switch.reception_recording") == "off"
