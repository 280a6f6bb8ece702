"""Virtual time, which skips all waiting."""

import asyncio

import pytest

from bench.virtual_time import VirtualTime, virtual_loop


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


def test_a_day_passes_at_once(time: VirtualTime) -> None:
    async def sleep() -> list[float]:
        moments = []
        with time.jumping():
            for seconds in (86_400.0, 0.25, 3600.0):
                began = time.time()
                await asyncio.sleep(seconds)
                moments.append(time.time() - began)
        return moments

    with asyncio.Runner(loop_factory=lambda: virtual_loop(time)) as runner:
        assert runner.run(sleep()) == pytest.approx([86_400, 0.25, 3600])


def test_sleepers_wake_in_order(time: VirtualTime) -> None:
    woken: list[float] = []

    async def sleep(seconds: float) -> None:
        await asyncio.sleep(seconds)
        woken.append(seconds)

    async def all_of_them() -> None:
        with time.jumping():
            await asyncio.gather(*(sleep(seconds) for seconds in (300.0, 5.0, 60.0, 5.5)))

    with asyncio.Runner(loop_factory=lambda: virtual_loop(time)) as runner:
        runner.run(all_of_them())
    assert woken == [5, 5.5, 60, 300]


def test_time_never_goes_back_and_stands_still_during_work(time: VirtualTime) -> None:
    async def work() -> tuple[float, ...]:
        before = time.time()
        with time.jumping():
            first = time.time()
            assert time.time() == first
            await asyncio.sleep(1000)
            inside = time.time()
        return before, first, inside, time.time()

    with asyncio.Runner(loop_factory=lambda: virtual_loop(time)) as runner:
        before, first, inside, after = runner.run(work())
    assert before <= first < inside <= after
    assert inside - first == pytest.approx(1000)


def test_a_thread_is_waited_for(time: VirtualTime) -> None:
    async def work() -> str:
        with time.jumping():
            return await asyncio.to_thread(lambda: "done")

    with asyncio.Runner(loop_factory=lambda: virtual_loop(time)) as runner:
        assert runner.run(work()) == "done"
