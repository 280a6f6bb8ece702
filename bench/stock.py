"""The pattern from Home Assistant's docs: every entity writes its state on every refresh.

The entities are ours, with an entry of their own, so that both ways show the same. But a plain
DataUpdateCoordinator fetches, the whole answer is parsed, and each entity is updated and writes its
state. There are no events, because this pattern has no place for them.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
import logging
from typing import Any, cast

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
from homeassistant.helpers.entity_platform import async_get_platforms
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from custom_components.jingl.api import HandsetStatus
from custom_components.jingl.coordinator import JinglConfigEntry
from custom_components.jingl.entity import JinglEntity

from .ours import shown_statuses

_LOGGER = logging.getLogger(__name__)


class Stock:
    """An entry of the integration whose entities are refreshed as documented."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: JinglConfigEntry,
        fetch: Callable[[], Awaitable[list[Any]]],
    ) -> None:
        self._hass = hass
        self._entry = entry
        self._fetch = fetch
        self._coordinator = DataUpdateCoordinator(
            hass, _LOGGER, config_entry=entry, name="stock", update_method=self._update
        )
        for platform in async_get_platforms(hass, entry.domain):
            if platform.config_entry is entry:
                for entity in platform.entities.values():
                    self._coordinator.async_add_listener(partial(_write, entity))

    async def refresh(self) -> None:
        """Poll."""
        await self._coordinator.async_refresh()

    def statuses(self) -> dict[str, str]:
        """Return what Home Assistant shows, by extension number."""
        return shown_statuses(self._hass, self._entry)

    async def _update(self) -> None:
        """Fetch and parse statuses, and store them for our entities."""
        statuses = {
            status.extension: status for status in map(HandsetStatus.from_json, await self._fetch())
        }
        shown = self._entry.runtime_data.coordinator
        shown.data = {
            extension: replace(handset, status=statuses.get(extension))
            for extension, handset in shown.data.items()
        }


def _write(entity: Entity) -> None:
    """Work out an entity's state and write it, whether or not it has changed."""
    cast("JinglEntity[object]", entity)._look()  # noqa: SLF001 - what the entity does on an update
    entity.async_write_ha_state()
