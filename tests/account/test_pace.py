"""What decides when to ask Jingl."""

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.jingl.account.pace import Pace, since
from custom_components.jingl.api import JinglAuthenticationError, JinglRateLimitError


@pytest.fixture
def pace(freezer: FrozenDateTimeFactory) -> Pace:
    return Pace({})


def test_at_the_start_nothing_has_happened(pace: Pace) -> None:
    assert (pace.acted_at, pace.since_rate_limit) == (None, None)
    pace.check_may_ask()


def test_an_action_is_remembered(pace: Pace, freezer: FrozenDateTimeFactory) -> None:
    pace.note_action()
    freezer.tick(9)
    assert since(pace.acted_at) == 9


@pytest.mark.parametrize(
    ("wanted", "seconds"), [(20.0, 20), (10.0**9, 15 * 60)], ids=["20 s", "for ever"]
)
def test_jingl_is_left_alone_for_as_long_as_it_asks_up_to_15_minutes(
    pace: Pace, freezer: FrozenDateTimeFactory, wanted: float, seconds: int
) -> None:
    pace.note_rate_limit(wanted)
    freezer.tick(seconds - 1)
    with pytest.raises(JinglRateLimitError, match=r"another 1 s") as error:
        pace.check_may_ask()
    assert error.value.retry_after == 1
    freezer.tick(1)
    pace.check_may_ask()
    assert pace.since_rate_limit == seconds


def test_without_a_given_time_jingl_may_be_asked_at_once(pace: Pace) -> None:
    pace.note_rate_limit(None)
    pace.check_may_ask()
    assert pace.since_rate_limit == 0


def test_who_wants_fewer_requests_of_one_thing_does_not_cut_short_a_pause(pace: Pace) -> None:
    pace.note_rate_limit(300)
    pace.note_slow_down()
    assert pace.is_left_alone
    assert pace.since_rate_limit == 0


def test_polls_go_on_when_fewer_requests_of_another_thing_are_wanted(pace: Pace) -> None:
    pace.note_slow_down()
    pace.check_may_ask()
    assert pace.since_rate_limit == 0


def test_one_action_a_minute_is_sent_while_jingl_asks_to_be_left_alone(
    pace: Pace, freezer: FrozenDateTimeFactory
) -> None:
    for _ in range(3):
        pace.check_may_act()
    pace.note_rate_limit(300)
    pace.check_may_act()
    freezer.tick(59)
    with pytest.raises(JinglRateLimitError, match=r"another 1 s"):
        pace.check_may_act()
    freezer.tick(1)
    pace.check_may_act()
    freezer.tick(239)
    pace.check_may_act()
    with pytest.raises(JinglRateLimitError, match=r"another 1 s"):
        pace.check_may_act()
    freezer.tick(1)
    pace.check_may_act()


def test_a_login_is_refused_only_on_the_second_401_after_ten_seconds(
    pace: Pace, freezer: FrozenDateTimeFactory
) -> None:
    assert not pace.note_refused_login()
    freezer.tick(9)
    assert not pace.note_refused_login()
    pace.check_may_ask()
    freezer.tick(1)
    assert pace.note_refused_login()
    freezer.tick(30 * 60 - 1)
    with pytest.raises(JinglAuthenticationError, match="tried again in 1 s"):
        pace.check_may_ask()
    freezer.tick(1)
    pace.check_may_ask()
    assert pace.note_refused_login(), "one that was refused before has no second chance"
    assert pace.until_login == 30 * 60
    assert pace.note_accepted_login()
    pace.check_may_ask()
    assert not pace.note_refused_login()
    assert not pace.note_accepted_login()
