"""Who has a number: a handset of the account, or a contact."""

from collections.abc import Mapping

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..api import CallDirection
from ..numbers.contacts import ContactNames
from ..numbers.party import party_keys
from .handsets import HandsetRecord


class Names:
    """What the account's handsets and contacts are called."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, handsets: Mapping[str, HandsetRecord]
    ) -> None:
        self._handsets = handsets
        self._contacts = ContactNames(hass, entry)

    def of_party(self, number: str | None, direction: CallDirection | None = None) -> str | None:
        """Return who has this number, as far as that is known.

        Whoever calls from outside may show any number, also a colleague's extension.
        """
        if number is None:
            return None
        # As it is, or as it is written otherwise: sip:101@… is 101.
        inside = direction is not CallDirection.INBOUND
        for extension in (number, *party_keys(number)[:1]) if inside else ():
            if (handset := self._handsets.get(extension)) and handset.name:
                return handset.name
        return self.of_contact(number)

    def of_contact(self, number: str) -> str | None:
        """Return the contact who has this number."""
        return self._contacts.find(number)

    def is_favourite(self, number: str | None) -> bool:
        """Return whether a favourite contact has this number."""
        return number is not None and self._contacts.is_favourite(number)
