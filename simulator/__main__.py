"""The simulator as a program: `python -m simulator --help`."""

import argparse
import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
import signal
import sys
import tempfile

from .past import add_past_calls
from .scenarios import SCENARIOS, run
from .server import Server
from .state import Account, Cloud
from .tls import CERTIFICATE, Authority

TEMPORARY_PREFIX = "jingl-simulator-"

# The API version whose format call records have; None if the account has no records.
CALL_APIS = {"v1": 1, "v2": 2, "none": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The command line's options."""

    host: str
    port: int
    scenario: str
    domain: str
    user: str
    password: str
    handsets: int
    calls: str
    seed: int | None
    ca_folder: Path | None
    plain: bool


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        prog="python -m simulator",
        description="A Jingl cloud in memory, on a port of this computer.",
        epilog="scenarios:\n"
        + "\n".join(f"  {name:10} {scenario.summary}" for name, scenario in SCENARIOS.items()),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    add("--port", type=int, default=8443, help="port, or 0 for any free one (%(default)s)")
    add("--scenario", choices=SCENARIOS, default="office", help="see below (%(default)s)")
    add("--domain", default="mycompany", help="the account's domain (%(default)s)")
    add("--user", default="john", help="the login, without the domain (%(default)s)")
    add("--password", default="mypassword", help="its password (%(default)s)")
    add("--handsets", type=int, default=1000, help="how many, for the large scenario (%(default)s)")
    add(
        "--calls",
        choices=CALL_APIS,
        default="v1",
        help="shape of the call records, or none (%(default)s)",
    )
    add("--seed", type=int, help="make random events the same every time")
    add(
        "--ca-folder",
        type=Path,
        metavar="DIR",
        help="keep the certificate authority here, so that clients can keep trusting it",
    )
    add("--plain", action="store_true", help="no TLS; the cloud refuses every request with 406")
    return Options(**vars(parser.parse_args(arguments)))


def fill(cloud: Cloud, options: Options) -> Account:
    """Add the requested account."""
    account = cloud.add_account(options.domain, {options.user: options.password})
    scenario = SCENARIOS[options.scenario]
    scenario.fill(account, options.handsets)
    if version := CALL_APIS[options.calls]:
        account.show_records(version)
        if scenario.moves:
            add_past_calls(account)
    return account


async def serve(options: Options, announce: Callable[[str], None]) -> int:
    """Run the cloud until SIGINT or SIGTERM and return the exit code."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    with tempfile.TemporaryDirectory(prefix=TEMPORARY_PREFIX) as temporary:
        folder = options.ca_folder or Path(temporary)
        tls = Authority.load_or_create(folder).server_context(
            "127.0.0.1", "localhost", options.host
        )
        cloud = Cloud()
        account = fill(cloud, options)
        server = Server(cloud, options.host, options.port, tls=None if options.plain else tls)
        try:
            await server.start()
        except OSError as error:
            print(f"Cannot listen on {server.address}: {error.strerror}", file=sys.stderr)
            return 1
        for line in _introduction(options, server, folder / CERTIFICATE):
            announce(line)
        try:
            async with asyncio.TaskGroup() as tasks:
                moves = tasks.create_task(
                    run(SCENARIOS[options.scenario], account, Random(options.seed))
                )
                await stop.wait()
                moves.cancel()
        finally:
            await server.stop()
    return 0


def _introduction(options: Options, server: Server, certificate: Path) -> list[str]:
    login = f"{options.user}@{options.domain}"
    trust = "" if options.plain else f"--cacert {certificate} "
    return [
        f"Address:     {server.url}/api/",
        f"Login:       {login} / {options.password}",
        f"Certificate: {certificate}",
        f"Try:         curl {trust}-u {login}:{options.password} {server.url}/api/handsetstatus",
        "ready",
    ]


def main() -> int:
    """Run the program."""
    return asyncio.run(serve(parse(), partial(print, flush=True)))


if __name__ == "__main__":
    sys.exit(main())
