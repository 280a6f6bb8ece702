"""The days that people name, and when something happened."""

from datetime import UTC, datetime, timedelta
from typing import Final

from freezegun.api import FrozenDateTimeFactory
import pytest

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from custom_components.jingl.voice.languages import LANGUAGES
from custom_components.jingl.voice.periods import (
    Period,
    between,
    moment,
    read_day,
    with_memory,
)
from tests.voice.conftest import GoTo

ENGLISH, GERMAN = LANGUAGES["en"], LANGUAGES["de"]
MONDAY: Final = "2026-07-06"


@pytest.fixture(autouse=True)
async def monday(hass: HomeAssistant, go_to: GoTo) -> None:
    """Make it Monday afternoon in Melbourne."""
    await hass.config.async_set_time_zone("Australia/Melbourne")
    await go_to(f"{MONDAY} 14:10")


def spoken(said: str, code: str = "en") -> tuple[str, str, str] | None:
    """Return when a day starts and ends in Melbourne, and what it is called."""
    period = read_day(said, LANGUAGES[code])
    if period is None:
        return None
    assert period.until
    times = (dt_util.as_local(time) for time in (period.since, period.until))
    start, end = (f"{time:%m-%d %H:%M}" for time in times)
    return start, end, period.words


@pytest.mark.parametrize(
    ("english", "german", "start", "end"),
    [
        ("today", "heute", "07-06 00:00", "07-07 00:00"),
        ("this morning", "heute Morgen", "07-06 00:00", "07-06 12:00"),
        ("this morning", "heute Vormittag", "07-06 00:00", "07-06 12:00"),
        ("this morning", "heute früh", "07-06 00:00", "07-06 12:00"),
        ("this afternoon", "heute Nachmittag", "07-06 12:00", "07-06 18:00"),
        ("this evening", "heute Abend", "07-06 17:00", "07-07 00:00"),
        ("yesterday", "gestern", "07-05 00:00", "07-06 00:00"),
        ("last night", "letzte Nacht", "07-05 18:00", "07-06 06:00"),
        ("on Monday", "am Montag", "07-06 00:00", "07-07 00:00"),
        ("last Monday", "letzten Montag", "06-29 00:00", "06-30 00:00"),
        ("last Monday", "am letzten Montag", "06-29 00:00", "06-30 00:00"),
        ("on Tuesday", "am Dienstag", "06-30 00:00", "07-01 00:00"),
        ("on Sunday", "am Sonntag", "07-05 00:00", "07-06 00:00"),
        ("last Sunday", "letzten Sonntag", "07-05 00:00", "07-06 00:00"),
    ],
)
def test_a_day_is_the_latest_that_people_may_mean(
    english: str, german: str, start: str, end: str
) -> None:
    assert spoken(english) == (start, end, english)
    assert spoken(german, "de") == (start, end, german)


@pytest.mark.parametrize("said", ["monday", "Monday", "On Monday.", " on  monday "])
def test_a_day_is_understood_as_speech_recognition_writes_it(said: str) -> None:
    assert spoken(said) == spoken("on Monday")


def test_accents_may_be_missing() -> None:
    assert spoken("heute fruh", "de") == spoken("heute früh", "de")


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("2026-07-06", "today"),
        ("2026-07-05", "yesterday"),
        ("2026-07-01", "on Wednesday"),
        ("2026-06-29", "on 29 June"),
        ("2026-07-07", "on 7 July"),
    ],
)
def test_a_custom_sentence_may_have_a_date(said: str, words: str) -> None:
    period = spoken(said)
    assert period
    assert (f"2026-{period[0]}", period[2]) == (f"{said} 00:00", words)


@pytest.mark.parametrize("said", ["", "someday", "2026-13-01", "0001-01-01", "9999-12-31", "day"])
def test_anything_else_is_no_day(said: str) -> None:
    assert spoken(said) is None


def test_a_day_may_be_longer_or_shorter_than_24_hours(freezer: FrozenDateTimeFactory) -> None:
    for day, hours in (("2026-10-04", 23), ("2026-04-05", 25)):
        period = read_day(day, ENGLISH)
        assert period
        assert period.until
        assert period.until - period.since == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("at", "english", "german"),
    [
        ("2026-07-06 00:00", "at 00:00", "um 00:00 Uhr"),
        ("2026-07-05 23:59", "yesterday at 23:59", "gestern um 23:59 Uhr"),
        ("2026-07-04 09:05", "on Saturday at 09:05", "am Samstag um 09:05 Uhr"),
        ("2026-06-30 09:05", "on Tuesday at 09:05", "am Dienstag um 09:05 Uhr"),
        ("2026-06-29 09:05", "on 29 June at 09:05", "am 29. Juni um 09:05 Uhr"),
        ("2025-12-01 09:05", "on 1 December at 09:05", "am 1. Dezember um 09:05 Uhr"),
    ],
)
def test_a_moment_is_told_with_its_day_unless_that_is_today(
    at: str, english: str, german: str
) -> None:
    time = datetime.fromisoformat(at).replace(tzinfo=dt_util.get_default_time_zone())
    assert [moment(time.astimezone(UTC), each) for each in (ENGLISH, GERMAN)] == [english, german]


class TestMemory:
    """What is said of a time of which not everything is remembered."""

    def answer(self, since_days: int, until_days: int | None, *, found: bool) -> str:
        now = dt_util.utcnow()
        kept = Period(since=now - timedelta(days=3), words="in the last 3 days")
        until = None if until_days is None else now - timedelta(days=until_days)
        period = Period(since=now - timedelta(days=since_days), until=until, words="then")
        return with_memory("Answer.", period, kept, ENGLISH, found=found)

    def test_all_of_it(self) -> None:
        assert self.answer(3, None, found=False) == "Answer."

    def test_some_of_it(self) -> None:
        for found in (True, False):
            assert self.answer(4, 2, found=found) == (
                "Answer. I only know about calls in the last 3 days."
            )

    def test_none_of_it(self) -> None:
        assert self.answer(5, 4, found=False) == "I only know about calls in the last 3 days."


def test_days_for_a_model_are_whole_or_as_far_as_calls_are_kept() -> None:
    kept = Period(since=datetime(2026, 6, 6, 4, 10, tzinfo=UTC), words="in the last 30 days")
    for never in (None, "0001-01-01", "9999-12-31"):
        assert between(never, never, kept, ENGLISH) == kept
    today = read_day("today", ENGLISH)
    assert today
    days = between(MONDAY, MONDAY, kept, ENGLISH)
    assert (days.since, days.until) == (today.since, today.until)
