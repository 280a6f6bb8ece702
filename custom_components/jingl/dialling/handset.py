"""Find the handset an action is for, from its target or by name."""

from collections.abc import Mapping
from itertools import chain
from typing import Any, Final

from homeassistant.auth.models import User
from homeassistant.const import (
    ATTR_AREA_ID,
    ATTR_DEVICE_ID,
    ATTR_ENTITY_ID,
    ATTR_FLOOR_ID,
    ATTR_LABEL_ID,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.device_registry import DeviceEntry
from homeassistant.helpers.service import async_get_device_and_config_entry
from homeassistant.helpers.target import (
    TargetSelection,
    async_extract_referenced_entity_ids,
)

from ..account.devices import account_id, device_extension
from ..const import CONF_HANDSET, DOMAIN
from ..coordinator import JinglConfigEntry
from ..numbers.party import is_number
from .directory import find_named, listed_handsets, may_see, suggest

_PLACES: Final = (ATTR_AREA_ID, ATTR_FLOOR_ID, ATTR_LABEL_ID)

_TARGETS: Final = (ATTR_ENTITY_ID, ATTR_DEVICE_ID, *_PLACES)

type Handset = tuple[JinglConfigEntry, str]
"""A handset's account and extension number."""


async def find_handset(hass: HomeAssistant, data: Mapping[str, Any], user: User | None) -> Handset:
    """Return the handset an action's data means; ServiceValidationError if it isn't exactly one."""
    named: str = data.get(CONF_HANDSET, "").strip()
    if named and TargetSelection(dict(data)).has_any_target:
        raise _both_ways()
    if named:
        return await _find_named(hass, named, user)
    devices = _devices_of(hass, data)
    if not devices:
        raise _missing()
    handsets = {device_id: _handset_of(hass, device_id) for device_id in sorted(devices)}
    if len(handsets) > 1:
        names = [
            _name(hass, device_id)
            for device_id, handset in handsets.items()
            if may_see(hass, *handset, user)
        ]
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="handset_not_one",
            translation_placeholders={"handsets": ", ".join(sorted(names)) or "…"},
        )
    return next(iter(handsets.values()))


async def find_handsets(
    hass: HomeAssistant, data: Mapping[str, Any], user: User | None
) -> list[tuple[JinglConfigEntry, str | None]] | None:
    """Return the handsets an action's data means, or None if it says nothing about handsets.

    A whole account, which its own device stands for, has no extension number. Raises
    ServiceValidationError.
    """
    # A target that turns out to be empty, perhaps by a template, doesn't mean everything.
    is_targeted = any(key in data for key in _TARGETS)
    if CONF_HANDSET not in data:
        if not is_targeted:
            return None
        if devices := _devices_of(hass, data):
            return [_account_or_handset_of(hass, device_id) for device_id in sorted(devices)]
        raise _missing()
    if is_targeted:
        raise _both_ways()
    named = [name for each in data[CONF_HANDSET] if (name := each.strip())]
    if not named:
        raise _missing()
    is_device = dr.async_get(hass).async_get
    return [
        _account_or_handset_of(hass, each)
        if is_device(each)
        else await _find_named(hass, each, user)
        for each in named
    ]


async def _find_named(hass: HomeAssistant, named: str, user: User | None) -> Handset:
    """Return the handset with this device ID, extension number or name."""
    if dr.async_get(hass).async_get(named):
        return _handset_of(hass, named)
    entries: list[JinglConfigEntry] = hass.config_entries.async_loaded_entries(DOMAIN)
    owners = [
        entry
        for entry in entries
        if (record := entry.runtime_data.coordinator.data.get(named)) and record.is_known
    ]
    if len(owners) == 1:
        return owners[0], named
    if not owners and not is_number(named):
        everybody = chain.from_iterable(listed_handsets(hass, each, user) for each in entries)
        found = await find_named(everybody, named)
        if len(found) == 1:
            return found[0].entry, found[0].number
        if found:
            raise ServiceValidationError(
                translation_domain=DOMAIN,
                translation_key="handset_named_alike",
                translation_placeholders={"handset": named, "handsets": suggest(found)},
            )
    raise ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="handset_ambiguous" if owners else "handset_unknown",
        translation_placeholders={"handset": named},
    )


def _devices_of(hass: HomeAssistant, data: Mapping[str, Any]) -> set[str]:
    """Return the targeted devices; areas, floors and labels contribute only our handsets."""
    registry = er.async_get(hass)
    devices = TargetSelection({ATTR_DEVICE_ID: data.get(ATTR_DEVICE_ID)}).device_ids
    for entity_id in TargetSelection({ATTR_ENTITY_ID: data.get(ATTR_ENTITY_ID)}).entity_ids:
        entity = registry.async_get(entity_id)
        if entity is None or entity.platform != DOMAIN or entity.device_id is None:
            raise _not_a_handset(entity_id)
        devices.add(entity.device_id)
    places = TargetSelection({key: data.get(key) for key in _PLACES})
    if places.has_any_target:
        there = async_extract_referenced_entity_ids(hass, places, primary_entities_only=False)
        entities = (registry.async_get(each) for each in there.indirectly_referenced)
        devices |= {
            each.device_id
            for each in entities
            if each and each.platform == DOMAIN and each.device_id and _is_handset(hass, each)
        }
    return devices


def _is_handset(hass: HomeAssistant, entity: er.RegistryEntry) -> bool:
    """Return whether one of our entities belongs to a handset, not the account."""
    device = dr.async_get(hass).async_get(entity.device_id) if entity.device_id else None
    entry = hass.config_entries.async_get_entry(entity.config_entry_id or "")
    return isinstance(device, DeviceEntry) and bool(entry and device_extension(entry, device))


def _handset_of(hass: HomeAssistant, device_id: str) -> Handset:
    """Return a device's handset; ServiceValidationError if it isn't one or isn't loaded."""
    entry, extension = _account_or_handset_of(hass, device_id)
    if extension is None:
        raise _not_a_handset(_name(hass, device_id))
    return entry, extension


def _account_or_handset_of(
    hass: HomeAssistant, device_id: str
) -> tuple[JinglConfigEntry, str | None]:
    """Return a handset, or its account without an extension number for the account's own device."""
    device, entry = async_get_device_and_config_entry(
        hass, DOMAIN, device_id, include_child_devices=False
    )
    extension = device_extension(entry, device)
    if extension is None and (DOMAIN, account_id(entry)) not in device.identifiers:
        raise _not_a_handset(_name(hass, device_id))
    return entry, extension


def _not_a_handset(name: str) -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="not_a_handset",
        translation_placeholders={"device": name},
    )


def _both_ways() -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="handset_and_target",
        translation_placeholders={},
    )


def _missing() -> ServiceValidationError:
    return ServiceValidationError(
        translation_domain=DOMAIN,
        translation_key="handset_missing",
        translation_placeholders={},
    )


def _name(hass: HomeAssistant, device_id: str) -> str:
    device = dr.async_get(hass).async_get(device_id)
    return (device and (device.name_by_user or device.name)) or device_id
