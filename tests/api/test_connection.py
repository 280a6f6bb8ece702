"""Sessions with the trust of another one, and for how long their connections last."""

from collections.abc import Callable
import ssl

import aiohttp
import pytest

from custom_components.jingl.api import lasting_session
from custom_components.jingl.api.connection import one_time_session
from simulator.server import Server

from .conftest import HANDSET_ANSWER, Wire, client_of, http

type Make = Callable[[aiohttp.ClientSession], aiohttp.ClientSession]

SESSIONS: dict[str, tuple[Make, int]] = {
    "one_time_session": (one_time_session, 2),
    "lasting_session": (lambda like: lasting_session(like, 20), 1),
}


@pytest.mark.parametrize(("make", "connections"), SESSIONS.values(), ids=SESSIONS)
async def test_a_connection_is_used_once_or_for_long(
    session: aiohttp.ClientSession, server: Server, make: Make, connections: int
) -> None:
    session.headers["User-Agent"] = "tester"
    async with make(session) as own:
        for _ in range(2):
            await client_of(own, server.address).get_handset("100")
    assert len({request.connection for request in server.requests}) == connections
    assert {request.user_agent for request in server.requests} == {"tester"}
    assert not session.closed


@pytest.mark.parametrize(("make", "_"), SESSIONS.values(), ids=SESSIONS)
async def test_long_headers_are_taken(
    session: aiohttp.ClientSession, server_tls: ssl.SSLContext, make: Make, _: int
) -> None:
    long = http(HANDSET_ANSWER, f"Content-Security-Policy: {'x' * 20_000}")
    async with Wire(long, server_tls) as wire, make(session) as own:
        assert (await client_of(own, wire.address).get_handset("100")).extension == "100"
