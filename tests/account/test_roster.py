"""Which of an account's handsets are followed."""

import pytest

from custom_components.jingl.account.feed import Fetched
from custom_components.jingl.account.roster import Roster


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


def test_without_a_list_nothing_is_news_of_one_that_is_not_to_be_had(roster: Roster) -> None:
    assert not roster.has_news(fetched("100", missing=("101",), listed=False))
    assert roster.has_news(fetched("100", "103", missing=("101",), listed=False))


class TestMissing:
    """Which chosen handsets Jingl does not know."""

    def test_one_that_is_not_to_be_had_singly_is_missing_until_it_is(self, roster: Roster) -> None:
        assert roster.missing(()) == set()
        roster.settle(fetched("100", missing=("101",), listed=False))
        assert roster.missing(()) == {"101"}
        roster.settle(fetched("100", "101", listed=False))
        assert roster.missing(()) == set()

    def test_one_that_is_gone_stays_missing_though_nobody_asks_for_it(self, roster: Roster) -> None:
        roster.settle(fetched("100", missing=("101",)))
        roster.settle(fetched("100"))
        assert roster.missing(()) == {"101"}

    def test_one_that_answers_otherwise_is_not_missing(self, roster: Roster) -> None:
        roster.settle(fetched("100", missing=("101",), listed=False))
        assert roster.missing(("101",)) == set()

    def test_all_have_vanished_only_where_nothing_at_all_answers(self, roster: Roster) -> None:
        roster.settle(fetched(missing=("100", "101")))
        assert roster.has_vanished(())
        assert not roster.has_vanished(("100",))
        assert not roster.has_vanished(("102",)), "there are others to choose from"
        roster.settle(fetched("102"))
        assert not roster.has_vanished(())
        assert roster.missing(()) == {"100", "101"}

    def test_none_has_vanished_while_one_of_them_only_fails(self, roster: Roster) -> None:
        roster.settle(fetched(missing=("100",), listed=False))
        assert not roster.has_vanished(())
        roster.settle(fetched(missing=("100", "101"), listed=False))
        assert roster.has_vanished(())

    def test_one_that_nobody_chose_is_not_missing(self, roster: Roster) -> None:
        roster.settle(fetched("100", "101", missing=("102",)))
        assert roster.missing(()) == set()

    def test_one_that_comes_and_goes_is_missing_like_the_others(self, roster: Roster) -> None:
        roster.settle(fetched("100", "101", "103"))
        roster.settle(fetched("100", "101", missing=("103",)))
        assert roster.missing(()) == {"103"}
        assert roster.followed == ["100", "101"]
        roster.settle(fetched("100", "101", "103"))
        assert roster.missing(()) == set()
        assert roster.followed == ["100", "101", "103"]

    def test_nothing_vanishes_where_nothing_was_chosen(self) -> None:
        roster = Roster(chosen=[], ignored=[], track_new=True)
        roster.settle(fetched())
        assert not roster.has_vanished(())
