"""The contacts as cards are told them, written once for all browsers.

To write thousands of numbers as they are spoken takes seconds, which no handset has to wait for.
"""

from dataclasses import dataclass, field
from typing import TypedDict

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util.hass_dict import HassKey

from ..api import in_turns
from ..const import DOMAIN
from ..numbers.contacts import everybody_of, snapshot
from ..numbers.party import readable


class CardNumber(TypedDict):
    """A contact's number."""

    number: str
    readable: str
    """In the groups that it is spoken in."""


class CardContact(TypedDict):
    """Somebody to call."""

    name: str
    numbers: list[CardNumber]
    """The first is the one to call."""
    favourite: bool


@dataclass(slots=True)
class _Written:
    contacts: list[CardContact] = field(default_factory=list)
    source: object = None
    """What they were made of."""
    is_under_way: bool = False


_WRITTEN: HassKey[dict[str, _Written]] = HassKey(f"{DOMAIN}_card_contacts")


def contacts_signal(entry: ConfigEntry) -> str:
    """Return the signal for contacts that have been written."""
    return f"{entry.entry_id}_card_contacts"


@callback
def written_contacts(hass: HomeAssistant, entry: ConfigEntry) -> list[CardContact]:
    """Return the contacts as they were last written; a signal tells when there are newer ones."""
    written = hass.data.setdefault(_WRITTEN, {}).setdefault(entry.entry_id, _Written())
    if written.source != snapshot(entry) and not written.is_under_way:
        # A few are done by the time that this returns.
        entry.async_create_background_task(
            hass, _write(hass, entry, written), f"Jingl {entry.title} contacts for cards"
        )
    return written.contacts


@callback
def forget_contacts(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Forget the contacts of an account that is removed."""
    hass.data.get(_WRITTEN, {}).pop(entry.entry_id, None)


async def _write(hass: HomeAssistant, entry: ConfigEntry, written: _Written) -> None:
    written.is_under_way = True
    try:
        # They may change meanwhile.
        while written.source != (source := snapshot(entry)):
            contacts = [
                CardContact(
                    name=contact.name,
                    numbers=[
                        CardNumber(number=number, readable=readable(number))
                        for number in contact.numbers
                    ],
                    favourite=contact.favourite,
                )
                async for contact in in_turns(everybody_of(entry))
                if contact.name and contact.numbers
            ]
            written.contacts, written.source = contacts, source
    finally:
        written.is_under_way = False
    async_dispatcher_send(hass, contacts_signal(entry))
