"""A thin shell: sockets, TLS, the request log, and connection faults."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
import ssl
from typing import Self, TypedDict, Unpack
from urllib.parse import parse_qsl

from aiohttp import hdrs, web
from aiohttp.web_protocol import RequestHandler

from .api import Request, Response, account_of, respond
from .faults import (
    Delay,
    Fault,
    Hang,
    ResetAfter,
    ResetBefore,
    Rule,
    Slow,
    Stall,
    Truncate,
    WrongLength,
    spoil,
)
from .sending import begin, close, cut, reset, until_the_connection_is_lost, write, write_beyond
from .state import Cloud

# How many requests the log keeps.
MOST_REQUESTS = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request as logged, without the password.

    `acted` is whether the cloud carried it out (not if it was refused or blocked by a fault);
    `connection` numbers the TCP connections, so that a reused one shows. `range` is the header of
    that name, or empty; of all others, `headers` has only the names, in lower case.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    acted: bool
    connection: int
    user_agent: str
    authorized: bool
    range: str
    headers: frozenset[str]


class RuleFields(TypedDict, total=False):
    """A `Rule`'s fields apart from its fault."""

    method: str | None
    path: str | None
    parameter: str | None
    times: int | None
    skip: int


class Server:
    """A cloud on a TCP port, with TLS if given a context."""

    def __init__(
        self,
        cloud: Cloud,
        host: str = "127.0.0.1",
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.cloud = cloud
        self.host = host
        self.port = port
        self.tls = tls
        self.requests: list[Received] = []
        self.rules: list[Rule] = []
        # How many requests tried to upload a call record, successful or not: there should be none.
        self.call_uploads = 0
        # How many requests are only waiting for time to pass.
        self.holding = 0
        # How many answers are being sent piece by piece, and how many were not sent to the end,
        # such as those of a client that left.
        self.streaming = 0
        self.broken_off = 0
        self._arrived = asyncio.Event()
        self._held = asyncio.Event()
        self._sent = asyncio.Event()
        self._ordinals: dict[RequestHandler, int] = {}
        self._connections_seen = 0

    async def __aenter__(self) -> Self:
        """Start when the block begins."""
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Stop when the block ends."""
        await self.stop()

    @property
    def address(self) -> str:
        """Return host and port."""
        return f"{self.host}:{self.port}"

    @property
    def url(self) -> str:
        """Return the base URL, without the API's path."""
        return f"{'https' if self.tls else 'http'}://{self.address}"

    @property
    def open_connections(self) -> int:
        """Return the number of open connections."""
        return len(self._web.connections)

    async def start(self) -> None:
        """Listen, on the same port as before if restarted; raise OSError if it is taken."""
        # A handler ends with its connection, so that no hanging one is left behind.
        self._web = web.Server(self._handle, handler_cancellation=True, access_log=None)
        self._listener = await asyncio.get_running_loop().create_server(
            self._web, self.host, self.port, ssl=self.tls
        )
        self.port = self._listener.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Pull the plug: close the listener and every connection at once."""
        self._listener.close()
        self._listener.abort_clients()
        await self._listener.wait_closed()
        # The handlers are already cancelled and end within a few turns of the loop. aiohttp has
        # nothing to await for that; its own shutdown sleeps.
        while self._web.connections:  # noqa: ASYNC110
            await asyncio.sleep(0)

    def add_fault(self, fault: Fault, **fields: Unpack[RuleFields]) -> Rule:
        """Apply a fault to requests that match the fields of `Rule`."""
        rule = Rule(fault, **fields)
        self.rules.append(rule)
        return rule

    def clear_faults(self) -> None:
        """Remove all faults."""
        self.rules.clear()

    def clear_requests(self) -> None:
        """Forget the requests so far."""
        self.requests.clear()

    async def wait_for_request(
        self,
        predicate: Callable[[Received], bool] = lambda _: True,
        *,
        method: str | None = None,
        path: str | None = None,
        parameter: str | None = None,
    ) -> Received:
        """Wait for a logged request that matches, and return the first."""
        while True:
            for received in self.requests:
                if (
                    predicate(received)
                    and method in {None, received.method}
                    and path in {None, received.path}
                    and (parameter is None or parameter in dict(received.query))
                ):
                    return received
            self._arrived.clear()
            await self._arrived.wait()

    async def wait_until_holding(self) -> None:
        """Return once a request is only waiting for time to pass."""
        while not self.holding:
            self._held.clear()
            await self._held.wait()

    async def wait_until_not_streaming(self) -> None:
        """Return once no answer is being sent piece by piece."""
        while self.streaming:
            self._sent.clear()
            await self._sent.wait()

    async def _handle(self, web_request: web.BaseRequest) -> web.StreamResponse:
        request = _parse(web_request, await web_request.read())
        # The first rule that applies wins; later rules do not count the request.
        fault = next((rule.fault for rule in self.rules if rule.meets(request)), None)
        # Act and log without awaiting in between, whatever happens to the answer.
        reached = fault is None or fault.acted
        response = respond(self.cloud, request) if reached else Response(200)
        self._log(request, web_request, acted=reached and response.status < 400)  # noqa: PLR2004
        match fault:
            case Delay(seconds):
                with self._hold():
                    await asyncio.sleep(seconds)
            case Hang():
                with self._hold():
                    await until_the_connection_is_lost()
            case ResetBefore() | ResetAfter():
                await reset(web_request)
        return await self._send(fault, response, web_request)

    async def _send(
        self, fault: Fault | None, response: Response, request: web.BaseRequest
    ) -> web.StreamResponse:
        response = spoil(fault, response)
        length = response.length
        match fault:
            case Stall():
                length = None
            case WrongLength(by) if length is not None:
                length = max(length + by, 0)
            case Truncate() | Slow():
                pass
            case _ if response.content is None:
                return web.Response(
                    status=response.status, body=response.body, headers=response.headers
                )
        async with self._stream(response, request, length) as stream:
            match fault:
                case Truncate(keep):
                    await write(stream, response.beginning(keep))
                    await close(request)
                case Stall(keep):
                    await write(stream, response.beginning(keep))
                    with self._hold():
                        await until_the_connection_is_lost()
                case WrongLength() if length is not None:
                    await write_beyond(stream, response.pieces(), length, request)
                    await close(request)
                case Slow(size, seconds):
                    for piece in cut(response.pieces(), size):
                        await stream.write(piece)
                        with self._hold():
                            await asyncio.sleep(seconds)
                case _:
                    await write(stream, response.pieces())
        return stream

    @asynccontextmanager
    async def _stream(
        self, response: Response, request: web.BaseRequest, length: int | None
    ) -> AsyncGenerator[web.StreamResponse]:
        """Begin an answer that is sent piece by piece, and end it."""
        self.streaming += 1
        self.broken_off += 1
        try:
            stream = await begin(response, request, length)
            yield stream
            await stream.write_eof()
            self.broken_off -= 1
        except ConnectionError:
            await until_the_connection_is_lost()
        finally:
            self.streaming -= 1
            self._sent.set()

    @contextmanager
    def _hold(self) -> Iterator[None]:
        self.holding += 1
        self._held.set()
        try:
            yield
        finally:
            self.holding -= 1

    def _log(self, request: Request, web_request: web.BaseRequest, *, acted: bool) -> None:
        self.requests.append(
            Received(
                method=request.method,
                path=request.path,
                query=request.query,
                acted=acted,
                connection=self._ordinal(web_request.protocol),
                user_agent=web_request.headers.get(hdrs.USER_AGENT, ""),
                authorized=account_of(self.cloud, request) is not None,
                range=request.header("range"),
                headers=frozenset(map(str.lower, request.headers)),
            )
        )
        self.call_uploads += (request.method, request.path.strip("/")) == ("POST", "api/call")
        # An office may run for days.
        del self.requests[:-MOST_REQUESTS]
        self._arrived.set()

    def _ordinal(self, connection: RequestHandler) -> int:
        if connection not in self._ordinals:
            alive = self._web.connections
            self._ordinals = {key: self._ordinals[key] for key in alive if key in self._ordinals}
            self._connections_seen += 1
            self._ordinals[connection] = self._connections_seen
        return self._ordinals[connection]


def _parse(request: web.BaseRequest, body: bytes) -> Request:
    """Return the request with its path as received; aiohttp would normalise it."""
    path, _, query = request.raw_path.partition("?")
    return Request(
        method=request.method,
        path=path,
        query=tuple(parse_qsl(query, keep_blank_values=True)),
        headers=request.headers,
        body=body,
        secure=request.secure,
    )
