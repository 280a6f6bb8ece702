"""Much work, done so that everything else goes on meanwhile."""

import asyncio

import pytest

from custom_components.jingl.api import in_turns, turns


async def test_everything_else_goes_on_whenever_a_turn_is_over(
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


async def test_little_work_is_done_at_once() -> None:
    meanwhile = asyncio.create_task(asyncio.sleep(0))
    assert [thing async for thing in in_turns("abc")] == ["a", "b", "c"]
    assert not meanwhile.done()
