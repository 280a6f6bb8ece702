"""Measure what a piece of work costs the process and the event loop."""

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
    """The cost of one run, in milliseconds."""

    cpu: float
    """CPU time of the whole process, including other threads."""
    cpu_without_gc: float
    """The same without Python's garbage collections, which go through everything in Home
    Assistant, not just our objects."""
    stall: float
    """The longest time the event loop was blocked."""
    stall_without_gc: float
    """The same without garbage collections."""
    wall: float


class StallMeter(selectors.DefaultSelector):
    """Measures how long the event loop is busy before it checks for new events.

    A loop asks its selector for events, runs everything that is ready, and asks again. Anything
    that happens in between, even a light switch, has to wait: so the time from one answer of the
    selector to the next question is the stall itself. A task that sleeps and checks how late it
    woke up would only sample that, in steps of its own sleep, and add to the CPU time we measure.
    """

    collections: float
    """The CPU seconds of garbage collections since the reset."""

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        super().__init__()
        self._clock = clock
        self.reset()

    def reset(self) -> None:
        """Start over, and forget the current turn."""
        self._longest = self._longest_without_gc = 0.0
        self.collections = 0.0
        self._begin_turn()

    def read(self) -> tuple[float, float]:
        """Return the longest stall in seconds, with garbage collections and without them.

        Includes the current turn.
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
        """Time a garbage collection, as one of `gc.callbacks`."""
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
    """Do some work in an event loop like Home Assistant's, with a meter in it."""
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
    """Do a piece of work, wait for everything it started, and return the cost."""
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
    """Return the ways in order, starting with a different one in every round."""
    first = number % len(ways)
    return ways[first:] + ways[:first]
