"""Which of the entities that an automation targets a trigger or condition looks at."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN


def only_jingl(hass: HomeAssistant, entity_ids: set[str], translation_key: str) -> set[str]:
    """Keep one kind of our own entities: Home Assistant would take any that have its domain."""
    registry = er.async_get(hass)
    return {
        entity_id
        for entity_id in entity_ids
        if (entry := registry.async_get(entity_id))
        and entry.platform == DOMAIN
        and entry.translation_key == translation_key
    }
