"""Long work that yields to the event loop."""

import asyncio

import pytest

from custom_components.jingl.api import in_turns, turns


async def test_long_work_yields_to_the_loop_after_each_turn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 0.0
    done: list[int] = []
    seen: list[int] = []
    monkeypatch.setattr(turns, "monotonic", lambda: now)

    async def look() -> None:
        while True:
            seen.append(len(done))
            await asyncio.sleep(0)

    meanwhile = asyncio.Task(look(), eager_start=True)
    async for thing in in_turns(range(10)):
        done.append(thing)
        now += 0.0013  # so that the fifth begins after more than 5 ms
    meanwhile.cancel()
    assert done == [*range(10)]
    assert seen == [0, 4, 8]


async def test_short_work_is_done_in_one_turn() -> None:
    meanwhile = asyncio.create_task(asyncio.sleep(0))
    assert [thing async for thing in in_turns("abc")] == ["a", "b", "c"]
    assert not meanwhile.done()
