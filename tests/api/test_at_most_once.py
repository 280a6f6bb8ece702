"""A request that changes something or acts on a call reaches Jingl at most once."""

import asyncio
import ssl
from unittest.mock import Mock

import aiohttp
from aiohttp.abc import AbstractResolver
import pytest

from custom_components.jingl.api import (
    JinglClient,
    JinglConnectionError,
    JinglOutcomeUnknownError,
    client as client_module,
)
from simulator import faults
from simulator.faults import Fault
from simulator.server import Received, Server
from simulator.state import Account
from tests.recordings import record_call

from .conftest import (
    BASIC,
    HANDSET_ANSWER,
    NUMBER,
    Call,
    ClientAt,
    Wire,
    clients,
    every_write,
    fails_with,
    http,
)

DROPS = [faults.ResetBefore(), faults.ResetAfter()]
GATEWAYS = [
    *(
        faults.StatusCode(code, acted=acted)
        for code in (403, 408, 500, 503)
        for acted in (False, True)
    ),
]
SILENCES = [faults.Hang(), faults.Hang(acted=True), faults.Delay(3600)]


@pytest.fixture(autouse=True)
def _talking(account: Account) -> None:
    """Connect handset 100 to an outside number, after another call has ended.

    So there is a call to act on, a record to change and a recording to delete.
    """
    account.show_records()
    account.records.style.delay = 0
    record_call(account, "0491570006")
    account.place_call("100", "0491570006")
    account.remote_answer("100")


@pytest.fixture(params=["fresh session", "warm connection"], autouse=True)
async def _warmth(request: pytest.FixtureRequest, client: JinglClient, server: Server) -> None:
    """Run each test without a connection, then again with one kept from a read."""
    if request.param == "warm connection":
        await client.get_handset("100")
        server.clear_requests()


def is_write(request: Received) -> bool:
    """Return whether a request is not a read."""
    return request.method != "GET"


def writes(server: Server) -> list[Received]:
    """Return the requests that were not reads."""
    return [*filter(is_write, server.requests)]


@every_write
@pytest.mark.parametrize("fault", [*DROPS, *GATEWAYS], ids=repr)
async def test_a_write_without_an_answer_is_sent_once_and_its_outcome_is_unknown(
    client: JinglClient, server: Server, call: Call, fault: Fault
) -> None:
    server.add_fault(fault)
    with pytest.raises(JinglOutcomeUnknownError):
        await call(client)
    assert [write.acted for write in writes(server)] == [fault.acted]


@every_write
@pytest.mark.parametrize("fault", SILENCES, ids=repr)
async def test_a_write_that_is_not_answered_in_time_is_sent_once(
    client: JinglClient, server: Server, call: Call, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The time counts from sending the request, so a slow computer makes no difference.
    monkeypatch.setattr(client_module, "_WRITE_TIMEOUT", aiohttp.ClientTimeout(sock_read=0.05))
    server.add_fault(fault)
    with pytest.raises(JinglOutcomeUnknownError):
        await call(client)
    await server.wait_for_request(is_write)
    assert [write.acted for write in writes(server)] == [fault.acted]


async def test_the_time_for_the_whole_write_is_limited(
    client: JinglClient, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert client_module._WRITE_TIMEOUT.total is not None
    monkeypatch.setattr(client_module, "_WRITE_TIMEOUT", aiohttp.ClientTimeout(total=0.3))
    server.add_fault(faults.Hang(acted=True))
    with pytest.raises(JinglOutcomeUnknownError, match="TimeoutError"):
        await client.create_call("100", NUMBER)
    await server.wait_for_request(method="PUT")
    assert len(writes(server)) == 1


@every_write
async def test_a_write_is_done_when_the_connection_ends_after_the_status_line(
    client: JinglClient, server: Server, call: Call
) -> None:
    server.add_fault(faults.Truncate(0))
    await call(client)
    assert [write.acted for write in writes(server)] == [True]


LONGER = f"Content-Length: {len(faults.LOGIN_PAGE) + 1}"


@every_write
@pytest.mark.parametrize(
    "answer",
    [
        *(http(b"", status=f"HTTP/1.1 {code} Fine") for code in (200, 201, 202, 204, 206, 299)),
        http(b"O", "Content-Length: 2"),
        http(b"5\r\nO", "Transfer-Encoding: chunked"),
        http(b"OK", "Content-Length: 2", "Content-Encoding: gzip"),
    ],
)
async def test_a_write_is_done_on_any_success_whatever_the_body(
    client_at: ClientAt, server_tls: ssl.SSLContext, call: Call, answer: bytes
) -> None:
    async with Wire(answer, server_tls) as wire:
        await call(client_at(wire.address))
        assert len(wire.requests) == 1


@every_write
@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"HTTP/1.1 200",
        b"HTTP/1.1 200 OK\r\nContent-Len",
        # aiohttp quotes these.
        b"SSH-2.0-abc123\r\n",
        b"HTTP/1.1 200 OK\r\nSet-Cookie: abc123\r\n",
        http(HANDSET_ANSWER + b"\r\n", "Transfer-Encoding: chunked"),
        http(faults.LOGIN_PAGE, status="HTTP/1.1 201 Created"),
        http(faults.LOGIN_PAGE, LONGER),  # which breaks off
    ],
)
async def test_an_answer_from_anything_but_jingl_leaves_the_outcome_unknown(
    client_at: ClientAt, server_tls: ssl.SSLContext, call: Call, answer: bytes
) -> None:
    async with Wire(answer, server_tls) as wire:
        with fails_with(JinglOutcomeUnknownError):
            await call(client_at(wire.address))
        assert len(wire.requests) == 1


@every_write
async def test_a_cancelled_write_is_not_sent_again(
    client: JinglClient, server: Server, call: Call
) -> None:
    rule = server.add_fault(faults.Hang(acted=True))
    task = asyncio.ensure_future(call(client))
    await server.wait_for_request(is_write)
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()
    server.rules.remove(rule)
    await client.get_handset("100")
    assert len(writes(server)) == 1


@every_write
async def test_a_write_has_its_own_connection(
    client: JinglClient, server: Server, call: Call
) -> None:
    await client.get_handset("100")
    kept = server.requests[-1].connection
    for _ in range(2):
        # The first one may leave no call for the second, which is still sent.
        await asyncio.gather(call(client), return_exceptions=True)
    await client.get_handset("100")
    first, second = (write.connection for write in writes(server))
    assert len({kept, first, second}) == 3
    assert server.requests[-1].connection == kept


async def test_a_write_is_not_affected_by_a_dead_kept_connection(
    client: JinglClient, server: Server
) -> None:
    await client.get_handset("100")
    await server.stop()
    await server.start()
    await client.create_call("100", NUMBER)
    assert len(writes(server)) == 1


async def test_a_write_that_found_no_server_was_not_sent(
    client: JinglClient, server: Server
) -> None:
    await server.stop()
    with pytest.raises(JinglConnectionError):
        await client.create_call("100", NUMBER)
    await server.start()
    assert server.requests == []


async def test_a_write_to_a_server_that_closes_before_any_secure_connection_was_not_sent(
    client_at: ClientAt,
) -> None:
    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0) as listener:
        port = listener.sockets[0].getsockname()[1]
        with pytest.raises(JinglConnectionError):
            await client_at(f"127.0.0.1:{port}").create_call("100", NUMBER)


async def test_a_write_whose_host_name_was_not_found_in_time_was_not_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def never(*_: object, **__: object) -> None:
        await asyncio.Event().wait()

    limits = client_module._WRITE_TIMEOUT
    assert (limits.connect or 0) < (limits.total or 0)
    monkeypatch.setattr(client_module, "_WRITE_TIMEOUT", aiohttp.ClientTimeout(connect=0.01))
    async with clients(resolver=Mock(AbstractResolver, resolve=never)) as client_at:
        with pytest.raises(JinglConnectionError, match="connecting timed out"):
            await client_at("jingl.invalid").create_call("100", NUMBER)


async def test_a_read_is_tried_once_more(client: JinglClient, server: Server) -> None:
    server.add_fault(faults.ResetBefore(), times=1)
    assert (await client.get_handset("100")).extension == "100"
    assert len(server.requests) == 2


async def test_a_read_is_tried_at_most_once_more(client: JinglClient, server: Server) -> None:
    server.add_fault(faults.ResetBefore())
    with pytest.raises(JinglConnectionError):
        await client.get_handset("100")
    assert len(server.requests) == 2


# Proof that the tests above can fail: aiohttp's own behaviour.


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
    assert [write.acted for write in writes(server)] == [fault.acted] * 2


async def test_aiohttp_by_itself_would_use_a_kept_connection(
    client: JinglClient, server: Server
) -> None:
    url, headers = f"{server.url}/api/handset/100", {"Authorization": BASIC}
    for method in ("GET", "PUT"):
        async with client._session.request(method, url, headers=headers) as response:
            await response.read()
    get, put = server.requests
    assert get.connection == put.connection
