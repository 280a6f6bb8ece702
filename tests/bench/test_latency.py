"""What is noted of changes at the PBX, and of their being shown."""

from math import inf

from bench.latency import Log


def test_a_delay_is_from_the_change_to_its_being_shown() -> None:
    log = Log()
    log.happened("100", "ringing", 10.0)
    log.shown("100", "ringing", 11.5)
    log.happened("100", "idle", 20.0)
    log.shown("100", "idle", 20.5)
    log.end()
    assert log.delays == [1.5, 0.5]
    assert (log.rings, log.rings_shown) == (1, 1)


def test_what_was_overtaken_was_never_shown() -> None:
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


def test_what_is_still_waiting_at_the_end_was_never_shown() -> None:
    log = Log()
    log.happened("100", "ringing", 10.0)
    log.happened("100", "idle", 11.0)
    log.end()
    assert log.delays == [inf, inf]


def test_what_did_not_happen_is_not_counted() -> None:
    log = Log()
    log.shown("100", "unavailable", 1.0)
    log.happened("101", "ringing", 2.0)
    log.shown("100", "ringing", 3.0)
    log.shown("101", "ringing", 4.0)
    assert log.delays == [2.0]
    assert log.rings_shown == 1
