"""Words for what a handset does that are not documented."""

import pytest

from custom_components.jingl.account.unknown_words import UnknownWords
from custom_components.jingl.api import HandsetState, HandsetStatus


def reported(word: str | None, state: HandsetState | None = None) -> HandsetStatus:
    return HandsetStatus(extension="100", state=state, reported_state=word)


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage().rpartition(": ")[2] for record in caplog.records]


def test_each_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    words = UnknownWords()
    for word in ("Parked", "Parked", "Conference", "Parked"):
        words.report(reported(word))
    assert told(caplog) == ["'Parked'", "'Conference'"]


def test_what_is_known_or_not_there_is_not_told(caplog: pytest.LogCaptureFixture) -> None:
    words = UnknownWords()
    words.report(reported("Idle", HandsetState.IDLE))
    words.report(reported(None))
    assert told(caplog) == []


def test_numbers_are_not_told_and_make_no_other_word(caplog: pytest.LogCaptureFixture) -> None:
    words = UnknownWords()
    words.report(reported("parked at 0491570156"))
    words.report(reported("parked at 0491570157"))
    assert told(caplog) == ["'parked at ##########'"]


def test_a_long_one_is_shortened_and_many_end(caplog: pytest.LogCaptureFixture) -> None:
    words = UnknownWords()
    for letter in "abcdefghijklmnopqrstuvwxyz":
        words.report(reported(letter * 10_000))
    assert told(caplog) == [f"'{letter * 40}'" for letter in "abcdefghijklmnopqrst"]
