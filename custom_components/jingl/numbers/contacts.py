"""An account's contacts, kept as subentries: each added by hand, or a whole phone book.

Contacts added by hand take precedence over those in a phone book with the same number or name.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
import re
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

# In a phone book so short a number is incomplete: complete ones are kept with a +.
_OWN_KEY: Final = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person or company with a phone."""

    name: str
    numbers: Sequence[str]
    """As the user wrote them, or like +61409123456 from a phone book; calls go to the first.
    """
    aliases: Sequence[str] = ()
    """Other names people use for them."""
    favourite: bool = False


def contacts_of(entry: ConfigEntry) -> list[Contact]:
    """Return an account's contacts added by hand, favourites first, then by name."""
    contacts = [
        _contact(subentry)
        for subentry in entry.subentries.values()
        if subentry.subentry_type == SUBENTRY_CONTACT
    ]
    return sorted(contacts, key=lambda contact: (not contact.favourite, contact.name.casefold()))


def book_contacts_of(entry: ConfigEntry) -> Iterator[Contact]:
    """Yield the contacts in an account's phone books, book by book, without duplicates."""
    told: set[tuple[str, Sequence[str]]] = set()
    for book in _books_of(entry):
        for stored in book:
            contact = _from_book(stored)
            if (same := (contact.name, contact.numbers)) not in told:
                told.add(same)
                yield contact


def everybody_of(entry: ConfigEntry) -> Iterator[Contact]:
    """Yield the contacts added by hand, then those in phone books with other names."""
    kept = contacts_of(entry)
    names = {contact.name.casefold() for contact in kept}
    others = (each for each in book_contacts_of(entry) if each.name.casefold() not in names)
    return chain(kept, others)


def stored_in_book(contact: Contact) -> dict[str, Any]:
    """Return what a phone book stores for a contact: no defaults, since there may be thousands."""
    stored: dict[str, Any] = {CONF_NAME: contact.name, CONF_NUMBERS: list(contact.numbers)}
    if contact.aliases:
        stored[CONF_ALIASES] = list(contact.aliases)
    if contact.favourite:
        stored[CONF_FAVOURITE] = True
    return stored


def country(hass: HomeAssistant) -> str:
    """Return the country whose way of writing numbers applies."""
    return hass.config.country or JINGL_REGION


class ContactNames:
    """Finds the contact for a number; rebuilds its index whenever the contacts change."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._source: object = None
        self._kept = _Index[Contact]()
        self._books = _Index[Mapping[str, Any]]()
        # The call log asks for the same few hundred parties again and again.
        self._of_number = lru_cache(maxsize=8192)(self._look_up)

    def find(self, number: str) -> str | None:
        """Return the name of the contact with this number, in any form Jingl may report."""
        return self.finder()(number)

    def finder(self) -> Callable[[str], str | None]:
        """Return `find` for many numbers: only now it looks whether contacts have changed."""
        self._refresh()
        return self._name_of

    def is_favourite(self, number: str) -> bool:
        """Return whether the contact with this number is a favourite."""
        self._refresh()
        contact = self._of_number(number)
        return contact is not None and contact.favourite

    def _name_of(self, number: str) -> str | None:
        contact = self._of_number(number)
        return contact.name if contact else None

    def _refresh(self) -> None:
        region = country(self._hass)
        source = (snapshot(self._entry), region)
        if source != self._source:
            self._source = source
            self._index(region)

    def _look_up(self, number: str) -> Contact | None:
        keys = party_keys(number)
        if contact := self._kept.find(keys):
            return contact
        if stored := self._books.find(keys):
            return _from_book(stored)
        # Without its area code it may fit several people; then return nobody.
        longer = {key: _from_book(stored) for key, stored in self._books.longer(keys)}
        longer |= self._kept.longer(keys)
        people = set(longer.values())
        return people.pop() if len(people) == 1 else None

    def _index(self, region: str) -> None:
        self._kept = _Index(_kept_numbers(self._entry, region))
        self._books = _Index(_book_numbers(self._entry))
        self._of_number.cache_clear()


# A contact, the first key of one of its numbers, and whether that may be shortened.
type _Numbers[T] = Iterable[tuple[T, str, bool]]


class _Index[T]:
    """Contacts by number; if several have the same number, the first wins.

    Its large parts are strings, which the garbage collector needn't visit.
    """

    def __init__(self, numbers: _Numbers[T] = ()) -> None:
        self._whole: dict[str, T] = {}
        # Keys that may be shortened, spelt backwards and sorted.
        self._backwards: list[str] = []
        for one, key, may_be_cut in numbers:
            if key not in self._whole:
                self._whole[key] = one
                if may_be_cut:
                    self._backwards.append(key[::-1])
        self._backwards.sort()

    def find(self, keys: Sequence[str]) -> T | None:
        """Return who has the number with these keys, in full or shortened."""
        return next((self._whole[key] for key in keys if key in self._whole), None)

    def longer(self, keys: Sequence[str]) -> Iterator[tuple[str, T]]:
        """Yield the numbers that can be shortened to the one with these keys, and who has them."""
        end = keys[0][::-1] if keys else ""
        if len(end) < LOCAL_LENGTH:
            return
        for place in range(bisect_left(self._backwards, end), len(self._backwards)):
            if not self._backwards[place].startswith(end):
                return
            key = self._backwards[place][::-1]
            yield key, self._whole[key]


def _kept_numbers(entry: ConfigEntry, region: str) -> _Numbers[Contact]:
    """Yield the numbers of the contacts added by hand."""
    for contact in contacts_of(entry):
        for number in contact.numbers if contact.name else ():
            # Users write numbers as in their country, Jingl as in Australia.
            keys = party_keys(number if region == JINGL_REGION else meaning(number, region))
            if keys:
                yield contact, keys[0], len(keys) > 1


def _book_numbers(entry: ConfigEntry) -> _Numbers[Mapping[str, Any]]:
    """Yield the numbers in phone books, each with the stored data of its contact.

    Avoids creating Contact objects, and parsing numbers that can be keys as they are: for thousands
    of contacts either would take too long.
    """
    for book in _books_of(entry):
        for stored in book:
            for number in stored[CONF_NUMBERS]:
                if number.startswith("+"):
                    yield stored, number, True
                elif _OWN_KEY.fullmatch(number):
                    yield stored, number, False
                elif keys := party_keys(number):
                    yield stored, keys[0], len(keys) > 1


@callback
def follow_contacts(hass: HomeAssistant, entry: ConfigEntry, action: Callable[[], None]) -> None:
    """Call `action` when contacts are added, removed or changed, while the entry is loaded."""
    known = snapshot(entry)

    @callback
    def look(change: ConfigEntryChange, changed: ConfigEntry) -> None:
        nonlocal known
        if changed is entry and (now := snapshot(entry)) != known:
            known = now
            action()

    entry.async_on_unload(async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, look))


def snapshot(entry: ConfigEntry) -> list[tuple[str, Mapping[str, Any]]]:
    """Return data to compare later, because subentries themselves change in place."""
    return [(subentry.title, subentry.data) for subentry in entry.subentries.values()]


def _books_of(entry: ConfigEntry) -> Iterator[Sequence[Mapping[str, Any]]]:
    """Yield the stored contacts of each of the account's phone books."""
    for subentry in entry.subentries.values():
        if subentry.subentry_type == SUBENTRY_PHONE_BOOK:
            yield subentry.data[CONF_CONTACTS]


def _contact(subentry: ConfigSubentry) -> Contact:
    data: Mapping[str, Any] = subentry.data
    return Contact(
        # Home Assistant's own rename dialog accepts anything, even nothing.
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
