"""The devices of the account and its handsets in Home Assistant's registry."""

from collections.abc import Collection
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.device_registry import DeviceEntry, DeviceEntryType, DeviceInfo

from ..api import Handset, in_turns
from ..const import CONF_ACCOUNT_ID, CONF_DOMAIN, CONF_HANDSETS, DOMAIN, LOGGER
from .login import portal_url

_MANUFACTURER: Final = "Jingl"


def create_account_device(hass: HomeAssistant, entry: ConfigEntry) -> str:
    """Create the account's device, the parent of all its handsets, and return its ID."""
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, **account_device_info(entry)
    )
    return device.id


def account_device_info(entry: ConfigEntry) -> DeviceInfo:
    """Return the account's device, which is a service."""
    return DeviceInfo(
        entry_type=DeviceEntryType.SERVICE,
        identifiers={(DOMAIN, account_id(entry))},
        manufacturer=_MANUFACTURER,
        model="Cloud PBX",
        name=entry.title,
        configuration_url=_portal(entry),
    )


def create_handset_device(
    hass: HomeAssistant,
    entry: ConfigEntry,
    extension: str,
    details: Handset | None,
    account_device_id: str,
) -> None:
    """Create or update a handset's device, with its name at Jingl if known."""
    device = None if details else handset_device(hass, entry, extension)
    dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id,
        identifiers={(DOMAIN, handset_id(entry, extension))},
        manufacturer=_MANUFACTURER,
        model=f"Extension {extension}",
        name=device.name if device else handset_name(extension, details),
        via_device_id=account_device_id,
        configuration_url=_portal(entry),
    )


def handset_name(extension: str, details: Handset | None) -> str:
    """Return the handset's name at Jingl, or one made from its extension number."""
    return (details and details.name) or f"Handset {extension}"


def handset_entities(
    hass: HomeAssistant, entry: ConfigEntry, extension: str
) -> list[er.RegistryEntry]:
    """Return a handset's own entities, not those other integrations added to its device."""
    device = handset_device(hass, entry, extension)
    entities = er.async_entries_for_device(er.async_get(hass), device.id) if device else []
    return [entity for entity in entities if entity.config_entry_id == entry.entry_id]


def chosen_names(hass: HomeAssistant, entry: ConfigEntry) -> dict[str, str | None]:
    """Return the chosen handsets' names at Jingl by extension number; None if unknown."""
    devices = {e: handset_device(hass, entry, e) for e in entry.options[CONF_HANDSETS]}
    return {extension: device.name if device else None for extension, device in devices.items()}


def handset_device(hass: HomeAssistant, entry: ConfigEntry, extension: str) -> DeviceEntry | None:
    """Return a handset's device, if it has one."""
    return dr.async_get(hass).async_get_device_by_identifier(
        (DOMAIN, handset_id(entry, extension)), entry.entry_id
    )


def device_extension(entry: ConfigEntry, device: DeviceEntry) -> str | None:
    """Return the extension number of a handset's device; None for the account's."""
    prefix = f"{account_id(entry)}_"
    # Another integration may have added its own to the device, of any length.
    for domain, identifier, *_ in device.identifiers:
        if domain == DOMAIN and identifier.startswith(prefix):
            return identifier.removeprefix(prefix)
    return None


def rename_handset_device(
    hass: HomeAssistant, entry: ConfigEntry, extension: str, details: Handset
) -> None:
    """Rename a handset's device as at Jingl; a name given by the user stays."""
    # The record may spell the extension number differently from the user.
    device = handset_device(hass, entry, extension)
    name = handset_name(extension, details)
    if device and device.name != name:
        dr.async_get(hass).async_update_device(device.id, name=name)


def remove_handset_device(hass: HomeAssistant, entry: ConfigEntry, extension: str) -> None:
    """Remove the device and entities of a handset that Jingl no longer has."""
    if device := handset_device(hass, entry, extension):
        LOGGER.info("Handset %s in %s no longer exists", extension, entry.title)
        dr.async_get(hass).async_remove_device(device.id)


async def remove_other_devices(
    hass: HomeAssistant, entry: ConfigEntry, extensions: Collection[str]
) -> None:
    """Remove the devices and entities of all handsets but these."""
    registry = dr.async_get(hass)
    keep = set(extensions)
    async for device in in_turns(dr.async_entries_for_config_entry(registry, entry.entry_id)):
        extension = device_extension(entry, device)
        if extension is not None and extension not in keep:
            registry.async_remove_device(device.id)


def account_id(entry: ConfigEntry) -> str:
    """Return the account's ID, which stays when the user changes its login or server."""
    return str(entry.data[CONF_ACCOUNT_ID])


def handset_id(entry: ConfigEntry, extension: str) -> str:
    """Return a handset's ID, unique among all accounts."""
    # An account's ID has no underscore, so this can be split again.
    return f"{account_id(entry)}_{extension}"


def _portal(entry: ConfigEntry) -> str:
    return portal_url(entry.data[CONF_DOMAIN], entry.data[CONF_HOST])


def only_jingl(hass: HomeAssistant, entity_ids: set[str], translation_key: str) -> set[str]:
    """Keep only our own entities of one kind: Home Assistant accepts any with the right domain."""
    registry = er.async_get(hass)
    return {
        entity_id
        for entity_id in entity_ids
        if (entry := registry.async_get(entity_id))
        and entry.platform == DOMAIN
        and entry.translation_key == translation_key
    }
