"""What happens to a handset, as events."""

from collections.abc import Callable
import json
import shlex
from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from syrupy.assertion import SnapshotAssertion

from homeassistant.components.recorder import Recorder, history
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN, Platform
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, State, callback
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util

from simulator.faults import Body, StatusCode
from simulator.state import Account
from tests.conftest import Advance
from tests.entities import entities_of
from tests.office import Office

CALL, REGISTRATION = "event.reception_call", "event.reception_registration"

type Told = Callable[[], list[str]]


@pytest.fixture
def changes(hass: HomeAssistant) -> list[State]:
    """Collect the events of reception's event entities, as the states that tell them.

    The state is the moment of the last event: one that comes back as it was is no event.
    """
    states: list[State] = []
    last: dict[str, str] = {}

    @callback
    def collect(event: Event[EventStateChangedData]) -> None:
        state = event.data["new_state"]
        if state is None or state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN}:
            return
        if last.get(state.entity_id) != state.state:
            last[state.entity_id] = state.state
            states.append(state)

    async_track_state_change_event(hass, [CALL, REGISTRATION], collect)
    return states


@pytest.fixture
def told(changes: list[State]) -> Told:
    """Return a function that returns the types of the events since it was last asked."""

    def told() -> list[str]:
        types = [state.attributes["event_type"] for state in changes]
        changes.clear()
        return types

    return told


def attributes(state: State) -> dict[str, Any]:
    """Return an event's own attributes."""
    others = {"event_types", "event_type", "friendly_name"}
    return {key: value for key, value in state.attributes.items() if key not in others}


@pytest.mark.freeze_time("2026-11-22 09:00:00+11:00")
async def test_every_event_entity_of_a_handset(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: Account,
    snapshot: SnapshotAssertion,
    monkeypatch: pytest.MonkeyPatch,
    advance: Advance,
) -> None:
    monkeypatch.setattr("custom_components.jingl.PLATFORMS", [Platform.EVENT])
    account.remove_handset("101")
    account.remove_handset("102")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    account.incoming_call("0412345678", "100")
    account.answer("100")
    account.handsets["100"].register("203.0.113.7:5060")
    await advance(16)
    assert entities_of(hass, entry) == snapshot


async def test_a_call_is_told_from_its_first_ring_to_its_end(
    office: Office, changes: list[State], told: Told
) -> None:
    who = {"direction": "inbound", "number": "0412345678", "favourite": False}
    await office.ring()
    assert attributes(changes[0]) == who
    assert told() == ["incoming"]

    await office.answer()
    await office.hold()
    office.account.resume("100")
    await office.advance(30)
    assert told() == ["answered", "held", "resumed"]

    await office.hang_up()
    assert attributes(changes[0]) == {**who, "duration": 36}
    assert told() == ["ended"]


async def test_a_missed_call_says_who_of_the_account_called(
    office: Office, changes: list[State], told: Told
) -> None:
    await office.call("101", "100")
    await office.hang_up("101")
    assert attributes(changes[1]) == {
        "direction": "internal",
        "number": "101",
        "name": "Sales",
        "favourite": False,
    }
    assert told() == ["incoming", "missed"]


async def test_a_call_that_another_handset_answers_ends_instead_of_being_missed(
    office: Office, changes: list[State], told: Told
) -> None:
    await office.ring_together("100", "101")
    await office.answer("101")
    assert attributes(changes[1])["duration"] == 0
    assert told() == ["incoming", "ended"]
    await office.hang_up("101")
    assert told() == []


async def test_a_call_says_which_contact_it_is_from(
    office: Office, changes: list[State], told: Told
) -> None:
    jane = office.contacts.add("Jane", "0409 123 456")
    await office.ring("+61409123456")
    who = {"direction": "inbound", "number": "+61409123456", "name": "Jane"}
    assert attributes(changes[0]) == {**who, "favourite": False}
    assert told() == ["incoming"]

    office.contacts.change(jane, "Jane Jones")
    await office.hass.async_block_till_done()
    assert told() == [], "a new name is no event"
    await office.answer()
    assert changes[0].attributes["name"] == "Jane Jones"
    assert told() == ["answered"]

    office.contacts.remove(jane)
    await office.hang_up()
    assert "name" not in changes[0].attributes
    assert told() == ["ended"]


async def test_a_call_says_whether_it_is_with_a_favourite(
    office: Office, changes: list[State]
) -> None:
    jane = office.contacts.add("Jane", "0409 123 456", favourite=True)
    await office.ring("+61409123456")
    assert changes[0].attributes["favourite"] is True
    office.contacts.change(jane, favourite=False)
    await office.hang_up()
    assert changes[1].attributes["favourite"] is False


async def test_a_caller_who_hides_the_number_is_no_favourite(
    office: Office, changes: list[State]
) -> None:
    office.contacts.add("Jane", "0409 123 456", favourite=True)
    await office.ring("anonymous")
    assert changes[0].attributes["favourite"] is False


async def test_a_call_says_who_of_a_phone_book_it_is_from(
    office: Office, changes: list[State]
) -> None:
    book = office.contacts.add_book("Family", ("Jane", "+61409123456"))
    await office.ring("0409123456")
    assert changes[0].attributes["name"] == "Jane"
    office.contacts.add("Mum", "0409 123 456")
    await office.answer()
    assert changes[1].attributes["name"] == "Mum", "who was added by hand comes first"
    office.contacts.remove(book)
    await office.hang_up()
    assert changes[2].attributes["name"] == "Mum"


async def test_a_call_that_goes_to_voicemail_is_missed(office: Office, told: Told) -> None:
    await office.ring()
    office.account.send_to_voicemail("100")
    await office.advance(3)
    assert told() == ["incoming", "missed"]


async def test_listening_to_the_voicemail_is_an_outgoing_call_that_nobody_answers(
    office: Office, told: Told
) -> None:
    await office.call("100", "*97")
    await office.hang_up()
    assert told() == ["outgoing", "ended"]


async def test_several_events_of_one_poll_are_changes_of_their_own_in_order(
    office: Office, changes: list[State], told: Told
) -> None:
    await office.talk()
    office.account.hang_up("100")
    office.account.incoming_call("0398765432", "100")
    office.account.answer("100")
    await office.hold()
    moments = [dt_util.parse_datetime(state.state, raise_on_error=True) for state in changes]
    assert told() == ["incoming", "answered", "ended", "incoming", "answered", "held"]
    assert moments == sorted(set(moments))


async def test_a_phone_that_goes_comes_back_and_moves_is_told(
    office: Office, changes: list[State], told: Told
) -> None:
    phone = office.account.handsets["100"]
    phone.unregister()
    await office.advance(16)
    assert attributes(changes[0]) == {"old_ip": "101.100.99.98"}
    phone.register("203.0.113.7:5060")
    await office.advance(16)
    assert attributes(changes[1]) == {"old_ip": "101.100.99.98", "new_ip": "203.0.113.7"}
    assert told() == ["unregistered", "registered", "address_changed"]

    phone.register("203.0.113.7:5061")
    await office.advance(16)
    assert told() == [], "the port is the router's business"


async def test_neither_a_port_nor_another_address_of_the_same_network_is_a_move(
    office: Office, changes: list[State], told: Told
) -> None:
    phone = office.account.handsets["100"]
    phone.register("2001:db8::1:5060")
    await office.advance(16)
    assert told() == ["address_changed"]
    for address in ("2001:db8::1:5061", "[2001:db8::1]:5060", "2001:db8::1", "2001:db8::7:5060"):
        phone.register(address)
        await office.advance(16)
        assert told() == [], address
    phone.register("2001:db8:0:1::1:5060")
    await office.advance(16)
    assert attributes(changes[0])["new_ip"] == "2001:db8:0:1::1"
    assert told() == ["address_changed"]


# What Jingl tells of Reception time after time, and what is told of it.
STORIES = {
    "another server counts a second less": (
        "OnCall 131213 Inbound 61 > OnCall 131213 Inbound 60 > Idle",
        "ended",
    ),
    "a waiting caller gives up": (
        "OnCall 131213 Inbound 101 > Ringing '' Inbound 0 > OnCall 131213 Inbound 105 > Idle",
        "incoming missed ended",
    ),
    "a queue rings, and a caller is on the phone": (
        "Idle > Ringing 'Sales queue' Inbound 0 > OnCall 131213 Inbound 1 > Idle",
        "incoming answered ended",
    ),
    "a colleague puts a caller through": (
        "Idle > Ringing 101 Internal 0 > OnCall 131213 Inbound 1 > Idle",
        "incoming answered ended",
    ),
    "a hold counts its own seconds": (
        "OnCall 131213 Inbound 100 > OnHold 131213 Inbound 0 > OnCall 131213 Inbound 104 > Idle",
        "held resumed ended",
    ),
    "two callers withhold their numbers": (
        "OnCall anonymous Inbound 50 > OnCall Private Inbound 2 > Idle",
        "ended incoming answered ended",
    ),
}


@pytest.mark.parametrize(("story", "events"), STORIES.values(), ids=STORIES)
async def test_one_call_is_told_as_one_and_two_as_two(
    office: Office, told: Told, story: str, events: str
) -> None:
    keys = ("state", "otherpartyphonenumber", "calldirection", "calldurationseconds")
    heard: list[str] = []
    before = ""
    for words in map(shlex.split, story.split(" > ")):
        status = {
            "extensionnumber": "100",
            "registeredaddress": "101.100.99.98:5060",
            **dict(zip(keys, words, strict=False)),
        }
        office.server.clear_faults()
        office.server.add_fault(Body(json.dumps([status]).encode()), path="/api/handsetstatus")
        if before:
            await office.advance(16 if before == "Idle" else 3)
        else:
            await office.reload()
        heard += told()
        before = words[0]
    assert heard == events.split()


async def test_a_call_already_running_when_home_assistant_starts_is_not_told(
    hass: HomeAssistant, entry: MockConfigEntry, account: Account, advance: Advance, told: Told
) -> None:
    account.incoming_call("0412345678", "100")
    account.answer("100")
    assert await hass.config_entries.async_setup(entry.entry_id)
    await advance(16)
    assert told() == []
    account.hang_up("100")
    await advance(3)
    assert told() == ["ended"]


class TestInterruptions:
    """A call that goes on while Home Assistant, Jingl or a handset does not."""

    @pytest.fixture(autouse=True)
    async def _call(self, office: Office, told: Told) -> None:
        """Let Reception be in a call, as has been told."""
        await office.talk()
        assert told() == ["incoming", "answered"]

    async def test_a_reload_tells_nothing(self, office: Office, told: Told) -> None:
        last = office.state(CALL).state
        await office.reload()
        await office.advance(3)
        # The state comes back as it was, which is no event.
        assert office.state(CALL).state == last
        assert told() == []

    async def test_an_outage_tells_nothing(self, office: Office, told: Told) -> None:
        await office.server.stop()
        for _ in range(5):
            await office.advance(16)
        assert office.state(CALL).state == STATE_UNAVAILABLE
        await office.server.start()
        await office.advance(16)
        assert office.state("sensor.reception_status").state == "on_call"
        assert told() == []

    async def test_what_happened_meanwhile_is_told_with_the_recovery(
        self, office: Office, told: Told
    ) -> None:
        await office.server.stop()
        await office.advance(16)
        assert office.state(CALL).state == STATE_UNAVAILABLE
        office.account.hang_up("100")
        office.account.incoming_call("0398765432", "100")
        await office.server.start()
        await office.advance(16)
        assert told() == ["ended", "incoming"]


async def test_a_handset_that_fails_alone_loses_no_event(office: Office, told: Told) -> None:
    await office.ring()
    office.server.add_fault(StatusCode(404), path="/api/handsetstatus.*")
    office.server.add_fault(StatusCode(500), path="/api/handset(status)?/100")
    await office.advance(16)
    await office.advance(16)
    assert office.state(CALL).state == STATE_UNAVAILABLE
    assert told() == ["incoming"]
    office.account.hang_up("100")
    office.server.clear_faults()
    await office.advance(31)
    assert told() == ["missed"]


async def test_a_handset_that_was_removed_and_returns_tells_no_nonsense(
    office: Office, told: Told
) -> None:
    await office.ring()
    office.account.remove_handset("100")
    for _ in range(4):
        await office.advance(16)
    assert office.hass.states.get(CALL) is None
    assert told() == ["incoming"]
    office.account.add_handset("100", name="Reception", address="203.0.113.7:5060")
    for _ in range(4):
        await office.advance(16)
    assert office.state("sensor.reception_status").state == "idle"
    # The call's end was not seen, and it is another phone.
    assert told() == []
    await office.ring("0398765432")
    assert told() == ["incoming"]


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_who_called_is_not_recorded(recorder_mock: Recorder, office: Office) -> None:
    missed, other_party = "sensor.reception_last_missed_call", "sensor.reception_other_party"
    status = "sensor.reception_status"
    await office.call("101", "100")
    told = {each: office.state(each) for each in (status, other_party)}
    await office.hang_up("101")
    told |= {CALL: office.state(CALL), missed: office.state(missed)}
    await office.hass.async_block_till_done()
    await recorder_mock.async_add_executor_job(recorder_mock.block_till_done)
    recorded = await recorder_mock.async_add_executor_job(
        history.get_significant_states, office.hass, office.entry.created_at, None, [*told]
    )
    for entity_id, state in told.items():
        assert state.attributes["other_party" if entity_id == status else "name"] == "Sales"
        assert "101" in {state.state, state.attributes.get("number")}
        [kept] = [
            each
            for each in recorded[entity_id]
            if isinstance(each, State) and each.state == state.state
        ]
        private = {"number", "name", "other_party"} & state.attributes.keys()
        assert state.attributes.keys() - kept.attributes.keys() >= private
