"""What happens to handsets, as lines of the logbook."""

from collections.abc import Awaitable, Callable

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
from tests.contacts import Contacts

# First of all, since the account's events are to be recorded.
pytestmark = pytest.mark.usefixtures("recorder_mock")

type Lines = Callable[[], Awaitable[list[tuple[str, str]]]]


@pytest.fixture
async def lines(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> Lines:
    """Return a function that reads the lines about Reception's calls: who, and what."""
    assert loaded
    assert await async_setup_component(hass, "logbook", {})
    start = dt_util.utcnow()

    async def lines() -> list[tuple[str, str]]:
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
        return [(line["name"], line["message"]) for line in answer["result"] if "message" in line]

    return lines


async def test_a_missed_call_reads_as_a_sentence(
    loaded: MockConfigEntry,
    device_registry: dr.DeviceRegistry,
    account: Account,
    advance: Advance,
    lines: Lines,
) -> None:
    device = device_registry.async_get_device_by_identifier(
        (DOMAIN, "mycompany_100"), loaded.entry_id
    )
    assert device
    device_registry.async_update_device(device.id, name_by_user="Front desk")
    account.incoming_call("0409123456", "100")
    await advance(16)
    account.remote_hang_up("100")
    await advance(3)
    await advance(1)
    assert await lines() == [
        ("Front desk", "was called by 0409 123 456"),
        ("Front desk", "missed a call from 0409 123 456"),
    ]


async def test_a_contact_is_called_as_at_the_time(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    account: Account,
    advance: Advance,
    lines: Lines,
) -> None:
    contacts = Contacts(hass, loaded)
    jane = contacts.add("Jane Smith", "0409 123 456")
    account.incoming_call("+61409123456", "100")
    await advance(16)
    contacts.change(jane, "Jane Jones")
    account.remote_hang_up("100")
    await advance(3)
    contacts.remove(jane)
    await advance(1)
    assert await lines() == [
        ("Reception", "was called by Jane Smith"),
        ("Reception", "missed a call from Jane Jones"),
    ]
