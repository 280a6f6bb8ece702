"""What is known of an account's handsets, and when Jingl is asked for it.

    Statuses (adaptive) ──▶ Handsets ──┬─▶ entities
    Settings (5 minutes) ─────▲        └─▶ call and registration events ─▶ dispatcher

A handset that cannot be asked for has a None in its record; a failure of the whole account makes
everything unavailable. What an answer does not change costs nothing: only the handsets that it
changes are looked at, and only their entities are told.
"""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from time import monotonic
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.update_coordinator import TimestampDataUpdateCoordinator
from homeassistant.util import dt as dt_util

from .account.devices import handset_name
from .account.errors import action_error, poll_error
from .account.handsets import Answer, HandsetRecord, Handsets
from .account.issues import end_reauth, report_connection, report_handsets
from .account.names import Names
from .account.pace import pace_of
from .account.polling import retry_interval
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
from .history.calls import Moment

type JinglConfigEntry = ConfigEntry[JinglRuntimeData]


@dataclass(frozen=True, slots=True, kw_only=True)
class JinglRuntimeData:
    """What an account's entry has at hand while it is loaded."""

    client: JinglClient
    coordinator: JinglCoordinator
    names: Names
    account_device_id: str
    devices: set[str] = field(default_factory=set)
    """The handsets whose devices are up to date, by extension number."""


class JinglCoordinator(TimestampDataUpdateCoordinator[Mapping[str, HandsetRecord]]):
    """Keeps what is known of an account's handsets current."""

    config_entry: JinglConfigEntry
    _stop_polling: CALLBACK_TYPE

    def __init__(self, hass: HomeAssistant, entry: JinglConfigEntry, client: JinglClient) -> None:
        super().__init__(
            hass,
            LOGGER,
            config_entry=entry,
            name=f"Jingl {entry.title}",
            update_interval=timedelta(seconds=retry_interval(None)),
            # Which entities to tell is decided here, handset by handset.
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
        self.pace = pace_of(hass, entry)
        self.statuses = Statuses(entry, client, self._roster, self.handsets, self.pace)
        self.settings = Settings(hass, entry, client, self._roster)
        self._announcer = Announcer(hass, entry)
        self._was_complete = True
        self._poll_is_waiting = False

    @property
    def missing(self) -> list[str]:
        """Return the chosen handsets that Jingl does not know."""
        return sorted(self._roster.missing(self.handsets.statuses))

    @property
    def is_complete(self) -> bool:
        """Return whether it is known what all handsets do, but for those that are gone."""
        return self.handsets.answering(Answer.SILENT) <= {*self.missing}

    @override
    async def _async_update_data(self) -> Mapping[str, HandsetRecord]:
        await self._announcer.all_told()
        self._poll_is_waiting = False
        try:
            is_news = await self._poll()
        except BaseException:
            # What was not taken in to the end is looked at once more.
            self.handsets.start_anew()
            raise
        # Of a success after a failure Home Assistant has everybody told, once it knows of it.
        if self.last_update_success and is_news:
            await self._tell_changes()
        return self.handsets.records

    async def _poll(self) -> bool:
        """Ask once, and return whether that brought anything new."""
        try:
            self.pace.check_may_ask()
            sweep = self.data is None or not self.last_update_success
            fetched = await self.statuses.fetch(sweep=sweep)
        except JinglError as err:
            self._note_failure(err)
            self.update_interval = timedelta(seconds=retry_interval(self.pace.since_rate_limit))
            if isinstance(err, JinglAuthenticationError) and self._is_stumble():
                return False
            if isinstance(err, JinglNotFoundError) and not self.handsets.statuses:
                report_handsets(self.hass, self.config_entry, (), vanished=True)
            raise poll_error(err, self.config_entry.title) from err
        # On both clocks at once: at the start, settings are read before this is taken in.
        fetched_at = Moment(monotonic(), dt_util.utcnow())
        if self.pace.note_accepted_login():
            end_reauth(self.hass, self.config_entry)
        is_news = self.handsets.is_news(fetched.records)
        if is_news and self._roster.has_news(fetched):
            # Also if they are being read now, perhaps from before that.
            self.settings.ask_again()
        if self.data is None:
            # Devices are named by the settings, where these can be read.
            await self._refresh_settings()
        report_connection(self.hass, self.config_entry, None)
        seen = await self.handsets.take_in(fetched, fetched_at)
        if is_news:
            self._report_handsets()
            self.statuses.report(fetched, seen)
        self.update_interval = timedelta(seconds=self.statuses.interval)
        if self.settings.is_due:
            # Apart from this, so that slow settings do not hold up the status.
            self._run(self._read_settings(), "reading settings")
        return is_news

    def _is_stumble(self) -> bool:
        """Return whether a refused login leaves what is known as it is, since it is the first."""
        if self.pace.until_login or self.pace.note_refused_login():
            # Tried again then, whether or not anybody has entered another one.
            self.update_interval = timedelta(seconds=self.pace.until_login + 1)
            self.config_entry.async_start_reauth(self.hass)
            return False
        return self.data is not None and self.last_update_success

    @callback
    @override
    def async_add_listener(
        self, update_callback: CALLBACK_TYPE, context: str | None = None
    ) -> Callable[[], None]:
        """Tell a listener of the handset that is its context; without one, of every change."""
        if not self._announcer.audience.subjects:
            # Home Assistant polls for as long as it knows of somebody who listens.
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
        """Tell all entities, whatever has changed: of a failure, of its end, of other names."""
        everybody = [*self._announcer.audience.subjects]
        self._was_complete = self.is_complete
        self._run(self._announcer.tell(everybody, self.handsets.take_changes()), "telling")

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
        # The number may be a handset, too, which rings then.
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
        """Change those of a handset's settings that are given, and read back what came of it.

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
        """Poll at once, without letting the action wait for it.

        Not by async_request_refresh, which counts on a poll that is under way: that one may have
        asked before the action.
        """
        if not self._poll_is_waiting:  # else it serves this action, too
            self._poll_is_waiting = True
            self._run(self.async_refresh(), "refresh after an action")

    async def _read_settings(self) -> None:
        await self._refresh_settings()
        await self._publish()

    async def _refresh_settings(self) -> None:
        try:
            await self.settings.refresh(self.pace.since_rate_limit)
        except JinglError as err:
            self._note_failure(err)
        self.handsets.take_in_details(self.settings.details, self._roster.followed)

    async def _publish(self) -> None:
        """Let the entities see the settings, unless nothing is to be seen at all."""
        self.handsets.take_in_details(self.settings.details, self._roster.followed)
        if not self.last_update_success:
            return
        self._report_handsets()
        await self._tell_changes()
        if self.handsets.answering(Answer.UNASKED):
            self._poll_soon()

    async def _tell_changes(self) -> None:
        """Tell the entities that something is new for."""
        changes = self.handsets.take_changes()
        concerned: list[str | None] = [*sorted(changes.handsets)]
        # That a silent handset is gone changes nothing of it, but what is known of all.
        was_complete, self._was_complete = self._was_complete, self.is_complete
        if changes.handsets or self._was_complete is not was_complete:
            concerned.append(None)
        await self._announcer.tell(
            [*self._announcer.audience.subjects] if changes.names else concerned, changes
        )

    def _note_failure(self, err: JinglError) -> None:
        report_connection(self.hass, self.config_entry, err)
        wants_fewer = isinstance(err, JinglRateLimitError) or err.retry_after is not None
        if wants_fewer and err.status:  # else it is our own word
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
