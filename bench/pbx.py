"""Run the simulated cloud in another process for the benchmarks."""

import asyncio
from asyncio import StreamReader, StreamWriter
from asyncio.subprocess import PIPE
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
import json
from pathlib import Path
import sys
from typing import Any, Final, cast

from .cloud import extensions

DOMAIN: Final = "mycompany"
USERNAME: Final = "john"
PASSWORD: Final = "mypassword"

_REPOSITORY: Final = Path(__file__).parents[1]


class Pbx:
    """A Jingl account in another process, which takes `bench.cloud`'s orders."""

    def __init__(self, orders: StreamWriter, results: StreamReader, handsets: int) -> None:
        self._orders = orders
        self._results = results
        self.extensions = extensions(handsets)
        self.host = ""
        self.certificate = ""

    async def greet(self) -> None:
        """Wait until the account is ready, and note its host and certificate."""
        hello = await self._result()
        self.host, self.certificate = hello["host"], hello["certificate"]

    async def order(self, name: str, *arguments: object) -> Any:
        """Send an order and return its result."""
        self._orders.write(json.dumps([name, *arguments]).encode() + b"\n")
        return await self._result()

    async def _result(self) -> Any:
        if line := await self._results.readline():
            return json.loads(line)
        raise RuntimeError("the simulated cloud has ended")


@asynccontextmanager
async def start_pbx(handsets: int) -> AsyncGenerator[Pbx]:
    """Run the cloud for the length of a block."""
    command = (sys.executable, "-m", "bench.cloud", str(handsets))
    process = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, cwd=_REPOSITORY
    )
    # Neither is None, since we asked for pipes.
    orders = cast("StreamWriter", process.stdin)
    pbx = Pbx(orders, cast("StreamReader", process.stdout), handsets)
    try:
        await pbx.greet()
        yield pbx
    finally:
        orders.close()
        await process.wait()
