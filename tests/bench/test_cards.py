"""The cards' measurements, where no browser is needed."""

from bench.__main__ import CARDS, FULL, measurements, of_cards
from bench.cards.real import loads
from bench.results import verdicts


def test_a_browser_is_needed_only_for_the_cards() -> None:
    cards = {each.function for each in of_cards(CARDS)}
    assert cards.isdisjoint(each.function for each in measurements(FULL))


def test_a_load_that_shows_an_error_is_counted() -> None:
    assert loads([1.0, None, 3.0, 2.0]) == {"loads": 4, "errors": 1, "s": 2.0}


def test_there_is_no_load_time_if_the_card_never_showed() -> None:
    assert loads([None, None]) == {"loads": 2, "errors": 2}


def test_one_load_with_an_error_misses_the_target() -> None:
    results = {"load/cold": loads([1.0, None]), "load/warm": loads([1.0, 1.0])}
    (verdict,) = verdicts(results)
    assert verdict.key == "load/cold"
    assert not verdict.target.is_reached(verdict.value)
