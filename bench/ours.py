"""Refresh our way, as in a user's Home Assistant."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from custom_components.jingl.coordinator import JinglConfigEntry

from .home import account_entities


class Ours:
    """The integration as users have it."""

    def __init__(self, hass: HomeAssistant, entry: JinglConfigEntry) -> None:
        self._hass = hass
        self._entry = entry

    async def refresh(self) -> None:
        """Poll like the timer; without a list, ask for all handsets at once."""
        coordinator = self._entry.runtime_data.coordinator
        coordinator.statuses._takes_turns = False  # noqa: SLF001 - as at the start
        await coordinator.async_refresh()

    def statuses(self) -> dict[str, str]:
        """Return what Home Assistant shows, by extension number."""
        return shown_statuses(self._hass, self._entry)


def shown_statuses(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, str]:
    """Return the states of an entry's status sensors by extension number."""
    return {
        entity.extension: state.state
        for entity in account_entities(hass, entry)
        if entity.key == "status" and (state := hass.states.get(entity.entity_id))
    }
