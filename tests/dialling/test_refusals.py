"""What was refused, and how often."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, strategies as st

from custom_components.jingl.dialling.policy import Refusal
from custom_components.jingl.dialling.refusals import MANY_REFUSALS, Refusals

START = datetime(2026, 11, 3, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def add(refusals: Refusals, minutes: float) -> bool:
    """Count a refusal so many minutes after the start; return whether they pile up."""
    refusals.add(Refusal.KIND, START + timedelta(minutes=minutes))
    return refusals.pile_up()


def test_each_rule_has_its_count() -> None:
    refusals = Refusals()
    assert refusals.counts == {}
    for refusal in (Refusal.KIND, Refusal.TOO_MANY, Refusal.KIND):
        refusals.add(refusal, START)
    assert refusals.counts == {"kind": 2, "too_many": 1}
    assert [type(key) for key in refusals.counts] == [str, str]


def test_the_tenth_within_an_hour_is_one_too_many() -> None:
    refusals = Refusals()
    assert [add(refusals, minute) for minute in range(12)] == [False] * 9 + [True] * 3


def test_all_rules_together_pile_up() -> None:
    refusals = Refusals()
    piled_up = []
    for rule in [*Refusal, *Refusal][:MANY_REFUSALS]:
        refusals.add(rule, START)
        piled_up.append(refusals.pile_up())
    assert piled_up == [False] * 9 + [True]
    assert not any(refusals.pile_up(rule) for rule in Refusal)


def test_one_rule_piles_up_whatever_others_refuse() -> None:
    refusals = Refusals()
    for _ in range(MANY_REFUSALS):
        assert not refusals.pile_up(Refusal.EMERGENCY)
        refusals.add(Refusal.EMERGENCY, START)
        refusals.add(Refusal.KIND, START)
    assert refusals.pile_up(Refusal.EMERGENCY)
    assert not refusals.pile_up(Refusal.DENIED)


def test_an_hour_to_the_second_still_counts() -> None:
    refusals = Refusals()
    assert not any(add(refusals, 0) for _ in range(9))
    assert add(refusals, 60)
    assert not add(refusals, 60.1)


def test_refusals_that_are_spread_out_are_no_reason_to_worry() -> None:
    refusals = Refusals()
    assert not any(add(refusals, 7 * step) for step in range(100))
    assert refusals.counts == {"kind": 100}


def test_after_a_quiet_hour_it_begins_anew() -> None:
    refusals = Refusals()
    assert any(add(refusals, 0) for _ in range(10))
    assert [add(refusals, 61) for _ in range(10)] == [False] * 9 + [True]


@given(pauses=st.lists(st.integers(0, 900), max_size=60))
def test_they_pile_up_when_ten_of_them_are_within_an_hour(pauses: list[int]) -> None:
    refusals = Refusals()
    now, all_of_them = START, list[datetime]()
    for pause in pauses:
        now += timedelta(seconds=pause)
        all_of_them.append(now)
        recent = [each for each in all_of_them if now - each <= HOUR]
        refusals.add(Refusal.DENIED, now)
        assert refusals.pile_up() == (len(recent) >= MANY_REFUSALS)
    assert sum(refusals.counts.values()) == len(pauses)
