"""What is known of an account's handsets, and when Jingl is asked for it.

StatusFeed (adaptive) and Feed (settings, every 5 minutes) bring the handsets' records; `data` holds
them by extension number; entities read it. A handset that cannot be asked for has a None there, a
failure of the whole account makes everything unavailable.
"""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
import re
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator
from homeassistant.util import dt as dt_util

from .api import (
    Handset,
    HandsetStatus,
    JinglAuthenticationError,
    JinglClient,
    JinglError,
    JinglOutcomeUnknownError,
    JinglRateLimitError,
)
from .calls import call_started, is_in_call
from .const import CONF_HANDSETS, CONF_IGNORED, CONF_TRACK_NEW, LOGGER
from .devices import handset_device, handset_name
from .errors import action_error, poll_error
from .feed import Feed, Fetched, StatusFeed
from .polling import (
    Situation,
    details_interval,
    is_fresh_action,
    retry_interval,
    status_interval,
    sweep_interval,
)
from .roster import Roster

type JinglConfigEntry = ConfigEntry[JinglRuntimeData]


@dataclass(frozen=True, slots=True, kw_only=True)
class JinglRuntimeData:
    """What an account's entry has at hand while it is loaded."""

    client: JinglClient
    coordinator: JinglCoordinator
    account_device_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsetData:
    """What is known of one handset; None where Jingl does not answer for it at the moment."""

    details: Handset | None
    status: HandsetStatus | None
    call_started: datetime | None = None
    """When the current call was connected."""


class JinglCoordinator(DataUpdateCoordinator[Mapping[str, HandsetData]]):
    """Keeps what is known of an account's handsets current."""

    config_entry: JinglConfigEntry

    def __init__(self, hass: HomeAssistant, entry: JinglConfigEntry, client: JinglClient) -> None:
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name=f"Jingl {entry.title}",
            update_interval=timedelta(seconds=retry_interval(None)),
            # What is unchanged is not told to the entities.
            always_update=False,
        )
        self._client = client
        self._status_feed = StatusFeed(client)
        self._details_feed = Feed(client.list_handsets, client.get_handset)
        self._details: dict[str, Handset] = {}
        self._details_due = dt_util.utcnow()
        self._details_failed = False
        self._roster = Roster(
            chosen=entry.options[CONF_HANDSETS],
            ignored=entry.options[CONF_IGNORED],
            track_new=entry.options[CONF_TRACK_NEW],
        )
        self._unknown_states: set[str] = set()
        self._listed = False
        self._poll_is_waiting = False
        self._swept_at: datetime | None = None
        self._acted_at: dict[str, datetime] = {}
        self._active_at: datetime | None = None
        self._rate_limited_at: datetime | None = None

    @override
    async def _async_update_data(self) -> Mapping[str, HandsetData]:
        self._poll_is_waiting = False
        try:
            # First, since it tells alone whether the account can be reached.
            fetched = await self._fetch_statuses()
            if dt_util.utcnow() >= self._details_due or self._roster.has_news(fetched):
                await self._refresh_details()
        except JinglError as err:
            self._note_failure(err)
            interval = retry_interval(_since(self._rate_limited_at))
            self.update_interval = timedelta(seconds=interval)
            raise poll_error(err, self.config_entry.title) from err
        data = self._merge(fetched.records)
        if any(is_in_call(handset.status) for handset in data.values()):
            self._active_at = dt_util.utcnow()
        self.update_interval = timedelta(seconds=status_interval(self._situation(data)))
        return data

    async def async_act_on_call(
        self, extension: str, request: Awaitable[None], *, number: str, refused: str
    ) -> None:
        """Send a request that acts on a call, then follow its effects closely.

        `refused` is the translation key for Jingl's 400. Raises HomeAssistantError.
        """
        await self._send(extension, request, refused=refused)
        self._active_at = dt_util.utcnow()
        for concerned in (extension, number):
            if concerned in self.data:  # the number may be a handset, too, which rings then
                self._acted_at[concerned] = self._active_at
        self._poll_soon()

    async def async_set_recording(self, extension: str, recording: bool) -> None:
        """Switch the recording of a handset's calls, and read back what Jingl made of it."""
        request = self._client.update_handset(extension, recording=recording)
        await self._send(extension, request, refused="recording_refused")
        if details := self._details.get(extension):
            self._details[extension] = replace(details, recording=recording)
            self.async_set_updated_data(self._merge(self._statuses()))
        self._details_due = dt_util.utcnow()
        self._poll_soon()

    async def _send(self, extension: str, request: Awaitable[None], *, refused: str) -> None:
        try:
            await request
        except JinglError as err:
            self._note_failure(err)
            if isinstance(err, JinglAuthenticationError):
                self.config_entry.async_start_reauth(self.hass)
            if isinstance(err, JinglOutcomeUnknownError):
                self._details_due = dt_util.utcnow()
                self._poll_soon()
            raise action_error(
                err,
                account=self.config_entry.title,
                handset=handset_name(extension, self._details.get(extension)),
                refused=refused,
            ) from err

    @callback
    def _poll_soon(self) -> None:
        """Poll at once, without letting the action wait for it.

        Not by async_request_refresh, which counts on a poll that is under way: that one may have
        asked before the action.
        """
        if self._poll_is_waiting:
            return  # it serves this action, too
        self._poll_is_waiting = True
        self.config_entry.async_create_background_task(
            self.hass, self.async_refresh(), f"{self.name} refresh after an action"
        )

    async def _fetch_statuses(self) -> Fetched[HandsetStatus]:
        """Fetch what all handsets are doing, or between two sweeps only the interesting ones."""
        if self.data and self.last_update_success and not self._is_sweep_due():
            interesting = {
                extension
                for extension, handset in self.data.items()
                if is_in_call(handset.status)
                or is_fresh_action(_since(self._acted_at.get(extension)))
            }
            try:
                fetched = await self._status_feed.fetch_each(interesting)
            except JinglAuthenticationError, JinglRateLimitError:
                raise
            except JinglError:
                pass  # theirs or the account's failure: asking for all tells
            else:
                others = {e: s for e, s in self._statuses().items() if e not in interesting}
                return replace(fetched, records={**others, **fetched.records})
        self._swept_at = dt_util.utcnow()
        fetched = await self._status_feed.fetch(self._roster.followed)
        self._listed = fetched.listed
        return fetched

    async def _refresh_details(self) -> None:
        """Fetch the handsets' settings; a failure makes only these unavailable."""
        since_rate_limit = _since(self._rate_limited_at)
        # Before asking, so that a change made meanwhile can ask for another look.
        self._details_due = _after(details_interval(since_rate_limit))
        try:
            await self._fetch_details()
        except JinglAuthenticationError, JinglRateLimitError:
            raise
        except JinglError as err:
            if not self.data:
                raise
            if not self._details_failed:
                LOGGER.warning("Cannot read the handsets' settings from %s: %s", self.name, err)
            self._details_failed = True
            self._details = {}
            self._details_due = _after(retry_interval(since_rate_limit, details=True))
        else:
            if self._details_failed:
                LOGGER.info("The handsets' settings from %s can be read again", self.name)
            self._details_failed = False

    async def _fetch_details(self) -> None:
        fetched = await self._details_feed.fetch(self._roster.followed)
        new, gone = self._roster.settle(fetched)
        for extension in gone:
            self._remove_device(extension)
        if new:
            self.hass.config_entries.async_update_entry(
                self.config_entry,
                options={**self.config_entry.options, CONF_HANDSETS: self._roster.chosen},
            )
        self._details = {
            extension: fetched.records[extension]
            for extension in self._roster.followed
            if extension in fetched.records
        }
        for extension, details in self._details.items():
            self._follow_name(extension, details)

    def _merge(self, statuses: Mapping[str, HandsetStatus]) -> Mapping[str, HandsetData]:
        """Put together what is known of each handset that ever answered."""
        before = self.data or {}
        now = dt_util.utcnow()
        data = {}
        for extension in self._roster.followed:
            details, status = self._details.get(extension), statuses.get(extension)
            if details is None and status is None and extension not in before:
                continue  # chosen by the user, but unknown to Jingl
            data[extension] = HandsetData(
                details=details,
                status=status,
                call_started=_call_started(before.get(extension), status, now),
            )
            if status is not None and status.state is None:
                self._report_unknown_state(status)
        return data

    def _statuses(self) -> dict[str, HandsetStatus]:
        return {
            extension: handset.status
            for extension, handset in self.data.items()
            if handset.status is not None
        }

    def _is_sweep_due(self) -> bool:
        """Tell whether to ask for all handsets, which with the list is always."""
        # Home Assistant polls up to a second early.
        due = sweep_interval(self._situation(self.data)) - 1
        return self._status_feed.lists or (_since(self._swept_at) or 0.0) >= due

    def _situation(self, data: Mapping[str, HandsetData]) -> Situation:
        return Situation(
            listed=self._listed,
            handsets=len(data),
            in_call=any(is_in_call(handset.status) for handset in data.values()),
            since_action=_since(max(self._acted_at.values(), default=None)),
            since_activity=_since(self._active_at),
            since_sweep=_since(self._swept_at) or 0.0,
            since_rate_limit=_since(self._rate_limited_at),
        )

    def _note_failure(self, err: JinglError) -> None:
        if isinstance(err, JinglRateLimitError):
            self._rate_limited_at = dt_util.utcnow()

    def _report_unknown_state(self, status: HandsetStatus) -> None:
        # Should it hold the other party's number, that is nobody's business in a log.
        word = re.sub(r"\d", "#", str(status.reported_state)[:40])
        if word not in self._unknown_states:
            self._unknown_states.add(word)
            LOGGER.warning("Jingl reports a handset state that is not documented: %r", word)

    @callback
    def _follow_name(self, extension: str, details: Handset) -> None:
        """Rename the device with the handset; a name that the user gave it stays."""
        device = handset_device(self.hass, self.config_entry, extension)
        name = handset_name(extension, details)
        if device and device.name != name:
            dr.async_get(self.hass).async_update_device(device.id, name=name)

    @callback
    def _remove_device(self, extension: str) -> None:
        """Remove the device of a handset that Jingl no longer has, and with it its entities."""
        if device := handset_device(self.hass, self.config_entry, extension):
            LOGGER.info("Handset %s of %s no longer exists", extension, self.name)
            dr.async_get(self.hass).async_remove_device(device.id)


def _call_started(
    before: HandsetData | None, status: HandsetStatus | None, now: datetime
) -> datetime | None:
    if status is None:
        return None
    if before is None:
        return call_started(None, None, status, now)
    return call_started(before.status, before.call_started, status, now)


def _since(moment: datetime | None) -> float | None:
    return None if moment is None else (dt_util.utcnow() - moment).total_seconds()


def _after(seconds: float) -> datetime:
    return dt_util.utcnow() + timedelta(seconds=seconds)
