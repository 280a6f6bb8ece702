"""Undocumented words for what a handset is doing."""

import pytest

from custom_components.jingl.account.unknown_words import UnknownWords
from custom_components.jingl.api import HandsetState, HandsetStatus


def reported(word: str | None, state: HandsetState | None = None) -> HandsetStatus:
    return HandsetStatus(extension="100", state=state, reported_state=word)


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage().rpartition(": ")[2] for record in caplog.records]


def test_each_is_reported_once(caplog: pytest.LogCaptureFixture) -> None:
    words = UnknownWords()
    for word in ("Parked", "Parked", "Conference", "Parked"):
        words.report(reported(word))
    assert told(caplog) == ["'Parked'", "'Conference'"]


def test_known_and_missing_words_are_not_reported(caplog: pytest.LogCaptureFixture) -> None:
    words = UnknownWords()
    words.report(reported("Idle", HandsetState.IDLE))
    words.report(reported(None))
    assert told(caplog) == []


def test_numbers_are_left_out_and_do_not_make_a_new_word(caplog: pytest.LogCaptureFixture) -> None:
    words = UnknownWords()
    words.report(reported("parked at 0491570156"))
    words.report(reported("parked at 0491570157"))
    assert told(caplog) == ["'parked at ##########'"]


def test_a_long_one_is_shortened_and_the_number_reported_is_limited(
    caplog: pytest.LogCaptureFixture,
) -> None:
    words = UnknownWords()
    for letter in "abcdefghijklmnopqrstuvwxyz":
        words.report(reported(letter * 10_000))
    assert told(caplog) == [f"'{letter * 40}'" for letter in "abcdefghijklmnopqrst"]
