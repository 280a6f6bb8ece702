"""Measure Home Assistant itself: as many devices, with as many entities that do nothing."""

from dataclasses import dataclass
from datetime import timedelta
import logging
from typing import override

from homeassistant.components.sensor import SensorEntity
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity_platform import EntityPlatform

from custom_components.jingl.api import in_turns

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How many entities a handset has."""

    entities: int
    enabled: int


class Plain(SensorEntity):
    """An entity whose state never changes."""

    _attr_has_entity_name = True
    _attr_should_poll = False
    _attr_native_value = "idle"

    def __init__(self, handset: int, number: int, *, enabled: bool) -> None:
        self._handset = handset
        self._attr_name = f"Entity {number}"
        self._attr_unique_id = f"plain_{handset}_{number}"
        self._attr_entity_registry_enabled_default = enabled

    @property
    @override
    def device_info(self) -> DeviceInfo:
        return DeviceInfo(
            identifiers={("jingl", f"plain_{self._handset}")}, name=f"Plain {self._handset}"
        )


async def add_plain(hass: HomeAssistant, entry: ConfigEntry, size: int, shape: Shape) -> None:
    """Add the entities for this many handsets like the integration: one handset at a time."""
    platform = EntityPlatform(
        hass=hass,
        logger=_LOGGER,
        domain="sensor",
        platform_name="jingl",
        platform=None,
        scan_interval=timedelta(days=1),
        entity_namespace=None,
    )
    platform.config_entry = entry
    async for handset in in_turns(range(size)):
        await platform.async_add_entities(
            Plain(handset, number, enabled=number < shape.enabled)
            for number in range(shape.entities)
        )
