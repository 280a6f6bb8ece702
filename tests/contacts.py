"""An account's contacts, and what users do with them."""

from types import MappingProxyType
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant


class Contacts:
    """Add, change and remove an account's contacts, as the frontend's forms finally do."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._entries = hass.config_entries
        self.entry = entry

    def add(self, name: str, *numbers: str, **data: Any) -> ConfigSubentry:
        """Add a contact."""
        contact = ConfigSubentry(
            data=MappingProxyType(
                {"numbers": list(numbers), "aliases": [], "favourite": False, **data}
            ),
            subentry_type="contact",
            title=name,
            unique_id=None,
        )
        assert self._entries.async_add_subentry(self.entry, contact)
        return contact

    def add_book(self, title: str, *people: tuple[str, str], **data: Any) -> ConfigSubentry:
        """Add a phone book of people with their numbers, and further details that all share."""
        contacts = [{"name": name, "numbers": [number], **data} for name, number in people]
        book = ConfigSubentry(
            data=MappingProxyType({"contacts": contacts}),
            subentry_type="phone_book",
            title=title,
            unique_id=None,
        )
        assert self._entries.async_add_subentry(self.entry, book)
        return book

    def change(self, contact: ConfigSubentry, name: str | None = None, **data: Any) -> None:
        """Change a contact's name or other details."""
        assert self._entries.async_update_subentry(
            self.entry, contact, title=name or contact.title, data={**contact.data, **data}
        )

    def rename(self, contact: ConfigSubentry, name: str) -> None:
        """Rename a contact in Home Assistant's own dialog, which accepts any name."""
        assert self._entries.async_update_subentry(self.entry, contact, title=name)

    def remove(self, contact: ConfigSubentry) -> None:
        """Remove a contact."""
        assert self._entries.async_remove_subentry(self.entry, contact.subentry_id)
