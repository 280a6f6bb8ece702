"""Who is told of what, and when."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import pytest

from custom_components.jingl import listeners as listeners_module
from custom_components.jingl.listeners import Listeners


class Audience:
    """Listeners that note what they are told."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.tasks: list[asyncio.Task[None]] = []
        self.listeners: Listeners[str] = Listeners(self._run)

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        self.tasks.append(asyncio.Task(work, eager_start=True))

    def listen(self, subject: str, name: str) -> Callable[[], None]:
        """Add a listener of this name, and return it."""
        listener = partial(self.told.append, name)
        self.listeners.add(subject, listener)
        return listener

    def tell(self, *subjects: str, then: str = "") -> None:
        """Tell of these subjects, then do what is noted by these letters."""
        self.listeners.tell(subjects, [partial(self.told.append, letter) for letter in then])


@pytest.fixture
async def audience() -> Audience:
    return Audience()


async def test_only_those_whom_it_concerns_are_told_and_at_once(audience: Audience) -> None:
    for subject, name in (("1", "one"), ("2", "two"), ("1", "another one")):
        audience.listen(subject, name)
    audience.tell("1", "3", then="xy")
    assert audience.told == ["one", "another one", "x", "y"]


async def test_whoever_left_is_not_told(audience: Audience) -> None:
    one, _ = audience.listen("1", "one"), audience.listen("1", "other")
    two = audience.listen("2", "two")
    audience.listeners.remove("1", one)
    audience.listeners.remove("2", two)
    audience.tell("1", "2")
    assert audience.told == ["other"]
    assert list(audience.listeners.subjects) == ["1"]


async def test_whoever_leaves_while_others_are_told_is_no_trouble(audience: Audience) -> None:
    def leave() -> None:
        audience.listeners.remove("1", leave)
        audience.listeners.remove("1", last)

    audience.listeners.add("1", leave)
    last = audience.listen("1", "last")
    audience.tell("1", then="x")
    assert audience.told == ["last", "x"]
    assert not audience.listeners.subjects


async def test_one_that_fails_does_not_keep_it_from_the_others(
    audience: Audience, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("out of order")

    audience.listeners.add("1", fail)
    audience.listen("1", "one")
    audience.tell("1", then="x")
    assert audience.told == ["one", "x"]
    assert "out of order" in caplog.text


async def test_nothing_to_tell_costs_nothing(audience: Audience) -> None:
    audience.tell()
    assert audience.tasks == []


async def test_many_are_told_in_turns_and_nobody_is_overtaken(
    audience: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listeners_module, "_AT_ONCE", 2)
    for subject in "12345":
        audience.listen(subject, subject)
    turns: list[int] = []

    async def count() -> None:
        while True:
            turns.append(len(audience.told))
            await asyncio.sleep(0)

    meanwhile = asyncio.Task(count(), eager_start=True)
    audience.tell(*"12345", then="xyz")
    audience.tell("5")
    assert audience.told == [], "everybody else is first"
    await audience.listeners.all_told()
    meanwhile.cancel()
    assert audience.told == [*"12345xyz5"]
    assert turns[:5] == [0, 0, 2, 4, 6]


async def test_what_is_told_is_waited_for_only_if_there_is_any(audience: Audience) -> None:
    waiting = asyncio.Task(audience.listeners.all_told(), eager_start=True)
    assert waiting.done()
