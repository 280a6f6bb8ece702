"""What time brings in the pace in which it passes, for accounts that lack something, too."""

from collections import Counter
import logging

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant

from custom_components.jingl.const import LOGGER
from simulator.faults import Delay, StatusCode
from simulator.server import Server
from simulator.state import Account, Endpoints
from tests.conftest import Advance, state_of

from .truth import wrong

# The shortest time between two polls.
STEP = 2
HOUR = 60 * 60

STATUS = "sensor.sales_status"
CALLS = "sensor.mycompany_active_calls"

LESSER = {
    "no list of statuses": Endpoints(status_list=False),
    "no lists": Endpoints(status_list=False, handset_list=False),
    "no statuses": Endpoints(status_list=False, status=False),
    "neither statuses nor lists": Endpoints(status_list=False, status=False, handset_list=False),
}
every_lesser_account = pytest.mark.parametrize("endpoints", LESSER.values(), ids=LESSER)


class Watch:
    """Looks on while time passes."""

    def __init__(
        self, hass: HomeAssistant, advance: Advance, caplog: pytest.LogCaptureFixture
    ) -> None:
        self.unavailable: Counter[str] = Counter()
        """For how many seconds an entity was."""
        self._hass = hass
        self._advance = advance
        self._caplog = caplog

    async def look_on(self, seconds: float) -> None:
        """Let time pass, and note what is unavailable meanwhile."""
        for _ in range(int(seconds / STEP)):
            await self._advance(STEP)
            for state in self._hass.states.async_all():
                if state.state == STATE_UNAVAILABLE:
                    self.unavailable[state.entity_id] += STEP

    @property
    def lines(self) -> list[str]:
        """Return what was logged."""
        return [
            record.getMessage()
            for record in self._caplog.records
            if record.name == LOGGER.name and record.levelno >= logging.INFO
        ]


@pytest.fixture
def watch(hass: HomeAssistant, advance: Advance, caplog: pytest.LogCaptureFixture) -> Watch:
    caplog.set_level(logging.INFO)
    return Watch(hass, advance, caplog)


async def set_up(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: Account,
    advance: Advance,
    endpoints: Endpoints,
) -> None:
    """Set up an account that has only these endpoints."""
    account.endpoints = endpoints
    assert await hass.config_entries.async_setup(entry.entry_id)
    await advance(0)


@every_lesser_account
async def test_during_a_long_call_nothing_is_unavailable_or_logged(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: Account,
    advance: Advance,
    watch: Watch,
    endpoints: Endpoints,
) -> None:
    await set_up(hass, entry, account, advance, endpoints)
    account.incoming_call("0491570156", "101")
    account.answer("101")
    await watch.look_on(HOUR / 2)
    assert state_of(hass, STATUS) == "on_call"
    assert state_of(hass, CALLS) == "1"
    assert watch.unavailable == {}
    assert watch.lines == []


@every_lesser_account
async def test_a_handset_that_is_new_is_soon_known_and_takes_nothing_along(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: Account,
    advance: Advance,
    watch: Watch,
    endpoints: Endpoints,
) -> None:
    await set_up(hass, entry, account, advance, endpoints)
    account.add_handset("103", name="Boardroom")
    await watch.look_on(330)
    assert (hass.states.get("sensor.boardroom_status") is not None) == endpoints.handset_list
    assert watch.unavailable == {}
    assert watch.lines == []
    assert wrong(hass, account, in_words=True) == {}


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "20"}], ids=["no time", "20 s"])
async def test_who_wants_fewer_requests_for_settings_gets_fewer(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    server: Server,
    watch: Watch,
    headers: dict[str, str],
) -> None:
    await watch.look_on(HOUR)
    usual = len([request for request in server.requests if request.path == "/api/handset"])
    server.clear_requests()
    assert watch.unavailable == {}
    server.add_fault(StatusCode(429, headers), path="/api/handset")
    await watch.look_on(HOUR)
    refused = len([request for request in server.requests if request.path == "/api/handset"])
    assert refused < 0.7 * usual
    # Only while Jingl wants to be left alone altogether is nothing known of the calls.
    assert watch.unavailable[STATUS] <= refused * 36
    assert len(watch.lines) <= 2 * refused


async def test_a_handset_that_has_never_told_what_it_does_spoils_no_counts(
    hass: HomeAssistant, entry: MockConfigEntry, server: Server, account: Account, watch: Watch
) -> None:
    server.add_fault(StatusCode(404), path="/api/handsetstatus/102")
    account.endpoints.status_list = False
    assert await hass.config_entries.async_setup(entry.entry_id)
    await watch.look_on(HOUR / 4)
    account.place_call("100", "101")
    account.answer("101")
    await watch.look_on(60)
    assert state_of(hass, CALLS) == "1"
    assert watch.unavailable[CALLS] == 0
    assert watch.lines == [
        "Cannot read the handsets' statuses of mycompany: Jingl knows no 102",
    ]


async def test_a_handset_that_goes_in_an_outage_leaves_the_counts(
    hass: HomeAssistant, entry: MockConfigEntry, account: Account, server: Server, advance: Advance
) -> None:
    endpoints = Endpoints(status_list=False, handset_list=False)
    await set_up(hass, entry, account, advance, endpoints)
    server.add_fault(StatusCode(500), path="/api/handset/102")
    await advance(301)
    await server.stop()
    await advance(61)
    account.remove_handset("102")
    server.clear_faults()
    await server.start()
    await advance(61)
    await advance(301)
    await advance(61)
    assert state_of(hass, CALLS) == "0"


async def test_a_handset_that_answers_every_other_time_does_not_fill_the_log(
    hass: HomeAssistant,
    entry: MockConfigEntry,
    account: Account,
    server: Server,
    advance: Advance,
    watch: Watch,
) -> None:
    await set_up(hass, entry, account, advance, Endpoints(status_list=False))
    account.incoming_call("0491570156", "101")
    await advance(16)
    for _ in range(20):
        server.add_fault(StatusCode(500), path="/api/handsetstatus/101", times=1)
        await watch.look_on(6)
    assert len(watch.lines) <= 2 * 120 / 15


async def test_who_comes_while_settings_are_read_is_soon_known(
    hass: HomeAssistant, loaded: MockConfigEntry, account: Account, server: Server, advance: Advance
) -> None:
    coordinator = loaded.runtime_data.coordinator
    await advance(0)
    server.add_fault(Delay(6), path="/api/handset", times=1)
    account.add_handset("103", name="Boardroom")
    await coordinator.async_refresh()
    await server.wait_until_holding()
    account.add_handset("104", name="Kitchen")
    await coordinator.async_refresh()
    # The read under way ends, without the one that came meanwhile.
    await advance(7)
    await advance(16)
    assert state_of(hass, "sensor.kitchen_status") == "idle"
