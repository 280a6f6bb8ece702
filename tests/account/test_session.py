"""The client's sessions: no cookies, and none left behind."""

import asyncio
from contextlib import AbstractContextManager

import aiohttp
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from yarl import URL

from homeassistant.const import EVENT_HOMEASSISTANT_CLOSE
from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import SERVER_SOFTWARE

from custom_components.jingl.account.session import create_client, is_reachable, temporary_client
from custom_components.jingl.api import JinglClient, JinglServerError, JinglTlsError
from simulator import faults
from simulator.server import Server
from tests.conftest import _AUTHORITY, LOGIN, Advance

# Issued by the authority that Home Assistant trusts, but for another server.
_OTHER_TLS = _AUTHORITY.server_context("other.example.com")


def _closing_listeners(hass: HomeAssistant) -> int:
    """Return how many listeners wait for Home Assistant to close; each leaked session adds one."""
    return hass.bus.async_listeners()[EVENT_HOMEASSISTANT_CLOSE]


async def _list_with(
    lend: AbstractContextManager[JinglClient], sessions: list[aiohttp.ClientSession]
) -> None:
    """List the handsets with a borrowed client, and note its session."""
    with lend as client:
        sessions.append(client._session)
        await client.list_handsets()


async def test_a_client_uses_its_accounts_login(
    hass: HomeAssistant, entry: MockConfigEntry, server: Server
) -> None:
    client = create_client(hass, entry)
    assert (await client.get_handset("100")).name == "Reception"
    assert server.requests[0].authorized
    assert server.requests[0].user_agent.startswith("HomeAssistant/")


async def test_a_server_s_cookies_are_not_kept(hass: HomeAssistant, server: Server) -> None:
    server.add_fault(faults.StatusCode(200, {"Set-Cookie": "login=john; Path=/"}, b"[]"), times=1)
    with temporary_client(hass, {**LOGIN, "host": server.address}) as client:
        assert not await client.list_handsets()
        jar = client._session.cookie_jar
        assert isinstance(jar, aiohttp.DummyCookieJar)
        assert not jar.filter_cookies(URL(server.url))


async def test_a_temporary_client_ends_with_its_block(hass: HomeAssistant, server: Server) -> None:
    data = {**LOGIN, "host": server.address}
    with temporary_client(hass, data) as client:
        # The first one creates what they all share.
        await client.list_handsets()
    before = _closing_listeners(hass)
    with temporary_client(hass, data) as client:
        assert len(await client.list_handsets()) == 3
        session = client._session
        assert not session.closed
    assert session.closed
    assert _closing_listeners(hass) == before


async def test_a_temporary_client_ends_with_an_error_too(
    hass: HomeAssistant, server: Server
) -> None:
    server.add_fault(faults.StatusCode(502))
    lend = temporary_client(hass, {**LOGIN, "host": server.address})
    sessions: list[aiohttp.ClientSession] = []
    with pytest.raises(JinglServerError):
        await _list_with(lend, sessions)
    assert sessions[0].closed


async def test_an_account_s_session_ends_when_it_is_unloaded(
    hass: HomeAssistant, loaded: MockConfigEntry
) -> None:
    session = loaded.runtime_data.client._session
    before = _closing_listeners(hass)
    assert not session.closed
    assert await hass.config_entries.async_unload(loaded.entry_id)
    assert session.closed
    assert _closing_listeners(hass) == before - 1


async def test_one_connection_serves_the_polls_of_a_quiet_account(
    hass: HomeAssistant, loaded: MockConfigEntry, server: Server, advance: Advance
) -> None:
    # Home Assistant's own sessions would open a new one for each.
    await hass.async_block_till_done(wait_background_tasks=True)
    server.clear_requests()
    for _ in range(4):
        await advance(16)
    assert sum(request.path == "/api/handsetstatus" for request in server.requests) == 4
    assert len({request.connection for request in server.requests}) == 1
    assert await hass.config_entries.async_unload(loaded.entry_id)
    assert server.open_connections == 0


async def test_a_connection_that_is_not_needed_soon_is_closed(
    hass: HomeAssistant, entry: MockConfigEntry, server: Server, advance: Advance
) -> None:
    client = create_client(hass, entry)
    await advance(0)
    await client.list_handsets()
    assert server.open_connections == 1
    while server.open_connections:
        await advance(10)


async def test_a_connection_ends_with_home_assistant(
    hass: HomeAssistant, loaded: MockConfigEntry, server: Server
) -> None:
    assert server.open_connections == 1
    hass.bus.async_fire(EVENT_HOMEASSISTANT_CLOSE)
    await hass.async_block_till_done()
    assert loaded.runtime_data.client._session.closed
    assert server.open_connections == 0


async def test_an_account_s_requests_look_like_home_assistant_s(
    hass: HomeAssistant, entry: MockConfigEntry, server: Server
) -> None:
    # Longer than aiohttp's default.
    long = {"Content-Security-Policy": "x" * 20_000}
    server.add_fault(faults.StatusCode(200, long, b"[]"))
    client = create_client(hass, entry)
    await client.list_handsets()
    await client.create_call("100", "0491570156")
    assert [request.user_agent for request in server.requests] == [SERVER_SOFTWARE] * 2


async def test_a_write_does_not_use_an_accounts_kept_connection(
    hass: HomeAssistant, entry: MockConfigEntry, server: Server
) -> None:
    client = create_client(hass, entry)
    for _ in range(2):
        await client.list_handsets()
        await client.update_handset("100", notes="on leave")
    connections = [request.connection for request in server.requests]
    assert connections[0] == connections[2]
    assert len(set(connections)) == 3
    while server.open_connections > 1:  # noqa: ASYNC110 - there is nothing to wait on
        await asyncio.sleep(0)


@pytest.mark.parametrize("verify", [True, False])
async def test_the_user_decides_which_certificates_an_account_trusts(
    hass: HomeAssistant, entry: MockConfigEntry, server: Server, verify: bool
) -> None:
    # While debugging, asyncio reports each handshake that a client broke off: here it shall.
    asyncio.get_running_loop().set_debug(False)
    async with Server(server.cloud, tls=_OTHER_TLS) as other:
        data = {**entry.data, "host": other.address, "verify_ssl": verify}
        hass.config_entries.async_update_entry(entry, data=data)
        client = create_client(hass, entry)
        asked = [client.list_handsets(), client.update_handset("100", notes="on leave")]
        results = await asyncio.gather(*asked, return_exceptions=True)
        assert [isinstance(result, JinglTlsError) for result in results] == [verify] * 2
        assert len(other.requests) == (0 if verify else 2)
        await client._session.close()


async def test_unloading_during_a_poll_is_not_a_failure(
    hass: HomeAssistant, loaded: MockConfigEntry, server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.add_fault(faults.Hang())
    server.clear_requests()
    poll = loaded.runtime_data.coordinator.async_refresh()
    loaded.async_create_background_task(hass, poll, "poll")
    await server.wait_for_request()
    assert await hass.config_entries.async_unload(loaded.entry_id)
    assert "Error fetching" not in caplog.text
    while server.open_connections:  # noqa: ASYNC110 - there is nothing to wait on
        await asyncio.sleep(0)


async def test_reloads_leave_no_sessions_behind(
    hass: HomeAssistant, loaded: MockConfigEntry, server: Server
) -> None:
    before = _closing_listeners(hass)
    assert await hass.config_entries.async_reload(loaded.entry_id)
    assert _closing_listeners(hass) == before
    server.add_fault(faults.StatusCode(502))
    assert not await hass.config_entries.async_reload(loaded.entry_id)
    assert _closing_listeners(hass) == before - 1
    assert await hass.config_entries.async_unload(loaded.entry_id)


async def test_a_certificate_for_another_name_is_refused(
    hass: HomeAssistant, server: Server
) -> None:
    # While debugging, asyncio reports each handshake that a client broke off: here it shall.
    asyncio.get_running_loop().set_debug(False)
    async with Server(server.cloud, tls=_OTHER_TLS) as other:
        data = {**LOGIN, "host": other.address}
        with temporary_client(hass, data) as client, pytest.raises(JinglTlsError):
            await client.list_handsets()
        assert other.requests == []
        with temporary_client(hass, {**data, "verify_ssl": False}) as client:
            assert len(await client.list_handsets()) == 3


@pytest.mark.parametrize("status", [200, 401, 404, 502])
async def test_a_server_that_answers_at_all_is_reachable(
    hass: HomeAssistant, server: Server, status: int
) -> None:
    server.add_fault(faults.StatusCode(status))
    assert await is_reachable(hass, {**LOGIN, "host": server.address})
    (asked,) = server.requests
    assert (asked.path, asked.authorized) == ("/", False), "nobody logs in for that"


async def test_a_servers_redirect_does_not_matter(hass: HomeAssistant, server: Server) -> None:
    server.add_fault(faults.Redirect("https://127.0.0.1:1/"))
    assert await is_reachable(hass, {**LOGIN, "host": server.address})
    assert len(server.requests) == 1


async def test_a_server_that_does_not_answer_is_not_reachable(
    hass: HomeAssistant, server: Server
) -> None:
    data = {**LOGIN, "host": server.address}
    server.add_fault(faults.ResetBefore())
    assert not await is_reachable(hass, data)
    await server.stop()
    assert not await is_reachable(hass, data)
    await server.start()


async def test_a_server_that_hangs_is_not_reachable(
    hass: HomeAssistant, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "custom_components.jingl.account.session._REACH_TIMEOUT",
        aiohttp.ClientTimeout(sock_read=0.3),
    )
    server.add_fault(faults.Hang())
    assert not await is_reachable(hass, {**LOGIN, "host": server.address})


async def test_trying_to_reach_a_server_leaves_no_session_behind(
    hass: HomeAssistant, server: Server
) -> None:
    data = {**LOGIN, "host": server.address}
    # The first one creates what they all share.
    await is_reachable(hass, data)
    before = _closing_listeners(hass)
    assert await is_reachable(hass, data)
    server.add_fault(faults.ResetBefore())
    assert not await is_reachable(hass, data)
    assert _closing_listeners(hass) == before


async def test_a_server_with_the_wrong_certificate_is_reachable_only_if_that_is_accepted(
    hass: HomeAssistant, server: Server
) -> None:
    # While debugging, asyncio reports each handshake that a client broke off: here it shall.
    asyncio.get_running_loop().set_debug(False)
    async with Server(server.cloud, tls=_OTHER_TLS) as other:
        data = {**LOGIN, "host": other.address}
        assert not await is_reachable(hass, data)
        assert await is_reachable(hass, {**data, "verify_ssl": False})
