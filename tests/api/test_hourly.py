"""How often something happened recently."""

import pytest

from custom_components.jingl.api.hourly import HourlyCount


class Clock:
    """A clock that only moves when a test says so."""

    now = 5000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def count(clock: Clock) -> HourlyCount:
    return HourlyCount(clock)


def test_at_the_start_nothing_has_happened(count: HourlyCount) -> None:
    assert count.total == 0


def test_what_happens_within_an_hour_is_counted(count: HourlyCount, clock: Clock) -> None:
    for _ in range(59):
        count.add()
        count.add()
        clock.now += 60
    assert count.total == 118


def test_what_is_an_hour_old_is_forgotten(count: HourlyCount, clock: Clock) -> None:
    count.add()
    clock.now += 1800
    count.add()
    assert count.total == 2
    clock.now += 1800
    assert count.total == 1
    clock.now += 1800
    assert count.total == 0


def test_memory_stays_the_same_however_much_happens(count: HourlyCount, clock: Clock) -> None:
    for _ in range(10_000):
        count.add()
        clock.now += 7
    assert len(count._counts) <= 60
    assert count.total == pytest.approx(3600 / 7, abs=60 / 7 + 1), "to the minute"
