"""What a piece of work costs the process and the event loop."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
import gc
import selectors
from statistics import median
from time import perf_counter, process_time
from typing import override

from homeassistant.core import HomeAssistant
from homeassistant.runner import configure_event_loop


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one run cost, in milliseconds."""

    cpu: float
    """Of the whole process, other threads included."""
    cpu_without_gc: float
    """The same without Python's garbage collections, which go through all that is in Home
    Assistant, whoever's it is."""
    stall: float
    """The longest time for which the event loop was deaf."""
    stall_without_gc: float
    """The same without garbage collections."""
    wall: float


class StallMeter(selectors.DefaultSelector):
    """Measures for how long the event loop runs before it looks again for what is new.

    A loop asks its selector what has happened, runs all that is ready, and asks again. Whatever
    happens in between, a light switch included, waits: so the time from one answer of the selector
    to the next question is the stall itself. A task that sleeps and looks how late it woke would
    only sample it, in steps of its own sleep, and cost CPU that is being measured.
    """

    collections: float
    """The CPU seconds of garbage collections since the reset."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        super().__init__()
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """Forget what was, the turn that runs now included."""
        self._longest = self._longest_without_gc = 0.0
        self.collections = 0.0
        self._begin_turn()

    def read(self) -> tuple[float, float]:
        """Return the longest stall in seconds, with garbage collections and without them.

        The turn that runs now is included.
        """
        self._end_turn()
        return self._longest, self._longest_without_gc

    @override
    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        """End a turn of the loop, wait, and begin the next one."""
        self._end_turn()
        ready = super().select(timeout)
        self._begin_turn()
        return ready

    def note_collection(self, phase: str, _: dict[str, int]) -> None:
        """Take the time of a garbage collection, as one of `gc.callbacks`."""
        sign = 1 if phase == "stop" else -1
        self._collecting += sign * self._clock()
        self.collections += sign * process_time()

    def _begin_turn(self) -> None:
        self._collecting = 0.0
        self._turn_began = self._clock()

    def _end_turn(self) -> None:
        turn = self._clock() - self._turn_began
        self._longest = max(self._longest, turn)
        self._longest_without_gc = max(self._longest_without_gc, turn - self._collecting)


def in_metered_loop[T](work: Callable[[StallMeter], Coroutine[object, object, T]]) -> T:
    """Do some work in an event loop like Home Assistant's own, with a meter in it."""
    meter = StallMeter()

    def create() -> asyncio.AbstractEventLoop:
        loop = asyncio.SelectorEventLoop(meter)
        configure_event_loop(loop)
        return loop

    gc.callbacks.append(meter.note_collection)
    try:
        with asyncio.Runner(loop_factory=create) as runner:
            return runner.run(work(meter))
    finally:
        gc.callbacks.remove(meter.note_collection)


async def measure(
    hass: HomeAssistant, meter: StallMeter, work: Callable[[], Awaitable[object]]
) -> Cost:
    """Do a piece of work, wait for all that it set off, and return what that cost."""
    meter.reset()
    wall, cpu = perf_counter(), process_time()
    await work()
    await hass.async_block_till_done(wait_background_tasks=True)
    cpu, wall = process_time() - cpu, perf_counter() - wall
    stall, stall_without_gc = meter.read()
    return Cost(
        cpu=cpu * 1000,
        cpu_without_gc=(cpu - meter.collections) * 1000,
        stall=stall * 1000,
        stall_without_gc=stall_without_gc * 1000,
        wall=wall * 1000,
    )


def typical(costs: list[Cost]) -> Cost:
    """Return the medians."""
    return Cost(
        cpu=median(cost.cpu for cost in costs),
        cpu_without_gc=median(cost.cpu_without_gc for cost in costs),
        stall=median(cost.stall for cost in costs),
        stall_without_gc=median(cost.stall_without_gc for cost in costs),
        wall=median(cost.wall for cost in costs),
    )


def rotated[T](ways: list[T], number: int) -> list[T]:
    """Return the ways in an order that begins with another one in every round."""
    first = number % len(ways)
    return ways[first:] + ways[:first]
