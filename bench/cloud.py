"""Run the simulated Jingl cloud in its own process, and take orders on standard input.

Each line of input is an order as JSON, such as `["ring", 10]`; each line of output is its result.
The cloud has one account, with extensions from 1000 up, and ends when its input does.
"""

import asyncio
from collections.abc import Iterable
from http import HTTPStatus
import json
import sys
import time

from simulator.faults import StatusCode
from simulator.server import Server
from simulator.state import Account, Cloud
from simulator.tls import Authority

FIRST_EXTENSION = 1000


class Clock:
    """Linux's clock, shared by all processes, plus how far we put it forward."""

    ahead = 0.0

    def __call__(self) -> float:
        """Return the time in seconds."""
        return time.monotonic() + self.ahead


class Orders:
    """The orders for the cloud."""

    def __init__(self, account: Account, server: Server, clock: Clock) -> None:
        self._account = account
        self._server = server
        self._clock = clock

    def lists(self, available: bool) -> None:
        """Offer both lists, or neither."""
        endpoints = self._account.endpoints
        endpoints.handset_list = endpoints.status_list = available

    def fail(self, failing: bool) -> None:
        """Answer only with errors, or normally again."""
        self._server.clear_faults()
        if failing:
            self._server.add_fault(StatusCode(HTTPStatus.BAD_GATEWAY))

    def ring(self, count: int) -> None:
        """Make the first handsets ring, each with a call from a different number."""
        for extension in self._first(count):
            self._account.incoming_call(f"0491{extension}", extension)

    def answer(self, count: int) -> None:
        """Answer the calls on the first handsets."""
        for extension in self._first(count):
            self._account.answer(extension)

    def hang_up(self, count: int) -> None:
        """Hang up the calls on the first handsets."""
        for extension in self._first(count):
            self._account.hang_up(extension)

    def let_pass(self, seconds: float) -> None:
        """Make calls last longer."""
        self._clock.ahead += seconds

    def clear(self) -> None:
        """End all calls."""
        for handset in self._account.handsets.values():
            handset.drop_calls()

    def rang_at(self, extension: str) -> float | None:
        """Return when the handset started to ring."""
        call = self._account.handset(extension).active_call
        return call.started_at if call else None

    def requests(self) -> int:
        """Return how many requests for handsets came since the last time.

        The search for calls comes beside them, now and then.
        """
        count = sum(request.path != "/api/call" for request in self._server.requests)
        self._server.clear_requests()
        return count

    def _first(self, count: int) -> list[str]:
        return list(self._account.handsets)[:count]


def extensions(handsets: int) -> list[str]:
    """Return the extension numbers of an account with this many handsets."""
    return [str(FIRST_EXTENSION + number) for number in range(handsets)]


def fill(account: Account, numbers: Iterable[str]) -> None:
    """Add handsets whose settings are about as long as real ones."""
    for desk, extension in enumerate(numbers):
        account.add_handset(
            extension,
            name=f"Extension {extension}",
            location="Melbourne",
            outgoing_cli="0370101234",
            notes="Second desk from the door",
            address=f"203.0.113.{desk % 250 + 1}:5060",
        )


async def serve(handsets: int) -> None:
    """Carry out orders until the input ends."""
    authority = Authority.create()
    clock = Clock()
    cloud = Cloud(clock)
    account = cloud.add_account()
    fill(account, extensions(handsets))
    async with Server(cloud, tls=authority.server_context()) as server:
        _say({"host": server.address, "certificate": authority.pem.decode()})
        orders = Orders(account, server, clock)
        lines = asyncio.StreamReader()
        await asyncio.get_running_loop().connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(lines), sys.stdin
        )
        async for line in lines:
            name, *arguments = json.loads(line)
            _say(getattr(orders, name)(*arguments))


def _say(result: object) -> None:
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
