"""The handsets' settings, and what their list tells: who is new, who is gone, who is renamed."""

import asyncio
from dataclasses import replace
from time import monotonic

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..api import (
    Handset,
    JinglAuthenticationError,
    JinglClient,
    JinglError,
    JinglRateLimitError,
    in_turns,
)
from ..const import CONF_HANDSETS
from .devices import remove_handset_device, rename_handset_device
from .feed import Feed
from .outage import Outage
from .polling import details_interval, retry_interval
from .roster import Roster


class Settings:
    """Reads the handsets' settings, and keeps options and devices in step with them."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry, client: JinglClient, roster: Roster
    ) -> None:
        self._hass = hass
        self._entry = entry
        self._client = client
        self._roster = roster
        self._feed = Feed(client.list_handsets, client.get_handset)
        self._due = monotonic()
        self._outage = Outage(f"handsets' settings of {entry.title}")
        self._were_read = False
        self._is_reading = False
        # Reading and changing exclude each other: what was read before a change must not come
        # after it.
        self.lock = asyncio.Lock()
        self.details: dict[str, Handset] = {}
        self.listed = False

    @property
    def is_due(self) -> bool:
        """Return whether it is time to read the settings again."""
        return monotonic() >= self._due and not self._is_reading

    def ask_again(self) -> None:
        """Have the settings read with the next poll."""
        self._due = monotonic()

    async def refresh(self, since_rate_limit: float | None) -> None:
        """Read the settings; without them there are none until they can be read again.

        Logged once each way. Raises JinglError.
        """
        self._is_reading = True
        try:
            async with self.lock:
                await self._refresh(since_rate_limit)
        finally:
            self._is_reading = False

    def expect(
        self, extension: str, *, name: str | None, recording: bool | None, notes: str | None
    ) -> None:
        """Assume that Jingl did as it said."""
        if details := self.details.get(extension):
            self.details[extension] = replace(
                details,
                name=details.name if name is None else name,
                recording=details.recording if recording is None else recording,
                notes=details.notes if notes is None else notes,
            )

    async def read_back(self, extension: str) -> None:
        """Read what became of a change."""
        try:
            details = await self._client.get_handset(extension)
        except JinglError:
            self.ask_again()
        else:
            self.details[extension] = details
            rename_handset_device(self._hass, self._entry, details)

    async def _refresh(self, since_rate_limit: float | None) -> None:
        self._due = monotonic() + details_interval(since_rate_limit)
        try:
            await self._fetch(since_rate_limit)
        except JinglError as err:
            if self._were_read:  # else it is Home Assistant who says so
                self._outage.begin(err)
            self.details = {}
            # Who wants fewer requests gets no more of them.
            if not isinstance(err, (JinglAuthenticationError, JinglRateLimitError)):
                self._due = monotonic() + retry_interval(since_rate_limit, details=True)
            raise
        self._were_read = True

    async def _fetch(self, since_rate_limit: float | None) -> None:
        fetched = await self._feed.fetch(self._roster.followed)
        self.listed = fetched.listed
        new, gone = self._roster.settle(fetched)
        before = self.details
        self.details = {
            extension: fetched.records[extension]
            for extension in self._roster.followed
            if extension in fetched.records
        }
        if new:
            self._hass.config_entries.async_update_entry(
                self._entry, options={**self._entry.options, CONF_HANDSETS: self._roster.chosen}
            )
        async for extension in in_turns(gone):
            remove_handset_device(self._hass, self._entry, extension)
        changed = [each for e, each in self.details.items() if each is not before.get(e)]
        async for details in in_turns(changed):
            rename_handset_device(self._hass, self._entry, details)
        if fetched.failed:
            self._due = monotonic() + retry_interval(since_rate_limit, details=True)
        silent = [extension for extension in self._roster.followed if extension not in self.details]
        self._outage.settle(silent, fetched.failed)
