"""A client of the simulated cloud, and a server that can answer with any bytes."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from functools import partial
import ssl
from typing import Any, Self

import aiohttp
import pytest

from custom_components.jingl.api import JinglClient
from simulator.server import Server
from simulator.tls import Authority

PASSWORD = "mypassword"
BASIC = aiohttp.encode_basic_auth("john@mycompany", PASSWORD)
SIP_PASSWORD = "abc123"
NUMBER = "0491570156"
SECRETS = (PASSWORD, BASIC.removeprefix("Basic "), SIP_PASSWORD, NUMBER)

HANDSET_ANSWER = b'{"extensionnumber":"100","password":"abc123","status":"idle"}'

type Call = Callable[[JinglClient], Awaitable[object]]
type Query = tuple[tuple[str, str], ...]

# Every call that changes something, and its parameters.
WRITES: dict[str, tuple[Call, Query]] = {
    "create_call": (lambda c: c.create_call("100", NUMBER), (("callcreate", NUMBER),)),
    "transfer_call": (lambda c: c.transfer_call("100", NUMBER), (("calltransferblind", NUMBER),)),
    "transfer_call attended": (
        lambda c: c.transfer_call("100", NUMBER, attended=True),
        (("calltransferattended", NUMBER),),
    ),
    "monitor_call": (lambda c: c.monitor_call("100", NUMBER), (("callmonitor", NUMBER),)),
    "coach_call": (lambda c: c.coach_call("100", NUMBER), (("callcoach", NUMBER),)),
    "barge_call": (lambda c: c.barge_call("100", NUMBER), (("callbarge", NUMBER),)),
    "update_handset": (
        lambda c: c.update_handset("100", name="Desk & Co.", recording=False, notes=""),
        (("name", "Desk & Co."), ("recording", "false"), ("notes", "")),
    ),
    "update_handset of nothing": (lambda c: c.update_handset("100"), ()),
}

# The first call that the simulated cloud records.
CALL_ID = "4277"


async def update_call(client: JinglClient) -> None:
    """Change the notes and the rating of the first record."""
    await client.update_call(CALL_ID, notes="Taps & sinks", rating=5)


async def delete_recording(client: JinglClient) -> None:
    """Delete the recording of the first record."""
    await client.delete_recording(CALL_ID)


every_write = pytest.mark.parametrize(
    "call",
    [*(call for call, _ in WRITES.values()), update_call, delete_recording],
    ids=[*WRITES, "update_call", "delete_recording"],
)


# Returns a client of a host, with the simulated account's login unless told otherwise.
type ClientAt = Callable[..., JinglClient]


@asynccontextmanager
async def clients(**connections: Any) -> AsyncGenerator[ClientAt]:
    """Lend clients whose connections use these options."""

    def new_session(**more: Any) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(connector=aiohttp.TCPConnector(**connections, **more))

    async with new_session() as session:

        def client_at(host: str, **login: str) -> JinglClient:
            login = {"username": "john", "domain": "mycompany", "password": PASSWORD} | login
            # As Home Assistant's accounts do.
            one_time = partial(new_session, force_close=True)
            return JinglClient(session, one_time, host=host, **login)

        yield client_at


@pytest.fixture(scope="session")
def client_tls(authority: Authority) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=authority.pem.decode())


@pytest.fixture
async def client_at(client_tls: ssl.SSLContext) -> AsyncGenerator[ClientAt]:
    """Return a function that makes clients which trust the simulated cloud."""
    async with clients(ssl=client_tls) as client_at:
        yield client_at


@pytest.fixture
def client(client_at: ClientAt, server: Server) -> JinglClient:
    return client_at(server.address)


class Wire:
    """A TLS server that sends every client the same bytes, HTTP or not, and hangs up."""

    def __init__(self, answer: bytes, tls: ssl.SSLContext, port: int = 0) -> None:
        self.requests: list[bytes] = []
        self._port = port
        self._answer = answer
        self._tls = tls

    async def __aenter__(self) -> Self:
        """Listen."""
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", self._port, ssl=self._tls
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        """Close."""
        self._server.close()
        await self._server.wait_closed()

    @property
    def address(self) -> str:
        """Return host and port."""
        return f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.requests.append(await reader.readuntil(b"\r\n\r\n"))
        writer.write(self._answer)
        await writer.drain()
        writer.close()


def http(body: bytes, *headers: str, status: str = "HTTP/1.1 200 OK") -> bytes:
    """Return an answer as sent over the wire."""
    head = "\r\n".join([status, *headers])
    return f"{head}\r\n\r\n".encode() + body


@contextmanager
def fails_with[E: Exception](
    kind: type[E] | tuple[type[E], ...], match: str | None = None
) -> Iterator[pytest.ExceptionInfo[E]]:
    """Expect an error that shows neither a credential nor the number dialled."""
    with pytest.raises(kind, match=match) as caught:
        yield caught
    told = everything_told_by(caught.value)
    assert not [secret for secret in SECRETS if secret in told]


def everything_told_by(error: BaseException) -> str:
    """Return all that a log or traceback could show of an error and its causes."""
    return "\n".join(_told_by(error, set()))


def _told_by(error: BaseException | None, seen: set[int]) -> Iterator[str]:
    if error is None or id(error) in seen:
        return
    seen.add(id(error))
    yield from (str(error), repr(error), repr(error.args), repr(vars(error)))
    # orjson's error holds its input, as does a Unicode error.
    yield from (str(getattr(error, name, "")) for name in ("doc", "object", "request_info"))
    yield from _told_by(error.__cause__, seen)
    yield from _told_by(error.__context__, seen)
    if isinstance(error, BaseExceptionGroup):
        for each in error.exceptions:
            yield from _told_by(each, seen)
