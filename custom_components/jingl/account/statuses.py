"""Poll what handsets are doing: with one list or, without a list, one by one in turn."""

from collections.abc import Container, Iterable, Mapping, Set as AbstractSet
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
    JinglRateLimitError,
)
from .feed import Fetched, StatusFeed
from .handsets import Answer, HandsetRecord, Handsets
from .outage import Outage
from .pace import Pace, since
from .polling import (
    Situation,
    is_fresh,
    is_slowed_down,
    longest_wait,
    request_rate,
    status_interval,
)
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
        # Whether all have been asked one by one, and take turns since.
        self._takes_turns = False

    @property
    def interval(self) -> float:
        """Return how many seconds to wait before the next poll."""
        if self.listed:
            return status_interval(self._situation())
        # Home Assistant's timer only works in whole seconds.
        return max(1, ceil(self._pace.budget.wait(monotonic(), self._rate)))

    async def fetch(self, *, has_failed: bool) -> Fetched[HandsetStatus]:
        """Fetch all statuses from the list, or else of those whose turn it is and those overdue.

        The result also contains the last known statuses of all others. `has_failed` says whether
        the last poll failed: only an answer shows that this is over. Raises JinglError.
        """
        try:
            if not self._takes_turns:
                return await self._fetch_all()
            overdue = self._overdue(has_failed)
            fetched = await self._fetch_some(at_least=1 if has_failed or overdue else 0)
            if fetched.listed:
                return fetched
            # Only now: an account that still fails is not asked for all of them each time.
            overdue -= fetched.answers
            return self._with_others(fetched.plus(await self._fetch_overdue(overdue)))
        except JinglNotFoundError:
            self._handsets.forget_statuses()
            raise

    async def _fetch_all(self) -> Fetched[HandsetStatus]:
        """Fetch all statuses at once, however many requests that takes."""
        everybody = [*self._handsets.records]
        try:
            fetched = await self._feed.fetch(self._roster.followed, self._unknown)
        finally:
            if not self._feed.lists:
                self._takes_turns = True
                self._note_asked(everybody)
                self._pace.budget = self._pace.budget.used_up(monotonic())
        self.listed = fetched.listed
        if not self.listed:
            self._note_answered(everybody)
        return fetched

    async def _fetch_some(self, at_least: int) -> Fetched[HandsetStatus]:
        """Fetch all statuses from the list, or else of those whose turn it is."""
        asked = self._take_turns(at_least)
        if not asked and not self._feed.lists:
            return _answers()
        self._note_asked(asked)
        try:
            fetched = await self._feed.fetch(self._roster.followed, self._unknown, asked)
        except JinglAuthenticationError as err:
            if not asked:
                raise
            fetched = _answers(failed=dict.fromkeys(asked, err))
        self.listed = fetched.listed
        if fetched.listed:
            self._takes_turns = False
            return fetched
        if len(fetched.failed) == len(asked) > 0:
            fetched = fetched.plus(await self._fetch_another(fetched))
        if asked and not fetched.records and not self._others(fetched.answers):
            errors = iter(fetched.failed.values())
            raise next(errors, JinglNotFoundError("Jingl knows none of the handsets asked for"))
        return fetched

    def charge(self) -> None:
        """Note a request that is sent in addition, so that polls send one less."""
        self._pace.budget = self._pace.budget.less(1, monotonic(), self._rate)

    async def _fetch_another(self, fetched: Fetched[HandsetStatus]) -> Fetched[HandsetStatus]:
        """Ask a handset that answered before, to find out whether the whole account is failing."""
        records = self._handsets.records
        other = min(
            self._others(fetched.failed), key=lambda e: records[e].asked_at or 0, default=None
        )
        answer = _answers()
        if other is not None:
            self._note_asked([other])
            # It isn't its turn, so this request is owed.
            self.charge()
            answer = await self._feed.fetch_each([other])
        if not answer.records and not answer.missing:
            raise next(iter(fetched.failed.values()))
        return answer

    async def _fetch_overdue(self, overdue: AbstractSet[str]) -> Fetched[HandsetStatus]:
        """Fetch the statuses of overdue handsets, all at once.

        In the hour after Jingl wanted fewer requests, which that might provoke again, drop them
        instead until it's their turn.
        """
        if self._is_slow:
            why = "they take turns, because Jingl wants fewer requests"
            err = JinglRateLimitError(why, retry_after=None)
            return _answers(failed=dict.fromkeys(overdue & self._handsets.statuses.keys(), err))
        if not overdue:
            return _answers()
        self._note_asked(overdue)
        self._pace.budget = self._pace.budget.used_up(monotonic())
        try:
            return await self._feed.fetch_each(overdue)
        except JinglAuthenticationError as err:
            # Not the login: others have just answered.
            return _answers(failed=dict.fromkeys(overdue, err))

    def _overdue(self, has_failed: bool) -> set[str]:
        """Return new handsets and, after a pause, those whose status is out of date."""
        records = self._handsets.records
        longest = longest_wait(len(records), self._pace.since_rate_limit)
        if has_failed and not self._is_slow:
            # Nobody had a turn meanwhile. This at most doubles the number of requests.
            longest = len(records)
        waits = {extension: since(record.answered_at) for extension, record in records.items()}
        return {extension for extension, wait in waits.items() if wait is None or wait > longest}

    def _with_others(self, fetched: Fetched[HandsetStatus]) -> Fetched[HandsetStatus]:
        """Return the new answers together with the last known statuses of the others."""
        known, asked = self._handsets.statuses, fetched.answers
        self._note_answered(asked)
        statuses: Mapping[str, HandsetStatus] = {**self._others(asked), **fetched.records}
        # If nothing has changed, return the same object, which is_news compares.
        if len(statuses) == len(known) and all(known.get(e) is s for e, s in statuses.items()):
            statuses = known
        return replace(fetched, records=statuses, asked=asked)

    def _others(self, asked: Container[str]) -> dict[str, HandsetStatus]:
        """Return the last known statuses of all handsets but those asked now."""
        records = self._handsets.records
        return {
            extension: status
            for extension, status in self._handsets.statuses.items()
            if extension in records and extension not in asked
        }

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
            now,
            waiting,
            self._pace.budget,
            self._rate,
            at_least=at_least,
            # Trying the list again costs a request, so one handset loses its turn.
            others=1 if self._feed.lists else 0,
        )
        return asked

    def _note_asked(self, extensions: Iterable[str]) -> None:
        for extension in extensions:
            self._handsets.records[extension].asked_at = monotonic()

    def _note_answered(self, extensions: Iterable[str]) -> None:
        for extension in extensions:
            # It may have been removed while it was asked.
            if record := self._handsets.records.get(extension):
                record.answered_at = monotonic()

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
    def _is_slow(self) -> bool:
        """Return whether Jingl has asked for fewer requests lately."""
        return is_slowed_down(self._pace.since_rate_limit)

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
