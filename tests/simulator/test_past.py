"""The calls that an office had before."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from simulator.__main__ import fill, parse
from simulator.records import Record
from simulator.state import Account, Cloud

from .conftest import Caller, Clock

MELBOURNE = ZoneInfo("Australia/Melbourne")
EVENING = datetime(2026, 11, 27, 19, tzinfo=MELBOURNE)


def office(now: datetime = EVENING, *arguments: str) -> tuple[Cloud, Account]:
    """Return a cloud with an office that is started now."""
    cloud = Cloud(Clock(), wall_clock=now.timestamp)
    return cloud, fill(cloud, parse([*arguments]))


def shown(account: Account) -> list[tuple[Any, ...]]:
    """Return what tells the records apart."""
    return [
        (each.number, each.started, each.ended, each.caller, each.destination)
        for each in account.records.shown
    ]


def test_an_office_has_had_calls_of_which_two_handsets_were_recorded() -> None:
    _, account = office()
    records = account.records.shown
    assert 60 < len(records) < 200
    assert {each.answered is None for each in records} == {True, False}
    recorded = [each for each in records if each.has_audio]
    assert len(recorded) > 10
    assert all(20 <= each.duration <= 240 for each in recorded)
    names = {each.caller.name or each.destination.name for each in recorded}
    assert names == {"Reception", "Sales"}


@pytest.mark.parametrize("hour", range(0, 24, 3))
def test_whenever_it_starts_there_are_recordings_of_the_last_day(hour: int) -> None:
    now = EVENING + timedelta(hours=hour)
    _, account = office(now)
    lately = [each for each in account.records.shown if each.ended > now - timedelta(days=1)]
    assert any(each.has_audio for each in lately)
    assert all(each.ended < now for each in lately)


def test_the_past_is_the_same_at_every_start() -> None:
    (_, before), (_, after) = office(), office(EVENING + timedelta(minutes=5))
    assert shown(before) == shown(after)
    _, later = office(EVENING + timedelta(days=1))
    common = {*shown(before)} & {*shown(later)}
    days = {at.astimezone(MELBOURNE).date() for _, at, *_ in common}
    assert len(days) == 2
    assert len({number for number, *_ in shown(later)}) == len(shown(later))


def test_calls_from_now_on_come_after_those_of_the_past_and_of_an_earlier_start() -> None:
    numbers = []
    for now in (EVENING, EVENING + timedelta(minutes=1)):
        _, account = office(now)
        past = [each.number for each in account.records.kept]
        call = account.incoming_call("0409123456", "100")
        call.end()
        assert past == sorted(past)
        numbers += [past[-1], account.records.kept[-1].number]
    assert numbers == [numbers[0], numbers[1], numbers[0], numbers[3]]
    assert numbers[0] < numbers[1] < numbers[3]


def test_a_recording_of_the_past_can_be_played() -> None:
    cloud, account = office()
    record: Record = next(each for each in account.records.shown if each.has_audio)
    response = Caller(cloud)("GET", f"/api/callrecording/{record.number}")
    assert (response.status, response.headers["Content-Type"]) == (200, "audio/mpeg")
    assert response.length == len(b"".join(response.pieces())) >= record.duration * 3000


@pytest.mark.parametrize("arguments", [["--calls", "none"], ["--scenario", "quiet"]])
def test_without_records_or_life_there_is_no_past(arguments: list[str]) -> None:
    _, account = office(EVENING, *arguments)
    assert account.records.kept == []
