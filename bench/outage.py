"""Measure an outage and recovery of Jingl: all entities become unavailable, then available."""

from functools import partial
import gc

from .home import add_account, settle, start_home, trust
from .meter import Cost, StallMeter, in_metered_loop, measure, typical
from .ours import Ours
from .pbx import start_pbx
from .processes import alone
from .results import Figures


def run(size: int, rounds: int) -> dict[str, Figures]:
    """Measure the cost of the poll that fails and the one that recovers."""
    return alone(in_metered_loop, partial(_run, size, rounds))


async def _run(size: int, rounds: int, meter: StallMeter) -> dict[str, Figures]:
    costs: dict[str, list[Cost]] = {"begins": [], "ends": []}
    async with start_pbx(size) as pbx, start_home() as hass:
        trust(pbx.certificate)
        ours = Ours(hass, await add_account(hass, host=pbx.host, extensions=pbx.extensions))
        await settle(hass)
        for _ in range(rounds):
            for name, shown in (("begins", "unavailable"), ("ends", "idle")):
                await pbx.order("fail", name == "begins")
                gc.collect()
                costs[name].append(await measure(hass, meter, ours.refresh))
                if wrong := {*ours.statuses().values()} - {shown}:
                    raise RuntimeError(f"when an outage {name}, handsets are {wrong}")
    return {f"outage/{size}/{name}": _figures(each) for name, each in costs.items()}


def _figures(costs: list[Cost]) -> Figures:
    cost = typical(costs)
    return {
        "cpu_ms": cost.cpu,
        "stall_ms": cost.stall,
        "stall_without_gc_ms": cost.stall_without_gc,
        "stall_worst_without_gc_ms": max(each.stall_without_gc for each in costs),
    }
