"""Settings of a handset that are text."""

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.text import ATTR_VALUE, SERVICE_SET_VALUE
from homeassistant.const import ATTR_ENTITY_ID, STATE_UNAVAILABLE, STATE_UNKNOWN, Platform
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr

from custom_components.jingl.const import DOMAIN
from simulator.faults import Body, ResetAfter, ResetBefore, StatusCode
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, state_of
from tests.entities import entities_of

NAME, NOTES = "text.reception_name", "text.reception_notes"

# What Home Assistant itself raises for a text that doesn't fit: ValueError before 2026.11.
_REFUSED = (ValueError, ServiceValidationError)


@pytest.fixture(autouse=True)
def _all_enabled(entity_registry_enabled_by_default: None) -> None:
    """Have all entities, also those that are disabled by default."""


async def write(hass: HomeAssistant, entity_id: str, value: str) -> None:
    """Write a text and wait for what follows."""
    await hass.services.async_call(
        Platform.TEXT,
        SERVICE_SET_VALUE,
        {ATTR_ENTITY_ID: entity_id, ATTR_VALUE: value},
        blocking=True,
    )
    await hass.async_block_till_done(wait_background_tasks=True)


def device_name(device_registry: dr.DeviceRegistry) -> str | None:
    """Return the name of the handset's device."""
    wanted = (DOMAIN, "mycompany_100")
    return next(e.name for e in device_registry.devices if wanted in e.identifiers)


async def test_every_text_of_a_handset(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: Account,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("custom_components.jingl.PLATFORMS", [Platform.TEXT])
    account.remove_handset("101")
    account.remove_handset("102")
    account.handsets["100"].notes = "Key in the drawer"
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entities_of(hass, entry) == snapshot


@pytest.mark.usefixtures("loaded")
async def test_a_new_name_is_written_to_jingl_and_renames_the_device(
    hass: HomeAssistant, account: Account, device_registry: dr.DeviceRegistry
) -> None:
    await write(hass, NAME, "Front desk")
    assert account.handsets["100"].name == "Front desk"
    assert state_of(hass, NAME) == "Front desk"
    assert device_name(device_registry) == "Front desk"
    # The others are as they were.
    assert account.handsets["101"].name == "Sales"
    assert state_of(hass, "text.sales_name") == "Sales"


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize("notes", ["Key in the drawer", "Größe & 50 % + ü = ?", "x" * 255])
async def test_notes_are_written_to_jingl_and_read_back(
    hass: HomeAssistant, account: Account, notes: str
) -> None:
    await write(hass, NOTES, notes)
    assert account.handsets["100"].notes == notes
    assert state_of(hass, NOTES) == notes


@pytest.mark.usefixtures("loaded")
async def test_notes_can_be_emptied(hass: HomeAssistant, account: Account) -> None:
    await write(hass, NOTES, "Key in the drawer")
    await write(hass, NOTES, "")
    assert account.handsets["100"].notes == ""
    assert state_of(hass, NOTES) == ""


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("entity_id", "value"), [(NAME, "x" * 256), (NOTES, "x" * 256), (NAME, "")]
)
async def test_a_text_that_is_too_long_or_no_name_is_not_sent(
    hass: HomeAssistant, server: Server, entity_id: str, value: str
) -> None:
    before = state_of(hass, entity_id)
    server.clear_requests()
    with pytest.raises(_REFUSED):
        await write(hass, entity_id, value)
    assert [r for r in server.requests if r.method == "PUT"] == []
    assert state_of(hass, entity_id) == before


@pytest.mark.usefixtures("loaded")
async def test_the_text_shows_what_jingl_made_of_it(hass: HomeAssistant, server: Server) -> None:
    # Jingl says 200, but does not do it.
    server.add_fault(StatusCode(200), parameter="name")
    await write(hass, NAME, "Front desk")
    assert state_of(hass, NAME) == "Reception"


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("status", "error", "key"),
    [
        (400, ServiceValidationError, "settings_refused"),
        (401, HomeAssistantError, "login_not_allowed"),
        (404, HomeAssistantError, "handset_not_found"),
        (406, HomeAssistantError, "tls_error"),
    ],
)
async def test_a_refusal_is_an_error_and_changes_nothing(
    hass: HomeAssistant, server: Server, status: int, error: type[HomeAssistantError], key: str
) -> None:
    server.add_fault(StatusCode(status), method="PUT")
    with pytest.raises(error) as caught:
        await write(hass, NAME, "Front desk")
    assert caught.value.translation_key == key
    assert state_of(hass, NAME) == "Reception"


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("fault", "name"), [(ResetBefore(), "Reception"), (ResetAfter(), "Front desk")]
)
async def test_without_an_answer_the_name_is_read_again_and_not_sent_twice(
    hass: HomeAssistant, server: Server, fault: ResetBefore | ResetAfter, name: str
) -> None:
    server.add_fault(fault, method="PUT")
    with pytest.raises(HomeAssistantError) as caught:
        await write(hass, NAME, "Front desk")
    assert caught.value.translation_key == "outcome_unknown"
    await hass.async_block_till_done(wait_background_tasks=True)
    assert state_of(hass, NAME) == name
    assert len([r for r in server.requests if r.method == "PUT"]) == 1


@pytest.mark.usefixtures("loaded")
async def test_a_change_at_jingl_shows_with_the_next_reading(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    account.handsets["100"].notes = "Key in the drawer"
    await advance(301)
    assert state_of(hass, NOTES) == "Key in the drawer"


@pytest.mark.usefixtures("loaded")
async def test_a_handset_without_a_name_has_an_unknown_one(
    hass: HomeAssistant, server: Server, advance: Advance
) -> None:
    server.add_fault(Body(b'[{"extensionnumber": "100"}]'), path="/api/handset")
    await advance(301)
    assert state_of(hass, NAME) == STATE_UNKNOWN
    # Nothing noted is nothing, and can be written over.
    assert state_of(hass, NOTES) == ""


@pytest.mark.usefixtures("loaded")
async def test_texts_that_cannot_be_read_twice_are_unavailable(
    hass: HomeAssistant, server: Server, advance: Advance
) -> None:
    server.add_fault(Body(b"nonsense"), path=r"/api/handset(/.*)?")
    await advance(301)
    assert state_of(hass, NAME) == "Reception"
    await advance(31)
    assert state_of(hass, NAME) == STATE_UNAVAILABLE
    assert state_of(hass, NOTES) == STATE_UNAVAILABLE


@pytest.mark.usefixtures("loaded")
async def test_white_space_is_written_as_it_will_be_read_back(
    hass: HomeAssistant, account: Account
) -> None:
    await write(hass, NAME, "  Front   desk ")
    assert account.handsets["100"].name == "Front desk"
    with pytest.raises(_REFUSED):
        await write(hass, NAME, "   ")
    assert account.handsets["100"].name == "Front desk"
