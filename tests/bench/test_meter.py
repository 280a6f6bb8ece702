"""The event loop's meter."""

import asyncio
import gc
import selectors
from unittest.mock import patch

import pytest

from bench.meter import Cost, StallMeter, in_metered_loop, rotated, typical


class Clock:
    """A clock set by hand."""

    seconds = 100.0

    def __call__(self) -> float:
        return self.seconds

    def pass_time(self, seconds: float) -> None:
        self.seconds += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def meter(clock: Clock) -> StallMeter:
    return StallMeter(clock)


def test_the_longest_turn_is_the_stall(meter: StallMeter, clock: Clock) -> None:
    for seconds in (1.0, 5.0, 2.0):
        clock.pass_time(seconds)
        meter.select(0)
    assert meter.read() == (5, 5)


def test_the_current_turn_is_counted(meter: StallMeter, clock: Clock) -> None:
    meter.select(0)
    clock.pass_time(3)
    assert meter.read() == (3, 3)


def test_turns_before_the_reset_are_not_counted(meter: StallMeter, clock: Clock) -> None:
    clock.pass_time(9)
    meter.select(0)
    clock.pass_time(7)
    meter.reset()
    clock.pass_time(2)
    assert meter.read() == (2, 2)


def test_waiting_is_not_a_stall(meter: StallMeter, clock: Clock) -> None:
    def wait(_: object, seconds: float | None) -> list[object]:
        clock.pass_time(seconds or 0)
        return []

    with patch.object(selectors.DefaultSelector, "select", wait):
        clock.pass_time(1)
        meter.select(60)
        clock.pass_time(2)
        meter.select(60)
    assert meter.read() == (2, 2)


def test_garbage_collections_are_counted_separately(meter: StallMeter, clock: Clock) -> None:
    clock.pass_time(1)
    for _ in range(2):
        meter.note_collection("start", {})
        clock.pass_time(3)
        meter.note_collection("stop", {})
    meter.select(0)
    clock.pass_time(2)
    assert meter.read() == (7, 2)


def test_a_loop_has_its_meter_and_its_collections_noted() -> None:
    async def work(meter: StallMeter) -> tuple[float, float]:
        meter.reset()
        await asyncio.sleep(0)
        gc.collect()
        return meter.read()

    callbacks = list(gc.callbacks)
    stall, without = in_metered_loop(work)
    assert 0 < without < stall
    assert gc.callbacks == callbacks


def test_the_typical_result_is_the_median_of_each_figure() -> None:
    costs = [
        Cost(cpu=x, cpu_without_gc=x / 2, stall=9 - x, stall_without_gc=8 - x, wall=x * 2)
        for x in (3.0, 1.0, 8.0)
    ]
    assert typical(costs) == Cost(cpu=3, cpu_without_gc=1.5, stall=6, stall_without_gc=5, wall=6)


@pytest.mark.parametrize(
    ("number", "order"), [(0, "abc"), (1, "bca"), (2, "cab"), (3, "abc"), (7, "bca")]
)
def test_every_round_begins_with_a_different_variant(number: int, order: str) -> None:
    assert "".join(rotated(list("abc"), number)) == order
