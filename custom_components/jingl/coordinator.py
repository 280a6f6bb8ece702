"""Keep what we know about an account's handsets up to date.

    Statuses (adaptive) ──▶ Handsets ──┬─▶ entities
    Settings (5 minutes) ─────▲        └─▶ call and registration events ─▶ dispatcher

A handset that Jingl doesn't answer for has None in its record; a failure of the whole account makes
everything unavailable. Unchanged handsets cost nothing: only changed ones are processed, and only
their entities are updated.
"""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any, override

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.update_coordinator import TimestampDataUpdateCoordinator
from homeassistant.util import dt as dt_util

from .account.call_history import CallHistory
from .account.call_records import CallRecords
from .account.devices import handset_name
from .account.errors import action_error, call_error, delete_error, no_call_records, poll_error
from .account.handsets import Answer, Changes, HandsetRecord, Handsets
from .account.issues import end_reauth, report_connection, report_handsets
from .account.names import Names
from .account.pace import pace_of
from .account.polling import retry_interval
from .account.recordings import Recordings
from .account.roster import Roster
from .account.settings import Settings
from .account.signals import Announcer
from .account.statuses import Statuses
from .api import (
    JinglAuthenticationError,
    JinglClient,
    JinglError,
    JinglNotFoundError,
    JinglOutcomeUnknownError,
    JinglRateLimitError,
)
from .const import CONF_ARRIVED, CONF_HANDSETS, CONF_IGNORED, CONF_TRACK_NEW, LOGGER
from .history.call_record import CallRecord
from .history.calls import Moment

type JinglConfigEntry = ConfigEntry[JinglRuntimeData]


@dataclass(frozen=True, slots=True, kw_only=True)
class JinglRuntimeData:
    """The runtime data of an account's entry."""

    client: JinglClient
    coordinator: JinglCoordinator
    names: Names
    calls: CallHistory
    account_device_id: str
    devices: set[str] = field(default_factory=set)
    """The handsets whose devices are up to date, by extension number."""


class JinglCoordinator(TimestampDataUpdateCoordinator[Mapping[str, HandsetRecord]]):
    """Keeps what we know about an account's handsets up to date."""

    config_entry: JinglConfigEntry
    _stop_polling: CALLBACK_TYPE

    def __init__(
        self,
        hass: HomeAssistant,
        entry: JinglConfigEntry,
        client: JinglClient,
        calls: CallHistory,
    ) -> None:
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name=f"Jingl {entry.title}",
            update_interval=timedelta(seconds=retry_interval(None)),
            # We decide which entities to update, handset by handset.
            always_update=False,
        )
        self._client = client
        self._roster = Roster(
            chosen=entry.options[CONF_HANDSETS],
            arrived=entry.options.get(CONF_ARRIVED, []),
            ignored=entry.options[CONF_IGNORED],
            track_new=entry.options[CONF_TRACK_NEW],
        )
        self.handsets = Handsets(self._roster.followed)
        self.handsets.resume(calls.restored(Moment(monotonic(), dt_util.utcnow())))
        self.names = Names(hass, entry, self.handsets.records)
        self.calls = calls
        self.pace = pace_of(hass, entry)
        self.statuses = Statuses(entry, client, self._roster, self.handsets, self.pace)
        self.settings = Settings(hass, entry, client, self._roster)
        self.call_records = CallRecords(
            entry,
            client,
            calls,
            self.pace,
            followed=lambda: self._roster.followed,
            charge=self.statuses.charge,
        )
        self.recordings = Recordings(client, calls, self.pace, self.call_records)
        entry.async_on_unload(self.recordings.close)
        self._announcer = Announcer(hass, entry)
        self._was_complete = True
        self._poll_is_waiting = False

    @property
    def missing(self) -> list[str]:
        """Return the chosen handsets that Jingl doesn't know."""
        return sorted(self._roster.missing(self.handsets.statuses))

    @property
    def is_complete(self) -> bool:
        """Return whether we know what all handsets are doing, except missing ones."""
        return self.handsets.answering(Answer.SILENT) <= {*self.missing}

    @override
    async def _async_update_data(self) -> Mapping[str, HandsetRecord]:
        await self._announcer.all_told()
        self._poll_is_waiting = False
        try:
            is_news = await self._poll()
        except BaseException:
            # Process everything again, since this poll was cut short.
            self.handsets.start_anew()
            raise
        # When a poll succeeds after a failure, Home Assistant updates all listeners itself.
        if self.last_update_success and is_news:
            await self._tell_changes()
        return self.handsets.records

    async def _poll(self) -> bool:
        """Poll once, and return whether anything has changed."""
        try:
            self.pace.check_may_ask()
            fetched = await self.statuses.fetch(has_failed=not self.last_update_success)
        except JinglError as err:
            self._note_failure(err)
            self.update_interval = timedelta(seconds=retry_interval(self.pace.since_rate_limit))
            if isinstance(err, JinglAuthenticationError) and self._is_stumble():
                return False
            if isinstance(err, JinglNotFoundError) and not self.handsets.statuses:
                report_handsets(self.hass, self.config_entry, (), vanished=True)
            raise poll_error(err, self.config_entry.title) from err
        # Read both clocks now: the first poll reads settings before it processes the statuses.
        fetched_at = Moment(monotonic(), dt_util.utcnow())
        if self.pace.note_accepted_login():
            end_reauth(self.hass, self.config_entry)
        is_news = self.handsets.is_news(fetched.records)
        if is_news and self._roster.has_news(fetched):
            # Even if they are being read now, since that may have begun earlier.
            self.settings.ask_again()
        if self.data is None:
            # The settings give devices their names, if they can be read.
            await self._refresh_settings()
        report_connection(self.hass, self.config_entry, None)
        seen = await self.handsets.take_in(fetched, fetched_at)
        if is_news:
            self._report_handsets()
        self.statuses.report(fetched, seen)
        self.update_interval = timedelta(seconds=self.statuses.interval)
        if self.settings.is_due:
            # In a task of its own, so that slow settings don't delay statuses.
            self._run(self._read_settings(), "reading settings")
        elif self.call_records.is_due:
            self._run(self._read_call_records(), "reading call records")
        return is_news

    def _is_stumble(self) -> bool:
        """Return whether to keep all states after a refused login, since it may be a hiccup."""
        if self.pace.until_login or self.pace.note_refused_login():
            # Try again then, whether or not anybody has entered another login.
            self.update_interval = timedelta(seconds=self.pace.until_login + 1)
            self.config_entry.async_start_reauth(self.hass)
            return False
        return self.data is not None and self.last_update_success

    @callback
    @override
    def async_add_listener(
        self, update_callback: CALLBACK_TYPE, context: str | None = None
    ) -> Callable[[], None]:
        """Call a listener for changes to the handset in `context`, or for any if there is none."""
        if not self._announcer.audience.subjects:
            # Home Assistant polls as long as it has a listener.
            self._stop_polling = super().async_add_listener(self.async_update_listeners)
        self._announcer.audience.add(context, update_callback)
        return partial(self._remove_listener, context, update_callback)

    @callback
    def _remove_listener(self, context: str | None, update_callback: CALLBACK_TYPE) -> None:
        self._announcer.audience.remove(context, update_callback)
        if not self._announcer.audience.subjects:
            self._stop_polling()

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Update all entities: after a failure or a recovery, or when names change."""
        everybody = [*self._announcer.audience.subjects]
        self._was_complete = self.is_complete
        self._run(self._announcer.tell(everybody, self._take_changes()), "telling")

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
        self.pace.note_action()
        # The number may also be a handset, which will ring.
        self.handsets.note_action({extension, number})
        self._poll_soon()

    async def async_change_settings(
        self,
        extension: str,
        *,
        name: str | None = None,
        recording: bool | None = None,
        notes: str | None = None,
    ) -> None:
        """Change the given settings of a handset, and read back the result.

        Raises HomeAssistantError.
        """
        async with self.settings.changing(extension):
            change = partial(
                self._client.update_handset, extension, name=name, recording=recording, notes=notes
            )
            await self._send(extension, change, refused="settings_refused")
            self.settings.expect(extension, name=name, recording=recording, notes=notes)
            await self._publish()
            await self.settings.read_back(extension)
        await self._publish()

    async def async_update_call(
        self, record: CallRecord, *, notes: str | None = None, rating: int | None = None
    ) -> CallRecord:
        """Change the notes or the rating of one of Jingl's records; return the call as read back.

        Raises HomeAssistantError.
        """
        account = self.config_entry.title
        if record.jingl_id is None or not self.call_records.listed:
            raise no_call_records(account)
        try:
            self.pace.check_may_act()
            return await self.call_records.update(
                record, record.jingl_id, notes=notes, rating=rating
            )
        except JinglError as err:
            # Polls don't suffer from what concerns one record.
            raise call_error(err, account=account) from err

    async def async_delete_recording(self, call_id: str) -> None:
        """Delete the recording of one of Jingl's records.

        Raises HomeAssistantError.
        """
        try:
            await self.recordings.delete(call_id)
        except JinglError as err:
            raise delete_error(err, account=self.config_entry.title) from err

    async def _send(
        self, extension: str, request: Callable[[], Awaitable[None]], *, refused: str
    ) -> None:
        try:
            self.pace.check_may_act()
            await request()
        except JinglError as err:
            self._note_failure(err)
            if isinstance(err, JinglOutcomeUnknownError):
                self.settings.ask_again()
                self._poll_soon()
            raise action_error(
                err,
                account=self.config_entry.title,
                handset=handset_name(extension, self.settings.details.get(extension)),
                refused=refused,
            ) from err

    @callback
    def _poll_soon(self) -> None:
        """Poll at once, but don't let the action wait for it.

        Not with async_request_refresh, which relies on a poll already in progress: that one may
        have read the status before the action.
        """
        if not self._poll_is_waiting:  # else it serves this action, too
            self._poll_is_waiting = True
            self._run(self.async_refresh(), "refresh after an action")

    async def _read_settings(self) -> None:
        await self._refresh_settings()
        await self._publish()
        await self._read_call_records()

    async def _read_call_records(self) -> None:
        # Not while the account is being set up: its options don't count yet.
        if self.config_entry.state is ConfigEntryState.LOADED and self.call_records.is_due:
            await self.call_records.refresh()

    async def _refresh_settings(self) -> None:
        try:
            await self.settings.refresh(self.pace.since_rate_limit)
        except JinglError as err:
            self._note_failure(err)
        self.handsets.take_in_details(self.settings.details, self._roster.followed)

    async def _publish(self) -> None:
        """Update the entities with the settings, unless the account is unavailable."""
        self.handsets.take_in_details(self.settings.details, self._roster.followed)
        if not self.last_update_success:
            return
        self._report_handsets()
        await self._tell_changes()
        if self.handsets.answering(Answer.UNASKED):
            self._poll_soon()

    def _take_changes(self) -> Changes:
        """Return what is new, after the call log has taken it in: entities read that."""
        changes = self.handsets.take_changes()
        changes.events = self.calls.follow(changes.events, self.handsets.calls, self.names)
        self.call_records.follow(changes.events)
        changes.drop_late_events()
        return changes

    async def _tell_changes(self) -> None:
        """Update the entities affected by changes."""
        changes = self._take_changes()
        concerned: list[str | None] = [*sorted(changes.handsets)]
        # A silent handset that is now gone hasn't changed, but may make the account complete.
        was_complete, self._was_complete = self._was_complete, self.is_complete
        if changes.handsets or self._was_complete is not was_complete:
            concerned.append(None)
        await self._announcer.tell(
            [*self._announcer.audience.subjects] if changes.names else concerned, changes
        )

    def _note_failure(self, err: JinglError) -> None:
        report_connection(self.hass, self.config_entry, err)
        wants_fewer = isinstance(err, JinglRateLimitError) or err.retry_after is not None
        if wants_fewer and err.status:  # else the error is our own
            self.pace.note_rate_limit(err.retry_after)

    def _report_handsets(self) -> None:
        report_handsets(
            self.hass,
            self.config_entry,
            self._roster.lost(self.handsets.statuses),
            vanished=self._roster.has_vanished(self.handsets.statuses),
        )

    def _run(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self.config_entry.async_create_background_task(self.hass, work, f"{self.name} {name}")
