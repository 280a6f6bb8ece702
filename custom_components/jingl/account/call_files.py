"""The files of an account's call log: one for each day, and two for what goes on.

They are in Home Assistant's storage, in a folder of the account. A day's file is only written when
one of its calls has changed; Home Assistant writes what is waiting when it stops.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import chain
from pathlib import Path
import re
from shutil import rmtree
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import STORAGE_DIR, Store
from homeassistant.util import dt as dt_util

from ..const import DOMAIN, LOGGER
from ..history.call_record import CallRecord
from .issues import report_broken_call_log

_VERSION: Final = 1
_MINOR_VERSION: Final = 1
# Calls change several times within seconds, and nobody should lose more than the last ten.
_DELAY: Final = 5.0
_RUNNING: Final = "running"
_CURSOR: Final = "cursor"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

type _Data = dict[str, Any]


class CallFiles:
    """Reads and writes an account's call log."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._folder = f"{DOMAIN}.calls/{entry.entry_id}"
        self._stores: dict[str, Store[_Data]] = {}
        # What will be written in a moment anyway; emptied by the thread that writes.
        self._waiting: set[str] = set()

    async def read(self) -> tuple[list[CallRecord], Mapping[str, Any]]:
        """Return all records and the calls that were going on; set aside what is broken."""
        names = await self._hass.async_add_executor_job(self._days)
        days = [(name, await self._load(name)) for name in names]
        running = await self._load(_RUNNING)
        records = await self._hass.async_add_executor_job(_parse, days)
        for name, (_, is_whole) in records.items():
            if not is_whole:
                await self._set_aside(name)
        return [*chain.from_iterable(each for each, _ in records.values())], running or {}

    async def read_cursor(self) -> Mapping[str, Any]:
        """Return up to where Jingl's own records have been read, as it was written."""
        return await self._load(_CURSOR) or {}

    @callback
    def write_day(self, day: date, records: Callable[[], Iterable[CallRecord]]) -> None:
        """Write a day's records soon; `records` is called then, in a thread."""
        self._write(day.isoformat(), lambda: {"calls": [record.as_json() for record in records()]})

    @callback
    def write_running(self, running: Callable[[], _Data]) -> None:
        """Write the calls that go on soon; `running` is called then, in a thread."""
        self._write(_RUNNING, running)

    @callback
    def write_cursor(self, cursor: Callable[[], _Data]) -> None:
        """Write up to where Jingl's records have been read soon; `cursor` is called then."""
        self._write(_CURSOR, cursor)

    async def remove_day(self, day: date) -> None:
        """Delete a day's file."""
        await self._store(day.isoformat()).async_remove()
        self._waiting.discard(day.isoformat())
        self._stores.pop(day.isoformat(), None)

    async def remove(self) -> None:
        """Delete all files, those that were set aside included."""
        for store in self._stores.values():
            await store.async_remove()
        self._stores.clear()
        self._waiting.clear()
        await self._hass.async_add_executor_job(lambda: rmtree(self._path, ignore_errors=True))

    def _write(self, name: str, data: Callable[[], _Data]) -> None:
        if name in self._waiting:
            # Else Home Assistant would put it off with every change.
            return
        self._waiting.add(name)

        def prepare() -> _Data:
            # First of all: what changes from now on has to be written again.
            self._waiting.discard(name)
            return data()

        self._store(name).async_delay_save(prepare, _DELAY)

    async def _load(self, name: str) -> _Data | None:
        try:
            return await self._store(name).async_load()
        except (HomeAssistantError, NotImplementedError, KeyError, TypeError) as err:
            LOGGER.debug("Can't read the call log of %s for %s: %s", self._entry.title, name, err)
            await self._set_aside(name)
            return None

    async def _set_aside(self, name: str) -> None:
        path = self._path / name
        aside = path.with_name(f"{name}.corrupt.{dt_util.utcnow():%Y%m%dT%H%M%S}")
        await self._hass.async_add_executor_job(path.rename, aside)
        report_broken_call_log(self._hass, self._entry, str(aside))

    def _store(self, name: str) -> Store[_Data]:
        if name not in self._stores:
            self._stores[name] = Store(
                self._hass,
                _VERSION,
                f"{self._folder}/{name}",
                private=True,
                atomic_writes=True,
                minor_version=_MINOR_VERSION,
                serialize_in_event_loop=False,
            )
        return self._stores[name]

    def _days(self) -> list[str]:
        if not self._path.is_dir():
            return []
        return sorted(each.name for each in self._path.iterdir() if _DAY.fullmatch(each.name))

    @property
    def _path(self) -> Path:
        return Path(self._hass.config.path(STORAGE_DIR, self._folder))


def _parse(
    days: Iterable[tuple[str, _Data | None]],
) -> dict[str, tuple[list[CallRecord], bool]]:
    """Return each day's records, and whether all of them could be read."""
    read: dict[str, tuple[list[CallRecord], bool]] = {}
    for name, data in days:
        if data is None:
            continue
        records: list[CallRecord] = []
        calls = data.get("calls")
        is_whole = isinstance(calls, list)
        for each in calls if isinstance(calls, list) else ():
            try:
                records.append(CallRecord.from_json(each))
            except KeyError, TypeError, ValueError, AttributeError:
                is_whole = False
        read[name] = records, is_whole
    return read
