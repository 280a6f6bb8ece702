"""Poll what handsets are doing: with one list or, without a list, one by one in turn."""

from collections.abc import Iterable, Mapping, Set as AbstractSet
from dataclasses import replace
from math import ceil
from time import monotonic
from typing import Final

from homeassistant.config_entries import ConfigEntry

from ..api import (
    HandsetState,
    HandsetStatus,
    JinglAuthenticationError,
    JinglClient,
    JinglError,
    JinglNotFoundError,
)
from .feed import Fetched, StatusFeed
from .handsets import Answer, HandsetRecord, Handsets
from .outage import Outage
from .pace import Pace, since
from .polling import Situation, is_fresh, is_slowed_down, request_rate, status_interval
from .roster import Roster
from .rota import Waiting, turns
from .unknown_words import UnknownWords

_ABOUT_TO_CHANGE: Final = {HandsetState.RINGING, HandsetState.CALLING}

# How long all must answer before the log says so: one may answer every other time.
_CALM: Final = 60.0


class Statuses:
    """Polls what an account's handsets are doing."""

    def __init__(
        self,
        entry: ConfigEntry,
        client: JinglClient,
        roster: Roster,
        handsets: Handsets,
        pace: Pace,
    ) -> None:
        self._feed = StatusFeed(client)
        self._roster = roster
        self._handsets = handsets
        self._pace = pace
        self._outage = Outage(f"handset statuses of {entry.title}", calm=_CALM)
        self._unknown_words = UnknownWords()
        self.listed = False
        """Whether the last poll got all statuses from one list."""
        # When we last asked all one by one.
        self._all_asked_at: float | None = None

    @property
    def interval(self) -> float:
        """Return how many seconds to wait before the next poll."""
        if self.listed:
            return status_interval(self._situation())
        # Home Assistant's timer only works in whole seconds.
        return max(1, ceil(self._pace.budget.wait(monotonic(), self._rate)))

    async def fetch(self, *, everybody: bool) -> Fetched[HandsetStatus]:
        """Fetch all statuses from the list, or else those whose turn it is, or everybody's.

        The result also contains the last known statuses of all others. Raises JinglError.
        """
        try:
            if self._all_asked_at is None:
                return await self._fetch_all()
            # First some: one that still fails is not asked for all of them each time, nor is one
            # that fails again and again, or wants fewer requests.
            fetched = await self._fetch_some(at_least=1 if everybody else 0)
            if not everybody or self.listed or not self._may_ask_all(self._all_asked_at):
                return fetched
            return await self._fetch_all()
        except JinglNotFoundError:
            self._handsets.forget_statuses()
            raise

    def _may_ask_all(self, asked_at: float) -> bool:
        """Return whether to ask everybody again, which at most doubles the number of requests."""
        is_old = monotonic() - asked_at >= len(self._handsets.records)
        return is_old and not is_slowed_down(self._pace.since_rate_limit)

    async def _fetch_all(self) -> Fetched[HandsetStatus]:
        """Fetch all statuses at once, however many requests that takes."""
        try:
            fetched = await self._feed.fetch(self._roster.followed, self._unknown)
        finally:
            if not self._feed.lists:
                self._all_asked_at = monotonic()
                self._note_asked(self._handsets.records)
                self._pace.budget = self._pace.budget.used_up(self._all_asked_at)
        self.listed = fetched.listed
        return fetched

    async def _fetch_some(self, at_least: int) -> Fetched[HandsetStatus]:
        """Fetch all statuses by the list, or else of those whose turn it is.

        After a failure that is `at_least` one: that nobody failed does not show that it has ended.
        """
        if self._feed.lists:
            # Trying the list again costs a request, so one handset loses its turn.
            self._owe_one()
        asked = self._take_turns(at_least)
        if not asked and not self._feed.lists:
            return self._with_others(_answers())
        self._note_asked(asked)
        try:
            fetched = await self._feed.fetch(self._roster.followed, self._unknown, asked)
        except JinglAuthenticationError as err:
            if not asked:
                raise
            fetched = _answers(failed=dict.fromkeys(asked, err))
        self.listed = fetched.listed
        if fetched.listed:
            self._all_asked_at = None
            return fetched
        if len(fetched.failed) == len(asked) > 0:
            fetched = await self._ask_another(fetched)
        return self._with_others(fetched)

    async def _ask_another(self, fetched: Fetched[HandsetStatus]) -> Fetched[HandsetStatus]:
        """Ask a handset that answered before, to find out whether the whole account is failing."""
        records = self._handsets.records
        answered = [e for e in self._handsets.statuses if e in records and e not in fetched.failed]
        other = min(answered, key=lambda e: records[e].asked_at or 0, default=None)
        answer = _answers()
        if other is not None:
            self._note_asked([other])
            self._owe_one()
            answer = await self._feed.fetch_each([other])
        if not answer.records and not answer.missing:
            raise next(iter(fetched.failed.values()))
        return replace(answer, failed={**fetched.failed, **answer.failed})

    def _with_others(self, fetched: Fetched[HandsetStatus]) -> Fetched[HandsetStatus]:
        """Return the new answers together with the last known statuses of the others."""
        known, records = self._handsets.statuses, self._handsets.records
        asked = {*fetched.records, *fetched.missing, *fetched.failed}
        others = {e: s for e, s in known.items() if e in records and e not in asked}
        statuses: Mapping[str, HandsetStatus] = {**others, **fetched.records}
        if asked and not statuses:
            errors = iter(fetched.failed.values())
            raise next(errors, JinglNotFoundError("Jingl knows none of the handsets asked for"))
        # If nothing has changed, return the same object, which is_news compares.
        if len(statuses) == len(known) and all(known.get(e) is s for e, s in statuses.items()):
            statuses = known
        return replace(fetched, records=statuses, asked=asked)

    def report(self, fetched: Fetched[HandsetStatus], seen: Iterable[HandsetStatus]) -> None:
        """Log undocumented words, and when handsets stop and resume answering."""
        for status in seen:
            self._unknown_words.report(status)
        records = self._handsets.records
        mute = {e for e in self._handsets.answering(Answer.MUTE) if records[e].details}
        silent = self._handsets.answering(Answer.SILENT) | mute
        self._outage.settle(silent, fetched.failed)

    def _take_turns(self, at_least: int) -> list[str]:
        """Return the handsets whose turn it is, which is up then."""
        now = monotonic()
        in_call = self._in_call()
        waiting = {
            extension: Waiting(
                asked_at=record.asked_at,
                urgent=_is_urgent(record),
                in_call=extension in in_call,
                calls=record.habit.calls(now),
            )
            for extension, record in self._handsets.records.items()
        }
        asked, self._pace.budget = turns(
            now, waiting, self._pace.budget, self._rate, at_least=at_least
        )
        return asked

    def _owe_one(self) -> None:
        """Take a request that isn't any handset's turn out of the budget."""
        self._pace.budget = self._pace.budget.less(1, monotonic(), self._rate)

    def _note_asked(self, extensions: Iterable[str]) -> None:
        for extension in extensions:
            self._handsets.records[extension].asked_at = monotonic()

    def _in_call(self) -> AbstractSet[str]:
        """Return the handsets on a call, including those that only just stopped answering."""
        records = self._handsets.records
        return {
            extension
            for extension in self._handsets.in_call
            if records[extension].status or is_fresh(since(records[extension].busy_at))
        }

    @property
    def _unknown(self) -> AbstractSet[str]:
        """Return the handsets that Jingl doesn't know, according to their settings."""
        return self._roster.missing(self._handsets.statuses)

    @property
    def _rate(self) -> float:
        """Return how many requests to send per second when each handset needs its own."""
        return request_rate(self._situation(), len(self._handsets.records))

    def _situation(self) -> Situation:
        moments = (self._pace.acted_at, self._handsets.last_busy_at)
        return Situation(
            in_call=bool(self._in_call()),
            since_action=since(self._pace.acted_at),
            since_activity=since(max((m for m in moments if m is not None), default=None)),
            since_rate_limit=self._pace.since_rate_limit,
        )


def _is_urgent(record: HandsetRecord) -> bool:
    """Return whether a handset's call is about to change, or may just have changed."""
    rings = record.status is not None and record.status.state in _ABOUT_TO_CHANGE
    return rings or is_fresh(since(record.acted_at))


def _answers(*, failed: Mapping[str, JinglError] | None = None) -> Fetched[HandsetStatus]:
    """Return the result of asking nobody, or only handsets that `failed`."""
    return Fetched(records={}, missing=(), failed=failed or {}, listed=False)
