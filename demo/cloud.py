"""The simulated Jingl cloud as a subprocess."""

import asyncio
import os
from pathlib import Path
import sys
from typing import NoReturn, Self

import certifi

from simulator.tls import CERTIFICATE

from .ports import LOOPBACK
from .process import Process

REPOSITORY = Path(__file__).parents[1]

DOMAIN = "mycompany"
USERNAME = "john"
PASSWORD = "mypassword"
LOGIN = ("--domain", DOMAIN, "--user", USERNAME, "--password", PASSWORD)
ARGUMENTS = ("-m", "simulator", "--scenario", "office", *LOGIN)


class SimulatedCloud:
    """An office's Jingl account on a port of this machine for as long as the context lasts."""

    def __init__(self, folder: Path, port: int) -> None:
        self.host = f"{LOOPBACK}:{port}"
        self.ca_bundle = folder / "ca_bundle.pem"
        self._certificate = folder / CERTIFICATE
        self._process = Process(
            "The simulated cloud",
            [sys.executable, *ARGUMENTS, "--port", str(port), "--ca-folder", folder],
            folder=REPOSITORY,
            log=folder / "console.log",
            environment=os.environ,
        )

    async def __aenter__(self) -> Self:
        try:
            await self._process.start()
            while "ready" not in self._process.log.read_text().split():
                self._process.check()
                await asyncio.sleep(0.05)
        except BaseException:
            await self._process.stop()
            raise
        self._write_ca_bundle()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._process.stop(patience=1)

    async def wait(self) -> NoReturn:
        """Raise when the cloud has ended by itself."""
        await self._process.wait()
        raise self._process.died()

    def _write_ca_bundle(self) -> None:
        """Put our certificate authority beside the public ones, for accounts at the real Jingl."""
        public = Path(os.environ.get("REQUESTS_CA_BUNDLE") or certifi.where())
        self.ca_bundle.write_bytes(public.read_bytes() + b"\n" + self._certificate.read_bytes())
