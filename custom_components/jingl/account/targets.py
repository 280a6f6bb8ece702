"""Check that an automation's target makes sense."""

from collections.abc import Mapping, Sequence

import voluptuous as vol

from homeassistant.const import (
    ATTR_AREA_ID,
    ATTR_DEVICE_ID,
    ATTR_ENTITY_ID,
    ATTR_FLOOR_ID,
    ATTR_LABEL_ID,
)
from homeassistant.core import HomeAssistant, split_entity_id
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..const import DOMAIN
from .devices import only_jingl

_OTHERS = (ATTR_DEVICE_ID, ATTR_AREA_ID, ATTR_FLOOR_ID, ATTR_LABEL_ID)

type Target = Mapping[str, Sequence[str]]


def check_target(hass: HomeAssistant, target: Target) -> None:
    """Refuse entities and devices that don't belong to a handset; vol.Invalid names them.

    Areas, floors and labels may contain anything. What Home Assistant doesn't know passes, too: it
    may belong to a handset that isn't set up yet or is temporarily gone.
    """
    wrong = [
        each
        for each in target.get(ATTR_ENTITY_ID, ())
        if _is_known(hass, each) and not _is_handset_entity(hass, each)
    ]
    registry = dr.async_get(hass)
    for device_id in target.get(ATTR_DEVICE_ID, ()):
        device = registry.async_get(device_id)
        if device and not _is_handset(device):
            wrong.append(device.name_by_user or device.name or device_id)
    if wrong:
        raise vol.Invalid(f"not a Jingl handset, nor an entity of one: {', '.join(wrong)}")


def check_target_of(hass: HomeAssistant, target: Target, domain: str, translation_key: str) -> None:
    """Check a target, and refuse one that names only entities, none of the kind needed."""
    check_target(hass, target)
    named = target.get(ATTR_ENTITY_ID, ())
    known = {each for each in named if _is_known(hass, each)}
    if (
        named
        and known == set(named)
        and not only_jingl(
            hass, {each for each in known if split_entity_id(each)[0] == domain}, translation_key
        )
        and not any(map(target.get, _OTHERS))
    ):
        kind = f"{domain.replace('_', ' ')} {translation_key.capitalize()}"
        raise vol.Invalid(f"no {kind} of a Jingl handset: {', '.join(named)}")


def _is_known(hass: HomeAssistant, entity_id: str) -> bool:
    return bool(er.async_get(hass).async_get(entity_id) or hass.states.get(entity_id))


def _is_handset_entity(hass: HomeAssistant, entity_id: str) -> bool:
    entry = er.async_get(hass).async_get(entity_id)
    device = entry and entry.device_id and dr.async_get(hass).async_get(entry.device_id)
    return bool(entry and entry.platform == DOMAIN and device and _is_handset(device))


def _is_handset(device: dr.BaseDeviceEntry) -> bool:
    """Return whether a device is one of our handsets; an account's device is a service."""
    return (
        isinstance(device, dr.DeviceEntry)
        and device.entry_type is None
        and any(domain == DOMAIN for domain, *_ in device.identifiers)
    )
