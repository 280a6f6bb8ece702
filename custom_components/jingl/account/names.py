"""Find who has a number: a handset of the account, or a contact."""

from collections.abc import Callable, Mapping

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..api import CallDirection
from ..numbers.contacts import ContactNames
from ..numbers.party import party_keys
from .handsets import HandsetRecord


class Names:
    """The names of the account's handsets and contacts."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, handsets: Mapping[str, HandsetRecord]
    ) -> None:
        self._handsets = handsets
        self._contacts = ContactNames(hass, entry)

    def of_party(self, number: str | None, direction: CallDirection | None = None) -> str | None:
        """Return the name of whoever has this number, if known.

        An inbound caller may show any number, even a colleague's extension.
        """
        return self.finder()(number, direction)

    def finder(self) -> Callable[[str | None, CallDirection | None], str | None]:
        """Return `of_party` for many parties."""
        of_contact = self._contacts.finder()

        def find(number: str | None, direction: CallDirection | None) -> str | None:
            if number is None:
                return None
            # As it stands, or in its plain form: sip:101@… is 101.
            inside = direction is not CallDirection.INBOUND
            for extension in (number, *party_keys(number)[:1]) if inside else ():
                if (handset := self._handsets.get(extension)) and handset.name:
                    return handset.name
            return of_contact(number)

        return find

    def of_contact(self, number: str) -> str | None:
        """Return the name of the contact with this number."""
        return self._contacts.find(number)

    def is_favourite(self, number: str | None) -> bool:
        """Return whether a favourite contact has this number."""
        return number is not None and self._contacts.is_favourite(number)
