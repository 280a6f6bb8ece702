"""When a change happens at the PBX, and when it is shown."""

from math import inf

import pytest

from bench.day import Day
from bench.latency import Log, _figures


def test_a_delay_lasts_from_the_change_until_it_is_shown() -> None:
    log = Log()
    log.happened("100", "ringing", 10.0)
    log.shown("100", "ringing", 11.5)
    log.happened("100", "idle", 20.0)
    log.shown("100", "idle", 20.5)
    log.end()
    assert log.delays == [1.5, 0.5]
    assert (log.rings, log.rings_shown) == (1, 1)


def test_a_change_that_was_overtaken_was_never_shown() -> None:
    log = Log()
    log.happened("100", "ringing", 10.0)
    log.happened("100", "on_call", 12.0)
    log.shown("100", "on_call", 13.0)
    log.end()
    assert log.delays == [inf, 1.0]
    assert (log.rings, log.rings_shown) == (1, 0)


def test_of_two_changes_that_look_alike_the_later_one_is_shown() -> None:
    log = Log()
    for at, status in ((10.0, "ringing"), (11.0, "idle"), (12.0, "ringing")):
        log.happened("100", status, at)
    log.shown("100", "ringing", 13.0)
    log.end()
    assert log.delays == [inf, inf, 1.0]
    assert (log.rings, log.rings_shown) == (2, 1)


def test_a_change_still_waiting_at_the_end_was_never_shown() -> None:
    log = Log()
    log.happened("100", "ringing", 10.0)
    log.happened("100", "idle", 11.0)
    log.end()
    assert log.delays == [inf, inf]


def test_a_change_that_did_not_happen_is_not_counted() -> None:
    log = Log()
    log.shown("100", "unavailable", 1.0)
    log.happened("101", "ringing", 2.0)
    log.shown("100", "ringing", 3.0)
    log.shown("101", "ringing", 4.0)
    assert log.delays == [2.0]
    assert log.rings_shown == 1


def test_polls_are_counted_while_the_office_is_open_when_it_is_quiet_and_by_the_second() -> None:
    log = Log(polls=[1.0, 10.0, 10.0, 11.0, 11.5, 3700.0])
    log.happened("100", "ringing", 10.0)
    log.shown("100", "ringing", 11.0)
    log.happened("100", "idle", 12.0)
    log.shown("100", "idle", 13.0)
    figures = _figures([log], Day(opens=10, closes=20))
    assert figures["polls_in_office"] == pytest.approx(4 / 10)
    assert figures["polls_quiet"] == pytest.approx(1 / 10)
    assert figures["polls_most"] == 2
