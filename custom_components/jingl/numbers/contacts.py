"""The people that an account's users added by hand, as subentries of its entry."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigSubentry,
)
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .party import party_keys
from .phone_number import JINGL_REGION, meaning

SUBENTRY_CONTACT: Final = "contact"

CONF_NUMBERS: Final = "numbers"
CONF_ALIASES: Final = "aliases"
CONF_FAVOURITE: Final = "favourite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody with a phone."""

    name: str
    numbers: Sequence[str]
    """As the user wrote them; the first is the one to call."""
    aliases: Sequence[str] = ()
    """What else people say."""
    favourite: bool = False


def contacts_of(entry: ConfigEntry) -> list[Contact]:
    """Return an account's contacts, favourites first, else by name."""
    contacts = [
        _contact(subentry)
        for subentry in entry.subentries.values()
        if subentry.subentry_type == SUBENTRY_CONTACT
    ]
    return sorted(contacts, key=lambda contact: (not contact.favourite, contact.name.casefold()))


def country(hass: HomeAssistant) -> str:
    """Return the country whose way of writing numbers counts."""
    return hass.config.country or JINGL_REGION


class ContactNames:
    """Who has which number; looked up anew whenever the contacts have changed."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._source: object = None
        # By a party's first key, and by the others.
        self._names: dict[str, str] = {}
        self._names_cut: dict[str, str] = {}

    def find(self, number: str) -> str | None:
        """Return the name of the contact whose number Jingl tells in any of its forms."""
        region = country(self._hass)
        source = (_snapshot(self._entry), region)
        if source != self._source:
            self._source = source
            self._index(region)
        keys = party_keys(number)
        found = [self._names.get(key) for key in keys]
        found += [self._names_cut.get(key) for key in keys[:1]]
        return next(filter(None, found), None)

    def _index(self, region: str) -> None:
        self._names, self._names_cut = {}, {}
        # So that the first of two contacts with one number is told.
        for contact in reversed(contacts_of(self._entry)):
            for number in contact.numbers if contact.name else ():
                # Users write numbers as in their country, Jingl as in its own.
                written = number if region == JINGL_REGION else meaning(number, region)
                keys = party_keys(written)
                self._names |= dict.fromkeys(keys[:1], contact.name)
                self._names_cut |= dict.fromkeys(keys[1:], contact.name)


@callback
def follow_contacts(hass: HomeAssistant, entry: ConfigEntry, action: Callable[[], None]) -> None:
    """Call back when contacts come, go or change, for as long as the entry is loaded."""
    known = _snapshot(entry)

    @callback
    def look(change: ConfigEntryChange, changed: ConfigEntry) -> None:
        nonlocal known
        if changed is entry and (now := _snapshot(entry)) != known:
            known = now
            action()

    entry.async_on_unload(async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, look))


def _snapshot(entry: ConfigEntry) -> list[tuple[str, Mapping[str, Any]]]:
    """Return what changes whenever a contact does: a subentry itself is changed in place."""
    return [(subentry.title, subentry.data) for subentry in entry.subentries.values()]


def _contact(subentry: ConfigSubentry) -> Contact:
    data: Mapping[str, Any] = subentry.data
    return Contact(
        # Home Assistant's own dialog for renaming takes anything, also nothing.
        name=subentry.title.strip(),
        numbers=tuple(data[CONF_NUMBERS]),
        aliases=tuple(data[CONF_ALIASES]),
        favourite=data[CONF_FAVOURITE],
    )
