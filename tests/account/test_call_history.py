"""An account's call log over the days: what is kept, what a kill loses, and what is deleted."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
import json
from operator import eq
from pathlib import Path
from shutil import copytree
from time import monotonic
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from hypothesis import given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CoreState, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.util import dt as dt_util

from custom_components.jingl.account import call_history as call_histories
from custom_components.jingl.account.call_history import CallHistory, kept_of
from custom_components.jingl.account.names import Names
from custom_components.jingl.account.signals import calls_signal, handset_calls_signal
from custom_components.jingl.api import CallDirection, HandsetState, HandsetStatus, JinglCall
from custom_components.jingl.const import DOMAIN
from custom_components.jingl.history.call_log import LogChanges
from custom_components.jingl.history.call_record import CallRecord
from custom_components.jingl.history.calls import (
    CallEvent,
    CallEventType,
    CallPhase,
    CallResult,
    Course,
    KnownCall,
    Moment,
)
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, Settle, SetWallClock
from tests.office import Office

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
HOUR = 60 * 60
LONGEST = 10
"""Seconds after which nothing may get lost."""

_NUMBERS = count()

pytestmark = pytest.mark.usefixtures("_noon")


@pytest.fixture
def _noon(freezer: FrozenDateTimeFactory) -> None:
    freezer.move_to(NOON)


def account(hass: HomeAssistant, **options: int) -> MockConfigEntry:
    entry = MockConfigEntry(
        domain=DOMAIN,
        title="mycompany",
        # Home Assistant's own depend on the time, which is frozen here.
        entry_id=f"account{next(_NUMBERS)}",
        data={},
        options={"call_log": options} if options else {},
    )
    entry.add_to_hass(hass)
    return entry


def folder_of(hass: HomeAssistant, entry: MockConfigEntry) -> Path:
    return Path(hass.config.path(STORAGE_DIR, "jingl.call_log", entry.entry_id))


def names_in(folder: Path) -> set[str]:
    return {each.name for each in folder.iterdir()} if folder.is_dir() else set()


def put(folder: Path, records: Iterable[CallRecord], name: str | None = None) -> None:
    """Write the file of a day as it would be found."""
    folder.mkdir(parents=True, exist_ok=True)
    calls = [record.as_json() for record in records]
    content = {"version": 1, "minor_version": 1, "key": "…", "data": {"calls": calls}}
    day = f"{datetime.fromtimestamp(calls[0]['started'], UTC):%Y-%m-%d}"
    (folder / (name or day)).write_text(json.dumps(content))


def call(ago: timedelta, extension: str = "100", **known: Any) -> CallRecord:
    started = dt_util.utcnow() - ago
    return CallRecord(
        **{
            "id": f"{int(started.timestamp())}-{extension}",
            "extension": extension,
            "result": CallResult.MISSED,
            "started": started,
            **known,
        }
    )


class Life:
    """Home Assistant between a start and a kill."""

    def __init__(self, hass: HomeAssistant, entry: MockConfigEntry, history: CallHistory) -> None:
        self.hass = hass
        self.entry = entry
        self.history = history

    @classmethod
    async def begin(cls, hass: HomeAssistant, entry: MockConfigEntry) -> Life:
        history = CallHistory(hass, entry)
        await history.load()
        (await history.start(entry))()
        return cls(hass, entry, history)

    async def kill(self) -> Life:
        """Begin anew with what is on the disk now; what the old one still does reaches nobody."""
        entry = account(self.hass, **self.entry.options.get("call_log", {}))
        if self.folder.exists():
            copytree(self.folder, folder_of(self.hass, entry))
        return await type(self).begin(self.hass, entry)

    async def options(self, **options: int) -> None:
        """Reload the account with other options."""
        self.hass.config_entries.async_update_entry(self.entry, options={"call_log": options})
        (await self.history.start(self.entry))()

    def miss(self, number: str = "0412345678", extension: str = "100") -> CallRecord:
        """Let a handset miss a call, and return its record."""
        before = {*self.history.log}
        now = dt_util.utcnow()
        event = CallEvent(
            type=CallEventType.MISSED,
            direction=CallDirection.INBOUND,
            number=number,
            application=None,
            result=CallResult.MISSED,
            course=Course(started=now - timedelta(seconds=8), ended=now, rung_seconds=8),
        )
        self.history.follow([(extension, event)], {}, Names(self.hass, self.entry, {}))
        return next(record for record in self.history.log if record not in before)

    def talk(self, extension: str = "100") -> None:
        """Let a handset be in a call."""
        at = Moment(monotonic(), dt_util.utcnow())
        status = HandsetStatus(
            extension=extension,
            state=HandsetState.ON_CALL,
            direction=CallDirection.INBOUND,
            other_party="0412345678",
        )
        talking = KnownCall(
            phase=CallPhase.TALKING,
            status=status,
            began=at,
            seen=at.monotonic,
            connected=at,
            count=None,
        )
        self.history.follow([], {extension: talking}, Names(self.hass, self.entry, {}))

    @property
    def folder(self) -> Path:
        return folder_of(self.hass, self.entry)

    @property
    def known(self) -> list[CallRecord]:
        return [*self.history.log]


@pytest.fixture
async def life(hass: HomeAssistant) -> Life:
    return await Life.begin(hass, account(hass))


# --- What a kill loses

# Something happens, and then some seconds pass; ten hours are enough to reach another day.
deeds = st.one_of(
    st.tuples(st.just("miss"), st.sampled_from(["100", "101"])),
    st.tuples(st.just("delete"), st.integers(0, 5)),
    st.tuples(st.just("kill"), st.none()),
)
pauses = st.sampled_from([0, 0.5, 2, 4, 6, 9, 10, 11, 36_000])


@settings(max_examples=50)
@given(steps=st.lists(st.tuples(deeds, pauses), min_size=1, max_size=15))
async def test_a_kill_loses_the_last_ten_seconds_at_most(
    hass: HomeAssistant, advance: Advance, steps: list[tuple[tuple[str, Any], float]]
) -> None:
    life = await Life.begin(hass, account(hass))
    # The log after each change, and when that was.
    states: list[tuple[float, set[CallRecord]]] = [(float("-inf"), set())]
    for number, ((deed, what), pause) in enumerate([*steps, (("kill", None), 0)]):
        if deed == "miss":
            life.miss(number=f"04{number:08}", extension=what)
            states.append((monotonic(), {*life.known}))
        elif deed == "delete" and what < len(life.known):
            unwanted = life.known[what]
            assert life.history.delete(partial(eq, unwanted)) == 1
            states.append((monotonic(), {*life.known}))
        elif deed == "kill":
            life = await life.kill()
            certain_at = monotonic() - LONGEST
            first = max(index for index, (at, _) in enumerate(states) if at <= certain_at)
            since_then = [state for _, state in states[first:]]
            assert set.intersection(*since_then) <= {*life.known} <= set.union(*since_then)
            states = [(float("-inf"), {*life.known})]
        await advance(pause)


async def test_a_stop_loses_nothing(hass: HomeAssistant, life: Life, settle: Settle) -> None:
    missed = life.miss()
    hass.set_state(CoreState.final_write)
    hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await settle()
    assert (await life.kill()).known == [missed]


async def test_a_kill_does_not_end_a_call_that_goes_on(life: Life, advance: Advance) -> None:
    life.talk("102")
    await advance(LONGEST)
    again = await life.kill()
    [(extension, restored)] = again.history.restored(Moment(monotonic(), dt_util.utcnow())).items()
    assert (extension, restored.phase, restored.restored) == ("102", CallPhase.TALKING, True)
    assert restored.connected_at == NOON


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        {},
        {"phase": "TALKING"},
        {"phase": "SINGING", "state": "on_call", "in_words": False},
        *(
            {
                "phase": "TALKING",
                "state": "on_call",
                "in_words": False,
                "seen": 0,
                "held": 0,
                "aside": False,
                "began": began,
            }
            for began in (1e308, -1e20, "now", None)
        ),
    ],
    ids=repr,
)
async def test_of_a_running_call_that_makes_no_sense_only_the_start_is_lost(
    hass: HomeAssistant, data: object
) -> None:
    entry = account(hass)
    put(folder_of(hass, entry), [call(timedelta(hours=1))])
    content = {"version": 1, "minor_version": 1, "key": "…", "data": {"100": data}}
    (folder_of(hass, entry) / "running").write_text(json.dumps(content))
    life = await Life.begin(hass, entry)
    assert life.history.restored(Moment(monotonic(), dt_util.utcnow())) == {}
    assert len(life.known) == 1


# --- Retention


async def test_by_default_thirty_days_and_ten_thousand_calls_are_kept() -> None:
    keep = kept_of({})
    assert (keep.days, keep.calls) == (30, 10_000)
    keep = kept_of({"call_log": {"days": 7, "calls": 500}})
    assert (keep.days, keep.calls) == (7, 500)


async def test_old_days_are_deleted_an_hour_after_the_start(
    hass: HomeAssistant, advance: Advance
) -> None:
    entry = account(hass, days=7, calls=1000)
    folder = folder_of(hass, entry)
    young, old = call(timedelta(days=6)), call(timedelta(days=9))
    for each in (young, old):
        put(folder, [each])
    put(folder, [old], "2026-11-18T120000.2026-11-18.broken")
    life = await Life.begin(hass, entry)
    assert life.known == [young, old], "the clock may still be wrong"
    await advance(HOUR)
    (await life.history.start(entry))()
    assert life.known == [young]
    await hass.async_block_till_done()
    assert names_in(folder) == {"2026-11-21"}


async def test_a_clock_that_leaps_deletes_nothing_until_it_has_run_for_an_hour(
    hass: HomeAssistant, advance: Advance, set_wall_clock: SetWallClock
) -> None:
    entry = account(hass)
    put(folder_of(hass, entry), [call(timedelta(days=1))])
    life = await Life.begin(hass, entry)
    await advance(HOUR)
    before = life.known
    set_wall_clock(4 * 365 * 86_400)
    late = life.miss()
    await advance(HOUR - 60)
    life.history.change(replace(late, name="Anna"))
    assert life.known[1:] == before
    set_wall_clock(-4 * 365 * 86_400)
    life.history.delete(lambda each: each.key == late.key)
    await advance(HOUR)
    (await life.history.start(entry))()
    assert life.known == before
    set_wall_clock(4 * 365 * 86_400)
    (await life.history.start(entry))()
    await advance(HOUR)
    (await life.history.start(entry))()
    assert life.known == [], "the clock was right"


async def test_a_day_is_deleted_when_its_time_has_come(
    hass: HomeAssistant, settle: Settle, advance: Advance
) -> None:
    entry = account(hass, days=1, calls=1000)
    history = CallHistory(hass, entry)
    stop = await history.start(entry)
    life = Life(hass, entry, history)
    life.miss()
    await advance(LONGEST)
    assert names_in(life.folder) == {"2026-11-27", "running"}
    put(life.folder, [call(timedelta(0))], "2026-11-27T120000.2026-11-25.broken")
    await advance(86_400)
    await advance(86_400)
    assert life.known == []
    assert names_in(life.folder) == {"running"}
    stop()
    await settle()


async def test_of_too_many_calls_the_oldest_are_deleted(hass: HomeAssistant) -> None:
    entry = account(hass, days=30, calls=100)
    calls = [call(timedelta(minutes=30 * number)) for number in range(150)]
    for day in {each.started.date() for each in calls}:
        put(folder_of(hass, entry), [each for each in calls if each.started.date() == day])
    life = await Life.begin(hass, entry)
    assert life.known == calls[:100]
    await hass.async_block_till_done()
    assert names_in(life.folder) == {"2026-11-27", "2026-11-26", "2026-11-25"}


# --- Nothing on the disk


async def test_with_no_days_nothing_is_on_the_disk_and_a_day_is_in_memory(
    hass: HomeAssistant, advance: Advance
) -> None:
    entry = account(hass, days=0, calls=1000)
    folder = folder_of(hass, entry)
    today, yesterday = call(timedelta(hours=3)), call(timedelta(hours=25))
    for each in (today, yesterday):
        put(folder, [each])
    put(folder, [today], "2026-11-27T120000.running.broken")
    life = await Life.begin(hass, entry)
    assert names_in(folder.parent) == set()
    assert life.known == [today]
    missed = life.miss()
    life.talk("102")
    await advance(LONGEST)
    assert names_in(folder.parent) == set()
    assert life.known == [missed, today]
    assert life.history.log.last_missed("100") == missed


async def test_what_is_in_memory_is_written_once_it_may_be(
    hass: HomeAssistant, advance: Advance
) -> None:
    life = await Life.begin(hass, account(hass, days=0, calls=1000))
    missed = life.miss()
    life.talk("102")
    await life.options(days=30, calls=1000)
    await advance(LONGEST)
    again = await life.kill()
    assert again.known == [missed]
    assert again.history.restored(Moment(monotonic(), dt_util.utcnow())).keys() == {"102"}


async def test_what_was_to_be_written_is_not_once_it_may_not_be(
    life: Life, advance: Advance
) -> None:
    missed = life.miss()
    await advance(LONGEST)
    another = life.miss("0498765432")
    await life.options(days=0, calls=1000)
    await advance(LONGEST)
    assert names_in(life.folder.parent) == set()
    assert life.known == [another, missed]


# --- Broken files


async def test_what_could_be_read_of_a_broken_file_is_written_again(
    hass: HomeAssistant, advance: Advance
) -> None:
    entry = account(hass)
    folder = folder_of(hass, entry)
    good = call(timedelta(hours=1))
    put(folder, [good])
    [path] = [folder / name for name in names_in(folder)]
    content = json.loads(path.read_text())
    content["data"]["calls"].append("nonsense")
    path.write_text(json.dumps(content))
    life = await Life.begin(hass, entry)
    assert life.known == [good]
    assert ir.async_get(hass).async_get_issue(DOMAIN, f"{entry.entry_id}_call_log_broken")
    await advance(LONGEST)
    assert (await life.kill()).known == [good]
    assert len(names_in(folder)) == 2


# --- What is told


async def test_whoever_listens_is_told_what_is_new_and_whose(
    hass: HomeAssistant, life: Life
) -> None:
    told: list[LogChanges] = []
    handsets: list[str] = []

    # A function that isn't a callback would be called in a thread.
    @callback
    def note(changes: LogChanges) -> None:
        told.append(changes)

    async_dispatcher_connect(hass, calls_signal(life.entry), note)
    for each in ("100", "101"):
        signal = handset_calls_signal(life.entry, each)
        async_dispatcher_connect(hass, signal, callback(lambda each=each: handsets.append(each)))
    missed = life.miss()
    assert [changes.records for changes in told] == [{missed.key: missed}]
    assert handsets == ["100"]
    life.talk("101")
    assert len(told) == 1, "no call is over"
    life.history.delete(lambda _: True)
    assert told[-1].removed == {missed.key}
    assert handsets == ["100", "100"]


async def test_a_call_of_another_age_is_not_taken_in(life: Life) -> None:
    def theirs(jingl_id: str, started: datetime) -> JinglCall:
        return JinglCall(id=jingl_id, started=started, caller_number="0412345678")

    latest = datetime.max.replace(tzinfo=UTC)
    calls = [
        theirs("1", datetime.min.replace(tzinfo=UTC)),
        theirs("2", NOON - timedelta(days=31)),
        theirs("3", NOON - timedelta(days=29)),
        theirs("4", NOON + timedelta(minutes=5)),
        theirs("5", NOON + timedelta(days=1)),
        theirs("6", latest),
    ]
    await life.history.merge(calls, {"100"})
    assert [each.jingl_id for each in life.known] == ["4", "3"]


async def test_what_arrives_after_the_account_was_removed_is_not_kept(
    life: Life, advance: Advance
) -> None:
    life.miss()
    await life.history.remove()
    late = JinglCall(id="1", started=NOON, caller_number="0412345678", destination_number="100")
    await life.history.merge([late], {"100"})
    life.history.keep_cursor({"since": 1}, NOON)
    assert life.known == []
    await advance(LONGEST)
    assert not life.folder.exists()


async def test_a_call_that_the_log_knows_to_be_answered_is_not_reported_as_missed(
    hass: HomeAssistant, life: Life
) -> None:
    def event(kind: CallEventType, result: CallResult | None, **course: Any) -> CallEvent:
        return CallEvent(
            type=kind,
            direction=CallDirection.INBOUND,
            number="0412345678",
            application=None,
            result=result,
            duration_seconds=2 if result is CallResult.ANSWERED else None,
            course=Course(started=NOON, **course),
        )

    # Sales has answered and hung up between two polls.
    missed = event(CallEventType.MISSED, CallResult.MISSED, ended=NOON + timedelta(seconds=6))
    answered = event(
        CallEventType.ENDED,
        CallResult.ANSWERED,
        answered=NOON + timedelta(seconds=4),
        ended=NOON + timedelta(seconds=6),
    )
    told = life.history.follow(
        [("100", missed), ("101", answered)], {}, Names(hass, life.entry, {})
    )
    (_, reception), (_, sales) = told
    assert isinstance(reception, CallEvent)
    assert (reception.type, reception.result) == (
        CallEventType.ENDED,
        CallResult.ANSWERED_ELSEWHERE,
    )
    assert sales is answered


# --- In an account


async def files_after(office: Office) -> set[str]:
    await office.advance(LONGEST)
    return names_in(folder_of(office.hass, office.entry))


async def test_a_call_is_in_the_log_of_its_account_only(
    hass: HomeAssistant, office: Office
) -> None:
    other = account(hass)
    await office.miss()
    assert await files_after(office) == {"2026-11-27", "running"}
    assert names_in(folder_of(hass, other)) == set()


async def test_a_reload_keeps_the_log_and_the_calls_that_go_on(office: Office) -> None:
    await office.miss()
    await office.talk(extension="101")
    before = [*office.entry.runtime_data.calls.log]
    began = dt_util.utcnow()
    await office.reload()
    await office.advance(60)
    await office.hang_up("101")
    ended, *rest = office.entry.runtime_data.calls.log
    assert rest == before
    assert (ended.extension, ended.result) == ("101", CallResult.ANSWERED)
    assert ended.started <= began


async def test_a_restart_keeps_the_log_and_the_calls_that_go_on(
    hass: HomeAssistant, office: Office
) -> None:
    await office.miss()
    await office.talk(extension="101")
    before = [*office.entry.runtime_data.calls.log]
    began = dt_util.utcnow()
    await files_after(office)
    assert await hass.config_entries.async_unload(office.entry.entry_id)
    del hass.data[call_histories._HISTORIES]
    await office.advance(30)
    assert await hass.config_entries.async_setup(office.entry.entry_id)
    await office.advance(60)
    await office.hang_up("101")
    ended, *rest = office.entry.runtime_data.calls.log
    assert rest == before
    assert (ended.extension, ended.result) == ("101", CallResult.ANSWERED)
    assert ended.started <= began


async def test_with_no_days_nothing_is_written_before_jingl_answers(
    hass: HomeAssistant, entry: MockConfigEntry, account: Account, server: Server, advance: Advance
) -> None:
    options = {**entry.options, "call_log": {"days": 0, "calls": 1000}}
    hass.config_entries.async_update_entry(entry, options=options)
    put(folder_of(hass, entry), [call(timedelta(hours=1))])
    account.incoming_call("0412345678", "100")
    await server.stop()
    assert not await hass.config_entries.async_setup(entry.entry_id)
    assert names_in(folder_of(hass, entry)) == set()
    await server.start()
    await advance(60)
    account.hang_up("100")
    await advance(16)
    await advance(LONGEST)
    assert len(entry.runtime_data.calls.log) == 2
    assert names_in(folder_of(hass, entry)) == set()


async def test_removing_the_account_erases_all(hass: HomeAssistant, office: Office) -> None:
    await office.miss()
    await files_after(office)
    folder = folder_of(hass, office.entry)
    put(folder, [call(timedelta(0))], "2026-11-27T120000.running.broken")
    await office.miss("0498765432")
    await hass.config_entries.async_remove(office.entry.entry_id)
    await office.advance(LONGEST)
    assert names_in(folder.parent) == set()


async def test_removing_an_account_that_was_never_loaded_erases_all(
    hass: HomeAssistant, entry: MockConfigEntry
) -> None:
    put(folder_of(hass, entry), [call(timedelta(0))])
    await hass.config_entries.async_remove(entry.entry_id)
    assert names_in(folder_of(hass, entry).parent) == set()
