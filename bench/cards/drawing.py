"""Measure what the cards cost a browser: to draw and update them, to scroll, and over an hour."""

import asyncio
from collections.abc import Sequence
from statistics import median
from typing import Final

from playwright.async_api import Browser

from bench.results import Figures
from browser.chromium import chromium

from .tab import Tab, served

# Changes, and seconds of timers and of scrolling, per measurement.
_CHANGES: Final = 20
_SECONDS: Final = 10
_SCROLLING: Final = 5
# The size of the office for the hour, and of the one whose calls are listed.
_HANDSETS: Final = 100
_FEW_HANDSETS: Final = 20
_SHOW_PHONES: Final = "show()"
_SHOW_CALLS: Final = "show('calls', '.head')"


def run(sizes: Sequence[int], calls: int, log: int, hour: int, rounds: int) -> dict[str, Figures]:
    """Measure a card alone, on a page that does nothing else; `hour` may be shortened.

    `calls` is how many are going on, `log` how many are listed.
    """
    return asyncio.run(_run(sizes, calls, log, hour, rounds))


async def _run(
    sizes: Sequence[int], calls: int, log: int, hour: int, rounds: int
) -> dict[str, Figures]:
    async with served() as url, chromium() as browser:
        found = {
            f"paint/{size}": await _paint(browser, url, f"furnish({size}, 0)", _SHOW_PHONES, rounds)
            for size in sizes
        }
        listed = f"furnish({_FEW_HANDSETS}, 0, {log})"
        found[f"calls_paint/{log}"] = await _paint(browser, url, listed, _SHOW_CALLS, rounds)
        found[f"scroll/{log}"] = await _scroll(browser, url, listed, rounds)
        found |= {
            f"change/{sizes[-1]}/{what}": await _change(browser, url, sizes[-1], what, rounds)
            for what in ("handset", "lamp")
        }
        found[f"timers/{calls}"] = await _timers(browser, url, calls, rounds)
        found[f"hour/{_HANDSETS}"] = await _hour(browser, url, hour)
    return found


async def _paint(browser: Browser, url: str, furnish: str, show: str, rounds: int) -> Figures:
    """Draw a card for the first time on a page, with a new page in every round."""
    wall, busy = [], []
    for _ in range(rounds):
        async with Tab.opened(browser, url) as tab:
            await tab.run(furnish)
            busy.append(await tab.cost(f"{show}.then((taken) => {{ window.taken = taken }})"))
            wall.append(await tab.run("taken"))
    return {"main_ms": median(busy), "wall_ms": median(wall)}


async def _scroll(browser: Browser, url: str, furnish: str, rounds: int) -> Figures:
    """Scroll through calls that are all here."""
    frames, busy = [], []
    async with Tab.opened(browser, url) as tab:
        await tab.run(furnish)
        await tab.run(_SHOW_CALLS)
        await tab.run("bring()")
        for _ in range(rounds):
            scrolling = f"scroll({_SCROLLING * 1000}).then((rate) => {{ window.rate = rate }})"
            busy.append(await tab.cost(scrolling) / _SCROLLING)
            frames.append(await tab.run("rate"))
    return {"frames_per_s": median(frames), "main_ms_per_s": median(busy)}


async def _change(browser: Browser, url: str, size: int, what: str, rounds: int) -> Figures:
    """Change a handset the card shows, or something that doesn't concern the card."""
    async with Tab.opened(browser, url) as tab:
        await tab.run(f"furnish({size}, 0)")
        await tab.run(_SHOW_PHONES)
        costs = []
        for number in range(rounds + 1):
            await tab.run(f"prepare({_CHANGES}, '{what}')")
            cost = await tab.cost("happen()")
            if number:  # the first round compiles
                costs.append(cost / _CHANGES)
    return {"main_ms": median(costs)}


async def _timers(browser: Browser, url: str, calls: int, rounds: int) -> Figures:
    """Measure call timers, compared with a page that only counts seconds in one number."""
    costs: dict[str, list[float]] = {"card": [], "number": []}
    async with Tab.opened(browser, url) as card, Tab.opened(browser, url) as number:
        await card.run(f"furnish({calls}, {calls})")
        await card.run(_SHOW_PHONES)
        await number.run("count()")
        for _ in range(rounds):
            for name, tab in (("card", card), ("number", number)):
                # A hidden page counts, but isn't drawn.
                await tab.page.bring_to_front()
                await tab.run("wait(1000)")
                costs[name].append(await tab.cost(f"wait({_SECONDS * 1000})") / _SECONDS)
    return {
        "main_ms_per_s": median(costs["card"]),
        "number_main_ms_per_s": median(costs["number"]),
    }


async def _hour(browser: Browser, url: str, seconds: int) -> Figures:
    """Simulate an hour in which something changes every second."""
    async with Tab.opened(browser, url) as tab:
        await tab.run(f"furnish({_HANDSETS}, 0)")
        await tab.run(_SHOW_PHONES)
        # Create everything that is only created once before the hour begins.
        await tab.run(f"pass({seconds // 6})")
        before = await tab.heap()
        await tab.run(f"pass({seconds})")
        after = await tab.heap()
    return {"before_kib": before, "after_kib": after, "growth": after / before}
