"""What the system information says of each account."""

from typing import Any

import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from homeassistant.components.system_health import get_info
from homeassistant.config_entries import ConfigEntryDisabler
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util

from custom_components.jingl.const import DOMAIN
from simulator.faults import StatusCode
from simulator.server import Server
from simulator.state import Account

from .conftest import Advance


async def _info(hass: HomeAssistant) -> dict[str, Any]:
    """Return what is copied into a bug report."""
    assert await async_setup_component(hass, "system_health", {})
    info: dict[str, Any] = (await get_info(hass))[DOMAIN]
    return info


@pytest.fixture
def no_status_list(account: Account) -> None:
    account.endpoints.status_list = False


@pytest.mark.usefixtures("loaded")
async def test_an_account_s_health_is_told(
    hass: HomeAssistant, server: Server, advance: Advance
) -> None:
    await advance(16)
    polled = dt_util.utcnow()
    requests = len(server.requests)
    assert await _info(hass) == {
        "reachable": "ok",
        "status_list": True,
        "handset_list": True,
        "call_records": False,
        "last_poll": polled.isoformat(),
        "requests": requests,
    }
    asked = server.requests[requests]
    assert (asked.path, asked.authorized) == ("/", False), "nobody logs in for that"


@pytest.mark.usefixtures("no_status_list", "loaded")
async def test_it_tells_which_lists_an_account_has(hass: HomeAssistant) -> None:
    info = await _info(hass)
    assert (info["status_list"], info["handset_list"]) == (False, True)


@pytest.mark.usefixtures("loaded")
async def test_the_last_poll_is_the_last_that_succeeded(
    hass: HomeAssistant, server: Server, advance: Advance
) -> None:
    await advance(16)
    polled = dt_util.utcnow()
    server.add_fault(StatusCode(502))
    await advance(16)
    info = await _info(hass)
    assert info["last_poll"] == polled.isoformat()
    assert info["reachable"] == "ok", "it answers, if only with a failure"


@pytest.mark.usefixtures("loaded")
async def test_a_server_that_is_not_there_is_unreachable(
    hass: HomeAssistant, server: Server
) -> None:
    await server.stop()
    assert (await _info(hass))["reachable"] == "Failed: unreachable"
    await server.start()


async def test_an_account_that_is_not_loaded_tells_only_whether_it_could_be(
    hass: HomeAssistant, entry: MockConfigEntry, server: Server
) -> None:
    server.add_fault(StatusCode(502))
    await hass.config_entries.async_setup(entry.entry_id)
    assert await _info(hass) == {"reachable": "ok"}


async def test_several_accounts_are_numbered_and_not_named(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    for title in ("Another company", "One more"):
        data = {**loaded.data, "account_id": title}
        other = MockConfigEntry(domain=DOMAIN, title=title, unique_id=title, data=data)
        other.add_to_hass(hass)
    await hass.config_entries.async_set_disabled_by(other.entry_id, ConfigEntryDisabler.USER)
    info = await _info(hass)
    # As Home Assistant lists them, by their titles.
    assert list(info) == [
        "Server reachable (1)",
        "Server reachable (2)",
        "All statuses in one request (2)",
        "All settings in one request (2)",
        "Call records at Jingl (2)",
        "Last successful poll (2)",
        "Requests in the last hour (2)",
    ]


@pytest.mark.usefixtures("loaded")
async def test_the_page_gets_it_all(
    hass: HomeAssistant, hass_ws_client: WebSocketGenerator
) -> None:
    assert await async_setup_component(hass, "system_health", {})
    client = await hass_ws_client(hass)
    await client.send_json_auto_id({"type": "system_health/info"})
    assert (await client.receive_json())["success"]
    first = (await client.receive_json())["event"]["data"][DOMAIN]["info"]
    assert first["reachable"] == {"type": "pending"}
    assert first["last_poll"]["type"] == "date"
    later = [(await client.receive_json())["event"]]
    while later[-1]["type"] != "finish":
        later.append((await client.receive_json())["event"])
    assert [(event["key"], event["data"]) for event in later[:-1]] == [("reachable", "ok")]
