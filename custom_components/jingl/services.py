"""The actions: place, transfer, monitor, coach and barge into calls."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

import voluptuous as vol

from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv, device_registry as dr
from homeassistant.helpers.service import async_get_device_and_config_entry

from .account.devices import device_extension
from .const import DOMAIN
from .coordinator import JinglConfigEntry
from .dialling.gate import (
    ATTENDED_TRANSFER,
    BARGE,
    BLIND_TRANSFER,
    COACH,
    CREATE,
    MONITOR,
    CallAction,
    async_act_on_call,
)
from .dialling.policy import Origin

ATTR_HANDSET: Final = "handset"
ATTR_NUMBER: Final = "number"
ATTR_ATTENDED: Final = "attended"

_SCHEMA: Final = vol.Schema(
    {
        vol.Required(ATTR_HANDSET): cv.string,
        vol.Required(ATTR_NUMBER): vol.Any(str, int),
    }
)
_TRANSFER_SCHEMA: Final = _SCHEMA.extend({vol.Optional(ATTR_ATTENDED, default=False): cv.boolean})


@dataclass(frozen=True, kw_only=True)
class JinglAction:
    """Describes an action on a handset's call."""

    name: str
    schema: vol.Schema
    action_fn: Callable[[ServiceCall], CallAction]


ACTIONS: Final = (
    JinglAction(name="create_call", schema=_SCHEMA, action_fn=lambda _: CREATE),
    JinglAction(
        name="transfer_call",
        schema=_TRANSFER_SCHEMA,
        action_fn=lambda call: ATTENDED_TRANSFER if call.data[ATTR_ATTENDED] else BLIND_TRANSFER,
    ),
    JinglAction(name="monitor_call", schema=_SCHEMA, action_fn=lambda _: MONITOR),
    JinglAction(name="coach_call", schema=_SCHEMA, action_fn=lambda _: COACH),
    JinglAction(name="barge_call", schema=_SCHEMA, action_fn=lambda _: BARGE),
)


@callback
def async_setup_services(hass: HomeAssistant) -> None:
    """Register the actions."""
    for action in ACTIONS:
        hass.services.async_register(
            DOMAIN, action.name, _handler(hass, action), schema=action.schema
        )


def _handler(
    hass: HomeAssistant, action: JinglAction
) -> Callable[[ServiceCall], Coroutine[Any, Any, None]]:
    async def handle(call: ServiceCall) -> None:
        entry, extension = _find_handset(hass, call.data[ATTR_HANDSET])
        await async_act_on_call(
            hass,
            entry,
            extension,
            action.action_fn(call),
            call.data[ATTR_NUMBER],
            origin=Origin.ACTION,
            context=call.context,
        )

    return handle


def _find_handset(hass: HomeAssistant, handset: str) -> tuple[JinglConfigEntry, str]:
    """Return the account and extension number of a device or of an extension number."""
    entries: list[JinglConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    if dr.async_get(hass).async_get(handset) is None:
        owners = [
            entry
            for entry in entries
            if (record := entry.runtime_data.coordinator.data.get(handset)) and record.is_known
        ]
        if len(owners) == 1:
            return owners[0], handset
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="handset_ambiguous" if owners else "handset_unknown",
            translation_placeholders={"handset": handset},
        )
    device, entry = async_get_device_and_config_entry(
        hass, DOMAIN, handset, include_child_devices=False
    )
    extension = device_extension(entry, device)
    if extension is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="not_a_handset",
            translation_placeholders={"device": device.name_by_user or device.name or handset},
        )
    return entry, extension
