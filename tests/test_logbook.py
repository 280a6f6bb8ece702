"""What happens to handsets, as lines of the logbook."""

import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from simulator.state import Account
from tests.conftest import Advance


@pytest.mark.usefixtures("recorder_mock", "loaded")
async def test_a_missed_call_reads_as_a_sentence(
    hass: HomeAssistant,
    account: Account,
    advance: Advance,
    hass_ws_client: WebSocketGenerator,
) -> None:
    assert await async_setup_component(hass, "logbook", {})
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
        ("Reception", "was called by 0409 123 456"),
        ("Reception", "missed a call from 0409 123 456"),
    ]
