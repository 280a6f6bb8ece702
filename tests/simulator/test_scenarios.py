"""The named scenarios, and a day at the office with a clock set by hand."""

from collections import Counter
from random import Random

import pytest

from simulator.office import office_moves
from simulator.scenarios import SCENARIOS, run
from simulator.state import Account, Cloud, Endpoints, State

from .conftest import Clock
from .test_invariants import check

MOBILE = "0409123456"


def chance(seed: int) -> Random:
    """Return an office's random generator, which needs no cryptography."""
    return Random(seed)  # noqa: S311


def fill(scenario: str, cloud: Cloud, handsets: int = 6) -> Account:
    account = cloud.add_account()
    SCENARIOS[scenario].fill(account, handsets)
    return account


def story(account: Account) -> list[tuple[str, State, str]]:
    statuses = map(account.status, account.handsets)
    return [(status.extension, status.state, status.other_number) for status in statuses]


class Day:
    """Let time pass only while the office pauses, until the day is over."""

    class OverError(Exception):
        """The day is over."""

    def __init__(self, account: Account, clock: Clock, seconds: float) -> None:
        self.account = account
        self.clock = clock
        self.end = clock.now + seconds
        self.moments: list[list[tuple[str, State, str]]] = []

    async def sleep(self, seconds: float) -> None:
        """Let the pause pass, unless that ends the day."""
        check(self.account)
        self.moments.append(story(self.account))
        self.clock.now += seconds
        if self.clock.now > self.end:
            raise self.OverError

    async def live(self, seed: int) -> None:
        """Run the day."""
        with pytest.raises(self.OverError):
            await run(SCENARIOS["office"], self.account, chance(seed), self.sleep)


@pytest.mark.parametrize(
    ("scenario", "endpoints"),
    [
        ("quiet", Endpoints()),
        ("office", Endpoints()),
        ("no_lists", Endpoints(handset_list=False, status_list=False)),
        ("no_status", Endpoints(handset_list=False, status_list=False, status=False)),
    ],
)
def test_an_office_has_six_handsets(scenario: str, endpoints: Endpoints, cloud: Cloud) -> None:
    account = fill(scenario, cloud)
    assert account.endpoints == endpoints
    assert list(account.handsets) == ["100", "101", "102", "103", "104", "105"]
    assert account.handset("100").name == "Reception"


def test_a_large_account_has_as_many_handsets_as_requested(cloud: Cloud) -> None:
    assert len(fill("large", cloud, 1234).handsets) == 1234


async def test_nothing_happens_in_a_quiet_office(cloud: Cloud) -> None:
    account = fill("quiet", cloud)
    await run(SCENARIOS["quiet"], account, chance(1))
    assert account.calls == []


@pytest.mark.parametrize("seed", range(3))
async def test_somebody_is_always_busy(cloud: Cloud, clock: Clock, seed: int) -> None:
    account = fill("office", cloud)
    day = Day(account, clock, 4 * 3600)
    await day.live(seed)
    idle = {State.IDLE, State.UNAVAILABLE}
    assert all(any(state not in idle for _, state, _ in moment) for moment in day.moments)
    seen = Counter(state for moment in day.moments for _, state, _ in moment)
    assert set(seen) == set(State)


async def test_the_same_seed_gives_the_same_day(clock: Clock) -> None:
    days = []
    for _ in range(2):
        day = Day(fill("office", Cloud(clock)), clock, 600)
        await day.live(7)
        days.append(day)
    assert days[0].moments == days[1].moments


async def test_a_call_placed_meanwhile_is_answered_and_ended(cloud: Cloud, clock: Clock) -> None:
    account = fill("office", cloud)
    await Day(account, clock, 60).live(1)
    account.handset("100").register("101.100.99.98:5060")
    call = account.place_call("100", MOBILE)
    await Day(account, clock, 600).live(2)
    assert call.connected_at is not None
    assert call.ended


async def test_a_handset_may_be_removed_meanwhile(cloud: Cloud, clock: Clock) -> None:
    account = fill("office", cloud)
    await Day(account, clock, 60).live(1)
    for extension in ("100", "101", "102", "103", "104"):
        account.remove_handset(extension)
    await Day(account, clock, 600).live(2)


def test_an_empty_office_is_quiet(cloud: Cloud) -> None:
    account = cloud.add_account()
    moves = office_moves(account, chance(1))
    for _ in range(10):
        next(moves).operation()
    assert account.calls == []
