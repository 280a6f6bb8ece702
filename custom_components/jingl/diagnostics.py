"""What a bug report needs to know, and nothing more.

Everything here is named one by one: what is not named cannot leak.
"""

from typing import Any

from homeassistant.const import CONF_HOST, CONF_VERIFY_SSL
from homeassistant.core import HomeAssistant

from .api import DEFAULT_HOST
from .const import CONF_HANDSETS, CONF_IGNORED, CONF_TRACK_NEW
from .coordinator import HandsetData, JinglConfigEntry


async def async_get_config_entry_diagnostics(
    hass: HomeAssistant, entry: JinglConfigEntry
) -> dict[str, Any]:
    """Return an account's diagnostics."""
    coordinator = entry.runtime_data.coordinator
    interval = coordinator.update_interval
    return {
        "default_host": entry.data[CONF_HOST] == DEFAULT_HOST,
        "verify_ssl": entry.data[CONF_VERIFY_SSL],
        "chosen_handsets": len(entry.options[CONF_HANDSETS]),
        "ignored_handsets": len(entry.options[CONF_IGNORED]),
        "track_new": entry.options[CONF_TRACK_NEW],
        "last_poll_succeeded": coordinator.last_update_success,
        "last_failure": type(coordinator.last_exception).__name__
        if coordinator.last_exception
        else None,
        "poll_interval_seconds": interval.total_seconds() if interval else None,
        "handsets": {
            extension: _handset(handset) for extension, handset in coordinator.data.items()
        },
    }


def _handset(handset: HandsetData) -> dict[str, Any]:
    status, details = handset.status, handset.details
    return {
        "status": status
        and {
            "state": status.state,
            "direction": status.direction,
            "duration_seconds": status.duration_seconds,
            "has_other_party": status.other_party is not None,
            "has_app": status.app is not None,
            "registered": status.registration is not None,
        },
        "details": details
        and {
            "has_name": details.name is not None,
            "recording": details.recording,
            "has_outgoing_caller_id": details.outgoing_caller_id is not None,
            "has_location": details.location is not None,
            "has_notes": details.notes is not None,
        },
    }
