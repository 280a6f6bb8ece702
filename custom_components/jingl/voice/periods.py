"""Find out which time people ask about, and say when something happened."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from homeassistant.util import dt as dt_util

from ..account.call_history import CallHistory
from ..history.call_log import BRIEFLY
from .languages import Language
from .phones import Phone

_A_DAY: Final = timedelta(days=1)
# Between finding out about two times.
_A_MOMENT: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A time that people ask about."""

    since: datetime
    until: datetime | None = None
    words: str
    """What to call it in a reply."""


def lately(language: Language) -> Period:
    """Return the last 24 hours."""
    return Period(since=dt_util.utcnow() - BRIEFLY, words=language.replies.last_day)


def read_day(said: str, language: Language) -> Period | None:
    """Return the day, or part of one, that these words or this ISO date mean."""
    today = dt_util.now().date()
    if found := language.find_day(said):
        words, day = found
        meant = day.seen_from(today)
        return Period(since=_at(meant, day.first_hour), until=_at(meant, day.end_hour), words=words)
    try:
        meant = date.fromisoformat(said.strip())
        words = language.day_in_words(meant, today) or next(iter(language.days))
        return Period(since=_at(meant, 0), until=_at(meant, 24), words=words)
    except OverflowError, ValueError:
        return None


def between(since: str | None, until: str | None, kept: Period, language: Language) -> Period:
    """Return the days from one to another, or all that is kept."""
    first, last = (read_day(day, language) if day else None for day in (since, until))
    return Period(
        since=first.since if first else kept.since,
        until=last.until if last else None,
        words=kept.words,
    )


def remembered(phones: Iterable[Phone], language: Language) -> Period:
    """Return how far back the logs of all these handsets' accounts reach."""
    now = dt_util.utcnow()
    accounts = {phone.entry.entry_id: phone.data for phone in phones}.values()
    since = max(_kept_since(account.calls, now) for account in accounts)
    days, replies = (now - since) // _A_DAY, language.replies
    words = replies.last_day if days <= 1 else replies.last_days.format(count=days)
    return Period(since=since, words=words)


def _kept_since(calls: CallHistory, now: datetime) -> datetime:
    since = calls.keep.since(now)
    if not calls.log.days or len(calls.log) < calls.keep.calls:
        return since
    # There were more calls than are kept.
    oldest, *_ = next(iter(calls.log.days.values()))
    return max(since, oldest.started)


def with_memory(
    answer: str, period: Period, kept: Period, language: Language, *, found: bool
) -> str:
    """Return an answer about a period, which also says so if not all of it is remembered."""
    if period.since >= kept.since - _A_MOMENT:
        return answer
    only = language.replies.only_remembered.format(period=kept.words)
    is_forgotten = period.until is not None and period.until <= kept.since
    return only if is_forgotten and not found else f"{answer} {only}"


def moment(at: datetime, language: Language) -> str:
    """Return a moment of the past in words."""
    local, replies = dt_util.as_local(at), language.replies
    clock = f"{local:%H:%M}"
    day = language.day_in_words(local.date(), dt_util.now().date())
    return replies.day_at.format(day=day, time=clock) if day else replies.at.format(time=clock)


def _at(day: date, hour: int) -> datetime:
    """Return when it is this hour of a day by Home Assistant's clock; OverflowError if never."""
    days, hour = divmod(hour, 24)
    zone = dt_util.get_default_time_zone()
    return datetime.combine(day + timedelta(days=days), time(hour), zone).astimezone(UTC)
