"""Which of an account's handsets to follow."""

from typing import Any

import pytest

from custom_components.jingl.account.feed import Fetched
from custom_components.jingl.account.roster import Roster, choice_after


def fetched(*present: str, missing: tuple[str, ...] = (), listed: bool = True) -> Fetched[None]:
    """Return a fetch that found these handsets."""
    return Fetched(records=dict.fromkeys(present), missing=missing, listed=listed)


@pytest.fixture
def roster() -> Roster:
    return Roster(chosen=["100", "101"], ignored=["102"], track_new=True)


def test_a_handset_that_the_user_left_out_is_not_new(roster: Roster) -> None:
    assert roster.settle(fetched("100", "101", "102", "103")) == ({"103"}, set())
    assert roster.followed == ["100", "101", "103"]


def test_nothing_is_new_for_a_user_who_wants_none() -> None:
    roster = Roster(chosen=["100"], ignored=[], track_new=False)
    assert roster.settle(fetched("100", "101")) == (set(), set())
    assert not roster.has_news(fetched("100", "101"))


class TestGone:
    """Handsets that are gone, so that their devices are removed."""

    LACKS_101 = fetched("100", missing=("101",))

    def test_only_two_reads_in_a_row_make_a_handset_gone(self, roster: Roster) -> None:
        assert roster.settle(self.LACKS_101) == (set(), set())
        assert roster.is_in_doubt
        assert roster.followed == ["100", "101"]
        assert roster.settle(self.LACKS_101) == (set(), {"101"})
        assert not roster.is_in_doubt
        assert roster.followed == ["100"]
        assert roster.chosen == ["100", "101"], "it is followed again if it comes back"
        assert roster.settle(fetched("100")) == (set(), set()), "it goes only once"

    @pytest.mark.parametrize(
        "between",
        [
            fetched("100", "101"),
            fetched("100"),  # it only failed
            fetched("100", missing=("101",), listed=False),
        ],
        ids=["it is there", "it fails", "there is no list"],
    )
    def test_two_reads_are_not_in_a_row_with_another_between_them(
        self, roster: Roster, between: Fetched[None]
    ) -> None:
        for read in (self.LACKS_101, between, self.LACKS_101):
            assert roster.settle(read) == (set(), set())
        assert roster.settle(self.LACKS_101) == (set(), {"101"})

    def test_without_a_list_no_handset_is_ever_gone(self, roster: Roster) -> None:
        for _ in range(3):
            unlisted = fetched("100", missing=("101",), listed=False)
            assert roster.settle(unlisted) == (set(), set())
            assert not roster.is_in_doubt

    @pytest.mark.parametrize("others", [(), ("102",)], ids=["none", "others"])
    def test_none_is_gone_while_all_are_missing(
        self, roster: Roster, others: tuple[str, ...]
    ) -> None:
        for _ in range(3):
            assert roster.settle(fetched(*others, missing=("100", "101"))) == (set(), set())
            assert roster.followed == ["100", "101"]
            assert not roster.is_in_doubt
        assert roster.missing(()) == {"100", "101"}


class TestArrived:
    """Handsets that were added by themselves."""

    @pytest.fixture
    def roster(self) -> Roster:
        return Roster(chosen=["100", "103"], ignored=[], track_new=True, arrived=["103"])

    def test_an_arrived_handset_is_distinguished_from_a_chosen_one(self, roster: Roster) -> None:
        roster.settle(fetched("100", "103", "104"))
        roster.settle(fetched("100", missing=("103", "104"), listed=False))
        assert roster.chosen == ["100", "103", "104"]
        assert roster.missing(()) == {"103", "104"}
        for _ in range(2):
            roster.settle(fetched("100", missing=("103", "104")))
        assert roster.chosen == ["100"]

    def test_a_handset_that_arrived_by_itself_leaves_by_itself(self, roster: Roster) -> None:
        for gone in (set(), {"103"}):
            assert roster.settle(fetched("100", missing=("103",))) == (set(), gone)
            assert roster.lost(()) == set(), "nobody need hear of it"
        assert roster.chosen == ["100"]
        assert roster.missing(()) == set()
        assert roster.settle(fetched("100", "103")) == ({"103"}, set()), "then it is new"

    def test_twelve_rounds_of_new_handsets_leave_nothing_behind(self, roster: Roster) -> None:
        before: set[str] = {"103"}
        for each in range(12):
            come = {f"{each}{number:03}" for number in range(200)}
            for _ in range(2):
                roster.settle(fetched("100", *come, missing=tuple(before)))
            assert set(roster.chosen) == {"100", *come}
            before = come
        assert roster.lost(()) == set()

    def test_the_user_is_told_about_one_that_cannot_leave_by_itself(self, roster: Roster) -> None:
        roster.settle(fetched("100", missing=("103",), listed=False))
        assert roster.lost(()) == {"103"}

    def test_only_a_followed_handset_can_have_arrived_by_itself(self) -> None:
        roster = Roster(chosen=["100"], ignored=[], track_new=True, arrived=["103"])
        assert roster.settle(fetched("100", "103")) == ({"103"}, set())
        options = {"handsets": ["100"], "ignored": [], "track_new": True, "arrived": ["103"]}
        assert choice_after(options, new=set(), gone=set())["arrived"] == []


@pytest.mark.parametrize(
    ("now", "handsets", "arrived"),
    [
        ({}, ["100", "103", "105"], ["103", "105"]),
        ({"handsets": ["100", "103"]}, ["100", "103", "105"], ["103", "105"]),
        ({"ignored": ["105"]}, ["100", "103"], ["103"]),
        ({"track_new": False}, ["100", "103"], ["103"]),
        # Once chosen in the form, a handset no longer leaves by itself.
        ({"arrived": []}, ["100", "103", "104", "105"], ["105"]),
        ({"handsets": ["100", "104", "105"], "arrived": []}, ["100", "104", "105"], []),
    ],
    ids=str,
)
def test_arrivals_and_departures_leave_alone_what_the_user_saved_meanwhile(
    now: dict[str, Any], handsets: list[str], arrived: list[str]
) -> None:
    before = {"handsets": ["100", "103", "104"], "arrived": ["103", "104"]}
    options = {**before, "ignored": [], "track_new": True, **now}
    choice = choice_after(options, new={"105"}, gone={"104"})
    assert choice == {"handsets": handsets, "arrived": arrived}


def test_a_returning_handset_is_followed_even_if_new_ones_are_not() -> None:
    roster = Roster(chosen=["100", "101"], ignored=[], track_new=False)
    for _ in range(2):
        roster.settle(fetched("101", missing=("100",)))
    assert roster.followed == ["101"]
    assert roster.has_news(fetched("100", "101"))
    roster.settle(fetched("100", "101"))
    assert roster.followed == ["100", "101"]


def test_a_handset_that_returns_after_all_were_missing_is_news(roster: Roster) -> None:
    roster.settle(fetched(missing=("100", "101")))
    assert roster.has_news(fetched("100", missing=("101",)))


def test_news_is_news_only_once(roster: Roster) -> None:
    assert not roster.has_news(fetched("100", "101"))
    assert roster.has_news(fetched("100", "101", "103"))
    assert not roster.has_news(fetched("100", "101", "103"))
    assert roster.has_news(fetched("100", "103", missing=("101",)))
    assert not roster.has_news(fetched("100", "103", missing=("101",)))
    assert not roster.has_news(fetched("100", "101", "102"))


def test_without_a_list_a_handset_that_cannot_be_read_is_not_news(roster: Roster) -> None:
    assert not roster.has_news(fetched("100", missing=("101",), listed=False))
    assert roster.has_news(fetched("100", "103", missing=("101",), listed=False))


class TestMissing:
    """Chosen handsets that Jingl does not know."""

    def test_one_that_cannot_be_read_singly_is_missing_until_it_can(self, roster: Roster) -> None:
        assert roster.missing(()) == set()
        roster.settle(fetched("100", missing=("101",), listed=False))
        assert roster.missing(()) == {"101"}
        roster.settle(fetched("100", "101", listed=False))
        assert roster.missing(()) == set()

    def test_one_that_is_gone_stays_missing_even_if_it_is_no_longer_asked_for(
        self, roster: Roster
    ) -> None:
        for _ in range(2):
            roster.settle(fetched("100", missing=("101",)))
        roster.settle(fetched("100"))
        assert roster.missing(()) == roster.lost(()) == {"101"}

    def test_one_that_answers_anything_but_404_is_not_missing(self, roster: Roster) -> None:
        roster.settle(fetched("100", missing=("101",), listed=False))
        assert roster.missing(("101",)) == set()

    def test_all_have_vanished_only_if_nothing_answers(self, roster: Roster) -> None:
        roster.settle(fetched(missing=("100", "101")))
        assert roster.has_vanished(())
        assert not roster.has_vanished(("100",))
        assert not roster.has_vanished(("102",)), "there are others to choose from"
        roster.settle(fetched("102"))
        assert not roster.has_vanished(())
        assert roster.missing(()) == {"100", "101"}

    def test_none_has_vanished_while_one_of_them_is_only_failing(self, roster: Roster) -> None:
        roster.settle(fetched(missing=("100",), listed=False))
        assert not roster.has_vanished(())
        roster.settle(fetched(missing=("100", "101"), listed=False))
        assert roster.has_vanished(())

    def test_one_that_nobody_chose_is_not_missing(self, roster: Roster) -> None:
        roster.settle(fetched("100", "101", missing=("102",)))
        assert roster.missing(()) == set()

    def test_nothing_vanishes_if_nothing_was_chosen(self) -> None:
        roster = Roster(chosen=[], ignored=[], track_new=True)
        roster.settle(fetched())
        assert not roster.has_vanished(())
