"""What decides when Jingl is asked."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.util import dt as dt_util

from custom_components.jingl.api import JinglRateLimitError
from custom_components.jingl.pace import Pace, since


def test_at_first_nothing_has_happened() -> None:
    pace = Pace()
    assert pace.acted_on == set()
    assert pace.last_action_at is None
    assert pace.since_sweep == 0
    assert pace.since_rate_limit is None
    pace.check_may_ask()


def test_an_action_counts_for_half_a_minute(freezer: FrozenDateTimeFactory) -> None:
    pace = Pace()
    pace.note_action(["100", "101"])
    freezer.tick(29)
    assert pace.acted_on == {"100", "101"}
    pace.note_action(["101"])
    freezer.tick(1)
    assert pace.acted_on == {"101"}
    assert pace.last_action_at == dt_util.utcnow() - timedelta(seconds=1)


def test_a_sweep_is_remembered(freezer: FrozenDateTimeFactory) -> None:
    pace = Pace()
    pace.note_sweep()
    freezer.tick(7)
    assert pace.since_sweep == 7


@pytest.mark.parametrize(
    ("wanted", "seconds"), [(20.0, 20), (10.0**9, 24 * 60 * 60)], ids=["20 s", "for ever"]
)
def test_jingl_is_left_alone_for_as_long_as_it_wants_but_a_day_at_most(
    freezer: FrozenDateTimeFactory, wanted: float, seconds: int
) -> None:
    pace = Pace()
    pace.note_rate_limit(wanted)
    freezer.tick(seconds - 1)
    with pytest.raises(JinglRateLimitError, match=r"another 1 s") as error:
        pace.check_may_ask()
    assert error.value.retry_after == 1
    freezer.tick(1)
    pace.check_may_ask()
    assert pace.since_rate_limit == seconds


def test_who_names_no_time_may_be_asked_at_once() -> None:
    pace = Pace()
    pace.note_rate_limit(None)
    pace.check_may_ask()
    assert pace.since_rate_limit is not None


def test_what_never_was_is_not_some_time_ago() -> None:
    assert since(None) is None
    assert since(dt_util.utcnow() + timedelta(seconds=5)) == pytest.approx(-5, abs=1)
