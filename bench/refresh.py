"""Measure one refresh of an account, our way and in other ways.

They run side by side: in each round something changes at the PBX, then each way refreshes, and each
round starts with a different way, so that other load on the machine affects all of them equally.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
import gc
from typing import Final, Protocol

from homeassistant.core import HomeAssistant

from .bare import open_bare
from .home import add_account, settle, start_home, trust
from .meter import Cost, StallMeter, in_metered_loop, measure, rotated, typical
from .ours import Ours
from .pbx import Pbx, start_pbx
from .processes import alone
from .rest import add_rest
from .results import Figures
from .stock import Stock

type Refresh = Callable[[], Awaitable[object]]

# With lists, or without, when each handset needs its own request.
MODES: Final = ("list", "each")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changes between two refreshes, and for what share of the handsets."""

    share: float
    before: tuple[str, ...] = ()
    """Orders before the first round."""
    rounds: tuple[str, ...] = ()
    """Orders for the rounds, one per round in a cycle."""
    seconds: float = 0.0
    """How much longer calls last between two rounds."""

    def handsets(self, of: int) -> int:
        """Return how many of an account's handsets this affects, at least one."""
        return max(1, round(of * self.share))


# A whole call, because its beginning, middle and end differ in cost.
_CALL: Final = ("ring", "answer", "hang_up")

CHANGES: Final[Mapping[str, Change]] = {
    "unchanged": Change(share=0),
    # Only the calls' durations change.
    "talking": Change(share=0.01, before=("ring", "answer"), seconds=2),
    "1%": Change(share=0.01, rounds=_CALL),
    "100%": Change(share=1, rounds=_CALL),
}


class Way(Protocol):
    """A way to keep Home Assistant up to date."""

    async def refresh(self) -> None:
        """Poll once and show the answer."""

    def statuses(self) -> Mapping[str, str]:
        """Return what is shown, by extension number."""


def run(size: int, mode: str, changes: Sequence[str], rounds: int) -> dict[str, Figures]:
    """Measure these changes for an account of this size."""
    return alone(in_metered_loop, partial(_run, size, mode, changes, rounds))


async def _run(
    size: int, mode: str, changes: Sequence[str], rounds: int, meter: StallMeter
) -> dict[str, Figures]:
    async with start_pbx(size) as pbx, open_bare(pbx) as bare, start_home() as hass:
        trust(pbx.certificate)
        await pbx.order("lists", mode == "list")
        ours, stock = [
            await add_account(hass, host=pbx.host, extensions=pbx.extensions, unique_id=name)
            for name in ("ours", "stock")
        ]
        race = Race(
            hass=hass,
            meter=meter,
            pbx=pbx,
            ways={
                "ours": Ours(hass, ours),
                "stock": Stock(
                    hass, stock, bare.status_list if mode == "list" else bare.each_status
                ),
                "rest": await add_rest(hass, pbx),
            },
            loops={"bare": bare.lists, "one_list": bare.status_list}
            if mode == "list"
            else {"bare": bare.each_status},
        )
        requests = await race.count_requests()
        if mode == "each" and requests != size:
            raise RuntimeError(f"{requests} requests for {size} handsets are no full refresh")
        await settle(hass)
        return {
            f"refresh/{mode}/{size}/{name}": {
                **_compare(await race.run(CHANGES[name], rounds)),
                "requests": requests,
            }
            for name in changes
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """All ways to refresh an account, and the loops that only send requests."""

    hass: HomeAssistant
    meter: StallMeter
    pbx: Pbx
    ways: Mapping[str, Way]
    loops: Mapping[str, Refresh]

    async def count_requests(self) -> int:
        """Return how many requests one of our refreshes takes."""
        await self.pbx.order("requests")
        await self.ways["ours"].refresh()
        return int(await self.pbx.order("requests"))

    async def run(self, change: Change, rounds: int) -> dict[str, list[Cost]]:
        """Make a change and refresh every way, in several rounds."""
        count = change.handsets(len(self.pbx.extensions))
        refreshes: list[tuple[str, Refresh]] = [*self.loops.items()]
        refreshes += [(name, way.refresh) for name, way in self.ways.items()]
        costs: dict[str, list[Cost]] = {name: [] for name, _ in refreshes}
        for order in change.before:
            await self.pbx.order(order, count)
        for _, refresh in refreshes:
            await measure(self.hass, self.meter, refresh)
        gc.collect()
        for number in range(rounds):
            if change.rounds:
                await self.pbx.order(change.rounds[number % len(change.rounds)], count)
            await self.pbx.order("let_pass", change.seconds)
            for name, refresh in rotated(refreshes, number):
                costs[name].append(await measure(self.hass, self.meter, refresh))
            _check_shown({name: way.statuses() for name, way in self.ways.items()})
        await self.pbx.order("clear")
        return costs


def _compare(costs: Mapping[str, list[Cost]]) -> Figures:
    """Return the cost of our refresh, and how it compares."""
    typically = {name: typical(each) for name, each in costs.items()}
    ours = typically["ours"]
    figures = {
        "cpu_ms": ours.cpu,
        "stall_ms": ours.stall,
        "stall_worst_ms": max(cost.stall for cost in costs["ours"]),
        "stall_without_gc_ms": ours.stall_without_gc,
        "vs_bare": ours.cpu / typically["bare"].cpu,
        "vs_stock": typically["stock"].cpu / ours.cpu,
        "vs_rest": typically["rest"].cpu / ours.cpu,
    }
    for name, cost in typically.items():
        if name != "ours":
            figures |= {f"{name}_cpu_ms": cost.cpu, f"{name}_stall_ms": cost.stall}
    return figures


def _check_shown(shown: Mapping[str, Mapping[str, str]]) -> None:
    """Raise RuntimeError unless all ways show the same: a wrong result needn't be fast."""
    truth = shown["rest"]
    for name, statuses in shown.items():
        # The measurement of set-up checks for handsets without a sensor.
        wrong = [e for e, status in statuses.items() if status != truth[e]]
        if wrong or not statuses:
            raise RuntimeError(f"{name} shows something wrong of {wrong[:5]}")
