"""Jingl cloud PBX."""

from typing import Final

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.device_registry import DeviceEntry
from homeassistant.helpers.typing import ConfigType

from .account.call_history import call_history, forget_call_history
from .account.devices import create_account_device, device_extension, remove_other_devices
from .account.issues import async_setup_issues
from .account.pace import forget_pace
from .account.session import create_client
from .const import CONF_HANDSETS, DOMAIN
from .coordinator import JinglConfigEntry, JinglCoordinator, JinglRuntimeData
from .dialling.gate import async_setup_dialling, check_options, forget_calls
from .entity import remove_entities
from .frontend import async_forget_cards, async_load_cards, async_serve_cards
from .frontend.contacts import forget_contacts
from .numbers.contacts import follow_contacts
from .numbers.phone_number import load as load_numbers
from .services import async_setup_services
from .views import async_setup_views
from .voice.sentence_triggers import async_setup_sentences
from .websocket_api import async_setup_websocket_api

PLATFORMS: Final = [
    Platform.BINARY_SENSOR,
    Platform.EVENT,
    Platform.SENSOR,
    Platform.SWITCH,
    Platform.TEXT,
]

CONFIG_SCHEMA = cv.config_entry_only_config_schema(DOMAIN)


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Register the actions and everything else that doesn't depend on an entry."""
    await hass.async_add_executor_job(load_numbers)
    await async_setup_dialling(hass)
    async_setup_services(hass)
    async_setup_issues(hass)
    async_setup_websocket_api(hass)
    async_setup_views(hass)
    await async_serve_cards(hass)
    return True


async def async_setup_entry(hass: HomeAssistant, entry: JinglConfigEntry) -> bool:
    """Set up an account."""
    check_options(hass, entry)
    # Even if Jingl can't be reached now.
    await async_load_cards(hass)
    # Remove handsets that the user has since left out in the options.
    await remove_other_devices(hass, entry, entry.options[CONF_HANDSETS])
    client = create_client(hass, entry)
    calls = await call_history(hass, entry)
    entry.async_on_unload(await calls.start(entry))
    coordinator = JinglCoordinator(hass, entry, client, calls)
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = JinglRuntimeData(
        client=client,
        coordinator=coordinator,
        names=coordinator.names,
        calls=calls,
        account_device_id=create_account_device(hass, entry),
    )
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    # States contain the contacts' names.
    follow_contacts(hass, entry, coordinator.async_update_listeners)
    async_setup_sentences(hass, entry)
    # Home Assistant 2026.10 requires this; from 2026.11 None is fine, too.
    return True


async def async_unload_entry(hass: HomeAssistant, entry: JinglConfigEntry) -> bool:
    """Unload an account."""
    await remove_entities(hass, entry)
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: JinglConfigEntry) -> None:
    """Forget a removed account."""
    forget_calls(hass, entry)
    forget_pace(hass, entry)
    await forget_call_history(hass, entry)
    forget_contacts(hass, entry)
    if not hass.config_entries.async_entries(DOMAIN):
        await async_forget_cards(hass)


async def async_remove_config_entry_device(
    hass: HomeAssistant, entry: JinglConfigEntry, device: DeviceEntry
) -> bool:
    """Let the user delete the device of a handset that is no longer followed."""
    if entry.state is not ConfigEntryState.LOADED:
        return False  # we don't know which handsets exist
    extension = device_extension(entry, device)
    return extension is not None and extension not in entry.runtime_data.coordinator.data
