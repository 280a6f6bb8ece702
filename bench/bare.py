"""The least a request to Jingl can cost: aiohttp, orjson, and nothing done with the answers."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import orjson

from homeassistant.util.ssl import SSL_ALPN_HTTP11, client_context

from .pbx import DOMAIN, PASSWORD, USERNAME, Pbx

CONCURRENCY = 8

# Longer than any round of the benchmark, so that no time goes into new connections.
KEEP_ALIVE = 600.0

HEADERS = {
    "Accept": "application/json",
    "Authorization": aiohttp.encode_basic_auth(f"{USERNAME}@{DOMAIN}", PASSWORD),
}


class Bare:
    """Requests to a PBX over connections that stay open."""

    def __init__(self, session: aiohttp.ClientSession, pbx: Pbx) -> None:
        self._session = session
        self._base = f"https://{pbx.host}/api"
        self._extensions = pbx.extensions

    async def lists(self) -> None:
        """Ask for both lists, one after the other."""
        await self.status_list()
        await self.get("handset?maxresults=1000")

    async def status_list(self) -> Any:
        """Ask for the list of statuses."""
        return await self.get("handsetstatus?maxresults=1000")

    async def each_status(self) -> list[Any]:
        """Ask for every handset's status, 8 at a time."""
        return await self.get_all(f"handsetstatus/{extension}" for extension in self._extensions)

    async def get(self, path: str) -> Any:
        """Send one request and return its answer's content."""
        async with self._session.get(f"{self._base}/{path}") as response:
            return orjson.loads(await response.read())

    async def put(self, path: str) -> None:
        """Send one PUT."""
        async with self._session.put(f"{self._base}/{path}") as response:
            await response.read()

    async def get_all(self, paths: Iterable[str]) -> list[Any]:
        """Send several requests, 8 at a time."""
        waiting = iter(paths)
        answers: list[Any] = []

        async def work() -> None:
            for path in waiting:
                answers.append(await self.get(path))  # noqa: PERF401 - there are 8 of these

        async with asyncio.TaskGroup() as group:
            for _ in range(CONCURRENCY):
                group.create_task(work())
        return answers


@asynccontextmanager
async def open_bare(pbx: Pbx) -> AsyncGenerator[Bare]:
    """Open a session for the length of a block."""
    async with aiohttp.ClientSession(
        headers=HEADERS,
        connector=aiohttp.TCPConnector(
            ssl=client_context(alpn_protocols=SSL_ALPN_HTTP11), keepalive_timeout=KEEP_ALIVE
        ),
    ) as session:
        yield Bare(session, pbx)
