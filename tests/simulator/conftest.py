"""An account with three handsets, a clock set by hand, and a server with TLS."""

from base64 import b64encode
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
import json
import ssl
from typing import Any

import aiohttp
import pytest

from simulator.api import Request, Response, respond
from simulator.server import Server
from simulator.state import Account, Cloud, SupervisionMode
from simulator.tls import Authority
from tests.ports import reserved_port

LOGIN = {"Authorization": aiohttp.encode_basic_auth("john@mycompany", "mypassword")}


# The date in the sister product's example, and what the clock shows then.
BEGINNING = datetime(2009, 4, 27, 8, 8, 56, tzinfo=UTC)
BEGINNING_ON_THE_CLOCK = 1000.0


@dataclass
class Clock:
    """A clock that only moves when a test says so."""

    now: float = BEGINNING_ON_THE_CLOCK

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    def unix_time(self) -> float:
        """Return the wall clock's time."""
        return BEGINNING.timestamp() + self.now - BEGINNING_ON_THE_CLOCK


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cloud(clock: Clock) -> Cloud:
    return Cloud(clock, wall_clock=clock.unix_time)


@pytest.fixture
def account(cloud: Cloud) -> Account:
    account = cloud.add_account()
    for extension in ("100", "101", "102"):
        account.add_handset(extension)
    return account


type Play = Callable[[str], str]


@pytest.fixture
def play(account: Account) -> Play:
    """Return a function that lets things happen and returns all handsets' statuses afterwards.

    `place_call 100 101, answer 101` is `OnCall 101 Internal / OnCall 100 Internal / Idle`.
    """

    def play(story: str) -> str:
        for move in filter(None, story.split(", ")):
            name, extension, *more = move.split(" ")
            match name:
                case "transfer" | "consult":
                    account.transfer(extension, more[0], attended=name == "consult")
                case "monitor":
                    account.supervise(extension, more[0], SupervisionMode.MONITOR)
                case "unregister":
                    account.handset(extension).unregister()
                case _:
                    getattr(account, name)(extension, *more)
        seen = []
        for status in map(account.status, account.handsets):
            direction = status.direction if status.other_number else ""
            seen.append(f"{status.state} {status.other_number} {status.app} {direction}".split())
        return " / ".join(map(" ".join, seen))

    return play


def basic(login: str) -> dict[str, str]:
    """Return the header of a login `user@domain:password`."""
    return {"Authorization": f"Basic {b64encode(login.encode()).decode()}"}


@dataclass
class Caller:
    """Ask the pure API."""

    cloud: Cloud

    def __call__(self, method: str, path: str, **query: str) -> Response:
        """Ask with the right login."""
        return self.send(method, path, query, headers=basic("john@mycompany:mypassword"))

    def json(self, path: str, **query: str) -> Any:
        """Return the answer to a GET."""
        response = self("GET", path, **query)
        assert response.status == 200
        return json.loads(response.body)

    def send(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        headers: Mapping[str, str],
        body: bytes = b"",
        secure: bool = True,
    ) -> Response:
        """Ask with any headers, with a body, or without TLS."""
        return respond(
            self.cloud,
            Request(
                method=method,
                path=path,
                query=tuple((query or {}).items()),
                headers=headers,
                body=body,
                secure=secure,
            ),
        )


@pytest.fixture
def ask(cloud: Cloud, account: Account) -> Caller:
    assert account is cloud.accounts["mycompany"]
    return Caller(cloud)


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority.create()


@pytest.fixture(scope="session")
def server_tls(authority: Authority) -> ssl.SSLContext:
    return authority.server_context()


@pytest.fixture(scope="session")
def client_tls(authority: Authority) -> ssl.SSLContext:
    return ssl.create_default_context(cadata=authority.pem.decode())


@pytest.fixture
async def server(
    socket_enabled: None, cloud: Cloud, account: Account, server_tls: ssl.SSLContext
) -> AsyncGenerator[Server]:
    assert socket_enabled is None
    assert account.domain in cloud.accounts
    with reserved_port() as port:
        async with Server(cloud, port=port, tls=server_tls) as server:
            yield server


@pytest.fixture
async def client(
    server: Server, client_tls: ssl.SSLContext
) -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a client with the server's address, its trust and the login."""
    async with aiohttp.ClientSession(
        server.url, headers=LOGIN, connector=aiohttp.TCPConnector(ssl=client_tls)
    ) as client:
        yield client
