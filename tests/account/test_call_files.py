"""The call log's files, in Home Assistant's storage."""

import asyncio
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
import json
from pathlib import Path
from shutil import copytree
import stat
from threading import Event
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import STORAGE_DIR

from custom_components.jingl.account.call_files import CallFiles
from custom_components.jingl.api import CallDirection
from custom_components.jingl.const import DOMAIN
from custom_components.jingl.history.call_record import CallRecord, CallSource
from custom_components.jingl.history.calls import CallResult
from tests.conftest import Advance, Settle

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
TODAY, YESTERDAY = date(2026, 11, 27), date(2026, 11, 26)

# Files of every version that was ever released; they must be readable for good.
OLD = Path(__file__).parent


def call(minute: int = 0, **known: Any) -> CallRecord:
    """Return a call of this day."""
    started = NOON + timedelta(minutes=minute)
    return CallRecord(
        **{
            "id": f"{int(started.timestamp())}-100",
            "extension": "100",
            "result": CallResult.MISSED,
            "started": started,
            **known,
        }
    )


def account(hass: HomeAssistant) -> MockConfigEntry:
    entry = MockConfigEntry(domain=DOMAIN, title="mycompany", data={}, options={})
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
def entry(hass: HomeAssistant) -> MockConfigEntry:
    return account(hass)


@pytest.fixture
def files(hass: HomeAssistant, entry: MockConfigEntry) -> CallFiles:
    return CallFiles(hass, entry)


def folder_of(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    return Path(hass.config.path(STORAGE_DIR, "jingl.call_log", entry.entry_id))


@pytest.fixture
def folder(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    return folder_of(hass, entry)


def names_in(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()} if folder.is_dir() else set()


def calls_in(path: Path) -> list[CallRecord]:
    return [CallRecord.from_json(each) for each in json.loads(path.read_bytes())["data"]["calls"]]


def put(folder: Path, name: str, data: object, **more: object) -> Path:
    """Write a file as it would be found."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    content = {"version": 1, "minor_version": 1, "key": "…", "data": data, **more}
    path.write_text(json.dumps(content))
    return path


def issue_of(hass: HomeAssistant, entry: MockConfigEntry) -> ir.IssueEntry | None:
    return ir.async_get(hass).async_get_issue(DOMAIN, f"{entry.entry_id}_call_log_broken")


async def read_again(hass: HomeAssistant, entry: MockConfigEntry) -> list[CallRecord]:
    return (await CallFiles(hass, entry).read()).records


# --- Writing


async def test_a_day_is_a_private_file_soon_after_a_change(
    hass: HomeAssistant, entry: MockConfigEntry, files: CallFiles, folder: Path, advance: Advance
) -> None:
    files.write_day(TODAY, lambda: [call(0), call(1)])
    await advance(10)
    assert names_in(folder) == {"2026-11-27"}
    assert stat.S_IMODE((folder / "2026-11-27").stat().st_mode) == 0o600
    assert await read_again(hass, entry) == [call(0), call(1)]


async def test_a_stop_writes_what_is_waiting(
    hass: HomeAssistant, files: CallFiles, folder: Path, settle: Settle
) -> None:
    files.write_day(TODAY, lambda: [call()])
    files.write_running(lambda: {"100": {"phase": "TALKING"}})
    await settle()
    assert names_in(folder) == set()
    hass.set_state(CoreState.final_write)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await settle()
    assert names_in(folder) == {"2026-11-27", "running"}


async def test_one_change_after_the_other_does_not_put_it_off(
    files: CallFiles, folder: Path, advance: Advance
) -> None:
    seen: list[CallRecord] = []
    for second in range(10):
        seen.append(call(second))
        files.write_day(TODAY, lambda: tuple(seen))
        await advance(1)
    assert len(calls_in(folder / "2026-11-27")) >= 4


async def test_no_day_s_write_touches_another_s_file(
    files: CallFiles, folder: Path, advance: Advance
) -> None:
    files.write_day(YESTERDAY, lambda: [call(-1440)])
    files.write_day(TODAY, lambda: [call()])
    files.write_running(dict)
    await advance(10)

    def stamps() -> dict[str, tuple[int, int]]:
        return {
            each.name: (each.stat().st_ino, each.stat().st_mtime_ns) for each in folder.iterdir()
        }

    before = stamps()
    files.write_day(TODAY, lambda: [call(), call(1)])
    await advance(10)
    after = stamps()
    assert {name for name in after if after[name] != before[name]} == {"2026-11-27"}


async def test_what_changes_during_a_write_is_written_as_well(
    hass: HomeAssistant, files: CallFiles, folder: Path, advance: Advance
) -> None:
    seen = [call()]

    def at_the_last_moment() -> tuple[CallRecord, ...]:
        written = tuple(seen)
        if len(seen) == 1:
            seen.append(call(1))
            hass.loop.call_soon_threadsafe(files.write_day, TODAY, at_the_last_moment)
        return written

    files.write_day(TODAY, at_the_last_moment)
    await advance(6)
    assert calls_in(folder / "2026-11-27") == [call()]
    await advance(6)
    assert calls_in(folder / "2026-11-27") == [call(), call(1)]


# --- Reading


async def test_without_files_nothing_is_known(files: CallFiles) -> None:
    stored = await files.read()
    assert (stored.records, stored.running, stored.torn, stored.broken) == ([], {}, set(), [])


async def test_everything_known_of_a_call_is_kept(
    hass: HomeAssistant, entry: MockConfigEntry, files: CallFiles, advance: Advance
) -> None:
    full = call(
        direction=CallDirection.INBOUND,
        number="0412345678",
        name='Anna "O\'Neil" \u202e \x00 Smith',
        result=CallResult.ANSWERED,
        answered=NOON + timedelta(seconds=7.5),
        ended=NOON + timedelta(hours=30),
        rung_seconds=7,
        connected_seconds=90,
        held_seconds=0,
        transferred_to="102",
        source=CallSource.BOTH,
        jingl_id="a-1",
        recording=False,
        notes="wants\na call back",
        rating=0,
    )
    unknown = CallRecord(id="x", extension=None, started=NOON, source=CallSource.JINGL)
    files.write_day(TODAY, lambda: [full, unknown])
    await advance(10)
    assert await read_again(hass, entry) == [full, unknown]


async def test_a_file_of_version_1_1_can_be_read_for_good(
    hass: HomeAssistant, entry: MockConfigEntry, folder: Path
) -> None:
    copytree(OLD / "call_log_1_1", folder)
    stored = await CallFiles(hass, entry).read()
    assert stored.broken == []
    missed, answered, theirs = stored.records
    assert missed == CallRecord(
        id="1795780800-100",
        extension="100",
        direction=CallDirection.INBOUND,
        number="0412345678",
        name="Anna Smith",
        result=CallResult.MISSED,
        started=NOON,
        ended=NOON + timedelta(seconds=20),
        rung_seconds=20,
        held_seconds=0,
    )
    assert answered == CallRecord(
        id="1795780860-101",
        extension="101",
        direction=CallDirection.OUTBOUND,
        number="0391234567",
        result=CallResult.ANSWERED,
        started=NOON + timedelta(seconds=60),
        answered=NOON + timedelta(seconds=65.5),
        ended=NOON + timedelta(seconds=120),
        rung_seconds=5,
        connected_seconds=54,
        held_seconds=10,
        transferred_to="102",
        source=CallSource.BOTH,
        jingl_id="4711",
        recording=True,
        notes="wants a quote",
        rating=4,
    )
    assert theirs == CallRecord(
        id="1795781400-jingl",
        extension=None,
        started=NOON + timedelta(seconds=600),
        source=CallSource.JINGL,
        jingl_id="4712",
    )
    assert stored.running.keys() == {"102"}


async def test_a_later_minor_version_only_adds_to_this_one(
    hass: HomeAssistant, entry: MockConfigEntry, files: CallFiles, folder: Path
) -> None:
    later = {**call().as_json(), "mood": "cheerful"}
    path = put(folder, "2026-11-27", {"calls": [later], "mood": []}, minor_version=7)
    before = path.read_bytes()
    assert (await files.read()).records == [call()]
    assert path.read_bytes() == before
    assert issue_of(hass, entry) is None


def no_json(folder: Path) -> None:
    put(folder, "2026-11-27", {}).write_text('{"version": 1, "data"')


def empty(folder: Path) -> None:
    put(folder, "2026-11-27", {}).write_text("")


def no_text(folder: Path) -> None:
    put(folder, "2026-11-27", {}).write_bytes(b"\xff\xfe\x00")


def no_store(folder: Path) -> None:
    put(folder, "2026-11-27", {}).write_text("[]")


def no_data(folder: Path) -> None:
    put(folder, "2026-11-27", {}).write_text('{"version": 1}')


def no_version(folder: Path) -> None:
    put(folder, "2026-11-27", {"calls": []}, version="one")


def a_newer_version(folder: Path) -> None:
    put(folder, "2026-11-27", {"calls": [call().as_json()]}, version=2)


def data_that_is_a_list(folder: Path) -> None:
    put(folder, "2026-11-27", [call().as_json()])


def calls_that_are_none(folder: Path) -> None:
    put(folder, "2026-11-27", {"calls": None})


def calls_that_are_a_text(folder: Path) -> None:
    put(folder, "2026-11-27", {"calls": "none"})


def no_date(folder: Path) -> None:
    put(folder, "2026-13-41", {"calls": [call().as_json()]})


def a_folder(folder: Path) -> None:
    (folder / "2026-11-27" / "inside").mkdir(parents=True)


def running_that_is_a_list(folder: Path) -> None:
    put(folder, "running", [])


@pytest.mark.parametrize(
    "spoil",
    [
        no_json,
        empty,
        no_text,
        no_store,
        no_data,
        no_version,
        a_newer_version,
        data_that_is_a_list,
        calls_that_are_none,
        calls_that_are_a_text,
        no_date,
        a_folder,
        running_that_is_a_list,
    ],
    ids=lambda spoil: spoil.__name__,
)
async def test_a_broken_file_is_set_aside_and_reported(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    files: CallFiles,
    folder: Path,
    spoil: Callable[[Path], None],
) -> None:
    put(folder, "2026-11-26", {"calls": [call(-1440).as_json()]})
    spoil(folder)
    [name] = names_in(folder) - {"2026-11-26"}
    stored = await files.read()
    assert stored.records == [call(-1440)]
    [aside] = names_in(folder) - {"2026-11-26"}
    assert aside.endswith(f".{name}.broken")
    issue = issue_of(hass, entry)
    assert issue
    assert issue.translation_placeholders == {"account": "mycompany", "path": str(folder / aside)}
    # It is nobody's any more, and reported once.
    assert (await CallFiles(hass, entry).read()).broken == []


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        "call",
        [],
        {},
        {"id": "x"},
        {"id": 1, "started": NOON.timestamp()},
        {"id": "x", "started": "yesterday"},
        {"id": "x", "started": True},
        {"id": "x", "started": 1e308},
        {"id": "x", "started": -1e20},
        {"id": "x", "started": 253402300799},
        {"id": "x", "started": (NOON + timedelta(days=1)).timestamp()},
        {"id": "x", "started": NOON.timestamp(), "ended": 253402300799},
        {"id": "x", "started": NOON.timestamp(), "result": "won"},
        {"id": "x", "started": NOON.timestamp(), "recording": "yes"},
        {"id": "x", "started": NOON.timestamp(), "direction": []},
        {"id": "x", "started": NOON.timestamp(), "number": 412345678},
        {"id": "x", "started": NOON.timestamp(), "rating": 4.5},
    ],
    ids=repr,
)
async def test_of_a_file_with_a_wrong_record_the_others_are_kept(
    hass: HomeAssistant, entry: MockConfigEntry, files: CallFiles, folder: Path, wrong: object
) -> None:
    put(folder, "2026-11-27", {"calls": [call(0).as_json(), wrong, call(1).as_json()]})
    stored = await files.read()
    assert stored.records == [call(0), call(1)]
    assert stored.torn == {"2026-11-27"}
    assert issue_of(hass, entry)


async def test_a_file_that_cannot_be_opened_stops_nothing(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    files: CallFiles,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = put(folder, "2026-11-27", {"calls": [call().as_json()]})
    read, rename = Path.read_bytes, Path.rename

    def refuse(each: Path, *arguments: Any) -> Any:
        # Tests may run as a user who may read everything.
        if each == path:
            raise PermissionError(each)
        return rename(each, *arguments) if arguments else read(each)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr(Path, "rename", refuse)
    assert (await files.read()).records == []
    issue = issue_of(hass, entry)
    assert issue
    assert issue.translation_placeholders == {"account": "mycompany", "path": str(path)}


async def test_a_folder_that_cannot_be_opened_stops_nothing(
    hass: HomeAssistant, entry: MockConfigEntry, files: CallFiles, folder: Path
) -> None:
    put(folder.parent, folder.name, "a file")
    assert (await files.read()).records == []
    assert issue_of(hass, entry)


async def test_of_many_broken_files_only_some_are_named(
    hass: HomeAssistant, entry: MockConfigEntry, files: CallFiles, folder: Path
) -> None:
    for day in range(10, 22):
        put(folder, f"2026-11-{day}", None)
    await files.read()
    issue = issue_of(hass, entry)
    assert issue
    assert issue.translation_placeholders
    paths = issue.translation_placeholders["path"].split(", ")
    assert len(paths) == 11
    assert paths[-1] == "…"


# --- Deleting


async def test_a_day_is_deleted_with_what_waits_to_be_written(
    files: CallFiles, folder: Path, advance: Advance
) -> None:
    files.write_day(TODAY, lambda: [call()])
    files.write_day(YESTERDAY, lambda: [call(-1440)])
    await advance(10)
    files.write_day(TODAY, lambda: [call(), call(1)])
    await files.remove_day(TODAY)
    await advance(10)
    assert names_in(folder) == {"2026-11-26"}


async def test_a_day_written_before_a_restart_is_deleted(files: CallFiles, folder: Path) -> None:
    put(folder, "2026-11-27", {"calls": []})
    await files.remove_day(TODAY)
    await files.remove_day(TODAY)
    assert names_in(folder) == set()


@pytest.mark.parametrize("everything", [False, True])
async def test_a_write_that_is_under_way_does_not_bring_a_deleted_file_back(
    files: CallFiles, folder: Path, advance: Advance, everything: bool
) -> None:
    began, may_end = Event(), Event()

    def slow() -> list[CallRecord]:
        began.set()
        may_end.wait(30)
        return [call()]

    files.write_day(TODAY, slow)
    passing = asyncio.ensure_future(advance(10))
    while not began.is_set():  # noqa: ASYNC110 - a thread sets it
        await asyncio.sleep(0)
    deleting = asyncio.create_task(files.remove() if everything else files.remove_day(TODAY))
    await asyncio.sleep(0)
    may_end.set()
    await deleting
    await passing
    assert not (folder / "2026-11-27").exists()


async def test_files_of_earlier_days_are_deleted_and_so_are_those_set_aside_then(
    files: CallFiles, folder: Path
) -> None:
    kept = ["2026-11-20", "2026-11-27", "2026-11-20T120000.2026-11-01.broken", "running"]
    old = ["2026-11-19", "2025-12-31", "2026-11-19T235959.running.broken"]
    for name in (*kept, *old):
        put(folder, name, {"calls": []})
    (folder / "2026-11-18T000000.2026-11-18.broken" / "inside").mkdir(parents=True)
    await files.remove_before(date(2026, 11, 20))
    assert names_in(folder) == {*kept}


async def test_what_a_kill_left_of_a_write_is_deleted_at_the_next_start(
    hass: HomeAssistant, entry: MockConfigEntry, folder: Path
) -> None:
    put(folder, "2026-11-27", {"calls": [call().as_json()]})
    put(folder, "tmpq3x_0a9z", {"calls": [call(1).as_json()]})
    assert await read_again(hass, entry) == [call()]
    assert names_in(folder) == {"2026-11-27"}


async def test_nothing_is_left_when_all_is_deleted(
    hass: HomeAssistant, files: CallFiles, folder: Path, advance: Advance
) -> None:
    other = account(hass)
    put(folder_of(hass, other), "2026-11-27", {"calls": [call().as_json()]})
    put(folder, "2026-11-27T120000.2026-11-27.broken", None)
    files.write_day(TODAY, lambda: [call()])
    await advance(10)
    files.write_day(YESTERDAY, lambda: [call(-1440)])
    await files.remove()
    await advance(10)
    assert names_in(folder.parent) == {other.entry_id}
    assert await read_again(hass, other) == [call()], "two accounts have nothing in common"
    await CallFiles(hass, other).remove()
    assert "jingl.call_log" not in names_in(folder.parents[1])
