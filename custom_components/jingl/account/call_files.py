"""The files of an account's call log: one for each day, and two for what goes on.

They are in Home Assistant's storage, in a folder of the account. A day's file is only written when
one of its calls has changed; Home Assistant writes what is waiting when it stops.
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
import re
from shutil import rmtree
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.storage import STORAGE_DIR, Store
from homeassistant.util import dt as dt_util
from homeassistant.util.json import json_loads

from ..const import DOMAIN, LOGGER
from ..history.call_record import CallRecord
from .issues import report_broken_call_log

_VERSION: Final = 1
_MINOR_VERSION: Final = 1
# Calls change several times within seconds, and nobody should lose more than the last ten.
_DELAY: Final = 5.0
_RUNNING: Final = "running"
_CURSOR: Final = "cursor"
# Home Assistant was killed while it wrote such a file; nothing is being written when we read.
_UNFINISHED: Final = "tmp"
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

type _Data = dict[str, Any]


@dataclass(slots=True, kw_only=True)
class Stored:
    """What was in the files."""

    records: list[CallRecord] = field(default_factory=list)
    running: Mapping[str, Any] = field(default_factory=dict)
    """The calls that were going on."""
    cursor: Mapping[str, Any] = field(default_factory=dict)
    """Up to where Jingl's own records have been read."""
    torn: set[str] = field(default_factory=set)
    """Days whose file was set aside, so that what could be read of it has to be written again."""
    broken: list[Path] = field(default_factory=list)
    """Where the files are that were set aside."""


class CallFiles:
    """Reads and writes an account's call log."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry) -> None:
        self._hass = hass
        self._entry = entry
        self._folder = f"{DOMAIN}.call_log/{entry.entry_id}"
        # Those written since Home Assistant started.
        self._files: dict[str, _File] = {}

    async def read(self) -> Stored:
        """Return all that is kept; set aside what is broken."""
        stored = await self._hass.async_add_executor_job(_read, self._path)
        if stored.broken:
            report_broken_call_log(self._hass, self._entry, [str(path) for path in stored.broken])
        return stored

    @callback
    def write_day(self, day: date, records: Callable[[], Iterable[CallRecord]]) -> None:
        """Write a day's records soon; `records` is called then, in a thread."""
        name = day.isoformat()
        self._file(name).write(lambda: {"calls": [record.as_json() for record in records()]})

    @callback
    def write_running(self, running: Callable[[], _Data]) -> None:
        """Write the calls that go on soon; `running` is called then, in a thread."""
        self._file(_RUNNING).write(running)

    @callback
    def write_cursor(self, cursor: Callable[[], _Data]) -> None:
        """Write up to where Jingl's records have been read soon; `cursor` is called then."""
        self._file(_CURSOR).write(cursor)

    async def remove_day(self, day: date) -> None:
        """Delete a day's file."""
        if file := self._files.pop(day.isoformat(), None):
            await file.remove()
        path = self._path / day.isoformat()
        await self._hass.async_add_executor_job(lambda: path.unlink(missing_ok=True))

    async def remove_before(self, day: date) -> None:
        """Delete files of earlier days, and those that were set aside before."""
        await self._hass.async_add_executor_job(_remove_before, self._path, day.isoformat())

    async def remove(self) -> None:
        """Delete all files, those that were set aside included."""
        files, self._files = self._files, {}
        for file in files.values():
            await file.remove()
        await self._hass.async_add_executor_job(_remove, self._path)

    def _file(self, name: str) -> _File:
        if name not in self._files:
            self._files[name] = _File(self._hass, f"{self._folder}/{name}")
        return self._files[name]

    @property
    def _path(self) -> Path:
        return Path(self._hass.config.path(STORAGE_DIR, self._folder))


class _File:
    """A file that is written soon after a change."""

    def __init__(self, hass: HomeAssistant, key: str) -> None:
        self._store: Store[_Data] = Store(
            hass,
            _VERSION,
            key,
            private=True,
            atomic_writes=True,
            minor_version=_MINOR_VERSION,
            serialize_in_event_loop=False,
        )
        self._is_waiting = False

    @callback
    def write(self, data: Callable[[], _Data]) -> None:
        if self._is_waiting:
            # Else Home Assistant would put it off with every change.
            return
        self._is_waiting = True

        def prepare() -> _Data:
            # First of all: what changes from now on has to be written again.
            self._is_waiting = False
            return data()

        self._store.async_delay_save(prepare, _DELAY)

    async def remove(self) -> None:
        # Waits for a write that is under way, which would bring the file back.
        await self._store.async_save({})
        await self._store.async_remove()


def _read(folder: Path) -> Stored:
    """Read all files, in a thread: a store would take several turns of the loop for each."""
    stored = Stored()
    try:
        paths = sorted(folder.iterdir())
    except FileNotFoundError:
        return stored
    except OSError as err:
        LOGGER.debug("Can't read the folder of the call log: %s", err)
        stored.broken.append(folder)
        return stored
    for path in paths:
        if path.name.startswith(_UNFINISHED):
            with suppress(OSError):
                path.unlink()
            continue
        try:
            if path.name == _RUNNING:
                stored.running = {**_data(path)}
                continue
            if path.name == _CURSOR:
                stored.cursor = {**_data(path)}
                continue
            if not _DAY.fullmatch(path.name):
                continue
            records, is_whole = _parse(path.name, _data(path))
        except (AttributeError, KeyError, OSError, TypeError, ValueError) as err:
            LOGGER.debug("Can't read the call log's file %s: %s", path.name, err)
            records, is_whole = [], False
        stored.records += records
        if not is_whole:
            stored.torn.add(path.name)
            stored.broken.append(_set_aside(path))
    return stored


def _data(path: Path) -> Any:
    """Return a file's data, of this version or of one that only adds to it."""
    content: Any = json_loads(path.read_bytes())
    if content["version"] > _VERSION:
        raise ValueError(f"version {content['version']}")
    return content["data"]


def _parse(day: str, data: Any) -> tuple[list[CallRecord], bool]:
    """Return a day's records, and whether all of them could be read."""
    records: list[CallRecord] = []
    is_whole = True
    for each in data["calls"]:
        try:
            record = CallRecord.from_json(each)
        except AttributeError, KeyError, TypeError, ValueError:
            is_whole = False
            continue
        if record.started.date().isoformat() == day:
            records.append(record)
        else:
            is_whole = False
    return records, is_whole


def _set_aside(path: Path) -> Path:
    """Rename a file, and return where it is."""
    aside = path.with_name(f"{dt_util.utcnow():%Y-%m-%dT%H%M%S}.{path.name}.broken")
    try:
        path.rename(aside)
    except OSError as err:
        LOGGER.debug("Can't set aside the call log's file %s: %s", path.name, err)
        return path
    return aside


def _remove_before(folder: Path, day: str) -> None:
    for path in folder.iterdir() if folder.is_dir() else ():
        if (began := _DAY.match(path.name)) and began[0] < day:
            if path.is_dir():
                rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _remove(folder: Path) -> None:
    rmtree(folder, ignore_errors=True)
    with suppress(OSError):  # unless it has other accounts' folders
        folder.parent.rmdir()
