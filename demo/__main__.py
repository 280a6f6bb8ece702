"""What scripts/demo runs: start everything in order, say where it is, and stop it again."""

import argparse
import asyncio
from contextlib import suppress
from functools import partial
from pathlib import Path
import signal
import sys

from simulator.office import OUTSIDE_NUMBERS
from simulator.scenarios import OFFICE

from .areas import create_areas
from .automations import create_automations
from .cloud import DOMAIN, PASSWORD as CLOUD_PASSWORD, USERNAME as CLOUD_USERNAME, SimulatedCloud
from .dashboard import create_dashboards
from .errors import DemoError
from .home import PASSWORD, USERNAME, HomeAssistant
from .phone import Phone
from .ports import HIGHEST_PORT, LOWEST_PORT, is_free
from .state import State

FOLDER = Path(__file__).parents[1] / ".demo"
# Two with the same surname, so that "call Smith" leads to a question.
CONTACTS = dict(zip(("Anna Smith", "Ben Smith", "Wei Chen"), OUTSIDE_NUMBERS, strict=False))
FAVOURITES = {"Anna Smith"}
# The default dialling options, but with a higher limit.
DIALLING = {
    "actions": [
        *("handset", "contact", "national", "mobile", "freephone", "international", "short_code")
    ],
    "voice": ["handset", "contact"],
    "allowed": [],
    "denied": [],
    "supervise_others": False,
    "calls": 100,
    "minutes": 5,
    "calls_per_day": 1000,
}
# Needed by the automations and buttons.
PACKAGE = Path(__file__).with_name("office.yaml")
ADD_PATH = "/config/integrations/dashboard/add?domain=jingl"

say = partial(print, flush=True)


def main() -> int:
    """Run the demo until it is interrupted; return the exit code."""
    options = _parser().parse_args()
    state = State(FOLDER / ("bare" if options.bare else "office"))
    try:
        if not is_free(options.port):
            raise DemoError(f"Port {options.port} is in use. Choose another with --port.")
        with state.locked():
            if options.fresh:
                state.forget()
            asyncio.run(_until_interrupted(state, port=options.port, bare=options.bare))
    except DemoError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    """Return the description of the command line."""
    parser = argparse.ArgumentParser(
        prog="scripts/demo",
        description="Show the integration in a real Home Assistant with a simulated Jingl cloud.",
    )
    parser.add_argument(
        "--port", type=port_number, default=8123, help="port for Home Assistant (%(default)s)"
    )
    parser.add_argument(
        "--fresh", action="store_true", help="delete the previous demo and start again"
    )
    parser.add_argument(
        "--bare",
        action="store_true",
        help="add no account; add your own or the simulated one yourself",
    )
    return parser


def port_number(text: str) -> int:
    """Return the port number that was typed; those below are reserved for root."""
    if not text.isdecimal() or not LOWEST_PORT <= int(text) <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"must be a number from {LOWEST_PORT} to {HIGHEST_PORT}")
    return int(text)


async def _until_interrupted(state: State, *, port: int, bare: bool) -> None:
    """Run the demo until Ctrl-C, a kill or a closed terminal."""
    demo = asyncio.create_task(_run(state, port=port, bare=bare))

    def stop() -> None:
        # Only once: a second Ctrl-C must not interrupt the clean-up, which takes only seconds.
        if not demo.cancelling():
            demo.cancel()
            # A closed terminal cannot be written to.
            with suppress(OSError):
                say("\nStopping ...")

    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGINT, stop)
    loop.add_signal_handler(signal.SIGTERM, stop)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup ignores SIGHUP; leave it so
        loop.add_signal_handler(signal.SIGHUP, stop)
    with suppress(asyncio.CancelledError):
        await demo


async def _run(state: State, *, port: int, bare: bool) -> None:
    """Start everything, say where it is, and keep it running."""
    say("Starting the simulated Jingl cloud ...")
    async with SimulatedCloud(state.cloud, state.cloud_port()) as cloud:
        say("Starting Home Assistant (the first time takes about a minute) ...")
        async with HomeAssistant(
            state.home,
            port=port,
            ca_bundle=cloud.ca_bundle,
            package=None if bare else PACKAGE,
        ) as home:
            running = [home.wait(), cloud.wait()]
            if not bare:
                await _add_account(home, cloud)
                await create_areas(home)
                phone = Phone(home)
                await phone.register()
                await create_automations(home)
                await create_dashboards(home)
                running.append(phone.run())
            say(_introduction(home, cloud, bare=bare))
            await asyncio.gather(*running)


async def _add_account(home: HomeAssistant, cloud: SimulatedCloud) -> None:
    """Add the simulated account with all its handsets, unless it already exists."""
    if await home.get("/api/config/config_entries/entry?domain=jingl"):
        return
    say("Adding the demo account ...")
    login = {"domain": DOMAIN, "username": CLOUD_USERNAME, "password": CLOUD_PASSWORD}
    entry = await home.add_integration(
        "jingl",
        {**login, "advanced": {"host": cloud.host, "verify_ssl": True}},
        {"handsets": [extension for extension, *_ in OFFICE], "track_new": True},
    )
    # People who try things out call more often than an office does.
    await home.configure(entry["entry_id"], {"next_step_id": "dialling"}, DIALLING)
    for name, number in CONTACTS.items():
        is_favourite = name in FAVOURITES
        contact = {"name": name, "numbers": [number], "aliases": [], "favourite": is_favourite}
        await home.add_subentry(entry["entry_id"], "contact", contact)


def _introduction(home: HomeAssistant, cloud: SimulatedCloud, *, bare: bool) -> str:
    """Return what to tell the user once everything runs."""
    lines = [
        "",
        f"Home Assistant:   {home.url}",
        f"User, password:   {USERNAME}, {PASSWORD}",
        "",
        f"Simulated cloud:  https://{cloud.host}/api/",
        f"Its account:      domain {DOMAIN}, user {CLOUD_USERNAME}, password {CLOUD_PASSWORD}",
        "",
    ]
    if bare:
        lines += [
            f"Add an account:   {home.url}{ADD_PATH}",
            f"                  For the simulated one, enter server {cloud.host} under Advanced;",
            "                  for your own account at Jingl, leave the server as it is.",
            "",
        ]
    else:
        lines += [
            "Three things to try:",
            "",
            "  1. On the dashboard, tap Sales. The first tap asks which phone is yours: choose",
            "     Reception. Call Sales, and while you talk, tap Workshop to transfer the call.",
            '  2. On "Automations", press "Ring the front door": Reception calls Workshop, unless',
            "     Reception is on a call.",
            "  3. Press the key a and type: call Anna from sales",
            "",
        ]
    return "\n".join([*lines, "Press Ctrl-C to stop."])


if __name__ == "__main__":
    sys.exit(main())
