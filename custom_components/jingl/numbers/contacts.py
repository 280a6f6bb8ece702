"""The people of an account, as subentries of its entry: each added by hand, or a file of them.

Who is added by hand comes before whoever has the same number, or the same name, in a phone book.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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

# So short a number in a phone book is no complete one: else it would be kept in full, with a +.
_OWN_KEY: Final = re.compile(r"[1-9][0-9]{0,5}", re.ASCII)


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
    for book in _books_of(entry):
        for stored in book:
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
        self._kept = _Index[Contact]()
        self._books = _Index[Mapping[str, Any]]()

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
        source = (snapshot(self._entry), region)
        if source != self._source:
            self._source = source
            self._index(region)
        keys = party_keys(number)
        if contact := self._kept.find(keys):
            return contact
        if stored := self._books.find(keys):
            return _from_book(stored)
        # Told without its area code, it may be several people's, and is then nobody's.
        longer = {key: _from_book(stored) for key, stored in self._books.longer(keys)}
        longer |= self._kept.longer(keys)
        people = set(longer.values())
        return people.pop() if len(people) == 1 else None

    def _index(self, region: str) -> None:
        self._kept = _Index(_kept_numbers(self._entry, region))
        self._books = _Index(_book_numbers(self._entry))


# Somebody, by the first key of one of their numbers, and whether that may be cut.
type _Numbers[T] = Iterable[tuple[T, str, bool]]


class _Index[T]:
    """Somebody by their numbers: of several who have one, the first.

    Where it is large it is made of strings, which the garbage collector need not go through.
    """

    def __init__(self, numbers: _Numbers[T] = ()) -> None:
        self._whole: dict[str, T] = {}
        # Those that may be cut, from their ends, in order.
        self._backwards: list[str] = []
        for one, key, may_be_cut in numbers:
            if key not in self._whole:
                self._whole[key] = one
                if may_be_cut:
                    self._backwards.append(key[::-1])
        self._backwards.sort()

    def find(self, keys: Sequence[str]) -> T | None:
        """Return who has a number, told by its keys, or what that may be cut to."""
        return next((self._whole[key] for key in keys if key in self._whole), None)

    def longer(self, keys: Sequence[str]) -> Iterator[tuple[str, T]]:
        """Yield the numbers that may be cut to one, told by its keys, with whoever has them."""
        end = keys[0][::-1] if keys else ""
        if len(end) < LOCAL_LENGTH:
            return
        for place in range(bisect_left(self._backwards, end), len(self._backwards)):
            if not self._backwards[place].startswith(end):
                return
            key = self._backwards[place][::-1]
            yield key, self._whole[key]


def _kept_numbers(entry: ConfigEntry, region: str) -> _Numbers[Contact]:
    """Yield the numbers of the contacts that were added by hand."""
    for contact in contacts_of(entry):
        for number in contact.numbers if contact.name else ():
            # Users write numbers as in their country, Jingl as in its own.
            keys = party_keys(number if region == JINGL_REGION else meaning(number, region))
            if keys:
                yield contact, keys[0], len(keys) > 1


def _book_numbers(entry: ConfigEntry) -> _Numbers[Mapping[str, Any]]:
    """Yield the numbers of phone books with what is stored of whoever has them.

    Neither are contacts made of all nor is what can be a key as it is understood anew: of thousands
    either would take too long.
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
    """Call back when contacts come, go or change, for as long as the entry is loaded."""
    known = snapshot(entry)

    @callback
    def look(change: ConfigEntryChange, changed: ConfigEntry) -> None:
        nonlocal known
        if changed is entry and (now := snapshot(entry)) != known:
            known = now
            action()

    entry.async_on_unload(async_dispatcher_connect(hass, SIGNAL_CONFIG_ENTRY_CHANGED, look))


def snapshot(entry: ConfigEntry) -> list[tuple[str, Mapping[str, Any]]]:
    """Return what changes whenever a contact does: a subentry itself is changed in place."""
    return [(subentry.title, subentry.data) for subentry in entry.subentries.values()]


def _books_of(entry: ConfigEntry) -> Iterator[Sequence[Mapping[str, Any]]]:
    """Yield what the account's phone books keep of their contacts, book by book."""
    for subentry in entry.subentries.values():
        if subentry.subentry_type == SUBENTRY_PHONE_BOOK:
            yield subentry.data[CONF_CONTACTS]


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
