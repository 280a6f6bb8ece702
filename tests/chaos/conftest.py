"""An account in trouble."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from simulator.server import Server
from simulator.state import Account
from tests.conftest import Advance, Settle

from .trial import Trial

# Step of time, in seconds, while a request hangs: shorter than any time-out.
_WAIT = 4.0


@pytest.fixture(autouse=True)
def _all_enabled(entity_registry_enabled_by_default: None) -> None:
    """Enable all entities, even those disabled by default."""


@pytest.fixture
def entry(hass: HomeAssistant, entry: MockConfigEntry) -> MockConfigEntry:
    """Return an entry that permits every action, as often as these tests need it."""
    dialling = {"supervise_others": True, "calls": 1000, "calls_per_day": 10_000}
    hass.config_entries.async_update_entry(entry, options={**entry.options, "dialling": dialling})
    return entry


@pytest.fixture(autouse=True)
async def _no_debugging() -> None:
    """Stop asyncio recording where each callback comes from, which takes half the time."""
    asyncio.get_running_loop().set_debug(False)


type Finish = Callable[[Awaitable[object]], Awaitable[None]]


@pytest.fixture
def finish(hass: HomeAssistant, server: Server, freezer: FrozenDateTimeFactory) -> Finish:
    """Return a function that waits for something, and lets time pass only if nothing else helps."""

    async def finish(work: Awaitable[object]) -> None:
        future = asyncio.ensure_future(work)
        while not await _is_done(future, server):
            freezer.tick(_WAIT)
            async_fire_time_changed(hass)
        await future

    return finish


@pytest.fixture
def settle(settle: Settle, finish: Finish) -> Settle:
    """Return a function that waits for everything under way, and lets time pass if it hangs."""

    async def settle_in_time() -> None:
        await finish(settle())

    return settle_in_time


@pytest.fixture
async def trial(
    hass: HomeAssistant,
    account: Account,
    server: Server,
    entry: MockConfigEntry,
    advance: Advance,
    caplog: pytest.LogCaptureFixture,
    entity_registry_enabled_by_default: None,
) -> Trial:
    """Return the account, ready for faults."""
    caplog.set_level("INFO")
    # Home Assistant creates what its sessions share on first use; don't let a form be the first.
    async_get_clientsession(hass)
    return Trial(
        hass=hass, account=account, server=server, entry=entry, advance=advance, caplog=caplog
    )


async def _is_done(work: asyncio.Future[object], server: Server) -> bool:
    """Return whether it is done; return False as soon as the server keeps it waiting."""
    holding = asyncio.ensure_future(server.wait_until_holding())
    either: set[asyncio.Future[Any]] = {work, holding}
    await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
    holding.cancel()
    # Let everything else get as far as it can without time passing: some turns of the loop.
    for _ in range(100):
        if work.done():
            break
        await asyncio.sleep(0)
    return work.done()
