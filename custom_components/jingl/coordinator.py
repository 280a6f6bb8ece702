"""What is known of an account's handsets, and when Jingl is asked for it.

    StatusFeed (adaptive) ──▶ statuses ──┬─▶ call and registration events ─▶ dispatcher
                                         └─▶ data: extension number → HandsetData ─▶ entities
    Settings (every 5 minutes) ──────────────┘

A handset that cannot be asked for has a None in `data`; a failure of the whole account makes
everything unavailable.
"""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
import re
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.update_coordinator import TimestampDataUpdateCoordinator
from homeassistant.util import dt as dt_util

from .api import (
    Handset,
    HandsetStatus,
    JinglAuthenticationError,
    JinglClient,
    JinglConnectionError,
    JinglError,
    JinglNotFoundError,
    JinglOutcomeUnknownError,
    JinglRateLimitError,
)
from .call_events import is_in_call
from .const import CONF_HANDSETS, CONF_IGNORED, CONF_TRACK_NEW, LOGGER
from .contacts import ContactNames
from .devices import handset_id, handset_name
from .errors import action_error, poll_error
from .feed import Fetched, StatusFeed
from .history import HandsetEvent, History
from .issues import report_connection, report_handsets
from .polling import Situation, is_fresh, retry_interval, status_interval, sweep_interval
from .roster import Roster
from .settings import Settings

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


class JinglCoordinator(TimestampDataUpdateCoordinator[Mapping[str, HandsetData]]):
    """Keeps what is known of an account's handsets current."""

    config_entry: JinglConfigEntry

    def __init__(self, hass: HomeAssistant, entry: JinglConfigEntry, client: JinglClient) -> None:
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name=f"Jingl {entry.title}",
            update_interval=timedelta(seconds=retry_interval(None)),
        )
        self._client = client
        self._roster = Roster(
            chosen=entry.options[CONF_HANDSETS],
            ignored=entry.options[CONF_IGNORED],
            track_new=entry.options[CONF_TRACK_NEW],
        )
        self._status_feed = StatusFeed(client)
        self._settings = Settings(hass, entry, client, self._roster)
        self._statuses: dict[str, HandsetStatus] = {}
        self._history = History()
        self._contacts = ContactNames(hass, entry)
        self._unknown_states: set[str] = set()
        # Whether one request brought all statuses, when this was last asked.
        self.statuses_listed = False
        self._poll_is_waiting = False
        self._settings_are_read = False
        self._swept_at: datetime | None = None
        self._acted_at: dict[str, datetime] = {}
        self._rate_limited_at: datetime | None = None
        self._not_before: datetime | None = None

    @property
    def details_listed(self) -> bool:
        """Tell whether one request brought all settings, when this was last asked."""
        return self._settings.listed

    @property
    def missing(self) -> list[str]:
        """Return the chosen handsets that Jingl does not know."""
        return sorted(self._roster.missing(self._statuses))

    def party_name(self, number: str | None) -> str | None:
        """Return who has this number, where that is known: a handset or a contact."""
        if number is None:
            return None
        party = self.data.get(number)
        name = party.details.name if party and party.details else None
        return name or self.contact_name(number)

    def contact_name(self, number: str) -> str | None:
        """Return the name of the contact who has this number."""
        return self._contacts.find(number)

    @override
    async def _async_update_data(self) -> Mapping[str, HandsetData]:
        self._poll_is_waiting = False
        try:
            self._check_may_ask()
            fetched = await self._fetch_statuses()
            news = self._roster.has_news(fetched)
            if self.data is None:
                # Devices are named by the settings.
                await self._settings.refresh(_since(self._rate_limited_at))
        except JinglError as err:
            self._note_failure(err)
            if isinstance(err, JinglNotFoundError) and not self._statuses:
                report_handsets(self.hass, self.config_entry, (), vanished=True)
            self.update_interval = timedelta(seconds=retry_interval(_since(self._rate_limited_at)))
            raise poll_error(err, self.config_entry.title) from err
        report_connection(self.hass, self.config_entry, None)
        self._report_handsets()
        self._history.forget_all_but(self._roster.followed)
        for extension in self._roster.followed:
            if status := fetched.records.get(extension):
                self._history.follow(extension, status, dt_util.utcnow())
                self._report_unknown_state(status)
        data = self._merge()
        self.update_interval = timedelta(seconds=status_interval(self._situation(data)))
        if (news or self._settings.is_due) and not self._settings_are_read:
            # Apart from this, so that slow settings do not hold up the status.
            self._run(self._read_settings(), "reading settings")
        return data

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Tell the entities, and then what happened, since that needs them up to date."""
        super().async_update_listeners()
        async_dispatcher_send(self.hass, handsets_signal(self.config_entry))
        for extension, event in self._history.take_untold():
            async_dispatcher_send(
                self.hass, event_signal(self.config_entry, extension, type(event)), event
            )

    async def async_act_on_call(
        self,
        extension: str,
        request: Callable[[], Awaitable[None]],
        *,
        number: str,
        refused: str,
    ) -> None:
        """Send a request that acts on a call, then follow its effects closely.

        `refused` is the translation key for Jingl's 400. Raises HomeAssistantError.
        """
        await self._send(extension, request, refused=refused)
        for concerned in (extension, number):
            if concerned in self.data:  # the number may be a handset, too, which rings then
                self._acted_at[concerned] = dt_util.utcnow()
        self._poll_soon()

    async def async_change_settings(
        self,
        extension: str,
        *,
        name: str | None = None,
        recording: bool | None = None,
        notes: str | None = None,
    ) -> None:
        """Change those of a handset's settings that are given, and read back what came of it.

        Raises HomeAssistantError.
        """
        async with self._settings.lock:
            change = partial(
                self._client.update_handset, extension, name=name, recording=recording, notes=notes
            )
            await self._send(extension, change, refused="settings_refused")
            self._settings.expect(extension, name=name, recording=recording, notes=notes)
            self._publish()
            await self._settings.read_back(extension)
        self._publish()

    async def _send(
        self, extension: str, request: Callable[[], Awaitable[None]], *, refused: str
    ) -> None:
        try:
            self._check_may_ask()
            await request()
        except JinglError as err:
            self._note_failure(err)
            if isinstance(err, JinglAuthenticationError):
                self.config_entry.async_start_reauth(self.hass)
            if isinstance(err, JinglOutcomeUnknownError):
                self._settings.ask_again()
                self._poll_soon()
            raise action_error(
                err,
                account=self.config_entry.title,
                handset=handset_name(extension, self._settings.details.get(extension)),
                refused=refused,
            ) from err

    @callback
    def _poll_soon(self) -> None:
        """Poll at once, without letting the action wait for it.

        Not by async_request_refresh, which counts on a poll that is under way: that one may have
        asked before the action.
        """
        if not self._poll_is_waiting:  # else it serves this action, too
            self._poll_is_waiting = True
            self._run(self.async_refresh(), "refresh after an action")

    async def _read_settings(self) -> None:
        self._settings_are_read = True
        try:
            await self._settings.refresh(_since(self._rate_limited_at))
        except JinglAuthenticationError:
            self.config_entry.async_start_reauth(self.hass)
        except JinglError as err:
            self._note_failure(err)
        finally:
            self._settings_are_read = False
        self._publish()

    def _publish(self) -> None:
        """Let the entities see the settings, unless nothing is to be seen at all."""
        if self.last_update_success:
            self._report_handsets()
            self.data = self._merge()
            self.async_update_listeners()

    async def _fetch_statuses(self) -> Fetched[HandsetStatus]:
        """Fetch what all handsets are doing, or between two sweeps only those of interest."""
        if not self._is_sweep_due():
            watched = {e for e, handset in self.data.items() if self._is_watched(e, handset)}
            fetched = await self._status_feed.fetch_each(watched)
            if not _is_unreachable(fetched):
                others = {e: s for e, s in self._statuses.items() if e not in watched}
                self._statuses = {**others, **fetched.records}
                return fetched
        self._swept_at = dt_util.utcnow()
        try:
            fetched = await self._status_feed.fetch(self._roster.followed)
        except JinglNotFoundError:
            self._statuses = {}  # what is known of them no longer holds
            raise
        self.statuses_listed = fetched.listed
        self._statuses = dict(fetched.records)
        return fetched

    def _is_sweep_due(self) -> bool:
        """Tell whether to ask for all handsets, which with the list is always."""
        if not self.data or not self.last_update_success or self._status_feed.lists:
            return True
        # Home Assistant polls up to a second early.
        due = sweep_interval(self._situation(self.data)) - 1
        return (_since(self._swept_at) or 0.0) >= due

    def _is_watched(self, extension: str, handset: HandsetData) -> bool:
        """Tell whether to ask for a handset between two sweeps."""
        return (
            is_in_call(handset.status)
            or is_fresh(_since(self._acted_at.get(extension)))
            # It did not answer the last time, but is likely to be in its call still.
            or (handset.status is None and is_fresh(_since(self._history.busy_at(extension))))
        )

    def _merge(self) -> Mapping[str, HandsetData]:
        """Put together what is known of each handset that ever answered."""
        before = self.data or {}
        data = {}
        for extension in self._roster.followed:
            details = self._settings.details.get(extension)
            status = self._statuses.get(extension)
            if details is None and status is None and extension not in before:
                continue  # chosen by the user, but unknown to Jingl
            data[extension] = HandsetData(
                details=details,
                status=status,
                call_started=self._history.call_started(extension) if status else None,
            )
        return data

    def _situation(self, data: Mapping[str, HandsetData]) -> Situation:
        acted = max(self._acted_at.values(), default=None)
        busy = self._history.last_busy_at
        return Situation(
            listed=self.statuses_listed,
            handsets=len(data),
            in_call=any(self._is_watched(e, handset) for e, handset in data.items()),
            since_action=_since(acted),
            since_activity=_since(max(filter(None, (acted, busy)), default=None)),
            since_sweep=_since(self._swept_at) or 0.0,
            since_rate_limit=_since(self._rate_limited_at),
        )

    def _check_may_ask(self) -> None:
        """Raise JinglRateLimitError while Jingl wants to be left alone."""
        if self._not_before and (wait := -(_since(self._not_before) or 0.0)) > 0:
            raise JinglRateLimitError(f"asked to wait for another {wait:.0f} s", retry_after=wait)

    def _note_failure(self, err: JinglError) -> None:
        report_connection(self.hass, self.config_entry, err)
        if isinstance(err, JinglRateLimitError):
            now = dt_util.utcnow()
            self._rate_limited_at = now
            self._not_before = now + timedelta(seconds=min(err.retry_after or 0.0, 86400.0))

    def _report_handsets(self) -> None:
        report_handsets(
            self.hass,
            self.config_entry,
            self._roster.missing(self._statuses),
            vanished=self._roster.has_vanished(self._statuses),
        )

    def _report_unknown_state(self, status: HandsetStatus) -> None:
        if status.state is not None or status.reported_state is None:
            return
        # Should it hold the other party's number, that is nobody's business in a log.
        word = re.sub(r"\d", "#", status.reported_state[:40])
        if word not in self._unknown_states:
            self._unknown_states.add(word)
            LOGGER.warning("Jingl reports a handset state that is not documented: %r", word)

    def _run(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self.config_entry.async_create_background_task(self.hass, work, f"{self.name} {name}")


def handsets_signal(entry: ConfigEntry) -> str:
    """Return the dispatcher's signal for handsets that may have come or gone."""
    return f"{entry.entry_id}_handsets"


def event_signal[T: HandsetEvent](entry: ConfigEntry, extension: str, kind: type[T]) -> str:
    """Return the dispatcher's signal for what happens to a handset."""
    return f"{handset_id(entry, extension)}_{kind.__name__}"


def _is_unreachable(fetched: Fetched[HandsetStatus]) -> bool:
    """Tell whether nothing answered: then it may be the account's failure."""
    return not fetched.records and any(
        isinstance(err, JinglConnectionError) for err in fetched.failed.values()
    )


def _since(moment: datetime | None) -> float | None:
    return None if moment is None else (dt_util.utcnow() - moment).total_seconds()
