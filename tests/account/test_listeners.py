"""Who is notified of what."""

from collections.abc import Callable
from functools import partial

import pytest

from custom_components.jingl.account.listeners import Listeners


class Audience:
    """Listeners that record their notifications."""

    def __init__(self) -> None:
        self.told: list[str] = []
        self.listeners: Listeners[str] = Listeners()

    def listen(self, subject: str, name: str) -> Callable[[], None]:
        """Add a listener of this name, and return it."""
        listener = partial(self.told.append, name)
        self.listeners.add(subject, listener)
        return listener


@pytest.fixture
def audience() -> Audience:
    return Audience()


async def test_only_listeners_concerned_are_notified(audience: Audience) -> None:
    for subject, name in (("1", "one"), ("2", "two"), ("1", "another one")):
        audience.listen(subject, name)
    await audience.listeners.tell(["1", "3"])
    assert audience.told == ["one", "another one"]


async def test_a_removed_listener_is_not_notified(audience: Audience) -> None:
    one, _ = audience.listen("1", "one"), audience.listen("1", "other")
    two = audience.listen("2", "two")
    audience.listeners.remove("1", one)
    audience.listeners.remove("2", two)
    await audience.listeners.tell(["1", "2"])
    assert audience.told == ["other"]
    assert list(audience.listeners.subjects) == ["1"]


async def test_a_listener_may_be_removed_while_others_are_notified(audience: Audience) -> None:
    def leave() -> None:
        audience.listeners.remove("1", leave)
        audience.listeners.remove("1", last)

    audience.listeners.add("1", leave)
    last = audience.listen("1", "last")
    await audience.listeners.tell(["1"])
    assert audience.told == ["last"]
    assert not audience.listeners.subjects


async def test_a_failing_listener_does_not_stop_the_others(
    audience: Audience, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise RuntimeError("out of order")

    audience.listeners.add("1", fail)
    audience.listen("1", "one")
    await audience.listeners.tell(["1"])
    assert audience.told == ["one"]
    assert "out of order" in caplog.text
