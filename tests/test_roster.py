"""Which of an account's handsets are followed."""

import pytest

from custom_components.jingl.feed import Fetched
from custom_components.jingl.roster import Roster


def fetched(*present: str, missing: tuple[str, ...] = (), listed: bool = True) -> Fetched[None]:
    """Return a fetch that found these handsets."""
    return Fetched(records=dict.fromkeys(present), missing=missing, listed=listed)


@pytest.fixture
def roster() -> Roster:
    return Roster(chosen=["100", "101"], ignored=["102"], track_new=True)


def test_what_the_user_left_out_is_not_new(roster: Roster) -> None:
    assert roster.settle(fetched("100", "101", "102", "103")) == ({"103"}, set())
    assert roster.followed == ["100", "101", "103"]


def test_nothing_is_new_for_a_user_who_wants_none() -> None:
    roster = Roster(chosen=["100"], ignored=[], track_new=False)
    assert roster.settle(fetched("100", "101")) == (set(), set())
    assert not roster.has_news(fetched("100", "101"))


def test_gone_is_what_a_complete_list_lacks_and_nobody_knows_singly(roster: Roster) -> None:
    assert roster.settle(fetched("100", missing=("101",), listed=False)) == (set(), set())
    assert roster.settle(fetched("100")) == (set(), set())
    assert roster.settle(fetched("100", missing=("101",))) == (set(), {"101"})
    assert roster.followed == ["100"]
    assert roster.chosen == ["100", "101"], "it is followed again if it comes back"


def test_what_comes_back_is_followed_even_if_nothing_new_is() -> None:
    roster = Roster(chosen=["100"], ignored=[], track_new=False)
    roster.settle(fetched(missing=("100",)))
    assert roster.followed == []
    assert roster.has_news(fetched("100"))
    roster.settle(fetched("100"))
    assert roster.followed == ["100"]


def test_news_is_news_only_once(roster: Roster) -> None:
    assert not roster.has_news(fetched("100", "101"))
    assert roster.has_news(fetched("100", "101", "103"))
    assert not roster.has_news(fetched("100", "101", "103"))
    assert roster.has_news(fetched("100", "103", missing=("101",)))
    assert not roster.has_news(fetched("100", "103", missing=("101",)))
    assert not roster.has_news(fetched("100", "101", "102"))
