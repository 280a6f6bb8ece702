"""Letting everything else go on while there is much to do."""

import asyncio

import pytest

from custom_components.jingl.turns import in_turns


@pytest.mark.parametrize(("things", "turns"), [(0, 0), (3, 0), (4, 1), (6, 1), (7, 2)])
async def test_others_have_a_turn_after_every_few(things: int, turns: int) -> None:
    seen: list[int | str] = []

    async def other() -> None:
        while True:
            await asyncio.sleep(0)
            seen.append("other")

    meanwhile = asyncio.Task(other(), eager_start=True)
    async for thing in in_turns(range(things), 3):
        seen.append(thing)  # noqa: PERF401 - in between, the other notes its turns
    meanwhile.cancel()
    assert [each for each in seen if each != "other"] == list(range(things))
    assert seen.count("other") == turns
    if turns:
        assert seen[:4] == [0, 1, 2, "other"]
