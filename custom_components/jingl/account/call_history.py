"""An account's calls: what its handsets did and what Jingl recorded, kept over restarts.

handsets' events ──┐
                   ├──▶ CallLog ──┬──▶ a file for each day
Jingl's records ───┘              └──▶ dispatcher ──▶ sensors, voice, actions, cards
"""

from collections.abc import Callable, Coroutine, Iterable, Mapping, Set as AbstractSet
from datetime import date, datetime, timedelta
from math import inf
from time import monotonic
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.event import async_track_time_change
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..api import JinglCall, in_turns
from ..const import CONF_CALL_LOG, CONF_CALLS_KEPT, CONF_DAYS_KEPT, CONF_IGNORED, DOMAIN
from ..history.call_log import CallLog, Keep, Key
from ..history.call_record import CallRecord
from ..history.calls import CallEvent, CallPhase, CallResult, KnownCall, Moment
from ..history.running import running_as_json, running_from_json
from ..history.same_call import APART, as_answered_elsewhere
from ..history.tracker import HandsetEvent
from .call_files import CallFiles
from .names import Names
from .signals import calls_signal, handset_calls_signal

# A blind transfer ends the call at this handset within this many seconds.
_TRANSFER_TAKES: Final = 60.0
# By how much Jingl's clock may be ahead of ours.
_AHEAD: Final = timedelta(hours=1)
# A clock that is wrong at the start, or after a leap, is put right within this many seconds.
_BELIEVED_AFTER: Final = 60 * 60.0


def kept_of(options: Mapping[str, Any]) -> Keep:
    """Return how much of the call log the options say to keep."""
    chosen, default = options.get(CONF_CALL_LOG, {}), Keep()
    return Keep(
        days=chosen.get(CONF_DAYS_KEPT, default.days),
        calls=chosen.get(CONF_CALLS_KEPT, default.calls),
    )


class CallHistory:
    """Keeps an account's call log."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._files = CallFiles(hass, entry)
        self.log = CallLog()
        self.keep = Keep()
        self.cursor: Mapping[str, Any] = {}
        """Up to where Jingl's own records have been read, as JSON data."""
        # By how much the wall clock is ahead of the monotonic one, and since when.
        self._clock = inf, 0.0
        self._running: Mapping[str, KnownCall] = {}
        self._restored: Mapping[str, Any] = {}
        # Days to write, although none of their calls changes: their files were broken.
        self._torn: AbstractSet[str] = frozenset()
        # By handset: to which number somebody has transferred its call, and when.
        self._transfers: dict[str, tuple[str, float]] = {}

    async def load(self) -> None:
        """Read the files, once."""
        stored = await self._files.read()
        self._restored, self.cursor, self._torn = stored.running, stored.cursor, stored.torn
        self.log = await self._hass.async_add_executor_job(CallLog, stored.records)

    async def start(self, entry: ConfigEntry) -> CALLBACK_TYPE:
        """Keep what the options say from now on; return a function that stops the daily tidying."""
        self._entry = entry
        before, self.keep = self.keep, kept_of(entry.options)
        self._publish()
        if self.keep.days:
            for day in self.log.days:
                if not before.days or day.isoformat() in self._torn:
                    self._write(day)
            if not before.days:
                self._files.write_running(self._running_as_json)
            await self._remove_old_files()
        else:
            await self._files.remove()
        self._torn = frozenset()
        return async_track_time_change(self._hass, self._at_midnight, hour=0, minute=0, second=0)

    def restored(self, at: Moment) -> dict[str, KnownCall]:
        """Return the calls that went on when we last looked, by handset."""
        calls: dict[str, KnownCall] = {}
        # After a reload, those of a moment ago.
        restored = self._restored or self._running_as_json()
        for extension, data in restored.items():
            try:
                calls[extension] = running_from_json(extension, data, at)
            except AttributeError, KeyError, OSError, OverflowError, TypeError, ValueError:
                continue  # of one call, only its start is lost
        return calls

    @callback
    def follow(
        self,
        events: Iterable[tuple[str, HandsetEvent]],
        running: Mapping[str, KnownCall],
        names: Names,
    ) -> list[tuple[str, HandsetEvent]]:
        """Take in what happened, and which calls go on now; return the events as they turned out.

        The log may know that another handset answered a call that one seems to have missed.
        """
        noted = [
            (extension, event, self._note(extension, event, names)) for extension, event in events
        ]
        turned_out = [(extension, self._as_known(event, key)) for extension, event, key in noted]
        phases = {each: call.phase for each, call in self._running.items()}
        has_changed = phases != {each: call.phase for each, call in running.items()}
        has_calls = any(isinstance(event, CallEvent) for _, event, _ in noted)
        self._running, self._restored = running, {}
        if self.keep.days and (has_calls or has_changed):
            self._files.write_running(self._running_as_json)
        if has_calls:
            self._publish()
        return turned_out

    @property
    def running_since(self) -> list[datetime]:
        """Return when the calls began that go on."""
        calls = self._running.values()
        return [call.began.wall for call in calls if call.phase is not CallPhase.NONE]

    async def merge(self, calls: Iterable[JinglCall], extensions: AbstractSet[str]) -> None:
        """Take in Jingl's own records, but not of handsets that were left out.

        Nor those of another age, nor of days to come.
        """
        now = dt_util.utcnow()
        oldest, latest = self.keep.since(now), now + _AHEAD
        ignored = {*self._entry.options.get(CONF_IGNORED, ())} - extensions
        async for call in in_turns(calls):
            if oldest <= call.started <= latest:
                self.log.merge(call, extensions, ignored)
        self._publish()

    @callback
    def keep_cursor(self, cursor: Mapping[str, Any], read_until: datetime) -> None:
        """Remember up to where Jingl's own records have been read, as JSON data and as a time."""
        self.log.forget_deleted(read_until - APART)
        if cursor != self.cursor:
            self.cursor = cursor
            if self.keep.days:
                self._files.write_cursor(lambda: {**self.cursor})

    @callback
    def change(self, record: CallRecord) -> None:
        """Put a record in the place of the one with its key; KeyError if there is none."""
        self.log.change(record)
        self._publish()

    @callback
    def delete(self, is_unwanted: Callable[[CallRecord], bool]) -> int:
        """Delete records; return how many there were."""
        deleted = self.log.delete(is_unwanted)
        self._publish()
        return deleted

    @callback
    def transferring(self, extension: str, number: str) -> None:
        """Note that a handset's call is being transferred to a number."""
        self._transfers[extension] = number, monotonic()

    async def remove(self) -> None:
        """Forget everything, and keep nothing that still arrives."""
        self.keep = Keep(days=0, calls=0)
        self.log = CallLog()
        self._running = self._restored = self.cursor = {}
        await self._files.remove()

    def _note(self, extension: str, event: HandsetEvent, names: Names) -> Key | None:
        """Put an event into the log, and return the key of the call that it ends."""
        if not isinstance(event, CallEvent):
            return None
        name = names.of_party(event.number, event.direction)
        record = self.log.note(extension, event, name)
        if record is None:
            return None
        number, at = self._transfers.pop(extension, ("", 0.0))
        if number and record.answered and monotonic() - at <= _TRANSFER_TAKES:
            self.log.note_transfer(record, number)
        return record.key

    def _as_known(self, event: HandsetEvent, key: Key | None) -> HandsetEvent:
        record = self.log.get(key) if key else None
        if (
            isinstance(event, CallEvent)
            and record is not None
            and record.result is CallResult.ANSWERED_ELSEWHERE
        ):
            return as_answered_elsewhere(event)
        return event

    @callback
    def _publish(self, *, midnight: bool = False) -> None:
        """Delete what is not to be kept, write what has changed, and tell those who listen."""
        self.log.prune(self.keep, self._believed_now())
        changes = self.log.take_changes()
        if self.keep.days:
            for day in changes.days:
                if day in self.log.days:
                    self._write(day)
                else:
                    self._run(self._files.remove_day(day), "deleting a day's calls")
        if changes.records or changes.removed or midnight:
            async_dispatcher_send(self._hass, calls_signal(self._entry), changes)
            for extension in {each for _, each in (*changes.records, *changes.removed)}:
                async_dispatcher_send(self._hass, handset_calls_signal(self._entry, extension))

    def _write(self, day: date) -> None:
        self._files.write_day(day, lambda: self.log.days.get(day, ()))

    async def _remove_old_files(self) -> None:
        await self._files.remove_before(self.keep.since(self._believed_now()).date())

    def _believed_now(self) -> datetime:
        """Return the time by which calls are too old to be kept; long ago if it may be wrong."""
        now, at = dt_util.utcnow(), monotonic()
        ahead = now.timestamp() - at
        if abs(ahead - self._clock[0]) > _BELIEVED_AFTER:
            self._clock = ahead, at
        # What is in memory only isn't worth the wait.
        if self.keep.days and at - self._clock[1] < _BELIEVED_AFTER:
            return dt_util.utc_from_timestamp(0)
        return now

    @callback
    def _at_midnight(self, _: datetime) -> None:
        self._publish(midnight=True)
        if self.keep.days:
            self._run(self._remove_old_files(), "deleting old calls")

    def _running_as_json(self) -> dict[str, Any]:
        at = Moment(monotonic(), dt_util.utcnow())
        calls = {each: running_as_json(call, at) for each, call in self._running.items()}
        return {extension: data for extension, data in calls.items() if data}

    def _run(self, work: Coroutine[Any, Any, None], name: str) -> None:
        self._hass.async_create_task(work, f"Jingl {self._entry.title} {name}")


_HISTORIES: HassKey[dict[str, CallHistory]] = HassKey(f"{DOMAIN}_call_histories")


async def call_history(hass: HomeAssistant, entry: ConfigEntry) -> CallHistory:
    """Return an account's call history, which lives on while the account is reloaded."""
    histories = hass.data.setdefault(_HISTORIES, {})
    if entry.entry_id not in histories:
        history = CallHistory(hass, entry)
        await history.load()
        histories[entry.entry_id] = history
    return histories[entry.entry_id]


async def forget_call_history(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Erase the call history of a removed account."""
    history = hass.data.get(_HISTORIES, {}).pop(entry.entry_id, None) or CallHistory(hass, entry)
    await history.remove()
