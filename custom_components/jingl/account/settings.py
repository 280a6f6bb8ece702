"""The handsets' settings, and what their list tells: who is new, who is gone, who is renamed."""

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

# Else this is what was known before the options, or the login, became others.
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
        # Those that could not be read the last time.
        self._failed: set[str] = set()
        # Changes of one handset follow one another, so that the last one wins at Jingl, too.
        self._changing: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        # Which handsets were changed while settings were being read.
        self._changed: set[str] = set()
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
        """Read the settings; those that cannot be read twice in a row are dropped until they can.

        Logged once each way. Raises JinglError.
        """
        self._is_reading = True
        self._changed = {each for each, lock in self._changing.items() if lock.locked()}
        self._due = monotonic() + details_interval(since_rate_limit)
        try:
            await self._fetch(since_rate_limit)
        except JinglError as err:
            self._outage.begin(err)
            self._drop_failed(self._roster.followed)
            # Who wants fewer requests gets no more of them.
            if not isinstance(err, (JinglAuthenticationError, JinglRateLimitError)):
                self._due = monotonic() + retry_interval(since_rate_limit, details=True)
            raise
        finally:
            self._is_reading = False

    @asynccontextmanager
    async def changing(self, extension: str) -> AsyncGenerator[None]:
        """Change a handset's settings, after others that do; what is being read does not count."""
        async with self._changing[extension]:
            self._changed.add(extension)
            yield

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
            rename_handset_device(self._hass, self._entry, extension, details)

    async def _fetch(self, since_rate_limit: float | None) -> None:
        fetched = await self._feed.fetch(self._roster.followed)
        self.listed = fetched.listed
        new, gone = self._roster.settle(fetched)
        before = self.details
        # What was read before a change, or in the midst of it, must not come after it.
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
        # Those that Jingl does not know are for the repairs to tell of.
        self._outage.settle(fetched.failed, fetched.failed)

    def _drop_failed(self, failed: Collection[str]) -> None:
        """Drop the settings that could not be read for the second time in a row."""
        for extension in self._failed.intersection(failed):
            self.details.pop(extension, None)
        self._failed = set(failed)
