"""System information about each account."""

from typing import Any

from homeassistant.components.system_health import SystemHealthRegistration
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_translations

from .account.session import is_reachable
from .const import DOMAIN
from .coordinator import JinglConfigEntry


@callback
def async_register(hass: HomeAssistant, register: SystemHealthRegistration) -> None:
    """Register the system information."""
    register.async_register_info(_accounts)


async def _accounts(hass: HomeAssistant) -> dict[str, Any]:
    """Return the information, each value by its translation key.

    Several accounts are numbered in the order in which Home Assistant lists them, not named, since
    people paste this into public issues.
    """
    entries: list[JinglConfigEntry] = sorted(
        hass.config_entries.async_entries(DOMAIN, include_disabled=False),
        key=lambda entry: entry.title.casefold(),
    )
    if len(entries) == 1:
        return _account(hass, entries[0])
    names = await async_get_translations(hass, hass.config.language, "system_health", {DOMAIN})
    return {
        f"{names[f'component.{DOMAIN}.system_health.info.{key}']} ({number})": value
        for number, entry in enumerate(entries, 1)
        for key, value in _account(hass, entry).items()
    }


def _account(hass: HomeAssistant, entry: JinglConfigEntry) -> dict[str, Any]:
    info: dict[str, Any] = {"reachable": _reachable(hass, entry)}
    if entry.state is ConfigEntryState.LOADED:
        coordinator = entry.runtime_data.coordinator
        info |= {
            "status_list": coordinator.statuses.listed,
            "handset_list": coordinator.settings.listed,
            "call_records": coordinator.call_records.listed,
            "last_poll": coordinator.last_update_success_time,
            "requests": entry.runtime_data.client.requests_last_hour,
        }
    return info


async def _reachable(hass: HomeAssistant, entry: JinglConfigEntry) -> str | dict[str, str]:
    """Return the result in the form of Home Assistant's own check, which always verifies TLS."""
    if await is_reachable(hass, entry.data):
        return "ok"
    return {"type": "failed", "error": "unreachable"}
