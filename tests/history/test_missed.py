"""The calls that an account's handsets missed."""

from datetime import UTC, datetime, timedelta

from custom_components.jingl.history.missed import MissedCall, MissedCalls

NINE = datetime(2026, 11, 22, 9, tzinfo=UTC)


def missed(minutes: int) -> MissedCall:
    at = NINE + timedelta(minutes=minutes)
    return MissedCall(at=at, extension="100", number="0409123456", name=None)


def test_the_latest_comes_first() -> None:
    calls = MissedCalls([missed(2), missed(5), missed(3)])
    calls.add(missed(9))
    assert list(calls) == [missed(9), missed(5), missed(3), missed(2)]


def test_the_last_fifty_are_kept() -> None:
    calls = MissedCalls()
    for minutes in range(60):
        calls.add(missed(minutes))
    assert list(calls) == [missed(minutes) for minutes in range(59, 9, -1)]
