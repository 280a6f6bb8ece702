"""Measure the card in the real Home Assistant: clicks that place calls, and loading."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
import re
from statistics import median
from tempfile import TemporaryDirectory
import time
from typing import Final

from playwright.async_api import BrowserContext, Page

from bench.cloud import extensions, fill
from bench.meter import rotated
from bench.results import Figures
from browser.chromium import chromium
from browser.session import signed_in
from demo.__main__ import DIALLING
from demo.home import PASSWORD, USERNAME, HomeAssistant
from simulator.server import Server
from simulator.state import Account, Cloud
from simulator.tls import Authority

_DASHBOARD: Final = "bench-phones"
_PATIENCE: Final = 120_000
_NO_CARD: Final = re.compile("Custom element doesn't exist|Configuration error")
# How long a card ignores a second press.
_DOUBLE_TAP: Final = 1100

# Note when something was clicked, by the same clock as the simulated cloud.
_NOTE_CLICKS: Final = """
addEventListener("click", (event) => {
  window.clicked = Date.now() - (performance.now() - event.timeStamp);
}, { capture: true });
"""
_ACT: Final = """async ([device_id, number]) => {
  window.clicked = Date.now();
  const { hass } = document.querySelector("home-assistant");
  await hass.callService("jingl", "create_call", { number }, { device_id });
}"""


def run(clicks: int, times: int) -> dict[str, Figures]:
    """Measure clicks, and count page loads that show an error instead of the card."""
    return asyncio.run(_run(clicks, times))


@dataclass(frozen=True, kw_only=True)
class _Office:
    """A dashboard with the card, and the phones it shows."""

    home: HomeAssistant
    account: Account
    caller: str
    """The device ID of the first handset, which is the user's own phone."""


async def _run(clicks: int, times: int) -> dict[str, Figures]:
    async with _opened(clicks + 2) as office, chromium() as browser:
        user = office.home.url, USERNAME, PASSWORD
        cold = []
        for _ in range(times):
            async with signed_in(browser, *user) as context:
                cold.append(await _load(context))
        async with signed_in(browser, *user) as context:
            await _load(context)
            warm = [await _load(context) for _ in range(times)]
            click = await _clicks(office, await context.new_page(), clicks)
    return {"load/cold": loads(cold), "load/warm": loads(warm), "click": click}


@asynccontextmanager
async def _opened(handsets: int) -> AsyncGenerator[_Office]:
    """Run Home Assistant with a dashboard and an account with this many handsets."""
    authority = Authority.create()
    cloud = Cloud(time.time)
    account = cloud.add_account()
    numbers = extensions(handsets)
    fill(account, numbers)
    with TemporaryDirectory(prefix="jingl-bench-") as folder:
        bundle = Path(folder) / "ca.pem"
        bundle.write_bytes(authority.pem)
        config = Path(folder) / "config"
        config.mkdir()
        async with (
            Server(cloud, tls=authority.server_context()) as server,
            HomeAssistant(config, ca_bundle=bundle, log_level="warning") as home,
        ):
            login = {"domain": "mycompany", "username": "john", "password": "mypassword"}
            entry = await home.add_integration(
                "jingl",
                {**login, "advanced": {"host": server.address, "verify_ssl": True}},
                {"handsets": numbers, "track_new": True},
            )
            await home.configure(entry["entry_id"], {"next_step_id": "dialling"}, DIALLING)
            await home.websocket("lovelace/dashboards/create", url_path=_DASHBOARD, title="Phones")
            card = {"type": "custom:jingl-phones-card", "one_tap": True}
            await home.websocket(
                "lovelace/config/save",
                url_path=_DASHBOARD,
                config={"views": [{"cards": [card]}]},
            )
            caller = await _device(home, numbers[0])
            await home.websocket(
                "frontend/set_user_data",
                key="jingl_my_phone",
                value={entry["entry_id"]: caller},
            )
            yield _Office(home=home, account=account, caller=caller)


async def _device(home: HomeAssistant, extension: str) -> str:
    """Return the ID of a handset's device."""
    devices = await home.websocket("config/device_registry/list")
    found: str = next(
        each["id"]
        for each in devices
        if any(name.endswith(f"_{extension}") for _, name in each["identifiers"])
    )
    return found


async def _load(context: BrowserContext) -> float | None:
    """Open the dashboard; return the seconds until a phone shows, None after an error."""
    page = await context.new_page()
    error = page.get_by_text(_NO_CARD)
    tile = page.locator("jingl-phones-tile .name")
    began = time.monotonic()
    await page.goto(f"/{_DASHBOARD}", timeout=_PATIENCE)
    await tile.or_(error).first.wait_for(timeout=_PATIENCE)
    taken = time.monotonic() - began
    failed = await error.count()
    await page.close()
    return None if failed else taken


def loads(taken: list[float | None]) -> Figures:
    """Return the figures for page loads."""
    good = [each for each in taken if each is not None]
    return {
        "loads": len(taken),
        "errors": len(taken) - len(good),
        **({"s": median(good)} if good else {}),
    }


async def _clicks(office: _Office, page: Page, rounds: int) -> Figures:
    """Call colleagues alternately with a tap and with the action, from the same page."""
    await page.add_init_script(_NOTE_CLICKS)
    await page.goto(f"/{_DASHBOARD}", timeout=_PATIENCE)
    taken: dict[str, list[float]] = {"click": [], "action": []}
    colleagues = list(office.account.handsets)[1:]
    for number, colleague in enumerate(colleagues[: rounds + 1]):
        for name in rotated(list(taken), number):
            tile = page.locator("jingl-phones-tile").filter(has_text=f"Extension {colleague}")
            await tile.locator("[data-state=free]").wait_for(timeout=_PATIENCE)
            await page.wait_for_timeout(_DOUBLE_TAP)
            if name == "click":
                await tile.locator(".head").click(timeout=_PATIENCE)
            else:
                await page.evaluate(_ACT, [office.caller, colleague])
            began = await _until_it_rings(office.account, colleague)
            if number:  # the first round opens connections and compiles
                taken[name].append(began * 1000 - float(await page.evaluate("clicked")))
            await tile.locator("[data-state=ringing]").wait_for(timeout=_PATIENCE)
            for handset in office.account.handsets.values():
                handset.drop_calls()
            await office.home.post(
                "/api/services/homeassistant/update_entity",
                {"entity_id": await _status(office.home)},
            )
    click, action = (median(each) for each in taken.values())
    return {"click_ms": click, "action_ms": action, "overhead_ms": click - action}


async def _until_it_rings(account: Account, extension: str) -> float:
    """Return when the PUT arrived that made this handset ring."""
    while not (call := account.handset(extension).active_call):  # noqa: ASYNC110
        await asyncio.sleep(0.001)
    return call.started_at


async def _status(home: HomeAssistant) -> str:
    """Return an entity whose update polls the whole account."""
    return next(each for each in await home.states() if each.endswith("_status"))
