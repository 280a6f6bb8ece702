"""What the cards are told of the accounts: what a user may know of them, and no states.

The types here are the ones in the cards' own contract.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Literal, TypedDict

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er

from ..account.devices import handset_device, handset_entities, handset_id
from ..api import in_turns
from ..const import CONF_HANDSET, CONF_USER, CONF_USER_HANDSETS, CONF_VOICE, DOMAIN
from ..coordinator import JinglConfigEntry
from ..dialling.directory import may_control, may_see
from ..dialling.gate import may_supervise
from .contacts import CardContact, written_contacts

# Which of a handset's entities the cards show.
_SHOWN: Final = {"status", "busy", "last_missed_call", "call", "recording"}
# All others pass by themselves.
_FAILED: Final = {
    ConfigEntryState.SETUP_ERROR,
    ConfigEntryState.SETUP_RETRY,
    ConfigEntryState.MIGRATION_ERROR,
    ConfigEntryState.FAILED_UNLOAD,
}


class CardHandset(TypedDict):
    """A handset that the user may see."""

    extension: str
    name: str
    """As the user calls it."""
    device_id: str
    area_id: str | None
    labels: list[str]
    entities: dict[str, str]
    """Entity ids by what they show; without those that are disabled, or that the user may not see.
    """
    may_call: bool
    may_supervise: bool
    """Whether the account's options let it join other calls, too."""


class CardAccount(TypedDict):
    """An account; of one that is not loaded, nothing more is known."""

    entry_id: str
    title: str
    state: Literal["loaded", "loading", "failed"]
    handsets: list[CardHandset]
    contacts: list[CardContact]
    """Only for users who may call from a handset."""
    my_phone: str | None
    """The device that the account's options say is the user's."""


async def accounts_of(hass: HomeAssistant, user: User) -> list[CardAccount]:
    """Return the accounts of which a user may see anything."""
    entries: list[JinglConfigEntry] = hass.config_entries.async_entries(
        DOMAIN, include_ignore=False, include_disabled=False
    )
    return [
        await _loaded(hass, entry, user)
        # It may be unloaded while another one is put together.
        if entry.state is ConfigEntryState.LOADED
        else _unloaded(entry)
        for entry in entries
        if user.is_admin or _may_see_any(hass, entry, user)
    ]


def _may_see_any(hass: HomeAssistant, entry: JinglConfigEntry, user: User) -> bool:
    """Return whether a user may see any entity of an account, loaded or not."""
    entities = er.async_entries_for_config_entry(er.async_get(hass), entry.entry_id)
    return any(user.permissions.check_entity(each.entity_id, POLICY_READ) for each in entities)


def _unloaded(entry: JinglConfigEntry) -> CardAccount:
    return CardAccount(
        entry_id=entry.entry_id,
        title=entry.title,
        state="failed" if entry.state in _FAILED else "loading",
        handsets=[],
        contacts=[],
        my_phone=None,
    )


async def _loaded(hass: HomeAssistant, entry: JinglConfigEntry, user: User) -> CardAccount:
    extensions = sorted(entry.runtime_data.coordinator.data, key=lambda each: (len(each), each))
    handsets = [
        handset
        async for extension in in_turns(extensions)
        if (handset := _handset(hass, entry, extension, user))
    ]
    callers = [handset for handset in handsets if handset["may_call"]]
    return CardAccount(
        entry_id=entry.entry_id,
        title=entry.title,
        state="loaded",
        handsets=handsets,
        contacts=written_contacts(hass, entry) if callers else [],
        my_phone=_my_phone(entry.options, user, callers),
    )


def _handset(
    hass: HomeAssistant, entry: JinglConfigEntry, extension: str, user: User
) -> CardHandset | None:
    device = handset_device(hass, entry, extension)
    if device is None or not may_see(hass, entry, extension, user):
        return None
    entities = handset_entities(hass, entry, extension)
    prefix = f"{handset_id(entry, extension)}_"
    may_call = may_control(entities, user)
    return CardHandset(
        extension=extension,
        name=device.name_by_user or device.name or extension,
        device_id=device.id,
        area_id=dr.async_get_effective_area_id(hass, device),
        labels=sorted(device.labels),
        entities={
            key: entity.entity_id
            for entity in entities
            if (key := entity.unique_id.removeprefix(prefix)) in _SHOWN
            and user.permissions.check_entity(entity.entity_id, POLICY_READ)
        },
        may_call=may_call,
        may_supervise=may_call and may_supervise(entry, extension),
    )


def _my_phone(
    options: Mapping[str, Any], user: User, handsets: Iterable[CardHandset]
) -> str | None:
    """Return the device of the handset that the options say is the user's."""
    pairs: Sequence[Mapping[str, str]] = options.get(CONF_VOICE, {}).get(CONF_USER_HANDSETS, [])
    theirs = {pair[CONF_HANDSET] for pair in pairs if pair[CONF_USER] == user.id}
    return next((each["device_id"] for each in handsets if each["extension"] in theirs), None)
