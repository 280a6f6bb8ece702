"""The people of an account, as subentries of its entry: each added by hand, or a file of them.

Who is added by hand comes before whoever has the same number, or the same name, in a phone book.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntry,
    ConfigEntryChange,
    ConfigSubentry,
)
from homeassistant.const import CONF_NAME
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from .party import LOCAL_LENGTH, party_keys
from .phone_number import JINGL_REGION, meaning

SUBENTRY_CONTACT: Final = "contact"
SUBENTRY_PHONE_BOOK: Final = "phone_book"

CONF_CONTACTS: Final = "contacts"
CONF_NUMBERS: Final = "numbers"
CONF_ALIASES: Final = "aliases"
CONF_FAVOURITE: Final = "favourite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody with a phone."""

    name: str
    numbers: Sequence[str]
    """As the user wrote them, those of phone books as +61409123456; the first is the one to call.
    """
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


def book_contacts_of(entry: ConfigEntry) -> Iterator[Contact]:
    """Yield whom an account's phone books know: book by book, and nobody twice."""
    told: set[tuple[str, Sequence[str]]] = set()
    for book in entry.subentries.values():
        if book.subentry_type != SUBENTRY_PHONE_BOOK:
            continue
        for stored in book.data[CONF_CONTACTS]:
            contact = _from_book(stored)
            if (same := (contact.name, contact.numbers)) not in told:
                told.add(same)
                yield contact


def everybody_of(entry: ConfigEntry) -> Iterator[Contact]:
    """Yield an account's contacts, then whoever else its phone books know by name."""
    kept = contacts_of(entry)
    names = {contact.name.casefold() for contact in kept}
    others = (each for each in book_contacts_of(entry) if each.name.casefold() not in names)
    return chain(kept, others)


def stored_in_book(contact: Contact) -> dict[str, Any]:
    """Return what a phone book keeps of somebody: of thousands, nothing that is not needed."""
    stored: dict[str, Any] = {CONF_NAME: contact.name, CONF_NUMBERS: list(contact.numbers)}
    if contact.aliases:
        stored[CONF_ALIASES] = list(contact.aliases)
    if contact.favourite:
        stored[CONF_FAVOURITE] = True
    return stored


def country(hass: HomeAssistant) -> str:
    """Return the country whose way of writing numbers counts."""
    return hass.config.country or JINGL_REGION


class ContactNames:
    """Who has which number; looked up anew whenever the contacts have changed."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._source: object = None
        self._kept = _Index()
        self._books = _Index()

    def find(self, number: str) -> str | None:
        """Return the name of the contact whose number Jingl tells in any of its forms."""
        contact = self._contact(number)
        return contact.name if contact else None

    def is_favourite(self, number: str) -> bool:
        """Return whether the contact who has this number is a favourite."""
        contact = self._contact(number)
        return contact is not None and contact.favourite

    def _contact(self, number: str) -> Contact | None:
        region = country(self._hass)
        source = (_snapshot(self._entry), region)
        if source != self._source:
            self._source = source
            self._index(region)
        keys = party_keys(number)
        return self._kept.find(keys) or self._books.find(keys)

    def _index(self, region: str) -> None:
        self._kept, self._books = _Index(), _Index()
        for contact in contacts_of(self._entry):
            for number in contact.numbers if contact.name else ():
                # Users write numbers as in their country, Jingl as in its own.
                written = number if region == JINGL_REGION else meaning(number, region)
                self._kept.add(contact, party_keys(written))
        for contact in book_contacts_of(self._entry):
            for number in contact.numbers:
                if number.startswith("+"):
                    # A key already; to understand thousands of numbers anew would take too long.
                    self._books.add_key(contact, number)
                else:
                    self._books.add(contact, party_keys(number))


class _Index:
    """Contacts by their numbers: of several who have one, the first."""

    def __init__(self) -> None:
        # By a number's first key; and those that may be cut, by what cannot be cut off.
        self._contacts: dict[str, Contact] = {}
        self._by_end: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, contact: Contact, keys: Sequence[str]) -> None:
        """Take in a number, told by its keys."""
        if len(keys) > 1:
            self.add_key(contact, keys[0])
        elif keys:
            self._contacts.setdefault(keys[0], contact)

    def add_key(self, contact: Contact, key: str) -> None:
        """Take in a number that may be cut, told by its first key."""
        self._contacts.setdefault(key, contact)
        self._by_end[key[-LOCAL_LENGTH:]].append(key)

    def find(self, keys: Sequence[str]) -> Contact | None:
        """Return who has a number, told by its keys."""
        whole = [key for key in keys if key in self._contacts]
        for key in keys[:1]:
            longer = self._by_end.get(key[-LOCAL_LENGTH:], ())
            whole += [each for each in longer if each.endswith(key)]
        return self._contacts[whole[0]] if whole else None


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


def _from_book(stored: Mapping[str, Any]) -> Contact:
    return Contact(
        name=stored[CONF_NAME],
        numbers=tuple(stored[CONF_NUMBERS]),
        aliases=tuple(stored.get(CONF_ALIASES, ())),
        favourite=stored.get(CONF_FAVOURITE, False),
    )
