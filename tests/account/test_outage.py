"""What is logged when something cannot be read for a while."""

import logging

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.jingl.account.outage import Outage


@pytest.fixture
def outage(caplog: pytest.LogCaptureFixture) -> Outage:
    caplog.set_level(logging.INFO)
    return Outage("handsets of mycompany")


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [(line.levelname, line.getMessage()) for line in caplog.records]


def test_each_transition_is_logged_once(outage: Outage, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(2):
        outage.begin("no answer")
        outage.begin("no answer")
        outage.end()
        outage.end()
    assert told(caplog) == 2 * [
        ("WARNING", "Can't read the handsets of mycompany: no answer"),
        ("INFO", "The handsets of mycompany can be read again"),
    ]


def test_nothing_is_logged_if_nothing_failed(
    outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    outage.end()
    outage.settle((), {})
    # A single request may fail even though everything is known.
    outage.settle((), {"100": ValueError("no answer")})
    assert told(caplog) == []


def test_the_first_reason_is_logged(outage: Outage, caplog: pytest.LogCaptureFixture) -> None:
    outage.settle({"100", "101"}, {"101": ValueError("no answer"), "100": ValueError("late")})
    assert told(caplog) == [("WARNING", "Can't read the handsets of mycompany: no answer")]


def test_handsets_that_jingl_does_not_know_are_named(
    outage: Outage, caplog: pytest.LogCaptureFixture
) -> None:
    outage.settle({"101", "100"}, {})
    outage.settle((), {})
    assert [line for _, line in told(caplog)] == [
        "Can't read the handsets of mycompany: Jingl doesn't know 100, 101",
        "The handsets of mycompany can be read again",
    ]


def test_a_handset_that_answers_every_other_time_does_not_fill_the_log(
    caplog: pytest.LogCaptureFixture, freezer: FrozenDateTimeFactory
) -> None:
    caplog.set_level(logging.INFO)
    outage = Outage("handsets of mycompany", calm=60)
    for _ in range(100):
        outage.settle({"100"}, {"100": ValueError("no answer")})
        freezer.tick(59)
        outage.settle((), {})
    assert len(told(caplog)) == 1
    freezer.tick(1)
    outage.settle((), {})
    assert len(told(caplog)) == 2
