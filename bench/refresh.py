"""One refresh of an account: what it costs us, and what it costs in other ways.

Side by side: in each round something changes at the PBX, then every way takes it in, and each round
begins with another way, so that what else the machine does hits all of them alike.
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

# With the account's lists, and where it has none and each handset is a request.
MODES: Final = ("list", "each")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What changes between two refreshes, and for how many of the handsets."""

    share: float
    before: tuple[str, ...] = ()
    """What is ordered before the first round."""
    rounds: tuple[str, ...] = ()
    """What is ordered in one round after the other, again and again."""
    seconds: float = 0.0
    """For how long calls go on between two rounds."""

    def handsets(self, of: int) -> int:
        """Return how many handsets of an account this is about, at least one."""
        return max(1, round(of * self.share))


# A call's whole life: beginning, middle and end do not cost the same.
_CALL: Final = ("ring", "answer", "hang_up")

CHANGES: Final[Mapping[str, Change]] = {
    "unchanged": Change(share=0),
    # Nothing but the calls' durations.
    "talking": Change(share=0.01, before=("ring", "answer"), seconds=2),
    "1%": Change(share=0.01, rounds=_CALL),
    "100%": Change(share=1, rounds=_CALL),
}


class Way(Protocol):
    """A way to keep Home Assistant informed."""

    async def refresh(self) -> None:
        """Ask once and show the answer."""

    def statuses(self) -> Mapping[str, str]:
        """Return what is shown, by extension number."""


def run(size: int, mode: str, changes: Sequence[str], rounds: int) -> dict[str, Figures]:
    """Measure some changes for an account of some size."""
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
    """All ways to refresh an account, and the loops that do no more than ask."""

    hass: HomeAssistant
    meter: StallMeter
    pbx: Pbx
    ways: Mapping[str, Way]
    loops: Mapping[str, Refresh]

    async def count_requests(self) -> int:
        """Return how many requests one refresh of ours is."""
        await self.pbx.order("requests")
        await self.ways["ours"].refresh()
        return int(await self.pbx.order("requests"))

    async def run(self, change: Change, rounds: int) -> dict[str, list[Cost]]:
        """Let something change and every way take it in, in several rounds."""
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
    """Return what a refresh costs us, and how that compares."""
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
    """Raise RuntimeError if not all ways show the same: what is wrong need not be fast."""
    truth = shown["rest"]
    for name, statuses in shown.items():
        # Whether a handset has no sensor at all is looked at where accounts are set up.
        wrong = [e for e, status in statuses.items() if status != truth[e]]
        if wrong or not statuses:
            raise RuntimeError(f"{name} shows something wrong of {wrong[:5]}")
