"""What is known of an account's handsets, and when Jingl is asked for it."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import partial
import json
import logging

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryState
from homeassistant.const import EVENT_STATE_CHANGED, STATE_UNAVAILABLE
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from custom_components.jingl.account.signals import handsets_signal
from custom_components.jingl.const import DOMAIN
from simulator.faults import Body, Hang, Html, ResetBefore, StatusCode, Truncate
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, state_of
from tests.forms import Form
from tests.office import Office

STATUS = "sensor.reception_status"
FOLLOWED = ("100", "101", "102")
NAMES = ("reception", "sales", "workshop")


@pytest.fixture
def interval(loaded: MockConfigEntry) -> Callable[[], float]:
    """Return a function that tells after how many seconds the next poll comes."""

    def interval() -> float:
        every: timedelta = loaded.runtime_data.coordinator.update_interval
        return every.total_seconds()

    return interval


def paths(server: Server) -> list[str]:
    """Return what was read of handsets, without the base path."""
    read = [r.path.removeprefix("/api/") for r in server.requests if r.method == "GET"]
    return [path for path in read if path.startswith("handset")]


def device(device_registry: dr.DeviceRegistry, extension: str) -> dr.DeviceEntry | None:
    """Return a handset's device."""
    wanted = (DOMAIN, f"mycompany_{extension}")
    return next((e for e in device_registry.devices if wanted in e.identifiers), None)


def shown(hass: HomeAssistant) -> list[str]:
    """Return what the handsets are shown to do."""
    return [state_of(hass, f"sensor.{name}_status") for name in NAMES]


class TestCadence:
    """How often Jingl is asked."""

    async def test_a_quiet_account_costs_one_request_every_15_seconds(
        self, server: Server, advance: Advance, interval: Callable[[], float]
    ) -> None:
        assert interval() == 15
        server.clear_requests()
        await advance(16)
        await advance(16)
        assert paths(server) == ["handsetstatus", "handsetstatus"]

    async def test_calls_are_followed_every_2_seconds_and_for_a_while_every_5(
        self, account: Account, advance: Advance, interval: Callable[[], float]
    ) -> None:
        account.incoming_call("0412345678", "101")
        await advance(16)
        assert interval() == 2
        account.hang_up("101")
        await advance(3)
        assert interval() == 5
        await advance(30 * 60)
        await advance(16)
        assert interval() == 15

    async def test_an_action_is_followed_closely_for_30_seconds(
        self, hass: HomeAssistant, account: Account, advance: Advance, interval: Callable[[], float]
    ) -> None:
        await hass.services.async_call(
            DOMAIN, "create_call", {"handset": "100", "number": "101"}, blocking=True
        )
        account.hang_up("100")
        await advance(3)
        assert state_of(hass, STATUS) == "idle"
        assert interval() == 2
        await advance(31)
        assert interval() == 5

    @pytest.mark.usefixtures("interval")
    async def test_settings_are_read_every_5_minutes(
        self, server: Server, advance: Advance
    ) -> None:
        server.clear_requests()
        for _ in range(20):
            await advance(15)
        assert paths(server).count("handset") == 1

    async def test_too_many_requests_halve_the_pace_for_an_hour(
        self, hass: HomeAssistant, server: Server, advance: Advance, interval: Callable[[], float]
    ) -> None:
        server.add_fault(StatusCode(429, {"Retry-After": "120"}), times=1)
        server.clear_requests()
        await advance(16)
        assert state_of(hass, STATUS) == STATE_UNAVAILABLE
        for _ in range(6):
            await advance(16)
        assert len(server.requests) == 1, "Retry-After is obeyed"
        await advance(30)
        assert state_of(hass, STATUS) == "idle"
        assert interval() == 30
        await advance(3600)
        await advance(31)
        assert interval() == 15

    async def test_nobody_is_asked_once_nobody_listens(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        server: Server,
        entity_registry: er.EntityRegistry,
        advance: Advance,
    ) -> None:
        for entity in er.async_entries_for_config_entry(entity_registry, loaded.entry_id):
            entity_registry.async_update_entity(
                entity.entity_id, disabled_by=er.RegistryEntryDisabler.USER
            )
        assert await hass.config_entries.async_reload(loaded.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        server.clear_requests()
        await advance(600)
        assert server.requests == []


class TestWithoutList:
    """An account that has no list of its handsets."""

    @pytest.fixture(autouse=True)
    def _no_lists(self, account: Account) -> None:
        account.endpoints.handset_list = False
        account.endpoints.status_list = False

    @pytest.fixture
    async def many(
        self,
        hass: HomeAssistant,
        account: Account,
        server: Server,
        entry: MockConfigEntry,
        advance: Advance,
    ) -> Office:
        """Return an account with 120 handsets."""
        handsets = [str(extension) for extension in range(200, 320)]
        for extension in handsets:
            account.add_handset(extension, name=f"Desk {extension}")
        hass.config_entries.async_update_entry(
            entry, options={**entry.options, "handsets": handsets}
        )
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done(wait_background_tasks=True)
        return Office(hass=hass, entry=entry, account=account, server=server, advance=advance)

    async def test_a_quiet_account_is_asked_handset_by_handset(
        self, hass: HomeAssistant, server: Server, advance: Advance, interval: Callable[[], float]
    ) -> None:
        assert state_of(hass, STATUS) == "idle"
        assert interval() == 5
        # The first search for calls takes one handset's turn.
        await advance(16)
        await advance(16)
        server.clear_requests()
        for _ in range(4):
            await advance(16)
        assert sorted(paths(server)) == sorted(4 * [f"handsetstatus/{e}" for e in FOLLOWED])

    async def test_of_many_handsets_one_that_rings_is_asked_for_every_2_seconds(
        self, hass: HomeAssistant, many: Office
    ) -> None:
        many.account.incoming_call("0412345678", "200")
        for _ in range(30):
            await many.advance(2)
        assert state_of(hass, "sensor.desk_200_status") == "ringing"
        many.server.clear_requests()
        for _ in range(10):
            await many.advance(2)
        asked = paths(many.server)
        assert asked.count("handsetstatus/200") == 10
        assert len(asked) == 30, "the bound of what one poll may ask for"

    async def test_an_action_has_its_handsets_asked_for_first(
        self, hass: HomeAssistant, many: Office
    ) -> None:
        await hass.services.async_call(
            DOMAIN, "create_call", {"handset": "290", "number": "0412345678"}, blocking=True
        )
        for _ in range(3):
            await many.advance(1)
        assert state_of(hass, "sensor.desk_290_status") == "calling"

    async def test_many_handsets_are_asked_for_evenly_and_within_bounds(self, many: Office) -> None:
        many.server.clear_requests()
        each_second: list[int] = []
        # Settings are not due yet: that takes 300 seconds from some moment of the first one.
        for _ in range(298):
            await many.advance(1)
            each_second.append(len(many.server.requests) - sum(each_second))
        assert max(each_second) <= 3
        asked = paths(many.server)
        assert len(asked) <= 0.7 * 298 + 3
        # Nobody is asked twice before everybody was.
        assert len({*asked[:120]}) == 120

    @pytest.mark.usefixtures("interval")
    async def test_a_missing_handset_is_unavailable_and_the_others_go_on(
        self,
        hass: HomeAssistant,
        account: Account,
        device_registry: dr.DeviceRegistry,
        advance: Advance,
    ) -> None:
        account.remove_handset("100")
        await advance(301)
        assert state_of(hass, STATUS) == STATE_UNAVAILABLE
        assert state_of(hass, "sensor.sales_status") == "idle"
        assert device(device_registry, "100"), "only a complete list tells that it is gone"

    @pytest.mark.usefixtures("interval")
    async def test_a_busy_handset_that_fails_is_asked_for_again_and_does_not_fail_the_others(
        self, hass: HomeAssistant, account: Account, server: Server, advance: Advance
    ) -> None:
        account.incoming_call("0412345678", "101")
        await advance(16)
        server.add_fault(StatusCode(500), path="/api/handsetstatus/101")
        server.clear_requests()
        for _ in range(10):
            await advance(1)
        assert state_of(hass, "sensor.sales_status") == STATE_UNAVAILABLE
        assert state_of(hass, STATUS) == "idle"
        server.clear_faults()
        await advance(4)
        assert state_of(hass, "sensor.sales_status") == "ringing"
        assert paths(server).count("handsetstatus/101") == 6, "every 2 seconds, then once"

    async def test_after_an_outage_all_are_asked_at_once_if_that_is_not_too_often(
        self, hass: HomeAssistant, many: Office
    ) -> None:
        many.account.incoming_call("0412345678", "200")
        # Later, all but those asked last; sooner, only those whose turn it is.
        for seconds, number in ((121, 118), (16, 3)):
            await many.advance(seconds)
            await many.server.stop()
            await many.advance(4)
            assert state_of(hass, "sensor.desk_201_status") == STATE_UNAVAILABLE
            await many.server.start()
            many.server.clear_requests()
            await many.advance(16)
            assert state_of(hass, "sensor.desk_201_status") == "idle"
            assert len(paths(many.server)) == number

    async def test_after_a_pause_all_are_asked_at_once(
        self, hass: HomeAssistant, many: Office
    ) -> None:
        many.account.incoming_call("0412345678", "250")
        many.server.clear_requests()
        await many.advance(361)
        assert state_of(hass, "sensor.desk_250_status") == "ringing"
        asked = [path for path in paths(many.server) if path.startswith("handsetstatus")]
        assert len(asked) == len({*asked}) == 120
        many.server.clear_requests()
        await many.advance(2)
        assert len(paths(many.server)) <= 3

    async def test_a_new_handset_is_asked_at_once_and_nobody_else(
        self, hass: HomeAssistant, many: Office
    ) -> None:
        many.account.add_handset("500", name="Boardroom")
        many.account.endpoints.handset_list = True
        coordinator = many.entry.runtime_data.coordinator
        coordinator.settings.ask_again()
        await many.advance(601)
        assert state_of(hass, "sensor.boardroom_status") == "idle"
        for extension in range(501, 509):
            many.account.add_handset(str(extension), name=f"Desk {extension}")
        # That isn't the login's refusal: others have just answered.
        many.server.add_fault(StatusCode(401), path="/api/handsetstatus/50[2-8]")
        many.server.clear_requests()
        coordinator.settings.ask_again()
        await many.advance(2)
        assert state_of(hass, "sensor.desk_200_status") == "idle"
        assert state_of(hass, "sensor.desk_501_status") == "idle"
        assert state_of(hass, "sensor.desk_508_status") == STATE_UNAVAILABLE
        asked = [path for path in paths(many.server) if path.startswith("handsetstatus")]
        assert len(asked) <= 3 + 8

    async def test_after_too_many_requests_nothing_out_of_date_is_shown(
        self, hass: HomeAssistant, many: Office
    ) -> None:
        states: dict[str, set[str]] = {}

        def note() -> None:
            for extension in many.account.handsets:
                if entity := hass.states.get(f"sensor.desk_{extension}_status"):
                    states.setdefault(extension, set()).add(entity.state)

        many.server.add_fault(StatusCode(429, {"Retry-After": "900"}), times=1)
        await many.advance(16)
        await many.advance(300)
        for extension in ("210", "220", "230"):
            many.account.place_call(extension, "0412345678")
            many.account.remote_answer(extension)
        await many.advance(601)
        many.server.clear_requests()
        note()
        seconds = 0
        while STATE_UNAVAILABLE in {
            s.state for s in hass.states.async_all() if s.entity_id.endswith("_status")
        }:
            await many.advance(1)
            note()
            seconds += 1
            assert seconds <= 360
        assert states["210"] == {STATE_UNAVAILABLE, "on_call"}
        asked = [path for path in paths(many.server) if path.startswith("handsetstatus/")]
        assert len(asked) <= seconds + 3, "half as many as usually during a call"

    @pytest.mark.parametrize("status", [429, 500, 503])
    async def test_an_account_that_goes_on_failing_is_not_asked_for_everybody(
        self, hass: HomeAssistant, many: Office, status: int
    ) -> None:
        many.server.add_fault(StatusCode(status))
        await many.advance(121)
        many.server.clear_requests()
        for _ in range(4):
            await many.advance(16)
        assert state_of(hass, "sensor.desk_200_status") == STATE_UNAVAILABLE
        # Each time those whose turn it is and another; too many requests are only half as many.
        assert len(paths(many.server)) == (2 * 3 if status == 429 else 4 * (3 + 1))
        many.server.clear_faults()
        for _ in range(3):
            await many.advance(16)
        assert state_of(hass, "sensor.desk_200_status") == "idle"

    @pytest.mark.usefixtures("interval")
    async def test_an_outage_goes_on_until_somebody_has_answered(
        self, hass: HomeAssistant, server: Server, entry: MockConfigEntry, advance: Advance
    ) -> None:
        server.add_fault(StatusCode(429), path="/api/handset(status)?/.*")
        server.clear_requests()
        states: list[str] = []
        # For so long that the list is looked for once more.
        for _ in range(25):
            await advance(31)
            states.append(state_of(hass, STATUS))
        assert "handsetstatus" in paths(server)
        # Right after a poll, so that it is nobody's turn.
        await entry.runtime_data.coordinator.async_refresh()
        states.append(state_of(hass, STATUS))
        assert {*states} == {STATE_UNAVAILABLE}
        server.clear_faults()
        await advance(31)
        assert state_of(hass, STATUS) == "idle"

    async def test_the_list_that_is_looked_for_again_is_one_request(self, many: Office) -> None:
        many.server.clear_requests()
        for _ in range(70):
            await many.advance(10)
        asked = paths(many.server)
        assert asked.count("handsetstatus") == 1
        assert len([path for path in asked if path.startswith("handsetstatus")]) <= 0.7 * 700 + 3

    async def test_the_words_of_handset_select_serve_where_there_is_no_status(
        self, hass: HomeAssistant, account: Account, entry: MockConfigEntry, advance: Advance
    ) -> None:
        account.endpoints.status = False
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        assert state_of(hass, STATUS) == "idle"
        account.incoming_call("0412345678", "100")
        account.answer("100")
        await advance(16)
        assert state_of(hass, STATUS) == "on_call"
        state = hass.states.get(STATUS)
        assert state
        assert state.attributes["number"] == "0412345678"

    @pytest.mark.parametrize("words", ["connected to ", "connected to anonymous"])
    async def test_who_is_on_the_phone_may_be_left_out_of_these_words(
        self,
        hass: HomeAssistant,
        account: Account,
        entry: MockConfigEntry,
        server: Server,
        words: str,
    ) -> None:
        account.endpoints.status = False
        record = json.dumps([{"extensionnumber": "100", "status": words}])
        server.add_fault(Body(record.encode()), path="/api/handset")
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        state = hass.states.get("sensor.handset_100_status")
        assert state
        assert (state.state, state.attributes.get("number")) == ("on_call", None)


@pytest.mark.usefixtures("loaded")
class TestFailures:
    """What fails, and what that takes along."""

    async def test_an_outage_makes_everything_unavailable_and_is_logged_once_each_way(
        self,
        hass: HomeAssistant,
        server: Server,
        advance: Advance,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        caplog.clear()
        await server.stop()
        for _ in range(25):
            await advance(16)
        assert state_of(hass, STATUS) == STATE_UNAVAILABLE
        assert state_of(hass, "switch.sales_recording") == STATE_UNAVAILABLE
        problems = [
            record.getMessage()
            for record in caplog.records
            if record.name.startswith("custom_components") and record.levelno >= logging.WARNING
        ]
        assert len(problems) == 1
        assert "Can't reach Jingl for mycompany" in problems[0]
        await server.start()
        await advance(16)
        assert state_of(hass, STATUS) == "idle"
        assert state_of(hass, "switch.sales_recording") == "on"
        assert caplog.text.count("recovered") == 1

    @pytest.mark.parametrize("fault", [Truncate(20), Html(), StatusCode(500), StatusCode(404)])
    async def test_a_list_that_fails_once_is_not_replaced_by_something_worse(
        self,
        hass: HomeAssistant,
        account: Account,
        server: Server,
        advance: Advance,
        fault: Truncate | Html | StatusCode,
    ) -> None:
        account.incoming_call("0412345678", "100")
        await advance(16)
        server.add_fault(fault, path="/api/handsetstatus", times=1)
        server.clear_requests()
        await advance(3)
        assert state_of(hass, STATUS) == STATE_UNAVAILABLE
        await advance(16)
        assert state_of(hass, STATUS) == "ringing"
        assert set(paths(server)) == {"handsetstatus"}

    async def test_a_list_that_fails_for_long_is_done_without(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        account.endpoints.status_list = False
        for _ in range(40):
            await advance(16)
        assert state_of(hass, STATUS) == "idle"

    async def test_a_connection_that_drops_once_is_not_noticed(
        self, hass: HomeAssistant, server: Server, advance: Advance
    ) -> None:
        server.add_fault(ResetBefore(), times=1)
        await advance(16)
        assert state_of(hass, STATUS) == "idle"

    async def test_a_refresh_that_changes_nothing_writes_no_state(
        self, hass: HomeAssistant, account: Account, advance: Advance
    ) -> None:
        account.incoming_call("0412345678", "100")
        account.answer("100")
        await advance(16)
        changes: list[Event[EventStateChangedData]] = []
        hass.bus.async_listen(EVENT_STATE_CHANGED, changes.append)
        reported = [state.last_reported for state in hass.states.async_all()]
        for _ in range(10):
            await advance(2.5)
        assert changes == []
        assert [state.last_reported for state in hass.states.async_all()] == reported

    async def test_slow_settings_do_not_hold_up_the_status(
        self,
        hass: HomeAssistant,
        account: Account,
        server: Server,
        advance: Advance,
    ) -> None:
        server.add_fault(Hang(), path="/api/handset")
        server.clear_requests()
        account.incoming_call("0412345678", "100")
        advancing = asyncio.ensure_future(advance(301))
        await server.wait_for_request(path="/api/handset")
        assert state_of(hass, STATUS) == "ringing"
        await server.stop()
        await advancing

    async def test_settings_that_fail_are_logged_once_each_way(
        self, server: Server, advance: Advance, caplog: pytest.LogCaptureFixture
    ) -> None:
        server.add_fault(Body(b"nonsense"), path=r"/api/handset(/.*)?")
        for _ in range(25):
            await advance(16)
        server.clear_faults()
        await advance(31)
        assert caplog.text.count("Can't read the handset settings") == 1
        assert caplog.text.count("settings of mycompany can be read again") == 1


EVERYBODY = {"100", "101", "102", "account"}


class TestTelling:
    """Who is told of what."""

    @pytest.fixture
    def told(self, hass: HomeAssistant, loaded: MockConfigEntry) -> list[str]:
        """Return what is told from now on: the handsets concerned, the account, other handsets."""
        told: list[str] = []
        coordinator = loaded.runtime_data.coordinator
        for context in (*FOLLOWED, None):
            coordinator.async_add_listener(partial(told.append, context or "account"), context)
        async_dispatcher_connect(hass, handsets_signal(loaded), partial(told.append, "choice"))
        return told

    async def test_a_poll_that_changes_nothing_tells_nobody(
        self, told: list[str], server: Server, advance: Advance
    ) -> None:
        server.clear_requests()
        await advance(16)
        await advance(16)
        assert paths(server) == ["handsetstatus", "handsetstatus"]
        assert told == []

    async def test_a_call_tells_its_handset_and_the_account(
        self, told: list[str], account: Account, advance: Advance
    ) -> None:
        account.incoming_call("0412345678", "101")
        await advance(16)
        assert told == ["101", "account"]

    async def test_a_call_that_goes_on_tells_nobody(
        self, told: list[str], account: Account, advance: Advance
    ) -> None:
        account.incoming_call("0412345678", "101")
        account.answer("101")
        await advance(16)
        told.clear()
        for _ in range(5):
            await advance(2.5)
        assert told == []

    async def test_a_phone_that_rings_for_long_is_seen_to_ring_all_the_while(
        self, account: Account, advance: Advance, interval: Callable[[], float]
    ) -> None:
        account.incoming_call("0412345678", "101")
        await advance(16)
        await advance(20 * 60)
        await advance(20 * 60)
        account.hang_up("101")
        await advance(3)
        assert interval() == 5, "it is no longer than half an hour since there was a call"

    async def test_an_outage_tells_everybody_and_so_does_its_end(
        self, told: list[str], server: Server, advance: Advance
    ) -> None:
        await advance(0)
        await server.stop()
        await advance(16)
        assert sorted(told) == sorted(EVERYBODY)
        await advance(16)
        assert len(told) == len(EVERYBODY)
        await server.start()
        told.clear()
        await advance(16)
        assert sorted(told) == sorted(EVERYBODY)

    async def test_settings_tell_their_handset_and_the_account(
        self, hass: HomeAssistant, told: list[str], account: Account, advance: Advance
    ) -> None:
        await hass.services.async_call(
            "switch", "turn_off", {"entity_id": "switch.sales_recording"}, blocking=True
        )
        assert told == ["101", "account"]
        told.clear()
        account.handsets["102"].notes = "by the window"
        await advance(301)
        assert told == ["102", "account"]

    async def test_another_name_is_told_to_everybody_who_may_show_it(
        self, told: list[str], account: Account, advance: Advance
    ) -> None:
        account.handsets["102"].name = "Store"
        await advance(301)
        assert sorted(told) == sorted(EVERYBODY)

    async def test_everybody_can_be_told(self, told: list[str], loaded: MockConfigEntry) -> None:
        loaded.runtime_data.coordinator.async_update_listeners()
        assert sorted(told) == sorted(EVERYBODY)

    async def test_other_handsets_are_told_of_when_they_come_or_go(
        self, told: list[str], account: Account, advance: Advance
    ) -> None:
        account.add_handset("103", name="Boardroom")
        await advance(16)
        assert told.count("choice") == 1
        account.remove_handset("103")
        await advance(16)
        await advance(31)
        # First it has no settings, then it is gone.
        assert told.count("choice") == 3

    @pytest.mark.usefixtures("shortest_turns")
    async def test_what_a_poll_brought_is_told_by_its_end(
        self, hass: HomeAssistant, loaded: MockConfigEntry, account: Account
    ) -> None:
        for extension in FOLLOWED:
            account.incoming_call("0412345678", extension)
        await loaded.runtime_data.coordinator.async_refresh()
        assert shown(hass) == ["ringing"] * 3

    @pytest.mark.usefixtures("shortest_turns")
    async def test_a_poll_waits_until_the_end_of_an_outage_is_told(
        self, hass: HomeAssistant, loaded: MockConfigEntry, account: Account, server: Server
    ) -> None:
        coordinator = loaded.runtime_data.coordinator
        await server.stop()
        await coordinator.async_refresh()
        await hass.async_block_till_done(wait_background_tasks=True)
        await server.start()
        await coordinator.async_refresh()
        assert shown(hass) == [STATE_UNAVAILABLE] * 3, "that is told in turns, apart from the poll"
        server.clear_requests()
        poll = loaded.async_create_task(hass, coordinator.async_refresh())
        await server.wait_for_request(path="/api/handsetstatus")
        assert shown(hass) == ["idle"] * 3
        await poll

    @pytest.mark.usefixtures("loaded")
    async def test_a_call_that_ends_in_the_recovering_poll_is_told_once_when_all_is_available(
        self, hass: HomeAssistant, account: Account, server: Server, advance: Advance
    ) -> None:
        account.incoming_call("0412345678", "100")
        account.answer("100")
        await advance(16)
        await server.stop()
        await advance(3)
        told: list[tuple[str, list[str]]] = []

        @callback
        def note(event: Event[EventStateChangedData]) -> None:
            new = event.data["new_state"]
            if new and new.attributes.get("event_type") == "ended":
                told.append((new.state, shown(hass)))

        hass.bus.async_listen(EVENT_STATE_CHANGED, note)
        account.hang_up("100")
        await server.start()
        for _ in range(3):
            await advance(16)
        states = [state for _, state in told]
        # Home Assistant writes the entity once as available, and once for what happened.
        assert len({at for at, _ in told}) == 1
        assert states[-1] == ["idle"] * 3

    async def test_a_port_that_changes_writes_no_state(
        self, hass: HomeAssistant, told: list[str], account: Account, advance: Advance
    ) -> None:
        account.handsets["101"].register("101.100.99.98:4321")
        reported = [state.last_reported for state in hass.states.async_all()]
        await advance(16)
        assert told == ["101", "account"]
        assert [state.last_reported for state in hass.states.async_all()] == reported

    async def test_only_entities_with_something_new_write_their_state(
        self, hass: HomeAssistant, loaded: MockConfigEntry, account: Account, advance: Advance
    ) -> None:
        assert loaded.state is ConfigEntryState.LOADED
        before = {state.entity_id: state.last_reported for state in hass.states.async_all()}
        account.incoming_call("0412345678", "101")
        await advance(16)
        written = {
            state.entity_id
            for state in hass.states.async_all()
            if state.last_reported != before[state.entity_id]
        }
        assert written == {
            "binary_sensor.sales_busy",
            "event.sales_call",
            "sensor.mycompany_ringing_handsets",
            "sensor.sales_status",
        }


class TestComingAndGoing:
    """Handsets that are added, removed and renamed at Jingl."""

    async def test_a_new_handset_appears_without_a_reload(
        self, hass: HomeAssistant, loaded: MockConfigEntry, account: Account, advance: Advance
    ) -> None:
        account.add_handset("103", name="Boardroom")
        await advance(16)
        assert state_of(hass, "sensor.boardroom_status") == "idle"
        assert loaded.options["handsets"] == ["100", "101", "102", "103"]

    async def test_a_new_handset_is_left_alone_if_the_user_wants_none(
        self, hass: HomeAssistant, entry: MockConfigEntry, account: Account, advance: Advance
    ) -> None:
        hass.config_entries.async_update_entry(entry, options={**entry.options, "track_new": False})
        assert await hass.config_entries.async_setup(entry.entry_id)
        account.add_handset("103", name="Boardroom")
        await advance(16)
        await advance(301)
        assert hass.states.get("sensor.boardroom_status") is None

    async def test_a_handset_that_the_user_left_out_is_not_new(
        self, hass: HomeAssistant, entry: MockConfigEntry, server: Server, advance: Advance
    ) -> None:
        hass.config_entries.async_update_entry(
            entry, options={"handsets": ["100"], "ignored": ["101", "102"], "track_new": True}
        )
        assert await hass.config_entries.async_setup(entry.entry_id)
        await advance(301)
        assert hass.states.get("sensor.sales_status") is None
        server.clear_requests()
        await advance(16)
        assert paths(server) == ["handsetstatus"], "and nobody looks for its settings"

    @pytest.mark.usefixtures("loaded")
    async def test_a_handset_that_is_gone_loses_its_device_and_gets_it_back(
        self,
        hass: HomeAssistant,
        account: Account,
        device_registry: dr.DeviceRegistry,
        advance: Advance,
    ) -> None:
        account.remove_handset("100")
        await advance(16)
        assert device(device_registry, "100"), "perhaps Jingl only slipped"
        assert state_of(hass, STATUS) == STATE_UNAVAILABLE
        await advance(31)
        assert device(device_registry, "100") is None
        assert hass.states.get(STATUS) is None
        assert state_of(hass, "sensor.sales_status") == "idle"

        account.add_handset("100", name="Reception")
        await advance(16)
        assert state_of(hass, STATUS) == "idle"
        assert device(device_registry, "100")

    @pytest.mark.usefixtures("loaded")
    @pytest.mark.parametrize("content", [b"[]", b'[{"extensionnumber": "101"}]'])
    async def test_an_empty_or_short_list_removes_nothing(
        self,
        hass: HomeAssistant,
        server: Server,
        device_registry: dr.DeviceRegistry,
        advance: Advance,
        content: bytes,
    ) -> None:
        server.add_fault(Body(content), path="/api/handset(status)?")
        for _ in range(3):
            await advance(301)
            assert device(device_registry, "100")
            assert state_of(hass, STATUS) == "idle"

    async def test_a_handset_that_is_missing_from_the_start_keeps_its_device_for_30_seconds(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        account: Account,
        device_registry: dr.DeviceRegistry,
        advance: Advance,
    ) -> None:
        assert await hass.config_entries.async_unload(loaded.entry_id)
        account.remove_handset("100")
        assert await hass.config_entries.async_setup(loaded.entry_id)
        await advance(16)
        assert device(device_registry, "100")
        await advance(31)
        assert device(device_registry, "100") is None

    @pytest.mark.usefixtures("loaded")
    @pytest.mark.parametrize("content", [b"[]", b'[{"extensionnumber": "200"}]'])
    async def test_an_account_without_any_of_the_handsets_removes_nothing(
        self,
        server: Server,
        device_registry: dr.DeviceRegistry,
        advance: Advance,
        content: bytes,
    ) -> None:
        server.add_fault(Body(content), path="/api/handset")
        server.add_fault(StatusCode(404), path="/api/handset/.*")
        for _ in range(3):
            await advance(301)
            assert all(device(device_registry, each) for each in FOLLOWED)

    async def test_handsets_that_have_all_vanished_cost_a_poll_one_request(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        account: Account,
        server: Server,
        advance: Advance,
    ) -> None:
        account.handsets.clear()
        await advance(16)
        server.clear_requests()
        await advance(16)
        assert paths(server) == ["handsetstatus"]
        assert shown(hass) == [STATE_UNAVAILABLE] * 3
        account.add_handset("100", name="Reception")
        await advance(16)
        assert loaded.state is ConfigEntryState.LOADED
        assert shown(hass) == ["idle", STATE_UNAVAILABLE, STATE_UNAVAILABLE]

    @pytest.mark.usefixtures("loaded")
    async def test_handsets_that_come_back_without_their_list_are_found_with_the_settings(
        self, hass: HomeAssistant, account: Account, server: Server, advance: Advance
    ) -> None:
        handsets = dict(account.handsets)
        account.handsets.clear()
        await advance(16)
        account.handsets.update(handsets)
        server.add_fault(Body(b"[]"), path="/api/handset(status)?")
        await advance(301)
        await advance(16)
        assert shown(hass) == ["idle"] * 3

    async def test_a_handset_that_came_by_itself_leaves_by_itself(
        self, loaded: MockConfigEntry, account: Account, advance: Advance
    ) -> None:
        account.add_handset("103", name="Boardroom")
        await advance(16)
        assert loaded.options["arrived"] == ["103"]
        account.remove_handset("103")
        await advance(16)
        await advance(31)
        assert loaded.options["handsets"] == [*FOLLOWED]
        assert loaded.options["arrived"] == []

    async def test_a_handset_that_came_by_itself_leaves_by_itself_after_a_reload_too(
        self,
        hass: HomeAssistant,
        loaded: MockConfigEntry,
        account: Account,
        advance: Advance,
    ) -> None:
        account.add_handset("103", name="Boardroom")
        await advance(16)
        await hass.config_entries.async_reload(loaded.entry_id)
        account.remove_handset("103")
        await advance(16)
        await advance(31)
        assert loaded.options["handsets"] == [*FOLLOWED]

    async def test_a_handset_that_the_user_chose_since_it_came_does_not_leave_by_itself(
        self, hass: HomeAssistant, loaded: MockConfigEntry, account: Account, advance: Advance
    ) -> None:
        account.add_handset("103", name="Boardroom")
        await advance(16)
        options = hass.config_entries.options
        menu = Form(options, await options.async_init(loaded.entry_id))
        form = await menu.enter(next_step_id="handsets")
        await form.enter(handsets=[*FOLLOWED, "103"], track_new=True)
        account.remove_handset("103")
        await advance(16)
        await advance(31)
        assert loaded.options["handsets"] == [*FOLLOWED, "103"]

    @pytest.mark.usefixtures("loaded")
    @pytest.mark.parametrize("is_listed", [True, False])
    async def test_the_log_blames_no_outage_for_a_handset_that_is_gone(
        self,
        account: Account,
        advance: Advance,
        caplog: pytest.LogCaptureFixture,
        is_listed: bool,
    ) -> None:
        account.endpoints.handset_list = account.endpoints.status_list = is_listed
        account.remove_handset("100")
        for _ in range(3):
            await advance(301)
        assert "Can't read the handset settings" not in caplog.text

    @pytest.mark.usefixtures("loaded")
    async def test_a_handset_without_status_is_not_gone_while_it_has_settings(
        self,
        hass: HomeAssistant,
        server: Server,
        device_registry: dr.DeviceRegistry,
        advance: Advance,
    ) -> None:
        server.add_fault(Body(b'[{"extensionnumber": "101"}]'), path="/api/handsetstatus")
        server.add_fault(StatusCode(404), path="/api/handsetstatus/100")
        server.clear_requests()
        await advance(16)
        await advance(16)
        assert state_of(hass, STATUS) == STATE_UNAVAILABLE
        assert device(device_registry, "100")
        assert paths(server).count("handset") == 1, "the settings settle it once"

    @pytest.mark.usefixtures("loaded")
    async def test_a_handset_is_not_gone_while_it_cannot_be_asked_for(
        self,
        hass: HomeAssistant,
        server: Server,
        device_registry: dr.DeviceRegistry,
        advance: Advance,
    ) -> None:
        server.add_fault(Body(b"[]"), path="/api/handset(status)?")
        server.add_fault(StatusCode(500), path="/api/handset(status)?/100")
        await advance(301)
        assert state_of(hass, STATUS) == STATE_UNAVAILABLE
        assert state_of(hass, "sensor.sales_status") == "idle"
        assert device(device_registry, "100")

    @pytest.mark.usefixtures("loaded")
    async def test_a_new_name_at_jingl_renames_the_device(
        self, account: Account, device_registry: dr.DeviceRegistry, advance: Advance
    ) -> None:
        account.handsets["100"].name = "Front desk"
        await advance(301)
        renamed = device(device_registry, "100")
        assert renamed
        assert renamed.name == "Front desk"

    @pytest.mark.usefixtures("loaded")
    @pytest.mark.parametrize(
        ("charset", "declared"),
        [
            *((each, each) for each in ("iso-8859-1", "windows-1252", "utf-16")),
            ("utf-8", "iso-8859-1"),
        ],
    )
    async def test_a_name_is_read_in_the_charset_that_jingl_declares_or_else_in_utf_8(
        self,
        server: Server,
        device_registry: dr.DeviceRegistry,
        advance: Advance,
        charset: str,
        declared: str,
    ) -> None:
        records = json.dumps([{"extensionnumber": "100", "name": "Büro"}], ensure_ascii=False)
        body = Body(records.encode(charset), f"application/json; charset={declared}")
        server.add_fault(body, path="/api/handset")
        await advance(301)
        renamed = device(device_registry, "100")
        assert renamed
        assert renamed.name == "Büro"

    @pytest.mark.usefixtures("loaded")
    async def test_the_name_that_the_user_gave_stays(
        self, account: Account, device_registry: dr.DeviceRegistry, advance: Advance
    ) -> None:
        own = device(device_registry, "100")
        assert own
        device_registry.async_update_device(own.id, name_by_user="My desk")
        account.handsets["100"].name = "Front desk"
        await advance(301)
        renamed = device(device_registry, "100")
        assert renamed
        assert renamed.name_by_user == "My desk"

    async def test_a_chosen_handset_that_jingl_never_had_makes_no_device(
        self,
        hass: HomeAssistant,
        entry: MockConfigEntry,
        account: Account,
        device_registry: dr.DeviceRegistry,
    ) -> None:
        account.endpoints.handset_list = False
        account.endpoints.status_list = False
        account.remove_handset("102")
        assert await hass.config_entries.async_setup(entry.entry_id)
        await hass.async_block_till_done()
        assert entry.state is ConfigEntryState.LOADED
        assert device(device_registry, "100")
        assert device(device_registry, "102") is None


async def test_after_a_poll_that_broke_off_everything_is_looked_at(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    account: Account,
    advance: Advance,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await advance(0)
    coordinator = loaded.runtime_data.coordinator
    account.handset("101").recording = False
    with monkeypatch.context() as broken:
        broken.setattr(coordinator.handsets, "take_in", None)
        await coordinator.async_refresh()
        assert state_of(hass, STATUS) == STATE_UNAVAILABLE
        await coordinator._read_settings()
    await coordinator.async_refresh()
    assert state_of(hass, STATUS) == "idle"
    assert state_of(hass, "switch.sales_recording") == "off"
