"""How often an account made phones ring, and how often it was refused."""

from typing import Any, Final

from hypothesis import given, strategies as st
import pytest

from homeassistant.core import HomeAssistant

from custom_components.jingl.dialling import record as dial_record
from custom_components.jingl.dialling.policy import DAY, Limit, Refusal
from custom_components.jingl.dialling.record import (
    MANY_REFUSALS,
    CallLimit,
    DialRecords,
    Exhausted,
    Refusals,
)

TEN: Final = Limit(10, 300.0)
PER_DAY: Final = Limit(200, DAY)
HOUR: Final = 3600.0


def reserve(limit: CallLimit, now: float, calls: int = 10) -> bool:
    """Request a call; return whether it is within the limit."""
    return limit.reserve(now, [Limit(calls, 300.0)]) is None


class TestLimit:
    """The limit on calls."""

    def test_calls_are_permitted_up_to_the_limit_and_no_further(self) -> None:
        limit = CallLimit()
        assert [reserve(limit, 0) for _ in range(12)] == [True] * 10 + [False] * 2

    def test_a_call_counts_until_the_window_has_passed(self) -> None:
        limit = CallLimit()
        moments = {0: True, 100: True, 299.9: False, 300: True, 399.9: False, 400: True}
        assert {now: reserve(limit, now, 2) for now in moments} == moments

    def test_a_refused_call_does_not_count(self) -> None:
        limit = CallLimit()
        assert reserve(limit, 0, 1)
        assert not any(reserve(limit, second, 1) for second in range(1, 300))
        assert reserve(limit, 300, 1)

    def test_a_released_place_does_not_count_and_is_released_only_once(self) -> None:
        limit = CallLimit()
        assert reserve(limit, 0, 1)
        limit.give_back(0)
        limit.give_back(0)
        assert reserve(limit, 1, 1)
        assert not reserve(limit, 2, 1)

    def test_a_changed_limit_applies_from_then_on(self) -> None:
        limit = CallLimit()
        assert all(reserve(limit, 0, 3) for _ in range(3))
        assert not reserve(limit, 1, 2)
        assert reserve(limit, 1, 4)
        assert limit.reserve(61, [Limit(1, 60.0)]) is None

    def test_it_says_how_long_the_wait_is(self) -> None:
        limit = CallLimit()
        limits = [Limit(2, 300.0), Limit(3, DAY)]
        for now in (0, 100):
            assert limit.reserve(now, limits) is None
        assert limit.reserve(130, limits) == Exhausted(limits[0], 170)
        assert limit.reserve(300, limits) is None
        # The daily limit is also used up, and takes longer.
        assert limit.reserve(310, limits) == Exhausted(limits[1], DAY - 310)

    def test_the_day_has_its_own_limit(self) -> None:
        limit = CallLimit()
        made = [now for now in range(0, 4 * 3600, 60) if not limit.reserve(now, [TEN, PER_DAY])]
        assert len(made) == 200
        assert limit.reserve(DAY - 1, [TEN, PER_DAY]) == Exhausted(PER_DAY, 1)
        assert limit.reserve(DAY, [TEN, PER_DAY]) is None

    def test_a_loop_at_the_limit_is_noticed_at_the_third_time(self) -> None:
        limit = CallLimit()
        noticed = [
            now
            for now in range(0, 2 * 3600, 30)
            if not limit.reserve(now, [TEN]) and limit.note_use(now, [TEN])
        ]
        assert noticed[:2] == [870, 1170]

    def test_a_busy_morning_or_an_occasional_limit_is_not_a_loop(self) -> None:
        limit = CallLimit()
        for _ in range(50):
            limit.reserve(0, [TEN])
            assert not limit.note_use(0, [TEN])
        for step in range(1, 10):
            for _ in range(10):
                limit.reserve(step * 2000.0, [TEN])
            assert not limit.note_use(step * 2000.0, [TEN])

    def test_calls_from_an_earlier_run_count_for_a_day(self) -> None:
        limit = CallLimit()
        limit.remember([-DAY, 50 - DAY, -200.0, -20.0], now=0)
        assert limit.calls == [50 - DAY, -200.0, -20.0]
        assert not reserve(limit, 0, 2)
        assert reserve(limit, 100, 2)

    @given(pauses=st.lists(st.floats(0, 400), max_size=60), calls=st.integers(1, 5))
    def test_no_window_holds_more_calls_than_permitted(
        self, pauses: list[float], calls: int
    ) -> None:
        limit = CallLimit()
        now, made = 0.0, list[float]()
        for pause in pauses:
            now += pause
            before = sum(each > now - 300.0 for each in made)
            permitted = reserve(limit, now, calls)
            assert permitted == (before < calls)
            if permitted:
                made.append(now)


def add(refusals: Refusals, minutes: float) -> bool:
    """Count a refusal this many minutes after the start; return whether they pile up."""
    refusals.add(Refusal.KIND, minutes * 60)
    return refusals.pile_up()


class TestRefusals:
    """Refusals, and how often they occur."""

    def test_each_rule_has_its_own_count(self) -> None:
        refusals = Refusals()
        assert refusals.counts == {}
        for refusal in (Refusal.KIND, Refusal.TOO_MANY, Refusal.KIND):
            refusals.add(refusal, 0)
        assert refusals.counts == {"kind": 2, "too_many": 1}
        assert [type(key) for key in refusals.counts] == [str, str]

    def test_refusals_within_the_last_hour_are_listed_by_rule(self) -> None:
        refusals = Refusals()
        for minute in range(90):
            refusals.add(Refusal.KIND, minute * 60)
        refusals.add(Refusal.DENIED, 0)
        lately = dict.fromkeys(Refusal, 0)
        assert refusals.lately(90 * 60) == lately | {Refusal.KIND: 60}

    def test_the_tenth_within_an_hour_is_one_too_many(self) -> None:
        refusals = Refusals()
        assert [add(refusals, minute) for minute in range(12)] == [False] * 9 + [True] * 3

    def test_all_rules_together_pile_up(self) -> None:
        refusals = Refusals()
        piled_up = []
        for rule in [*Refusal, *Refusal][:MANY_REFUSALS]:
            refusals.add(rule, 0)
            piled_up.append(refusals.pile_up())
        assert piled_up == [False] * 9 + [True]
        assert not any(refusals.pile_up(rule) for rule in Refusal)

    def test_one_rule_piles_up_regardless_of_others(self) -> None:
        refusals = Refusals()
        for _ in range(MANY_REFUSALS):
            assert not refusals.pile_up(Refusal.EMERGENCY)
            refusals.add(Refusal.EMERGENCY, 0)
            refusals.add(Refusal.KIND, 0)
        assert refusals.pile_up(Refusal.EMERGENCY)
        assert not refusals.pile_up(Refusal.DENIED)

    def test_an_hour_to_the_second_still_counts(self) -> None:
        refusals = Refusals()
        assert not any(add(refusals, 0) for _ in range(9))
        assert add(refusals, 60)
        assert not add(refusals, 60.1)

    def test_spread_out_refusals_do_not_pile_up(self) -> None:
        refusals = Refusals()
        assert not any(add(refusals, 7 * step) for step in range(100))
        assert refusals.counts == {"kind": 100}

    def test_after_a_quiet_hour_the_count_starts_again(self) -> None:
        refusals = Refusals()
        assert any(add(refusals, 0) for _ in range(10))
        assert [add(refusals, 61) for _ in range(10)] == [False] * 9 + [True]

    @given(pauses=st.lists(st.integers(0, 900), max_size=60))
    def test_they_pile_up_when_ten_of_them_are_within_an_hour(self, pauses: list[int]) -> None:
        refusals = Refusals()
        now, all_of_them = 0, list[int]()
        for pause in pauses:
            now += pause
            all_of_them.append(now)
            recent = [each for each in all_of_them if now - each <= HOUR]
            refusals.add(Refusal.DENIED, now)
            assert refusals.pile_up() == (len(recent) >= MANY_REFUSALS)
        assert sum(refusals.counts.values()) == len(pauses)


class Clocks:
    """A machine's two clocks, set by a test."""

    def __init__(self) -> None:
        self.wall, self.run = 1_800_000_000.0, 50.0

    def tick(self, seconds: float) -> None:
        self.wall += seconds
        self.run += seconds


class TestStore:
    """Calls remembered over a restart."""

    @pytest.fixture
    def clocks(self, monkeypatch: pytest.MonkeyPatch) -> Clocks:
        clocks = Clocks()
        monkeypatch.setattr(dial_record, "time", lambda: clocks.wall)
        monkeypatch.setattr(dial_record, "monotonic", lambda: clocks.run)
        return clocks

    @staticmethod
    async def restart(
        hass: HomeAssistant, clocks: Clocks, before: DialRecords | None = None
    ) -> DialRecords:
        """Save, then load as a new run does, whose monotonic clock starts again."""
        if before:
            await before._store.async_save(before._moments())
        clocks.run = 7.0
        after = DialRecords(hass)
        await after.load()
        return after

    @staticmethod
    def places(records: DialRecords, clocks: Clocks, calls: int = 10) -> int:
        """Place as many calls as permitted now, and return how many."""
        limit = records.of("mycompany").limit
        return sum(limit.reserve(clocks.run, [Limit(calls, 300.0)]) is None for _ in range(20))

    async def test_calls_count_for_the_same_time_with_and_without_a_restart(
        self, hass: HomeAssistant, clocks: Clocks
    ) -> None:
        before = await self.restart(hass, clocks)
        assert self.places(before, clocks) == 10
        clocks.tick(100)
        after = await self.restart(hass, clocks, before)
        assert self.places(after, clocks) == 0
        clocks.tick(199)
        assert self.places(after, clocks) == 0
        clocks.tick(1)
        assert self.places(after, clocks) == 10

    async def test_only_times_are_kept_and_only_for_a_day(
        self, hass: HomeAssistant, hass_storage: dict[str, Any], clocks: Clocks
    ) -> None:
        records = await self.restart(hass, clocks)
        self.places(records, clocks, 1)
        records.of("other").refusals.add(Refusal.KIND, clocks.run)
        clocks.tick(60)
        self.places(records, clocks, 2)
        clocks.tick(DAY - 60)
        await self.restart(hass, clocks, records)
        assert hass_storage["jingl.calls"]["data"] == {"mycompany": [1_800_000_060.0]}
        assert records._store._private
        assert records._store._atomic_writes

    async def test_putting_the_clock_back_during_a_run_changes_nothing(
        self, hass: HomeAssistant, clocks: Clocks
    ) -> None:
        records = await self.restart(hass, clocks)
        assert self.places(records, clocks) == 10
        clocks.wall -= HOUR
        clocks.tick(299)
        assert self.places(records, clocks) == 0
        clocks.tick(1)
        assert self.places(records, clocks) == 10
        after = await self.restart(hass, clocks, records)
        clocks.tick(299)
        assert self.places(after, clocks) == 0
        clocks.tick(1)
        assert self.places(after, clocks) == 10

    async def test_putting_the_clock_back_between_runs_blocks_no_longer_than_the_window(
        self, hass: HomeAssistant, clocks: Clocks
    ) -> None:
        records = await self.restart(hass, clocks)
        assert self.places(records, clocks) == 10
        await records._store.async_save(records._moments())
        clocks.wall -= 30 * DAY
        after = await self.restart(hass, clocks)
        clocks.tick(299)
        assert self.places(after, clocks) == 0
        clocks.tick(1)
        assert self.places(after, clocks) == 10

    async def test_nothing_is_saved_if_there_were_no_calls(
        self, hass: HomeAssistant, hass_storage: dict[str, Any], clocks: Clocks
    ) -> None:
        records = await self.restart(hass, clocks)
        assert self.places(records, clocks) == 10
        assert "jingl.calls" not in hass_storage
