"""Everything that can go wrong, each over real HTTPS."""

import asyncio
import errno
import json

import aiohttp
import pytest

from simulator import faults
from simulator.api import Response
from simulator.faults import Fault, Rule, spoil
from simulator.server import Server
from simulator.state import Account, State

CALL = {"callcreate": "101"}


ELSEWHERE = "https://elsewhere.example/"


@pytest.mark.parametrize(
    ("fault", "status", "header", "body"),
    [
        (faults.StatusCode(429, {"Retry-After": "7"}, b"slow"), 429, ("Retry-After", "7"), b"slow"),
        (faults.Body(b"[1, 2", "text/json"), 200, ("Content-Type", "text/json"), b"[1, 2"),
        (faults.Html(), 200, ("Content-Type", "text/html; charset=utf-8"), b"<"),
        (faults.Redirect(ELSEWHERE), 302, ("Location", ELSEWHERE), b""),
    ],
    ids=repr,
)
async def test_an_answer_replaces_the_right_one_without_acting(
    client: aiohttp.ClientSession,
    server: Server,
    account: Account,
    fault: Fault,
    status: int,
    header: tuple[str, str],
    body: bytes,
) -> None:
    server.add_fault(fault)
    async with client.put("/api/handset/100", params=CALL, allow_redirects=False) as response:
        assert response.status == status
        assert header in response.headers.items()
        assert (await response.read()).startswith(body)
    assert account.calls == []
    assert not server.requests[0].acted


async def test_a_status_code_may_come_after_acting(
    client: aiohttp.ClientSession, server: Server, account: Account
) -> None:
    server.add_fault(faults.StatusCode(500, acted=True))
    async with client.put("/api/handset/100", params=CALL) as response:
        assert response.status == 500
    assert len(account.calls) == 1


@pytest.mark.parametrize(
    ("fault", "acted"), [(faults.ResetBefore(), False), (faults.ResetAfter(), True)]
)
async def test_a_reset_is_not_a_close(
    client: aiohttp.ClientSession, server: Server, account: Account, fault: Fault, acted: bool
) -> None:
    server.add_fault(fault)
    # A connection that is merely closed would be ServerDisconnectedError.
    with pytest.raises(aiohttp.ClientOSError) as caught:
        await client.put("/api/handset/100", params=CALL)
    assert isinstance(caught.value, ConnectionResetError) or caught.value.errno == errno.ECONNRESET
    assert server.requests[0].acted is acted
    assert bool(account.calls) is acted


@pytest.mark.parametrize("acted", [False, True])
async def test_a_hanging_request_ends_with_the_clients_time_out(
    client: aiohttp.ClientSession, server: Server, account: Account, acted: bool
) -> None:
    server.add_fault(faults.Hang(acted=acted))
    hanging = asyncio.create_task(client.put("/api/handset/100", params=CALL))
    await server.wait_for_request()
    hanging.cancel()
    await asyncio.wait([hanging])
    assert bool(account.calls) is acted


async def test_a_delayed_answer_comes_after_acting(
    client: aiohttp.ClientSession, server: Server, account: Account
) -> None:
    server.add_fault(faults.Delay(0))
    async with client.put("/api/handset/100", params=CALL) as response:
        assert response.status == 200
    assert account.status("101").state is State.RINGING


async def test_a_truncated_answer_ends_too_early(
    client: aiohttp.ClientSession, server: Server
) -> None:
    server.add_fault(faults.Truncate(keep=10))
    async with client.get("/api/handset/100") as response:
        assert response.status == 200
        assert response.content_length is not None
        assert response.content_length > 10
        with pytest.raises(aiohttp.ClientPayloadError):
            await response.read()


async def test_every_value_changes_its_type(client: aiohttp.ClientSession, server: Server) -> None:
    async with client.get("/api/handsetstatus") as response:
        right = await response.json()
    server.add_fault(faults.WrongTypes())
    async with client.get("/api/handsetstatus") as response:
        wrong = await response.json()
    assert [list(each) for each in wrong] == [list(each) for each in right]
    assert all(type(wrong[0][key]) is not type(right[0][key]) for key in right[0])


async def test_a_rule_can_name_method_path_and_parameter(
    client: aiohttp.ClientSession, server: Server
) -> None:
    server.add_fault(
        faults.StatusCode(503), method="PUT", path="/api/handset/10[01]", parameter="name"
    )
    statuses = [
        (await client.get("/api/handset/100", params={"name": "x"})).status,
        (await client.put("/api/handset/102", params={"name": "x"})).status,
        (await client.put("/api/handset/100", params={"notes": "x"})).status,
        (await client.put("/api/handset/101", params={"name": "x"})).status,
    ]
    assert statuses == [200, 200, 200, 503]
    server.clear_faults()
    async with client.put("/api/handset/101", params={"name": "x"}) as response:
        assert response.status == 200


async def test_a_rule_can_let_some_requests_pass_and_then_affect_a_few(
    client: aiohttp.ClientSession, server: Server
) -> None:
    rule = server.add_fault(faults.StatusCode(500), path="/api/handset", skip=1, times=2)
    statuses = [(await client.get("/api/handset")).status for _ in range(5)]
    assert statuses == [200, 500, 500, 200, 200]
    assert rule.seen == 5


async def test_the_first_rule_that_applies_wins(
    client: aiohttp.ClientSession, server: Server
) -> None:
    server.rules += [Rule(faults.StatusCode(500), times=1), Rule(faults.StatusCode(503))]
    assert [(await client.get("/api/handset")).status for _ in range(2)] == [500, 503]


async def test_wrong_types_leave_errors_and_empty_answers_alone(
    client: aiohttp.ClientSession, server: Server
) -> None:
    server.add_fault(faults.WrongTypes())
    assert (await client.get("/api/handset/999")).status == 404
    async with client.put("/api/handset/100", params={"name": "x"}) as response:
        assert await response.read() == b""


@pytest.mark.parametrize("version", [1, 2])
async def test_faults_affect_call_records_like_everything_else(
    client: aiohttp.ClientSession, server: Server, account: Account, version: int
) -> None:
    account.show_records(version)
    account.records.style.delay = 0
    account.incoming_call("0409123456", "100").end()
    server.add_fault(faults.StatusCode(503), path="/api/call", times=1)
    server.add_fault(faults.StatusCode(500, acted=True), method="PUT", path="/api/call/.*")
    server.add_fault(faults.WrongTypes(), path="/api/call/.*")
    assert (await client.get("/api/call")).status == 503
    assert (await client.get("/api/call")).status == 200
    assert (await client.put("/api/call/4277", params={"notes": "x"})).status == 500
    assert account.records.kept[0].notes == "x"
    async with client.get("/api/call/4277") as response:
        wrong = await response.json()
    assert wrong["id"] == [None]
    assert wrong["startdatetime"] == {"unexpected": "2009-04-27 18:08:56"}


def test_wrong_types_replace_numbers_too() -> None:
    right = Response(200, b'{"calldurationseconds": 3, "state": "Idle"}')
    wrong = json.loads(spoil(faults.WrongTypes(), right).body)
    assert wrong == {"calldurationseconds": [None], "state": {"unexpected": "IDLE"}}
