"""Sensors of a handset, and of the account."""

from datetime import UTC, datetime, timedelta
import json
from pathlib import Path

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN, Platform
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util

from simulator.faults import Body, StatusCode
from simulator.state import Account
from tests.conftest import state_of
from tests.contacts import Contacts
from tests.entities import entities_of
from tests.office import Office

CALL = ("number", "other_party", "direction", "started")
STATUS = "sensor.reception_status"
OTHER_PARTY = "sensor.reception_other_party"
MISSED = "sensor.reception_last_missed_call"
TODAY = "sensor.mycompany_missed_calls_today"


@pytest.fixture(autouse=True)
def _all_enabled(entity_registry_enabled_by_default: None) -> None:
    """Have all entities, also those that are disabled by default."""


def shown(office: Office, *sensors: str) -> tuple[str, ...]:
    """Return what sensors of Reception show."""
    return tuple(office.state(f"sensor.reception_{sensor}").state for sensor in sensors)


def name_of(office: Office, entity_id: str) -> str | None:
    """Return who the sensor says is, or was, at the other end."""
    name: str | None = office.state(entity_id).attributes.get("name")
    return name


def write_log(hass: HomeAssistant, entry: MockConfigEntry, day: str, *calls: object) -> None:
    """Leave a day of the call log behind, as before a restart."""
    path = Path(hass.config.path(".storage", "jingl.call_log", entry.entry_id, day))
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"version": 1, "minor_version": 1, "data": {"calls": calls}}))


@pytest.mark.freeze_time("2026-11-22 09:00:00+11:00")
async def test_every_sensor_of_a_handset_on_a_call_and_of_its_account(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: Account,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("custom_components.jingl.PLATFORMS", [Platform.SENSOR])
    account.remove_handset("101")
    account.remove_handset("102")
    account.incoming_call("0412345678", "100")
    account.answer("100")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert entities_of(hass, entry) == snapshot


async def test_the_status_follows_a_call(office: Office) -> None:
    assert shown(office, "status", "other_party") == ("idle", STATE_UNKNOWN)
    await office.ring()
    assert shown(office, "status", "other_party", "call_direction", "call_started") == (
        "ringing",
        "0412345678",
        "inbound",
        STATE_UNKNOWN,
    )
    await office.answer()
    assert shown(office, "status") == ("on_call",)
    await office.hold()
    assert shown(office, "status") == ("on_hold",)
    await office.hang_up()
    assert shown(office, "status", "other_party") == ("idle", STATE_UNKNOWN)


async def test_a_call_between_handsets_shows_on_both(office: Office) -> None:
    await office.call("100", "101")
    assert shown(office, "status") == ("calling",)
    assert office.state("sensor.sales_status").state == "ringing"
    assert office.state("sensor.sales_call_direction").state == "internal"


async def test_the_start_of_a_call_does_not_move_during_it(office: Office) -> None:
    await office.talk()
    started = shown(office, "call_started")
    for seconds in (2.3, 2.6, 2.1, 2.9, 2.4):
        await office.advance(seconds)
        assert shown(office, "call_started") == started


async def test_the_status_says_who_is_in_the_call_since_when(office: Office) -> None:
    def call() -> dict[str, object]:
        state = office.state(STATUS)
        return {key: state.attributes[key] for key in CALL if key in state.attributes}

    assert call() == {}
    office.contacts.add("Anna Smith", "0409 123 456")
    await office.ring("0409123456")
    ringing = {"number": "0409123456", "other_party": "Anna Smith", "direction": "inbound"}
    assert call() == ringing
    await office.answer()
    assert call() == ringing | {"started": dt_util.parse_datetime(shown(office, "call_started")[0])}
    await office.hang_up()
    assert call() == {}


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("0491570159", "0491 570 159"),
        ("+81312345678", "+81 3-1234-5678"),
        ("101", "101"),  # whoever shows a colleague's number
        ("199", "199"),
        ("Anonymous", "Anonymous"),
    ],
)
async def test_the_status_says_a_number_as_it_is_read_where_nobody_knows_a_name(
    office: Office, number: str, read: str
) -> None:
    await office.ring(number)
    assert office.state(STATUS).attributes["number"] == number
    assert office.state(STATUS).attributes["other_party"] == read


async def test_a_phone_that_is_off_is_offline(office: Office) -> None:
    office.account.handsets["100"].unregister()
    await office.advance(16)
    # The other entities are there: it is the phone that is not.
    assert shown(office, "status", "registration_ip") == ("offline", STATE_UNKNOWN)
    assert office.state("switch.reception_recording").state == "off"


async def test_a_phone_that_moves_shows_its_new_address(office: Office) -> None:
    office.account.handsets["100"].register("[2001:db8::7]:5060")
    await office.advance(16)
    assert shown(office, "registration_ip") == ("2001:db8::7",)


async def test_a_state_that_is_not_documented_is_unknown_and_reported_once(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    body = Body(b'[{"extensionnumber": "100", "state": "Parked 0412345678"}]')
    office.server.add_fault(body, path="/api/handsetstatus")
    await office.advance(16)
    await office.advance(16)
    assert shown(office, "status") == (STATE_UNKNOWN,)
    assert office.state("sensor.sales_status").state == "idle"
    [warning] = [record for record in caplog.records if "undocumented" in record.message]
    assert "Parked" in warning.message
    # A word may have a number in it.
    assert "0412345678" not in caplog.text


async def test_settings_that_cannot_be_read_do_not_take_the_status_along(office: Office) -> None:
    office.server.add_fault(Body(b"nonsense"), path=r"/api/handset(/.*)?")
    await office.advance(301)
    assert office.state("switch.reception_recording").state == "off", "once may be a stumble"
    await office.advance(31)
    assert shown(office, "status") == ("idle",)
    assert office.state("switch.reception_recording").state == STATE_UNAVAILABLE
    office.server.clear_faults()
    await office.advance(31)
    assert office.state("switch.reception_recording").state == "off"


class TestNames:
    """Who is, or was, at the other end of a call."""

    @pytest.fixture(params=[OTHER_PARTY, MISSED])
    async def sensor(self, request: pytest.FixtureRequest, office: Office) -> str:
        """Return one of the two sensors that say so, after a missed call and during another."""
        await office.miss("0409123456")
        await office.ring("0409123456")
        sensor: str = request.param
        assert office.state(sensor).state != STATE_UNKNOWN
        assert name_of(office, sensor) is None, "a stranger has none"
        return sensor

    async def test_a_colleague_has_the_handset_s(self, office: Office) -> None:
        await office.call("100", "101")
        assert (*shown(office, "other_party"), name_of(office, OTHER_PARTY)) == ("101", "Sales")
        await office.hang_up()
        assert shown(office, "other_party") == (STATE_UNKNOWN,)
        assert name_of(office, OTHER_PARTY) is None

    @pytest.mark.parametrize("written", ["0409 123 456", "+61 409 123 456", "+61 (0)409 123 456"])
    @pytest.mark.parametrize("caller", ["0409123456", "+61409123456", "0011 61 409 123 456"])
    async def test_a_contact_is_known_by_the_number_however_it_is_written(
        self, office: Office, written: str, caller: str
    ) -> None:
        office.contacts.add("Jane", written)
        await office.ring(caller)
        assert (*shown(office, "other_party"), name_of(office, OTHER_PARTY)) == (caller, "Jane")
        await office.hang_up()
        assert name_of(office, MISSED) == "Jane"

    async def test_a_change_of_the_contacts_shows_at_once(
        self, office: Office, sensor: str
    ) -> None:
        contacts = office.contacts
        office.server.clear_requests()
        jane = contacts.add("Jane", "+61 409 123 456")
        assert name_of(office, sensor) == "Jane"
        contacts.change(jane, "Jane Jones")
        assert name_of(office, sensor) == "Jane Jones"
        contacts.rename(jane, "Joan")
        assert name_of(office, sensor) == "Joan"
        contacts.change(jane, numbers=["0412 345 678"])
        assert name_of(office, sensor) is None
        contacts.change(jane, numbers=["0412 345 678", "0409 123 456"])
        assert name_of(office, sensor) == "Joan"
        contacts.remove(jane)
        assert name_of(office, sensor) is None
        await office.hass.async_block_till_done(wait_background_tasks=True)
        assert office.server.requests == []

    async def test_of_two_contacts_with_the_number_the_first_is_told(
        self, office: Office, sensor: str
    ) -> None:
        bob = office.contacts.add("Bob", "0409 123 456")
        office.contacts.add("Anna", "+61 409 123 456")
        assert name_of(office, sensor) == "Anna"
        office.contacts.change(bob, favourite=True)
        assert name_of(office, sensor) == "Bob"
        office.contacts.remove(bob)
        assert name_of(office, sensor) == "Anna"

    async def test_a_handset_s_own_name_comes_first(self, office: Office) -> None:
        office.contacts.add("Jane", "101")
        await office.call("101", "100")
        assert name_of(office, OTHER_PARTY) == "Sales"

    async def test_a_handset_without_a_name_may_be_a_contact(self, office: Office) -> None:
        office.account.handsets["101"].name = ""
        await office.advance(301)
        await office.call("101", "100")
        assert name_of(office, OTHER_PARTY) is None
        office.contacts.add("Jane", "101")
        assert name_of(office, OTHER_PARTY) == "Jane"

    async def test_a_caller_who_shows_no_number_is_no_contact(self, office: Office) -> None:
        office.contacts.add("Jane", "0409 123 456")
        await office.ring("Anonymous")
        assert shown(office, "other_party") == ("Anonymous",)
        assert name_of(office, OTHER_PARTY) is None

    async def test_a_contact_of_somebody_else_changes_no_state(self, office: Office) -> None:
        await office.miss("0409123456")
        await office.ring("0409123456")
        written: list[str] = []

        @callback
        def note(event: Event[EventStateChangedData]) -> None:
            written.append(event.data["entity_id"])

        async_track_state_change_event(office.hass, office.hass.states.async_entity_ids(), note)
        office.contacts.add("Bob", "0412 345 678")
        await office.hass.async_block_till_done()
        assert written == []
        office.contacts.add("Jane", "0409 123 456")
        await office.hass.async_block_till_done()
        assert sorted(written) == [MISSED, OTHER_PARTY, STATUS]

    async def test_in_an_outage_a_change_is_kept_for_later(self, office: Office) -> None:
        await office.ring("0409123456")
        await office.server.stop()
        await office.advance(16)
        office.contacts.add("Jane", "0409 123 456")
        assert shown(office, "other_party") == (STATE_UNAVAILABLE,)
        await office.server.start()
        await office.advance(31)
        assert name_of(office, OTHER_PARTY) == "Jane"


class TestLastMissedCall:
    """When a handset last missed a call, and whose."""

    async def test_it_is_the_latest_with_whoever_called(self, office: Office) -> None:
        await office.ring()
        assert shown(office, "last_missed_call") == (STATE_UNKNOWN,)
        await office.hang_up()
        first = office.state(MISSED)
        rang = dt_util.utcnow() - timedelta(seconds=3)
        assert first.state == rang.isoformat(timespec="seconds")
        assert first.attributes["number"] == "0412345678"
        assert first.attributes["other_party"] == "0412 345 678"
        assert "name" not in first.attributes

        await office.call("101", "100")
        await office.hang_up("101")
        second = office.state(MISSED)
        assert second.state > first.state
        assert (second.attributes["number"], second.attributes["name"]) == ("101", "Sales")
        assert second.attributes["other_party"] == "Sales"

    async def test_a_call_that_was_answered_is_not_missed(self, office: Office) -> None:
        await office.ring()
        await office.answer()
        await office.hang_up()
        assert shown(office, "last_missed_call") == (STATE_UNKNOWN,)

    async def test_a_caller_whom_nobody_knows_any_more_keeps_the_name(self, office: Office) -> None:
        jane = office.contacts.add("Jane", "0412 345 678")
        await office.miss()
        office.contacts.remove(jane)
        assert name_of(office, MISSED) == "Jane"
        office.contacts.add("Joan", "0412 345 678")
        assert name_of(office, MISSED) == "Joan"

    @pytest.mark.parametrize(
        ("kept", "now"),
        [
            (
                {"number": "101", "name": "Sales", "direction": "internal"},
                {"number": "101", "name": "Sales"},
            ),
            ({}, {}),
            # A contact is called as now.
            (
                {"number": "0409123456", "name": "Jane Smith"},
                {"number": "0409123456", "name": "Jane Jones"},
            ),
        ],
    )
    @pytest.mark.freeze_time("2026-11-28 22:00:00+00:00")
    async def test_it_outlives_a_restart(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        kept: dict[str, str],
        now: dict[str, str],
    ) -> None:
        moment = datetime(2026, 11, 21, 22, tzinfo=UTC)
        Contacts(hass, entry).add("Jane Jones", "0409 123 456")
        call = {"id": "1", "extension": "100", "result": "missed", "started": moment.timestamp()}
        write_log(hass, entry, "2026-11-21", {**call, **kept})
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        assert state_of(hass, MISSED) == moment.isoformat()
        restored = hass.states.get(MISSED)
        assert restored
        assert {k: v for k, v in restored.attributes.items() if k in {"number", "name"}} == now

    async def test_one_that_another_handset_answers_is_not_missed(self, office: Office) -> None:
        await office.ring_together("100", "101")
        await office.answer("101")
        assert shown(office, "last_missed_call") == (STATE_UNKNOWN,)
        await office.hang_up("101")
        assert shown(office, "last_missed_call") == (STATE_UNKNOWN,)

    async def test_when_it_is_deleted_the_one_before_is_the_last(self, office: Office) -> None:
        await office.miss()
        first = office.state(MISSED)
        await office.miss("0498765432")
        calls = office.entry.runtime_data.calls
        assert calls.delete(lambda call: call.number == "0498765432") == 1
        await office.hass.async_block_till_done()
        assert office.state(MISSED).state == first.state
        assert office.state(MISSED).attributes["number"] == "0412345678"
        assert calls.delete(lambda _: True) == 1
        await office.hass.async_block_till_done()
        assert shown(office, "last_missed_call") == (STATE_UNKNOWN,)
        assert "number" not in office.state(MISSED).attributes

    async def test_a_reload_keeps_it(self, office: Office) -> None:
        await office.ring()
        office.account.send_to_voicemail("100")
        await office.advance(3)
        before = office.state(MISSED)
        await office.reload()
        now = office.state(MISSED)
        assert now.state != STATE_UNKNOWN
        assert (now.state, now.attributes) == (before.state, before.attributes)

    async def test_it_is_written_once(self, office: Office) -> None:
        await office.miss()
        for _ in range(2):
            written_at = office.state(MISSED).last_reported
            await office.talk()
            assert shown(office, "status") == ("on_call",)
            assert office.state(MISSED).last_reported == written_at
            office.account.hang_up("100")
            # The same of what is restored.
            await office.reload()


class TestMissedCallsToday:
    """How many calls the account has missed since midnight."""

    @staticmethod
    def today(office: Office) -> str:
        return office.state(TODAY).state

    async def test_calls_of_all_handsets_are_counted(self, office: Office) -> None:
        assert self.today(office) == "0"
        await office.miss()
        await office.miss("0498765432", "101")
        await office.talk()
        await office.hang_up()
        assert self.today(office) == "2"
        await office.reload()
        assert self.today(office) == "2"

    async def test_a_call_that_several_handsets_miss_is_one(self, office: Office) -> None:
        await office.ring_together("100", "101", "102")
        office.account.remote_hang_up("100")
        await office.advance(3)
        assert len(office.entry.runtime_data.calls.log) == 3
        assert self.today(office) == "1"

    async def test_a_call_that_another_handset_answers_is_none(self, office: Office) -> None:
        await office.ring_together("100", "101", "102")
        await office.answer("102")
        await office.hang_up("102")
        assert self.today(office) == "0"

    async def test_a_call_that_is_deleted_is_none(self, office: Office) -> None:
        await office.miss()
        office.entry.runtime_data.calls.delete(lambda _: True)
        assert self.today(office) == "0"

    # Half past eleven in the evening there.
    @pytest.mark.freeze_time("2026-11-22 12:30:00+00:00")
    async def test_at_midnight_it_begins_anew(self, hass: HomeAssistant, office: Office) -> None:
        await hass.config.async_update(time_zone="Australia/Melbourne")
        await office.reload()
        await office.miss()
        assert self.today(office) == "1"
        assert office.state(TODAY).attributes["last_reset"] == "2026-11-22T00:00:00+11:00"
        await office.advance(1800)
        assert self.today(office) == "0"
        assert office.state(TODAY).attributes["last_reset"] == "2026-11-23T00:00:00+11:00"
        await office.miss()
        assert self.today(office) == "1"

    async def test_in_an_outage_it_is_kept_for_later(self, office: Office) -> None:
        await office.miss()
        await office.server.stop()
        await office.advance(16)
        assert self.today(office) == STATE_UNAVAILABLE
        await office.server.start()
        await office.advance(31)
        assert self.today(office) == "1"

    async def test_a_poll_that_changes_nothing_counts_nothing(
        self, office: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await office.miss()
        log = office.entry.runtime_data.calls.log
        monkeypatch.setattr(type(log), "find", None)
        await office.ring("0498765432")
        assert self.today(office) == "1"


class TestCounts:
    """What the account's sensors count."""

    @staticmethod
    def counts(office: Office) -> list[str]:
        """Return active calls, ringing handsets and registered handsets."""
        counted = ("active_calls", "ringing_handsets", "registered_handsets")
        return [office.state(f"sensor.mycompany_{each}").state for each in counted]

    async def test_a_call_between_two_handsets_is_one(self, office: Office) -> None:
        assert self.counts(office) == ["0", "0", "3"]
        await office.call("100", "101")
        assert self.counts(office) == ["0", "1", "3"]
        await office.answer("101")
        assert self.counts(office) == ["1", "0", "3"]
        await office.ring(extension="102")
        assert self.counts(office) == ["1", "1", "3"]
        office.account.answer("102")
        await office.hold("102")
        assert self.counts(office) == ["2", "0", "3"]
        office.account.hang_up("100")
        await office.hang_up("102")
        assert self.counts(office) == ["0", "0", "3"]

    async def test_a_phone_that_is_off_is_not_registered(self, office: Office) -> None:
        office.account.handsets["100"].unregister()
        await office.advance(16)
        assert self.counts(office) == ["0", "0", "2"]
        office.account.remove_handset("100")
        await office.advance(16)
        assert self.counts(office) == ["0", "0", "2"]

    async def test_in_an_outage_nobody_counts(self, office: Office) -> None:
        await office.server.stop()
        await office.advance(16)
        assert self.counts(office) == [STATE_UNAVAILABLE] * 3

    async def test_a_handset_that_does_not_answer_may_be_in_a_call(self, office: Office) -> None:
        office.account.endpoints.status_list = office.account.endpoints.handset_list = False
        await office.reload()
        office.server.add_fault(StatusCode(500), path="/api/handsetstatus/101")
        await office.advance(16)
        assert self.counts(office) == [STATE_UNAVAILABLE] * 3
        office.server.clear_faults()
        await office.advance(16)
        assert self.counts(office) == ["0", "0", "3"]


async def test_whoever_calls_from_outside_is_no_colleague_whatever_the_number(
    office: Office,
) -> None:
    for number in ("102", '"Boss" <sip:102@elsewhere.example>'):
        await office.ring(number)
        state = office.state(STATUS)
        assert state.attributes["direction"] == "inbound"
        assert "Workshop" not in state.attributes["other_party"]
        assert name_of(office, OTHER_PARTY) is None
        await office.hang_up()
        assert name_of(office, MISSED) is None


async def test_a_number_is_kept_in_order_where_one_reads_to_the_left(office: Office) -> None:
    office.hass.config.language = "ar"
    await office.ring("1800160401")
    assert office.state(STATUS).attributes["other_party"] == "\u20661800 160 401\u2069"
