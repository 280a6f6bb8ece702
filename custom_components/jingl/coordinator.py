"""What is known of an account's handsets, and when Jingl is asked for it.

    StatusFeed (adaptive) ──▶ statuses ──┬─▶ call and registration events ─▶ dispatcher
                                         └─▶ data: extension number → HandsetData ─▶ entities
    Settings (every 5 minutes) ──────────────┘

A handset that cannot be asked for has a None in `data`; a failure of the whole account makes
everything unavailable. What an answer does not change costs nothing: only the handsets that it
changes are looked at, and only their entities are told.
"""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.update_coordinator import TimestampDataUpdateCoordinator
from homeassistant.util import dt as dt_util

from .api import (
    HandsetStatus,
    JinglAuthenticationError,
    JinglClient,
    JinglConnectionError,
    JinglError,
    JinglNotFoundError,
    JinglOutcomeUnknownError,
    JinglRateLimitError,
)
from .const import CONF_HANDSETS, CONF_IGNORED, CONF_TRACK_NEW, LOGGER
from .contacts import ContactNames
from .devices import handset_id, handset_name
from .errors import action_error, poll_error
from .feed import Fetched, StatusFeed
from .handsets import Changes, HandsetData, Handsets
from .history import HandsetEvent
from .issues import report_connection, report_handsets
from .listeners import Listeners
from .outage import Outage
from .pace import Pace, since
from .polling import Situation, is_fresh, retry_interval, status_interval, sweep_interval
from .roster import Roster
from .settings import Settings
from .unknown_words import UnknownWords

type JinglConfigEntry = ConfigEntry[JinglRuntimeData]


@dataclass(frozen=True, slots=True, kw_only=True)
class JinglRuntimeData:
    """What an account's entry has at hand while it is loaded."""

    client: JinglClient
    coordinator: JinglCoordinator
    account_device_id: str


class JinglCoordinator(TimestampDataUpdateCoordinator[Mapping[str, HandsetData]]):
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
            ignored=entry.options[CONF_IGNORED],
            track_new=entry.options[CONF_TRACK_NEW],
        )
        self._status_feed = StatusFeed(client)
        self._settings = Settings(hass, entry, client, self._roster)
        self._contacts = ContactNames(hass, entry)
        self._handsets = Handsets()
        # By extension number; what concerns the whole account listens for None.
        self._audience: Listeners[str | None] = Listeners(partial(self._run, name="telling"))
        self._success_is_told = True
        self._unknown_words = UnknownWords()
        self._outage = Outage(f"handsets' statuses of {entry.title}")
        self._was_complete = True
        # Whether one request brought all statuses, when this was last asked.
        self.statuses_listed = False
        self._poll_is_waiting = False
        self._settings_are_read = False
        # Whether the last poll asked for all handsets.
        self._all_asked = True
        self._pace = Pace()

    @property
    def details_listed(self) -> bool:
        """Tell whether one request brought all settings, when this was last asked."""
        return self._settings.listed

    @property
    def missing(self) -> list[str]:
        """Return the chosen handsets that Jingl does not know."""
        return sorted(self._roster.missing(self._handsets.statuses))

    @property
    def is_complete(self) -> bool:
        """Tell whether it is known what all handsets do, but of those that are gone."""
        return self._handsets.silent <= {*self.missing}

    @property
    def statuses_in_call(self) -> list[HandsetStatus]:
        """Return the statuses of the handsets in a call."""
        return self._handsets.statuses_in_call

    @property
    def registered(self) -> AbstractSet[str]:
        """Return the handsets that are online."""
        return self._handsets.registered

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
        await self._audience.all_told()
        self._poll_is_waiting = False
        try:
            return await self._poll()
        except BaseException:
            # What was not taken in to the end is looked at once more.
            self._handsets.start_anew()
            raise

    async def _poll(self) -> Mapping[str, HandsetData]:
        try:
            self._pace.check_may_ask()
            fetched = await self._fetch_statuses()
            fetched_at = dt_util.utcnow()
            known = self._handsets.is_known(fetched, self._roster.followed)
            news = not known and self._roster.has_news(fetched)
            if self.data is None:
                # Devices are named by the settings.
                await self._settings.refresh(self._pace.since_rate_limit)
        except JinglError as err:
            self._note_failure(err)
            if isinstance(err, JinglNotFoundError) and not self._handsets.statuses:
                report_handsets(self.hass, self.config_entry, (), vanished=True)
            self.update_interval = timedelta(seconds=retry_interval(self._pace.since_rate_limit))
            raise poll_error(err, self.config_entry.title) from err
        report_connection(self.hass, self.config_entry, None)
        if not known:
            self._report_handsets()
        self._handsets.details = self._settings.details
        for status in await self._handsets.take_in(fetched, self._roster.followed, fetched_at):
            self._unknown_words.report(status)
        unheard = self._handsets.silent | (self._handsets.mute & self._settings.details.keys())
        self._outage.settle(unheard, fetched.failed, all_asked=self._all_asked)
        self.update_interval = timedelta(seconds=status_interval(self._situation()))
        if news:
            # Also if they are being read now, perhaps from before there were news.
            self._settings.ask_again()
        if self._settings.is_due and not self._settings_are_read:
            # Apart from this, so that slow settings do not hold up the status.
            self._run(self._read_settings(), "reading settings")
        return self._handsets.data

    @callback
    @override
    def async_add_listener(
        self, update_callback: CALLBACK_TYPE, context: str | None = None
    ) -> Callable[[], None]:
        """Tell a listener of the handset that is its context; without one, of every change."""
        if not self._audience.subjects:
            # Home Assistant polls for as long as it knows of somebody who listens.
            self._stop_polling = super().async_add_listener(self.async_update_listeners)
        self._audience.add(context, update_callback)
        return partial(self._remove_listener, context, update_callback)

    @callback
    def _remove_listener(self, context: str | None, update_callback: CALLBACK_TYPE) -> None:
        self._audience.remove(context, update_callback)
        if not self._audience.subjects:
            self._stop_polling()

    @callback
    @override
    def _async_refresh_finished(self) -> None:
        super()._async_refresh_finished()
        # If that has changed, Home Assistant has everybody told.
        if self.last_update_success and self._success_is_told:
            self._tell_changes()

    @callback
    @override
    def async_update_listeners(self) -> None:
        """Tell all entities, whatever has changed."""
        self._success_is_told = self.last_update_success
        self._tell([*self._audience.subjects], self._handsets.take_changes())

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
        # The number may be a handset, too, which rings then.
        self._pace.note_action(each for each in (extension, number) if each in self.data)
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
            self._pace.check_may_ask()
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
            await self._settings.refresh(self._pace.since_rate_limit)
        except JinglAuthenticationError:
            self.config_entry.async_start_reauth(self.hass)
        except JinglError as err:
            self._note_failure(err)
        finally:
            self._settings_are_read = False
        self._publish()

    @callback
    def _publish(self) -> None:
        """Let the entities see the settings, unless nothing is to be seen at all."""
        if not self.last_update_success:
            return
        self._report_handsets()
        self._handsets.details = self._settings.details
        self._handsets.take_in_details(self._roster.followed)
        self._tell_changes()
        if self._handsets.unasked:
            self._poll_soon()

    @callback
    def _tell_changes(self) -> None:
        """Tell the entities that something is new for."""
        changes = self._handsets.take_changes()
        concerned: list[str | None] = [*sorted(changes.handsets)]
        # That a silent handset is gone changes nothing of it, but what is known of all.
        if changes.handsets or self.is_complete is not self._was_complete:
            concerned.append(None)
        self._tell([*self._audience.subjects] if changes.names else concerned, changes)

    @callback
    def _tell(self, concerned: Sequence[str | None], changes: Changes) -> None:
        """Tell entities, and then what happened, since that needs them up to date."""
        self._was_complete = self.is_complete
        send = partial(async_dispatcher_send, self.hass)
        entry = self.config_entry
        then = [partial(send, handsets_signal(entry))] if changes.choice else []
        then += [
            partial(send, event_signal(entry, extension, type(event)), event)
            for extension, event in self._handsets.history.take_untold()
        ]
        self._audience.tell(concerned, then)

    async def _fetch_statuses(self) -> Fetched[HandsetStatus]:
        """Fetch what all handsets are doing, or between two sweeps only those of interest."""
        self._all_asked = self._is_sweep_due()
        if not self._all_asked:
            watched = self._watched()
            fetched = await self._status_feed.fetch_each(watched)
            if not _is_unreachable(fetched):
                others = {e: s for e, s in self._handsets.statuses.items() if e not in watched}
                self._handsets.statuses = {**others, **fetched.records}
                return fetched
        self._all_asked = True
        self._pace.note_sweep()
        try:
            fetched = await self._status_feed.fetch(self._roster.followed)
        except JinglNotFoundError:
            self._handsets.statuses = {}  # what is known of them no longer holds
            raise
        self.statuses_listed = fetched.listed
        self._handsets.statuses = fetched.records
        return fetched

    def _is_sweep_due(self) -> bool:
        """Tell whether to ask for all handsets, which with the list is always."""
        if not self.data or not self.last_update_success or self._status_feed.lists:
            return True
        # Home Assistant polls up to a second early.
        due = sweep_interval(self._situation()) - 1
        return self._pace.since_sweep >= due

    def _watched(self) -> AbstractSet[str]:
        """Return the handsets to ask for between two sweeps."""
        in_call = {
            extension
            for extension in self._handsets.history.in_call
            # It may not have answered the last time, but is likely to be in its call still.
            if extension in self._handsets.statuses
            or is_fresh(since(self._handsets.history.busy_at(extension)))
        }
        of_interest = in_call | self._pace.acted_on | self._handsets.unasked
        return of_interest & self._handsets.data.keys()

    def _situation(self) -> Situation:
        acted = self._pace.last_action_at
        busy = self._handsets.history.last_busy_at
        return Situation(
            listed=self.statuses_listed,
            handsets=len(self._handsets.data),
            in_call=bool(self._watched()),
            since_action=since(acted),
            since_activity=since(max(filter(None, (acted, busy)), default=None)),
            since_sweep=self._pace.since_sweep,
            since_rate_limit=self._pace.since_rate_limit,
        )

    def _note_failure(self, err: JinglError) -> None:
        report_connection(self.hass, self.config_entry, err)
        if isinstance(err, JinglRateLimitError):
            self._pace.note_rate_limit(err.retry_after)

    def _report_handsets(self) -> None:
        report_handsets(
            self.hass,
            self.config_entry,
            self._roster.missing(self._handsets.statuses),
            vanished=self._roster.has_vanished(self._handsets.statuses),
        )

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
