"""Read the handsets' settings, and find handsets that are new, gone or renamed."""

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace
from time import monotonic
from typing import Final

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant

from ..api import (
    Handset,
    JinglAuthenticationError,
    JinglClient,
    JinglError,
    JinglRateLimitError,
    in_turns,
)
from .devices import remove_handset_device, rename_handset_device
from .feed import Feed
from .outage import Outage
from .polling import details_interval, retry_interval
from .roster import Roster, choice_after

# In other states, what was read belongs to old options or an old login.
_IN_USE: Final = {ConfigEntryState.SETUP_IN_PROGRESS, ConfigEntryState.LOADED}


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
        self._outage = Outage(f"handset settings of {entry.title}")
        self._is_reading = False
        # Handsets whose settings couldn't be read last time.
        self._failed: set[str] = set()
        # Changes to one handset are sent one at a time, so that the last one wins at Jingl, too.
        self._changing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        # Handsets that were changed while settings were being read.
        self._changed: set[str] = set()
        self.details: dict[str, Handset] = {}
        self.listed = False

    @property
    def is_due(self) -> bool:
        """Return whether it is time to read the settings again."""
        return monotonic() >= self._due and not self._is_reading

    def ask_again(self) -> None:
        """Read the settings again with the next poll."""
        self._due = monotonic()

    async def refresh(self, since_rate_limit: float | None) -> None:
        """Read the settings; drop those that fail twice in a row until they can be read again.

        Logs failure and recovery once each. Raises JinglError.
        """
        self._is_reading = True
        self._changed = {each for each, lock in self._changing.items() if lock.locked()}
        self._due = monotonic() + details_interval(since_rate_limit)
        try:
            await self._fetch(since_rate_limit)
        except JinglError as err:
            self._outage.begin(err)
            self._drop_failed(self._roster.followed)
            # Don't retry sooner if Jingl wants fewer requests.
            if not isinstance(err, (JinglAuthenticationError, JinglRateLimitError)):
                self._due = monotonic() + retry_interval(since_rate_limit, details=True)
            raise
        finally:
            self._is_reading = False

    @asynccontextmanager
    async def changing(self, extension: str) -> AsyncGenerator[None]:
        """Change a handset's settings, one change at a time; ignore what is read meanwhile."""
        async with self._changing[extension]:
            self._changed.add(extension)
            yield

    def expect(
        self, extension: str, *, name: str | None, recording: bool | None, notes: str | None
    ) -> None:
        """Assume that Jingl made the change it accepted."""
        if details := self.details.get(extension):
            self.details[extension] = replace(
                details,
                name=details.name if name is None else name,
                recording=details.recording if recording is None else recording,
                notes=details.notes if notes is None else notes,
            )

    async def read_back(self, extension: str) -> None:
        """Read a handset's settings after a change."""
        try:
            details = await self._client.get_handset(extension)
        except JinglError:
            self.ask_again()
        else:
            self.details[extension] = details
            rename_handset_device(self._hass, self._entry, extension, details)

    async def _fetch(self, since_rate_limit: float | None) -> None:
        fetched = await self._feed.fetch(self._roster.followed)
        self.listed = fetched.listed
        new, gone = self._roster.settle(fetched)
        before = self.details
        # Settings read before or during a change mustn't overwrite it.
        kept = {
            e: details
            for e, details in before.items()
            if e in self._changed | fetched.failed.keys()
        }
        self.details = {
            extension: details
            for extension in self._roster.followed
            if (details := kept.get(extension) or fetched.records.get(extension))
        }
        self._drop_failed(fetched.failed)
        if self._entry.state not in _IN_USE:
            return
        if new or gone:
            options = self._entry.options
            choice = choice_after(options, new=new, gone=gone)
            self._hass.config_entries.async_update_entry(self._entry, options={**options, **choice})
        async for extension in in_turns(gone):
            remove_handset_device(self._hass, self._entry, extension)
        changed = [(e, each) for e, each in self.details.items() if each is not before.get(e)]
        async for extension, details in in_turns(changed):
            rename_handset_device(self._hass, self._entry, extension, details)
        if fetched.failed or self._roster.is_in_doubt:
            self._due = monotonic() + retry_interval(since_rate_limit, details=True)
        # Repairs report the handsets that Jingl doesn't know.
        self._outage.settle(fetched.failed, fetched.failed)

    def _drop_failed(self, failed: Collection[str]) -> None:
        """Drop settings that couldn't be read twice in a row."""
        for extension in self._failed.intersection(failed):
            self.details.pop(extension, None)
        self._failed = set(failed)
