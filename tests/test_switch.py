"""The recording switch of a handset."""

import asyncio

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
)
from syrupy.assertion import SnapshotAssertion

from homeassistant.const import (
    ATTR_ENTITY_ID,
    EVENT_STATE_CHANGED,
    SERVICE_TURN_OFF,
    SERVICE_TURN_ON,
    STATE_UNKNOWN,
    Platform,
)
from homeassistant.core import Event, EventStateChangedData, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from simulator.faults import Body, Hang, ResetAfter, ResetBefore, StatusCode
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, state_of
from tests.entities import entities_of

RECORDING = "switch.reception_recording"


async def turn(hass: HomeAssistant, service: str, entity_id: str = RECORDING) -> None:
    """Turn the switch and wait for what follows."""
    await hass.services.async_call(
        Platform.SWITCH, service, {ATTR_ENTITY_ID: entity_id}, blocking=True
    )
    await hass.async_block_till_done(wait_background_tasks=True)


async def test_the_switch_of_every_handset(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("custom_components.jingl.PLATFORMS", [Platform.SWITCH])
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entities_of(hass, entry) == snapshot


@pytest.mark.usefixtures("loaded")
async def test_recording_is_switched_on_and_off_at_jingl(
    hass: HomeAssistant, account: Account
) -> None:
    await turn(hass, SERVICE_TURN_ON)
    assert account.handsets["100"].recording is True
    assert state_of(hass, RECORDING) == "on"
    await turn(hass, SERVICE_TURN_OFF)
    assert account.handsets["100"].recording is False
    assert state_of(hass, RECORDING) == "off"


@pytest.mark.usefixtures("loaded")
async def test_a_change_at_jingl_shows_with_the_next_reading(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    account.handsets["100"].recording = True
    await advance(301)
    assert state_of(hass, RECORDING) == "on"


@pytest.mark.usefixtures("loaded")
async def test_the_switch_shows_what_jingl_made_of_it(hass: HomeAssistant, server: Server) -> None:
    # Jingl says 200, but does not do it.
    server.add_fault(StatusCode(200), parameter="recording")
    # Not by listening with append: what is no callback runs in threads, and so in any order.
    states: list[Event[EventStateChangedData]] = async_capture_events(hass, EVENT_STATE_CHANGED)
    await turn(hass, SERVICE_TURN_ON)
    shown = [
        event.data["new_state"].state
        for event in states
        if event.data["entity_id"] == RECORDING and event.data["new_state"]
    ]
    assert shown == ["on", "off"]


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("status", "error", "key"),
    [
        (400, ServiceValidationError, "settings_refused"),
        (404, HomeAssistantError, "handset_not_found"),
        (429, HomeAssistantError, "rate_limited"),
    ],
)
async def test_a_refusal_is_an_error_and_changes_nothing(
    hass: HomeAssistant, server: Server, status: int, error: type[HomeAssistantError], key: str
) -> None:
    server.add_fault(StatusCode(status), method="PUT")
    with pytest.raises(error) as caught:
        await turn(hass, SERVICE_TURN_ON)
    assert caught.value.translation_key == key
    assert state_of(hass, RECORDING) == "off"


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("status", [200, 201, 202, 204])
async def test_any_success_is_one(
    hass: HomeAssistant, account: Account, server: Server, status: int
) -> None:
    server.add_fault(StatusCode(status, acted=True), method="PUT")
    await turn(hass, SERVICE_TURN_ON)
    assert account.handsets["100"].recording is True
    assert state_of(hass, RECORDING) == "on"


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(("fault", "state"), [(ResetBefore(), "off"), (ResetAfter(), "on")])
async def test_without_an_answer_the_switch_reads_what_became_of_it(
    hass: HomeAssistant, server: Server, fault: ResetBefore | ResetAfter, state: str
) -> None:
    server.add_fault(fault, method="PUT")
    with pytest.raises(HomeAssistantError) as caught:
        await turn(hass, SERVICE_TURN_ON)
    assert caught.value.translation_key == "outcome_unknown"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert state_of(hass, RECORDING) == state
    assert len([r for r in server.requests if r.method == "PUT"]) == 1


@pytest.mark.usefixtures("loaded")
async def test_what_cannot_be_read_back_is_read_with_the_next_poll(
    hass: HomeAssistant, account: Account, server: Server, advance: Advance
) -> None:
    server.add_fault(StatusCode(500), method="GET", path="/api/handset/100", times=1)
    await turn(hass, SERVICE_TURN_ON)
    assert state_of(hass, RECORDING) == "on"
    account.handsets["100"].recording = False
    await advance(16)
    assert state_of(hass, RECORDING) == "off"


@pytest.mark.usefixtures("loaded")
async def test_recording_is_unknown_where_jingl_does_not_say(
    hass: HomeAssistant, server: Server, advance: Advance
) -> None:
    server.add_fault(Body(b'[{"extensionnumber": "100"}]'), path="/api/handset")
    await advance(301)
    assert state_of(hass, RECORDING) == STATE_UNKNOWN


@pytest.mark.usefixtures("loaded")
async def test_ten_switches_are_sent_side_by_side(
    hass: HomeAssistant, entry: MockConfigEntry, account: Account, server: Server
) -> None:
    for number in range(10):
        account.add_handset(f"20{number}", name=f"Desk {number}")
    await entry.runtime_data.coordinator.async_refresh()
    await hass.async_block_till_done(wait_background_tasks=True)
    hang = Hang()
    server.add_fault(hang, method="PUT")
    switches = [f"switch.desk_{number}_recording" for number in range(10)]
    switching = hass.async_create_task(
        hass.services.async_call("switch", "turn_on", {"entity_id": switches}, blocking=True)
    )
    for number in range(10):
        await server.wait_for_request(path=f"/api/handset/20{number}", method="PUT")
    await server.stop()
    with pytest.raises(HomeAssistantError):
        await switching


@pytest.mark.usefixtures("loaded")
async def test_a_switch_does_not_wait_for_settings_that_are_being_read(
    hass: HomeAssistant, account: Account, server: Server, advance: Advance
) -> None:
    server.add_fault(Hang(), path="/api/handset", method="GET")
    advancing = asyncio.ensure_future(advance(301))
    await server.wait_for_request(path="/api/handset", method="GET")
    switch = {ATTR_ENTITY_ID: RECORDING}
    await hass.services.async_call(Platform.SWITCH, SERVICE_TURN_ON, switch, blocking=True)
    assert account.handsets["100"].recording is True
    assert state_of(hass, RECORDING) == "on"
    await server.stop()
    await advancing


@pytest.mark.usefixtures("loaded")
async def test_changes_of_one_handset_follow_one_another(
    hass: HomeAssistant, server: Server
) -> None:
    server.add_fault(Hang(), method="PUT")
    changes = [
        (SERVICE_TURN_ON, RECORDING),
        (SERVICE_TURN_OFF, RECORDING),
        (SERVICE_TURN_OFF, "switch.sales_recording"),
    ]
    changing = [
        hass.async_create_task(
            hass.services.async_call("switch", service, {ATTR_ENTITY_ID: entity}, blocking=True)
        )
        for service, entity in changes
    ]
    await server.wait_for_request(path="/api/handset/101", method="PUT")
    await server.wait_for_request(path="/api/handset/100", method="PUT")
    sent = [request.path for request in server.requests if request.method == "PUT"]
    assert sorted(sent) == ["/api/handset/100", "/api/handset/101"]
    await server.stop()
    for each in changing:
        with pytest.raises(HomeAssistantError):
            await each


async def test_settings_read_before_a_change_do_not_undo_it(
    hass: HomeAssistant, loaded: MockConfigEntry, server: Server, advance: Advance
) -> None:
    settings = loaded.runtime_data.coordinator.settings
    before = settings.details["100"]
    async with settings.changing("100"):
        reading = hass.async_create_task(settings.refresh(None))
        settings.expect("100", name=None, recording=True, notes=None)
    await reading
    assert settings.details["100"].recording is True
    await settings.refresh(None)
    assert settings.details["100"] == before
    # Nor does one that began before the change, and ends after it.
    reading = hass.async_create_task(settings.refresh(None))
    async with settings.changing("100"):
        settings.expect("100", name=None, recording=True, notes=None)
    await reading
    assert settings.details["100"].recording is True
