"""A request that changes something or acts on a call reaches Jingl at most once."""

import asyncio
from collections.abc import Awaitable, Callable
import socket
import ssl
from typing import override

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
import pytest

from custom_components.jingl.api import (
    JinglClient,
    JinglConnectionError,
    JinglOutcomeUnknownError,
    JinglTlsError,
    client as client_module,
)
from simulator import faults
from simulator.faults import Fault
from simulator.server import Received, Server
from simulator.state import Account

from .conftest import BASIC, NUMBER, ClientAt, Wire, clients, http

type Write = Callable[[JinglClient], Awaitable[None]]

WRITES: dict[str, Write] = {
    "create_call": lambda client: client.create_call("100", NUMBER),
    "transfer_call": lambda client: client.transfer_call("100", NUMBER),
    "transfer_call attended": lambda client: client.transfer_call("100", NUMBER, attended=True),
    "monitor_call": lambda client: client.monitor_call("100", NUMBER),
    "coach_call": lambda client: client.coach_call("100", NUMBER),
    "barge_call": lambda client: client.barge_call("100", NUMBER),
    "update_handset": lambda client: client.update_handset("100", recording=True),
}

every_write = pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)

DROPS = [faults.ResetBefore(), faults.ResetAfter()]
GATEWAYS = [
    *(
        faults.StatusCode(code, acted=acted)
        for code in (403, 408, 500, 503)
        for acted in (False, True)
    ),
    faults.Html(),
]
SILENCES = [faults.Hang(), faults.Hang(acted=True), faults.Delay(3600)]


@pytest.fixture(autouse=True)
def _talking(account: Account) -> None:
    """Connect handset 100 to somebody, so that there is a call to act on."""
    account.place_call("100", "0491570006")
    account.remote_answer("100")


@pytest.fixture(params=["fresh session", "warm connection"], autouse=True)
async def _warmth(request: pytest.FixtureRequest, client: JinglClient, server: Server) -> None:
    """Let each test begin without a connection, then again with one kept from a read."""
    if request.param == "warm connection":
        await client.get_handset("100")
        server.clear_requests()


def puts(server: Server) -> list[Received]:
    """Return the requests that were not reads."""
    return [request for request in server.requests if request.method == "PUT"]


@every_write
@pytest.mark.parametrize("fault", [*DROPS, *GATEWAYS], ids=repr)
async def test_a_write_without_an_answer_is_sent_once_and_its_outcome_is_unknown(
    client: JinglClient, server: Server, write: Write, fault: Fault
) -> None:
    server.add_fault(fault)
    with pytest.raises(JinglOutcomeUnknownError):
        await write(client)
    assert [put.acted for put in puts(server)] == [fault.acted]


@every_write
@pytest.mark.parametrize("fault", SILENCES, ids=repr)
async def test_a_write_that_is_not_answered_in_time_is_sent_once(
    client: JinglClient,
    server: Server,
    write: Write,
    fault: Fault,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # It counts from when the request is sent, so a slow computer changes nothing.
    monkeypatch.setattr(client_module, "_WRITE_TIMEOUT", aiohttp.ClientTimeout(sock_read=0.05))
    server.add_fault(fault)
    with pytest.raises(JinglOutcomeUnknownError):
        await write(client)
    await server.wait_for_request(method="PUT")
    assert [put.acted for put in puts(server)] == [fault.acted]


async def test_the_time_for_the_whole_write_is_limited(
    client: JinglClient, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client_module._WRITE_TIMEOUT.total is not None
    monkeypatch.setattr(client_module, "_WRITE_TIMEOUT", aiohttp.ClientTimeout(total=0.3))
    server.add_fault(faults.Hang(acted=True))
    with pytest.raises(JinglOutcomeUnknownError, match="TimeoutError"):
        await client.create_call("100", NUMBER)
    await server.wait_for_request(method="PUT")
    assert len(puts(server)) == 1


@every_write
async def test_a_write_is_done_when_the_connection_ends_after_the_status_line(
    client: JinglClient, server: Server, write: Write
) -> None:
    server.add_fault(faults.Truncate(0))
    await write(client)
    assert [put.acted for put in puts(server)] == [True]


@every_write
@pytest.mark.parametrize(
    "answer",
    [
        http(b"O", "Content-Length: 2"),
        http(b"5\r\nO", "Transfer-Encoding: chunked"),
        http(b"OK", "Content-Length: 2", "Content-Encoding: gzip"),
    ],
)
async def test_a_write_is_done_when_only_the_body_of_its_200_is_broken(
    client_at: ClientAt, server_tls: ssl.SSLContext, write: Write, answer: bytes
) -> None:
    async with Wire(answer, server_tls) as wire:
        await write(client_at(wire.address))
        assert len(wire.requests) == 1


@every_write
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nContent-Len",
        b"SSH-2.0-OpenSSH_10.0\r\n",
        http(b"not a chunk\r\n", "Transfer-Encoding: chunked"),
    ],
)
async def test_an_answer_that_cannot_be_understood_leaves_the_outcome_unknown(
    client_at: ClientAt, server_tls: ssl.SSLContext, write: Write, answer: bytes
) -> None:
    async with Wire(answer, server_tls) as wire:
        with pytest.raises(JinglOutcomeUnknownError):
            await write(client_at(wire.address))
        assert len(wire.requests) == 1


@every_write
async def test_a_cancelled_write_is_not_sent_again(
    client: JinglClient, server: Server, write: Write
) -> None:
    server.add_fault(faults.Hang(acted=True), method="PUT")
    task = asyncio.ensure_future(write(client))
    await server.wait_for_request(method="PUT")
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    await client.get_handset("100")
    assert len(puts(server)) == 1


@every_write
async def test_a_write_has_a_connection_of_its_own(
    client: JinglClient, server: Server, write: Write
) -> None:
    await client.get_handset("100")
    kept = server.requests[-1].connection
    for _ in range(2):
        # What the first one does may leave no call for the second: sent it is all the same.
        await asyncio.gather(write(client), return_exceptions=True)
    await client.get_handset("100")
    first, second = (put.connection for put in puts(server))
    assert len({kept, first, second}) == 3
    assert server.requests[-1].connection == kept


async def test_a_write_uses_no_connection_again_even_if_the_server_keeps_it(
    client_at: ClientAt, server_tls: ssl.SSLContext
) -> None:
    connections = []

    async def keep_alive(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        while await reader.readline():
            writer.write(http(b"", "Content-Length: 0", "Connection: keep-alive"))
            while (await reader.readline()).strip():
                pass

    server = await asyncio.start_server(keep_alive, "127.0.0.1", 0, ssl=server_tls)
    async with server:
        host, port = server.sockets[0].getsockname()
        for _ in range(3):
            await client_at(f"{host}:{port}").create_call("100", NUMBER)
        assert len(connections) == 3
        for writer in connections:
            writer.close()


async def test_a_write_leaves_no_connection_to_a_read(client: JinglClient, server: Server) -> None:
    await client.create_call("100", NUMBER)
    await client.get_handset("100")
    put, get = server.requests
    assert put.connection != get.connection


async def test_a_write_does_not_notice_that_a_kept_connection_has_died(
    client: JinglClient, server: Server
) -> None:
    await client.get_handset("100")
    await server.stop()
    await server.start()
    await client.create_call("100", NUMBER)
    assert len(puts(server)) == 1


async def test_a_write_that_found_no_server_was_not_sent(
    client: JinglClient, server: Server
) -> None:
    await server.stop()
    with pytest.raises(JinglConnectionError):
        await client.create_call("100", NUMBER)
    await server.start()
    assert server.requests == []


async def test_a_write_to_an_untrusted_server_was_not_sent(server: Server) -> None:
    async with clients() as client_at:
        with pytest.raises(JinglTlsError):
            await client_at(server.address).create_call("100", NUMBER)
    assert puts(server) == []


async def test_a_write_to_a_server_that_closes_before_any_secure_connection_was_not_sent(
    client_at: ClientAt,
) -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        with pytest.raises(JinglConnectionError):
            await client_at(f"127.0.0.1:{port}").create_call("100", NUMBER)


class SilentResolver(AbstractResolver):
    """A name server that never answers."""

    @override
    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        await asyncio.Event().wait()
        return []

    @override
    async def close(self) -> None:
        """Close nothing."""


async def test_a_write_whose_host_name_was_not_found_in_time_was_not_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limits = client_module._WRITE_TIMEOUT
    assert (limits.connect or 0) < (limits.total or 0)
    monkeypatch.setattr(client_module, "_WRITE_TIMEOUT", aiohttp.ClientTimeout(connect=0.01))
    async with clients(resolver=SilentResolver()) as client_at:
        with pytest.raises(JinglConnectionError, match="connecting timed out"):
            await client_at("jingl.invalid").create_call("100", NUMBER)


async def test_a_read_is_tried_once_more(client: JinglClient, server: Server) -> None:
    server.add_fault(faults.ResetBefore(), times=1)
    assert (await client.get_handset("100")).extension == "100"
    assert len(server.requests) == 2


async def test_a_read_is_tried_no_more_than_once_more(client: JinglClient, server: Server) -> None:
    server.add_fault(faults.ResetBefore())
    with pytest.raises(JinglConnectionError):
        await client.get_handset("100")
    assert len(server.requests) == 2


# That the tests above can fail: what aiohttp does by itself.


@pytest.mark.parametrize("fault", DROPS, ids=repr)
async def test_aiohttp_by_itself_would_dial_twice(
    client: JinglClient, server: Server, fault: Fault
) -> None:
    server.add_fault(fault)
    with pytest.raises(aiohttp.ClientOSError):
        await client._session.put(
            f"{server.url}/api/handset/100",
            params={"callcreate": NUMBER},
            headers={"Authorization": BASIC},
        )
    assert [put.acted for put in puts(server)] == [fault.acted] * 2


async def test_aiohttp_by_itself_would_use_a_kept_connection(
    client: JinglClient, server: Server
) -> None:
    url, headers = f"{server.url}/api/handset/100", {"Authorization": BASIC}
    for method in ("GET", "PUT"):
        async with client._session.request(method, url, headers=headers) as response:
            await response.read()
    get, put = server.requests
    assert get.connection == put.connection
