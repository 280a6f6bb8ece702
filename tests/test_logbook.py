"""What happens to handsets, as lines of the logbook."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from custom_components.jingl.const import DOMAIN
from simulator.state import Account
from tests.conftest import Advance


@pytest.mark.usefixtures("recorder_mock")
async def test_a_missed_call_reads_as_a_sentence(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
    account: Account,
    advance: Advance,
    hass_ws_client: WebSocketGenerator,
) -> None:
    assert await async_setup_component(hass, "logbook", {})
    device = device_registry.async_get_device_by_identifier(
        (DOMAIN, "mycompany_100"), loaded.entry_id
    )
    assert device
    device_registry.async_update_device(device.id, name_by_user="Front desk")
    start = dt_util.utcnow()
    account.incoming_call("0409123456", "100")
    await advance(16)
    account.remote_hang_up("100")
    await advance(3)
    await advance(1)
    await async_wait_recording_done(hass)
    client = await hass_ws_client(hass)
    await client.send_json_auto_id(
        {
            "type": "logbook/get_events",
            "start_time": start.isoformat(),
            "entity_ids": ["event.reception_call"],
        }
    )
    answer = await client.receive_json()
    lines = [(line.get("name"), line["message"]) for line in answer["result"] if "message" in line]
    assert lines == [
        ("Front desk", "was called by 0409 123 456"),
        ("Front desk", "missed a call from 0409 123 456"),
    ]
