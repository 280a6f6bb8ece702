"""The cloud over real HTTPS."""

import asyncio
from pathlib import Path
import ssl

import aiohttp
import pytest

from simulator import faults
from simulator.server import Received, Server
from simulator.state import Account, Cloud
from simulator.tls import Authority

from .conftest import LOGIN


async def test_the_cloud_answers_over_tls(client: aiohttp.ClientSession) -> None:
    async with client.get("/api/handset/100") as response:
        assert response.status == 200
        assert response.content_type == "application/json"
        assert (await response.json())["extensionnumber"] == "100"


async def test_a_client_that_does_not_trust_the_authority_gets_no_answer(server: Server) -> None:
    async with aiohttp.ClientSession(server.url) as stranger:
        with pytest.raises(aiohttp.ClientConnectorCertificateError):
            await stranger.get("/api/handset/100")
    assert server.requests == []


async def test_plain_http_is_not_acceptable(
    socket_enabled: None, cloud: Cloud, account: Account
) -> None:
    assert socket_enabled is None
    async with (
        Server(cloud) as server,
        aiohttp.ClientSession(server.url, headers=LOGIN) as client,
        client.put("/api/handset/100", params={"name": "Desk"}) as response,
    ):
        assert server.url.startswith("http://")
        assert response.status == 406
        assert not server.requests[0].acted
    assert account.handset("100").name == "Extension 100"


async def test_the_log_shows_what_was_requested_and_done(
    client: aiohttp.ClientSession, server: Server
) -> None:
    await client.put(
        "/api/handset/100",
        params={"callcreate": "+61 409", "notes": ""},
        headers={"User-Agent": "tester", "Range": "bytes=0-99"},
    )
    await client.put("/api/handset/100", params={"recording": "maybe"})
    await client.get("/api/handset/100", headers={"Authorization": "Basic bm9uc2Vuc2U="})
    assert server.requests[0] == Received(
        method="PUT",
        path="/api/handset/100",
        query=(("callcreate", "+61 409"), ("notes", "")),
        acted=True,
        connection=1,
        user_agent="tester",
        authorized=True,
        range="bytes=0-99",
        headers=server.requests[0].headers,
    )
    assert server.requests[0].headers >= {"authorization", "range", "user-agent"}
    assert [(each.acted, each.authorized) for each in server.requests] == [
        (True, True),
        (False, True),
        (False, False),
    ]
    assert "mypassword" not in repr(server.requests)
    server.clear_requests()
    assert server.requests == []


async def test_every_call_upload_is_counted_whatever_its_result(
    client: aiohttp.ClientSession, server: Server, account: Account
) -> None:
    await client.get("/api/call")
    await client.put("/api/call/1", params={"notes": "x"})
    await client.post("/api/handset/100")
    assert server.call_uploads == 0
    assert (await client.post("/api/call")).status == 404
    account.show_records()
    time = {"startdatetimeutc": "2013-10-09 15:23:54"}
    assert (await client.post("/api/call", json=time)).status == 200
    server.add_fault(faults.StatusCode(500))
    await client.post("/api/call", json=time)
    server.clear_requests()
    assert server.call_uploads == 3


async def test_the_path_is_kept_as_received(
    client: aiohttp.ClientSession, server: Server, account: Account
) -> None:
    account.add_handset("1/2")
    async with client.get("/api/handset/1%2F2") as response:
        assert response.status == 200
    assert server.requests[0].path == "/api/handset/1%2F2"


async def test_connections_are_counted(server: Server, client_tls: ssl.SSLContext) -> None:
    opened = []
    for _ in range(2):
        async with aiohttp.ClientSession(server.url, headers=LOGIN) as client:
            for _ in range(2):
                async with client.get("/api/handset", ssl=client_tls) as response:
                    await response.read()
            opened.append(server.open_connections)
        while server.open_connections:  # noqa: ASYNC110 - there is nothing to wait on
            await asyncio.sleep(0)
    assert opened == [1, 1]
    assert [each.connection for each in server.requests] == [1, 1, 2, 2]


async def test_a_test_can_wait_for_a_request(client: aiohttp.ClientSession, server: Server) -> None:
    async with asyncio.TaskGroup() as tasks:
        waiting = tasks.create_task(
            server.wait_for_request(method="PUT", path="/api/handset/101", parameter="name")
        )
        await client.get("/api/handset/101")
        await client.put("/api/handset/100", params={"name": "Desk"})
        await client.put("/api/handset/101", params={"notes": "Desk"})
        await client.put("/api/handset/101", params={"name": "Desk"})
    assert waiting.result() is server.requests[-1]
    assert (
        await server.wait_for_request(lambda each: "notes" in dict(each.query))
        is (server.requests[2])
    )


async def test_a_stopped_server_is_gone_and_comes_back_on_the_same_port(
    client: aiohttp.ClientSession, server: Server
) -> None:
    address = server.address
    await client.get("/api/handset")
    await server.stop()
    with pytest.raises(aiohttp.ClientConnectorError):
        await client.get("/api/handset")
    await server.start()
    assert server.address == address
    async with client.get("/api/handset") as response:
        assert response.status == 200


async def test_stopping_breaks_off_a_request_that_hangs(
    client: aiohttp.ClientSession, server: Server
) -> None:
    server.add_fault(faults.Hang())
    hanging = asyncio.create_task(client.get("/api/handset"))
    await server.wait_for_request()
    await server.stop()
    with pytest.raises(aiohttp.ClientConnectionError):
        await hanging


async def test_a_server_may_be_stopped_twice(server: Server) -> None:
    await server.stop()
    await server.stop()


def test_an_authority_kept_in_a_folder_is_trusted_again(tmp_path: Path) -> None:
    first = Authority.load_or_create(tmp_path / "ca")
    second = Authority.load_or_create(tmp_path / "ca")
    assert first.pem == second.pem
    assert second.server_context("localhost").get_ca_certs() == []
    key = next((tmp_path / "ca").glob("*.key"))
    assert key.stat().st_mode & 0o777 == 0o600
