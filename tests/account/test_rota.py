"""Which handsets' turn it is to be asked."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import count, pairwise

from hypothesis import given, strategies as st
import pytest

from custom_components.jingl.account.polling import Situation, request_rate
from custom_components.jingl.account.rota import MOST, Budget, Waiting, turns

MINUTE = 60.0
HOUR = 60 * MINUTE
RATE = 2.0

handsets = st.lists(
    st.builds(
        Waiting,
        asked_at=st.none() | st.floats(-HOUR, 0),
        urgent=st.booleans(),
        in_call=st.booleans(),
        calls=st.floats(0, 1000),
    ),
    min_size=1,
    max_size=40,
)


@dataclass
class Office:
    """Handsets that are asked in turns, and when each was asked."""

    waiting: dict[str, Waiting]
    rate: float = RATE
    budget: Budget = field(default_factory=Budget)
    asked: list[tuple[float, str]] = field(default_factory=list)

    def ask(self, now: float) -> list[str]:
        """Ask whose turn it is now."""
        asked, self.budget = turns(now, self.waiting, self.budget, self.rate)
        for extension in asked:
            self.waiting[extension] = replace(self.waiting[extension], asked_at=now)
            self.asked.append((now, extension))
        return asked

    def pass_time(self, seconds: int) -> None:
        """Ask every second."""
        for now in range(seconds):
            self.ask(now)

    @property
    def shares(self) -> Counter[str]:
        """Return how often each was asked."""
        return Counter(extension for _, extension in self.asked)


def named(waiting: list[Waiting]) -> dict[str, Waiting]:
    return {str(100 + number): each for number, each in enumerate(waiting)}


def office(number: int, **others: Waiting) -> Office:
    """Return an office with this many idle handsets, and others."""
    return Office(named([Waiting(asked_at=0)] * number) | others)


def most_within(seconds: float, asked: list[float]) -> int:
    """Return the most requests within any period of this many seconds."""
    return max(sum(at <= each < at + seconds for each in asked) for at in asked)


# What always holds


@given(
    waiting=handsets,
    intervals=st.lists(st.floats(0.01, 20), max_size=100),
    rates=st.lists(st.sampled_from([0.35, 0.7, 1.0, 2.0]), min_size=1, max_size=5),
)
def test_polls_at_any_time_never_send_more_than_the_bound(
    waiting: list[Waiting], intervals: list[float], rates: list[float]
) -> None:
    case, now = Office(named(waiting)), 0.0
    case.ask(now)
    for number, interval in enumerate(intervals):
        now += interval
        case.rate = rates[number % len(rates)]
        case.ask(now)
    asked = [at for at, _ in case.asked]
    assert most_within(0.9, asked) <= MOST
    assert most_within(MINUTE, asked) <= MOST + MINUTE * max(rates)


@given(waiting=handsets, since=st.floats(0, HOUR - 1))
def test_half_as_much_is_sent_after_too_many_requests(waiting: list[Waiting], since: float) -> None:
    situation = Situation(in_call=True, since_rate_limit=since)
    case = Office(named(waiting), rate=request_rate(situation, len(waiting)))
    case.pass_time(180)
    assert most_within(MINUTE, [at for at, _ in case.asked]) <= MOST + MINUTE * RATE / 2


@given(data=st.data(), waiting=handsets)
def test_no_handset_waits_longer_than_twice_the_average(
    data: st.DataObject, waiting: list[Waiting]
) -> None:
    case = Office(named(waiting))
    last = dict.fromkeys(case.waiting, 0)
    turn = count(1)
    for now in range(120):
        extension, urgent, in_call = data.draw(
            st.tuples(st.sampled_from([*case.waiting]), st.booleans(), st.booleans())
        )
        changed = replace(case.waiting[extension], urgent=urgent, in_call=in_call)
        case.waiting[extension] = changed
        for asked in case.ask(now):
            last[asked] = next(turn)
        newest = max(last.values())
        assert newest - min(last.values()) <= 2 * len(waiting)


@given(waiting=handsets, now=st.floats(0, 1e9))
def test_no_handset_is_asked_twice_at_once(waiting: list[Waiting], now: float) -> None:
    asked, _ = turns(now, named(waiting), Budget(), RATE)
    assert len(asked) == len({*asked}) == min(MOST, len(waiting))


@given(waiting=handsets, now=st.floats(0, 1e9), later=st.floats(0, 1e9))
def test_only_elapsed_time_matters(waiting: list[Waiting], now: float, later: float) -> None:
    cases = []
    for by in (0.0, later):
        case = Office(named([replace(each, asked_at=None) for each in waiting]))
        cases.append([case.ask(now + by + 4 * seconds) for seconds in range(10)])
    assert cases[0] == cases[1]


def test_without_handsets_nothing_is_asked() -> None:
    assert turns(5, {}, Budget(), RATE) == ([], Budget())


# In which order


def test_all_are_asked_evenly_while_nothing_happens() -> None:
    case = replace(office(10), budget=Budget().used_up(0))
    case.pass_time(100)
    times = [[at for at, each in case.asked if each == extension] for extension in case.waiting]
    assert {later - at for each in times for at, later in pairwise(each)} == {5}


def test_a_handset_never_asked_comes_first() -> None:
    assert office(10, new=Waiting()).ask(100)[0] == "new"


@pytest.mark.parametrize("number", [10, 100, 1000])
def test_a_handset_about_to_change_is_asked_every_2_seconds(number: int) -> None:
    case = office(number, urgent=Waiting(asked_at=0, urgent=True))
    case.pass_time(60)
    assert case.shares["urgent"] >= 29


@pytest.mark.parametrize(
    "liked",
    [
        pytest.param(Waiting(asked_at=0, in_call=True), id="in a call"),
        pytest.param(Waiting(asked_at=0, calls=100), id="used to calls"),
    ],
)
def test_a_handset_likely_to_have_news_is_asked_more_often(liked: Waiting) -> None:
    case = office(30, liked=liked)
    case.pass_time(600)
    others = [case.shares[extension] for extension in case.waiting if extension != "liked"]
    assert case.shares["liked"] > 1.1 * max(others)


def test_one_call_is_no_habit() -> None:
    case = office(30, liked=Waiting(asked_at=0, calls=1))
    case.pass_time(600)
    others = [case.shares[extension] for extension in case.waiting if extension != "liked"]
    assert case.shares["liked"] <= 1.05 * max(others)


# How much


def polls(case: Office, until: float) -> Iterator[float]:
    """Ask whenever the budget allows it, on a timer in whole seconds; yield each time."""
    now = 0.0
    while now < until:
        yield now
        case.ask(now)
        now += max(1.0, case.budget.wait(now, case.rate))


@pytest.mark.parametrize("rate", [0.05, 0.7, 1.0, 2.0])
def test_the_whole_budget_is_used_evenly(rate: float) -> None:
    case = replace(office(50), rate=rate)
    times = [*polls(case, 1000)]
    assert len(case.asked) == pytest.approx(1000 * rate, abs=MOST + 1)
    assert max(later - at for at, later in pairwise(times)) <= max(1, 1 / rate) + 1e-6


def test_unused_budget_is_saved_up_for_one_poll_only() -> None:
    case = office(50)
    case.ask(0)
    assert len(case.ask(HOUR)) == MOST
    assert len(case.ask(HOUR + 1)) == RATE


def test_after_asking_all_handsets_nothing_is_saved_up() -> None:
    budget = Budget().used_up(10)
    assert budget.requests(10, RATE) == 0
    assert budget.wait(10, 0.2) == 5
    assert budget.requests(15, 0.2) == 1


def test_a_poll_out_of_turn_waits_for_most_of_a_second() -> None:
    case = office(50)
    assert len(case.ask(0)) == MOST
    assert case.ask(0.8) == []
    assert case.budget.wait(0.8, RATE) == pytest.approx(0.1)


def test_requests_sent_out_of_turn_are_owed() -> None:
    budget = Budget().less(5, 0, RATE)
    assert budget.requests(1, RATE) == 0
    assert budget.requests(2, RATE) == 2


def test_another_request_in_the_same_poll_costs_a_turn() -> None:
    case = office(50)
    asked, budget = turns(0, case.waiting, case.budget, RATE, others=1)
    assert len(asked) == MOST - 1
    assert budget == case.budget.less(MOST, 0, RATE)
    assert turns(0, case.waiting, budget, RATE, others=1)[0] == []


def test_one_may_have_to_be_asked_though_it_is_owed() -> None:
    case = office(3)
    assert len(case.ask(0)) == MOST
    asked, budget = turns(0.5, case.waiting, case.budget, RATE, at_least=1)
    assert len(asked) == 1
    assert budget.requests(0.5 + 1, RATE) == case.budget.requests(0.5 + 1, RATE) - 1
    assert turns(0.5, {}, case.budget, RATE, at_least=1)[0] == []
