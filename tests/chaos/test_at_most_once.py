"""Home Assistant never sends a request that acts on a call twice, either."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant

from simulator import faults
from simulator.faults import Fault
from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance

from .conftest import Finish
from .table import CALL_ACTIONS, NUMBER, act

ALL_ONCE = [(parameter, NUMBER) for parameter in CALL_ACTIONS]

DROPS = [faults.ResetBefore(), faults.ResetAfter()]
# Where an action may hang: once its request is read, carried out, or its answer begun.
STUCK = [faults.Hang(), faults.Hang(acted=True), faults.Stall(0)]
every_stage = pytest.mark.parametrize("fault", STUCK, ids=repr)

type Interruption = Callable[[HomeAssistant, MockConfigEntry], Awaitable[object]]
INTERRUPTIONS: dict[str, Interruption] = {
    "a reload": lambda hass, entry: hass.config_entries.async_reload(entry.entry_id),
    "an unload": lambda hass, entry: hass.config_entries.async_unload(entry.entry_id),
    "its removal": lambda hass, entry: hass.config_entries.async_remove(entry.entry_id),
    "its disabling": lambda hass, entry: hass.config_entries.async_set_disabled_by(
        entry.entry_id, ConfigEntryDisabler.USER
    ),
}


@pytest.fixture(autouse=True)
async def _talking(loaded: MockConfigEntry, account: Account, advance: Advance) -> None:
    """Connect Reception to an outside party, so that there is a call to act on."""
    account.place_call("100", "0491570006")
    account.remote_answer("100")
    await advance(16)


def act_in_every_way(hass: HomeAssistant) -> list[asyncio.Task[str | None]]:
    """Start all actions at once."""
    return [hass.async_create_task(act(hass, parameter)) for parameter in CALL_ACTIONS]


async def all_are_stuck(server: Server) -> None:
    """Wait until the server has every action."""
    while server.holding < len(CALL_ACTIONS):  # noqa: ASYNC110
        await asyncio.sleep(0)


def sent(server: Server) -> list[tuple[str, str]]:
    """Return the parameters of all writes, in the table's order."""
    puts = [request for request in server.requests if request.method == "PUT"]
    parameters = [parameter for request in puts for parameter in request.query]
    return sorted(parameters, key=lambda parameter: [*CALL_ACTIONS].index(parameter[0]))


@pytest.mark.parametrize("fault", DROPS, ids=repr)
@pytest.mark.parametrize("kept", [0, 1], ids=["fresh", "kept alive"])
async def test_a_connection_that_drops(
    hass: HomeAssistant, server: Server, advance: Advance, fault: Fault, kept: int
) -> None:
    if not kept:
        await server.stop()
        await server.start()
    assert server.open_connections == kept
    server.add_fault(fault, method="PUT")
    errors = await asyncio.gather(*act_in_every_way(hass))
    assert errors == ["outcome_unknown"] * len(CALL_ACTIONS)
    await advance(301)
    assert sent(server) == ALL_ONCE


@every_stage
async def test_an_answer_that_does_not_come_in_time(
    hass: HomeAssistant, server: Server, advance: Advance, finish: Finish, fault: Fault
) -> None:
    server.add_fault(fault, method="PUT")
    actions = act_in_every_way(hass)
    await finish(asyncio.wait(actions))
    # The 200 alone shows that an action was done, whatever body follows.
    assert (actions[0].result() is None) == isinstance(fault, faults.Stall)
    await advance(301)
    assert sent(server) == ALL_ONCE


async def test_a_server_that_never_begins_a_secure_connection(
    hass: HomeAssistant, server: Server, advance: Advance, finish: Finish
) -> None:
    silent: list[asyncio.StreamWriter] = []
    await server.stop()
    listener = await asyncio.start_server(
        lambda _, writer: silent.append(writer), server.host, server.port
    )
    actions = act_in_every_way(hass)
    while len(silent) < len(CALL_ACTIONS):  # noqa: ASYNC110
        await asyncio.sleep(0)
    with server._hold():  # the listener does this instead
        await finish(asyncio.wait(actions))
    assert [action.result() for action in actions] == ["cannot_connect"] * len(CALL_ACTIONS)
    for writer in silent:
        writer.close()
    listener.close()
    await listener.wait_closed()
    await server.start()
    await advance(301)
    assert sent(server) == []


@every_stage
async def test_actions_that_are_cancelled(
    hass: HomeAssistant, server: Server, advance: Advance, fault: Fault
) -> None:
    server.add_fault(fault, method="PUT")
    actions = act_in_every_way(hass)
    await all_are_stuck(server)
    for action in actions:
        action.cancel()
    await asyncio.wait(actions)
    assert all(action.cancelled() for action in actions)
    await advance(301)
    assert sent(server) == ALL_ONCE


@every_stage
@pytest.mark.parametrize("interruption", INTERRUPTIONS.values(), ids=INTERRUPTIONS)
async def test_an_account_that_ends_in_the_middle_of_an_action(
    hass: HomeAssistant,
    loaded: MockConfigEntry,
    server: Server,
    advance: Advance,
    fault: Fault,
    interruption: Interruption,
) -> None:
    server.add_fault(fault, method="PUT")
    actions = act_in_every_way(hass)
    await all_are_stuck(server)
    await interruption(hass, loaded)
    await advance(301)
    assert all(action.done() for action in actions)
    assert sent(server) == ALL_ONCE


@every_stage
async def test_home_assistant_ends_in_the_middle_of_an_action(
    hass: HomeAssistant, server: Server, finish: Finish, fault: Fault
) -> None:
    server.add_fault(fault, method="PUT")
    actions = act_in_every_way(hass)
    await all_are_stuck(server)
    await finish(hass.async_stop())
    assert all(action.done() for action in actions)
    assert sent(server) == ALL_ONCE


async def test_a_call_that_is_requested_twice_is_two_calls(
    hass: HomeAssistant, server: Server
) -> None:
    """Prove that the tests above can fail."""
    await asyncio.gather(act(hass, "callcreate"), act(hass, "callcreate"))
    assert sent(server) == [("callcreate", NUMBER)] * 2
