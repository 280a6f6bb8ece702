"""Time passing at its normal pace, even for accounts with missing endpoints."""

from collections import Counter
from time import monotonic

import pytest

from homeassistant.const import STATE_UNAVAILABLE

from simulator.faults import Delay, StatusCode
from simulator.state import Endpoints
from tests.conftest import state_of

from .trial import Trial

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
    """Watch while time passes."""

    def __init__(self, trial: Trial) -> None:
        self.unavailable: Counter[str] = Counter()
        """For how many seconds an entity was."""
        self._trial = trial

    async def look_on(self, seconds: float) -> None:
        """Let time pass, and record what is unavailable meanwhile."""
        for _ in range(int(seconds / STEP)):
            await self._trial.advance(STEP)
            for state in self._trial.hass.states.async_all():
                if state.state == STATE_UNAVAILABLE:
                    self.unavailable[state.entity_id] += STEP

    @property
    def lines(self) -> list[str]:
        """Return what was logged."""
        return [line.getMessage() for line in self._trial.lines]


@pytest.fixture
def watch(trial: Trial) -> Watch:
    return Watch(trial)


@every_lesser_account
async def test_during_a_long_call_nothing_is_unavailable_or_logged(
    trial: Trial, watch: Watch, endpoints: Endpoints
) -> None:
    await trial.set_up(endpoints)
    trial.account.incoming_call("0491570156", "101")
    trial.account.answer("101")
    await watch.look_on(HOUR / 2)
    assert state_of(trial.hass, STATUS) == "on_call"
    assert state_of(trial.hass, CALLS) == "1"
    assert (watch.unavailable, watch.lines) == ({}, [])


@every_lesser_account
async def test_a_new_handset_is_soon_known_and_affects_nothing_else(
    trial: Trial, watch: Watch, endpoints: Endpoints
) -> None:
    await trial.set_up(endpoints)
    trial.account.add_handset("103", name="Boardroom")
    await watch.look_on(330)
    is_known = trial.hass.states.get("sensor.boardroom_status") is not None
    assert is_known == endpoints.handset_list
    assert (watch.unavailable, watch.lines) == ({}, [])
    trial.check_nothing_is_wrong(in_words=True)


@pytest.mark.parametrize("headers", [{}, {"Retry-After": "20"}], ids=["no time", "20 s"])
async def test_a_rate_limit_on_settings_is_respected(
    trial: Trial, watch: Watch, headers: dict[str, str]
) -> None:
    def asked() -> int:
        return len([request for request in trial.server.requests if request.path == "/api/handset"])

    await trial.set_up()
    await watch.look_on(HOUR)
    usual = asked()
    trial.server.clear_requests()
    assert watch.unavailable == {}
    trial.server.add_fault(StatusCode(429, headers), path="/api/handset")
    await watch.look_on(HOUR)
    refused = asked()
    assert refused < 0.7 * usual
    # Calls are unknown only while Jingl asks to be left alone altogether.
    assert watch.unavailable[STATUS] <= refused * 36
    assert len(watch.lines) <= 2 * refused


async def test_a_handset_that_never_answered_does_not_spoil_the_counts(
    trial: Trial, watch: Watch
) -> None:
    trial.server.add_fault(StatusCode(404), path="/api/handsetstatus/102")
    await trial.set_up(Endpoints(status_list=False))
    await watch.look_on(HOUR / 4)
    trial.account.place_call("100", "101")
    trial.account.answer("101")
    await watch.look_on(60)
    assert state_of(trial.hass, CALLS) == "1"
    assert watch.unavailable[CALLS] == 0
    assert watch.lines == [
        "Can't read the handset statuses of mycompany: Jingl doesn't know 102",
    ]


async def test_a_handset_removed_during_an_outage_leaves_the_counts(trial: Trial) -> None:
    await trial.set_up(Endpoints(status_list=False, handset_list=False))
    trial.server.add_fault(StatusCode(500), path="/api/handset/102")
    await trial.advance(301)
    await trial.server.stop()
    await trial.advance(61)
    trial.account.remove_handset("102")
    trial.server.clear_faults()
    await trial.server.start()
    for seconds in (61, 301, 61):
        await trial.advance(seconds)
    assert state_of(trial.hass, CALLS) == "0"


async def test_a_handset_that_answers_every_other_time_does_not_fill_the_log(
    trial: Trial, watch: Watch
) -> None:
    await trial.set_up(Endpoints(status_list=False))
    trial.account.incoming_call("0491570156", "101")
    await trial.advance(16)
    for _ in range(20):
        trial.server.add_fault(StatusCode(500), path="/api/handsetstatus/101", times=1)
        await watch.look_on(6)
    assert len(watch.lines) <= 2 * 120 / 15


async def test_a_handset_added_while_settings_are_read_is_soon_known(trial: Trial) -> None:
    await trial.set_up()
    coordinator = trial.entry.runtime_data.coordinator
    trial.server.add_fault(Delay(6), path="/api/handset", times=1)
    trial.account.add_handset("103", name="Boardroom")
    await coordinator.async_refresh()
    await trial.server.wait_until_holding()
    trial.account.add_handset("104", name="Kitchen")
    await coordinator.async_refresh()
    # The current read ends without the new handset.
    await trial.advance(7)
    await trial.advance(16)
    assert state_of(trial.hass, "sensor.kitchen_status") == "idle"


async def test_slow_settings_do_not_change_the_duration_of_a_call_running_at_the_start(
    trial: Trial,
) -> None:
    trial.server.add_fault(Delay(8), path="/api/handset", times=1)
    trial.account.incoming_call("0491570156", "101")
    trial.account.answer("101")
    answered = monotonic()
    await trial.advance(60)
    await trial.run(trial.hass.config_entries.async_setup(trial.entry.entry_id))
    assert monotonic() - answered >= 60 + 8
    for _ in range(10):
        await trial.advance(3)
    lasted = monotonic() - answered
    trial.account.hang_up("101")
    await trial.advance(3)
    event = trial.hass.states.get("event.sales_call")
    assert event
    assert event.attributes["event_type"] == "ended"
    assert -4 <= event.attributes["duration"] - lasted <= 0
