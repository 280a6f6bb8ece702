"""Our own way to refresh, as a user's Home Assistant does it."""

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from custom_components.jingl.coordinator import JinglConfigEntry

from .home import account_entities


class Ours:
    """The integration as it is."""

    def __init__(self, hass: HomeAssistant, entry: JinglConfigEntry) -> None:
        self._hass = hass
        self._entry = entry

    async def refresh(self) -> None:
        """Poll as the timer does; where each handset is a request, poll all of them."""
        coordinator = self._entry.runtime_data.coordinator
        coordinator.pace._swept_at = float("-inf")  # noqa: SLF001
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
