"""Asking what handsets are doing: all of them, or between two sweeps only those to watch."""

from collections.abc import Iterable, Set as AbstractSet
from dataclasses import replace

from homeassistant.config_entries import ConfigEntry

from ..api import (
    HandsetStatus,
    JinglAuthenticationError,
    JinglClient,
    JinglConnectionError,
    JinglNotFoundError,
)
from .feed import Fetched, StatusFeed
from .handsets import Answer, Handsets
from .outage import Outage
from .pace import Pace, since
from .polling import Situation, is_fresh, status_interval, sweep_interval
from .roster import Roster
from .unknown_words import UnknownWords


class Statuses:
    """Asks what an account's handsets are doing."""

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
        self._outage = Outage(f"handset statuses of {entry.title}")
        self._unknown_words = UnknownWords()
        self.listed = False
        """Whether one request brought all statuses, when all were last asked."""
        self._all_asked = True

    @property
    def interval(self) -> float:
        """Return after how many seconds to ask again."""
        return status_interval(self._situation())

    async def fetch(self, *, sweep: bool) -> Fetched[HandsetStatus]:
        """Fetch all statuses where that is due or wanted, else those to watch.

        What it returns always holds the others' last ones, too. Raises JinglError.
        """
        if not sweep and not self._is_sweep_due():
            watched = self._watched()
            fetched = await self._fetch_watched(watched)
            if not _is_unreachable(fetched):
                self._all_asked = False
                others = {e: s for e, s in self._handsets.statuses.items() if e not in watched}
                return replace(fetched, records={**others, **fetched.records})
        self._all_asked = True
        self._pace.note_sweep()
        try:
            # The settings tell of those that they found to be unknown when these are back.
            unknown = self._roster.missing(self._handsets.statuses)
            fetched = await self._feed.fetch(self._roster.followed, unknown)
        except JinglNotFoundError:
            self._handsets.forget_statuses()
            raise
        self.listed = fetched.listed
        return fetched

    async def _fetch_watched(self, watched: AbstractSet[str]) -> Fetched[HandsetStatus]:
        """Fetch the statuses of the handsets to watch.

        When all of them are refused, one other that answered last tells whether it is the login.
        """
        try:
            return await self._feed.fetch_each(watched)
        except JinglAuthenticationError:
            other = next((e for e in self._handsets.statuses if e not in watched), None)
            if other is None:
                raise
            return await self._feed.fetch_each({*watched, other})

    def report(self, fetched: Fetched[HandsetStatus], seen: Iterable[HandsetStatus]) -> None:
        """Log words that are not documented, and once each way that some do not answer."""
        for status in seen:
            self._unknown_words.report(status)
        records = self._handsets.records
        mute = {e for e in self._handsets.answering(Answer.MUTE) if records[e].details}
        silent = self._handsets.answering(Answer.SILENT) | mute
        self._outage.settle(silent, fetched.failed, all_asked=self._all_asked)

    def _is_sweep_due(self) -> bool:
        """Return whether to ask for all handsets, which with the list is always."""
        if self._feed.lists:
            return True
        # Home Assistant polls up to a second early.
        return self._pace.since_sweep >= sweep_interval(self._situation()) - 1

    def _watched(self) -> AbstractSet[str]:
        """Return the handsets to ask for between two sweeps."""
        records = self._handsets.records
        watched = self._in_call() | self._handsets.answering(Answer.UNASKED)
        if is_fresh(since(self._pace.acted_at)):
            watched |= {e for e, each in records.items() if is_fresh(since(each.acted_at))}
        return watched

    def _in_call(self) -> AbstractSet[str]:
        """Return the handsets in a call: one that just did not answer is likely to be still."""
        records = self._handsets.records
        return {
            extension
            for extension in self._handsets.in_call
            if records[extension].status or is_fresh(since(records[extension].busy_at))
        }

    def _situation(self) -> Situation:
        moments = (self._pace.acted_at, self._handsets.last_busy_at)
        return Situation(
            listed=self.listed,
            handsets=len(self._handsets.records),
            in_call=bool(self._in_call() if self.listed else self._watched()),
            since_action=since(self._pace.acted_at),
            since_activity=since(max((m for m in moments if m is not None), default=None)),
            since_sweep=self._pace.since_sweep,
            since_rate_limit=self._pace.since_rate_limit,
        )


def _is_unreachable(fetched: Fetched[HandsetStatus]) -> bool:
    """Return whether nothing answered: then it may be the account's failure."""
    return not fetched.records and any(
        isinstance(err, JinglConnectionError) for err in fetched.failed.values()
    )
