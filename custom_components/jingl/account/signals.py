"""Announce changes and events to listeners and Home Assistant's dispatcher."""

import asyncio
from collections.abc import Iterable

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers.dispatcher import async_dispatcher_send

from ..api import in_turns
from ..history.tracker import HandsetEvent
from .devices import handset_id
from .handsets import Changes
from .listeners import Listeners


def handsets_signal(entry: ConfigEntry) -> str:
    """Return the signal that handsets may have come or gone."""
    return f"{entry.entry_id}_handsets"


def event_signal[T: HandsetEvent](entry: ConfigEntry, extension: str, kind: type[T]) -> str:
    """Return the signal for one kind of a handset's events."""
    return f"{handset_id(entry, extension)}_{kind.__name__}"


def calls_signal(entry: ConfigEntry) -> str:
    """Return the signal that the call log has changed, which carries LogChanges.

    It is also sent at midnight, when another day begins.
    """
    return f"{entry.entry_id}_calls"


def handset_calls_signal(entry: ConfigEntry, extension: str | None) -> str:
    """Return the signal that a handset's calls in the log have changed."""
    return f"{calls_signal(entry)}_{extension}"


class Announcer:
    """Announces changes in the order in which they happened."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._lock = asyncio.Lock()
        # By extension number; None is the account.
        self.audience: Listeners[str | None] = Listeners()

    async def all_told(self) -> None:
        """Wait for announcements that have already begun."""
        async with self._lock:
            pass

    async def tell(self, concerned: Iterable[str | None], changes: Changes) -> None:
        """Update entities first, then send events, whose receivers need entities up to date."""
        entry = self._entry
        async with self._lock:
            await self.audience.tell(concerned)
            if changes.choice:
                async_dispatcher_send(self._hass, handsets_signal(entry))
            async for extension, event in in_turns(changes.events):
                signal = event_signal(entry, extension, type(event))
                async_dispatcher_send(self._hass, signal, event)
