"""Binary sensors of a handset."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, Platform
from homeassistant.core import HomeAssistant

from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, state_of
from tests.entities import entities_of

BUSY, REGISTERED = "binary_sensor.reception_busy", "binary_sensor.reception_registered"


async def test_every_binary_sensor_of_a_handset(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: Account,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("custom_components.jingl.PLATFORMS", [Platform.BINARY_SENSOR])
    account.remove_handset("101")
    account.remove_handset("102")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entities_of(hass, entry) == snapshot


@pytest.mark.usefixtures("loaded")
async def test_a_handset_is_in_a_call_from_the_first_ring_to_the_end(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    assert state_of(hass, BUSY) == STATE_OFF
    account.incoming_call("0412345678", "100")
    await advance(16)
    assert state_of(hass, BUSY) == STATE_ON
    assert state_of(hass, "binary_sensor.sales_busy") == STATE_OFF
    account.answer("100")
    account.hold("100")
    await advance(3)
    assert state_of(hass, BUSY) == STATE_ON
    account.hang_up("100")
    await advance(3)
    assert state_of(hass, BUSY) == STATE_OFF


@pytest.mark.usefixtures("loaded")
async def test_a_phone_that_is_off_is_not_registered_and_in_no_call(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    assert state_of(hass, REGISTERED) == STATE_ON
    account.incoming_call("0412345678", "100")
    await advance(16)
    account.handsets["100"].unregister()
    await advance(3)
    assert state_of(hass, REGISTERED) == STATE_OFF
    assert state_of(hass, BUSY) == STATE_OFF
    account.handsets["100"].register("203.0.113.7:5060")
    await advance(16)
    assert state_of(hass, REGISTERED) == STATE_ON


@pytest.mark.usefixtures("loaded")
async def test_nobody_says_that_a_phone_is_offline_because_jingl_is(
    hass: HomeAssistant, server: Server, advance: Advance
) -> None:
    await server.stop()
    await advance(16)
    assert state_of(hass, REGISTERED) == STATE_UNAVAILABLE
    assert state_of(hass, BUSY) == STATE_UNAVAILABLE
