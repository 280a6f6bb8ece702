"""Measure an action, from its call in Home Assistant until a phone rings at the PBX."""

from collections.abc import Awaitable, Callable
from functools import partial
from statistics import median
from time import monotonic
from typing import Final

from .bare import open_bare
from .home import add_account, start_home, trust
from .meter import StallMeter, in_metered_loop, rotated
from .pbx import Pbx, start_pbx
from .processes import alone
from .results import Figures

_HANDSETS: Final = 10


def run(rounds: int) -> dict[str, Figures]:
    """Measure how soon a phone rings: with our action, a bare PUT and a warm one."""
    return alone(in_metered_loop, partial(_run, rounds))


async def _run(rounds: int, meter: StallMeter) -> dict[str, Figures]:
    async with start_pbx(_HANDSETS) as pbx, open_bare(pbx) as warm, start_home() as hass:
        trust(pbx.certificate)
        entry = await add_account(hass, host=pbx.host, extensions=pbx.extensions)
        caller, callee, *_ = pbx.extensions
        path = f"handset/{caller}?callcreate={callee}"

        async def act() -> None:
            data = {"handset": caller, "number": callee}
            await hass.services.async_call("jingl", "create_call", data, blocking=True)

        async def put_anew() -> None:
            # The way our own writes do: an unused connection can't have been closed.
            async with open_bare(pbx) as bare:
                await bare.put(path)

        ways = {"ours": act, "bare": put_anew, "warm": lambda: warm.put(path)}
        seconds: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(rounds + 1):
            for name, way in rotated(list(ways.items()), number):
                taken = await _until_it_rings(pbx, callee, way)
                if number:  # the first round opens the warm connection
                    seconds[name].append(taken)
                await pbx.order("clear")
                # Let Home Assistant see that, too, and finish what the action started.
                await hass.async_block_till_done(wait_background_tasks=True)
                await entry.runtime_data.coordinator.async_refresh()
    ring = {name: median(each) * 1000 for name, each in seconds.items()}
    return {
        "action": {
            "ring_ms": ring["ours"],
            "bare_ms": ring["bare"],
            "warm_ms": ring["warm"],
            "overhead_ms": ring["ours"] - ring["bare"],
        }
    }


async def _until_it_rings(pbx: Pbx, callee: str, way: Callable[[], Awaitable[None]]) -> float:
    """Place a call and return how many seconds passed until the phone rang."""
    began = monotonic()
    await way()
    rang_at = await pbx.order("rang_at", callee)
    if rang_at is None:
        raise RuntimeError(f"{callee} did not ring")
    return float(rang_at) - began
