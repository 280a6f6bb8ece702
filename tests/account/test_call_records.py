"""Jingl's own records of calls, where an account has them, complete the call log."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
import json
import logging
from pathlib import Path
import random
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.storage import STORAGE_DIR
from homeassistant.util import dt as dt_util

from custom_components.jingl.account import call_history, call_records
from custom_components.jingl.const import DOMAIN, LOGGER
from custom_components.jingl.coordinator import JinglCoordinator
from custom_components.jingl.history.call_record import CallRecord, CallSource
from custom_components.jingl.history.calls import CallResult
from simulator.faults import (
    Body,
    Delay,
    Endless,
    Fault,
    Hang,
    Html,
    Redirect,
    ResetAfter,
    ResetBefore,
    StatusCode,
    Truncate,
    WrongTypes,
)
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, state_of
from tests.office import Office

CALLER = "0412345678"
SEARCH = "/api/call"
MINUTE, HOUR, DAY = 60, 3600, 24 * 3600


@pytest.fixture(autouse=True)
def _nothing_is_uploaded(server: Server) -> Iterator[None]:
    """Check after each test that no call record was uploaded."""
    yield
    assert server.call_uploads == 0


@pytest.fixture
def account(account: Account) -> Account:
    """Return an account with records of its calls."""
    account.show_records()
    return account


@pytest.fixture
def without_records(account: Account) -> Account:
    """Return the account, which has no records after all."""
    endpoints = account.endpoints
    endpoints.call_list = endpoints.call = endpoints.call_update = endpoints.call_upload = False
    return account


def log_of(office: Office) -> list[CallRecord]:
    """Return the calls in the log, oldest first."""
    return [*office.entry.runtime_data.calls.log][::-1]


def only(office: Office) -> CallRecord:
    """Return the only call in the log."""
    (record,) = log_of(office)
    return record


def asked(server: Server) -> list[dict[str, str]]:
    """Return the parameters of each search so far."""
    return [dict(each.query) for each in server.requests if each.path == SEARCH]


async def wait(office: Office, seconds: float, step: float = 5) -> None:
    """Let time pass in steps."""
    for _ in range(round(seconds / step)):
        await office.advance(step)


async def unload(office: Office) -> None:
    """Let Home Assistant stop: what is to be written is, and nothing else is remembered."""
    await office.advance(6)
    assert await office.hass.config_entries.async_unload(office.entry.entry_id)
    office.hass.data[call_history._HISTORIES].clear()


async def load(office: Office) -> None:
    """Let Home Assistant start again."""
    assert await office.hass.config_entries.async_setup(office.entry.entry_id)
    await office.advance(16)
    await office.advance(16)


def miss_unseen(office: Office, caller: str = CALLER, extension: str = "100") -> None:
    """Let somebody call and give up before Home Assistant notices."""
    office.account.incoming_call(caller, extension)
    office.account.remote_hang_up(extension)


class TestCompletion:
    """What Jingl's records add to the log."""

    @pytest.mark.parametrize("version", [1, 2])
    async def test_a_call_that_was_seen_is_completed(
        self, office: Office, account: Account, version: int
    ) -> None:
        account.show_records(version)
        await office.talk(extension="101")
        await wait(office, 30)
        await office.hang_up("101")
        seen = only(office)
        assert (seen.source, seen.jingl_id, seen.recording) == (CallSource.SEEN, None, None)
        await wait(office, 15)
        record = only(office)
        assert (record.source, record.jingl_id, record.recording) == (CallSource.BOTH, "4277", True)
        (truth,) = account.records.kept
        assert record.connected_seconds == truth.duration
        assert record.key == seen.key
        assert (record.started, record.answered) == (seen.started, seen.answered)

    @pytest.mark.parametrize("version", [1, 2])
    async def test_a_call_that_nobody_saw_is_added(
        self, office: Office, account: Account, version: int
    ) -> None:
        account.show_records(version)
        miss_unseen(office)
        began = dt_util.utcnow().replace(microsecond=0)
        await wait(office, HOUR, MINUTE)
        record = only(office)
        assert (record.source, record.jingl_id, record.extension) == (
            *(CallSource.JINGL, "4277", "100"),
        )
        assert (record.number, record.result, record.started) == (CALLER, CallResult.MISSED, began)

    async def test_calls_of_a_handset_that_was_left_out_are_not_logged(
        self, office: Office, account: Account
    ) -> None:
        options = {**office.entry.options, "handsets": ["100", "101"], "ignored": ["102"]}
        office.hass.config_entries.async_update_entry(office.entry, options=options)
        await office.reload()
        miss_unseen(office, extension="102")
        await wait(office, HOUR, MINUTE)
        assert [each.destination.number for each in account.records.shown] == ["102"]
        assert log_of(office) == []

    async def test_a_call_between_two_handsets_has_a_record_for_each(self, office: Office) -> None:
        await office.call("100", "101")
        await office.answer("101")
        await office.hang_up("101")
        await wait(office, 15)
        caller, called = log_of(office)
        assert {caller.extension, called.extension} == {"100", "101"}
        assert caller.id == called.id
        assert caller.jingl_id == called.jingl_id == "4277"

    async def test_what_happened_while_home_assistant_was_down_is_read_at_the_start(
        self, office: Office
    ) -> None:
        await office.miss()
        await wait(office, 2 * MINUTE)
        await unload(office)
        miss_unseen(office, "0491570006")
        await office.advance(HOUR)
        miss_unseen(office, "0491570156", "101")
        await office.advance(MINUTE)
        await load(office)
        assert [record.number for record in log_of(office)] == [CALLER, "0491570006", "0491570156"]

    async def test_calls_from_before_the_account_was_added_are_read_at_the_start(
        self, hass: HomeAssistant, entry: MockConfigEntry, account: Account, advance: Advance
    ) -> None:
        account.incoming_call(CALLER, "100")
        account.remote_hang_up("100")
        await advance(HOUR)
        assert await hass.config_entries.async_setup(entry.entry_id)
        await advance(16)
        (record,) = entry.runtime_data.calls.log
        assert record.source is CallSource.JINGL

    async def test_a_record_that_changes_later_is_read_again(
        self, office: Office, account: Account
    ) -> None:
        account.records.style.final_after = 30
        await office.call("101", "100")
        await office.answer("100")
        await office.hang_up("101")
        await wait(office, 15)
        assert [record.recording for record in log_of(office)] == [False, False]
        await wait(office, MINUTE)
        assert [record.recording for record in log_of(office)] == [True, True]
        assert len(log_of(office)) == 2

    async def test_notes_that_somebody_adds_at_jingl_are_read_for_some_minutes(
        self, office: Office, account: Account
    ) -> None:
        await office.miss()
        await wait(office, 2 * MINUTE)
        account.records.kept[0].notes = "Taps"
        await wait(office, 5 * MINUTE)
        assert only(office).notes == "Taps"

    async def test_a_call_from_the_future_and_one_from_long_ago_are_left_out(
        self, office: Office, server: Server
    ) -> None:
        times = ("2009-04-27 8:08:56", "2999-04-27 8:08:56")
        records = [{"id": n, "startdatetimeutc": time} for n, time in enumerate(times)]
        server.add_fault(Body(json.dumps(records).encode()), path=SEARCH)
        await wait(office, 30)
        assert asked(server)
        assert log_of(office) == []

    async def test_times_without_utc_are_home_assistant_s(
        self, office: Office, server: Server
    ) -> None:
        await office.hass.config.async_set_time_zone("Australia/Perth")
        local = dt_util.now().replace(microsecond=0)
        record = {"id": 1, "startdatetime": f"{local:%Y-%m-%d %H:%M:%S}", "durationseconds": 0}
        server.add_fault(Body(json.dumps([record]).encode()), path=SEARCH)
        await wait(office, 30)
        assert only(office).started == local


class TestPages:
    """A server may page as it likes."""

    @pytest.fixture(autouse=True)
    def _small_pages(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("simulator.record_api.MOST_RESULTS", 100)

    @pytest.mark.parametrize("overlap", [0, 3, 10**6])
    @pytest.mark.parametrize("ids_as_text", [False, True])
    async def test_every_call_of_many_pages_is_added_once(
        self, office: Office, account: Account, overlap: int, ids_as_text: bool
    ) -> None:
        account.records.style.overlap = overlap
        account.records.style.ids_as_text = ids_as_text
        for second in range(250):
            miss_unseen(office, f"04910{second:05}")
            await office.advance(0.9)
        await wait(office, 2 * HOUR, 2 * MINUTE)
        numbers = [str(record.number) for record in log_of(office)]
        assert sorted(numbers) == [f"04910{second:05}" for second in range(250)]

    async def test_a_list_in_any_order_is_read_once(self, office: Office, server: Server) -> None:
        start = dt_util.utcnow()
        records = [
            {"id": n, "startdatetimeutc": f"{start:%Y-%m-%d %H:%M:%S}", "callerphonenumber": str(n)}
            for n in range(5000, 5100)
        ]
        random.Random(5).shuffle(records)  # noqa: S311 - no secret
        server.add_fault(Body(json.dumps(records).encode()), path=SEARCH)
        await office.advance(16)
        await wait(office, 10 * MINUTE)
        assert len(log_of(office)) == 100
        probe, *searches = asked(server)
        assert probe == {"maxresults": "1"}
        # The page is full, so the first search looks for another one; but that is the same.
        assert "afterid" not in searches[0]
        assert searches[1]["afterid"] == "5099"

    async def test_a_list_without_an_end_is_given_up(self, office: Office, server: Server) -> None:
        start = f"{dt_util.utcnow():%Y-%m-%d %H:%M:%S}"
        for page in range(100):
            numbers = range(100 * page, 100 * page + 100)
            records = [{"id": n, "startdatetimeutc": start} for n in numbers]
            server.add_fault(Body(json.dumps(records).encode()), path=SEARCH, times=1)
        await office.advance(16)
        assert len(asked(server)) == 1 + call_records._MAX_PAGES


class TestCursor:
    """What was read is not read again, and not forgotten."""

    async def test_the_next_search_begins_where_the_last_one_ended(
        self, office: Office, server: Server
    ) -> None:
        await office.miss()
        await wait(office, 2 * HOUR, 2 * MINUTE)
        assert asked(server)[-1]["afterid"] == "4277"
        await unload(office)
        server.clear_requests()
        await load(office)
        assert asked(server)[1]["afterid"] == "4277"

    @pytest.mark.parametrize("overlap", [0, 10**6])
    @pytest.mark.parametrize("ids_as_text", [False, True])
    @pytest.mark.parametrize("later", [MINUTE, 2 * HOUR])
    async def test_a_call_that_was_deleted_does_not_return(
        self, office: Office, account: Account, overlap: int, ids_as_text: bool, later: int
    ) -> None:
        account.records.style.overlap = overlap
        account.records.style.ids_as_text = ids_as_text
        await office.miss()
        await wait(office, later, later / 20)
        assert only(office).source is CallSource.BOTH
        calls = office.entry.runtime_data.calls
        assert calls.delete(lambda _: True) == 1
        await wait(office, 5 * MINUTE, 15)
        await unload(office)
        await load(office)
        await wait(office, 10 * MINUTE, 15)
        assert log_of(office) == []
        await office.miss("0491570006")
        await wait(office, 2 * MINUTE)
        assert only(office).number == "0491570006"

    async def test_a_call_that_was_deleted_at_once_does_not_return(
        self, office: Office, account: Account
    ) -> None:
        await office.miss()
        assert only(office).source is CallSource.SEEN
        assert office.entry.runtime_data.calls.delete(lambda _: True) == 1
        await wait(office, HOUR, 15)
        assert account.records.shown
        assert log_of(office) == []

    async def test_without_a_log_nothing_is_written_and_a_day_is_read(self, office: Office) -> None:
        options = {**office.entry.options, "call_log": {"days": 0}}
        office.hass.config_entries.async_update_entry(office.entry, options=options)
        await office.reload()
        await office.miss()
        await wait(office, 2 * MINUTE)
        folder = Path(office.hass.config.path(STORAGE_DIR, f"{DOMAIN}.call_log"))
        assert not await office.hass.async_add_executor_job(folder.exists)
        await unload(office)
        await load(office)
        assert only(office).source is CallSource.JINGL


NO_IDS = b'[{"number": "0412345678", "startdatetimeutc": "2026-10-05 8:00:00"}]'
ABSENCES: tuple[Fault, ...] = (
    *(StatusCode(code) for code in (400, 403, 404, 405, 406, 410, 418)),
    *(Html(), Redirect("https://127.0.0.1:1/"), WrongTypes(), Truncate(20), Endless()),
    *(Body(body) for body in (b"{}", b"null", b'"call"', b"nonsense", b"", b"[1]", NO_IDS)),
)
FAILURES: tuple[Fault, ...] = (
    *(StatusCode(code) for code in (401, 429, 500, 501, 502, 503)),
    *(StatusCode(code, {"Retry-After": "20"}) for code in (429, 503)),
    *(ResetBefore(), ResetAfter()),
)


class TestAbsence:
    """Most accounts may lack records, and lose nothing by it."""

    @pytest.fixture(autouse=True)
    def _log(self, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.INFO)

    @staticmethod
    async def check_nothing_is_disturbed(office: Office, caplog: pytest.LogCaptureFixture) -> None:
        """Check that nobody is told, and that everything else works."""
        assert [r.getMessage() for r in caplog.records if r.name.startswith(LOGGER.name)] == []
        assert office.hass.config_entries.flow.async_progress() == []
        assert not ir.async_get(office.hass).issues
        states = office.hass.states.async_all()
        assert not [each.entity_id for each in states if each.state == STATE_UNAVAILABLE]
        office.account.incoming_call(CALLER, "100")
        await office.advance(16)
        await office.advance(16)  # Jingl may want fewer polls, too
        assert state_of(office.hass, "sensor.reception_status") == "ringing"
        office.account.hang_up("100")
        await office.advance(6)
        assert log_of(office)[-1].source is CallSource.SEEN

    @pytest.mark.usefixtures("without_records")
    async def test_an_account_without_records_is_asked_three_times_and_then_once_a_day(
        self, office: Office, server: Server, caplog: pytest.LogCaptureFixture
    ) -> None:
        await wait(office, HOUR, MINUTE)
        assert asked(server) == [{"maxresults": "1"}] * 3
        await office.miss()
        await wait(office, 2 * DAY, HOUR)
        assert asked(server) == [{"maxresults": "1"}] * 5
        await self.check_nothing_is_disturbed(office, caplog)

    @pytest.mark.parametrize("fault", ABSENCES, ids=repr)
    async def test_however_it_is_said(
        self, office: Office, server: Server, fault: Fault, caplog: pytest.LogCaptureFixture
    ) -> None:
        if isinstance(fault, (Truncate, WrongTypes)):
            miss_unseen(office)  # else there is nothing to spoil
        server.add_fault(fault, path=SEARCH)
        await wait(office, 2 * HOUR, 6 * MINUTE)
        assert len(asked(server)) == 3
        assert not office.entry.runtime_data.coordinator.call_records.listed
        await self.check_nothing_is_disturbed(office, caplog)

    @pytest.mark.parametrize("fault", FAILURES, ids=repr)
    @pytest.mark.parametrize("was_there", [False, True])
    async def test_a_failure_is_tried_again_ever_later(
        self,
        office: Office,
        server: Server,
        fault: Fault,
        was_there: bool,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        if was_there:
            await office.miss()
            await wait(office, 2 * MINUTE)
            assert only(office).source is CallSource.BOTH
        server.clear_requests()
        server.add_fault(fault, path=SEARCH)
        await wait(office, 3 * HOUR, 5 * MINUTE)
        tries = 2 if isinstance(fault, (ResetBefore, ResetAfter)) else 1  # aiohttp's own
        assert 3 <= len(asked(server)) / tries <= 10
        await self.check_nothing_is_disturbed(office, caplog)
        server.clear_faults()
        await wait(office, 3 * HOUR, 10 * MINUTE)
        # What was first seen long after it began can't be told from another call.
        assert log_of(office)[-1].jingl_id

    async def test_an_account_that_lost_its_records_keeps_what_was_read(
        self, office: Office, server: Server
    ) -> None:
        await office.miss()
        await wait(office, 2 * MINUTE)
        before = log_of(office)
        coordinator = office.entry.runtime_data.coordinator
        server.add_fault(StatusCode(404), path=SEARCH)
        await wait(office, 12 * MINUTE)
        assert coordinator.call_records.listed, "it may only have stumbled"
        await wait(office, 30 * MINUTE)
        assert not coordinator.call_records.listed
        assert log_of(office) == before

    async def test_an_account_without_calls_so_far_is_asked_as_usual(
        self, office: Office, server: Server
    ) -> None:
        await wait(office, 3 * HOUR, 2 * MINUTE)
        assert asked(server) == [{"maxresults": "1"}] * 3
        await office.miss()
        await wait(office, 15)
        assert only(office).source is CallSource.BOTH


class TestBudget:
    """Polls come first."""

    async def test_nothing_is_asked_while_an_account_is_set_up(
        self, office: Office, server: Server
    ) -> None:
        assert asked(server) == []
        await office.advance(16)
        assert [request.path for request in server.requests][-2:] == ["/api/handsetstatus", SEARCH]

    async def test_records_are_searched_after_a_call_and_again_a_minute_later(
        self, office: Office, server: Server
    ) -> None:
        await office.miss()
        await wait(office, 2 * MINUTE)
        server.clear_requests()
        await office.miss("0491570006")
        assert asked(server) == []
        await wait(office, 15)
        assert len(asked(server)) == 1
        assert log_of(office)[-1].source is CallSource.BOTH
        await wait(office, 40)
        assert len(asked(server)) == 1
        await wait(office, 15)
        assert len(asked(server)) == 2

    async def test_a_busy_account_is_not_asked_with_every_poll(
        self, office: Office, server: Server
    ) -> None:
        for _ in range(60):
            await office.miss()
        assert len(asked(server)) <= 60 * 19 / 10

    async def test_a_search_that_hangs_delays_no_poll(
        self, office: Office, server: Server, hass: HomeAssistant
    ) -> None:
        server.add_fault(Hang(), path=SEARCH)
        office.account.incoming_call(CALLER, "100")
        coordinator: JinglCoordinator = office.entry.runtime_data.coordinator
        await coordinator.async_refresh()
        await server.wait_until_holding()
        assert state_of(hass, "sensor.reception_status") == "ringing"
        office.account.answer("100")
        await coordinator.async_refresh()
        assert state_of(hass, "sensor.reception_status") == "on_call"
        assert len(asked(server)) == 1, "and there is one search at a time"
        assert await hass.config_entries.async_unload(office.entry.entry_id)

    async def test_nothing_is_asked_while_jingl_wants_to_be_left_alone(
        self, office: Office, server: Server
    ) -> None:
        await office.miss()
        server.add_fault(StatusCode(429, {"Retry-After": "120"}), path="/api/handset.*", times=1)
        await office.advance(6)
        server.clear_requests()
        await wait(office, 100)
        assert asked(server) == []

    async def test_a_wish_for_fewer_requests_slows_polls_down_but_does_not_stop_them(
        self, office: Office, server: Server
    ) -> None:
        await office.miss()
        await wait(office, 2 * MINUTE)
        server.add_fault(StatusCode(429, {"Retry-After": "600"}), path=SEARCH)
        await office.miss()
        await wait(office, 20)
        before = len(asked(server))
        assert office.entry.runtime_data.coordinator.update_interval.total_seconds() == 10
        await wait(office, 9 * MINUTE)
        assert len(asked(server)) == before
        assert state_of(office.hass, "sensor.reception_status") == "idle"

    async def test_each_request_is_taken_from_the_budget_of_the_polls(
        self, office: Office, server: Server
    ) -> None:
        coordinator: JinglCoordinator = office.entry.runtime_data.coordinator
        await office.miss()
        await wait(office, 2 * MINUTE)
        server.clear_requests()
        before = coordinator.pace.budget.sent
        await coordinator.async_update_call(only(office), rating=5)
        await coordinator.call_records.refresh()
        assert [each.method for each in server.requests] == ["PUT", "GET", "GET"]
        assert coordinator.pace.budget.sent == before + 3

    async def test_a_refused_login_is_left_to_the_polls(
        self, office: Office, server: Server, account: Account
    ) -> None:
        account.users["john"] = "changed"
        await wait(office, 2 * MINUTE)
        server.clear_requests()
        await wait(office, HOUR, MINUTE)
        assert asked(server) == []


class TestUpdate:
    """Changing a record's notes and rating."""

    @pytest.fixture
    async def record(self, office: Office) -> CallRecord:
        """Return a call that Jingl has a record of."""
        await office.miss()
        await wait(office, 2 * MINUTE)
        return only(office)

    @staticmethod
    async def update(office: Office, record: CallRecord, **changes: Any) -> CallRecord:
        """Change a record."""
        coordinator: JinglCoordinator = office.entry.runtime_data.coordinator
        return await coordinator.async_update_call(record, **changes)

    @pytest.mark.parametrize(
        "changes",
        [{"notes": "Taps & sinks"}, {"rating": 5}, {"rating": 0}, {"notes": "é", "rating": 1}],
        ids=str,
    )
    @pytest.mark.parametrize("ids_as_text", [False, True])
    async def test_it_is_changed_and_read_back(
        self, office: Office, account: Account, changes: dict[str, Any], ids_as_text: bool
    ) -> None:
        account.records.style.ids_as_text = ids_as_text
        await office.miss()
        await wait(office, 2 * MINUTE)
        record = only(office)
        changed = await self.update(office, record, **changes)
        assert changed == only(office) == replace(record, **changes)
        (truth,) = account.records.kept
        assert (truth.notes, truth.rating) == (changes.get("notes", ""), changes.get("rating", 0))

    async def test_notes_can_be_removed(self, office: Office, record: CallRecord) -> None:
        assert (await self.update(office, record, notes="Taps")).notes == "Taps"
        assert (await self.update(office, record, notes="")).notes is None

    async def test_both_sides_of_a_call_are_changed(self, office: Office) -> None:
        await office.call("100", "101")
        await office.hang_up("100")
        await wait(office, 2 * MINUTE)
        await self.update(office, log_of(office)[0], rating=4)
        assert [record.rating for record in log_of(office)] == [4, 4]

    async def test_what_jingl_made_of_it_counts(
        self, office: Office, server: Server, record: CallRecord
    ) -> None:
        server.add_fault(StatusCode(200), method="PUT")
        changed = await self.update(office, record, notes="Taps", rating=5)
        assert (changed.notes, changed.rating) == (None, 0)

    async def test_without_call_select_it_is_searched(
        self, office: Office, account: Account, server: Server, record: CallRecord
    ) -> None:
        account.endpoints.call = False
        server.add_fault(StatusCode(200), method="PUT")
        assert (await self.update(office, record, rating=5)).rating == 0
        server.clear_faults()
        assert (await self.update(office, record, rating=5)).rating == 5

    async def test_if_it_cannot_be_read_back_the_change_is_believed(
        self, office: Office, server: Server, record: CallRecord
    ) -> None:
        server.add_fault(StatusCode(500), method="GET", path="/api/call.*")
        changed = await self.update(office, record, notes="Taps", rating=5)
        assert changed == only(office) == replace(record, notes="Taps", rating=5)

    async def test_what_was_read_before_the_change_does_not_undo_it(
        self, office: Office, server: Server, record: CallRecord
    ) -> None:
        old = json.dumps(
            [
                {
                    "id": int(record.jingl_id or 0),
                    "startdatetimeutc": f"{record.started:%Y-%m-%d %H:%M:%S}",
                    "rating": 0,
                }
            ]
        )
        coordinator: JinglCoordinator = office.entry.runtime_data.coordinator
        server.add_fault(Body(old.encode()), path=SEARCH)
        changing = self.update(office, record, rating=5)
        reading = office.hass.async_create_task(coordinator.call_records.refresh())
        assert (await changing).rating == 5
        await reading
        assert only(office).rating == 5

    @pytest.mark.parametrize(
        ("fault", "key"),
        [
            (StatusCode(400), "call_change_refused"),
            (StatusCode(401), "login_not_allowed"),
            (StatusCode(404), "call_not_found"),
            (StatusCode(406), "tls_error"),
            (StatusCode(429), "rate_limited"),
            (StatusCode(500), "call_change_unclear"),
            (Html(), "call_change_unclear"),
            (ResetAfter(), "call_change_unclear"),
        ],
        ids=repr,
    )
    async def test_a_failure_is_told(
        self, office: Office, server: Server, record: CallRecord, fault: Fault, key: str
    ) -> None:
        server.add_fault(fault, method="PUT")
        with pytest.raises(HomeAssistantError) as caught:
            await self.update(office, record, rating=5)
        assert caught.value.translation_key == key
        assert only(office) == record
        assert len([each for each in server.requests if each.method == "PUT"]) == 1

    async def test_a_wish_for_fewer_requests_stops_changes_but_no_polls(
        self, office: Office, server: Server, record: CallRecord
    ) -> None:
        server.add_fault(StatusCode(429, {"Retry-After": "600"}), method="PUT", times=1)
        for _ in range(2):
            with pytest.raises(HomeAssistantError) as caught:
                await self.update(office, record, rating=5)
            assert caught.value.translation_key == "rate_limited"
        assert len([each for each in server.requests if each.method == "PUT"]) == 1
        server.clear_requests()
        await wait(office, 9 * MINUTE, MINUTE)
        assert asked(server) == []
        assert state_of(office.hass, "sensor.reception_status") == "idle"
        await wait(office, 2 * MINUTE, MINUTE)
        assert (await self.update(office, record, rating=5)).rating == 5

    @pytest.mark.parametrize("fault", [StatusCode(429), StatusCode(503, {"Retry-After": "60"})])
    async def test_no_record_is_searched_while_jingl_wants_fewer_requests(
        self, office: Office, server: Server, record: CallRecord, fault: Fault
    ) -> None:
        server.clear_requests()
        server.add_fault(fault, method="GET", path="/api/call/.*")
        assert (await self.update(office, record, rating=5)).rating == 5
        assert asked(server) == []

    @pytest.mark.usefixtures("without_records")
    async def test_an_account_without_records_has_none_to_change(self, office: Office) -> None:
        await office.miss()
        record = replace(only(office), jingl_id="4277")
        with pytest.raises(ServiceValidationError) as caught:
            await self.update(office, record, rating=5)
        assert caught.value.translation_key == "no_call_records"

    async def test_a_call_that_jingl_does_not_list_cannot_be_changed(
        self, office: Office, record: CallRecord
    ) -> None:
        with pytest.raises(ServiceValidationError) as caught:
            await self.update(office, replace(record, jingl_id=None), rating=5)
        assert caught.value.translation_key == "no_call_records"

    async def test_a_call_that_was_deleted_meanwhile_does_not_return(
        self, office: Office, record: CallRecord
    ) -> None:
        office.entry.runtime_data.calls.delete(lambda _: True)
        assert (await self.update(office, record, rating=5)).key == record.key
        assert log_of(office) == []


class TestDeletingRecordings:
    """What the log says of a recording that is deleted."""

    @pytest.fixture
    async def record(self, office: Office, account: Account) -> CallRecord:
        """Return a call that was recorded."""
        account.handsets["100"].recording = True
        await office.talk()
        await office.advance(30)
        await office.hang_up()
        await wait(office, 2 * MINUTE)
        record = only(office)
        assert record.recording
        return record

    @staticmethod
    async def delete(office: Office, record: CallRecord) -> str | None:
        """Delete the recording, and return why that failed, if it did."""
        coordinator: JinglCoordinator = office.entry.runtime_data.coordinator
        assert record.jingl_id
        try:
            await coordinator.async_delete_recording(record.jingl_id)
        except HomeAssistantError as err:
            return err.translation_key
        return None

    async def test_it_has_none_then_whatever_a_read_under_way_says(
        self, office: Office, server: Server, record: CallRecord
    ) -> None:
        # It is answered before, but arrives afterwards.
        server.add_fault(Delay(1), path=SEARCH)
        records = office.entry.runtime_data.coordinator.call_records
        reading = asyncio.ensure_future(records.refresh())
        await server.wait_until_holding()
        assert await self.delete(office, record) is None
        await office.advance(2)
        await reading
        assert only(office).recording is False
        server.clear_faults()
        await records.refresh()
        assert only(office).recording is False

    async def test_a_deletion_that_was_unclear_is_made_certain_by_trying_again(
        self, office: Office, server: Server, record: CallRecord
    ) -> None:
        server.add_fault(ResetAfter(), method="DELETE", times=1)
        assert await self.delete(office, record) == "recording_delete_unclear"
        assert only(office).recording
        assert await self.delete(office, record) == "recording_gone"
        assert only(office).recording is False

    async def test_an_unclear_deletion_that_asks_for_fewer_requests_is_obeyed(
        self, office: Office, server: Server, record: CallRecord
    ) -> None:
        server.add_fault(StatusCode(503, {"Retry-After": "60"}), method="DELETE", times=1)
        assert await self.delete(office, record) == "recording_delete_unclear"
        server.clear_requests()
        assert await self.delete(office, record) == "rate_limited"
        assert server.requests == []
        await wait(office, MINUTE)
        assert await self.delete(office, record) is None

    async def test_an_account_that_deletes_nothing_keeps_it(
        self, office: Office, account: Account, record: CallRecord
    ) -> None:
        account.endpoints.call_recording_delete = False
        account.endpoints.call_recording = False
        assert await self.delete(office, record) == "recording_gone"
        assert only(office).recording


VARIATIONS: list[dict[str, Any]] = [
    {},
    {"final_after": 40.0},
    {"recorded_only": True},
    {"numbers_as_text": True, "delay": 0.0},
    {"direction_name": "directiontype", "delay": 45.0},
    {"notes_names": ("notes",), "zone": "America/New_York"},
]
STYLES = [
    {"version": version, "ids_as_text": ids, "overlap": overlap, **more}
    for (version, ids, overlap), more in zip(
        product((1, 2), (False, True), (0, 2, 10**6)), VARIATIONS * 2, strict=True
    )
]


@pytest.mark.parametrize(("seed", "style"), enumerate(STYLES), ids=str)
async def test_every_call_is_told_once(
    office: Office, account: Account, style: dict[str, Any], seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - no secret
    for name, value in style.items():
        setattr(account.records.style, name, value)
    for number in range(12):
        caller = f"049157{number:04}"
        extension = chance.choice(["100", "101", "102"])
        account.incoming_call(caller, extension)
        # Long enough to be seen.
        await wait(office, chance.choice([20, 40]))
        if chance.random() < 0.6:
            account.answer(extension)
            await wait(office, chance.choice([5, 20, 60]))
        account.remote_hang_up(extension)
        await wait(office, chance.choice([10, 30, 90]))
        match chance.randrange(8):
            case 0:
                await office.reload()
            case 1:
                await unload(office)
                await load(office)
            case 2:
                office.server.add_fault(chance.choice(ABSENCES), path=SEARCH, times=1)
    await wait(office, HOUR, MINUTE)
    truth = [(r.caller.number, r.destination.number) for r in account.records.kept]
    assert sorted((r.number, r.extension) for r in log_of(office)) == sorted(truth)
    shown = account.records.shown
    by_caller = {record.caller.number: record for record in shown}
    for record in log_of(office):
        known = by_caller.get(record.number or "")
        assert (record.source is CallSource.BOTH) == (known is not None), record
        if known:
            assert record.jingl_id in {str(known.number), f"call/{known.number}"}
            assert record.recording is known.has_audio
            assert (record.result is CallResult.ANSWERED) == (known.answered is not None)
            assert abs((record.started - known.started).total_seconds()) <= 16
