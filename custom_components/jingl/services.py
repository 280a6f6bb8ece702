"""The actions: place, transfer, monitor, coach and barge into calls."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import voluptuous as vol

from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.core import HomeAssistant, ServiceCall, callback
from homeassistant.exceptions import ServiceValidationError, Unauthorized, UnknownUser
from homeassistant.helpers import (
    config_validation as cv,
    device_registry as dr,
    entity_registry as er,
)
from homeassistant.helpers.service import async_get_device_and_config_entry

from .api import HandsetState, JinglClient
from .const import DOMAIN
from .coordinator import JinglConfigEntry
from .devices import device_extension, handset_device, handset_name
from .dial_policy import normalise_number, text_of

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
    request: Callable[[JinglClient, str, str, ServiceCall], Awaitable[None]]
    """Sends the request for an extension and a number."""
    refused: str = "no_connected_call"
    """The translation key for what Jingl means by a 400."""


ACTIONS: Final = (
    JinglAction(
        name="create_call",
        schema=_SCHEMA,
        request=lambda client, extension, number, _: client.create_call(extension, number),
        refused="number_refused",
    ),
    JinglAction(
        name="transfer_call",
        schema=_TRANSFER_SCHEMA,
        request=lambda client, extension, number, call: client.transfer_call(
            extension, number, attended=call.data[ATTR_ATTENDED]
        ),
    ),
    JinglAction(
        name="monitor_call",
        schema=_SCHEMA,
        request=lambda client, extension, number, _: client.monitor_call(extension, number),
    ),
    JinglAction(
        name="coach_call",
        schema=_SCHEMA,
        request=lambda client, extension, number, _: client.coach_call(extension, number),
    ),
    JinglAction(
        name="barge_call",
        schema=_SCHEMA,
        request=lambda client, extension, number, _: client.barge_call(extension, number),
    ),
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
        await _check_permission(hass, call, entry, extension)
        number = _read_number(call.data[ATTR_NUMBER])
        _check_available(entry, extension)
        runtime = entry.runtime_data
        await runtime.coordinator.async_act_on_call(
            extension,
            partial(action.request, runtime.client, extension, number, call),
            number=number,
            refused=action.refused,
        )

    return handle


def _find_handset(hass: HomeAssistant, handset: str) -> tuple[JinglConfigEntry, str]:
    """Return the account and extension number of a device or of an extension number."""
    entries: list[JinglConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    if dr.async_get(hass).async_get(handset) is None:
        owners = [entry for entry in entries if handset in entry.runtime_data.coordinator.data]
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


async def _check_permission(
    hass: HomeAssistant, call: ServiceCall, entry: JinglConfigEntry, extension: str
) -> None:
    """Let only users act on a handset who may control all of its entities."""
    if call.context.user_id is None:
        return  # an automation, or Home Assistant itself
    user = await hass.auth.async_get_user(call.context.user_id)
    if user is None:
        raise UnknownUser(context=call.context, user_id=call.context.user_id)
    device = handset_device(hass, entry, extension)
    entities = er.async_entries_for_device(er.async_get(hass), device.id) if device else []
    # Others may have hung entities of their own below the device.
    entities = [entity for entity in entities if entity.config_entry_id == entry.entry_id]
    for entity in entities:
        if not user.permissions.check_entity(entity.entity_id, POLICY_CONTROL):
            raise Unauthorized(
                context=call.context, entity_id=entity.entity_id, permission=POLICY_CONTROL
            )
    if not entities and not user.is_admin:
        raise Unauthorized(context=call.context, permission=POLICY_CONTROL)


def _check_available(entry: JinglConfigEntry, extension: str) -> None:
    """Refuse to act on a handset that nothing would happen on."""
    coordinator = entry.runtime_data.coordinator
    handset = coordinator.data.get(extension)
    status = handset.status if handset and coordinator.last_update_success else None
    if status is None or status.state is HandsetState.UNAVAILABLE:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="handset_unavailable" if status is None else "handset_not_registered",
            translation_placeholders={
                "handset": handset_name(extension, handset.details if handset else None)
            },
        )


def _read_number(value: str | int) -> str:
    try:
        return normalise_number(text_of(value))
    except ValueError as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="invalid_number",
            translation_placeholders={"number": str(value)},
        ) from err
