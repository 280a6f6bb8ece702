"""Sensors of a handset, and of the account."""

from datetime import UTC, datetime

import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    mock_restore_cache_with_extra_data,
    snapshot_platform,
)
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.recorder import Recorder, history
from homeassistant.components.sensor import SensorExtraStoredData
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN, Platform
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, State, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util

from simulator.faults import Body, StatusCode
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, state_of
from tests.contacts import Contacts


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
@pytest.mark.freeze_time("2026-11-22 09:00:00+11:00")
async def test_every_sensor_of_a_handset_on_a_call_and_of_its_account(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: Account,
    entity_registry: er.EntityRegistry,
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
    await snapshot_platform(hass, entity_registry, snapshot, entry.entry_id)


@pytest.mark.usefixtures("loaded")
async def test_the_rare_sensors_are_disabled_at_first(
    hass: HomeAssistant, entity_registry: er.EntityRegistry
) -> None:
    for key in ("application", "outgoing_caller_id", "location"):
        entity_id = f"sensor.reception_{key}"
        assert hass.states.get(entity_id) is None
        registered = entity_registry.async_get(entity_id)
        assert registered
        assert registered.disabled_by is er.RegistryEntryDisabler.INTEGRATION


@pytest.mark.usefixtures("loaded")
async def test_the_status_follows_a_call(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    assert state_of(hass, "sensor.reception_status") == "idle"
    assert state_of(hass, "sensor.reception_other_party") == STATE_UNKNOWN

    account.incoming_call("0412345678", "100")
    await advance(16)
    assert state_of(hass, "sensor.reception_status") == "ringing"
    assert state_of(hass, "sensor.reception_other_party") == "0412345678"
    assert state_of(hass, "sensor.reception_call_direction") == "inbound"
    assert state_of(hass, "sensor.reception_call_started") == STATE_UNKNOWN

    account.answer("100")
    await advance(3)
    assert state_of(hass, "sensor.reception_status") == "on_call"

    account.hold("100")
    await advance(3)
    assert state_of(hass, "sensor.reception_status") == "on_hold"

    account.hang_up("100")
    await advance(3)
    assert state_of(hass, "sensor.reception_status") == "idle"
    assert state_of(hass, "sensor.reception_other_party") == STATE_UNKNOWN


@pytest.mark.usefixtures("loaded")
async def test_a_call_between_handsets_shows_on_both(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    account.place_call("100", "101")
    await advance(16)
    assert state_of(hass, "sensor.reception_status") == "calling"
    assert state_of(hass, "sensor.sales_status") == "ringing"
    assert state_of(hass, "sensor.sales_call_direction") == "internal"


@pytest.mark.usefixtures("loaded")
async def test_the_start_of_a_call_does_not_move_during_it(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    account.incoming_call("0412345678", "100")
    account.answer("100")
    await advance(16)
    started = state_of(hass, "sensor.reception_call_started")
    for seconds in (2.3, 2.6, 2.1, 2.9, 2.4):
        await advance(seconds)
        assert state_of(hass, "sensor.reception_call_started") == started


@pytest.mark.usefixtures("loaded")
async def test_a_phone_that_is_off_is_unavailable_but_known(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    account.handsets["100"].unregister()
    await advance(16)
    assert state_of(hass, "sensor.reception_status") == "unavailable"
    # The other sensors are there: it is the phone that is not.
    assert state_of(hass, "sensor.reception_registration_ip") == STATE_UNKNOWN
    assert state_of(hass, "switch.reception_recording") == "off"


@pytest.mark.usefixtures("loaded")
async def test_a_phone_that_moves_shows_its_new_address(
    hass: HomeAssistant, account: Account, advance: Advance
) -> None:
    account.handsets["100"].register("[2001:db8::7]:5060")
    await advance(16)
    assert state_of(hass, "sensor.reception_registration_ip") == "2001:db8::7"


@pytest.mark.usefixtures("loaded")
async def test_a_state_that_is_not_documented_is_unknown_and_reported_once(
    hass: HomeAssistant,
    server: Server,
    advance: Advance,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.add_fault(
        Body(b'[{"extensionnumber": "100", "state": "Parked 0412345678"}]'),
        path="/api/handsetstatus",
    )
    await advance(16)
    await advance(16)
    assert state_of(hass, "sensor.reception_status") == STATE_UNKNOWN
    assert state_of(hass, "sensor.sales_status") == "idle"
    warnings = [record for record in caplog.records if "not documented" in record.message]
    assert len(warnings) == 1
    assert "Parked" in warnings[0].message
    # A word may have a number in it.
    assert "0412345678" not in caplog.text


@pytest.mark.usefixtures("loaded")
async def test_settings_that_cannot_be_read_do_not_take_the_status_along(
    hass: HomeAssistant, server: Server, advance: Advance
) -> None:
    server.add_fault(Body(b"nonsense"), path=r"/api/handset(/.*)?")
    await advance(301)
    assert state_of(hass, "sensor.reception_status") == "idle"
    assert state_of(hass, "switch.reception_recording") == STATE_UNAVAILABLE
    server.clear_faults()
    await advance(31)
    assert state_of(hass, "switch.reception_recording") == "off"


OTHER_PARTY = "sensor.reception_other_party"
MISSED = "sensor.reception_last_missed_call"


def name_of(hass: HomeAssistant, entity_id: str) -> str | None:
    """Return who the sensor says is, or was, at the other end."""
    state = hass.states.get(entity_id)
    assert state
    name: str | None = state.attributes.get("name")
    return name


@pytest.fixture
def contacts(hass: HomeAssistant, entry: MockConfigEntry) -> Contacts:
    return Contacts(hass, entry)


@pytest.mark.usefixtures("loaded")
class TestNames:
    """Who is, or was, at the other end of a call."""

    @pytest.fixture(params=[OTHER_PARTY, MISSED])
    def sensor(self, request: pytest.FixtureRequest) -> str:
        """Return one of the two sensors that say so."""
        sensor: str = request.param
        return sensor

    @pytest.fixture
    async def call(self, loaded: MockConfigEntry, account: Account, advance: Advance) -> None:
        """Let a call of 0409 123 456 be missed, and then another one be on."""
        assert loaded
        account.incoming_call("0409123456", "100")
        await advance(16)
        account.remote_hang_up("100")
        await advance(3)
        account.incoming_call("0409123456", "100")
        await advance(16)

    @pytest.mark.usefixtures("call")
    async def test_a_stranger_has_none(self, hass: HomeAssistant, sensor: str) -> None:
        assert state_of(hass, sensor) != STATE_UNKNOWN
        assert name_of(hass, sensor) is None

    async def test_a_colleague_has_the_handset_s(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        account.place_call("100", "101")
        await advance(16)
        assert (state_of(hass, OTHER_PARTY), name_of(hass, OTHER_PARTY)) == ("101", "Sales")
        account.hang_up("100")
        await advance(3)
        assert (state_of(hass, OTHER_PARTY), name_of(hass, OTHER_PARTY)) == (STATE_UNKNOWN, None)

    @pytest.mark.parametrize("written", ["0409 123 456", "+61 409 123 456", "+61 (0)409 123 456"])
    @pytest.mark.parametrize("caller", ["0409123456", "+61409123456", "0011 61 409 123 456"])
    async def test_a_contact_is_known_by_the_number_however_it_is_written(
        self,
        hass: HomeAssistant,
        account: Account,
        contacts: Contacts,
        advance: Advance,
        written: str,
        caller: str,
    ) -> None:
        contacts.add("Jane", written)
        account.incoming_call(caller, "100")
        await advance(16)
        assert (state_of(hass, OTHER_PARTY), name_of(hass, OTHER_PARTY)) == (caller, "Jane")
        account.remote_hang_up("100")
        await advance(3)
        assert name_of(hass, MISSED) == "Jane"

    @pytest.mark.usefixtures("call")
    async def test_a_change_of_the_contacts_shows_at_once(
        self, hass: HomeAssistant, contacts: Contacts, server: Server, sensor: str
    ) -> None:
        server.clear_requests()
        jane = contacts.add("Jane", "+61 409 123 456")
        assert name_of(hass, sensor) == "Jane"
        contacts.change(jane, "Jane Jones")
        assert name_of(hass, sensor) == "Jane Jones"
        contacts.rename(jane, "Joan")
        assert name_of(hass, sensor) == "Joan"
        contacts.change(jane, numbers=["0412 345 678"])
        assert name_of(hass, sensor) is None
        contacts.change(jane, numbers=["0412 345 678", "0409 123 456"])
        assert name_of(hass, sensor) == "Joan"
        contacts.remove(jane)
        assert name_of(hass, sensor) is None
        await hass.async_block_till_done(wait_background_tasks=True)
        assert server.requests == []

    @pytest.mark.usefixtures("call")
    async def test_of_two_contacts_with_the_number_the_first_is_told(
        self, hass: HomeAssistant, contacts: Contacts, sensor: str
    ) -> None:
        bob = contacts.add("Bob", "0409 123 456")
        contacts.add("Anna", "+61 409 123 456")
        assert name_of(hass, sensor) == "Anna"
        contacts.change(bob, favourite=True)
        assert name_of(hass, sensor) == "Bob"
        contacts.remove(bob)
        assert name_of(hass, sensor) == "Anna"

    async def test_a_handset_s_own_name_comes_first(
        self, hass: HomeAssistant, account: Account, contacts: Contacts, advance: Advance
    ) -> None:
        contacts.add("Jane", "101")
        account.place_call("101", "100")
        await advance(16)
        assert name_of(hass, OTHER_PARTY) == "Sales"

    async def test_a_handset_without_a_name_may_be_a_contact(
        self, hass: HomeAssistant, account: Account, contacts: Contacts, advance: Advance
    ) -> None:
        account.handsets["101"].name = ""
        await advance(301)
        account.place_call("101", "100")
        await advance(16)
        assert name_of(hass, OTHER_PARTY) is None
        contacts.add("Jane", "101")
        assert name_of(hass, OTHER_PARTY) == "Jane"

    async def test_a_caller_who_shows_no_number_is_no_contact(
        self, hass: HomeAssistant, account: Account, contacts: Contacts, advance: Advance
    ) -> None:
        contacts.add("Jane", "0409 123 456")
        account.incoming_call("Anonymous", "100")
        await advance(16)
        assert (state_of(hass, OTHER_PARTY), name_of(hass, OTHER_PARTY)) == ("Anonymous", None)

    @pytest.mark.usefixtures("call")
    async def test_a_contact_of_somebody_else_changes_no_state(
        self, hass: HomeAssistant, contacts: Contacts
    ) -> None:
        written: list[str] = []

        @callback
        def note(event: Event[EventStateChangedData]) -> None:
            written.append(event.data["entity_id"])

        async_track_state_change_event(hass, hass.states.async_entity_ids(), note)
        contacts.add("Bob", "0412 345 678")
        await hass.async_block_till_done()
        assert written == []
        contacts.add("Jane", "0409 123 456")
        await hass.async_block_till_done()
        assert sorted(written) == [MISSED, OTHER_PARTY]

    async def test_in_an_outage_a_change_is_kept_for_later(
        self,
        hass: HomeAssistant,
        account: Account,
        contacts: Contacts,
        server: Server,
        advance: Advance,
    ) -> None:
        account.incoming_call("0409123456", "100")
        await advance(16)
        await server.stop()
        await advance(16)
        contacts.add("Jane", "0409 123 456")
        assert state_of(hass, OTHER_PARTY) == STATE_UNAVAILABLE
        await server.start()
        await advance(31)
        assert name_of(hass, OTHER_PARTY) == "Jane"


async def test_the_other_party_s_name_is_not_recorded(
    recorder_mock: Recorder,
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    account: Account,
    advance: Advance,
) -> None:
    account.place_call("100", "101")
    await advance(16)
    assert name_of(hass, OTHER_PARTY) == "Sales"
    await hass.async_block_till_done()
    await recorder_mock.async_add_executor_job(recorder_mock.block_till_done)
    recorded = await recorder_mock.async_add_executor_job(
        history.get_significant_states, hass, loaded.created_at, None, [OTHER_PARTY]
    )
    last = recorded[OTHER_PARTY][-1]
    assert isinstance(last, State)
    assert last.state == "101"
    assert "friendly_name" in last.attributes
    assert "name" not in last.attributes


@pytest.mark.usefixtures("loaded")
class TestLastMissedCall:
    """When a handset last missed a call, and whose."""

    async def test_it_is_unknown_before_a_call_is_missed(self, hass: HomeAssistant) -> None:
        assert state_of(hass, MISSED) == STATE_UNKNOWN

    async def test_it_is_the_latest_with_whoever_called(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        account.incoming_call("0412345678", "100")
        await advance(16)
        assert state_of(hass, MISSED) == STATE_UNKNOWN
        account.remote_hang_up("100")
        await advance(3)
        first = hass.states.get(MISSED)
        assert first
        assert first.state == dt_util.utcnow().isoformat(timespec="seconds")
        assert first.attributes["number"] == "0412345678"
        assert "name" not in first.attributes

        account.place_call("101", "100")
        await advance(6)
        account.hang_up("101")
        await advance(3)
        second = hass.states.get(MISSED)
        assert second
        assert second.state > first.state
        assert second.attributes["number"] == "101"
        assert second.attributes["name"] == "Sales"

    async def test_a_call_that_was_answered_is_not_missed(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        account.incoming_call("0412345678", "100")
        await advance(16)
        account.answer("100")
        await advance(3)
        account.hang_up("100")
        await advance(3)
        assert state_of(hass, MISSED) == STATE_UNKNOWN

    async def test_a_caller_whom_nobody_knows_any_more_keeps_the_name(
        self, hass: HomeAssistant, account: Account, contacts: Contacts, advance: Advance
    ) -> None:
        jane = contacts.add("Jane", "0412 345 678")
        account.incoming_call("0412345678", "100")
        await advance(16)
        account.remote_hang_up("100")
        await advance(3)
        contacts.remove(jane)
        assert name_of(hass, MISSED) == "Jane"
        contacts.add("Joan", "0412 345 678")
        assert name_of(hass, MISSED) == "Joan"


@pytest.mark.parametrize("attributes", [{"number": "101", "name": "Sales"}, {}])
async def test_the_last_missed_call_outlives_a_restart(
    hass: HomeAssistant, entry: MockConfigEntry, attributes: dict[str, str]
) -> None:
    moment = datetime(2026, 11, 21, 22, tzinfo=UTC)
    mock_restore_cache_with_extra_data(
        hass,
        [
            (
                # As it is kept of an entity that was unavailable at the end.
                State(MISSED, STATE_UNAVAILABLE),
                {**SensorExtraStoredData(moment, None).as_dict(), "party": attributes},
            )
        ],
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    restored = hass.states.get(MISSED)
    assert restored
    assert restored.state == moment.isoformat()
    assert {k: v for k, v in restored.attributes.items() if k in {"number", "name"}} == attributes


async def test_after_a_restart_the_last_missed_call_s_contact_has_the_name_of_now(
    hass: HomeAssistant, entry: MockConfigEntry, contacts: Contacts
) -> None:
    contacts.add("Jane Jones", "0409 123 456")
    party = {"number": "0409123456", "name": "Jane Smith"}
    stored = SensorExtraStoredData(datetime(2026, 11, 21, 22, tzinfo=UTC), None).as_dict()
    mock_restore_cache_with_extra_data(
        hass, [(State(MISSED, STATE_UNAVAILABLE), {**stored, "party": party})]
    )
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    assert name_of(hass, MISSED) == "Jane Jones"


async def test_a_reload_keeps_the_last_missed_call(
    hass: HomeAssistant, loaded: MockConfigEntry, account: Account, advance: Advance
) -> None:
    account.incoming_call("0412345678", "100")
    await advance(16)
    account.send_to_voicemail("100")
    await advance(3)
    before = hass.states.get(MISSED)
    assert before
    assert await hass.config_entries.async_reload(loaded.entry_id)
    await hass.async_block_till_done(wait_background_tasks=True)
    now = hass.states.get(MISSED)
    assert now
    assert (now.state, now.attributes) == (before.state, before.attributes)


async def test_the_last_missed_call_is_written_once(
    hass: HomeAssistant, loaded: MockConfigEntry, account: Account, advance: Advance
) -> None:
    account.incoming_call("0412345678", "100")
    await advance(16)
    account.hang_up("100")
    await advance(3)
    for _ in range(2):
        written = hass.states.get(MISSED)
        assert written
        written_at = written.last_reported
        account.incoming_call("0412345678", "100")
        account.answer("100")
        await advance(16)
        assert state_of(hass, "sensor.reception_status") == "on_call"
        still = hass.states.get(MISSED)
        assert still
        assert still.last_reported == written_at
        account.hang_up("100")
        # The same of what is restored.
        assert await hass.config_entries.async_reload(loaded.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)


def counts(hass: HomeAssistant) -> tuple[str, str, str]:
    """Return active calls, ringing handsets and registered handsets."""
    return (
        state_of(hass, "sensor.mycompany_active_calls"),
        state_of(hass, "sensor.mycompany_ringing_handsets"),
        state_of(hass, "sensor.mycompany_registered_handsets"),
    )


@pytest.mark.usefixtures("loaded")
class TestCounts:
    """What the account's sensors count."""

    async def test_a_quiet_account_has_no_calls(self, hass: HomeAssistant) -> None:
        assert counts(hass) == ("0", "0", "3")

    async def test_a_call_between_two_handsets_is_one(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        account.place_call("100", "101")
        await advance(16)
        assert counts(hass) == ("0", "1", "3")
        account.answer("101")
        await advance(3)
        assert counts(hass) == ("1", "0", "3")
        account.incoming_call("0412345678", "102")
        await advance(3)
        assert counts(hass) == ("1", "1", "3")
        account.answer("102")
        account.hold("102")
        await advance(3)
        assert counts(hass) == ("2", "0", "3")
        account.hang_up("100")
        account.hang_up("102")
        await advance(3)
        assert counts(hass) == ("0", "0", "3")

    async def test_a_phone_that_is_off_is_not_registered(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        account.handsets["100"].unregister()
        await advance(16)
        assert counts(hass) == ("0", "0", "2")
        account.remove_handset("100")
        await advance(16)
        assert counts(hass) == ("0", "0", "2")

    async def test_in_an_outage_nobody_counts(
        self, hass: HomeAssistant, server: Server, advance: Advance
    ) -> None:
        await server.stop()
        await advance(16)
        assert counts(hass) == (STATE_UNAVAILABLE,) * 3

    async def test_a_handset_that_does_not_answer_may_be_in_a_call(
        self, hass: HomeAssistant, account: Account, server: Server, advance: Advance
    ) -> None:
        account.endpoints.status_list = account.endpoints.handset_list = False
        assert await hass.config_entries.async_reload(
            hass.config_entries.async_entries("jingl")[0].entry_id
        )
        await hass.async_block_till_done(wait_background_tasks=True)
        server.add_fault(StatusCode(500), path="/api/handsetstatus/101")
        await advance(16)
        assert counts(hass) == (STATE_UNAVAILABLE,) * 3
        server.clear_faults()
        await advance(16)
        assert counts(hass) == ("0", "0", "3")
