"""What a snapshot keeps of entities: our part, without whatever each release adds."""

import json
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.json import json_dumps


def entities_of(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, Any]:
    """Return an entry's entities by ID, as a browser gets them."""
    registered = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    assert registered
    shown = {}
    for each in registered:
        state = hass.states.get(each.entity_id)
        assert state, f"{each.entity_id} is disabled"
        shown[each.entity_id] = {
            "unique_id": each.unique_id,
            "translation_key": each.translation_key,
            "entity_category": each.entity_category,
            "state": state.state,
            "attributes": state.attributes,
        }
    plain: dict[str, Any] = json.loads(json_dumps(shown))
    return plain
